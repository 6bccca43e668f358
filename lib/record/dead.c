#include "record/dead.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "text/redact.h"

static void
put_text(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, ",\"%s\":", name);
	json_write_str(str_of(value), b);
}

/* {"chatcrm":1,"dead":{...} */
static void
put_head(const struct dead *d, struct buf *b)
{
	const struct err *e = d->err;
	char now[TIME_TEXT];
	size_t n = time_format(d->env->now, now);

	buf_printf(b, "{\"chatcrm\":%d,\"dead\":{\"stage\":\"%s\"",
	    RECORD_VERSION, d->stage);
	put_text(b, "code", e->code != NULL ? e->code : "error");
	put_text(b, "message", e->msg);
	if (e->field[0] != '\0')
		put_text(b, "field", e->field);
	buf_printf(b, ",\"at\":\"%.*s\",\"attempt\":%u", (int)n, now,
	    d->attempt);
	if (d->env->run != NULL)
		put_text(b, "run", d->env->run);
	buf_addc(b, '}');
}

static void
put_place(const struct dead *d, struct buf *b)
{
	buf_adds(b, STR(",\"source\":{\"file\":"));
	json_write_str(str_of(d->at.name != NULL ? d->at.name : "-"), b);
	buf_printf(b, ",\"line\":%zu}", d->at.line);
}

void
dead_record(const struct dead *d, struct json_doc *input, struct buf *b)
{
	const struct json *source = doc_get(input, STR("source"));

	record_redact(&input->root, input->arena);
	put_head(d, b);
	if (source != NULL && source->type == JSON_OBJECT) {
		buf_adds(b, STR(",\"source\":"));
		json_write(source, b);
	} else
		put_place(d, b);
	buf_adds(b, STR(",\"record\":"));
	json_write(&input->root, b);
	buf_adds(b, STR("}\n"));
}

/* A cut may go through a character. */
static struct str
whole_characters(struct str s)
{
	size_t i;

	for (i = s.len; i > 0 && i + 4 > s.len; i--) {
		if (((unsigned char)s.p[i - 1] & 0xc0) != 0x80)
			return utf8_valid_at(s, i - 1) > 0 ? s :
			    str_to(s, i - 1);
	}
	return s;
}

/* What tells the whole line apart, and where it is to be found. */
static void
put_cut(const struct cut *cut, struct buf *b)
{
	char sum[2 * CRYPTO_HASH + 1];

	hex(cut->sha256, sizeof(cut->sha256), sum);
	buf_printf(b, ",\"length\":%ju,\"offset\":%ju,\"sha256\":\"%s\"",
	    (uintmax_t)cut->length, (uintmax_t)cut->offset, sum);
}

void
dead_line(const struct dead *d, struct str line, const struct cut *cut,
    struct arena *a, struct buf *b)
{
	unsigned counts[SECRET_KINDS] = { 0 };

	if (cut != NULL)
		line = whole_characters(line);
	redact(line, a, &line, counts);
	put_head(d, b);
	put_place(d, b);
	buf_adds(b, STR(",\"line\":{"));
	if (utf8_valid(line)) {
		buf_adds(b, STR("\"text\":"));
		json_write_str(line, b);
	} else {
		buf_adds(b, STR("\"base64\":\""));
		base64_put(line, b);
		buf_addc(b, '"');
	}
	if (cut != NULL)
		put_cut(cut, b);
	buf_adds(b, STR("}}\n"));
}

static struct str
record_text(const struct json_doc *letter, const struct json *record,
    struct arena *a)
{
	struct buf b = { 0 };
	struct str text;
	size_t i;

	for (i = 0; i < letter->nraw; i++) {
		if (&letter->root.members[i].value == record &&
		    letter->raw[i].p != NULL)
			return letter->raw[i];
	}
	json_write(record, &b);
	text = arena_str(a, buf_str(&b));
	buf_free(&b);
	return text;
}

struct str
dead_open(const struct json_doc *letter, struct arena *a, struct str *stage,
    unsigned *attempt, struct err *e)
{
	const struct json *dead = doc_get(letter, STR("dead")), *v;
	int64_t n = 0;

	*stage = json_get_str(dead, STR("stage"));
	v = json_get(dead, STR("attempt"));
	if (v != NULL)
		json_to_int(v, &n);
	*attempt = n > 0 && n < 1000000 ? (unsigned)n : 1;
	if (dead == NULL || stage->p == NULL)
		err_set(e, ERR_INPUT, "replay.letter",
		    "this is no dead letter; --replay reads what --rejects "
		    "wrote");
	else if ((v = doc_get(letter, STR("record"))) != NULL)
		return record_text(letter, v, a);
	else if ((v = json_path(&letter->root, "line.text")) != NULL &&
	    v->type == JSON_STRING &&
	    json_path(&letter->root, "line.length") == NULL)
		return (struct str){ v->text, v->len };
	else
		err_set(e, ERR_INPUT, "replay.partial",
		    "the letter does not hold its line in full; take it from "
		    "the input at source.line");
	return STR_NONE;
}

bool
dead_leased(const struct json_doc *d)
{
	const struct json *source = doc_get(d, STR("source"));

	return json_get(source, STR("lease")) != NULL;
}

void
dead_stub(const struct json_doc *input, enum verdict verdict,
    const char *stage, const char *code, struct buf *b)
{
	const struct json *id = doc_get(input, STR("id"));

	buf_printf(b, "{\"chatcrm\":%d", RECORD_VERSION);
	if (id != NULL) {
		buf_adds(b, STR(",\"id\":"));
		json_write(id, b);
	}
	buf_adds(b, STR(",\"source\":"));
	json_write(doc_get(input, STR("source")), b);
	buf_printf(b, ",\"%s\":{\"stage\":\"%s\",\"code\":",
	    verdict == REC_SKIPPED ? "skipped" : "refused", stage);
	json_write_str(str_of(code != NULL ? code : "error"), b);
	buf_adds(b, STR("}}\n"));
}
