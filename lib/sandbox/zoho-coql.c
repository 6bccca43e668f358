/*
 * COQL, as far as a connector needs it:
 *
 *	select A, B from Module where (A in ('x', 'y') or B = 'z')
 *	order by id desc limit 10, 200
 *
 * Text is quoted with ', and \ takes the meaning from what follows it.  More
 * than two conditions have to be nested in pairs.
 */
#include <stdlib.h>

#include "sandbox/zoho.h"

enum { MAX_IN = 50, MAX_CONDITIONS = 25, MAX_COLUMNS = 50, MAX_ROWS = 2000,
    MAX_DEPTH = 30 };

struct query {
	struct request			*q;
	struct str			 s;	/* not read yet */
	struct str			 columns;	/* "A,B" */
	const struct object_type	*from;
	struct zoho_cond		*where;
	struct str			 order;
	bool				 descending;
	size_t				 limit, offset;
	unsigned			 conditions, depth;
	const char			*clause;	/* where it is wrong */
	const char			*code, *message;
};

static bool
is_name(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '$';
}

/* A name or a number: what stands there unquoted. */
static struct str
take_name(struct query *c)
{
	struct str out;
	size_t n = 0;

	c->s = str_trim(c->s);
	while (n < c->s.len && (is_name(c->s.p[n]) || c->s.p[n] == '.' ||
	    c->s.p[n] == '-'))
		n++;
	out = str_to(c->s, n);
	c->s = str_from(c->s, n);
	return out;
}

static bool
take_word(struct query *c, const char *word)
{
	struct str before = c->s;

	if (str_ieq(take_name(c), str_of(word)))
		return true;
	c->s = before;
	return false;
}

static bool
take_sign(struct query *c, const char *sign)
{
	c->s = str_trim(c->s);
	if (!str_starts(c->s, str_of(sign)))
		return false;
	c->s = str_from(c->s, strlen(sign));
	return true;
}

static bool
take_value(struct query *c, struct str *out)
{
	char *p = arena_alloc(c->q->a, c->s.len + 1);
	size_t i, n = 0;

	if (!take_sign(c, "'")) {
		*out = take_name(c);
		return out->len > 0;
	}
	for (i = 0; i < c->s.len && c->s.p[i] != '\''; i++) {
		if (c->s.p[i] == '\\' && i + 1 < c->s.len)
			i++;
		p[n++] = c->s.p[i];
	}
	if (i == c->s.len)
		return false;
	c->s = str_from(c->s, i + 1);
	*out = (struct str){ p, n };
	return true;
}

static bool
take_values(struct query *c, struct zoho_cond *out)
{
	out->values = arena_array(c->q->a, MAX_IN, sizeof(*out->values));
	if (!take_sign(c, "("))
		return false;
	do {
		if (out->n == MAX_IN) {
			c->code = "LIMIT_EXCEEDED";
			c->message = "in takes 50 values at most";
			return false;
		}
		if (!take_value(c, &out->values[out->n++]))
			return false;
	} while (take_sign(c, ","));
	return take_sign(c, ")");
}

static bool
take_operator(struct query *c, enum zoho_op *out)
{
	static const struct { const char *sign; enum zoho_op op; } signs[] = {
		{ "!=", ZOHO_NOT_EQUAL }, { "<=", ZOHO_LESS_EQUAL },
		{ ">=", ZOHO_GREATER_EQUAL }, { "=", ZOHO_EQUAL },
		{ "<", ZOHO_LESS }, { ">", ZOHO_GREATER }
	};
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (take_sign(c, signs[i].sign)) {
			*out = signs[i].op;
			return true;
		}
	*out = ZOHO_LIKE;
	return take_word(c, "like");
}

static bool
is_column(const struct query *c, struct str name)
{
	return str_eq(name, STR("id")) || property_find(c->q, c->from,
	    name) != NULL;
}

/* Text of several lines can be shown, and not be asked for. */
static bool
is_long(struct str name)
{
	return str_eq(name, STR("Description")) || str_eq(name,
	    STR("Note_Content"));
}

static struct zoho_cond *
take_comparison(struct query *c)
{
	struct zoho_cond *out = ARENA_NEW(c->q->a, struct zoho_cond);

	out->field = take_name(c);
	if (++c->conditions > MAX_CONDITIONS ||
	    !is_column(c, out->field) || is_long(out->field)) {
		c->code = "INVALID_QUERY";
		c->message = "column given seems to be invalid";
		return NULL;
	}
	if (take_word(c, "in")) {
		out->op = ZOHO_IN;
		return take_values(c, out) ? out : NULL;
	}
	if (take_word(c, "is")) {
		out->op = take_word(c, "not") ? ZOHO_NOT_NULL : ZOHO_NULL;
		return take_word(c, "null") ? out : NULL;
	}
	out->values = ARENA_NEW(c->q->a, struct str);
	out->n = 1;
	if (!take_operator(c, &out->op) || !take_value(c, out->values))
		return NULL;
	return out;
}

static struct zoho_cond	*take_pair(struct query *c);

static struct zoho_cond *
take_condition(struct query *c)
{
	struct zoho_cond *out;

	if (!take_sign(c, "("))
		return take_comparison(c);
	if (++c->depth > MAX_DEPTH || (out = take_pair(c)) == NULL ||
	    !take_sign(c, ")"))
		return NULL;
	c->depth--;
	return out;
}

/* One condition, or two; a third has to be in brackets with one of them. */
static struct zoho_cond *
take_pair(struct query *c)
{
	struct zoho_cond *left = take_condition(c), *out;
	bool both = false;

	if (left == NULL)
		return NULL;
	if (!(both = take_word(c, "and")) && !take_word(c, "or"))
		return left;
	out = ARENA_NEW(c->q->a, struct zoho_cond);
	out->op = both ? ZOHO_AND : ZOHO_OR;
	out->left = left;
	out->right = take_condition(c);
	return out->right != NULL ? out : NULL;
}

static bool
take_columns(struct query *c)
{
	struct str start, name;
	size_t n = 0;

	c->s = start = str_trim(c->s);
	do {
		name = take_name(c);
		if (name.len == 0 || ++n > MAX_COLUMNS)
			return false;
	} while (take_sign(c, ","));
	c->columns = str_to(start, start.len - c->s.len);
	return true;
}

/* Every column has to be one of the module. */
static bool
check_columns(struct query *c)
{
	struct str rest = c->columns;
	size_t comma;

	while (rest.len > 0) {
		comma = str_find(rest, STR(","));
		if (!is_column(c, str_trim(str_to(rest, comma)))) {
			c->code = "INVALID_QUERY";
			c->message = "column given seems to be invalid";
			return false;
		}
		rest = comma == (size_t)-1 ? STR("") : str_from(rest,
		    comma + 1);
	}
	return true;
}

static bool
take_tail(struct query *c)
{
	c->clause = "order by";
	if (take_word(c, "order")) {
		if (!take_word(c, "by"))
			return false;
		c->order = take_name(c);
		c->descending = take_word(c, "desc");
		if (!c->descending)
			take_word(c, "asc");
	}
	c->clause = "limit";
	c->limit = ZOHO_PAGE;
	if (take_word(c, "limit")) {
		c->limit = (size_t)api_id(take_name(c));
		if (take_sign(c, ",")) {
			c->offset = c->limit;
			c->limit = (size_t)api_id(take_name(c));
		}
	}
	if (take_word(c, "offset"))
		c->offset = (size_t)api_id(take_name(c));
	return str_trim(c->s).len == 0 && c->limit <= MAX_ROWS;
}

static bool
parse(struct query *c)
{
	c->clause = "select";
	if (!take_word(c, "select") || !take_columns(c))
		return false;
	c->clause = "from";
	if (!take_word(c, "from"))
		return false;
	c->from = schema_type(&zoho_schema, take_name(c));
	/* Notes cannot be asked for in this language. */
	if (c->from == NULL || strcmp(c->from->name, "Notes") == 0)
		return false;
	c->clause = "where";
	if (!take_word(c, "where") || (c->where = take_pair(c)) == NULL)
		return false;
	return check_columns(c) && take_tail(c);
}

struct row {
	struct json	 record;
	struct str	 key;
};

static int
by_key(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return str_cmp(x->key, y->key);
}

static size_t
collect(struct query *c, struct row **rows)
{
	struct request *q = c->q;
	struct object o = { .id = 0 };
	struct json key;
	size_t n = 0, cap = 0;

	while (store_next(q->store, c->from, o.id, false, q->a, &o)) {
		if (!api_indexed(q, &o, q->a) || !zoho_holds(q, c->where, &o))
			continue;
		if (n == cap) {
			*rows = arena_grow(q->a, *rows, n * sizeof(**rows),
			    (cap * 2 + 16) * sizeof(**rows));
			cap = cap * 2 + 16;
		}
		(*rows)[n].record = zoho_record(q, &o, c->columns);
		(*rows)[n].key = STR("");
		if (c->order.len > 0 && zoho_field(q, &o, c->order, &key) &&
		    key.type == JSON_STRING)
			(*rows)[n].key = (struct str){ key.text, key.len };
		n++;
	}
	if (c->order.len > 0 && !str_eq(c->order, STR("id")) && n > 1)
		qsort(*rows, n, sizeof(**rows), by_key);
	return n;
}

static void
answer(struct query *c, struct answer *r)
{
	struct arena *a = c->q->a;
	struct json data = json_array(), info = json_object();
	struct row *rows = NULL;
	size_t i, n = collect(c, &rows);

	for (i = c->offset; i < n && data.len < c->limit; i++)
		json_push(&data, rows[c->descending ? n - 1 - i : i].record,
		    a);
	r->status = 204;
	if (data.len == 0)
		return;
	r->status = 200;
	r->body = json_object();
	json_set(&info, STR("count"), json_int(data.len, a), a);
	json_set(&info, STR("more_records"), json_bool(i < n), a);
	json_set(&r->body, STR("data"), data, a);
	json_set(&r->body, STR("info"), info, a);
}

void
zoho_coql(struct request *q, struct answer *r)
{
	struct query c = { .q = q, .code = "SYNTAX_ERROR",
	    .message = "invalid query formed" };

	c.s = json_get_str(&q->in, STR("select_query"));
	if (parse(&c)) {
		answer(&c, r);
		return;
	}
	zoho_refuse(q, r, 400, c.code, c.message);
	zoho_detail(q, &r->body, "clause", str_of(c.clause));
}
