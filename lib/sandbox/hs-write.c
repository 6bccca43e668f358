/* Creating, updating and upserting one object, and why not. */
#include <string.h>

#include "sandbox/hs-draft.h"

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
			draft_fail(d->q, out, 409, "CONFLICT",
			    arena_printf(d->q->a, "Contact already exists. "
			    "Existing ID: %lld",
			    (long long)other));
			return true;
		}
		draft_problem(d, m->key, "CONFLICTING_UNIQUE_VALUE",
		    arena_printf(d->q->a, "Cannot set %s. %lld already has "
		    "that value.", p->name, (long long)other));
	}
	if (d->problems.len > 0)
		draft_refuse(d, out);
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
	if (o->created != d->q->now && !str_eq(was, is))
		store_touch(d->q->store, o->id, m->key, d->q->now);
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
			draft_problem(d, str_of(p->name), "REQUIRED_PROPERTY",
			    arena_printf(d->q->a, "Some required properties "
			    "were not set: %s", p->name));
		if ((p->flags & PROPERTY_NEEDED) == 0)
			continue;
		needed = true;
		met = met || has_value(d, p->name);
	}
	if (needed && !met)
		draft_problem(d, str_of(d->t->properties[0].name),
		    "REQUIRED_PROPERTY", arena_printf(d->q->a,
		    "At least one of the main properties of a %s must be set",
		    d->t->singular));
	if (d->problems.len > 0)
		draft_refuse(d, out);
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
	if (!draft_spoilt(q, t, props, &merged, out) &&
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
	if (draft_spoilt(q, t, props, &merged, out))
		return;
	if (!hs_lookup(q, t, id, id_property, &out->object)) {
		draft_fail(q, out, 404, "OBJECT_NOT_FOUND",
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
	if (draft_spoilt(q, t, props, &merged, out))
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
		draft_refuse(&d, out);
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
