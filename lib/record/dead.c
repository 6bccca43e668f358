#include "record/dead.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "crypto/box.h"
#include "text/redact.h"

static void
put_text(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, ",\"%s\":", name);
	json_write_str(str_of(value), b);
}

/* Letters only, so that no digits among them look like a card's number. */
void
dead_id(struct str stage, struct str input, char id[DEAD_ID + 1])
{
	uint8_t sum[CRYPTO_HASH];
	struct sha256 *h = sha256_new();
	size_t i;

	sha256_add(h, stage);
	sha256_add(h, (struct str){ "", 1 });
	sha256_add(h, input);
	sha256_end(h, sum);
	for (i = 0; i < DEAD_ID; i++)
		id[i] = (char)('a' + (sum[i / 2] >> (i % 2 * 4) & 15));
	id[DEAD_ID] = '\0';
}

/* {"chatcrm":1,"dead":{...}; ${input} makes the id if it has none. */
static void
put_head(const struct dead *d, struct str input, struct buf *b)
{
	char id[DEAD_ID + 1];
	const struct err *e = d->err;
	char now[TIME_TEXT];
	size_t n = time_format(d->env->now, now);

	buf_printf(b, "{\"chatcrm\":%d,\"dead\":{\"stage\":\"%s\",\"id\":",
	    RECORD_VERSION, d->stage);
	if (d->id.p == NULL)
		dead_id(str_of(d->stage), input, id);
	json_write_str(d->id.p != NULL ? d->id : str_of(id), b);
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
	if (d->source.p != NULL) {
		buf_adds(b, STR(",\"source\":"));
		buf_adds(b, d->source);
		return;
	}
	buf_adds(b, STR(",\"source\":{\"file\":"));
	json_write_str(str_of(d->at.name != NULL ? d->at.name : "-"), b);
	buf_printf(b, ",\"line\":%zu}", d->at.line);
}

/* The exact bytes, for nobody but the holder of the key. */
static void
put_sealed(const struct dead *d, struct str exact, struct arena *a,
    struct buf *b)
{
	buf_adds(b, STR(",\"sealed\":\""));
	base64_put(box_close(d->seal, exact, a), b);
	buf_addc(b, '"');
}

void
dead_record(const struct dead *d, struct json_doc *input, struct buf *b)
{
	const struct json *source = doc_get(input, STR("source"));
	struct dead linked = *d;
	struct str exact = STR_NONE, text;

	if (d->seal != NULL)
		exact = json_text(&input->root, input->arena);
	record_redact(&input->root, d->env->redact, input->arena);
	text = json_text(&input->root, input->arena);
	if (d->id.p == NULL)
		linked.id = json_get_str(source, STR("dead"));
	put_head(&linked, text, b);
	if (source != NULL && source->type == JSON_OBJECT) {
		buf_adds(b, STR(",\"source\":"));
		json_write(source, b);
	} else
		put_place(d, b);
	if (d->seal != NULL)
		put_sealed(d, exact, input->arena, b);
	else {
		buf_adds(b, STR(",\"record\":"));
		buf_adds(b, text);
	}
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
put_cut(const struct cut *cut, bool more, struct buf *b)
{
	char sum[2 * CRYPTO_HASH + 1];

	hex(cut->sha256, sizeof(cut->sha256), sum);
	buf_printf(b, "%s\"length\":%ju,\"offset\":%ju,\"sha256\":\"%s\"",
	    more ? "," : "", (uintmax_t)cut->length, (uintmax_t)cut->offset,
	    sum);
}

/* The line as text, or else in base64. */
static void
put_bytes(struct str line, struct buf *b)
{
	if (utf8_valid(line)) {
		buf_adds(b, STR("\"text\":"));
		json_write_str(line, b);
	} else {
		buf_adds(b, STR("\"base64\":\""));
		base64_put(line, b);
		buf_addc(b, '"');
	}
}

static struct str
without_nul(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t i, n = 0;

	for (i = 0; i < s.len; i++)
		if (s.p[i] != '\0')
			out[n++] = s.p[i];
	return (struct str){ out, n };
}

/* UTF-16 parts the digits of a secret: one that has any is kept without. */
static struct str
redacted(struct str line, const struct redact_rules *rules, struct arena *a)
{
	unsigned counts[SECRET_ALL] = { 0 };
	struct str bare, out = line;

	if (rules == NULL)
		rules = &redact_usual;
	line = dead_plain(line, a);
	if (line.len > 0 && memchr(line.p, '\0', line.len) != NULL) {
		bare = without_nul(line, a);
		if (redact_by(rules, bare, a, &out, counts))
			return out;
	}
	redact_by(rules, line, a, &out, counts);
	return out;
}

void
dead_line(const struct dead *d, struct str line, const struct cut *cut,
    struct arena *a, struct buf *b)
{
	struct str exact = line;

	if (cut != NULL)
		line = whole_characters(line);
	line = redacted(line, d->env->redact, a);
	put_head(d, cut != NULL ? (struct str){ (const char *)cut->sha256,
	    sizeof(cut->sha256) } : line, b);
	put_place(d, b);
	if (d->seal != NULL)
		put_sealed(d, exact, a, b);
	buf_adds(b, STR(",\"line\":{"));
	if (d->seal == NULL)
		put_bytes(line, b);
	if (cut != NULL)
		put_cut(cut, d->seal == NULL, b);
	buf_adds(b, STR("}}\n"));
}

static struct str
record_text(const struct json_doc *letter, const struct json *record,
    struct arena *a)
{
	size_t i;

	for (i = 0; i < letter->nraw; i++) {
		if (&letter->root.members[i].value == record &&
		    letter->raw[i].p != NULL)
			return letter->raw[i];
	}
	return json_text(record, a);
}

/* The text of a letter's "line", if all of it is there. */
static bool
line_text(const struct json *line, struct arena *a, struct str *out)
{
	const struct json *text = json_get(line, STR("text"));

	if (json_get(line, STR("length")) != NULL)
		return false;
	if (text == NULL)
		return base64_decode(json_get_str(line, STR("base64")), a,
		    out) && out->p != NULL;
	*out = (struct str){ text->text, text->len };
	return text->type == JSON_STRING;
}

/* The file and line that a letter's source tells of. */
static struct where
place_of(const struct json *source, struct arena *a)
{
	const struct json *line = json_get(source, STR("line"));
	struct str file = json_get_str(source, STR("file"));
	int64_t n = 0;

	if (line != NULL)
		json_to_int(line, &n);
	return (struct where){
	    .name = file.p != NULL ? arena_str(a, file).p : NULL,
	    .line = n > 0 ? (size_t)n : 0 };
}

int
dead_open(const struct json_doc *letter, struct arena *a,
    struct dead_letter *out, struct err *e)
{
	const struct json *dead = doc_get(letter, STR("dead")), *v;
	int64_t n = 0;

	*out = (struct dead_letter){
		.stage = json_get_str(dead, STR("stage")),
		.id = json_get_str(dead, STR("id"))
	};
	v = json_get(dead, STR("attempt"));
	if (v != NULL)
		json_to_int(v, &n);
	out->attempt = n > 0 && n < 1000000 ? (unsigned)n : 1;
	if ((v = doc_get(letter, STR("source"))) != NULL) {
		out->source = json_text(v, a);
		out->from = place_of(v, a);
	}
	if (out->stage.p == NULL)
		return err_set(e, ERR_INPUT, "replay.letter",
		    "this is no dead letter; --replay reads what --rejects "
		    "wrote");
	if ((v = doc_get(letter, STR("record"))) != NULL) {
		out->text = record_text(letter, v, a);
		return 0;
	}
	if (doc_get(letter, STR("sealed")) != NULL)
		return err_set(e, ERR_INPUT, "replay.sealed",
		    "the letter is sealed; chatcrm-ledger dead replay --key "
		    "opens it");
	if (line_text(doc_get(letter, STR("line")), a, &out->text))
		return 0;
	return err_set(e, ERR_INPUT, "replay.partial",
	    "the letter does not hold its line in full; take it from the "
	    "input at source.line");
}

bool
dead_leased(const struct json_doc *d)
{
	const struct json *source = doc_get(d, STR("source"));

	return json_get(source, STR("lease")) != NULL;
}

bool
dead_state(const char *code)
{
	return code != NULL && strcmp(code, "source.state") == 0;
}

void
dead_stub(const struct json_doc *input, enum verdict verdict,
    const char *stage, const char *code, struct buf *b)
{
	const struct json *id = doc_get(input, STR("id"));
	const struct json *source = doc_get(input, STR("source"));
	const struct json *state = dead_state(code) ?
	    doc_get(input, STR("value")) : NULL;

	buf_printf(b, "{\"chatcrm\":%d", RECORD_VERSION);
	if (id != NULL) {
		buf_adds(b, STR(",\"id\":"));
		json_write(id, b);
	}
	buf_adds(b, STR(",\"source\":"));
	if (source != NULL)
		json_write(source, b);
	else
		buf_adds(b, STR("{}"));
	buf_printf(b, ",\"%s\":{\"stage\":\"%s\",\"code\":",
	    verdict == REC_REFUSED ? "refused" : "skipped", stage);
	json_write_str(str_of(code != NULL ? code : "error"), b);
	buf_addc(b, '}');
	if (state != NULL) {
		buf_adds(b, STR(",\"state\":"));
		json_write(state, b);
	}
	buf_adds(b, STR("}\n"));
}
