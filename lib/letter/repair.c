/* repair: change what a letter's record says, before it is replayed. */
#include "letter/letter.h"
#include "record/dead.h"
#include "record/log.h"

static struct json_parser *
parser(void)
{
	static const struct json_limits limits = { .bytes = (size_t)1 << 30 };

	return json_parser_new(&limits, NULL);
}

/* "contact.email" or "events[0].text": the next step of ${path}. */
static bool
next_step(struct str *path, struct str *key, size_t *index)
{
	size_t n = 0;

	*key = STR_NONE;
	if (path->len > 0 && path->p[0] == '[') {
		*index = 0;
		for (n = 1; n < path->len && ascii_digit(path->p[n]) &&
		    n < 10; n++)
			*index = *index * 10 + (size_t)(path->p[n] - '0');
		if (n == 1 || n == path->len || path->p[n] != ']')
			return false;
		*path = str_from(*path, n + 1);
	} else {
		while (n < path->len && path->p[n] != '.' &&
		    path->p[n] != '[')
			n++;
		*key = str_to(*path, n);
		*path = str_from(*path, n);
		if (n == 0)
			return false;
	}
	if (path->len > 0 && path->p[0] == '.') {
		*path = str_from(*path, 1);
		return path->len > 0;
	}
	return true;
}

/* The place that ${path} leads to, made where objects lack it. */
static struct json *
place(struct json *v, struct str path, struct arena *a)
{
	struct json *next;
	struct str key;
	size_t i = 0;

	while (path.len > 0) {
		if (!next_step(&path, &key, &i))
			return NULL;
		json_open(v, a);
		if (key.p == NULL) {
			if (v->type != JSON_ARRAY || i >= v->len)
				return NULL;
			v = &v->items[i];
			continue;
		}
		if (v->type == JSON_NULL)
			*v = json_object();
		if (v->type != JSON_OBJECT)
			return NULL;
		next = json_get(v, key);
		v = next != NULL ? next : json_set(v, key, json_null(), a);
	}
	return v;
}

/*
 * A key that the record did not have may be meant, or be a slip: it is told.
 * A list or object is not to be lost to one.
 */
static int
check_place(const struct json *v, struct str path, bool json, struct err *e)
{
	char quoted[96];

	err_quote(path, quoted, sizeof(quoted));
	if (!json && (v->type == JSON_OBJECT || v->type == JSON_ARRAY))
		return err_set(e, ERR_USAGE, "usage.set", "--set: %s is %s; "
		    "name a value in it, or write %s:=JSON to replace all of "
		    "it", quoted, v->type == JSON_OBJECT ? "an object" :
		    "a list", quoted);
	if (v->type == JSON_NULL)
		log_msg(LOG_WARNING, "--set: the record had no %s; it has "
		    "now", quoted);
	return 0;
}

/* PATH=TEXT or PATH:=JSON; := alone is the whole of it. */
static int
set(struct json *record, const char *what, struct json *repaired,
    struct arena *a, struct err *e)
{
	struct str s = str_of(what), path, text;
	size_t at = str_find(s, STR("="));
	struct json_parser *p;
	struct json_doc value;
	struct json *v;
	char quoted[96];
	bool json;
	int rc = 0;

	if (at == (size_t)-1) {
		err_quote(s, quoted, sizeof(quoted));
		return err_set(e, ERR_USAGE, "usage.set", "--set '%s' gives no "
		    "value; write contact.email=TEXT, or contact.size:=JSON",
		    quoted);
	}
	path = str_to(s, at);
	text = str_from(s, at + 1);
	json = str_ends(path, STR(":"));
	if (json)
		path.len--;
	err_quote(path, quoted, sizeof(quoted));
	v = path.len > 0 || json ? place(record, path, a) : NULL;
	if (v == NULL)
		return err_set(e, ERR_USAGE, "usage.set", "--set: the record "
		    "has no place %s; write contact.email=TEXT, or "
		    "contact.size:=JSON", quoted);
	if (path.len > 0 && check_place(v, path, json, e) == -1)
		return -1;
	if (!json)
		*v = json_str(text);
	else {
		p = parser();
		rc = json_parse(p, text, a, &value, e);
		json_parser_free(p);
		if (rc != 0)
			return err_set(e, ERR_USAGE, "usage.set",
			    "--set: what follows %s:= is no JSON", quoted);
		*v = value.root;
	}
	json_push(repaired, json_str(path.len > 0 ? path : STR("record")), a);
	return 0;
}

/*
 * The record takes the place of what the letter held; what was sealed is
 * sealed again, since nothing was taken out of it.
 */
static int
put_record(struct letter_desk *d, const struct entry *x,
    const struct json *record, struct json_doc *doc, struct err *e)
{
	struct str sealed;

	doc_del(doc, STR("line"));
	if (!x->sealed) {
		doc_set(doc, STR("record"), *record);
		return 0;
	}
	if (letter_seal(d, json_text(record, doc->arena), doc->arena,
	    &sealed, e) == -1)
		return -1;
	doc_set(doc, STR("sealed"), json_str(sealed));
	return 0;
}

/* The letter as it was, but for its record and what tells of the repair. */
static int
put(struct letter_desk *d, const struct entry *x, struct json *record,
    struct json *repaired, struct arena *a, struct err *e)
{
	struct json_parser *p = parser();
	struct str line = journal_line(&d->journal, x, a, e);
	struct json_doc doc;
	struct buf b = { 0 };
	struct json *dead;
	int rc = -1;

	if (line.p != NULL && json_parse(p, line, a, &doc, e) == 0 &&
	    put_record(d, x, record, &doc, e) == 0) {
		dead = doc_edit(&doc, STR("dead"));
		json_set(dead, STR("id"), json_str(x->id), a);
		json_set(dead, STR("repaired"), *repaired, a);
		doc_write(&doc, &b);
		buf_addc(&b, '\n');
		fwrite(b.p, 1, b.len, stdout);
		rc = letter_append(d, buf_str(&b), e);
		buf_free(&b);
	}
	json_parser_free(p);
	return rc;
}

static int
repair(struct letter_desk *d, const struct entry *x, struct arena *a,
    struct err *e)
{
	struct json repaired = json_array();
	struct json_parser *p = parser();
	struct dead_letter dead;
	struct json_doc doc = { 0 };
	bool anew = str_starts(str_of(d->set.v[0]), STR(":="));
	size_t i;
	int rc;

	/* What is written anew may have been no JSON, or not all there. */
	rc = anew ? 0 : letter_text(d, x, a, &dead, e);
	if (rc == 0 && !anew && json_parse(p, dead.text, a, &doc, e) != 0)
		rc = err_set(e, ERR_INPUT, "replay.line", "the letter holds "
		    "a line that is no JSON; write it anew with --set :=JSON, "
		    "or mend it in the input");
	json_parser_free(p);
	for (i = 0; i < d->set.n && rc == 0; i++)
		rc = set(&doc.root, d->set.v[i], &repaired, a, e);
	return rc == 0 ? put(d, x, &doc.root, &repaired, a, e) : -1;
}

int
letter_repair(struct letter_desk *d, struct err *e)
{
	struct arena a = { 0 };
	struct entry *x;
	size_t i;
	int rc = 0;

	if (d->set.n == 0)
		return err_set(e, ERR_USAGE, "usage.set",
		    "repair wants --set PATH=TEXT");
	for (i = 0; i < d->nids && rc == 0; i++) {
		x = journal_find(&d->journal, d->ids[i], e);
		rc = x == NULL ? -1 : repair(d, x, &a, e);
		arena_reset(&a);
	}
	arena_free(&a);
	return rc;
}
