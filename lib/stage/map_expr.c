#include "record/expr.h"
#include "stage/map_expr.h"
#include "yaml/yaml.h"

enum { VARS_MAX = 32 };

/* How many names, parted by dots, ${text} may be; 0: it is anything else. */
static size_t
count_names(struct str text)
{
	size_t i, n = 1;

	for (i = 0; i < text.len; i++)
		if (text.p[i] == '.')
			n++;
		else if (!ascii_alpha(text.p[i]) && text.p[i] != '_' &&
		    !ascii_digit(text.p[i]))
			return 0;
	return n;
}

/* Names parted by dots, the variable's first; false if it is anything else. */
static bool
split(struct str text, struct map_plain *p, struct arena *a)
{
	size_t dot, n = count_names(text);

	if (n == 0)
		return false;
	p->n = 0;
	p->keys = arena_array(a, n, sizeof(struct str));
	for (;;) {
		dot = str_find(text, STR("."));
		p->keys[p->n] = str_to(text, dot);
		if (!str_is_name(p->keys[p->n++]))
			return false;
		if (dot == (size_t)-1)
			return true;
		text = str_from(text, dot + 1);
	}
}

/* The path's variable by its number: the one that the program reads. */
static struct map_plain
plain(const struct cel_prog *prog, struct str text, struct arena *a)
{
	struct map_plain p = { .var = -1 };

	if (cel_expanded(prog) || !split(text, &p, a))
		return p;
	p.keys++;
	p.n--;
	for (p.var = 0; p.var < VARS_MAX; p.var++)
		if (cel_reads(prog, p.var))
			return p;
	p.var = -1;
	return p;
}

/* What makes a program of a scalar: expr_compile or expr_condition. */
typedef struct cel_prog *compiler(struct cel_env *env,
    const struct json *node, const char *what, struct arena *a,
    struct diags *d);

static int
compile(compiler *make, const struct json *node, const char *what,
    struct cel_env *env, struct map_expr *x, struct arena *a, struct diags *d)
{
	struct cel_prog *p = make(env, node, what, a, d);

	if (p == NULL)
		return -1;
	x->progs[x->n] = p;
	x->texts[x->n] = str_trim((struct str){ node->text, node->len });
	x->plain[x->n] = plain(p, x->texts[x->n], a);
	x->n++;
	return 0;
}

static void
make_room(struct map_expr *x, size_t n, struct arena *a)
{
	x->progs = arena_array(a, n + 1, sizeof(struct cel_prog *));
	x->texts = arena_array(a, n + 1, sizeof(struct str));
	x->plain = arena_array(a, n + 1, sizeof(struct map_plain));
}

static bool
is_literal(const struct json *node)
{
	return node->type == JSON_OBJECT && node->len == 1 &&
	    str_eq(node->members[0].key, STR("value"));
}

int
map_expr_read(const struct json *node, const char *what, struct cel_env *env,
    struct map_expr *x, struct arena *a, struct diags *d)
{
	size_t i, n;
	int ret = 0;

	*x = (struct map_expr){ 0 };
	if (node == NULL)
		return 0;
	if (is_literal(node)) {
		x->literal = &node->members[0].value;
		return 0;
	}
	n = node->type == JSON_ARRAY ? node->len : 1;
	make_room(x, n, a);
	if (node->type != JSON_ARRAY)
		return compile(expr_compile, node, what, env, x, a, d);
	for (i = 0; i < n; i++)
		if (compile(expr_compile, &node->items[i], what, env, x, a,
		    d) == -1)
			ret = -1;
	return ret;
}

void
map_expr_twice(const struct json *node, const char *what, struct diags *d)
{
	static const char *const keys[] = { "from", "first_of", "value",
	    NULL };
	const char *first = NULL;
	struct str key;
	size_t i;

	for (i = 0; i < node->len; i++) {
		key = node->members[i].key;
		if (!str_in(key, keys))
			continue;
		if (first != NULL)
			diag_error(d, yaml_key_where(node, i), "config.field",
			    "%s has '%s' already; keep that, or '%.*s'", what,
			    first, STR_ARG(key));
		else
			first = arena_str(d->arena, key).p;
	}
}

int
map_condition_read(const struct json *node, const char *what,
    struct cel_env *env, struct map_expr *x, struct arena *a, struct diags *d)
{
	*x = (struct map_expr){ 0 };
	if (node == NULL)
		return 0;
	make_room(x, 1, a);
	return compile(expr_condition, node, what, env, x, a, d);
}

static bool
is_nothing(const struct cel_val *v)
{
	return v->kind == CEL_NULL || (v->kind == CEL_STRING && v->s.len == 0);
}

static bool
is_empty(const struct json *v)
{
	return v->type == JSON_NULL || (v->type == JSON_STRING && v->len == 0);
}

static bool
is_tree(const struct cel_val *v)
{
	return v->is_json && (v->kind == CEL_LIST || v->kind == CEL_MAP);
}

/*
 * Where path ${p} leads; NULL if nowhere.  False: the evaluator must say
 * what is wrong with it.
 */
static bool
follow(const struct map_plain *p, const struct cel_val *vars, bool lenient,
    const struct json **out)
{
	const struct json *v;
	size_t i;

	*out = NULL;
	if (p->var == -1)
		return false;
	if (vars[p->var].kind == CEL_MAP && !vars[p->var].is_json)
		return false;	/* made by an expression */
	if (!is_tree(&vars[p->var]))
		return lenient && p->n > 0;
	v = vars[p->var].json;
	for (i = 0; i < p->n && v != NULL && v->type == JSON_OBJECT; i++)
		v = json_get(v, p->keys[i]);
	if (i < p->n && v != NULL && v->type != JSON_NULL && !lenient)
		return false;
	*out = v == NULL || i < p->n || is_empty(v) ? NULL : v;
	return true;
}

enum cel_status
map_expr_eval(const struct map_expr *x, const struct cel_val *vars,
    struct arena *a, struct cel_val *out, struct err *e)
{
	enum cel_status status;
	const struct json *v;
	size_t i;

	if (x->literal != NULL) {
		*out = cel_from_json(x->literal);
		return is_nothing(out) ? CEL_ABSENT : CEL_OK;
	}
	for (i = 0; i < x->n; i++) {
		if (follow(&x->plain[i], vars, x->lenient, &v)) {
			if (v == NULL)
				continue;
			*out = cel_from_json(v);
			return CEL_OK;
		}
		status = cel_eval(x->progs[i], vars, a, out, e);
		if (status == CEL_FAIL ||
		    (status == CEL_OK && !is_nothing(out)))
			return status;
	}
	return CEL_ABSENT;
}

static enum cel_status
eval_json(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct json *out, struct err *e)
{
	struct cel_val v;
	enum cel_status status = cel_eval(p, vars, a, &v, e);

	if (status == CEL_OK && cel_to_json(v, a, out, e) == -1)
		return CEL_FAIL;
	return status;
}

enum cel_status
map_expr_json(const struct map_expr *x, const struct cel_val *vars,
    struct arena *a, struct json *out, size_t *which, struct err *e)
{
	enum cel_status status;
	const struct json *v;
	size_t i;

	if (x->literal != NULL) {
		*out = *x->literal;
		return is_empty(out) ? CEL_ABSENT : CEL_OK;
	}
	for (i = 0; i < x->n; i++) {
		*which = i;
		if (follow(&x->plain[i], vars, x->lenient, &v)) {
			if (v == NULL)
				continue;
			*out = *v;
			return CEL_OK;
		}
		status = eval_json(x->progs[i], vars, a, out, e);
		if (status == CEL_FAIL || (status == CEL_OK && !is_empty(out)))
			return status;
	}
	return CEL_ABSENT;
}

int
map_expr_holds(const struct map_expr *x, const struct cel_val *vars,
    struct arena *a)
{
	enum cel_status status;
	struct cel_val v;
	struct err e;

	if (!map_expr_given(x))
		return 1;
	status = map_expr_eval(x, vars, a, &v, &e);
	if (status == CEL_ABSENT)
		return 0;
	return status == CEL_FAIL || v.kind != CEL_BOOL ? -1 : v.b;
}

bool
map_expr_reads(const struct map_expr *x, int var)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (cel_reads(x->progs[i], var))
			return true;
	return false;
}

void
map_expr_paths(const struct map_expr *x, int var, const struct str *prefix,
    size_t n, struct json_paths *out)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		cel_paths(x->progs[i], var, prefix, n, out);
}
