/*
 * $filter: and, or, not, parentheses, comparisons, contains(), startswith(),
 * endswith() and the query function In().
 */
#include <string.h>

#include "sandbox/dynamics.h"

enum { DEPTH = 64, NODES = 4096 };

enum op {
	OP_AND, OP_OR, OP_NOT,
	OP_EQ, OP_NE, OP_GT, OP_GE, OP_LT, OP_LE,
	OP_CONTAINS, OP_STARTS, OP_ENDS
};

struct dyn_filter {
	enum op			 op;
	const struct dyn_filter	*left, *right;	/* AND, OR; NOT: left */
	struct str		 column;
	const char		*own;	/* "createdon": kept by the store */
	struct str		 value;
	bool			 null;
};

struct parser {
	const struct request		*q;
	const struct object_type	*t;
	struct str			 in;
	unsigned			 depth, nodes;
	struct str			 why;
};

static const struct dyn_filter *parse_or(struct parser *p);

static const void *
fail(struct parser *p, const char *what)
{
	if (p->why.p == NULL)
		p->why = arena_printf(p->q->a, "Syntax error: %s at '%.*s' "
		    "in '$filter'.", what, (int)(p->in.len < 40 ? p->in.len :
		    40), p->in.p != NULL ? p->in.p : "");
	return NULL;
}

static void
skip(struct parser *p, size_t n)
{
	p->in = str_from(p->in, n);
	while (p->in.len > 0 && p->in.p[0] == ' ')
		p->in = str_from(p->in, 1);
}

/* A word that ends where no name goes on. */
static bool
word(struct parser *p, const char *w)
{
	struct str s = str_of(w);

	if (!str_starts(p->in, s) || (p->in.len > s.len &&
	    (ascii_alpha(p->in.p[s.len]) || p->in.p[s.len] == '_')))
		return false;
	skip(p, s.len);
	return true;
}

static bool
sign(struct parser *p, char c)
{
	if (p->in.len == 0 || p->in.p[0] != c)
		return false;
	skip(p, 1);
	return true;
}

static struct dyn_filter *
node(struct parser *p, enum op op)
{
	struct dyn_filter *f;

	if (++p->nodes > NODES)
		return (struct dyn_filter *)fail(p, "too many conditions");
	f = ARENA_NEW(p->q->a, struct dyn_filter);
	f->op = op;
	return f;
}

/* 'text', with '' for a quotation mark in it. */
static bool
quoted(struct parser *p, struct str *out)
{
	char *text = arena_alloc(p->q->a, p->in.len + 1);
	size_t i, n = 0;

	for (i = 1; i < p->in.len; i++) {
		if (p->in.p[i] == '\'') {
			if (i + 1 == p->in.len || p->in.p[i + 1] != '\'')
				break;
			i++;
		}
		text[n++] = p->in.p[i];
	}
	if (i >= p->in.len) {
		fail(p, "unterminated string literal");
		return false;
	}
	text[n] = '\0';
	*out = (struct str){ text, n };
	skip(p, i + 1);
	return true;
}

static bool
literal(struct parser *p, struct dyn_filter *f)
{
	size_t n;

	if (p->in.len > 0 && p->in.p[0] == '\'')
		return quoted(p, &f->value);
	for (n = 0; n < p->in.len && p->in.p[n] != ' ' &&
	    p->in.p[n] != ')' && p->in.p[n] != ','; n++)
		;
	f->value = str_to(p->in, n);
	f->null = str_eq(f->value, STR("null"));
	if (n == 0)
		fail(p, "a value is missing");
	skip(p, n);
	return n > 0;
}

static bool
column(struct parser *p, struct dyn_filter *f)
{
	size_t n = 0;

	while (n < p->in.len && (ascii_alpha(p->in.p[n]) ||
	    ascii_digit(p->in.p[n]) || p->in.p[n] == '_'))
		n++;
	f->column = str_to(p->in, n);
	if (str_eq(f->column, str_of(p->t->created)))
		f->own = p->t->created;
	else if (str_eq(f->column, str_of(p->t->modified)))
		f->own = p->t->modified;
	else if (n == 0 || property_find(p->q, p->t, f->column) == NULL) {
		if (p->why.p == NULL)
			p->why = arena_printf(p->q->a, "Could not find a "
			    "property named '%.*s' on type "
			    "'Microsoft.Dynamics.CRM.%s'.",
			    STR_ARG(f->column), p->t->singular);
		return false;
	}
	skip(p, n);
	return true;
}

static const struct dyn_filter *
parse_compare(struct parser *p)
{
	static const char *const names[] = { "eq", "ne", "gt", "ge", "lt",
	    "le" };
	struct dyn_filter *f = node(p, OP_EQ);
	size_t i;

	if (f == NULL || !column(p, f))
		return NULL;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (word(p, names[i])) {
			f->op = (enum op)(OP_EQ + (int)i);
			return literal(p, f) ? f : NULL;
		}
	return fail(p, "an operator is missing");
}

/* contains(column,'text') */
static const struct dyn_filter *
parse_text(struct parser *p, enum op op)
{
	struct dyn_filter *f = node(p, op);

	if (f == NULL || !sign(p, '(') || !column(p, f) || !sign(p, ',') ||
	    !literal(p, f) || !sign(p, ')'))
		return fail(p, "wrong arguments");
	return f;
}

/* In(PropertyName='column',PropertyValues=['a','b']) */
static const struct dyn_filter *
parse_in(struct parser *p)
{
	struct dyn_filter *all = NULL, *one, *both, name = { 0 };

	if (!sign(p, '(') || !word(p, "PropertyName=") || !literal(p, &name) ||
	    !sign(p, ',') || !word(p, "PropertyValues=") || !sign(p, '['))
		return fail(p, "wrong arguments");
	do {
		one = node(p, OP_EQ);
		if (one == NULL || !literal(p, one))
			return NULL;
		one->column = name.value;
		if (property_find(p->q, p->t, one->column) == NULL)
			return fail(p, "an unknown property");
		both = all != NULL ? node(p, OP_OR) : one;
		if (both == NULL)
			return NULL;
		if (all != NULL) {
			both->left = all;
			both->right = one;
		}
		all = both;
	} while (sign(p, ','));
	if (!sign(p, ']') || !sign(p, ')'))
		return fail(p, "')' is missing");
	return all;
}

static const struct dyn_filter *
parse_one(struct parser *p)
{
	const struct dyn_filter *inner;
	struct dyn_filter *f;

	if (sign(p, '(')) {
		inner = parse_or(p);
		if (inner != NULL && !sign(p, ')'))
			return fail(p, "')' is missing");
		return inner;
	}
	if (word(p, "not")) {
		f = node(p, OP_NOT);
		if (f == NULL || ++p->depth > DEPTH)
			return fail(p, "too deep");
		f->left = parse_one(p);
		p->depth--;
		return f->left != NULL ? f : NULL;
	}
	if (word(p, "contains"))
		return parse_text(p, OP_CONTAINS);
	if (word(p, "startswith"))
		return parse_text(p, OP_STARTS);
	if (word(p, "endswith"))
		return parse_text(p, OP_ENDS);
	if (word(p, "Microsoft.Dynamics.CRM.In"))
		return parse_in(p);
	return parse_compare(p);
}

/* One of the two that join conditions; "and" binds tighter. */
static const struct dyn_filter *
parse_joined(struct parser *p, enum op op)
{
	const struct dyn_filter *left, *right;
	struct dyn_filter *f;

	left = op == OP_OR ? parse_joined(p, OP_AND) : parse_one(p);
	while (left != NULL && word(p, op == OP_OR ? "or" : "and")) {
		right = op == OP_OR ? parse_joined(p, OP_AND) : parse_one(p);
		f = node(p, op);
		if (right == NULL || f == NULL)
			return NULL;
		f->left = left;
		f->right = right;
		left = f;
	}
	return left;
}

static const struct dyn_filter *
parse_or(struct parser *p)
{
	const struct dyn_filter *f;

	if (++p->depth > DEPTH)
		return fail(p, "too deep");
	f = parse_joined(p, OP_OR);
	p->depth--;
	return f;
}

bool
dyn_filter_parse(const struct request *q, const struct object_type *t,
    struct str text, const struct dyn_filter **out, struct str *why)
{
	struct parser p = { .q = q, .t = t };

	*out = NULL;
	p.in = str_trim(text);
	if (p.in.len == 0)
		return true;
	*out = parse_or(&p);
	if (*out != NULL && p.in.len > 0)
		*out = fail(&p, "a condition ends too late");
	*why = p.why.p != NULL ? p.why : STR("Syntax error in '$filter'.");
	return *out != NULL;
}

static bool
has_text(struct str s, struct str part, enum op op)
{
	size_t i;

	if (part.len > s.len)
		return false;
	if (op == OP_STARTS)
		return str_ieq(str_to(s, part.len), part);
	if (op == OP_ENDS)
		return str_ieq(str_from(s, s.len - part.len), part);
	for (i = 0; i + part.len <= s.len; i++)
		if (str_ieq(str_to(str_from(s, i), part.len), part))
			return true;
	return false;
}

static bool
number_of(struct str s, double *out)
{
	struct json n = { .type = JSON_NUMBER, .text = s.p,
	    .len = (uint32_t)s.len };

	return s.len > 0 && s.len < 40 && (ascii_digit(s.p[0]) ||
	    s.p[0] == '-') && json_to_double(&n, out);
}

/* As times, as numbers, else as text without case. */
static int
compare(struct str a, struct str b)
{
	struct instant s, t;
	double x, y;

	if (time_parse(a, &s) == 0 && time_parse(b, &t) == 0)
		return time_cmp(s, t);
	if (number_of(a, &x) && number_of(b, &y))
		return x < y ? -1 : x > y;
	return str_ieq(a, b) ? 0 : str_cmp(a, b);
}

static bool
holds(const struct dyn_filter *f, struct str have)
{
	int d;

	if (f->null || have.p == NULL)
		return (f->op == OP_EQ && f->null && have.p == NULL) ||
		    (f->op == OP_NE && f->null != (have.p == NULL));
	if (f->op >= OP_CONTAINS)
		return has_text(have, f->value, f->op);
	d = compare(have, f->value);
	return (f->op == OP_EQ && d == 0) || (f->op == OP_NE && d != 0) ||
	    (f->op == OP_GT && d > 0) || (f->op == OP_GE && d >= 0) ||
	    (f->op == OP_LT && d < 0) || (f->op == OP_LE && d <= 0);
}

bool
dyn_filter_match(const struct dyn_filter *f, const struct object *o)
{
	char time[TIME_TEXT];
	int64_t ms;

	switch (f->op) {
	case OP_AND:
		return dyn_filter_match(f->left, o) &&
		    dyn_filter_match(f->right, o);
	case OP_OR:
		return dyn_filter_match(f->left, o) ||
		    dyn_filter_match(f->right, o);
	case OP_NOT:
		return !dyn_filter_match(f->left, o);
	default:
		break;
	}
	if (f->own == NULL)
		return holds(f, store_scalar(json_get(&o->props, f->column)));
	ms = f->own == o->type->created ? o->created : o->updated;
	return holds(f, (struct str){ time, time_format((struct instant){
	    ms / 1000, 0 }, time) });
}
