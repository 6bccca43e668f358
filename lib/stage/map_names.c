#include "record/expr.h"
#include "stage/conf.h"
#include "stage/map_names.h"

static const struct conf_key custom_fields[] = {
	CONF_FORM("*", CONF_EITHER, "a field", map_field_forms), { 0 }
};

const struct conf_key map_custom_keys[] = {
	CONF_FORM("*", CONF_MAP, "fields of an object", custom_fields), { 0 }
};

const struct conf_key map_define_keys[] = {
	CONF_FORM("*", CONF_CEL, "what the name stands for", NULL), { 0 }
};

static size_t
members(const struct json *node)
{
	return node != NULL && node->type == JSON_OBJECT ? node->len : 0;
}

void
map_custom_declare(const struct json *node, struct cel_env *env,
    struct arena *a)
{
	size_t i, n = members(node);
	struct cel_field *f = arena_array(a, n + 1, sizeof(*f));

	for (i = 0; i < n; i++) {
		f[i].name = arena_str(a, node->members[i].key).p;
		f[i].type = arena_printf(a, "objects.%s", f[i].name).p;
		cel_env_object(env, f[i].type,
		    map_fields_declared(&node->members[i].value, a), false);
	}
	cel_env_object(env, "objects", f, false);
	cel_env_var(env, "objects", "objects");
}

/* What is there already cannot be an object of one's own. */
static int
check_object(const struct json *node, size_t i, struct diags *d)
{
	struct str name = node->members[i].key;
	struct where at = yaml_key_where(node, i);
	size_t k;

	if (!cel_is_name(name))
		return diag_error(d, at, "config.object", "the name of an "
		    "object is of letters, digits and '_', and none of CEL's "
		    "own words");
	for (k = 0; k < MAP_OBJECTS; k++)
		if (str_eq(name, str_of(map_objects[k])))
			return diag_error(d, at, "config.object",
			    "%.*s is no object of one's own: its fields "
			    "stand in map.%.*s", STR_ARG(name),
			    STR_ARG(name));
	return 0;
}

struct map_custom *
map_custom_read(const struct json *node, const struct map_usual *usual,
    struct cel_env *env, size_t *n, struct arena *a, struct diags *d)
{
	struct map_custom *v = arena_array(a, members(node) + 1, sizeof(*v));
	const char *label;
	size_t i;

	*n = 0;
	for (i = 0; i < members(node); i++) {
		if (check_object(node, i, d) == -1)
			continue;
		v[*n].name = node->members[i].key;
		label = arena_printf(a, "objects.%.*s",
		    STR_ARG(v[*n].name)).p;
		map_fields_read(&node->members[i].value, label, usual, env,
		    &v[*n].fields, a, d);
		++*n;
	}
	return v;
}

static int
check_name(const struct json *node, size_t i, const struct cel_env *env,
    struct diags *d)
{
	struct str name = node->members[i].key;
	struct where at = yaml_key_where(node, i);

	if (!cel_is_name(name))
		return diag_error(d, at, "config.define", "a name of define "
		    "is of letters, digits and '_', and none of CEL's own "
		    "words");
	if (cel_env_has(env, name))
		return diag_error(d, at, "config.define", "%.*s has a meaning "
		    "already; define another name", STR_ARG(name));
	return 0;
}

void
map_define(const struct json *node, struct cel_env *env, struct arena *a,
    struct diags *d)
{
	const struct json *v;
	const char *name;
	size_t i;

	for (i = 0; i < members(node); i++) {
		v = &node->members[i].value;
		if (check_name(node, i, env, d) == 0)
			cel_env_define(env, arena_str(a,
			    node->members[i].key).p, v->type == JSON_STRING ?
			    (struct str){ v->text, v->len } : yaml_text(v),
			    v);
	}
	for (i = 0; i < members(node); i++) {
		v = &node->members[i].value;
		name = arena_str(a, node->members[i].key).p;
		if (expr_compile(env, v, arena_printf(a, "define.%s", name).p,
		    a, d) == NULL)
			cel_env_define(env, name, STR("dyn(null)"), NULL);
	}
}
