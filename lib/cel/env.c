#include "cel/env.h"

#include <assert.h>
#include <stdio.h>

static const struct builtin *const tables[] = {
	cel_operators, cel_std, cel_convert, cel_strings, cel_format,
	cel_math, cel_time, cel_encoders, cel_optionals, cel_network
};
enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

struct cel_env *
cel_env_new(struct arena *a)
{
	struct cel_env *env = ARENA_NEW(a, struct cel_env);

	env->a = a;
	return env;
}

void
cel_env_container(struct cel_env *env, const char *name)
{
	env->container = arena_str(env->a, str_of(name));
}

void
cel_env_object(struct cel_env *env, const char *name,
    const struct cel_field *fields, bool open)
{
	struct object *o = ARENA_NEW(env->a, struct object);

	*o = (struct object){ env->objects, name, fields, open,
	    { .kind = T_OBJECT } };
	o->type.obj = o;
	env->objects = o;
}

/* A type that the program itself spells wrong is a bug of the program. */
static struct type *
must_parse(struct cel_env *env, const char *text, size_t *end)
{
	struct type *t = type_parse(text, env->objects, env->a, end);

	if (t == NULL) {
		fprintf(stderr, "chatcrm: bug: no such CEL type: %s\n", text);
		assert(t != NULL);
		return &type_dyn;
	}
	return t;
}

int
cel_env_var(struct cel_env *env, const char *name, const char *type)
{
	size_t cap = env->cap > 0 ? env->cap * 2 : 16, end;

	if (env->nvars == env->cap) {
		env->vars = arena_grow(env->a, env->vars,
		    env->cap * sizeof(*env->vars), cap * sizeof(*env->vars));
		env->cap = cap;
	}
	env->vars[env->nvars] = (struct env_var){
	    arena_str(env->a, str_of(name)), must_parse(env, type, &end) };
	return (int)env->nvars++;
}

/* types(env, o, text): the parameters of ${o} up to ")" or the end. */
static const char *
types(struct cel_env *env, struct overload *o, const char *text)
{
	size_t used;

	while (*text == ' ')
		text++;
	while (*text != ')' && *text != '\0') {
		assert(o->n < CEL_MAX_PARAMS);
		o->params[o->n] = must_parse(env, text, &used);
		o->kinds[o->n] = type_kinds(o->params[o->n]);
		o->n++;
		text += used;
		if (strncmp(text, "...", 3) == 0) {
			o->variadic = true;
			text += 3;
		}
		if (*text == ',')
			text++;
	}
	return text;
}

/* overload(env, row): the signature of ${row}, read. */
static struct overload *
overload(struct cel_env *env, const struct builtin *row)
{
	struct overload *o = ARENA_NEW(env->a, struct overload);
	const char *p = row->sig;
	size_t used;

	o->name = row->name;
	o->sig = row->sig;
	o->fn = row->fn;
	if (*p != '(') {
		o->member = true;
		o->params[0] = must_parse(env, p, &used);
		o->kinds[0] = type_kinds(o->params[0]);
		o->n = 1;
		p += used + 1;		/* "." */
	}
	p = types(env, o, p + 1);
	o->result = must_parse(env, p + 1, &used);
	return o;
}

void
cel_env_function(struct cel_env *env, const char *name, const char *args,
    const char *result, cel_fn fn)
{
	struct overload *o = ARENA_NEW(env->a, struct overload);
	size_t used;

	o->name = name;
	o->own = fn;
	types(env, o, args);
	o->result = must_parse(env, result, &used);
	o->sig = arena_printf(env->a, "(%s)%s", args, result).p;
	o->next = env->own;
	env->own = o;
}

int
env_find_var(const struct cel_env *env, struct str name)
{
	size_t i;

	for (i = 0; i < env->nvars; i++)
		if (str_eq(env->vars[i].name, name))
			return (int)i;
	return -1;
}

static void
offer(struct callee *c, struct overload *o, bool member, size_t nargs,
    struct arena *a)
{
	struct overload **v;

	if (o->member != member ||
	    (o->variadic ? nargs == 0 : nargs != o->n))
		return;
	v = arena_array(a, c->n + 1, sizeof(struct overload *));
	if (c->n > 0)
		memcpy(v, c->v, c->n * sizeof(*v));
	v[c->n++] = o;
	c->v = v;
}

static bool
is_called(const char *z, struct str name)
{
	return z[0] == name.p[0] && str_eq(name, str_of(z));
}

struct callee *
env_callee(const struct cel_env *env, struct str name, bool member,
    size_t nargs, struct arena *a)
{
	struct cel_env scratch = *env;
	struct callee *c = ARENA_NEW(a, struct callee);
	const struct builtin *row;
	struct overload *o;
	bool known = false;
	size_t i;

	c->name = name;
	scratch.a = a;
	for (i = 0; i < TABLES; i++)
		for (row = tables[i]; row->name != NULL; row++)
			if (is_called(row->name, name)) {
				known = true;
				offer(c, overload(&scratch, row), member,
				    nargs, a);
			}
	for (o = env->own; o != NULL; o = o->next)
		if (is_called(o->name, name)) {
			known = true;
			offer(c, o, member, nargs, a);
		}
	return known ? c : NULL;
}

enum { FORMS_SHOWN = 3 };

/* "string.(string, int)list(string)": without what it gives. */
static void
add_form(struct buf *b, const char *name, const char *sig, size_t nth)
{
	const char *dot = strstr(sig, ".("), *args = sig, *end;
	size_t depth = 0;

	if (nth >= FORMS_SHOWN) {
		if (nth == FORMS_SHOWN)
			buf_adds(b, STR(", ..."));
		return;
	}
	if (*sig != '(' && dot != NULL)
		args = dot + 1;
	for (end = args; *end != '\0'; end++) {
		depth += *end == '(';
		if (*end == ')' && --depth == 0)
			break;
	}
	buf_printf(b, "%s%.*s%s%.*s", nth > 0 ? ", " : "",
	    (int)(args - sig), sig, name, (int)(end + 1 - args), args);
}

struct str
env_forms(const struct cel_env *env, struct str name, struct arena *a)
{
	const struct builtin *row;
	const struct overload *o;
	struct buf b = { 0 };
	struct str s;
	size_t n = 0, i;

	for (i = 0; i < TABLES; i++)
		for (row = tables[i]; row->name != NULL; row++)
			if (is_called(row->name, name))
				add_form(&b, row->name, row->sig, n++);
	for (o = env->own; o != NULL; o = o->next)
		if (is_called(o->name, name))
			add_form(&b, o->name, o->sig, n++);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

const char *
env_nearest(const struct cel_env *env, struct str name, bool functions,
    struct arena *a)
{
	const struct builtin *row;
	const struct overload *o;
	const struct definition *d;
	const char **names;
	size_t n = 0, i;

	names = arena_array(a, env->nvars + 512, sizeof(*names));
	if (!functions) {
		for (i = 0; i < env->nvars; i++)
			names[n++] = env->vars[i].name.p;
		for (d = env->defs; d != NULL && n < env->nvars + 512;
		    d = d->next)
			names[n++] = d->name;
		return nearest(name, names, n);
	}
	for (i = 0; i < TABLES; i++)
		for (row = tables[i]; row->name != NULL && n < 480; row++)
			if (ascii_alpha(row->name[0]))
				names[n++] = row->name;
	for (o = env->own; o != NULL && n < 512; o = o->next)
		names[n++] = o->name;
	return nearest(name, names, n);
}

struct str
env_qualified(struct str space, struct str name, struct arena *a)
{
	struct str s = { NULL, space.len + 1 + name.len };
	char *p = arena_alloc(a, s.len);

	memcpy(p, space.p, space.len);
	p[space.len] = '.';
	memcpy(p + space.len + 1, name.p, name.len);
	s.p = p;
	return s;
}

struct str
env_candidate(const struct cel_env *env, struct str name, size_t i,
    struct arena *a)
{
	struct str c = env->container;

	for (; i > 0 && c.len > 0; i--)
		do
			c.len--;
		while (c.len > 0 && c.p[c.len] != '.');
	if (c.len == 0)
		return i == 0 ? name : STR_NONE;
	return env_qualified(c, name, a);
}
