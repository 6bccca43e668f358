/* Property definitions as HubSpot tells of them and takes them. */
#include "sandbox/hs.h"

static const char *const field_types[] = {
	[PROPERTY_STRING] = "text",
	[PROPERTY_NUMBER] = "number",
	[PROPERTY_BOOL] = "booleancheckbox",
	[PROPERTY_ENUMERATION] = "select",
	[PROPERTY_DATE] = "date",
	[PROPERTY_DATETIME] = "date",
	[PROPERTY_PHONE] = "phonenumber",
};

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

/* A checked definition as a property. */
static struct property
as_property(const struct json *def, struct arena *a)
{
	struct property p = { 0 };

	p.name = arena_str(a, json_get_str(def, STR("name"))).p;
	p.label = arena_str(a, json_get_str(def, STR("label"))).p;
	p.type = (enum property_type)property_type_of(json_get_str(def,
	    STR("type")));
	if (is_true(def, STR("hasUniqueValue")))
		p.flags |= PROPERTY_UNIQUE;
	if (str_eq(json_get_str(def, STR("fieldType")), STR("checkbox")))
		p.flags |= PROPERTY_MANY;
	p.options = option_values(def, a);
	return p;
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
	struct property p;

	if (bad != NULL) {
		*error = hs_error(q, "VALIDATION_ERROR",
		    arena_printf(q->a, "Property definition was not valid: "
		    "%s is missing or has no valid value", bad));
		return 400;
	}
	if (property_find(q, t, name) != NULL) {
		*error = hs_error(q, "OBJECT_ALREADY_EXISTS",
		    arena_printf(q->a, "A property named '%.*s' already "
		    "exists.", STR_ARG(name)));
		return 409;
	}
	if (hs_property_count(q, t) >= hs_property_limit(q)) {
		*error = hs_error(q, "VALIDATION_ERROR", arena_printf(q->a,
		    "You have reached the limit of custom properties for "
		    "%s.", t->name));
		return 400;
	}
	p = as_property(def, q->a);
	property_define(q, t, &p, def);
	return 0;
}

static struct json
option_label(const struct property *p, size_t i)
{
	const struct json *list = json_get(property_def(p), STR("options"));
	struct str v = list != NULL && list->type == JSON_ARRAY &&
	    i < list->len ? json_get_str(&list->items[i], STR("label")) :
	    STR_NONE;

	return json_str(v.p != NULL ? v : str_of(p->options[i]));
}

static struct json
options_json(const struct property *p, struct arena *a)
{
	struct json list = json_array(), o;
	size_t i;

	for (i = 0; p->options != NULL && p->options[i] != NULL; i++) {
		o = json_object();
		json_set(&o, STR("label"), option_label(p, i), a);
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
	return field_types[p->type];
}

/* As the definition says, if there is one that says it. */
static struct json
said(const struct property *p, const char *key, struct str otherwise)
{
	struct str v = json_get_str(property_def(p), str_of(key));

	return json_str(v.p != NULL ? v : otherwise);
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
	json_set(&o, STR("fieldType"), said(p, "fieldType",
	    str_of(field_type(p))), a);
	json_set(&o, STR("description"), said(p, "description", STR("")), a);
	json_set(&o, STR("groupName"), said(p, "groupName", arena_printf(a,
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
hs_property_list(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct json list = json_array();
	const struct property *p;
	size_t i;

	if (t == NULL)
		return;
	for (p = t->properties; p->name != NULL; p++)
		json_push(&list, property_json(p, t, q->a), q->a);
	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		json_push(&list, property_json(p, t, q->a), q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("results"), list, q->a);
}

void
hs_property_get(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	const struct property *p;

	if (t == NULL)
		return;
	if ((p = property_find(q, t, q->args[1])) == NULL) {
		hs_fail(q, r, 404, "OBJECT_NOT_FOUND",
		    "No property named '%.*s' exists.", STR_ARG(q->args[1]));
		return;
	}
	r->status = 200;
	r->body = property_json(p, t, q->a);
}

void
hs_property_create(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	int status;

	if (t == NULL)
		return;
	if ((status = define(q, t, &q->in, &r->body)) != 0) {
		r->status = status;
		return;
	}
	r->status = 201;
	r->body = property_json(property_find(q, t,
	    json_get_str(&q->in, STR("name"))), t, q->a);
}

void
hs_property_batch_create(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	const struct json *inputs, *in;
	struct json results = json_array(), errors = json_array(), error;
	size_t i;

	if (t == NULL || (inputs = hs_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		in = &inputs->items[i];
		if (define(q, t, in, &error) != 0)
			json_push(&errors, error, q->a);
		else
			json_push(&results, property_json(property_find(q, t,
			    json_get_str(in, STR("name"))), t, q->a), q->a);
	}
	hs_batch_frame(q, r, 201, results, errors);
}


/* One that was made, not one of HubSpot's; if not, an error. */
static const struct property *
find_custom(struct request *q, const struct object_type *t, struct str name,
    struct answer *r)
{
	const struct property *p = property_find(q, t, name);

	if (p == NULL)
		hs_fail(q, r, 404, "OBJECT_NOT_FOUND",
		    "No property named '%.*s' exists.", STR_ARG(name));
	else if ((p->flags & PROPERTY_CUSTOM) == 0)
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "'%.*s' is a property of HubSpot's own.", STR_ARG(name));
	else
		return p;
	return NULL;
}

/* The old definition with the members that are sent; never another name. */
void
hs_property_update(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	const struct property *p;
	const struct json *old;
	struct json def;
	struct property fresh;
	const char *bad;
	uint32_t i;

	if (t == NULL || (p = find_custom(q, t, q->args[1], r)) == NULL)
		return;
	old = property_def(p);
	def = old != NULL ? json_copy(old, q->a) : property_json(p, t, q->a);
	for (i = 0; q->in.type == JSON_OBJECT && i < q->in.len; i++)
		if (!str_eq(q->in.members[i].key, STR("name")))
			json_set(&def, q->in.members[i].key,
			    q->in.members[i].value, q->a);
	if ((bad = def_problem(&def)) != NULL) {
		hs_fail(q, r, 400, "VALIDATION_ERROR", "Property definition "
		    "was not valid: %s is missing or has no valid value",
		    bad);
		return;
	}
	fresh = as_property(&def, q->a);
	property_drop(q, t, q->args[1]);
	r->status = 200;
	r->body = property_json(property_define(q, t, &fresh, &def), t, q->a);
}

void
hs_property_archive(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);

	if (t == NULL || find_custom(q, t, q->args[1], r) == NULL)
		return;
	property_drop(q, t, q->args[1]);
	r->status = 204;
}

void
hs_property_batch_read(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct json results = json_array(), errors = json_array(), error;
	const struct json *inputs;
	const struct property *p;
	struct str name;
	size_t i;

	if (t == NULL || (inputs = hs_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++) {
		name = json_get_str(&inputs->items[i], STR("name"));
		if ((p = property_find(q, t, name)) != NULL) {
			json_push(&results, property_json(p, t, q->a), q->a);
			continue;
		}
		error = hs_error(q, "OBJECT_NOT_FOUND", STR("Some properties "
		    "do not exist"));
		hs_error_context(q, &error, "names", name);
		json_push(&errors, error, q->a);
	}
	hs_batch_frame(q, r, 200, results, errors);
}

void
hs_property_batch_archive(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	const struct json *inputs;
	size_t i;

	if (t == NULL || (inputs = hs_inputs(q, r)) == NULL)
		return;
	for (i = 0; i < inputs->len; i++)
		property_drop(q, t, json_get_str(&inputs->items[i],
		    STR("name")));
	r->status = 204;
}
