/* Property definitions: HubSpot's own and those made through the API. */
#include <string.h>

#include "sandbox/api.h"
#include "sandbox/server.h"

static const struct property *
builtin(const struct object_type *t, struct str name)
{
	const struct property *p;

	for (p = t->properties; p->name != NULL; p++)
		if (str_eq(name, str_of(p->name)))
			return p;
	return NULL;
}

const struct property *
property_find(struct sandbox *sb, const struct object_type *t,
    struct str name)
{
	const struct property *p = builtin(t, name);

	return p != NULL ? p : hmap_get(&sb->properties[type_index(t)], name);
}

static bool
is_true(const struct json *o, struct str key)
{
	const struct json *v = json_get(o, key);

	return v != NULL && v->type == JSON_TRUE;
}

static const char *const *
option_values(const struct json *def, struct arena *a)
{
	const struct json *list = json_get(def, STR("options"));
	const char **v;
	size_t i;

	if (list == NULL || list->type != JSON_ARRAY || list->len == 0)
		return NULL;
	v = arena_array(a, list->len + 1, sizeof(*v));
	for (i = 0; i < list->len; i++)
		v[i] = arena_str(a, json_get_str(&list->items[i],
		    STR("value"))).p;
	return v;
}

/* Take a checked definition into the table. */
static void
learn(struct sandbox *sb, const struct object_type *t,
    const struct json *def)
{
	struct arena *a = &sb->life;
	struct property *p = ARENA_NEW(a, struct property);
	struct str field = json_get_str(def, STR("fieldType"));

	p->name = arena_str(a, json_get_str(def, STR("name"))).p;
	p->label = arena_str(a, json_get_str(def, STR("label"))).p;
	p->type = (enum property_type)property_type_of(json_get_str(def,
	    STR("type")));
	p->flags = PROPERTY_CUSTOM;
	if (is_true(def, STR("hasUniqueValue")))
		p->flags |= PROPERTY_UNIQUE;
	if (str_eq(field, STR("checkbox")))
		p->flags |= PROPERTY_MANY;
	p->options = option_values(def, a);
	*hmap_slot(&sb->properties[type_index(t)], str_of(p->name)) = p;
}

void
properties_load(struct sandbox *sb)
{
	const struct object_type *t;
	struct arena a = { 0 };
	struct str name;
	struct json def;

	for (t = object_types; t->name != NULL; t++) {
		hmap_init(&sb->properties[type_index(t)], &sb->life);
		name = STR("");
		while (store_property_next(sb->store, t, name, &a, &name,
		    &def))
			learn(sb, t, &def);
	}
	arena_free(&a);
}

/* Lower case letters, digits and underscores, a letter first. */
static bool
good_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (i > 0 &&
		    (ascii_digit(s.p[i]) || s.p[i] == '_'))))
			return false;
	return s.len > 0 && s.len <= 100;
}

/* The reason why a definition is refused, or NULL. */
static const char *
def_problem(const struct json *def)
{
	static const char *const needed[] = { "name", "label", "groupName",
	    "type", "fieldType" };
	struct str type = json_get_str(def, STR("type"));
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (json_get_str(def, str_of(needed[i])).p == NULL)
			return needed[i];
	if (!good_name(json_get_str(def, STR("name"))))
		return "name";
	if (property_type_of(type) == -1)
		return "type";
	return NULL;
}

/* Define one; 0, or the status of the error in ${error}. */
static int
define(struct request *q, const struct object_type *t,
    const struct json *def, struct json *error)
{
	struct str name = json_get_str(def, STR("name"));
	const char *bad = def_problem(def);

	if (bad != NULL) {
		*error = error_body(q, "VALIDATION_ERROR",
		    arena_printf(q->a, "Property definition was not valid: "
		    "%s is missing or has no valid value", bad));
		return 400;
	}
	if (property_find(q->sb, t, name) != NULL) {
		*error = error_body(q, "OBJECT_ALREADY_EXISTS",
		    arena_printf(q->a, "A property named '%.*s' already "
		    "exists.", STR_ARG(name)));
		return 409;
	}
	store_property_put(q->store, t, name, def);
	learn(q->sb, t, def);
	return 0;
}

static struct json
options_json(const struct property *p, struct arena *a)
{
	struct json list = json_array(), o;
	size_t i;

	for (i = 0; p->options != NULL && p->options[i] != NULL; i++) {
		o = json_object();
		json_set(&o, STR("label"), json_str(str_of(p->options[i])), a);
		json_set(&o, STR("value"), json_str(str_of(p->options[i])), a);
		json_set(&o, STR("displayOrder"), json_int((int64_t)i, a), a);
		json_set(&o, STR("hidden"), json_bool(false), a);
		json_push(&list, o, a);
	}
	return list;
}

static const char *
field_type(const struct property *p)
{
	if ((p->flags & PROPERTY_MANY) != 0)
		return "checkbox";
	return property_field_type(p->type);
}

static struct json
property_json(const struct property *p, const struct object_type *t,
    struct arena *a)
{
	bool ours = (p->flags & PROPERTY_CUSTOM) == 0;
	struct json o = json_object(), m = json_object();

	json_set(&o, STR("name"), json_str(str_of(p->name)), a);
	json_set(&o, STR("label"), json_str(str_of(p->label)), a);
	json_set(&o, STR("type"),
	    json_str(str_of(property_type_name(p->type))), a);
	json_set(&o, STR("fieldType"), json_str(str_of(field_type(p))), a);
	json_set(&o, STR("description"), json_str(STR("")), a);
	json_set(&o, STR("groupName"), json_str(arena_printf(a,
	    "%sinformation", t->singular)), a);
	json_set(&o, STR("options"), options_json(p, a), a);
	json_set(&o, STR("hasUniqueValue"),
	    json_bool((p->flags & PROPERTY_UNIQUE) != 0), a);
	json_set(&o, STR("hidden"), json_bool(false), a);
	json_set(&o, STR("calculated"), json_bool(false), a);
	json_set(&o, STR("externalOptions"), json_bool(false), a);
	json_set(&o, STR("hubspotDefined"), json_bool(ours), a);
	json_set(&m, STR("archivable"), json_bool(!ours), a);
	json_set(&m, STR("readOnlyDefinition"), json_bool(ours), a);
	json_set(&m, STR("readOnlyValue"),
	    json_bool((p->flags & PROPERTY_READ_ONLY) != 0), a);
	json_set(&o, STR("modificationMetadata"), m, a);
	return o;
}

void
property_list(struct request *q, struct answer *r)
{
	const struct object_type *t = api_type(q, 0, r);
	struct json list = json_array();
	const struct property *p;
	const struct hmap *m;
	size_t i;

	if (t == NULL)
		return;
	for (p = t->properties; p->name != NULL; p++)
		json_push(&list, property_json(p, t, q->a), q->a);
	m = &q->sb->properties[type_index(t)];
	for (i = 0; i < m->n; i++)
		json_push(&list, property_json(m->entries[i].value, t, q->a),
		    q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("results"), list, q->a);
}

void
property_get(struct request *q, struct answer *r)
{
	const struct object_type *t = api_type(q, 0, r);
	const struct property *p;

	if (t == NULL)
		return;
	if ((p = property_find(q->sb, t, q->args[1])) == NULL) {
		error_answer(q, r, 404, "OBJECT_NOT_FOUND",
		    "No property named '%.*s' exists.", STR_ARG(q->args[1]));
		return;
	}
	r->status = 200;
	r->body = property_json(p, t, q->a);
}

void
property_create(struct request *q, struct answer *r)
{
	const struct object_type *t = api_type(q, 0, r);
	int status;

	if (t == NULL)
		return;
	if ((status = define(q, t, &q->in, &r->body)) != 0) {
		r->status = status;
		return;
	}
	r->status = 201;
	r->body = property_json(property_find(q->sb, t,
	    json_get_str(&q->in, STR("name"))), t, q->a);
}

void
property_batch_create(struct request *q, struct answer *r)
{
	const struct object_type *t = api_type(q, 0, r);
	const struct json *inputs, *in;
	struct json results = json_array(), errors = json_array(), error;
	size_t i;

	if (t == NULL || (inputs = api_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		in = &inputs->items[i];
		if (define(q, t, in, &error) != 0)
			json_push(&errors, error, q->a);
		else
			json_push(&results, property_json(property_find(q->sb,
			    t, json_get_str(in, STR("name"))), t, q->a), q->a);
	}
	api_batch(q, r, 201, results, errors);
}

/* "contacts.chatcrm_id:unique" on the command line; for tests. */
static int
add_by_name(struct request *q, struct str spec, struct err *e)
{
	size_t dot = str_find(spec, STR(".")), colon;
	const struct object_type *t = type_find(str_to(spec, dot));
	struct str name = str_from(spec, dot + 1), kind = STR("string");
	struct json def = json_object(), error;

	if ((colon = str_find(name, STR(":"))) != (size_t)-1) {
		kind = str_from(name, colon + 1);
		name = str_to(name, colon);
	}
	json_set(&def, STR("name"), json_str(name), q->a);
	json_set(&def, STR("label"), json_str(name), q->a);
	json_set(&def, STR("groupName"), json_str(STR("chatcrm")), q->a);
	json_set(&def, STR("fieldType"), json_str(STR("text")), q->a);
	json_set(&def, STR("hasUniqueValue"),
	    json_bool(str_eq(kind, STR("unique"))), q->a);
	if (str_eq(kind, STR("unique")))
		kind = STR("string");
	json_set(&def, STR("type"), json_str(kind), q->a);
	if (t == NULL || (property_find(q->sb, t, name) == NULL &&
	    define(q, t, &def, &error) != 0))
		return err_set(e, ERR_USAGE, "property", "'%.*s' is no "
		    "property; write TYPE.NAME[:unique|number|...]",
		    STR_ARG(spec));
	return 0;
}

int
properties_add(struct sandbox *sb, const char *const *specs, size_t n,
    struct err *e)
{
	struct arena a = { 0 };
	struct request q = { .sb = sb, .store = sb->store, .a = &a };
	size_t i;
	int rc = 0;

	store_begin(sb->store);
	for (i = 0; i < n && rc == 0; i++)
		rc = add_by_name(&q, str_of(specs[i]), e);
	if (store_end(sb->store, rc == 0, e) == -1)
		rc = -1;
	arena_free(&a);
	return rc;
}
