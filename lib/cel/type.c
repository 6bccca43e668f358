#include "cel/type.h"

struct type type_dyn = { .kind = T_DYN }, type_null = { .kind = T_NULL },
    type_bool = { .kind = T_BOOL }, type_int = { .kind = T_INT },
    type_uint = { .kind = T_UINT }, type_double = { .kind = T_DOUBLE },
    type_string = { .kind = T_STRING }, type_bytes = { .kind = T_BYTES },
    type_timestamp = { .kind = T_TIMESTAMP },
    type_duration = { .kind = T_DURATION },
    type_type = { .kind = T_TYPE, .n = 1, .args = { &type_dyn } };

static struct type type_ip = { .kind = T_IP }, type_cidr = { .kind = T_CIDR },
    type_list_dyn = { .kind = T_LIST, .n = 1, .args = { &type_dyn } },
    type_map_dyn = { .kind = T_MAP, .n = 2,
	.args = { &type_dyn, &type_dyn } },
    type_optional_dyn = { .kind = T_OPTIONAL, .n = 1,
	.args = { &type_dyn } };

/*
 * The types by name; ${value}: its name as a value, none for what is no
 * run-time type.  Two spellings may share a type, the first is shown.
 */
static const struct {
	const char	*name;
	struct type	*type;
	const char	*value;
	int		 kind;		/* enum cel_kind */
} named[] = {
	{ "null_type", &type_null, "null_type", CEL_NULL },
	{ "bool", &type_bool, "bool", CEL_BOOL },
	{ "int", &type_int, "int", CEL_INT },
	{ "uint", &type_uint, "uint", CEL_UINT },
	{ "double", &type_double, "double", CEL_DOUBLE },
	{ "string", &type_string, "string", CEL_STRING },
	{ "bytes", &type_bytes, "bytes", CEL_BYTES },
	{ "list", &type_list_dyn, "list", CEL_LIST },
	{ "map", &type_map_dyn, "map", CEL_MAP },
	{ "timestamp", &type_timestamp, NULL, CEL_TIMESTAMP },
	{ "google.protobuf.Timestamp", &type_timestamp,
	    "google.protobuf.Timestamp", CEL_TIMESTAMP },
	{ "duration", &type_duration, NULL, CEL_DURATION },
	{ "google.protobuf.Duration", &type_duration,
	    "google.protobuf.Duration", CEL_DURATION },
	{ "type", &type_type, "type", CEL_TYPE },
	{ "optional_type", &type_optional_dyn, "optional_type",
	    CEL_OPTIONAL },
	{ "net.IP", &type_ip, "net.IP", CEL_IP },
	{ "net.CIDR", &type_cidr, "net.CIDR", CEL_CIDR },
	{ "dyn", &type_dyn, NULL, -1 },
};
enum { NAMED = sizeof(named) / sizeof(named[0]) };

struct type *
type_new(struct arena *a, enum type_kind kind, struct type *first,
    struct type *second)
{
	struct type *t = ARENA_NEW(a, struct type);

	t->kind = (uint8_t)kind;
	t->n = (uint8_t)((first != NULL) + (second != NULL));
	t->args[0] = first;
	t->args[1] = second;
	return t;
}

struct type *
type_var(struct arena *a)
{
	return type_new(a, T_VAR, NULL, NULL);
}

struct type *
type_of(struct type *t)
{
	while (t->kind == T_VAR && t->bound != NULL)
		t = t->bound;
	return t;
}

static size_t
name_length(const char *s)
{
	size_t i = 0;

	while (ascii_alpha(s[i]) || ascii_digit(s[i]) || s[i] == '_' ||
	    (i > 0 && s[i] == '.' && ascii_alpha(s[i + 1])))
		i++;
	return i;
}

static struct type *
type_by_name(struct str name, struct object *objects, struct arena *a)
{
	struct object *o;
	struct type *t;
	size_t i;

	if (name.len == 1 && name.p[0] >= 'A' && name.p[0] <= 'Z') {
		t = type_new(a, T_PARAM, NULL, NULL);
		t->name = arena_str(a, name).p;
		return t;
	}
	for (i = 0; i < NAMED; i++)
		if (str_eq(name, str_of(named[i].name)))
			return named[i].type;
	for (o = objects; o != NULL; o = o->next)
		if (str_eq(name, str_of(o->name)))
			return &o->type;
	return NULL;
}

static size_t
blanks(const char *s)
{
	return strspn(s, " ");
}

struct type *
type_parse(const char *text, struct object *objects, struct arena *a,
    size_t *end)
{
	size_t i = blanks(text), n = name_length(text + i), used;
	struct type *t = type_by_name((struct str){ text + i, n }, objects, a);
	struct type *args[2] = { NULL, NULL };
	size_t k = 0;

	*end = i + n;
	if (t == NULL || t->n == 0 || text[*end] != '(')
		return t;
	do {
		if (k == t->n)
			return NULL;
		*end += 1;
		args[k] = type_parse(text + *end, objects, a, &used);
		if (args[k++] == NULL)
			return NULL;
		*end += used;
		*end += blanks(text + *end);
	} while (text[*end] == ',');
	if (k != t->n || text[*end] != ')')
		return NULL;
	*end += 1;
	return type_new(a, t->kind, args[0], args[1]);
}

struct type *
type_instance(struct type *t, struct type *vars[26], struct arena *a)
{
	struct type **v, *first, *second;

	if (t->kind == T_PARAM) {
		v = &vars[t->name[0] - 'A'];
		if (*v == NULL)
			*v = type_var(a);
		return *v;
	}
	if (t->n == 0)
		return t;
	first = type_instance(t->args[0], vars, a);
	second = t->n == 2 ? type_instance(t->args[1], vars, a) : NULL;
	if (first == t->args[0] && second == t->args[1])
		return t;
	return type_new(a, t->kind, first, second);
}

static bool
occurs(const struct type *var, struct type *in)
{
	size_t i;

	in = type_of(in);
	if (in == var)
		return true;
	for (i = 0; i < in->n; i++)
		if (occurs(var, in->args[i]))
			return true;
	return false;
}

static bool
bind(struct trail *t, struct type *var, struct type *to)
{
	size_t cap = t->cap > 0 ? t->cap * 2 : 32;

	if (occurs(var, to))
		return false;
	if (t->n == t->cap) {
		t->v = arena_grow(t->a, t->v, t->cap * sizeof(*t->v),
		    cap * sizeof(*t->v));
		t->cap = cap;
	}
	t->v[t->n++] = var;
	var->bound = to;
	return true;
}

void
type_undo(struct trail *t, size_t mark)
{
	while (t->n > mark)
		t->v[--t->n]->bound = NULL;
}

/* An object is a map from strings to anything, and the other way round. */
static bool
object_is_map(struct trail *t, const struct type *a, const struct type *b)
{
	return a->kind == T_OBJECT && b->kind == T_MAP &&
	    type_unify(t, b->args[0], &type_string) &&
	    type_unify(t, b->args[1], &type_dyn);
}

/* settle(t, x): what is still open in ${x} may be anything. */
static bool
settle(struct trail *t, struct type *x)
{
	size_t i;

	x = type_of(x);
	if (x->kind == T_VAR)
		return bind(t, x, &type_dyn);
	for (i = 0; i < x->n; i++)
		settle(t, x->args[i]);
	return true;
}

/* null stands for a missing object or time as well. */
static bool
null_fits(const struct type *a, const struct type *b)
{
	return a->kind == T_NULL && (b->kind == T_OBJECT ||
	    b->kind == T_TIMESTAMP || b->kind == T_DURATION);
}

bool
type_unify(struct trail *t, struct type *a, struct type *b)
{
	size_t i;

	a = type_of(a);
	b = type_of(b);
	if (a == b)
		return true;
	if (a->kind == T_VAR)
		return bind(t, a, b);
	if (b->kind == T_VAR)
		return bind(t, b, a);
	if (a->kind == T_DYN || b->kind == T_DYN)
		return settle(t, a) && settle(t, b);
	if (a->kind != b->kind)
		return null_fits(a, b) || null_fits(b, a) ||
		    object_is_map(t, a, b) || object_is_map(t, b, a);
	if (a->kind == T_OBJECT)
		return a->obj == b->obj;
	if (a->kind == T_TYPE)
		return true;
	for (i = 0; i < a->n; i++)
		if (!type_unify(t, a->args[i], b->args[i]))
			return false;
	return true;
}

bool
type_has_dyn(struct type *t)
{
	size_t i;

	t = type_of(t);
	if (t->kind == T_TYPE)
		return false;
	for (i = 0; i < t->n; i++)
		if (type_has_dyn(t->args[i]))
			return true;
	return t->kind == T_DYN;
}

static const char *
base_name(const struct type *t)
{
	size_t i;

	if (t->kind == T_OBJECT)
		return t->obj->name;
	if (t->kind == T_PARAM)
		return t->name;
	for (i = 0; i < NAMED; i++)
		if (named[i].type->kind == t->kind)
			return named[i].name;
	return "dyn";
}

struct str
type_text(struct type *t, struct arena *a)
{
	struct str first, second;

	t = type_of(t);
	if (t->n == 0 || t->kind == T_TYPE)
		return str_of(base_name(t));
	first = type_text(t->args[0], a);
	if (t->n == 1)
		return arena_printf(a, "%s(%.*s)", base_name(t),
		    STR_ARG(first));
	second = type_text(t->args[1], a);
	return arena_printf(a, "%s(%.*s, %.*s)", base_name(t),
	    STR_ARG(first), STR_ARG(second));
}

uint32_t
type_kinds(const struct type *t)
{
	size_t i;

	if (t->kind == T_OBJECT)
		return 1u << CEL_MAP;
	for (i = 0; i < NAMED; i++)
		if (named[i].type->kind == t->kind && named[i].kind >= 0)
			return 1u << named[i].kind;
	return UINT32_MAX;
}

bool
type_value(struct str name, struct cel_val *out)
{
	size_t i;

	for (i = 0; i < NAMED; i++)
		if (named[i].value != NULL &&
		    str_eq(name, str_of(named[i].value))) {
			*out = cel_string(str_of(named[i].value));
			out->kind = CEL_TYPE;
			return true;
		}
	return false;
}

struct str
type_name(struct cel_val v)
{
	size_t i;

	for (i = 0; i < NAMED; i++)
		if (named[i].value != NULL && named[i].kind == v.kind)
			return str_of(named[i].value);
	return STR("dyn");
}

struct type *
type_denoted(struct str name, struct arena *a)
{
	size_t i;

	for (i = 0; i < NAMED; i++)
		if (str_eq(name, str_of(named[i].name)))
			return type_new(a, T_TYPE, named[i].type, NULL);
	return &type_type;
}
