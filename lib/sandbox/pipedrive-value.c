/* What Pipedrive's fields take, and how they are shown. */
#include <inttypes.h>

#include "sandbox/pipedrive.h"

/* "2026-03-01T10:15:30Z", or v1's spelling. */
static struct json
pipedrive_time(const struct request *q, int64_t ms)
{
	struct instant t = { .sec = ms / 1000 };
	bool v1 = pipedrive_is_v1(q);
	struct civil c;

	time_civil(t, NULL, &c);
	return json_str(arena_printf(q->a,
	    "%04" PRId64 "-%02d-%02d%c%02d:%02d:%02d%s", c.year, c.month,
	    c.day, v1 ? ' ' : 'T', c.hour, c.min, c.sec, v1 ? "" : "Z"));
}

int64_t
pipedrive_ref(const struct object_type *t, const struct json *v)
{
	if (v == NULL || (v->type != JSON_NUMBER && v->type != JSON_STRING))
		return 0;
	return pipedrive_number(t, (struct str){ v->text, v->len });
}

/* "2026-03-01 10:15:30", in UTC. */
static bool
is_v1_time(struct str s, struct arena *a)
{
	struct instant t;

	return s.len == 19 && s.p[10] == ' ' && time_parse(arena_printf(a,
	    "%.10sT%.8sZ", s.p, s.p + 11), &t) == 0;
}

static bool
is_date(struct str s, struct arena *a)
{
	struct instant t;

	return s.len == 10 && time_parse(arena_printf(a, "%.*sT00:00:00Z",
	    STR_ARG(s)), &t) == 0;
}

/* [{"value": "a@b", "primary": true, "label": "work"}] */
static bool
is_value_list(const struct json *v)
{
	uint32_t i;

	if (v->type != JSON_ARRAY)
		return false;
	for (i = 0; i < v->len; i++)
		if (json_get_str(&v->items[i], STR("value")).p == NULL)
			return false;
	return true;
}

static bool
is_list(struct str name, const struct json *v)
{
	uint32_t i;

	if (str_eq(name, STR("emails")) || str_eq(name, STR("phones")))
		return is_value_list(v);
	if (v->type != JSON_ARRAY)
		return false;
	for (i = 0; i < v->len && str_eq(name, STR("label_ids")); i++)
		if (v->items[i].type != JSON_NUMBER &&
		    v->items[i].type != JSON_STRING)
			return false;
	return true;
}

static bool
takes(struct request *q, const struct object_type *t,
    const struct property *p, const struct json *v)
{
	struct str name = str_of(p->name), s;

	if (v->type == JSON_NULL)
		return true;
	if (pipedrive_is_list(name))
		return is_list(name, v);
	if (str_eq(name, STR("address")) || (str_eq(name, STR("value")) &&
	    strcmp(t->name, "leads") == 0))
		return v->type == JSON_OBJECT;
	if (p->type == PROPERTY_NUMBER)
		return v->type == JSON_NUMBER;
	if (p->type == PROPERTY_BOOL)
		return v->type == JSON_TRUE || v->type == JSON_FALSE;
	if (v->type != JSON_STRING)
		return false;
	s = (struct str){ v->text, v->len };
	if (p->type == PROPERTY_ENUMERATION)
		return str_in(s, p->options);
	if (p->type == PROPERTY_DATE)
		return is_date(s, q->a);
	return p->type != PROPERTY_DATETIME || is_v1_time(s, q->a);
}

/* Only codes that the account has; text up to 255 characters. */
static struct str
custom_lacks(struct request *q, const struct object_type *t,
    const struct json *custom)
{
	const struct json_member *m;
	const struct property *p;
	uint32_t i;

	if (custom->type != JSON_OBJECT)
		return STR("Parameter 'custom_fields' must be an object");
	for (i = 0; i < custom->len; i++) {
		m = &custom->members[i];
		p = property_find(q, t, m->key);
		if (p == NULL || (p->flags & PROPERTY_CUSTOM) == 0)
			return arena_printf(q->a, "Parameter '%.*s' is not "
			    "allowed", STR_ARG(m->key));
		if (m->value.type == JSON_NULL)
			continue;
		if (p->type == PROPERTY_NUMBER || p->type ==
		    PROPERTY_ENUMERATION ? m->value.type != JSON_NUMBER :
		    p->type == PROPERTY_STRING && (m->value.type !=
		    JSON_STRING || m->value.len > 65535))
			return arena_printf(q->a, "Parameter '%.*s' has a "
			    "value of the wrong type", STR_ARG(m->key));
	}
	return STR_NONE;
}

/* Records that do not exist cannot be tied to. */
static struct str
ties_lack(struct request *q, const struct object_type *t,
    const struct json *in)
{
	const struct association_type *a;
	const struct object_type *to;
	const struct json *v;
	struct object o;

	for (a = pipedrive_schema.associations; a->from != NULL; a++) {
		if (strcmp(a->from, t->name) != 0)
			continue;
		v = json_get(in, str_of(a->property));
		if (v == NULL || v->type == JSON_NULL)
			continue;
		to = schema_type(&pipedrive_schema, str_of(a->to));
		if (!store_get(q->store, to, pipedrive_ref(to, v), q->a, &o)
		    || o.archived)
			return arena_printf(q->a, "%s not found",
			    to->singular);
	}
	return STR_NONE;
}

static bool
has_any(const struct json *in, const char *const *names)
{
	const struct json *v;

	for (; *names != NULL; names++) {
		v = json_get(in, str_of(*names));
		if (v != NULL && v->type != JSON_NULL)
			return true;
	}
	return false;
}

static struct str
required_lacks(struct request *q, const struct object_type *t,
    const struct json *in)
{
	static const char *const of_notes[] = { "person_id", "org_id",
	    "deal_id", "lead_id", NULL };
	static const char *const of_leads[] = { "person_id",
	    "organization_id", NULL };
	const struct property *p;

	for (p = t->properties; p->name != NULL; p++)
		if ((p->flags & PROPERTY_REQUIRED) != 0 &&
		    json_get_str(in, str_of(p->name)).len == 0)
			return arena_printf(q->a, "Parameter '%s' is "
			    "required", p->name);
	if (strcmp(t->name, "notes") == 0 && !has_any(in, of_notes))
		return STR("At least one of deal_id, lead_id, person_id and "
		    "org_id is required");
	if (strcmp(t->name, "leads") == 0 && !has_any(in, of_leads))
		return STR("A lead must be linked to a person or an "
		    "organization");
	return STR_NONE;
}

struct str
pipedrive_lacks(struct request *q, const struct object_type *t,
    const struct json *in, bool new)
{
	const struct json_member *m;
	const struct property *p;
	struct str lack = STR_NONE;
	uint32_t i;

	if (in->type != JSON_OBJECT)
		return STR("Bad request");
	if (new)
		lack = required_lacks(q, t, in);
	for (i = 0; i < in->len && lack.p == NULL; i++) {
		m = &in->members[i];
		p = property_in(t, m->key);
		if (str_eq(m->key, STR("custom_fields")))
			lack = custom_lacks(q, t, &m->value);
		else if (p == NULL || (p->flags & PROPERTY_READ_ONLY) != 0 ||
		    !takes(q, t, p, &m->value))
			lack = arena_printf(q->a, "Parameter '%.*s' is %s",
			    STR_ARG(m->key), p == NULL || (p->flags &
			    PROPERTY_READ_ONLY) != 0 ? "not allowed" :
			    "of the wrong type");
	}
	return lack.p != NULL ? lack : ties_lack(q, t, in);
}

/* Every custom field is there, those without a value as null. */
static struct json
show_custom(struct request *q, const struct object *o)
{
	const struct json *have = json_get(&o->props, STR("custom_fields"));
	const struct property *p;
	const struct json *v;
	struct json all = json_object();
	size_t i;

	for (i = 0; (p = property_nth(q, o->type, i)) != NULL; i++) {
		v = json_get(have, str_of(p->name));
		json_set(&all, str_of(p->name), v != NULL ? *v : json_null(),
		    q->a);
	}
	return all;
}

struct json
pipedrive_record(struct request *q, const struct object *o)
{
	const struct property *p;
	const struct json *v;
	struct json r = json_object();
	struct str name;

	json_set(&r, STR("id"), strcmp(o->type->name, "leads") == 0 ?
	    json_str(pipedrive_id(o->type, o->id, q->a)) : json_int(o->id,
	    q->a), q->a);
	for (p = o->type->properties; p->name != NULL; p++) {
		name = str_of(p->name);
		v = json_get(&o->props, name);
		if (str_eq(name, STR("custom_fields")))
			json_set(&r, name, show_custom(q, o), q->a);
		else if (v != NULL)
			json_set(&r, name, *v, q->a);
		else
			json_set(&r, name, pipedrive_is_list(name) ?
			    json_array() : json_null(), q->a);
	}
	if (json_get_str(&o->props, STR("add_time")).p == NULL)
		json_set(&r, STR("add_time"), pipedrive_time(q, o->created),
		    q->a);
	json_set(&r, STR("update_time"), pipedrive_time(q, o->updated),
	    q->a);
	if (!pipedrive_is_v1(q))
		json_set(&r, STR("is_deleted"), json_bool(o->archived), q->a);
	return r;
}
