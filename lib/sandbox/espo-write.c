/* Creating and changing one record, and why not. */
#include <string.h>

#include "sandbox/espo.h"

/* Longest text in characters, where something other than the column ends. */
static const struct {
	const char	*attribute;
	size_t		 most;
} lengths[] = {
	{ "firstName", 100 }, { "lastName", 100 }, { "title", 100 },
	{ "name", 249 }, { "emailAddress", 255 }, { "phoneNumber", 36 },
};

static size_t
characters(const struct json *v)
{
	size_t i, n = 0;

	for (i = 0; i < v->len; i++)
		n += (v->text[i] & 0xc0) != 0x80;
	return n;
}

static bool
too_long(const struct property *p, const struct json *v)
{
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		if (strcmp(p->name, lengths[i].attribute) == 0)
			return characters(v) > lengths[i].most;
	return false;
}

static bool
is_option(const struct property *p, const struct json *v)
{
	struct str s = { v->text, v->len };

	return v->type == JSON_STRING &&
	    (p->options == NULL || s.len == 0 || str_in(s, p->options));
}

/* "2026-03-01 10:15:30", or the day alone. */
static bool
is_time(const struct property *p, const struct json *v, struct arena *a)
{
	struct str s = { v->text, v->len };
	struct instant t;

	if (v->type != JSON_STRING || s.len != (p->type == PROPERTY_DATE ?
	    10 : ESPO_TIME - 1))
		return false;
	s = arena_printf(a, "%.*s%sZ", STR_ARG(s), p->type == PROPERTY_DATE ?
	    "T00:00:00" : "");
	return time_parse(s, &t) == 0;
}

/* The rule that the value breaks, or NULL. */
static const char *
broken(struct request *q, const struct property *p, const struct json *v)
{
	if (v->type == JSON_NULL)
		return (p->flags & PROPERTY_REQUIRED) != 0 ? "required" :
		    NULL;
	if ((p->flags & PROPERTY_MANY) != 0)
		return v->type == JSON_ARRAY ? NULL : "arrayOfString";
	switch (p->type) {
	case PROPERTY_NUMBER:
		return v->type == JSON_NUMBER ? NULL : "valid";
	case PROPERTY_BOOL:
		return v->type == JSON_TRUE || v->type == JSON_FALSE ? NULL :
		    "valid";
	case PROPERTY_ENUMERATION:
		return is_option(p, v) ? NULL : "valid";
	case PROPERTY_DATE:
	case PROPERTY_DATETIME:
		return is_time(p, v, q->a) ? NULL : "valid";
	case PROPERTY_STRING:
	case PROPERTY_PHONE:
		break;
	}
	if ((p->flags & PROPERTY_CUSTOM) != 0 && v->type == JSON_ARRAY)
		return NULL;	/* an "array" of the administrator's */
	if (v->type != JSON_STRING)
		return "valid";
	return too_long(p, v) ? "maxLength" : NULL;
}

/* Attributes that do not exist are ignored without a word. */
static bool
assign(struct request *q, struct object *o, const struct json *in,
    struct answer *r)
{
	const struct property *p;
	const char *rule;
	uint32_t i;

	for (i = 0; i < in->len; i++) {
		p = property_find(q, o->type, in->members[i].key);
		if (p == NULL)
			continue;
		rule = broken(q, p, &in->members[i].value);
		if (rule != NULL) {
			espo_invalid(q, r, in->members[i].key, rule);
			return false;
		}
		json_set(&o->props, in->members[i].key,
		    in->members[i].value, q->a);
	}
	return true;
}

/* The list of a primary value alone. */
static struct json
data_of(struct request *q, const char *name, struct str value)
{
	struct json list = json_array(), o = json_object();

	json_set(&o, str_of(name), json_str(value), q->a);
	json_set(&o, STR("primary"), json_bool(true), q->a);
	json_set(&o, STR("optOut"), json_bool(false), q->a);
	json_set(&o, STR("invalid"), json_bool(false), q->a);
	json_push(&list, o, q->a);
	return list;
}

/* A new primary value stands first; the others stay. */
static void
set_primary(struct request *q, struct object *o, const char *name,
    const char *data, struct str value)
{
	const struct json *old = json_get(&o->props, str_of(data));
	struct json list = data_of(q, name, value), other;
	uint32_t i;

	for (i = 0; old != NULL && old->type == JSON_ARRAY && i < old->len;
	    i++) {
		other = json_copy(&old->items[i], q->a);
		if (str_ieq(json_get_str(&other, str_of(name)), value)) {
			list.items[0] = other;
			json_set(&list.items[0], STR("primary"),
			    json_bool(true), q->a);
			continue;
		}
		json_set(&other, STR("primary"), json_bool(false), q->a);
		json_push(&list, other, q->a);
	}
	json_set(&o->props, str_of(data), list, q->a);
}

static void
keep_in_step(struct request *q, struct object *o, const struct json *in,
    const char *name, const char *data)
{
	const struct json *list = json_get(in, str_of(data));
	struct str value = json_get_str(in, str_of(name));
	uint32_t i;

	if (property_in(o->type, str_of(name)) == NULL)
		return;
	if (list != NULL && list->type == JSON_ARRAY) {
		for (i = 0; i < list->len; i++) {
			const struct json *p = json_get(&list->items[i],
			    STR("primary"));

			if (i == 0 || (p != NULL && p->type == JSON_TRUE))
				json_set(&o->props, str_of(name),
				    json_str(json_get_str(&list->items[i],
				    str_of(name))), q->a);
		}
	} else if (value.len > 0)
		set_primary(q, o, name, data, value);
}

/* emailAddressIsOptedOut is about the primary address. */
static void
opt_out(struct request *q, struct object *o, const struct json *in)
{
	const struct json *v = json_get(in, STR("emailAddressIsOptedOut"));
	struct json *list = json_get(&o->props, STR("emailAddressData"));
	struct json copy;

	if (v == NULL || list == NULL || list->type != JSON_ARRAY ||
	    list->len == 0)
		return;
	copy = json_copy(list, q->a);
	json_set(&copy.items[0], STR("optOut"), *v, q->a);
	json_set(&o->props, STR("emailAddressData"), copy, q->a);
}

/* Keep emailAddress and its data in step. */
static void
espo_addresses(struct request *q, struct object *o, const struct json *in)
{
	struct str account = json_get_str(in, STR("accountId"));
	struct json one = json_array();

	keep_in_step(q, o, in, "emailAddress", "emailAddressData");
	keep_in_step(q, o, in, "phoneNumber", "phoneNumberData");
	opt_out(q, o, in);
	if (account.len == 0 ||
	    property_in(o->type, STR("accountsIds")) == NULL)
		return;
	json_push(&one, json_str(account), q->a);
	json_set(&o->props, STR("accountsIds"), one, q->a);
}

static bool
has_required(struct request *q, const struct object *o, struct answer *r)
{
	const struct property *p;
	const struct json *v;

	for (p = o->type->properties; p->name != NULL; p++) {
		v = json_get(&o->props, str_of(p->name));
		if ((p->flags & PROPERTY_REQUIRED) == 0 || (v != NULL &&
		    v->type != JSON_NULL && v->len > 0))
			continue;
		espo_invalid(q, r, str_of(p->name), "required");
		return false;
	}
	return true;
}

/* The same name, or the same address. */
static bool
is_duplicate(const struct object *a, const struct object *b)
{
	static const char *const names[] = { "name", "firstName",
	    "lastName" };
	struct str mail = json_get_str(&a->props, STR("emailAddress"));
	bool named = false;
	struct str s;
	size_t i;

	if (mail.len > 0 && str_ieq(mail, json_get_str(&b->props,
	    STR("emailAddress"))))
		return true;
	for (i = 0; i < 3; i++) {
		if (property_in(a->type, str_of(names[i])) == NULL)
			continue;
		s = json_get_str(&a->props, str_of(names[i]));
		if (!str_eq(s, json_get_str(&b->props, str_of(names[i]))))
			return false;
		named |= s.len > 0;
	}
	return named;
}

static bool
is_checked(const struct object_type *t)
{
	return t->role == ROLE_PERSON || t->role == ROLE_COMPANY;
}

/* 409 with up to five whole records. */
static bool
has_duplicates(struct request *q, const struct object *o, struct answer *r)
{
	struct json list = json_array();
	struct object other = { .id = 0 };

	if (!is_checked(o->type) || str_eq(api_header(q,
	    "X-Skip-Duplicate-Check"), STR("true")))
		return false;
	while (list.len < ESPO_DUPLICATES && store_next(q->store, o->type,
	    other.id, false, q->a, &other))
		if (is_duplicate(o, &other))
			json_push(&list, espo_json(q, &other, true), q->a);
	if (list.len == 0)
		return false;
	espo_fail(q, r, 409, "duplicate");
	r->type = NULL;
	r->text = STR_NONE;
	r->body = list;
	return true;
}

static bool
fated(struct request *q, const struct object *o, struct answer *r)
{
	switch (api_item_fault(q)) {
	case ITEM_REFUSED:
		espo_fail(q, r, 403, "No 'create' access");
		return false;
	case ITEM_LOCKED:
		espo_fail(q, r, 503, "");
		return false;
	case ITEM_PICKLIST:
		espo_invalid(q, r, STR("industry"), "valid");
		return false;
	case ITEM_DUPLICATE:
		espo_fail(q, r, 409, "duplicate");
		r->type = NULL;
		r->text = STR_NONE;
		r->body = json_array();
		return false;
	default:
		(void)o;
		return true;
	}
}

/* The body's values into ${o}; false: ${r} says why not. */
static bool
take_body(struct request *q, struct object *o, struct answer *r)
{
	if (q->in.type != JSON_OBJECT) {
		espo_fail(q, r, 400, "Body is not an object");
		return false;
	}
	if (!fated(q, o, r) || !assign(q, o, &q->in, r) ||
	    !has_required(q, o, r))
		return false;
	espo_addresses(q, o, &q->in);
	return true;
}

void
espo_create(struct request *q, struct answer *r)
{
	const struct object_type *t = espo_type(q, 0, r);
	struct object o = { .type = t, .created = q->now, .updated = q->now,
	    .props = json_object() };

	if (t == NULL || !take_body(q, &o, r) || has_duplicates(q, &o, r))
		return;
	store_insert(q->store, &o);
	store_update(q->store, &o);
	r->status = 200;
	r->body = espo_json(q, &o, true);
}

void
espo_update(struct request *q, struct answer *r)
{
	const struct object_type *t = espo_type(q, 0, r);
	struct object o;

	if (t == NULL || !espo_get(q, t, q->args[1], &o, r) ||
	    !take_body(q, &o, r))
		return;
	o.updated = q->now;
	store_update(q->store, &o);
	r->status = 200;
	r->body = espo_json(q, &o, true);
}

void
espo_delete(struct request *q, struct answer *r)
{
	const struct object_type *t = espo_type(q, 0, r);
	struct object o;

	if (t == NULL || !espo_get(q, t, q->args[1], &o, r))
		return;
	o.archived = true;
	o.updated = q->now;
	store_update(q->store, &o);
	r->status = 200;
	r->body = json_bool(true);
}
