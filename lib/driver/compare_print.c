/* A comparison for people, and as JSON. */
#include <inttypes.h>

#include "base/utf8.h"
#include "driver/compare.h"

enum { VALUE_MAX = 160 };	/* bytes of a value that people see */

static void
put_verdicts(struct buf *b, const char *when, const uint64_t n[VERDICTS])
{
	buf_printf(b, "%s %" PRIu64 " passed, %" PRIu64 " refused, %"
	    PRIu64 " skipped\n", when, n[REC_PASS], n[REC_REFUSED],
	    n[REC_SKIPPED]);
}

static void
put_counts(struct buf *b, struct change **v, size_t n)
{
	size_t i;

	if (n == 0)
		return;
	buf_printf(b, "\n%10s %10s %10s  field\n", "added", "removed",
	    "changed");
	for (i = 0; i < n; i++)
		buf_printf(b, "%10" PRIu64 " %10" PRIu64 " %10" PRIu64
		    "  %.*s\n", v[i]->added, v[i]->removed, v[i]->changed,
		    STR_ARG(v[i]->name));
}

static void
put_outcomes(struct buf *b, struct change **v, size_t n)
{
	size_t i;

	if (n > 0)
		buf_printf(b, "\n%10s  outcome\n", "records");
	for (i = 0; i < n; i++)
		buf_printf(b, "%10" PRIu64 "  %.*s\n", v[i]->changed,
		    STR_ARG(v[i]->name));
}

/* Whole characters of ${s} that fit. */
static struct str
cut(struct str s)
{
	size_t i = 0, at = 0;

	if (s.len <= VALUE_MAX)
		return s;
	while (at < VALUE_MAX) {
		i = at;
		utf8_next(s, &at);
	}
	return str_to(s, i);
}

static void
put_value(struct buf *b, const struct json *v)
{
	struct buf text = { 0 };
	struct str s;

	if (v->type == JSON_NULL) {
		buf_adds(b, STR("none"));
		return;
	}
	json_write(v, &text);
	s = cut(buf_str(&text));
	buf_adds(b, s);
	if (s.len < text.len)
		buf_adds(b, STR("..."));
	buf_free(&text);
}

static void
put_examples(struct buf *b, const struct change *x, bool values)
{
	const struct example *e;
	size_t i;

	buf_printf(b, "\n%.*s\n", STR_ARG(x->name));
	for (i = 0; i < x->nexamples; i++) {
		e = &x->examples[i];
		buf_printf(b, "    %.*s:%zu:", STR_ARG(e->file), e->line);
		if (e->id.len > 0)
			buf_printf(b, " %.*s", STR_ARG(e->id));
		if (values) {
			buf_adds(b, STR("\n        - "));
			put_value(b, &e->before);
			buf_adds(b, STR("\n        + "));
			put_value(b, &e->after);
		}
		buf_addc(b, '\n');
	}
}

void
comparison_text(const struct comparison *c, struct buf *b)
{
	struct change **f = comparison_sort(&c->fields, c->arena),
	    **o = comparison_sort(&c->outcomes, c->arena);
	size_t i;

	buf_printf(b, "%" PRIu64 " records: %" PRIu64 " the same, %" PRIu64
	    " differ\n", c->records, c->records - c->different,
	    c->different);
	put_verdicts(b, "before:", c->before);
	put_verdicts(b, "after: ", c->after);
	put_counts(b, f, c->fields.n);
	put_outcomes(b, o, c->outcomes.n);
	for (i = 0; i < c->fields.n && c->most > 0; i++)
		put_examples(b, f[i], true);
	for (i = 0; i < c->outcomes.n && c->most > 0; i++)
		put_examples(b, o[i], false);
}

static struct json
verdicts_json(const uint64_t n[VERDICTS], struct arena *a)
{
	struct json o = json_object();
	size_t i;

	for (i = 0; i < VERDICTS; i++)
		json_add(&o, str_of(verdict_names[i]), json_uint(n[i], a), a);
	return o;
}

static struct json
examples_json(const struct change *x, bool values, struct arena *a)
{
	struct json list = json_array(), o;
	const struct example *e;
	size_t i;

	for (i = 0; i < x->nexamples; i++) {
		e = &x->examples[i];
		o = json_object();
		if (e->id.len > 0)
			json_add(&o, STR("id"), json_str(e->id), a);
		json_add(&o, STR("file"), json_str(e->file), a);
		json_add(&o, STR("line"), json_uint(e->line, a), a);
		if (values) {
			json_add(&o, STR("old"), e->before, a);
			json_add(&o, STR("new"), e->after, a);
		}
		json_push(&list, o, a);
	}
	return list;
}

static struct json
field_json(const struct change *x, struct arena *a)
{
	struct json o = json_object();

	json_add(&o, STR("field"), json_str(x->name), a);
	json_add(&o, STR("added"), json_uint(x->added, a), a);
	json_add(&o, STR("removed"), json_uint(x->removed, a), a);
	json_add(&o, STR("changed"), json_uint(x->changed, a), a);
	json_add(&o, STR("examples"), examples_json(x, true, a), a);
	return o;
}

static struct json
outcome_json(const struct change *x, struct arena *a)
{
	struct json o = json_object();

	json_add(&o, STR("from"), json_str(x->from), a);
	json_add(&o, STR("to"), json_str(x->to), a);
	json_add(&o, STR("records"), json_uint(x->changed, a), a);
	json_add(&o, STR("examples"), examples_json(x, false, a), a);
	return o;
}

void
comparison_json(const struct comparison *c, struct buf *b)
{
	struct arena *a = c->arena;
	struct change **f = comparison_sort(&c->fields, a),
	    **o = comparison_sort(&c->outcomes, a);
	struct json root = json_object(), fields = json_array(),
	    outcomes = json_array();
	size_t i;

	for (i = 0; i < c->fields.n; i++)
		json_push(&fields, field_json(f[i], a), a);
	for (i = 0; i < c->outcomes.n; i++)
		json_push(&outcomes, outcome_json(o[i], a), a);
	json_add(&root, STR("records"), json_uint(c->records, a), a);
	json_add(&root, STR("different"), json_uint(c->different, a), a);
	json_add(&root, STR("before"), verdicts_json(c->before, a), a);
	json_add(&root, STR("after"), verdicts_json(c->after, a), a);
	json_add(&root, STR("fields"), fields, a);
	json_add(&root, STR("outcomes"), outcomes, a);
	json_write(&root, b);
	buf_addc(b, '\n');
}
