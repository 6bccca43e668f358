/* Conditions on a record's fields, and criteria of a search. */
#include "sandbox/zoho.h"

enum { CRITERIA = 15, DEPTH = 30 };

static struct str
text_of(struct request *q, const struct object *o, struct str field)
{
	const struct json *v;
	struct json shown;

	if (str_eq(field, STR("id")))
		return zoho_id(o->type, o->id, q->a);
	if (!zoho_field(q, o, field, &shown))
		return STR_NONE;
	v = &shown;
	if (v->type == JSON_OBJECT)
		v = json_get(v, STR("id"));
	if (v->type == JSON_TRUE || v->type == JSON_FALSE)
		return v->type == JSON_TRUE ? STR("true") : STR("false");
	return v->type == JSON_STRING || v->type == JSON_NUMBER ?
	    (struct str){ v->text, v->len } : STR_NONE;
}

static int
compare(struct str a, struct str b)
{
	struct instant s, t;
	struct json x = { .type = JSON_NUMBER }, y = x;
	double m, n;

	if (a.len > 10 && time_parse(a, &s) == 0 && time_parse(b, &t) == 0)
		return time_cmp(s, t);
	x.text = a.p;
	x.len = (uint32_t)a.len;
	y.text = b.p;
	y.len = (uint32_t)b.len;
	if (a.len > 0 && b.len > 0 && a.len < 16 && ascii_digit(a.p[0]) &&
	    ascii_digit(b.p[0]) && json_to_double(&x, &m) &&
	    json_to_double(&y, &n))
		return m < n ? -1 : m > n;
	return str_ieq(a, b) ? 0 : str_cmp(a, b) < 0 ? -1 : 1;
}

/* "%acme%", "acme%", "%acme". */
static bool
is_like(struct str s, struct str pattern)
{
	bool front = str_starts(pattern, STR("%"));
	bool back = str_ends(pattern, STR("%"));
	struct str core = str_from(pattern, front);

	if (back && core.len > 0)
		core.len--;
	if (front && back)
		return str_find(s, core) != (size_t)-1;
	if (front)
		return str_ends(s, core);
	return back ? str_starts(s, core) : str_ieq(s, core);
}

static bool
is_in(struct str s, const struct zoho_cond *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (compare(s, c->values[i]) == 0)
			return true;
	return false;
}

bool
zoho_holds(struct request *q, const struct zoho_cond *c,
    const struct object *o)
{
	struct str s;

	if (c->op == ZOHO_AND)
		return zoho_holds(q, c->left, o) && zoho_holds(q, c->right,
		    o);
	if (c->op == ZOHO_OR)
		return zoho_holds(q, c->left, o) || zoho_holds(q, c->right,
		    o);
	s = text_of(q, o, c->field);
	if (s.p == NULL)
		return c->op == ZOHO_NULL;
	switch (c->op) {
	case ZOHO_NULL:
	case ZOHO_NOT_NULL:
		return c->op == ZOHO_NOT_NULL;
	case ZOHO_NOT_EQUAL:
		return !is_in(s, c);
	case ZOHO_LESS:
		return compare(s, c->values[0]) < 0;
	case ZOHO_LESS_EQUAL:
		return compare(s, c->values[0]) <= 0;
	case ZOHO_GREATER:
		return compare(s, c->values[0]) > 0;
	case ZOHO_GREATER_EQUAL:
		return compare(s, c->values[0]) >= 0;
	case ZOHO_LIKE:
		return is_like(s, c->values[0]);
	case ZOHO_STARTS:
		return str_ieq(str_to(s, c->values[0].len), c->values[0]);
	default:
		return is_in(s, c);
	}
}

/* The rest of a search's criteria, and how many there were. */
struct criteria {
	struct arena	*a;
	struct str	 s;
	unsigned	 count, depth;
};

static bool
skip(struct criteria *c, struct str what)
{
	c->s = str_trim(c->s);
	if (!str_ieq(str_to(c->s, what.len), what))
		return false;
	c->s = str_from(c->s, what.len);
	return true;
}

/* Up to a bare ${end}; a backslash takes the meaning from what follows. */
static bool
word(struct criteria *c, char end, struct str *out)
{
	char *p = arena_alloc(c->a, c->s.len + 1);
	size_t i, n = 0;

	for (i = 0; i < c->s.len && c->s.p[i] != end; i++) {
		if (c->s.p[i] == '\\' && i + 1 < c->s.len)
			i++;
		else if (c->s.p[i] == '(' || c->s.p[i] == ')' ||
		    c->s.p[i] == ',')
			return false;
		p[n++] = c->s.p[i];
	}
	if (i == c->s.len)
		return false;
	c->s = str_from(c->s, i + 1);
	*out = (struct str){ p, n };
	return true;
}

/* "Email:equals:a@b.c)" */
static struct zoho_cond *
comparison(struct criteria *c)
{
	struct zoho_cond *out = ARENA_NEW(c->a, struct zoho_cond);
	struct str how;

	out->values = ARENA_NEW(c->a, struct str);
	out->n = 1;
	if (++c->count > CRITERIA || !word(c, ':', &out->field) ||
	    !word(c, ':', &how) || !word(c, ')', &out->values[0]))
		return NULL;
	if (str_eq(how, STR("equals")))
		out->op = ZOHO_EQUAL;
	else if (str_eq(how, STR("starts_with")))
		out->op = ZOHO_STARTS;
	else
		return NULL;
	return out;
}

static struct zoho_cond *
group(struct criteria *c)
{
	struct zoho_cond *left, *both;

	if (!skip(c, STR("(")) || ++c->depth > DEPTH)
		return NULL;
	c->s = str_trim(c->s);
	if (!str_starts(c->s, STR("(")))
		return comparison(c);
	left = group(c);
	while (left != NULL && !skip(c, STR(")"))) {
		both = ARENA_NEW(c->a, struct zoho_cond);
		both->op = skip(c, STR("and")) ? ZOHO_AND : ZOHO_OR;
		if (both->op == ZOHO_OR && !skip(c, STR("or")))
			return NULL;
		both->left = left;
		if ((both->right = group(c)) == NULL)
			return NULL;
		left = both;
	}
	c->depth--;
	return left;
}

struct zoho_cond *
zoho_criteria(struct arena *a, struct str s)
{
	struct criteria c = { .a = a, .s = str_trim(s) };
	struct zoho_cond *out = group(&c);

	return str_trim(c.s).len == 0 ? out : NULL;
}
