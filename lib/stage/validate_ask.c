/* validate_ask: what the chatbot is to ask again; see validate.h. */
#include "stage/validate.h"

/* "company_size" as people say it. */
static struct str
in_words(struct str name, struct arena *a)
{
	char *out = arena_alloc(a, name.len + 1);
	size_t i;

	for (i = 0; i < name.len; i++)
		out[i] = name.p[i] == '_' ? ' ' : name.p[i];
	return (struct str){ out, name.len };
}

/* What the field is to the visitor; of what is not his own, whose. */
static struct str
what_of(const struct fault *f, struct arena *a)
{
	struct str path = str_of(f->path), object, field;
	size_t dot;
	bool own;

	if (str_starts(path, STR("objects.")))
		path = str_from(path, strlen("objects."));
	dot = str_find(path, STR("."));
	if (dot == (size_t)-1)
		return STR("that");
	object = str_to(path, dot);
	field = in_words(str_from(path, dot + 1), a);
	own = str_eq(object, STR("contact"));
	if (own && f->type == FIELD_EMAIL)
		return STR("your e-mail address");
	if (own && f->type == FIELD_PHONE)
		return STR("your telephone number with its country code");
	if (own)
		return arena_printf(a, "%s %.*s", f->type == FIELD_NAME ?
		    "your" : "the", STR_ARG(field));
	return arena_printf(a, "the %.*s %.*s", STR_ARG(in_words(object, a)),
	    STR_ARG(field));
}

/*
 * For operators who have not said it in their own words.  Nothing was given
 * before of what is missing.
 */
static struct str
default_text(const struct fault *f, struct arena *a)
{
	return arena_printf(a, "Could you give me %.*s%s, please?",
	    STR_ARG(what_of(f, a)), strcmp(f->code, "field.required") == 0 ?
	    "" : " again");
}

/* The visitor's language tag; none if nobody knows. */
static struct str
language_of(struct judged *j)
{
	struct json *source = doc_get(&j->r->doc, STR("source")), *talk;
	struct str tag;

	talk = doc_get(&j->r->doc, STR("conversation"));
	if (talk != NULL)
		json_open(talk, j->r->arena);
	tag = json_get_str(talk, STR("language"));
	if (tag.len > 0)
		return tag;
	if (source != NULL)
		json_open(source, j->r->arena);
	return json_get_str(source, STR("locale"));
}

static bool
is_joint(struct str s, size_t i)
{
	return i >= s.len || s.p[i] == '-' || s.p[i] == '_';
}

/*
 * In how many parts the tag "pt_br" agrees with "pt-BR"; all of both, and it
 * is one more.
 */
static int
agreement(struct str tag, struct str language)
{
	size_t i;
	int parts = 0;

	for (i = 0;; i++) {
		if (is_joint(tag, i) != is_joint(language, i))
			return parts;
		if (is_joint(tag, i))
			parts++;
		else if (ascii_lower(tag.p[i]) != ascii_lower(language.p[i]))
			return parts;
		if (i >= tag.len || i >= language.len)
			return parts + (i >= tag.len && i >= language.len);
	}
}

static const struct ask_text *
choose(const struct ask *ask, struct str tag)
{
	const struct ask_text *best = NULL;
	int most = 0, n;
	size_t i;

	for (i = 0; ask != NULL && i < ask->n; i++) {
		n = ask->p[i].language.p == NULL || tag.len == 0 ? 0 :
		    agreement(tag, ask->p[i].language);
		if (best == NULL || n > most) {
			best = &ask->p[i];
			most = n;
		}
	}
	return best;
}

bool
validate_asked(struct judged *j, const char *path)
{
	struct json *list = doc_get(&j->r->doc, STR("findings"));
	const struct json *f;
	size_t i;

	if (list == NULL || path == NULL)
		return false;
	json_open(list, j->r->arena);
	if (list->type != JSON_ARRAY)
		return false;
	for (i = 0; i < list->len; i++) {
		f = &list->items[i];
		if (str_eq(json_get_str(f, STR("did")), STR("asked")) &&
		    str_eq(json_get_str(f, STR("field")), str_of(path)))
			return true;
	}
	return false;
}

static void
put(struct buf *b, const char *key, struct str value)
{
	if (value.p == NULL)
		return;
	buf_printf(b, ",\"%s\":", key);
	json_write_str(value, b);
}

static void
put_part(struct buf *b, const char *key, const struct json *v)
{
	if (v == NULL)
		return;
	buf_printf(b, ",\"%s\":", key);
	json_write(v, b);
}

/*
 * One line: {"chatcrm":1,"id":...,"source":{...},"ask":{...}}.  It has no
 * value of the record's: that may be what is wrong.
 */
void
validate_ask(struct judged *j, const struct fault *f)
{
	struct str tag = language_of(j);
	const struct ask_text *t = choose(f->ask, tag);
	struct buf *b = j->r->asks;

	if (b == NULL)
		return;
	buf_printf(b, "{\"chatcrm\":%d", RECORD_VERSION);
	put_part(b, "id", doc_get(&j->r->doc, STR("id")));
	put_part(b, "source", doc_get(&j->r->doc, STR("source")));
	buf_adds(b, STR(",\"ask\":{"));
	buf_adds(b, STR("\"code\":"));
	json_write_str(str_of(f->code), b);
	put(b, "field", str_of(f->path));
	put(b, "text", t != NULL ? t->text : default_text(f, j->r->arena));
	put(b, "language", t == NULL ? STR("en") : t->language);
	put(b, "message", str_of(f->message));
	buf_adds(b, STR("}}\n"));
}
