/* Values of Zoho's fields: as they are sent, kept and shown. */
#include <inttypes.h>

#include "sandbox/zoho.h"

/* The zone of the user whose token it is: times are shown in it. */
enum { ZONE_MINUTES = 330 };

struct json
zoho_time(struct arena *a, int64_t ms)
{
	struct instant t = { .sec = ms / 1000 + ZONE_MINUTES * 60 };
	struct civil c;

	time_civil(t, NULL, &c);
	return json_str(arena_printf(a,
	    "%04" PRId64 "-%02d-%02dT%02d:%02d:%02d+%02d:%02d", c.year,
	    c.month, c.day, c.hour, c.min, c.sec, ZONE_MINUTES / 60,
	    ZONE_MINUTES % 60));
}

/* Fields of several lines hold more. */
static size_t
room(struct str name)
{
	static const char *const areas[] = { "Description", "Note_Content",
	    NULL };

	return str_in(name, areas) ? ZOHO_AREA :
	    str_eq(name, STR("Note_Title")) ? 120 : ZOHO_TEXT;
}

static bool
refuse(struct request *q, const struct property *p, struct json *error,
    const char *key, struct str value)
{
	*error = zoho_error(q, "INVALID_DATA", "invalid data");
	zoho_detail(q, error, "api_name", str_of(p->name));
	zoho_detail(q, error, key, value);
	return false;
}

static bool
expected(struct request *q, const struct property *p, const char *type,
    struct json *error)
{
	return refuse(q, p, error, "expected_data_type", str_of(type));
}

/* "2026-03-01T10:15:30+00:00", and nothing shorter or finer. */
static bool
take_time(struct str s, struct request *q, struct json *out)
{
	struct instant t;

	if (s.len < 20 || s.len > 25 || memchr(s.p, '.', s.len) != NULL ||
	    time_parse(s, &t) == -1)
		return false;
	*out = zoho_time(q->a, t.sec * 1000);
	return true;
}

static bool
is_date(struct str s, struct arena *a)
{
	struct instant t;

	return s.len == 10 && time_parse(arena_printf(a, "%.*sT00:00:00Z",
	    STR_ARG(s)), &t) == 0;
}

static bool
is_email(struct str s)
{
	size_t at = str_find(s, STR("@"));

	return at != (size_t)-1 && at > 0 && memchr(s.p, ' ', s.len) == NULL &&
	    str_find(str_from(s, at), STR(".")) != (size_t)-1;
}

static size_t
characters(struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.len; i++)
		n += (s.p[i] & 0xc0) != 0x80;
	return n;
}

static bool
take_text(struct request *q, const struct property *p, struct str s,
    struct json *out, struct json *error)
{
	if (characters(s) > room(str_of(p->name)))
		return refuse(q, p, error, "maximum_length", arena_printf(
		    q->a, "%zu", room(str_of(p->name))));
	if ((p->flags & PROPERTY_EMAIL) != 0 && !is_email(s))
		return expected(q, p, "email", error);
	if (p->type == PROPERTY_DATETIME && !take_time(s, q, out))
		return expected(q, p, "datetime", error);
	if (p->type == PROPERTY_DATE && !is_date(s, q->a))
		return expected(q, p, "date", error);
	if (p->type == PROPERTY_ENUMERATION && p->options != NULL &&
	    !str_in(s, p->options))
		return refuse(q, p, error, "reason", STR("the value is not "
		    "in the pick list"));
	return true;
}

/* A record is meant by {"id": "..."}, and by no text. */
static bool
take_lookup(struct request *q, const struct object_type *target,
    const struct property *p, const struct json *v, struct json *out,
    struct json *error)
{
	const struct association_type *t;
	const struct object_type *to;
	struct str id = json_get_str(v, STR("id"));
	struct object o;

	(void)target;
	if (v->type != JSON_OBJECT || id.p == NULL)
		return expected(q, p, "jsonobject", error);
	for (t = zoho_schema.associations; t->from != NULL; t++) {
		to = schema_type(&zoho_schema, str_of(t->to));
		if (t->property != NULL && strcmp(t->property, p->name) == 0 &&
		    store_get_exact(q->store, to, zoho_number(to, id), q->a,
		    &o) && !o.archived) {
			*out = json_str(id);
			return true;
		}
	}
	*error = zoho_error(q, "INVALID_DATA",
	    "the id given seems to be invalid.");
	zoho_detail(q, error, "api_name", str_of(p->name));
	return false;
}

static bool
take_owner(struct request *q, const struct property *p, const struct json *v,
    struct json *out, struct json *error)
{
	const struct zoho_user *u = zoho_user_find(json_get_str(v,
	    STR("id")));

	if (u == NULL)
		return expected(q, p, "jsonobject", error);
	*out = json_str(str_of(u->id));
	return true;
}

struct json
zoho_tags(struct request *q, const struct json *in)
{
	struct json names = json_array();
	struct str name;
	uint32_t i;

	for (i = 0; in->type == JSON_ARRAY && i < in->len; i++) {
		name = json_get_str(&in->items[i], STR("name"));
		if (name.len > 0)
			json_push(&names, json_str(name), q->a);
	}
	return names;
}

bool
zoho_take(struct request *q, const struct object_type *t,
    const struct property *p, const struct json *v, struct json *out,
    struct json *error)
{
	const struct object_type *to = zoho_target(t, str_of(p->name));

	*out = *v;
	if (v->type == JSON_NULL)
		return true;
	if (strcmp(p->name, "Owner") == 0)
		return take_owner(q, p, v, out, error);
	if (to != NULL)
		return take_lookup(q, to, p, v, out, error);
	if (strcmp(p->name, "Tag") == 0) {
		*out = zoho_tags(q, v);
		return v->type == JSON_ARRAY || expected(q, p, "jsonarray",
		    error);
	}
	if (p->type == PROPERTY_NUMBER)
		return v->type == JSON_NUMBER || expected(q, p, "double",
		    error);
	if (p->type == PROPERTY_BOOL)
		return v->type == JSON_TRUE || v->type == JSON_FALSE ||
		    expected(q, p, "boolean", error);
	if (v->type != JSON_STRING)
		return expected(q, p, "string", error);
	return take_text(q, p, (struct str){ v->text, v->len }, out, error);
}

/* {"name": ..., "id": ...} of the record that a lookup means. */
static struct json
show_lookup(struct request *q, struct str id)
{
	const struct object_type *t;
	struct json o = json_object();
	struct object to;
	struct str name = STR_NONE;

	for (t = zoho_schema.types; t->name != NULL && name.p == NULL; t++)
		if (store_get(q->store, t, zoho_number(t, id), q->a, &to)) {
			name = json_get_str(&to.props, STR("Last_Name"));
			if (name.p == NULL)
				name = json_get_str(&to.props,
				    STR("Account_Name"));
			if (name.p == NULL)
				name = str_of(t->singular);
			id = zoho_id(t, to.id, q->a);
		}
	json_set(&o, STR("name"), json_str(name.p != NULL ? name : STR("")),
	    q->a);
	json_set(&o, STR("id"), json_str(id), q->a);
	return o;
}

static struct json
show_owner(struct request *q, struct str id)
{
	const struct zoho_user *u = zoho_user_find(id);
	struct json o = json_object();

	if (u == NULL)
		u = &zoho_users[0];
	json_set(&o, STR("name"), json_str(str_of(u->name)), q->a);
	json_set(&o, STR("id"), json_str(str_of(u->id)), q->a);
	json_set(&o, STR("email"), json_str(str_of(u->email)), q->a);
	return o;
}

static struct json
show_tags(struct request *q, const struct json *names)
{
	struct json all = json_array(), tag;
	struct str name;
	uint32_t i;

	for (i = 0; names != NULL && i < names->len; i++) {
		name = (struct str){ names->items[i].text,
		    names->items[i].len };
		tag = json_object();
		json_set(&tag, STR("name"), json_str(name), q->a);
		json_set(&tag, STR("id"), json_str(arena_printf(q->a,
		    "55459740000008%05u", (unsigned)(str_hash(name) %
		    100000))), q->a);
		json_push(&all, tag, q->a);
	}
	return all;
}

bool
zoho_field(struct request *q, const struct object *o, struct str name,
    struct json *out)
{
	const struct property *p = property_find(q, o->type, name);
	const struct json *v = json_get(&o->props, name);
	struct str s = v != NULL && v->type == JSON_STRING ?
	    (struct str){ v->text, v->len } : STR_NONE;

	if (p == NULL)
		return false;
	*out = v != NULL ? *v : json_null();
	if (str_eq(name, STR("Created_Time")))
		*out = zoho_time(q->a, o->created);
	else if (str_eq(name, STR("Modified_Time")))
		*out = zoho_time(q->a, o->updated);
	else if (str_eq(name, STR("Owner")))
		*out = show_owner(q, s);
	else if (str_eq(name, STR("Tag")))
		*out = show_tags(q, v);
	else if (s.p != NULL && zoho_target(o->type, name) != NULL)
		*out = show_lookup(q, s);
	return true;
}

struct json
zoho_record(struct request *q, const struct object *o, struct str names)
{
	struct json r = json_object(), v;
	struct str name;
	size_t comma;

	while (names.len > 0) {
		comma = str_find(names, STR(","));
		name = str_trim(str_to(names, comma));
		names = comma == (size_t)-1 ? STR("") : str_from(names,
		    comma + 1);
		if (zoho_field(q, o, name, &v))
			json_set(&r, name, v, q->a);
	}
	json_set(&r, STR("id"), json_str(zoho_id(o->type, o->id, q->a)),
	    q->a);
	return r;
}
