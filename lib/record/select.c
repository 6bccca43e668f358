#include "record/select.h"

static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	const struct select *s = arg;
	struct cel_val vars[RECORD_VARS], value;
	struct json json = json_null();

	record_vars_read(&r->doc, s->now, s->reads, vars);
	switch (cel_eval(s->prog, vars, r->arena, &value, e)) {
	case CEL_OK:
		if (cel_to_json(value, r->arena, &json, e) != 0)
			return -1;
		break;
	case CEL_ABSENT:
		break;
	case CEL_FAIL:
		return -1;
	}
	json_write(&json, out);
	buf_addc(out, '\n');
	return 0;
}

static void
paths(const void *arg, struct json_paths *p)
{
	const struct select *s = arg;

	record_paths(s->prog, p);
}

int
select_open(struct select *s, const char *expr, struct instant now,
    struct arena *a, struct diags *d)
{
	*s = (struct select){ .now = now };
	s->prog = cel_compile(record_env(a), str_of(expr), NULL, a, d);
	s->sink = (struct engine_sink){ put, paths, s, "select" };
	if (s->prog == NULL)
		return -1;
	s->reads = record_reads(s->prog);
	return 0;
}
