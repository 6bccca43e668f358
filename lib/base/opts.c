#include "base/opts.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/time.h"

/* Where the parser stands; ${seen} has a bit for each option. */
struct cursor {
	const struct opts	*o;
	int			 argc, i;
	char			**argv;
	uint64_t		 seen;
};

void
opts_join(struct opts *o, const struct opt *table)
{
	size_t t;

	if (table == NULL)
		return;
	for (t = 0; o->tables[t] != NULL; t++)
		assert(t + 1 < OPTS_TABLES);
	o->tables[t] = table;
}

static bool
takes_value(const struct opt *p)
{
	return p->type != OPT_FLAG && p->type != OPT_COUNT &&
	    p->type != OPT_MAYBE;
}

/* The option of that ${letter}, or if 0 of that ${name}; and its number. */
static const struct opt *
find(const struct opts *o, struct str name, char letter, unsigned *index)
{
	const struct opt *p;
	size_t t;

	*index = 0;
	for (t = 0; t < OPTS_TABLES; t++) {
		if (o->tables[t] == NULL)
			continue;
		for (p = o->tables[t]; p->name != NULL; p++, (*index)++) {
			if (letter != 0 ? p->letter == letter :
			    str_eq(str_of(p->name), name))
				return p;
		}
	}
	return NULL;
}

/* Every name, for "did you mean". */
static size_t
collect_names(const struct opts *o, const char *names[OPTS_MAX])
{
	const struct opt *p;
	size_t n = 0, t;

	for (t = 0; t < OPTS_TABLES; t++) {
		if (o->tables[t] == NULL)
			continue;
		for (p = o->tables[t]; p->name != NULL; p++) {
			assert(n < OPTS_MAX);
			names[n++] = p->name;
		}
	}
	return n;
}

static int
unknown_long(const struct opts *o, struct str name, struct err *e)
{
	const char *names[OPTS_MAX], *near;
	char quoted[64];

	near = nearest(name, names, collect_names(o, names));
	err_quote(name, quoted, sizeof(quoted));
	if (near != NULL)
		return err_set(e, ERR_USAGE, "usage.option",
		    "unknown option --%s; did you mean --%s?", quoted, near);
	return err_set(e, ERR_USAGE, "usage.option",
	    "unknown option --%s; see --help", quoted);
}

static int
bad_value(const struct opt *p, const char *want, struct err *e)
{
	return err_set(e, ERR_USAGE, "usage.value", "--%s wants %s", p->name,
	    want);
}

static int
out_of_bounds(const struct opt *p, struct err *e)
{
	return err_set(e, ERR_USAGE, "usage.value",
	    "--%s wants a number from %.15g to %.15g", p->name, p->min,
	    p->max);
}

static bool
within(const struct opt *p, double d)
{
	return (p->min == 0 && p->max == 0) || (d >= p->min && d <= p->max);
}

static int
read_int(const struct opt *p, const char *s, struct err *e)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(s, &end, 10);
	if (end == s || *end != '\0' || errno != 0 || ascii_space(*s))
		return bad_value(p, "a whole number", e);
	if (!within(p, (double)n))
		return out_of_bounds(p, e);
	*(int64_t *)p->to = n;
	return 0;
}

static int
read_num(const struct opt *p, const char *s, struct err *e)
{
	bool percent = p->type == OPT_PERCENT;
	char *end;
	double d;

	errno = 0;
	d = strtod(s, &end);
	if (end == s || errno != 0 || !isfinite(d) || ascii_space(*s))
		return bad_value(p, percent ? "a percentage" : "a number", e);
	if (percent && *end == '%')
		end++;
	if (*end != '\0')
		return bad_value(p, percent ? "a percentage" : "a number", e);
	if (percent && (d < 0 || d > 100))
		return bad_value(p, "a percentage from 0 to 100", e);
	if (!percent && !within(p, d))
		return out_of_bounds(p, e);
	*(double *)p->to = percent ? d / 100 : d;
	return 0;
}

static int
read_enum(const struct opt *p, const char *s, struct err *e)
{
	char all[160] = "";
	size_t i, n = 0;

	for (i = 0; p->names[i] != NULL; i++) {
		if (strcmp(p->names[i], s) == 0) {
			*(int *)p->to = (int)i;
			return 0;
		}
		if (n < sizeof(all))
			n += (size_t)snprintf(all + n, sizeof(all) - n,
			    "%s%s", i > 0 ? " or " : "", p->names[i]);
	}
	return bad_value(p, all, e);
}

static int
read_duration(const struct opt *p, const char *s, struct err *e)
{
	char with_unit[32];
	size_t n = strlen(s);

	if (p->names != NULL && n > 0 && strspn(s, "0123456789.") == n) {
		snprintf(with_unit, sizeof(with_unit), "%s%s", s, p->names[0]);
		s = with_unit;
	}
	if (duration_parse(str_of(s), true, p->to) != 0)
		return bad_value(p, "a duration such as 90d or 30s", e);
	return 0;
}

static int
add_to_list(const struct opt *p, const char *s, struct err *e)
{
	struct opt_list *list = p->to;

	if (list->n == OPT_LIST_MAX)
		return err_set(e, ERR_USAGE, "usage.many",
		    "--%s may stand %d times", p->name, OPT_LIST_MAX);
	list->v[list->n++] = s;
	return 0;
}

static int
store(const struct opt *p, const char *s, struct err *e)
{
	switch (p->type) {
	case OPT_FLAG:
		*(bool *)p->to = true;
		return 0;
	case OPT_COUNT:
		++*(int *)p->to;
		return 0;
	case OPT_STR:
		*(const char **)p->to = s;
		return 0;
	case OPT_MAYBE:
		*(const char **)p->to = s != NULL ? s : "";
		return 0;
	case OPT_LIST:
		return add_to_list(p, s, e);
	case OPT_INT:
		return read_int(p, s, e);
	case OPT_NUM:
	case OPT_PERCENT:
		return read_num(p, s, e);
	case OPT_DURATION:
		return read_duration(p, s, e);
	case OPT_TIME:
		if (time_parse(str_of(s), p->to) != 0)
			return bad_value(p,
			    "a time such as 2026-03-01T10:00:00Z", e);
		return 0;
	case OPT_ENUM:
		break;
	}
	return read_enum(p, s, e);
}

/* Store ${value}, or the next argument if ${p} wants one and has none. */
static int
take(struct cursor *c, const struct opt *p, unsigned index,
    const char *value, struct err *e)
{
	bool again = p->type == OPT_COUNT || p->type == OPT_LIST;

	assert(index < OPTS_MAX);
	if ((c->seen >> index & 1) != 0 && !again)
		return err_set(e, ERR_USAGE, "usage.twice",
		    "--%s stands twice; give it once", p->name);
	c->seen |= UINT64_C(1) << index;
	if (takes_value(p) && value == NULL) {
		if (++c->i >= c->argc)
			return err_set(e, ERR_USAGE, "usage.value",
			    "--%s wants a value; see --help", p->name);
		value = c->argv[c->i];
	}
	return store(p, value, e);
}

static int
take_long(struct cursor *c, struct err *e)
{
	const char *arg = c->argv[c->i] + 2, *eq = strchr(arg, '=');
	struct str name = { arg, eq != NULL ? (size_t)(eq - arg) :
	    strlen(arg) };
	const struct opt *p;
	unsigned index;

	p = find(c->o, name, 0, &index);
	if (p == NULL)
		return unknown_long(c->o, name, e);
	if (eq != NULL && !takes_value(p) && p->type != OPT_MAYBE)
		return err_set(e, ERR_USAGE, "usage.value",
		    "--%s takes no value", p->name);
	return take(c, p, index, eq != NULL ? eq + 1 : NULL, e);
}

static int
take_short(struct cursor *c, struct err *e)
{
	const char *s = c->argv[c->i] + 1;
	const struct opt *p;
	char quoted[16];
	unsigned index;

	for (; *s != '\0'; s++) {
		p = find(c->o, STR_NONE, *s, &index);
		if (p == NULL)
			return err_set(e, ERR_USAGE, "usage.option",
			    "unknown option -%s; see --help",
			    err_quote((struct str){ s, 1 }, quoted,
			    sizeof(quoted)));
		if (takes_value(p))
			return take(c, p, index, s[1] != '\0' ? s + 1 : NULL,
			    e);
		if (take(c, p, index, NULL, e) != 0)
			return -1;
	}
	return 0;
}

int
opts_parse(const struct opts *o, int argc, char **argv, struct err *e)
{
	struct cursor c = { .o = o, .argc = argc, .argv = argv, .i = 1 };
	int n = 0;

	for (; c.i < argc; c.i++) {
		const char *arg = argv[c.i];

		if (strcmp(arg, "--") == 0) {
			c.i++;
			break;
		}
		if (arg[0] != '-' || arg[1] == '\0') {
			if (o->ordered)
				break;
			argv[1 + n++] = argv[c.i];
		} else if ((arg[1] == '-' ? take_long : take_short)(&c, e))
			return -1;
	}
	for (; c.i < argc; c.i++)
		argv[1 + n++] = argv[c.i];
	argv[1 + n] = NULL;
	if (n > 0 && o->operands == NULL)
		return err_set(e, ERR_USAGE, "usage.operand",
		    "nothing is taken but options; see --help");
	return n;
}
