/* validate_ask: what the chatbot is to ask again; see validate.h. */
#include "stage/validate.h"

/* For operators who have not said it in their own words. */
static const char *
default_text(int type)
{
	switch (type) {
	case FIELD_EMAIL:
		return "Could you give me your e-mail address again, please?";
	case FIELD_PHONE:
		return "Could you give me your telephone number again, with "
		    "the country code, please?";
	case FIELD_NAME:
		return "Could you tell me your name again, please?";
	default:
		return "Could you tell me that again, please?";
	}
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
	put(b, "text", t != NULL ? t->text : str_of(default_text(f->type)));
	put(b, "language", t == NULL ? STR("en") : t->language);
	put(b, "message", str_of(f->message));
	buf_adds(b, STR("}}\n"));
}
