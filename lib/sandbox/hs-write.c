/* Creating, updating and upserting one object, and why not. */
#include <string.h>

#include "sandbox/hs.h"

/* A write under way: the values that will be set, and what is wrong. */
struct draft {
	struct request			*q;
	const struct object_type	*t;
	struct json			 values;	/* normalised */
	struct json			 problems;
};

static void
fail(struct request *q, struct hs_outcome *out, int status,
    const char *category, struct str message)
{
	out->status = status;
	out->error = hs_error(q, category, message);
}

static void
problem(struct draft *d, struct str name, const char *code,
    struct str message)
{
	struct json o = json_object();

	json_set(&o, STR("isValid"), json_bool(false), d->q->a);
	json_set(&o, STR("message"), json_str(message), d->q->a);
	json_set(&o, STR("error"), json_str(str_of(code)), d->q->a);
	json_set(&o, STR("name"), json_str(name), d->q->a);
	json_push(&d->problems, o, d->q->a);
}

/* HubSpot writes the list of problems as JSON into the message's text. */
static void
fail_problems(struct draft *d, struct hs_outcome *out)
{
	struct json *errors, *p, e, context;
	struct buf text = { 0 };
	uint32_t i;

	json_write(&d->problems, &text);
	fail(d->q, out, 400, "VALIDATION_ERROR", arena_printf(d->q->a,
	    "Property values were not valid: %s", text.p));
	buf_free(&text);
	errors = json_get(&out->error, STR("errors"));
	for (i = 0; i < d->problems.len; i++) {
		p = &d->problems.items[i];
		e = json_object();
		context = json_object();
		json_push(json_set(&context, STR("propertyName"),
		    json_array(), d->q->a), json_str(json_get_str(p,
		    STR("name"))), d->q->a);
		json_set(&e, STR("message"),
		    json_str(json_get_str(p, STR("message"))), d->q->a);
		json_set(&e, STR("code"),
		    json_str(json_get_str(p, STR("error"))), d->q->a);
		json_set(&e, STR("context"), context, d->q->a);
		json_push(errors, e, d->q->a);
	}
}

/* Numbers and booleans are taken as their text; null clears. */
static bool
as_text(const struct json *v, struct str *out)
{
	switch (v->type) {
	case JSON_STRING:
	case JSON_NUMBER:
		*out = (struct str){ v->text, v->len };
		return true;
	case JSON_TRUE:
		*out = STR("true");
		return true;
	case JSON_FALSE:
		*out = STR("false");
		return true;
	case JSON_NULL:
		*out = STR("");
		return true;
	default:
		return false;
	}
}

static void
draft_one(struct draft *d, struct str name, const struct json *v)
{
	const struct property *p = property_find(d->q, d->t, name);
	struct arena *a = d->q->a;
	struct str text;
	const char *code;

	/* The guide of communications says that they are ignored there. */
	if (p == NULL && strcmp(d->t->name, "communications") == 0)
		return;
	if (p == NULL)
		problem(d, name, "PROPERTY_DOESNT_EXIST", arena_printf(a,
		    "Property \"%.*s\" does not exist", STR_ARG(name)));
	else if ((p->flags & PROPERTY_READ_ONLY) != 0)
		problem(d, name, "READ_ONLY_VALUE", arena_printf(a,
		    "\"%.*s\" is a read only property; its value cannot be "
		    "set.", STR_ARG(name)));
	else if (!as_text(v, &text))
		problem(d, name, "INVALID_TYPE", arena_printf(a,
		    "Property \"%.*s\" must be a string", STR_ARG(name)));
	else if ((code = hs_value_check(p, text, a, &text)) != NULL)
		problem(d, name, code, arena_printf(a,
		    "The value of \"%.*s\" was not valid", STR_ARG(name)));
	else
		json_set(&d->values, name, json_str(text), a);
}

/* The first property with options, else the first: the one to be blamed. */
static struct str
blamed(struct request *q, const struct object_type *t,
    const struct json *props)
{
	const struct property *p;
	uint32_t i;

	if (props == NULL || props->type != JSON_OBJECT || props->len == 0)
		return str_of(t->properties[0].name);
	for (i = 0; i < props->len; i++) {
		p = property_find(q, t, props->members[i].key);
		if (p != NULL && p->options != NULL)
			return props->members[i].key;
	}
	return props->members[0].key;
}

/* Is something to go wrong with this record?  What is said then. */
static bool
spoilt(struct request *q, const struct object_type *t,
    const struct json *props, bool *merged, struct hs_outcome *out)
{
	struct draft d = { q, t, json_object(), json_array() };
	enum item_fault f = api_item_fault(q);
	struct str name;

	*merged = f == ITEM_MERGED;
	switch (f) {
	case ITEM_REFUSED:
		fail(q, out, 400, "VALIDATION_ERROR", STR("The record was "
		    "refused by a rule of the account"));
		return true;
	case ITEM_LOCKED:
		fail(q, out, 423, "LOCKED", STR("The record is locked by "
		    "another operation"));
		return true;
	case ITEM_DUPLICATE:
		fail(q, out, 409, "CONFLICT", arena_printf(q->a, "A %s with "
		    "these values already exists", t->singular));
		return true;
	case ITEM_PICKLIST:
		name = blamed(q, t, props);
		problem(&d, name, "INVALID_OPTION", arena_printf(q->a,
		    "The value of \"%.*s\" was not one of the allowed "
		    "options", STR_ARG(name)));
		fail_problems(&d, out);
		return true;
	case ITEM_MERGED:
	case ITEM_CONVERTED:
	case ITEM_FINE:
		break;
	}
	return false;
}

static bool
draft_values(struct draft *d, struct request *q, const struct object_type *t,
    const struct json *props, struct hs_outcome *out)
{
	uint32_t i;

	*d = (struct draft){ q, t, json_object(), json_array() };
	if (props == NULL || props->type != JSON_OBJECT) {
		fail(q, out, 400, "VALIDATION_ERROR", STR("Invalid input "
		    "JSON: 'properties' must be an object"));
		return false;
	}
	for (i = 0; i < props->len; i++)
		draft_one(d, props->members[i].key, &props->members[i].value);
	if (d->problems.len > 0)
		fail_problems(d, out);
	return d->problems.len == 0;
}

/*
 * Is a value that must be unique somebody else's?  For the e-mail address
 * that is a conflict that names the other; it may be a secondary one there.
 */
static bool
is_taken(struct draft *d, int64_t self, struct hs_outcome *out)
{
	const struct property *p;
	struct json_member *m;
	struct str v;
	int64_t other;
	uint32_t i;

	for (i = 0; i < d->values.len; i++) {
		m = &d->values.members[i];
		p = property_find(d->q, d->t, m->key);
		v = (struct str){ m->value.text, m->value.len };
		if ((p->flags & PROPERTY_UNIQUE) == 0 || v.len == 0 ||
		    (other = store_key(d->q->store, d->t, p->name, v)) == 0 ||
		    other == self)
			continue;
		if ((p->flags & PROPERTY_EMAIL) != 0) {
			fail(d->q, out, 409, "CONFLICT", arena_printf(d->q->a,
			    "Contact already exists. Existing ID: %lld",
			    (long long)other));
			return true;
		}
		problem(d, m->key, "CONFLICTING_UNIQUE_VALUE",
		    arena_printf(d->q->a, "Cannot set %s. %lld already has "
		    "that value.", p->name, (long long)other));
	}
	if (d->problems.len > 0)
		fail_problems(d, out);
	return d->problems.len > 0;
}

/* A step that lies before the present one is not taken. */
static bool
goes_back(const struct property *p, struct str was, struct str is)
{
	size_t i, a = 0, b = 0;

	if ((p->flags & PROPERTY_FORWARD) == 0 || was.len == 0 || is.len == 0)
		return false;
	for (i = 0; p->options[i] != NULL; i++) {
		if (str_eq(was, str_of(p->options[i])))
			a = i;
		if (str_eq(is, str_of(p->options[i])))
			b = i;
	}
	return b < a;
}

/* The last ten digits, which is how search sees a telephone number. */
static void
derive(struct draft *d, struct object *o)
{
	struct str phone = json_get_str(&o->props, STR("phone"));
	char digits[10];
	size_t n = 0, i;

	if (strcmp(d->t->name, "contacts") != 0 || phone.p == NULL)
		return;
	for (i = phone.len; i-- > 0 && n < sizeof(digits);)
		if (ascii_digit(phone.p[i]))
			digits[sizeof(digits) - ++n] = phone.p[i];
	json_set(&o->props, STR("hs_searchable_calculated_phone_number"),
	    json_str(arena_str(d->q->a, (struct str){
	    digits + sizeof(digits) - n, n })), d->q->a);
}

static void
set_value(struct draft *d, struct object *o, struct json_member *m)
{
	const struct property *p = property_find(d->q, d->t, m->key);
	struct str was = json_get_str(&o->props, m->key);
	struct str is = { m->value.text, m->value.len };

	if (goes_back(p, was, is))
		return;
	if ((p->flags & PROPERTY_UNIQUE) != 0) {
		if (was.len > 0)
			store_key_del(d->q->store, d->t, p->name, was);
		if (is.len > 0)
			store_key_put(d->q->store, d->t, p->name, is, o->id);
	}
	if (is.len == 0)
		json_del(&o->props, m->key);
	else
		json_set(&o->props, m->key, m->value, d->q->a);
}

static void
apply(struct draft *d, struct object *o)
{
	uint32_t i;

	for (i = 0; i < d->values.len; i++)
		set_value(d, o, &d->values.members[i]);
	derive(d, o);
	o->updated = d->q->now;
	store_update(d->q->store, o);
}

static bool
has_value(const struct draft *d, const char *name)
{
	return json_get_str(&d->values, str_of(name)).len > 0;
}

static bool
lacks_required(struct draft *d, struct hs_outcome *out)
{
	const struct property *p;
	bool needed = false, met = false;

	for (p = d->t->properties; p->name != NULL; p++) {
		if ((p->flags & PROPERTY_REQUIRED) != 0 &&
		    !has_value(d, p->name))
			problem(d, str_of(p->name), "REQUIRED_PROPERTY",
			    arena_printf(d->q->a, "Some required properties "
			    "were not set: %s", p->name));
		if ((p->flags & PROPERTY_NEEDED) == 0)
			continue;
		needed = true;
		met = met || has_value(d, p->name);
	}
	if (needed && !met)
		problem(d, str_of(d->t->properties[0].name),
		    "REQUIRED_PROPERTY", arena_printf(d->q->a,
		    "At least one of the main properties of a %s must be set",
		    d->t->singular));
	if (d->problems.len > 0)
		fail_problems(d, out);
	return d->problems.len > 0;
}

static bool
associate(struct draft *d, int64_t id, const struct json *list,
    struct hs_outcome *out)
{
	uint32_t i;
	int status;

	if (list == NULL || list->type != JSON_ARRAY)
		return true;
	for (i = 0; i < list->len; i++)
		if ((status = hs_association_put(d->q, d->t, id,
		    &list->items[i], &out->error)) != 0) {
			out->status = status;
			return false;
		}
	return true;
}

static void
create_from(struct draft *d, const struct json *associations,
    struct hs_outcome *out)
{
	struct object *o = &out->object;

	if (lacks_required(d, out) || is_taken(d, 0, out))
		return;
	*o = (struct object){ .type = d->t, .created = d->q->now,
	    .updated = d->q->now, .props = json_object() };
	store_mark(d->q->store);
	store_insert(d->q->store, o);
	apply(d, o);
	out->sent = d->values;
	out->status = 201;
	if (associate(d, o->id, associations, out))
		store_unmark(d->q->store);
	else
		store_undo(d->q->store);
}

void
hs_write_create(struct request *q, const struct object_type *t,
    const struct json *input, struct hs_outcome *out)
{
	const struct json *props = json_get(input, STR("properties"));
	struct draft d;
	bool merged;

	*out = (struct hs_outcome){ 0 };
	if (!spoilt(q, t, props, &merged, out) &&
	    draft_values(&d, q, t, props, out))
		create_from(&d, json_get(input, STR("associations")), out);
}

static void
update_from(struct draft *d, struct hs_outcome *out)
{
	if (is_taken(d, out->object.id, out))
		return;
	apply(d, &out->object);
	out->sent = d->values;
	out->status = 200;
}

void
hs_write_update(struct request *q, const struct object_type *t, struct str id,
    struct str id_property, const struct json *props, struct hs_outcome *out)
{
	struct draft d;
	bool merged;

	*out = (struct hs_outcome){ 0 };
	if (spoilt(q, t, props, &merged, out))
		return;
	if (!hs_lookup(q, t, id, id_property, &out->object)) {
		fail(q, out, 404, "OBJECT_NOT_FOUND",
		    STR("resource not found"));
		hs_error_context(q, &out->error, "ids", id);
		return;
	}
	if (merged)
		api_merge_away(q, &out->object);
	if (draft_values(&d, q, t, props, out))
		update_from(&d, out);
}

void
hs_write_upsert(struct request *q, const struct object_type *t, struct str id,
    struct str id_property, const struct json *props, struct hs_outcome *out)
{
	struct draft d;
	struct json v = json_str(id);
	bool known, merged;

	*out = (struct hs_outcome){ 0 };
	if (spoilt(q, t, props, &merged, out))
		return;
	known = hs_lookup(q, t, id, id_property, &out->object);
	if (known && merged)
		api_merge_away(q, &out->object);
	if (!draft_values(&d, q, t, props, out))
		return;
	if (known) {
		update_from(&d, out);
		return;
	}
	draft_one(&d, id_property, &v);
	if (d.problems.len > 0)
		fail_problems(&d, out);
	else
		create_from(&d, NULL, out);
}

/* An archived object's unique values are free again. */
void
hs_write_archive(struct request *q, const struct object *o)
{
	struct object gone = *o;

	gone.archived = true;
	gone.updated = q->now;
	store_update(q->store, &gone);
	store_keys_move(q->store, o->type, o->id, 0);
}
