/* Coverage for people, and as JSON. */
#include <inttypes.h>

#include "stage/coverage.h"

enum { LISTED = 100 };		/* of what nobody maps, for people */

struct list {
	struct buf	*b;
	struct json	 json;
	struct arena	*arena;
	size_t		 n;
};

static double
share(const struct coverage *c, const struct covered *f)
{
	return c->records > 0 ? 100.0 * (double)f->filled /
	    (double)c->records : 0;
}

static void
put_field(const struct coverage *c, const struct covered *f, struct buf *b)
{
	bool exact;
	uint64_t n = distinct_count(&f->values, &exact);
	char lengths[48] = "", count[24];
	size_t i;

	if (f->filled > 0)
		snprintf(lengths, sizeof(lengths), "%zu/%zu/%zu", f->least,
		    covered_median(f), f->most);
	snprintf(count, sizeof(count), "%s%" PRIu64, exact ? "" : "~", n);
	buf_printf(b, "%-28.*s %8" PRIu64 " %5.1f%% %8" PRIu64 " %9s %12s ",
	    STR_ARG(f->field), f->filled, share(c, f), f->dropped, count,
	    lengths);
	for (i = 0; i < f->nexamples; i++)
		buf_printf(b, "%s%.*s", i > 0 ? ", " : " ",
		    STR_ARG(f->examples[i]));
	while (b->len > 0 && b->p[b->len - 1] == ' ')
		b->len--;
	buf_addc(b, '\n');
}

static void
put_unmapped(void *arg, struct str path, const struct seen *p, uint64_t of)
{
	struct list *l = arg;

	if (l->n++ == 0)
		buf_adds(l->b, STR("\nnever mapped\n"));
	if (l->n <= LISTED)
		buf_printf(l->b, "%-44.*s  %s, filled %" PRIu64 " times in %"
		    PRIu64 "\n", STR_ARG(path), seen_say(p), p->filled, of);
}

static void
put_found(const struct coverage *c, struct buf *b)
{
	const struct found *f;
	size_t i, k;

	for (i = 0; i < c->found.n; i++) {
		f = c->found.entries[i].value;
		buf_printf(b, "%s%-28.*s  %-24.*s  on %" PRIu64 " of %" PRIu64
		    " records", i == 0 ? "\nfindings\n" : "",
		    STR_ARG(f->field), STR_ARG(f->code), f->records,
		    c->records);
		for (k = 0; k < f->nwas; k++)
			buf_printf(b, "%s%.*s", k == 0 ? "  " : ", ",
			    STR_ARG(f->was[k]));
		buf_addc(b, '\n');
	}
}

void
coverage_text(struct coverage *c, struct buf *b)
{
	struct list l = { .b = b };
	size_t i;

	buf_printf(b, "%" PRIu64 " records of %" PRIu64 " lines\n",
	    c->records, c->input.lines);
	if (c->untimed > 0)
		buf_printf(b, "%" PRIu64 " of %" PRIu64
		    " messages without a time\n", c->untimed, c->messages);
	buf_printf(b, "\n"
	    "%-28s %8s %6s %8s %9s %12s  %s\n", "field", "filled", "", "dropped", "distinct", "length",
	    "examples");
	for (i = 0; i < c->fields.n; i++)
		put_field(c, c->fields.entries[i].value, b);
	put_found(c, b);
	coverage_unmapped(c, put_unmapped, &l);
	if (l.n > LISTED)
		buf_printf(b, "and %zu more; --format json has all\n",
		    l.n - LISTED);
}

/* Texts of JSON, as a list. */
static struct json
list_json(const struct str *v, size_t n, struct arena *a)
{
	struct json list = json_array(), *item;
	size_t i;

	for (i = 0; i < n; i++) {
		item = json_push(&list, (struct json){ .type = JSON_RAW,
		    .text = v[i].p, .len = (uint32_t)v[i].len }, a);
		json_open(item, a);
	}
	return list;
}

static struct json
field_json(const struct covered *f, struct arena *a)
{
	struct json o = json_object(), length = json_object();
	bool exact;
	uint64_t n = distinct_count(&f->values, &exact);

	json_add(&o, STR("field"), json_str(f->field), a);
	json_add(&o, STR("filled"), json_uint(f->filled, a), a);
	json_add(&o, STR("dropped"), json_uint(f->dropped, a), a);
	json_add(&o, STR("distinct"), json_uint(n, a), a);
	json_add(&o, STR("exact"), json_bool(exact), a);
	if (f->filled > 0) {
		json_add(&length, STR("min"), json_uint(f->least, a), a);
		json_add(&length, STR("median"),
		    json_uint(covered_median(f), a), a);
		json_add(&length, STR("max"), json_uint(f->most, a), a);
		json_add(&o, STR("length"), length, a);
	}
	json_add(&o, STR("examples"), list_json(f->examples, f->nexamples, a),
	    a);
	return o;
}

static struct json
found_json(const struct found *f, struct arena *a)
{
	struct json o = json_object();

	json_add(&o, STR("field"), json_str(f->field), a);
	json_add(&o, STR("code"), json_str(f->code), a);
	json_add(&o, STR("records"), json_uint(f->records, a), a);
	json_add(&o, STR("was"), list_json(f->was, f->nwas, a), a);
	return o;
}

static void
add_unmapped(void *arg, struct str path, const struct seen *p, uint64_t of)
{
	struct list *l = arg;
	struct json o = json_object();

	json_add(&o, STR("path"), json_str(path), l->arena);
	json_add(&o, STR("kind"), json_str(str_of(seen_say(p))), l->arena);
	json_add(&o, STR("filled"), json_uint(p->filled, l->arena),
	    l->arena);
	json_add(&o, STR("of"), json_uint(of, l->arena), l->arena);
	json_push(&l->json, o, l->arena);
}

void
coverage_json(struct coverage *c, struct buf *b)
{
	struct arena *a = &c->arena;
	struct list l = { .json = json_array(), .arena = a };
	struct json root = json_object(), fields = json_array(),
	    found = json_array();
	size_t i;

	for (i = 0; i < c->fields.n; i++)
		json_push(&fields, field_json(c->fields.entries[i].value, a),
		    a);
	for (i = 0; i < c->found.n; i++)
		json_push(&found, found_json(c->found.entries[i].value, a),
		    a);
	coverage_unmapped(c, add_unmapped, &l);
	json_add(&root, STR("lines"), json_uint(c->input.lines, a), a);
	json_add(&root, STR("records"), json_uint(c->records, a), a);
	json_add(&root, STR("messages"), json_uint(c->messages, a), a);
	json_add(&root, STR("untimed"), json_uint(c->untimed, a), a);
	json_add(&root, STR("fields"), fields, a);
	json_add(&root, STR("findings"), found, a);
	json_add(&root, STR("unmapped"), l.json, a);
	json_write(&root, b);
	buf_addc(b, '\n');
}
