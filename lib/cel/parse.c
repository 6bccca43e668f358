/*
 * parse: the grammar of CEL's language definition by recursive descent.
 * Chains of +, && and || become one node each, so that they cost no depth.
 */
#include "base/utf8.h"
#include "cel/lex.h"

struct parser {
	struct lexer	l;
	struct source	*s;
	int		depth;
};

static struct node	*expr(struct parser *p);

/* What it is written as: from its first part to the last token taken. */
static void
span(struct parser *p, struct node *n)
{
	size_t i;

	n->start = n->off;
	n->end = (uint32_t)p->l.end;
	for (i = 0; i < n->n; i++)
		if (n->kids[i] != NULL && n->kids[i]->end > 0 &&
		    n->kids[i]->start < n->start)
			n->start = n->kids[i]->start;
}

static struct node *
sealed(struct parser *p, struct node *n)
{
	if (n == NULL || !node_seal(p->s, n))
		return NULL;
	span(p, n);
	return n;
}

static const char *
shown(enum token t)
{
	static const char *const names[] = {
		[TOK_END] = "the end", [TOK_COLON] = "':'",
		[TOK_RPAREN] = "')'", [TOK_RBRACKET] = "']'",
		[TOK_RBRACE] = "'}'", [TOK_COMMA] = "','"
	};

	return names[t];
}

static struct node *
unexpected(struct parser *p, const char *wanted)
{
	/* As other languages have them. */
	static const struct {
		const char *word, *sign;
	} words[] = {
		{ "and", "&&" }, { "or", "||" }, { "is", "==" },
		{ "contains", ".contains(...)" },
		{ "matches", ".matches(...)" }
	};
	struct str t = p->s->text;
	size_t i, end = p->l.pos > p->l.off ? p->l.pos : p->l.off;
	char q[64];

	if (p->s->failed)
		return NULL;
	if (p->l.tok == TOK_END)
		return cel_complain(p->s, p->l.off,
		    "the expression ends where %s is expected", wanted);
	t = str_from(str_to(t, end), p->l.off);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_ieq(t, str_of(words[i].word)))
			return cel_complain(p->s, p->l.off, "'%s' is no "
			    "operator; write '%s'", words[i].word,
			    words[i].sign);
	return cel_complain(p->s, p->l.off, "'%s' stands where %s is expected",
	    err_quote(t, q, sizeof(q)), wanted);
}

static bool
take(struct parser *p, enum token t)
{
	if (p->l.tok != t)
		return false;
	lex_next(&p->l);
	return true;
}

static bool
want(struct parser *p, enum token t)
{
	if (take(p, t))
		return true;
	unexpected(p, shown(t));
	return false;
}

/* A list of nodes that grows. */
struct kids {
	struct node	**v;
	bool		 *opt;
	size_t		  n, cap;
	bool		  any_opt;
};

static void
kids_add(struct parser *p, struct kids *k, struct node *n, bool opt)
{
	size_t cap = k->cap > 0 ? k->cap * 2 : 8;

	if (k->n == k->cap) {
		k->v = arena_grow(p->s->a, k->v, k->cap * sizeof(*k->v),
		    cap * sizeof(*k->v));
		k->opt = arena_grow(p->s->a, k->opt, k->cap, cap);
		k->cap = cap;
	}
	k->v[k->n] = n;
	k->opt[k->n++] = opt;
	k->any_opt |= opt;
}

static bool
reserved(struct str name)
{
	static const char *const words[] = {
		"as", "break", "const", "continue", "else", "for", "function",
		"if", "import", "let", "loop", "package", "namespace",
		"return", "var", "void", "while", NULL
	};

	return str_in(name, words);
}

static bool
constant(struct str name, struct cel_val *v)
{
	if (str_eq(name, STR("true")) || str_eq(name, STR("false")))
		*v = cel_bool(name.len == 4);
	else if (str_eq(name, STR("null")))
		*v = (struct cel_val){ .kind = CEL_NULL };
	else
		return false;
	return true;
}

bool
cel_is_name(struct str s)
{
	struct cel_val v;
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && s.p[i] != '_' &&
		    (i == 0 || !ascii_digit(s.p[i])))
			return false;
	return s.len > 0 && !reserved(s) && !constant(s, &v);
}

/* Elements up to ${end}, which is taken; a trailing comma may stand. */
static bool
elements(struct parser *p, enum token end, bool opts, struct kids *k)
{
	struct node *n;
	bool opt;

	while (p->l.tok != end) {
		opt = opts && take(p, TOK_QUESTION);
		if ((n = expr(p)) == NULL)
			return false;
		kids_add(p, k, n, opt);
		if (!take(p, TOK_COMMA))
			break;
	}
	return want(p, end);
}

static struct node *
list(struct parser *p)
{
	struct node *n = node_new(p->s, N_LIST, p->l.off, 0);
	struct kids k = { 0 };

	lex_next(&p->l);
	if (!elements(p, TOK_RBRACKET, true, &k))
		return NULL;
	n->n = (uint32_t)k.n;
	n->kids = k.v;
	n->opt = k.any_opt ? k.opt : NULL;
	return sealed(p, n);
}

static struct node *
map(struct parser *p)
{
	struct node *n = node_new(p->s, N_MAP, p->l.off, 0), *e;
	struct kids k = { 0 };
	bool opt;

	lex_next(&p->l);
	while (p->l.tok != TOK_RBRACE) {
		opt = take(p, TOK_QUESTION);
		if ((e = expr(p)) == NULL)
			return NULL;
		kids_add(p, &k, e, opt);
		if (!want(p, TOK_COLON) || (e = expr(p)) == NULL)
			return NULL;
		kids_add(p, &k, e, opt);
		if (!take(p, TOK_COMMA))
			break;
	}
	if (!want(p, TOK_RBRACE))
		return NULL;
	n->n = (uint32_t)k.n;
	n->kids = k.v;
	n->opt = k.any_opt ? k.opt : NULL;
	return sealed(p, n);
}

/* call(p, target, name, off, root): the "(" has been taken. */
static struct node *
call(struct parser *p, struct node *target, struct str name, size_t off,
    uint8_t flags)
{
	struct node *n = node_new(p->s, N_CALL, off, 0), *out;
	struct kids k = { 0 };

	if (target != NULL)
		kids_add(p, &k, target, false);
	if (!elements(p, TOK_RPAREN, false, &k))
		return NULL;
	if (k.n > CEL_MAX_ARGS)
		return cel_complain(p->s, off, "more than %d arguments",
		    CEL_MAX_ARGS);
	n->n = (uint32_t)k.n;
	n->kids = k.v;
	n->name = name;
	n->flags = flags | (target != NULL ? NF_MEMBER : 0);
	if (!cel_macro(p->s, n, &out))
		return sealed(p, n);
	if ((out = sealed(p, out)) != NULL)
		out->start = (uint32_t)(target != NULL ? target->start : off);
	return out;
}

static struct node *
name(struct parser *p, uint8_t flags)
{
	struct str text = p->l.text;
	size_t off = p->l.off;
	struct cel_val v;
	struct node *n;

	if (p->l.tok != TOK_IDENT)
		return unexpected(p, "a name");
	lex_next(&p->l);
	if (flags == 0 && constant(text, &v))
		return sealed(p, node_lit(p->s, off, v));
	if (reserved(text) || constant(text, &v))
		return cel_complain(p->s, off, "'%.*s' is a reserved word and "
		    "cannot be a name here", STR_ARG(text));
	if (take(p, TOK_LPAREN))
		return call(p, NULL, text, off, flags);
	n = node_new(p->s, N_IDENT, off, 0);
	n->name = text;
	n->flags = flags;
	return sealed(p, n);
}

static struct node *
parenthesised(struct parser *p)
{
	size_t off = p->l.off;
	struct node *n;

	lex_next(&p->l);
	if ((n = expr(p)) == NULL || !want(p, TOK_RPAREN))
		return NULL;
	n->flags |= NF_PAREN;
	n->start = (uint32_t)off;
	n->end = (uint32_t)p->l.end;
	return n;
}

static struct node *
primary(struct parser *p)
{
	struct node *n;

	switch (p->l.tok) {
	case TOK_VALUE:
		n = node_lit(p->s, p->l.off, p->l.val);
		lex_next(&p->l);
		return sealed(p, n);
	case TOK_LPAREN:
		return parenthesised(p);
	case TOK_LBRACKET:
		return list(p);
	case TOK_LBRACE:
		return map(p);
	case TOK_DOT:
		lex_next(&p->l);
		return name(p, NF_ROOT);
	case TOK_IDENT:
		return name(p, 0);
	default:
		return unexpected(p, "a value");
	}
}

static struct node *
select_or_call(struct parser *p, struct node *of)
{
	bool opt, plain;
	struct str field;
	size_t off;
	struct node *n;
	struct cel_val v;

	lex_next(&p->l);
	opt = take(p, TOK_QUESTION);
	plain = p->l.tok == TOK_IDENT;
	field = p->l.text;
	off = p->l.off;
	if ((!plain && p->l.tok != TOK_QUOTED) ||
	    (plain && constant(field, &v)))
		return unexpected(p, "the name of a field");
	lex_next(&p->l);
	if (plain && !opt && take(p, TOK_LPAREN))
		return call(p, of, field, off, 0);
	n = node_new(p->s, N_SELECT, off, 1);
	n->name = field;
	n->kids[0] = of;
	n->flags = (opt ? NF_OPT : 0) | (plain ? 0 : NF_QUOTED);
	return sealed(p, n);
}

static struct node *
subscript(struct parser *p, struct node *of)
{
	struct node *n = node_new(p->s, N_INDEX, p->l.off, 2);

	lex_next(&p->l);
	if (take(p, TOK_QUESTION))
		n->flags = NF_OPT;
	n->kids[0] = of;
	if ((n->kids[1] = expr(p)) == NULL || !want(p, TOK_RBRACKET))
		return NULL;
	return sealed(p, n);
}

static struct node *
postfix(struct parser *p, struct node *n)
{
	while (n != NULL)
		if (p->l.tok == TOK_DOT)
			n = select_or_call(p, n);
		else if (p->l.tok == TOK_LBRACKET)
			n = subscript(p, n);
		else if (p->l.tok == TOK_LBRACE && (n->op == N_IDENT ||
		    n->op == N_SELECT))
			return cel_complain(p->s, p->l.off, "protocol buffer "
			    "messages are not supported; a map is {'key': "
			    "value}");
		else
			break;
	return n;
}

/* A minus sign directly before a number belongs to it: -9223372036854775808 */
static bool
negative_number(struct parser *p)
{
	struct str t = p->s->text;
	size_t i = p->l.pos;

	if (i >= t.len || !(ascii_digit(t.p[i]) || (t.p[i] == '.' &&
	    i + 1 < t.len && ascii_digit(t.p[i + 1]))))
		return false;
	p->l.tok = lex_number(&p->l, true) ? TOK_VALUE : TOK_ERROR;
	return true;
}

/* wrap(p, op, off, count, n): ${n} under ${count} signs; pairs cancel out
 * in neither case, since -(-min) overflows and !!1 is an error. */
static struct node *
wrap(struct parser *p, enum node_op op, size_t off, size_t count,
    struct node *n)
{
	struct node *w;

	for (; n != NULL && count > 0; count--) {
		w = node_new(p->s, op, off + count - 1, 1);
		w->kids[0] = n;
		n = sealed(p, w);
	}
	return n;
}

static struct node *
unary(struct parser *p)
{
	enum token sign = p->l.tok;
	size_t off = p->l.off, count = 0;

	if (sign != TOK_NOT && sign != TOK_MINUS)
		return postfix(p, primary(p));
	while (p->l.tok == sign) {
		if (sign == TOK_MINUS && negative_number(p))
			break;
		count++;
		lex_next(&p->l);
	}
	return wrap(p, sign == TOK_NOT ? N_NOT : N_NEG, off, count,
	    postfix(p, primary(p)));
}

static const struct {
	uint8_t	prec, op;
} binary[] = {
	[TOK_OR] = { 1, N_OR }, [TOK_AND] = { 2, N_AND },
	[TOK_EQ] = { 3, N_EQ }, [TOK_NE] = { 3, N_NE },
	[TOK_LT] = { 3, N_LT }, [TOK_LE] = { 3, N_LE },
	[TOK_GT] = { 3, N_GT }, [TOK_GE] = { 3, N_GE },
	[TOK_IN] = { 3, N_IN },
	[TOK_PLUS] = { 4, N_ADD }, [TOK_MINUS] = { 4, N_SUB },
	[TOK_STAR] = { 5, N_MUL }, [TOK_SLASH] = { 5, N_DIV },
	[TOK_PERCENT] = { 5, N_MOD }, [TOK_RBRACE] = { 0, 0 }
};

static struct node *
join(struct parser *p, enum node_op op, size_t off, struct node *a,
    struct node *b)
{
	struct node *n;
	uint32_t cap;

	if (a->op == op && (op == N_ADD || op == N_AND || op == N_OR) &&
	    !(a->flags & NF_PAREN)) {
		for (cap = 2; cap < a->n; cap *= 2)
			continue;
		if (a->n == cap)
			a->kids = arena_grow(p->s->a, a->kids,
			    cap * sizeof(b), 2 * cap * sizeof(b));
		a->kids[a->n++] = b;
		return sealed(p, a);
	}
	n = node_new(p->s, op, off, 2);
	n->kids[0] = a;
	n->kids[1] = b;
	return sealed(p, n);
}

static struct node *
relation(struct parser *p, int least)
{
	struct node *n = unary(p), *b;
	int prec;
	enum node_op op;
	size_t off;

	while (n != NULL && (prec = binary[p->l.tok].prec) >= least &&
	    prec > 0) {
		op = binary[p->l.tok].op;
		off = p->l.off;
		lex_next(&p->l);
		if ((b = relation(p, prec + 1)) == NULL)
			return NULL;
		n = join(p, op, off, n, b);
	}
	return n;
}

static struct node *
ternary(struct parser *p)
{
	struct node *n = relation(p, 1), *c;
	size_t off = p->l.off;

	if (n == NULL || !take(p, TOK_QUESTION))
		return n;
	c = node_new(p->s, N_COND, off, 3);
	c->kids[0] = n;
	if ((c->kids[1] = relation(p, 1)) == NULL || !want(p, TOK_COLON) ||
	    (c->kids[2] = expr(p)) == NULL)
		return NULL;
	return sealed(p, c);
}

static struct node *
expr(struct parser *p)
{
	struct node *n;

	if (p->s->failed)
		return NULL;
	if (++p->depth > CEL_MAX_DEPTH)
		return cel_complain(p->s, p->l.off, "the expression is nested "
		    "deeper than %d levels", CEL_MAX_DEPTH);
	n = ternary(p);
	p->depth--;
	return n;
}

static size_t
bad_utf8(struct str s)
{
	size_t i = 0, n;

	while (i < s.len && (n = utf8_valid_at(s, i)) > 0)
		i += n;
	return i;
}

struct node *
cel_parse(struct source *s, size_t from)
{
	struct parser p = { .l = { .s = s, .pos = from }, .s = s };
	struct node *n;
	size_t bad;

	if (s->text.len - from > CEL_MAX_SOURCE)
		return cel_complain(s, from, "the expression is longer than %d "
		    "bytes", CEL_MAX_SOURCE);
	if ((bad = bad_utf8(s->text)) < s->text.len)
		return cel_complain(s, bad, "the expression is not UTF-8");
	lex_next(&p.l);
	if (p.l.tok == TOK_END)
		return cel_complain(s, from, "the expression is empty");
	n = expr(&p);
	if (n != NULL && p.l.tok != TOK_END)
		return unexpected(&p, "an operator or the end");
	return s->failed ? NULL : n;
}
