/* Fields as the configuration has them. */
#include "record/expr.h"
#include "stage/conf.h"
#include "stage/map_names.h"

const char *const map_objects[MAP_OBJECTS] = {
	"contact", "company", "deal", "ticket"
};

/* A field that is more than an expression. */
struct field {
	const struct json	*from, *first_of, *value, *fallback, *when;
	struct map_type_keys	 type;
};

static const char *const invalid_names[] = { "drop", "reject", "keep", NULL };
/* By twos: enum map_point is what follows from an index. */
static const char *const decimal_names[] = { ".", ",", "point", "comma",
	NULL };
static const char *const rounding_names[] = { "half_up", "half_even", "down",
	"up", "none", NULL };
static const char *const order_names[] = { "given", "values", "sorted", NULL };

static const struct conf_key literal_keys[] = {
	CONF_FORM("value", CONF_NODE, "the value itself", NULL), { 0 }
};

const struct conf_key map_expr_item[] = {
	CONF_FORM("an expression", CONF_CEL, "computed for each record",
	    NULL), { 0 }
};

const struct conf_key map_expr_forms[] = {
	CONF_FORM("an expression", CONF_CEL, "computed for each record",
	    NULL),
	CONF_FORM("a list of expressions", CONF_LIST, "the first that gives "
	    "a value counts", map_expr_item),
	CONF_FORM("{value: ...}", CONF_MAP, "the value itself",
	    literal_keys), { 0 }
};

#define K(name, type, member, names, help) \
	{ name, type, offsetof(struct field, member), help, 0, 0, 0, names, \
	    NULL }
#define F(name, type, member, forms, help) \
	{ name, type, offsetof(struct field, member), help, 0, 0, 0, NULL, \
	    forms }

static const struct conf_key keys[] = {
	F("from", CONF_EITHER, from, map_expr_forms, "an expression, or "
	    "several of which the first that gives a value counts"),
	F("first_of", CONF_LIST, first_of, map_expr_item,
	    "the same, as a list"),
	K("value", CONF_NODE, value, NULL, "the value itself"),
	K("default", CONF_NODE, fallback, NULL,
	    "the value where the expression gives none"),
	K("when", CONF_CEL, when, NULL, "the condition of the field"),
	K("type", CONF_ENUM, type.kind, map_kinds, "what it must be"),
	K("on_invalid", CONF_ENUM, type.invalid, invalid_names,
	    "what happens to a value that is not of the type"),
	F("unmapped", CONF_EITHER, type.unmapped, map_unmapped_forms,
	    "what happens to a value that a picklist does not know"),
	K("region", CONF_STR, type.region, NULL,
	    "the country of phone numbers without country code"),
	K("locale", CONF_STR, type.locale, NULL,
	    "whose way of writing numbers decides, as en-US or de"),
	K("decimal", CONF_ENUM, type.decimal, decimal_names,
	    "the sign before a number's fraction: . or ,"),
	{ "scale", CONF_INT, offsetof(struct field, type.scale),
	    "digits of a decimal's fraction", 0, 0, 30, NULL, NULL },
	K("rounding", CONF_ENUM, type.rounding, rounding_names,
	    "what becomes of more digits"),
	K("yes", CONF_STRS, type.yes, NULL, "more words for true"),
	K("no", CONF_STRS, type.no, NULL, "more words for false"),
	K("format", CONF_STR, type.format, NULL, "how a date is written"),
	K("parse", CONF_STRS, type.parse, NULL, "how a date is read"),
	K("zone", CONF_STR, type.zone, NULL, "the time zone of both"),
	F("values", CONF_EITHER, type.values, map_values_forms,
	    "a picklist's values and their synonyms"),
	F("buckets", CONF_EITHER, type.buckets, map_bucket_forms,
	    "ranges: \"1-10\", \"251+\""),
	K("separator", CONF_STRS, type.separator, NULL,
	    "what parts the items of a list in a text"),
	K("order", CONF_ENUM, type.order, order_names,
	    "how the items of a list are ordered"),
	K("join", CONF_STR, type.join, NULL,
	    "write a list as one text, with this between its items"),
	{ 0 }
};
#undef F
#undef K

const struct conf_key map_field_forms[] = {
	CONF_FORM("an expression", CONF_CEL, "the field's value", NULL),
	CONF_FORM("a list of expressions", CONF_LIST, "the first that gives "
	    "a value counts", map_expr_item),
	CONF_FORM("a mapping", CONF_OBJ, "a field that is more than an "
	    "expression", keys), { 0 }
};

const struct cel_field *
map_fields_declared(const struct json *node, struct arena *a)
{
	size_t i, n = node != NULL && node->type == JSON_OBJECT ?
	    node->len : 0;
	struct cel_field *f = arena_array(a, n + 1, sizeof(*f));

	for (i = 0; i < n; i++)
		f[i] = (struct cel_field){
		    arena_str(a, node->members[i].key).p, "dyn" };
	return f;
}

static void
declare_conversation(struct cel_env *env)
{
	static const struct cel_field facts[] = {
		{ "email", "string" }, { "phone", "string" }, { 0 }
	};
	static const struct cel_field conversation[] = {
		{ "started_at", "string" }, { "ended_at", "string" },
		{ "language", "string" }, { "channel", "string" },
		{ "messages", "dyn" }, { "intents", "list(string)" },
		{ "intent_stats", "dyn" }, { "slots", "dyn" },
		{ "slot_history", "dyn" }, { "sessions", "int" },
		{ "facts", "facts" }, { 0 }
	};
	static const struct cel_field source[] = {
		{ "platform", "string" }, { "account", "string" },
		{ "channel", "string" }, { "locale", "string" },
		{ "event", "string" }, { "file", "string" },
		{ "line", "int" }, { "lease", "dyn" }, { 0 }
	};
	static const struct cel_field person[] = {
		{ "name", "dyn" }, { "first_name", "dyn" },
		{ "last_name", "dyn" }, { "email", "dyn" },
		{ "phone", "dyn" }, { "company", "dyn" },
		{ "locale", "dyn" }, { "timezone", "dyn" },
		{ "attributes", "dyn" }, { "identifiers", "dyn" }, { 0 }
	};

	cel_env_object(env, "facts", facts, false);
	cel_env_object(env, "conversation", conversation, false);
	cel_env_object(env, "source", source, false);
	cel_env_object(env, "person", person, false);
}

struct cel_env *
map_fields_env(const struct json *const nodes[MAP_OBJECTS],
    const struct json *custom, struct arena *a)
{
	struct cel_env *env = cel_env_new(a);
	int i;

	declare_conversation(env);
	for (i = 0; i < MAP_OBJECTS; i++)
		cel_env_object(env, map_objects[i],
		    map_fields_declared(nodes[i], a), false);
	/* In the order of enum map_var. */
	cel_env_var(env, "input", "dyn");
	cel_env_var(env, "id", "string");
	cel_env_var(env, "at", "string");
	cel_env_var(env, "source", "source");
	cel_env_var(env, "conversation", "conversation");
	cel_env_var(env, "slots", "dyn");
	cel_env_var(env, "slot_history", "dyn");
	cel_env_var(env, "facts", "facts");
	cel_env_var(env, "person", "person");
	cel_env_var(env, "now", "timestamp");
	for (i = 0; i < MAP_OBJECTS; i++)
		cel_env_var(env, map_objects[i], map_objects[i]);
	map_custom_declare(custom, env, a);
	cel_env_crm(env);
	return env;
}

/*
 * {from: f(a, b)}: in a flow mapping YAML ends the expression at the comma
 * and takes "b)" for a key without a value.
 */
static bool
swallowed(const struct json *node, const char *label, struct diags *d)
{
	size_t i;

	if ((node->flags & YAML_FLOW) == 0)
		return false;
	for (i = 0; i < node->len; i++)
		if (node->members[i].value.type == JSON_NULL &&
		    str_find(node->members[i].key, STR(")")) != (size_t)-1) {
			diag_error(d, yaml_key_where(node, i),
			    "config.expression", "YAML ends an expression in "
			    "{...} at its first comma: quote the expression "
			    "of %s", label);
			return true;
		}
	return false;
}

static void
read_mapping(const struct json *node, const struct map_usual *usual,
    struct cel_env *env, struct map_field *out, struct arena *a,
    struct diags *d)
{
	struct field f = { .type = { .kind = MAP_ANY, .decimal = -1,
	    .scale = -1, .region = usual->region, .locale = usual->locale } };
	bool right;
	int given;

	if (swallowed(node, out->label, d))
		return;
	right = conf_read(node, out->label, keys, &f, a, d) == 0 &&
	    (node->flags & YAML_HOLED) == 0;
	given = (f.from != NULL) + (f.first_of != NULL) + (f.value != NULL);
	if (given > 1)
		map_expr_twice(node, out->label, d);
	if (right && given == 0 && f.fallback == NULL)
		diag_error(d, yaml_where(node), "config.field",
		    "%s needs one of from, first_of or value", out->label);
	if (f.from == NULL)
		f.from = f.first_of;
	map_expr_read(f.from, out->label, env, &out->from, a, d);
	if (f.value != NULL)
		out->from.literal = f.value;
	map_condition_read(f.when, arena_printf(a, "when of %s",
	    out->label).p, env, &out->when, a, d);
	out->fallback = f.fallback;
	if (right && map_type_read(&f.type, node, out->label, &out->type, a,
	    d) == 0) {
		map_type_fits(&out->type, f.value, out->label, "value", a, d);
		out->fallback = map_type_fits(&out->type, f.fallback,
		    out->label, "default", a, d);
	}
}

/* Fields that are keys to a person, by type or by their usual name. */
static const char *
identifier(const struct map_field *f, const char *object)
{
	if (strcmp(object, "contact") != 0)
		return NULL;
	if (f->type.kind == MAP_EMAIL || str_eq(f->key, STR("email")))
		return "email";
	if (f->type.kind == MAP_PHONE || str_eq(f->key, STR("phone")))
		return "phone";
	return NULL;
}

void
map_fields_read(const struct json *node, const char *object,
    const struct map_usual *usual, struct cel_env *env,
    struct map_fields *out,
    struct arena *a, struct diags *d)
{
	const struct json *v;
	struct map_field *f;
	size_t i;

	*out = (struct map_fields){ 0 };
	if (node == NULL || node->type == JSON_NULL)
		return;
	if (node->type != JSON_OBJECT) {
		diag_error(d, yaml_where(node), "config.field",
		    "%s is a mapping of fields to expressions", object);
		return;
	}
	out->v = arena_array(a, node->len + 1, sizeof(*out->v));
	for (i = 0; i < node->len; i++) {
		f = &out->v[out->n++];
		v = &node->members[i].value;
		f->key = node->members[i].key;
		if (str_trim(f->key).len == 0)
			diag_error(d, yaml_key_where(node, i), "config.field",
			    "a field of %s has no name", object);
		f->label = arena_printf(a, "%s.%.*s", object,
		    STR_ARG(f->key)).p;
		f->type = (struct map_type){ .kind = MAP_ANY,
		    .region = usual->region };
		if (v->type == JSON_OBJECT && !(v->flags & YAML_TAGGED))
			read_mapping(v, usual, env, f, a, d);
		else
			map_expr_read(v, f->label, env, &f->from, a, d);
		f->identifier = identifier(f, object);
	}
}
