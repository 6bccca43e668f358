/*
 * check: gradual typing.  What is dyn may be anything; what is known must
 * fit an overload.  After a complaint a node is dyn, so that one mistake is
 * told once.
 */
#include "base/regex.h"
#include "cel/check.h"
#include "cel/pattern.h"

static struct type	*check(struct checker *c, struct node *n);

static struct type *
list_of(struct checker *c, struct type *t)
{
	return type_new(c->s->a, T_LIST, t, NULL);
}

static struct type *
optional_of(struct checker *c, struct type *t)
{
	return type_new(c->s->a, T_OPTIONAL, t, NULL);
}

static struct type *
must_be(struct checker *c, struct node *n, struct type *want)
{
	struct type *t = check(c, n);
	struct str got, wanted;

	if (check_unify(c, t, want))
		return want;
	got = type_text(t, c->s->a);
	wanted = type_text(want, c->s->a);
	cel_complain(c->s, n->off, "%.*s is expected here, not %.*s",
	    STR_ARG(wanted), STR_ARG(got));
	return want;
}

static struct type *
literal(struct checker *c, const struct node *n)
{
	static struct type *const types[] = {
		[CEL_NULL] = &type_null, [CEL_BOOL] = &type_bool,
		[CEL_INT] = &type_int, [CEL_UINT] = &type_uint,
		[CEL_DOUBLE] = &type_double, [CEL_STRING] = &type_string,
		[CEL_BYTES] = &type_bytes
	};

	if (n->val.kind == CEL_TYPE)
		return type_denoted(n->val.s, c->s->a);
	return types[n->val.kind];
}

/* How other notations, older YAML among them, write true and false. */
static const char *
meant_bool(struct str name)
{
	if (str_ieq(name, STR("yes")) || str_ieq(name, STR("on")) ||
	    str_ieq(name, STR("true")))
		return "true";
	return str_ieq(name, STR("no")) || str_ieq(name, STR("off")) ||
	    str_ieq(name, STR("false")) ? "false" : NULL;
}

/* slots.first-name: the byte where what was meant for one key begins; or 0. */
static size_t
hyphened(const struct source *s, const struct node *n)
{
	size_t i = n->off;

	if (i < 2 || s->text.p[i - 1] != '-' || !ascii_alpha(s->text.p[i - 2]))
		return 0;
	for (i--; i > 0 && (ascii_alpha(s->text.p[i - 1]) ||
	    ascii_digit(s->text.p[i - 1]) || s->text.p[i - 1] == '_' ||
	    s->text.p[i - 1] == '-'); i--)
		;
	return i > 0 && s->text.p[i - 1] == '.' ? i : 0;
}

static struct type *
unknown_name(struct checker *c, const struct node *n)
{
	const char *like = env_nearest(c->env, n->name, false, c->s->a),
	    *truth = meant_bool(n->name);
	size_t key = hyphened(c->s, n);
	struct str s = n->name;

	if (str_eq(s, STR("None")) || str_eq(s, STR("nil")) ||
	    str_eq(s, STR("NULL")))
		truth = "null";
	c->s->code = "expr.name";
	if (truth != NULL)
		cel_complain(c->s, n->off, "unknown name %.*s; write %s",
		    STR_ARG(s), truth);
	else if (key > 0)
		cel_complain(c->s, n->off, "unknown name %.*s; a key with a "
		    "hyphen stands in brackets: [\"%.*s\"]", STR_ARG(s),
		    (int)(n->off + s.len - key), c->s->text.p + key);
	else
		cel_complain(c->s, n->off, "unknown name %.*s%s%s%s",
		    STR_ARG(s), like != NULL ? "; did you mean " : "",
		    like != NULL ? like : "", like != NULL ? "?" : "");
	c->s->code = "expr.type";
	return &type_dyn;
}

static struct type *
field_of(struct checker *c, const struct object *o, struct str name,
    size_t off)
{
	const struct cel_field *f;
	const char **names, *like;
	size_t n = 0, end;

	for (f = o->fields; f->name != NULL; f++, n++)
		if (str_eq(name, str_of(f->name)))
			return type_parse(f->type, c->env->objects, c->s->a,
			    &end);
	if (o->open)
		return &type_dyn;
	names = arena_array(c->s->a, n + 1, sizeof(*names));
	for (n = 0, f = o->fields; f->name != NULL; f++)
		names[n++] = f->name;
	like = nearest(name, names, n);
	c->s->code = "expr.field";
	cel_complain(c->s, off, "unknown field '%.*s' of %s%s%s%s",
	    STR_ARG(name), o->name, like != NULL ? "; did you mean '" : "",
	    like != NULL ? like : "", like != NULL ? "'?" : "");
	c->s->code = "expr.type";
	return &type_dyn;
}

/* member(c, n, t, name): the type of field ${name} of a value of type t. */
static struct type *
member(struct checker *c, const struct node *n, struct type *t,
    struct str name)
{
	struct str text;

	t = type_of(t);
	if (t->kind == T_OBJECT) {
		t = field_of(c, t->obj, name, n->off);
		return t != NULL ? t : &type_dyn;
	}
	if (t->kind == T_MAP && check_unify(c, t->args[0], &type_string))
		return t->args[1];
	if (t->kind == T_DYN || t->kind == T_VAR)
		return &type_dyn;
	text = type_text(t, c->s->a);
	cel_complain(c->s, n->off, "a value of type %.*s has no "
	    "field '%.*s'",
	    STR_ARG(text), STR_ARG(name));
	return &type_dyn;
}

static struct type *
selection(struct checker *c, struct node *n)
{
	struct type *t = type_of(check(c, n->kids[0]));
	bool optional = n->flags & NF_OPT;

	if (t->kind == T_OPTIONAL) {
		optional = true;
		t = t->args[0];
	}
	t = member(c, n, t, n->name);
	if (n->flags & NF_TEST)
		return &type_bool;
	if (!optional || type_of(t)->kind == T_OPTIONAL)
		return t;
	return optional_of(c, t);
}

static struct type *
index_(struct checker *c, struct node *n)
{
	const struct node *key = n->kids[1];
	struct type *args[2];

	args[0] = type_of(check(c, n->kids[0]));
	args[1] = check(c, n->kids[1]);
	if (args[0]->kind == T_OBJECT && key->op == N_LIT &&
	    key->val.kind == CEL_STRING) {
		args[0] = member(c, key, args[0], key->val.s);
		return n->flags & NF_OPT ? optional_of(c, args[0]) : args[0];
	}
	return check_operator(c, n, n->flags & NF_OPT ? "_[?_]" : "_[_]",
	    args, 2);
}

/* math.greatest and math.least: numbers, or one list of them. */
static struct type *
extreme(struct checker *c, struct node *n, struct type **args)
{
	struct type *result = NULL, *t;
	struct str text;
	size_t i;

	for (i = 0; i < n->n; i++) {
		t = type_of(args[i]);
		if (n->n == 1 && t->kind == T_LIST)
			t = type_of(t->args[0]);
		if (t->kind != T_INT && t->kind != T_UINT &&
		    t->kind != T_DOUBLE && t->kind != T_DYN &&
		    t->kind != T_VAR) {
			text = type_text(args[i], c->s->a);
			cel_complain(c->s, n->kids[i]->off, "%.*s() takes "
			    "numbers or a list of numbers, not %.*s",
			    STR_ARG(n->name), STR_ARG(text));
			return &type_dyn;
		}
		result = check_join(c, result, t);
	}
	return result;
}

static void
pattern(struct checker *c, const struct node *n)
{
	const struct node *p = n->n == 2 ? n->kids[1] : NULL;
	struct err e = { 0 };
	bool kept;

	if (p == NULL || p->op != N_LIT || p->val.kind != CEL_STRING ||
	    !str_eq(n->name, STR("matches")))
		return;
	if (cel_pattern(p->val.s, &kept, &e) == NULL && kept)
		cel_complain(c->s, p->off, "%s", e.msg);
}

static struct type *
unknown_function(struct checker *c, const struct node *n)
{
	const char *like = env_nearest(c->env, n->name, true, c->s->a);

	c->s->code = "expr.name";
	cel_complain(c->s, n->off, "unknown function %.*s()%s%s%s",
	    STR_ARG(n->name), like != NULL ? "; did you mean " : "",
	    like != NULL ? like : "", like != NULL ? "()?" : "");
	c->s->code = "expr.type";
	return &type_dyn;
}

static struct type *
call(struct checker *c, struct node *n)
{
	struct type **args = arena_array(c->s->a, n->n + 1, sizeof(*args));
	struct type *t;
	struct str types, of, forms;
	size_t i;

	for (i = 0; i < n->n; i++)
		args[i] = check(c, n->kids[i]);
	if (n->callee == NULL)
		return unknown_function(c, n);
	if (n->callee->n > 0 && n->callee->v[0]->variadic)
		return extreme(c, n, args);
	pattern(c, n);
	if ((t = check_overloads(c, n->callee, args, n->n)) != NULL)
		return t;
	i = n->flags & NF_MEMBER ? 1 : 0;
	types = check_shown(c, args + i, n->n - i);
	of = i == 1 ? type_text(args[0], c->s->a) : STR("");
	forms = env_forms(c->env, n->name, c->s->a);
	cel_complain(c->s, n->off, "no function %.*s%.*s%s%.*s; there is "
	    "%.*s", STR_ARG(n->name), STR_ARG(types), i == 1 ? " of " : "",
	    STR_ARG(of), STR_ARG(forms));
	return &type_dyn;
}

static struct type *
sum(struct checker *c, struct node *n)
{
	struct type *args[2];
	size_t i;

	args[0] = check(c, n->kids[0]);
	for (i = 1; i < n->n; i++) {
		args[1] = check(c, n->kids[i]);
		args[0] = check_operator(c, n, "_+_", args, 2);
	}
	return args[0];
}

static struct type *
logic(struct checker *c, struct node *n)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		must_be(c, n->kids[i], &type_bool);
	return &type_bool;
}

/* Operators of fixed size, by their names in fn_std.c. */
static const char *const operators[] = {
	[N_NOT] = "!_", [N_NEG] = "-_", [N_SUB] = "_-_", [N_MUL] = "_*_",
	[N_DIV] = "_/_", [N_MOD] = "_%_", [N_EQ] = "_==_", [N_NE] = "_!=_",
	[N_LT] = "_<_", [N_LE] = "_<_", [N_GT] = "_<_", [N_GE] = "_<_",
	[N_IN] = "_in_", [N_COND] = "_?_:_"
};

/*
 * JSON has null where there is no value, so anything may be compared with
 * it, and may be the other choice beside it.
 */
static bool
is_null(struct type *t)
{
	return type_of(t)->kind == T_NULL;
}

static struct type *
fixed(struct checker *c, struct node *n)
{
	struct type *args[3];
	size_t i;

	for (i = 0; i < n->n; i++)
		args[i] = check(c, n->kids[i]);
	if (n->op == N_IN && type_of(args[1])->kind == T_OBJECT)
		return &type_bool;
	if ((n->op == N_EQ || n->op == N_NE) &&
	    (is_null(args[0]) || is_null(args[1])))
		return &type_bool;
	if (n->op == N_COND && is_null(args[1]) != is_null(args[2]))
		args[1] = args[2] = &type_dyn;
	return check_operator(c, n, operators[n->op], args, n->n);
}

/* element(c, n, i): the type of an element, an optional one unwrapped. */
static struct type *
element(struct checker *c, struct node *n, size_t i)
{
	struct type *t = type_of(check(c, n->kids[i]));
	struct str text;

	if (n->opt == NULL || !n->opt[i])
		return t;
	if (t->kind == T_OPTIONAL)
		return t->args[0];
	if (t->kind != T_DYN && t->kind != T_VAR) {
		text = type_text(t, c->s->a);
		cel_complain(c->s, n->kids[i]->off, "an element after '?' is "
		    "an optional, not %.*s", STR_ARG(text));
	}
	return &type_dyn;
}

static struct type *
list(struct checker *c, struct node *n)
{
	struct type *t = NULL;
	size_t i;

	for (i = 0; i < n->n; i++)
		t = check_join(c, t, element(c, n, i));
	return list_of(c, t != NULL ? t : type_var(c->s->a));
}

static struct type *
map(struct checker *c, struct node *n)
{
	struct type *key = NULL, *val = NULL, *t;
	struct str text;
	size_t i;

	for (i = 0; i < n->n; i += 2) {
		t = type_of(check(c, n->kids[i]));
		if (!(type_kinds(t) & (1u << CEL_BOOL | 1u << CEL_INT |
		    1u << CEL_UINT | 1u << CEL_STRING))) {
			text = type_text(t, c->s->a);
			cel_complain(c->s, n->kids[i]->off, "a map's key is a "
			    "string, an integer or a bool, not %.*s",
			    STR_ARG(text));
			t = &type_dyn;
		}
		key = check_join(c, key, t);
		val = check_join(c, val, element(c, n, i + 1));
	}
	return type_new(c->s->a, T_MAP, key != NULL ? key :
	    type_var(c->s->a), val != NULL ? val : type_var(c->s->a));
}

/* range(c, n, key, val): the types of a loop's index or key, and value. */
static void
range(struct checker *c, struct node *n, struct type **key, struct type **val)
{
	struct type *t = type_of(check(c, n->kids[0]));
	struct str text;

	*key = *val = &type_dyn;
	if (t->kind == T_LIST) {
		*key = &type_int;
		*val = t->args[0];
	} else if (t->kind == T_MAP) {
		*key = t->args[0];
		*val = t->args[1];
	} else if (t->kind == T_OBJECT)
		*key = &type_string;
	else if (t->kind != T_DYN && t->kind != T_VAR) {
		text = type_text(t, c->s->a);
		cel_complain(c->s, n->kids[0]->off, "a macro goes over a list "
		    "or a map, not %.*s", STR_ARG(text));
	}
	if (n->nvars == 1)
		*key = t->kind == T_LIST ? *val : *key;
	c->slots[n->slot] = *key;
	if (n->nvars == 2)
		c->slots[n->slot + 1] = *val;
}

static struct type *
loop(struct checker *c, struct node *n)
{
	struct type *key, *val, *body;
	struct str text;

	range(c, n, &key, &val);
	if (n->kids[1] != NULL)
		must_be(c, n->kids[1], &type_bool);
	switch (n->loop) {
	case L_ALL:
	case L_EXISTS:
	case L_ONE:
		return must_be(c, n->kids[2], &type_bool);
	case L_FILTER:
		must_be(c, n->kids[2], &type_bool);
		return list_of(c, key);
	case L_ENTRIES:
		body = check(c, n->kids[2]);
		return type_new(c->s->a, T_MAP, key, body);
	case L_PAIRS:
		body = type_of(check(c, n->kids[2]));
		if (body->kind == T_MAP || body->kind == T_DYN ||
		    body->kind == T_VAR)
			return body;
		text = type_text(body, c->s->a);
		cel_complain(c->s, n->kids[2]->off, "transformMapEntry() "
		    "makes maps of one entry, not %.*s", STR_ARG(text));
		return &type_dyn;
	default:
		return list_of(c, check(c, n->kids[2]));
	}
}

static struct type *
block(struct checker *c, struct node *n)
{
	size_t i;

	for (i = 0; i + 1 < n->n; i++)
		c->slots[n->slot + i] = check(c, n->kids[i]);
	return check(c, n->kids[i]);
}

static struct type *
opt_map(struct checker *c, struct node *n)
{
	struct type *t = type_var(c->s->a), *body;

	must_be(c, n->kids[0], optional_of(c, t));
	c->slots[n->slot] = type_of(t)->kind == T_VAR ? &type_dyn : t;
	if (n->op == N_OPTMAP)
		return optional_of(c, check(c, n->kids[1]));
	body = optional_of(c, type_var(c->s->a));
	return must_be(c, n->kids[1], body);
}

static struct type *
infer(struct checker *c, struct node *n)
{
	switch (n->op) {
	case N_LIT:
		return literal(c, n);
	case N_VAR:
		return c->env->vars[n->slot].type;
	case N_LOCAL:
	case N_LAZY:
		return c->slots[n->slot];
	case N_UNKNOWN:
	case N_IDENT:
		return unknown_name(c, n);
	case N_SELECT:
		return selection(c, n);
	case N_INDEX:
		return index_(c, n);
	case N_CALL:
		return call(c, n);
	case N_ADD:
		return sum(c, n);
	case N_AND:
	case N_OR:
		return logic(c, n);
	case N_LIST:
		return list(c, n);
	case N_MAP:
		return map(c, n);
	case N_LOOP:
		return loop(c, n);
	case N_BIND:
		c->slots[n->slot] = check(c, n->kids[0]);
		return check(c, n->kids[1]);
	case N_BLOCK:
		return block(c, n);
	case N_OPTMAP:
	case N_OPTFLATMAP:
		return opt_map(c, n);
	default:
		return fixed(c, n);
	}
}

static struct type *
check(struct checker *c, struct node *n)
{
	n->type = infer(c, n);
	return n->type;
}

void
cel_check(struct cel_env *env, struct source *s, struct node *root,
    uint32_t nslots)
{
	struct checker c = { .env = env, .s = s, .trail = { .a = s->a } };

	c.slots = arena_array(s->a, nslots + 1, sizeof(*c.slots));
	s->code = "expr.type";
	check(&c, root);
}
