#include "stage/told.h"

#include "base/utf8.h"

enum { COLUMN = 40, LINE_MAX_BYTES = 300 };

enum ink { PLAIN, BOLD, GREEN, YELLOW, DIM };

struct page {
	const struct told	*t;
	struct buf		*b;
};

static void
ink(struct page *p, enum ink i)
{
	static const char *const codes[] = { "0", "1", "32", "33", "2" };

	if (p->t->colour)
		buf_printf(p->b, "\033[%sm", codes[i]);
}

/* As much of ${s} as people read, on one line and without controls. */
static void
put_cut(struct page *p, struct str s)
{
	size_t i, at = 0;
	uint32_t c;

	while (at < s.len && at < LINE_MAX_BYTES) {
		i = at;
		c = utf8_next(s, &at);
		if (c < ' ' || (c >= 0x7f && c < 0xa0))
			buf_addc(p->b, ' ');
		else
			buf_add(p->b, s.p + i, at - i);
	}
	if (at < s.len)
		buf_adds(p->b, STR("..."));
}

static void
put_json(struct page *p, const struct json *v, enum ink i)
{
	struct buf b = { 0 };

	json_write(v, &b);
	ink(p, i);
	put_cut(p, buf_str(&b));
	ink(p, PLAIN);
	buf_free(&b);
}

static void
put_expr(struct page *p, struct str expr, size_t indent)
{
	size_t from = p->b->len, width;

	buf_printf(p->b, "%*s", (int)indent, "");
	put_cut(p, expr);
	width = p->b->len - from;
	buf_printf(p->b, "%*s  ", width < COLUMN ? (int)(COLUMN - width) : 0,
	    "");
}

/* EXPR   VALUE, or why it has none. */
static void
put_step(struct page *p, const struct json *o, size_t indent)
{
	const struct json *v = json_get(o, STR("value")),
	    *literal = json_get(o, STR("literal")),
	    *from = json_get(o, STR("source"));
	struct str why = json_get_str(o, STR("absent"));

	if (literal != NULL) {
		put_expr(p, STR("{value: ...}"), indent);
		put_json(p, literal, PLAIN);
	} else {
		put_expr(p, json_get_str(o, STR("expr")), indent);
		if (v != NULL) {
			put_json(p, v, PLAIN);
		} else {
			ink(p, YELLOW);
			if (why.p == NULL)
				why = json_get_str(o, STR("error"));
			put_cut(p, why);
			ink(p, PLAIN);
		}
	}
	if (from != NULL) {
		ink(p, DIM);
		buf_adds(p->b, STR("  <- "));
		put_cut(p, json_get_str(from, STR("path")));
		buf_addc(p->b, ' ');
		put_cut(p, json_get_str(from, STR("bytes")));
		ink(p, PLAIN);
	}
	buf_addc(p->b, '\n');
}

static void
put_tries(struct page *p, const struct json *list, const char *what)
{
	const struct json *steps;
	size_t i, k;

	for (i = 0; list != NULL && i < list->len; i++) {
		steps = json_get(&list->items[i], STR("steps"));
		for (k = 0; steps != NULL && k < steps->len; k++) {
			ink(p, DIM);
			put_step(p, &steps->items[k], 12);
		}
		buf_printf(p->b, "    %-5s", what);
		put_step(p, &list->items[i], 0);
	}
}

static void
put_findings(struct page *p, const struct json *o)
{
	const struct json *list = json_get(o, STR("findings"));
	size_t i;

	for (i = 0; list != NULL && i < list->len; i++) {
		buf_adds(p->b, STR("    finding "));
		ink(p, YELLOW);
		put_cut(p, json_get_str(&list->items[i], STR("code")));
		ink(p, PLAIN);
		buf_addc(p->b, ' ');
		put_cut(p, json_get_str(&list->items[i], STR("did")));
		buf_addc(p->b, '\n');
	}
}

/* contact.email = "ana@acme.example", or what stands in its way. */
static void
put_field(struct page *p, const struct json *o)
{
	const struct json *v = json_get(o, STR("value"));
	struct str why = json_get_str(o, STR("why")),
	    type = json_get_str(o, STR("type"));

	buf_adds(p->b, STR("  "));
	ink(p, BOLD);
	put_cut(p, json_get_str(o, STR("field")));
	ink(p, PLAIN);
	if (v != NULL) {
		buf_adds(p->b, STR(" = "));
		put_json(p, v, GREEN);
	}
	if (why.p != NULL) {
		buf_adds(p->b, v != NULL ? STR(" (") : STR(": "));
		ink(p, YELLOW);
		put_cut(p, why);
		ink(p, PLAIN);
		buf_adds(p->b, v != NULL ? STR(")") : STR(""));
	}
	buf_addc(p->b, '\n');
	put_tries(p, json_get(o, STR("when")), "when");
	put_tries(p, json_get(o, STR("from")), "from");
	if (type.p != NULL)
		buf_printf(p->b, "    type  %.*s\n", STR_ARG(type));
	put_findings(p, o);
}

/* What became of all of it, if it would not leave as it is. */
static void
put_end(struct page *p, const struct json *o, const char *end)
{
	const struct json *v = json_get(o, str_of(end));

	if (v == NULL)
		return;
	buf_printf(p->b, "  the record is %s: ", end);
	ink(p, YELLOW);
	put_cut(p, json_get_str(v, STR("code")));
	ink(p, PLAIN);
	buf_adds(p->b, STR(": "));
	put_cut(p, json_get_str(v, STR("message")));
	buf_addc(p->b, '\n');
}

static void
put_text(struct page *p, const struct json *o)
{
	const struct json *fields = json_get(o, STR("fields")),
	    *from = json_get(o, STR("source"));
	size_t i;

	ink(p, BOLD);
	put_cut(p, json_get_str(o, STR("id")));
	ink(p, PLAIN);
	buf_adds(p->b, STR(" ("));
	put_cut(p, json_get_str(from, STR("file")));
	buf_printf(p->b, ":%.*s)\n", STR_ARG(json_scalar(json_get(from,
	    STR("line")))));
	for (i = 0; fields != NULL && i < fields->len; i++)
		put_field(p, &fields->items[i]);
	put_end(p, o, "refused");
	put_end(p, o, "skipped");
	buf_addc(p->b, '\n');
}

static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	const struct told *t = arg;
	struct page p = { t, out };

	(void)e;
	if (t->text) {
		put_text(&p, &r->doc.root);
	} else {
		doc_write(&r->doc, out);
		buf_addc(out, '\n');
	}
	return 0;
}

void
told_open(struct told *t, bool text, bool colour)
{
	*t = (struct told){ .text = text, .colour = colour };
	t->sink = (struct engine_sink){ put, NULL, t, "explain" };
}
