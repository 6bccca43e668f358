/* Property definitions: the persona's own and those made while it runs. */
#include <string.h>

#include "sandbox/server.h"

/* One that a user defined; property_def finds ${def} behind ${p}. */
struct custom {
	struct property	 p;
	struct json	 def;		/* JSON_NULL: none */
};

static const char *const type_names[] = {
	[PROPERTY_STRING] = "string",
	[PROPERTY_NUMBER] = "number",
	[PROPERTY_BOOL] = "bool",
	[PROPERTY_ENUMERATION] = "enumeration",
	[PROPERTY_DATE] = "date",
	[PROPERTY_DATETIME] = "datetime",
	[PROPERTY_PHONE] = "phone_number",
};

const char *
property_type_name(enum property_type t)
{
	return type_names[t];
}

int
property_type_of(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
		if (str_eq(name, str_of(type_names[i])))
			return (int)i;
	return -1;
}

static struct hmap *
customs(struct sandbox *sb, const struct object_type *t)
{
	return &sb->properties[schema_index(sb->persona->schema, t)];
}

const struct property *
property_find(const struct request *q, const struct object_type *t,
    struct str name)
{
	const struct property *p = property_in(t, name);

	return p != NULL ? p : hmap_get(customs(q->sb, t), name);
}

const struct property *
property_nth(const struct request *q, const struct object_type *t, size_t i)
{
	const struct hmap *m = customs(q->sb, t);

	return i < m->n ? m->entries[i].value : NULL;
}

const struct json *
property_def(const struct property *p)
{
	const struct custom *c = (const struct custom *)(const void *)p;

	if ((p->flags & PROPERTY_CUSTOM) == 0 || c->def.type == JSON_NULL)
		return NULL;
	return &c->def;
}

/* As the store keeps it. */
static struct json
pack(const struct property *p, const struct json *def, struct arena *a)
{
	struct json o = json_object(), list = json_array();
	size_t i;

	json_set(&o, STR("label"), json_str(str_of(p->label)), a);
	json_set(&o, STR("type"), json_str(str_of(type_names[p->type])), a);
	json_set(&o, STR("flags"), json_int(p->flags, a), a);
	for (i = 0; p->options != NULL && p->options[i] != NULL; i++)
		json_push(&list, json_str(str_of(p->options[i])), a);
	json_set(&o, STR("options"), list, a);
	if (def != NULL)
		json_set(&o, STR("def"), *def, a);
	return o;
}

static const char *const *
unpack_options(const struct json *list, struct arena *a)
{
	const char **v;
	size_t i;

	if (list == NULL || list->type != JSON_ARRAY || list->len == 0)
		return NULL;
	v = arena_array(a, list->len + 1, sizeof(*v));
	for (i = 0; i < list->len; i++)
		v[i] = arena_str(a, store_scalar(&list->items[i])).p;
	return v;
}

/* Take one out of the store's form into the table. */
static const struct property *
learn(struct sandbox *sb, const struct object_type *t, struct str name,
    const struct json *packed)
{
	struct arena *a = &sb->life;
	struct custom *c = ARENA_NEW(a, struct custom);
	const struct json *flags = json_get(packed, STR("flags"));
	const struct json *def = json_get(packed, STR("def"));
	int type = property_type_of(json_get_str(packed, STR("type")));
	int64_t bits = 0;

	c->p.name = arena_str(a, name).p;
	c->p.label = arena_str(a, json_get_str(packed, STR("label"))).p;
	c->p.type = type >= 0 ? (enum property_type)type : PROPERTY_STRING;
	if (flags != NULL)
		json_to_int(flags, &bits);
	c->p.flags = (unsigned)bits | PROPERTY_CUSTOM;
	c->p.options = unpack_options(json_get(packed, STR("options")), a);
	if (def != NULL)
		c->def = json_copy(def, a);
	*hmap_slot(customs(sb, t), str_of(c->p.name)) = c;
	return &c->p;
}

const struct property *
property_define(struct request *q, const struct object_type *t,
    const struct property *p, const struct json *def)
{
	struct json packed = pack(p, def, q->a);

	store_property_put(q->store, t, str_of(p->name), &packed);
	return learn(q->sb, t, str_of(p->name), &packed);
}

void
properties_load(struct sandbox *sb)
{
	const struct object_type *t;
	struct arena a = { 0 };
	struct str name;
	struct json packed;

	for (t = sb->persona->schema->types; t->name != NULL; t++) {
		hmap_init(customs(sb, t), &sb->life);
		name = STR("");
		while (store_property_next(sb->store, t, name, &a, &name,
		    &packed))
			learn(sb, t, name, &packed);
	}
	arena_free(&a);
}

void
property_drop(struct request *q, const struct object_type *t,
    struct str name)
{
	store_property_del(q->store, t, name);
	properties_load(q->sb);
}

/* "contacts.chatcrm_id:unique" on the command line. */
static int
add_by_name(struct request *q, struct str spec, struct err *e)
{
	size_t dot = str_find(spec, STR(".")), colon;
	const struct object_type *t = schema_type(q->persona->schema,
	    str_to(spec, dot));
	struct str name = str_from(spec, dot + 1), kind = STR("string");
	struct property p = { 0 };
	int type;

	if ((colon = str_find(name, STR(":"))) != (size_t)-1) {
		kind = str_from(name, colon + 1);
		name = str_to(name, colon);
	}
	if (str_eq(kind, STR("unique"))) {
		p.flags = PROPERTY_UNIQUE;
		kind = STR("string");
	}
	type = property_type_of(kind);
	if (t == NULL || type == -1 || name.len == 0 || name.len > 100)
		return err_set(e, ERR_USAGE, "property", "'%.*s' is no "
		    "property; write TYPE.NAME[:unique|number|...]",
		    STR_ARG(spec));
	if (property_find(q, t, name) != NULL)
		return 0;
	p.name = p.label = arena_str(q->a, name).p;
	p.type = (enum property_type)type;
	property_define(q, t, &p, NULL);
	return 0;
}

int
properties_add(struct sandbox *sb, const char *const *specs, size_t n,
    struct err *e)
{
	struct arena a = { 0 };
	struct request q = { .sb = sb, .persona = sb->persona,
	    .store = sb->store, .a = &a };
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
