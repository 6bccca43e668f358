#include "driver/steps.h"

#include "base/utf8.h"

enum {
	SOURCE_COLS = 40,	/* of the left column, at most */
	VALUE_BYTES = 200	/* of a value that is shown, at most */
};

void
steps_run(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct steps *out)
{
	*out = (struct steps){ .prog = p };
	out->status = cel_explain(p, vars, a, &out->trace, &out->value,
	    &out->err);
}

/* A name that stands for a whole record would only repeat it. */
static bool
is_noise(struct str src, const struct cel_step *s)
{
	size_t i;

	if (s->status != CEL_OK || (s->value.kind != CEL_MAP &&
	    s->value.kind != CEL_LIST))
		return false;
	for (i = s->off; i < s->end; i++)
		if (!ascii_alpha(src.p[i]) && !ascii_digit(src.p[i]) &&
		    src.p[i] != '_')
			return false;
	return true;
}

static struct str
source(struct str src, const struct cel_step *s)
{
	return str_to(str_from(src, s->off), s->end - s->off);
}

static void
add_outcome(struct json *o, enum cel_status status, struct cel_val value,
    struct str why, struct arena *a)
{
	struct json v;
	struct err e;

	if (status == CEL_OK && cel_to_json(value, a, &v, &e) == 0)
		json_set(o, STR("value"), v, a);
	else if (status == CEL_OK)
		json_set(o, STR("error"), json_str(arena_str(a,
		    str_of(e.msg))), a);
	else
		json_set(o, status == CEL_ABSENT ? STR("absent") :
		    STR("error"), json_str(why), a);
}

static struct json
step(struct str src, const struct cel_step *s, struct arena *a)
{
	struct json o = json_object();

	json_set(&o, STR("expression"), json_str(source(src, s)), a);
	json_set(&o, STR("at"), json_int(s->off, a), a);
	json_set(&o, STR("depth"), json_int(s->depth, a), a);
	if (s->times > 1)
		json_set(&o, STR("times"), json_int(s->times, a), a);
	add_outcome(&o, s->status, s->value, s->why, a);
	return o;
}

void
steps_json(const struct steps *s, struct arena *a, struct buf *b)
{
	struct json o = json_object(), list = json_array();
	struct str src = cel_source(s->prog);
	size_t i;

	json_set(&o, STR("expression"), json_str(src), a);
	add_outcome(&o, s->status, s->value, str_of(s->err.msg), a);
	for (i = 0; i < s->trace.n; i++)
		if (!is_noise(src, &s->trace.v[i]))
			json_push(&list, step(src, &s->trace.v[i], a), a);
	json_set(&o, STR("steps"), list, a);
	json_write(&o, b);
	buf_addc(b, '\n');
}

/* On one line, and without what a terminal would obey. */
static void
add_line(struct buf *b, struct str s, size_t most)
{
	size_t i, n;

	for (i = 0; i < s.len && i < most; i += n) {
		n = utf8_valid_at(s, i);
		if (n == 0 || (unsigned char)s.p[i] < 0x20 ||
		    s.p[i] == 0x7f) {
			n = 1;
			buf_addc(b, ' ');
		} else
			buf_add(b, s.p + i, n);
	}
	if (i < s.len)
		buf_adds(b, STR("..."));
}

static void
add_value(struct buf *b, enum cel_status status, struct cel_val value,
    struct str why, struct arena *a)
{
	struct buf text = { 0 };
	struct json v;
	struct err e;

	if (status == CEL_OK && cel_to_json(value, a, &v, &e) == 0)
		json_write(&v, &text);
	else if (status == CEL_OK)
		buf_printf(&text, "error: %s", e.msg);
	else
		buf_printf(&text, "%s: %.*s", status == CEL_ABSENT ?
		    "absent" : "error", STR_ARG(why));
	add_line(b, buf_str(&text), VALUE_BYTES);
	buf_free(&text);
}

static size_t
width(const struct steps *s, struct str src)
{
	const struct cel_step *t = s->trace.v;
	size_t i, most = 0;

	for (i = 0; i < s->trace.n; i++)
		if (!is_noise(src, &t[i]) && t[i].end - t[i].off > most)
			most = t[i].end - t[i].off;
	return most < SOURCE_COLS ? most : SOURCE_COLS;
}

void
steps_text(const struct steps *s, struct arena *a, struct buf *b)
{
	struct str src = cel_source(s->prog);
	const struct cel_step *t;
	size_t i, from, cols = width(s, src);

	for (i = 0; i < s->trace.n; i++) {
		t = &s->trace.v[i];
		if (is_noise(src, t))
			continue;
		buf_adds(b, STR("  "));
		from = b->len;
		add_line(b, source(src, t), SOURCE_COLS - 3);
		while (b->len < from + cols)
			buf_addc(b, ' ');
		buf_adds(b, STR("  "));
		add_value(b, t->status, t->value, t->why, a);
		if (t->times > 1)
			buf_printf(b, "  (%u times)", (unsigned)t->times);
		buf_addc(b, '\n');
	}
	add_value(b, s->status, s->value, str_of(s->err.msg), a);
	buf_addc(b, '\n');
}
