/* The grammar of a query. */
#include <stdlib.h>

#include "sandbox/sf-soql-lex.h"

static int	query(struct soql_lexer *l, struct soql *q, unsigned depth);
static int	conditions(struct soql_lexer *l, struct soql_cond **out,
		    unsigned depth);

static int
unexpected(struct soql_lexer *l)
{
	if (l->token == TOKEN_END)
		return soql_fault(l, l->at, "unexpected end of query");
	return soql_fault(l, l->at, "unexpected token: '%.*s'",
	    STR_ARG(str_to(l->word, 60)));
}

static bool
is_word(const struct soql_lexer *l, const char *word)
{
	return l->token == TOKEN_NAME && str_ieq(l->word, str_of(word));
}

static bool
is_sign(const struct soql_lexer *l, const char *sign)
{
	return l->token == TOKEN_SIGN && str_eq(l->word, str_of(sign));
}

/* 1: it was there and is behind us; 0: it is not there. */
static int
accept_word(struct soql_lexer *l, const char *word)
{
	if (!is_word(l, word))
		return 0;
	return soql_next(l) == -1 ? -1 : 1;
}

static int
need_word(struct soql_lexer *l, const char *word)
{
	return is_word(l, word) ? soql_next(l) : unexpected(l);
}

static int
need_sign(struct soql_lexer *l, const char *sign)
{
	return is_sign(l, sign) ? soql_next(l) : unexpected(l);
}

static int
take_path(struct soql_lexer *l, struct str *out, size_t *at)
{
	if (l->token != TOKEN_NAME || memchr(l->word.p, ':', l->word.len) !=
	    NULL || str_ends(l->word, STR(".")))
		return unexpected(l);
	*out = l->word;
	*at = l->at;
	return soql_next(l);
}

/* Arrays that double, in the arena. */
static void *
room(struct soql_lexer *l, void *p, size_t n, size_t size)
{
	if (n != 0 && (n < 4 || (n & (n - 1)) != 0))
		return p;
	return arena_grow(l->arena, p, n * size,
	    (n == 0 ? 4 : 2 * n) * size);
}

static bool
is_keyword(struct str s)
{
	static const char *const words[] = { "from", "where", "order",
	    "group", "limit", "offset", "having", "with", "for", "all",
	    "using", "and", "or", "not", NULL };
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		if (str_ieq(s, str_of(words[i])))
			return true;
	return false;
}

/* COUNT(), COUNT(Id) total, FIELDS(ALL) */
static int
call(struct soql_lexer *l, struct soql_item *it)
{
	if (str_ieq(it->name, STR("COUNT")))
		it->what = SOQL_COUNT;
	else if (str_ieq(it->name, STR("FIELDS")))
		it->what = SOQL_FIELDS;
	else
		return soql_fault(l, it->at, "unexpected token: '('");
	it->name = STR_NONE;
	if (soql_next(l) == -1)
		return -1;
	if (l->token == TOKEN_NAME) {
		it->name = l->word;
		if (soql_next(l) == -1)
			return -1;
	} else if (it->what == SOQL_FIELDS)
		return unexpected(l);
	if (need_sign(l, ")") == -1)
		return -1;
	if (l->token == TOKEN_NAME && !is_keyword(l->word)) {
		it->alias = l->word;
		return soql_next(l);
	}
	return 0;
}

/* (SELECT Email FROM Contacts): one level, as in the real one's usual use. */
static int
child(struct soql_lexer *l, struct soql_item *it, unsigned depth)
{
	it->what = SOQL_CHILD;
	it->at = l->at;
	it->sub = ARENA_NEW(l->arena, struct soql);
	if (depth > 0)
		return soql_fault(l, l->at, "a child query has no children");
	if (soql_next(l) == -1 || query(l, it->sub, depth + 1) == -1)
		return -1;
	return need_sign(l, ")");
}

static int
select_list(struct soql_lexer *l, struct soql *q, unsigned depth)
{
	struct soql_item *it;

	for (;;) {
		q->items = room(l, q->items, q->nitems, sizeof(*q->items));
		it = &q->items[q->nitems];
		*it = (struct soql_item){ .what = SOQL_FIELD };
		if (is_sign(l, "(")) {
			if (child(l, it, depth) == -1)
				return -1;
		} else if ((l->token == TOKEN_NAME && is_keyword(l->word)) ||
		    take_path(l, &it->name, &it->at) == -1)
			return l->e->kind != ERR_NONE ? -1 : unexpected(l);
		else if (is_sign(l, "(") && call(l, it) == -1)
			return -1;
		q->nitems++;
		if (!is_sign(l, ","))
			return 0;
		if (soql_next(l) == -1)
			return -1;
	}
}

/* TODAY, YESTERDAY, TOMORROW, LAST_N_DAYS:n, NEXT_N_DAYS:n */
static bool
is_days(struct str s, struct soql_value *v)
{
	size_t colon = str_find(s, STR(":"));
	struct str name = str_to(s, colon);
	char digits[8] = "";		/* the query ends without a NUL */
	int64_t n;

	if (colon != (size_t)-1 && s.len - colon < sizeof(digits) - 1)
		memcpy(digits, s.p + colon + 1, s.len - colon - 1);
	n = strtoll(digits, NULL, 10);
	v->kind = SOQL_DAYS;
	if (str_ieq(name, STR("TODAY")) || str_ieq(name, STR("YESTERDAY")) ||
	    str_ieq(name, STR("TOMORROW")))
		v->from = str_ieq(name, STR("TODAY")) ? 0 :
		    str_ieq(name, STR("TOMORROW")) ? 1 : -1;
	else if (str_ieq(name, STR("LAST_N_DAYS")) && n > 0)
		v->from = -n;
	else if (str_ieq(name, STR("NEXT_N_DAYS")) && n > 0)
		v->from = 1;
	else
		return false;
	v->to = str_ieq(name, STR("LAST_N_DAYS")) ? 1 :
	    str_ieq(name, STR("NEXT_N_DAYS")) ? n + 1 : v->from + 1;
	return true;
}

static int
literal(struct soql_lexer *l, struct soql_value *v)
{
	if (l->token == TOKEN_VALUE) {
		*v = l->value;
		return soql_next(l);
	}
	*v = (struct soql_value){ .at = l->at, .text = l->word };
	if (is_word(l, "null"))
		v->kind = SOQL_NULL;
	else if (is_word(l, "true") || is_word(l, "false")) {
		v->kind = SOQL_BOOL;
		v->b = is_word(l, "true");
	} else if (l->token != TOKEN_NAME || !is_days(l->word, v))
		return unexpected(l);
	return soql_next(l);
}

static int
values(struct soql_lexer *l, struct soql_cond *c, unsigned depth)
{
	if (need_sign(l, "(") == -1)
		return -1;
	if (is_word(l, "select")) {
		c->sub = ARENA_NEW(l->arena, struct soql);
		if (query(l, c->sub, depth + 1) == -1)
			return -1;
		return need_sign(l, ")");
	}
	for (;;) {
		c->values = room(l, c->values, c->nvalues,
		    sizeof(*c->values));
		if (literal(l, &c->values[c->nvalues]) == -1)
			return -1;
		c->nvalues++;
		if (!is_sign(l, ","))
			return need_sign(l, ")");
		if (soql_next(l) == -1)
			return -1;
	}
}

static int
operator(struct soql_lexer *l, enum soql_op *out)
{
	static const struct { const char *sign; enum soql_op op; } signs[] = {
		{ "=", SOQL_EQ }, { "!=", SOQL_NE }, { "<>", SOQL_NE },
		{ "<", SOQL_LT }, { "<=", SOQL_LE }, { ">", SOQL_GT },
		{ ">=", SOQL_GE }, { "like", SOQL_LIKE }, { "in", SOQL_IN },
		{ "includes", SOQL_INCLUDES }, { "excludes", SOQL_EXCLUDES }
	};
	bool not = is_word(l, "not");
	size_t i;

	if (not && soql_next(l) == -1)
		return -1;
	for (i = not ? 8 : 0; i < (not ? 9 : sizeof(signs) /
	    sizeof(signs[0])); i++)
		if (is_sign(l, signs[i].sign) || is_word(l, signs[i].sign)) {
			*out = not ? SOQL_NOT_IN : signs[i].op;
			return soql_next(l);
		}
	return unexpected(l);
}

static int
test(struct soql_lexer *l, struct soql_cond **out, unsigned depth)
{
	struct soql_cond *c = ARENA_NEW(l->arena, struct soql_cond);

	*out = c;
	c->node = SOQL_TEST;
	if (take_path(l, &c->field, &c->at) == -1 ||
	    operator(l, &c->op) == -1)
		return -1;
	if (c->op >= SOQL_IN)
		return values(l, c, depth);
	c->values = ARENA_NEW(l->arena, struct soql_value);
	c->nvalues = 1;
	return literal(l, c->values);
}

static int
condition(struct soql_lexer *l, struct soql_cond **out, unsigned depth)
{
	struct soql_cond *c;

	if (depth > SOQL_DEPTH)
		return soql_fault(l, l->at, "the query is nested too deep");
	if (is_word(l, "not")) {
		*out = c = ARENA_NEW(l->arena, struct soql_cond);
		c->node = SOQL_NOT;
		return soql_next(l) == -1 ? -1 :
		    condition(l, &c->first, depth + 1);
	}
	if (!is_sign(l, "("))
		return test(l, out, depth);
	if (soql_next(l) == -1 || conditions(l, out, depth + 1) == -1)
		return -1;
	return need_sign(l, ")");
}

/* AND and OR do not mix without parentheses: there is no precedence. */
static int
conditions(struct soql_lexer *l, struct soql_cond **out, unsigned depth)
{
	struct soql_cond *all, **tail;
	const char *word;

	if (condition(l, out, depth) == -1)
		return -1;
	if (!is_word(l, "and") && !is_word(l, "or"))
		return 0;
	word = is_word(l, "and") ? "and" : "or";
	all = ARENA_NEW(l->arena, struct soql_cond);
	all->node = word[0] == 'a' ? SOQL_AND : SOQL_OR;
	all->first = *out;
	*out = all;
	for (tail = &all->first->next; is_word(l, word);
	    tail = &(*tail)->next)
		if (soql_next(l) == -1 || condition(l, tail, depth) == -1)
			return -1;
	return is_word(l, "and") || is_word(l, "or") ? unexpected(l) : 0;
}

static int
order_by(struct soql_lexer *l, struct soql *q)
{
	struct soql_order *o;

	if (need_word(l, "by") == -1)
		return -1;
	for (;;) {
		q->order = room(l, q->order, q->norder, sizeof(*q->order));
		o = &q->order[q->norder++];
		*o = (struct soql_order){ 0 };
		if (take_path(l, &o->field, &o->at) == -1)
			return -1;
		o->descending = is_word(l, "desc");
		if (accept_word(l, "desc") == -1 ||
		    accept_word(l, "asc") == -1)
			return -1;
		if (is_word(l, "nulls")) {
			if (soql_next(l) == -1)
				return -1;
			o->nulls_last = is_word(l, "last");
			if (!is_word(l, "first") && !is_word(l, "last"))
				return unexpected(l);
			if (soql_next(l) == -1)
				return -1;
		}
		if (!is_sign(l, ","))
			return 0;
		if (soql_next(l) == -1)
			return -1;
	}
}

static int
group_by(struct soql_lexer *l, struct soql *q)
{
	struct soql_item *it;

	if (need_word(l, "by") == -1)
		return -1;
	for (;;) {
		q->groups = room(l, q->groups, q->ngroups,
		    sizeof(*q->groups));
		it = &q->groups[q->ngroups++];
		*it = (struct soql_item){ .what = SOQL_FIELD };
		if (take_path(l, &it->name, &it->at) == -1)
			return -1;
		if (!is_sign(l, ","))
			return 0;
		if (soql_next(l) == -1)
			return -1;
	}
}

static int
number(struct soql_lexer *l, int64_t *out)
{
	if (l->token != TOKEN_VALUE || l->value.kind != SOQL_NUMBER ||
	    l->value.number < 0 || l->value.number > 1e9)
		return unexpected(l);
	*out = (int64_t)l->value.number;
	return soql_next(l);
}

/* What may follow the conditions, in this order. */
static int
tail(struct soql_lexer *l, struct soql *q)
{
	int rc;

	if ((rc = accept_word(l, "with")) == -1 || (rc == 1 &&
	    need_word(l, is_word(l, "user_mode") ? "user_mode" :
	    "security_enforced") == -1))
		return -1;
	if ((rc = accept_word(l, "group")) == -1 || (rc == 1 &&
	    group_by(l, q) == -1))
		return -1;
	if (is_word(l, "having"))
		return soql_fault(l, l->at, "HAVING is not part of this "
		    "sandbox");
	if ((rc = accept_word(l, "order")) == -1 || (rc == 1 &&
	    order_by(l, q) == -1))
		return -1;
	if ((rc = accept_word(l, "limit")) == -1 || (rc == 1 &&
	    number(l, &q->limit) == -1))
		return -1;
	if ((rc = accept_word(l, "offset")) == -1 || (rc == 1 &&
	    number(l, &q->offset) == -1))
		return -1;
	if (is_word(l, "for") && (soql_next(l) == -1 || soql_next(l) == -1))
		return -1;
	if ((rc = accept_word(l, "all")) == -1 || (rc == 1 &&
	    need_word(l, "rows") == -1))
		return -1;
	q->all_rows = rc == 1;
	return 0;
}

/* "c.Email" where the object is called c, "Contact.Email": both are Email. */
static void
strip(struct str *path, struct str alias, struct str from)
{
	size_t dot = str_find(*path, STR("."));

	if (dot != (size_t)-1 && ((alias.len > 0 && str_ieq(str_to(*path,
	    dot), alias)) || str_ieq(str_to(*path, dot), from)))
		*path = str_from(*path, dot + 1);
}

static void
strip_conditions(struct soql_cond *c, struct str alias, struct str from)
{
	for (; c != NULL; c = c->next) {
		strip(&c->field, alias, from);
		strip_conditions(c->first, alias, from);
	}
}

static void
strip_all(struct soql *q, struct str alias)
{
	size_t i;

	for (i = 0; i < q->nitems; i++)
		strip(&q->items[i].name, alias, q->from);
	for (i = 0; i < q->ngroups; i++)
		strip(&q->groups[i].name, alias, q->from);
	for (i = 0; i < q->norder; i++)
		strip(&q->order[i].field, alias, q->from);
	strip_conditions(q->where, alias, q->from);
}

static int
query(struct soql_lexer *l, struct soql *q, unsigned depth)
{
	struct str alias = STR_NONE;
	int rc;

	*q = (struct soql){ .limit = -1 };
	if (need_word(l, "select") == -1 || select_list(l, q, depth) == -1 ||
	    need_word(l, "from") == -1 ||
	    take_path(l, &q->from, &q->from_at) == -1 ||
	    accept_word(l, "as") == -1)
		return -1;
	if (l->token == TOKEN_NAME && !is_keyword(l->word)) {
		alias = l->word;
		if (soql_next(l) == -1)
			return -1;
	}
	if (is_word(l, "using") && (soql_next(l) == -1 ||
	    need_word(l, "scope") == -1 || soql_next(l) == -1))
		return -1;
	if ((rc = accept_word(l, "where")) == -1 || (rc == 1 &&
	    conditions(l, &q->where, depth) == -1))
		return -1;
	if (tail(l, q) == -1)
		return -1;
	strip_all(q, alias);
	return 0;
}

int
soql_parse(struct str text, struct arena *a, struct soql *out, struct err *e)
{
	struct err unused;
	struct soql_lexer l = { .text = text, .arena = a,
	    .e = e != NULL ? e : &unused };

	*l.e = (struct err){ 0 };
	if (text.len > SOQL_BYTES) {
		err_set(l.e, ERR_INPUT, "QUERY_TOO_COMPLICATED",
		    "SOQL statements cannot be longer than %d characters",
		    SOQL_BYTES);
		return -1;
	}
	if (soql_next(&l) == -1 || query(&l, out, 0) == -1)
		return -1;
	return l.token == TOKEN_END ? 0 : unexpected(&l);
}
