/* Conditions of a query: do they make sense, and does a record meet them? */
#include <string.h>

#include "sandbox/sf-soql.h"
#include "sandbox/sf.h"

enum { DAY_MS = 86400000 };

static bool
refuse(struct request *q, struct sf_error *e, const char *code, size_t at,
    struct str message)
{
	sf_fail(q, e, code, NULL, "%.*s", STR_ARG(message));
	e->at = at + 1;
	return false;
}

static bool
wrong_kind(struct request *q, const struct sf_field *f,
    const struct soql_value *v, const char *type, struct sf_error *e)
{
	return refuse(q, e, "INVALID_FIELD", v->at, arena_printf(q->a,
	    "value of filter criterion for field '%s' must be of type %s and "
	    "should %sbe enclosed in quotes", f->name, type,
	    strcmp(type, "string") == 0 ? "" : "not "));
}

/* The kind of literal that a field is compared with. */
static bool
is_kind(struct request *q, const struct sf_field *f,
    const struct soql_value *v, struct sf_error *e)
{
	enum soql_kind k = v->kind;

	if (k == SOQL_NULL)
		return true;
	if (sf_is_text(f) || sf_is(f, "id") || sf_is(f, "reference"))
		return k == SOQL_TEXT || wrong_kind(q, f, v, "string", e);
	if (sf_is(f, "boolean"))
		return k == SOQL_BOOL || wrong_kind(q, f, v, "boolean", e);
	if (sf_is(f, "date"))
		return k == SOQL_DATE || k == SOQL_DAYS ||
		    wrong_kind(q, f, v, "date", e);
	if (sf_is(f, "datetime"))
		return k == SOQL_TIME || k == SOQL_DAYS ||
		    wrong_kind(q, f, v, "dateTime", e);
	return k == SOQL_NUMBER || wrong_kind(q, f, v, f->type, e);
}

/* Of no record perhaps, but of the form: that finds nothing. */
static bool
has_form(struct str id)
{
	size_t i;

	for (i = 0; i < id.len; i++)
		if (!ascii_alpha(id.p[i]) && !ascii_digit(id.p[i]))
			return false;
	return id.len == 15 || id.len == 18;
}

static bool
is_value(struct request *q, const struct sf_field *f,
    const struct soql_cond *c, struct sf_error *e)
{
	size_t i;

	for (i = 0; i < c->nvalues; i++) {
		if (!is_kind(q, f, &c->values[i], e))
			return false;
		if ((!sf_is(f, "id") && !sf_is(f, "reference")) ||
		    c->values[i].kind != SOQL_TEXT ||
		    c->values[i].text.len == 0 ||
		    has_form(c->values[i].text))
			continue;
		sf_fail(q, e, "INVALID_QUERY_FILTER_OPERATOR", NULL,
		    "invalid ID field: %.*s",
		    STR_ARG(str_to(c->values[i].text, 100)));
		e->at = c->values[i].at + 1;
		return false;
	}
	return true;
}

/* IN (SELECT ...): its result takes the place of the values. */
static bool
run_sub(struct request *q, struct soql_cond *c, struct sf_error *e)
{
	struct sf_rows rows;
	struct json v;
	size_t i;

	if (c->sub->nitems != 1 || c->sub->items[0].what != SOQL_FIELD) {
		sf_fail(q, e, "MALFORMED_QUERY", NULL, "The inner select "
		    "must have exactly one field");
		return false;
	}
	if (!sf_select(q, c->sub, false, &rows, e))
		return false;
	c->values = arena_array(q->a, rows.n + 1, sizeof(*c->values));
	for (i = 0; i < rows.n; i++) {
		v = sf_path_value(q, &rows.p[i], c->sub->items[0].name);
		if (v.type == JSON_STRING)
			c->values[c->nvalues++] = (struct soql_value){
			    .kind = SOQL_TEXT, .text = sf_text(&v) };
	}
	return true;
}

static bool
check_test(struct request *q, const struct object_type *t,
    struct soql_cond *c, struct sf_error *e)
{
	struct sf_field f;

	if (!sf_path_field(q, t, c->field, &f, e)) {
		e->at = c->at + 1;
		return false;
	}
	if (sf_is(&f, "textarea") && f.length > 255)
		return refuse(q, e, "INVALID_FIELD", c->at, arena_printf(q->a,
		    "field '%s' can not be filtered in a query call",
		    f.name));
	if (c->op == SOQL_LIKE && !sf_is_text(&f))
		return refuse(q, e, "INVALID_QUERY_FILTER_OPERATOR", c->at,
		    STR("invalid operator on id field"));
	if (c->sub != NULL && !run_sub(q, c, e))
		return false;
	return is_value(q, &f, c, e);
}

bool
sf_where_check(struct request *q, const struct object_type *t,
    struct soql_cond *c, struct sf_error *e)
{
	for (; c != NULL; c = c->next)
		if (c->node == SOQL_TEST ? !check_test(q, t, c, e) :
		    !sf_where_check(q, t, c->first, e))
			return false;
	return true;
}

/* "%" any text, "_" one byte, each itself behind "\"; without case. */
static bool
like(struct str s, struct str p)
{
	struct str star = STR_NONE, from = STR_NONE;
	bool plain;

	for (;;) {
		plain = p.len > 1 && p.p[0] == '\\' &&
		    (p.p[1] == '%' || p.p[1] == '_');
		if (!plain && p.len > 0 && p.p[0] == '%') {
			star = p = str_from(p, 1);
			from = s;
			continue;
		}
		if (p.len == 0 && s.len == 0)
			return true;
		if (s.len > 0 && p.len > 0 && ((!plain && p.p[0] == '_') ||
		    ascii_lower(p.p[plain]) == ascii_lower(s.p[0]))) {
			p = str_from(p, plain ? 2 : 1);
			s = str_from(s, 1);
			continue;
		}
		if (star.p == NULL || from.len == 0)
			return false;
		from = s = str_from(from, 1);
		p = star;
	}
}

static int
text_compare(struct str a, struct str b, bool exact)
{
	size_t i;
	int x, y;

	if (exact)
		return str_cmp(a, b);
	for (i = 0; i < a.len && i < b.len; i++) {
		x = (unsigned char)ascii_lower(a.p[i]);
		y = (unsigned char)ascii_lower(b.p[i]);
		if (x != y)
			return x - y;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}

/* Null comes first. */
int
sf_compare(const struct json *a, const struct json *b, bool exact)
{
	double x, y;

	if (a->type == JSON_NULL || b->type == JSON_NULL)
		return (a->type != JSON_NULL) - (b->type != JSON_NULL);
	if (a->type == JSON_NUMBER && json_to_double(a, &x) &&
	    json_to_double(b, &y))
		return x < y ? -1 : x > y;
	if (a->type == JSON_TRUE || a->type == JSON_FALSE)
		return (int)a->type - (int)b->type;
	return text_compare(sf_text(a), sf_text(b), exact);
}

static bool
holds(enum soql_op op, int order)
{
	switch (op) {
	case SOQL_EQ:
	case SOQL_IN:
		return order == 0;
	case SOQL_NE:
		return order != 0;
	case SOQL_LT:
		return order < 0;
	case SOQL_LE:
		return order <= 0;
	case SOQL_GT:
		return order > 0;
	case SOQL_GE:
		return order >= 0;
	default:
		return false;
	}
}

/* A literal as the field would show it. */
static struct json
shown(struct request *q, const struct sf_field *f,
    const struct soql_value *v, int64_t ms)
{
	struct json j;
	int64_t id;

	switch (v->kind) {
	case SOQL_BOOL:
		return json_bool(v->b);
	case SOQL_NUMBER:
		return json_double(v->number, q->a);
	case SOQL_TEXT:
		id = f->refers != NULL || sf_is(f, "id") ?
		    sf_id_number(NULL, v->text) : 0;
		return json_str(id != 0 ? sf_id_text(sf_id_type(v->text), id,
		    q->a) : v->text);
	case SOQL_NULL:
		return json_null();
	default:
		j = sf_time(q->a, ms);
		if (sf_is(f, "date"))
			j.len = 10;
		return j;
	}
}

/* A stretch of days: "=" is in it, "<" before, ">" after. */
static int
against_days(struct request *q, const struct sf_field *f,
    const struct soql_value *v, const struct json *have)
{
	int64_t today = q->now / DAY_MS;
	struct json from = shown(q, f, v, (today + v->from) * DAY_MS);
	struct json to = shown(q, f, v, (today + v->to) * DAY_MS);

	if (sf_compare(have, &from, true) < 0)
		return -1;
	return sf_compare(have, &to, true) < 0 ? 0 : 1;
}

static bool
meets(struct request *q, const struct sf_field *f, enum soql_op op,
    const struct soql_value *v, const struct json *have)
{
	bool exact = f->case_sensitive || f->refers != NULL ||
	    sf_is(f, "id") || !sf_is_text(f);
	struct json want;

	if (op == SOQL_LIKE)
		return have->type == JSON_STRING && like(sf_text(have),
		    v->text);
	if (v->kind == SOQL_NULL || (v->kind == SOQL_TEXT &&
	    v->text.len == 0))
		return (have->type == JSON_NULL) == (op != SOQL_NE);
	if (have->type == JSON_NULL)
		return op == SOQL_NE;
	if (v->kind == SOQL_DAYS)
		return holds(op, against_days(q, f, v, have));
	want = shown(q, f, v, v->ms);
	return holds(op, sf_compare(have, &want, exact));
}

/* 'a;b': all of these are chosen. */
static bool
includes(const struct json *have, struct str want)
{
	struct str all = sf_text(have), rest, one, w;
	bool found;

	while (want.len > 0) {
		w = str_to(want, str_find(want, STR(";")));
		want = str_from(want, w.len + 1);
		found = false;
		for (rest = all; rest.len > 0;
		    rest = str_from(rest, one.len + 1)) {
			one = str_to(rest, str_find(rest, STR(";")));
			found |= str_ieq(one, w);
		}
		if (!found)
			return false;
	}
	return true;
}

static bool
test(struct request *q, const struct object *o, const struct soql_cond *c)
{
	bool any = false, multi = c->op >= SOQL_INCLUDES;
	struct sf_error unused;
	struct json have = sf_path_value(q, o, c->field);
	struct sf_field f;
	size_t i;

	if (!sf_path_field(q, o->type, c->field, &f, &unused))
		return false;
	for (i = 0; i < c->nvalues && !any; i++)
		any = multi ? includes(&have, c->values[i].text) :
		    meets(q, &f, c->op == SOQL_NOT_IN ? SOQL_EQ : c->op,
		    &c->values[i], &have);
	return any != (c->op == SOQL_NOT_IN || c->op == SOQL_EXCLUDES);
}

bool
sf_where(struct request *q, const struct object *o,
    const struct soql_cond *c)
{
	const struct soql_cond *part;

	if (c == NULL)
		return true;
	if (c->node == SOQL_TEST)
		return test(q, o, c);
	if (c->node == SOQL_NOT)
		return !sf_where(q, o, c->first);
	for (part = c->first; part != NULL; part = part->next)
		if (sf_where(q, o, part) != (c->node == SOQL_AND))
			return c->node == SOQL_OR;
	return c->node == SOQL_AND;
}
