/* Writing Zoho's records: each of a request has a verdict of its own. */
#include "sandbox/zoho.h"

enum verb { CREATE, UPDATE, UPSERT };

/* One record of a request on its way into the store. */
struct draft {
	struct request			*q;
	const struct object_type	*t;
	const struct json		*in;
	size_t				 index;	/* in the request */
	struct json			 values;	/* as they are kept */
	struct json			 error;
	struct str			 matched;	/* field of an upsert */
};

static bool
fail(struct draft *d, const char *code, const char *message,
    struct str field)
{
	d->error = zoho_error(d->q, code, message);
	if (field.p != NULL)
		zoho_detail(d->q, &d->error, "api_name", field);
	return false;
}

/* Every error of a record says where in the request it is. */
static void
add_path(struct draft *d)
{
	struct str field = json_get_str(json_get(&d->error, STR("details")),
	    STR("api_name"));

	zoho_detail(d->q, &d->error, "json_path", arena_printf(d->q->a,
	    field.p != NULL ? "$.data[%zu].%.*s" : "$.data[%zu]", d->index,
	    STR_ARG(field)));
}

/* Names that the module does not have are ignored. */
static bool
read_values(struct draft *d)
{
	const struct json_member *m;
	const struct property *p;
	struct json v;
	uint32_t i;

	if (d->in->type != JSON_OBJECT)
		return fail(d, "INVALID_DATA", "invalid data", STR_NONE);
	for (i = 0; i < d->in->len; i++) {
		m = &d->in->members[i];
		p = property_find(d->q, d->t, m->key);
		if (p == NULL || (p->flags & PROPERTY_READ_ONLY) != 0)
			continue;
		if (!zoho_take(d->q, d->t, p, &m->value, &v, &d->error))
			return false;
		json_set(&d->values, m->key, v, d->q->a);
	}
	return true;
}

static bool
is_blank(const struct json *v)
{
	return v == NULL || v->type == JSON_NULL ||
	    (v->type == JSON_STRING && v->len == 0);
}

static bool
has_required(struct draft *d, bool new)
{
	const struct property *p;
	const struct json *v;

	for (p = d->t->properties; p->name != NULL; p++) {
		v = json_get(&d->values, str_of(p->name));
		if ((p->flags & PROPERTY_REQUIRED) != 0 && is_blank(v) &&
		    (new || v != NULL))
			return fail(d, "MANDATORY_NOT_FOUND",
			    "required field not found", str_of(p->name));
	}
	return true;
}

/* Is a value that must be unique another record's? */
static bool
is_unique(struct draft *d, int64_t self)
{
	const struct json_member *m;
	const struct property *p;
	int64_t other;
	uint32_t i;

	for (i = 0; i < d->values.len; i++) {
		m = &d->values.members[i];
		p = property_find(d->q, d->t, m->key);
		if ((p->flags & PROPERTY_UNIQUE) == 0 ||
		    is_blank(&m->value))
			continue;
		other = store_key(d->q->store, d->t, p->name,
		    (struct str){ m->value.text, m->value.len });
		if (other == 0 || other == self)
			continue;
		fail(d, "DUPLICATE_DATA", "duplicate data", m->key);
		zoho_detail(d->q, &d->error, "id", zoho_id(d->t, other,
		    d->q->a));
		return false;
	}
	return true;
}

/* What the sandbox was told to refuse. */
static bool
is_fated(struct draft *d)
{
	switch (api_item_fault(d->q)) {
	case ITEM_FINE:
		return false;
	case ITEM_LOCKED:
		fail(d, "RECORD_LOCKED", "The record under merge is locked",
		    STR_NONE);
		return true;
	case ITEM_PICKLIST:
		fail(d, "INVALID_DATA", "invalid data", STR("Lead_Source"));
		return true;
	case ITEM_DUPLICATE:
		fail(d, "DUPLICATE_DATA", "duplicate data", STR("Email"));
		return true;
	case ITEM_MERGED:
		fail(d, "INVALID_DATA", "the id given seems to be invalid.",
		    STR("id"));
		return true;
	case ITEM_CONVERTED:
		fail(d, "CONVERTED_RECORD",
		    "can't update the converted record", STR_NONE);
		return true;
	case ITEM_REFUSED:
		break;
	}
	fail(d, "INVALID_DATA", "invalid data", STR_NONE);
	return true;
}

static void
set_values(struct draft *d, struct object *o)
{
	const struct json_member *m;
	const struct property *p;
	const struct json *was;
	uint32_t i;

	for (i = 0; i < d->values.len; i++) {
		m = &d->values.members[i];
		p = property_find(d->q, d->t, m->key);
		was = json_get(&o->props, m->key);
		if ((p->flags & PROPERTY_UNIQUE) != 0) {
			if (!is_blank(was))
				store_key_del(d->q->store, d->t, p->name,
				    (struct str){ was->text, was->len });
			if (!is_blank(&m->value))
				store_key_put(d->q->store, d->t, p->name,
				    (struct str){ m->value.text,
				    m->value.len }, o->id);
		}
		if (is_blank(&m->value))
			json_del(&o->props, m->key);
		else
			json_set(&o->props, m->key, m->value, d->q->a);
	}
	o->updated = d->q->now;
	store_update(d->q->store, o);
}

static struct json
user_json(struct request *q)
{
	struct json u = json_object();

	json_set(&u, STR("name"), json_str(str_of(zoho_users[0].name)),
	    q->a);
	json_set(&u, STR("id"), json_str(str_of(zoho_users[0].id)), q->a);
	return u;
}

static struct json
success(struct draft *d, const struct object *o, bool new, bool upsert)
{
	struct json r = json_object(), details = json_object();
	struct arena *a = d->q->a;

	json_set(&details, STR("Modified_Time"), zoho_time(a, o->updated),
	    a);
	json_set(&details, STR("Modified_By"), user_json(d->q), a);
	json_set(&details, STR("Created_Time"), zoho_time(a, o->created), a);
	json_set(&details, STR("id"), json_str(zoho_id(d->t, o->id, a)), a);
	json_set(&details, STR("Created_By"), user_json(d->q), a);
	json_set(&r, STR("code"), json_str(STR("SUCCESS")), a);
	if (upsert && d->matched.p != NULL)
		json_set(&r, STR("duplicate_field"), json_str(d->matched),
		    a);
	if (upsert)
		json_set(&r, STR("action"), json_str(new ? STR("insert") :
		    STR("update")), a);
	json_set(&r, STR("details"), details, a);
	json_set(&r, STR("message"), json_str(new ? STR("record added") :
	    STR("record updated")), a);
	json_set(&r, STR("status"), json_str(STR("success")), a);
	return r;
}

static void
insert(struct draft *d, struct object *o)
{
	struct json owner = json_str(str_of(zoho_users[0].id));

	*o = (struct object){ .type = d->t, .created = d->q->now,
	    .updated = d->q->now, .props = json_object() };
	if (json_get(&d->values, STR("Owner")) == NULL)
		json_set(&d->values, STR("Owner"), owner, d->q->a);
	store_insert(d->q->store, o);
}

/* ${o}: the record to change; one without id is to be made. */
static bool
write_one(struct draft *d, struct object *o)
{
	bool new = o->id == 0;

	if (is_fated(d) || !read_values(d) || !has_required(d, new) ||
	    !is_unique(d, o->id))
		return false;
	if (!new && json_get(&o->props, STR("$converted")) != NULL)
		return fail(d, "CONVERTED_RECORD",
		    "can't update the converted record", STR_NONE);
	if (new)
		insert(d, o);
	set_values(d, o);
	return true;
}

/* The record of the database, not of the index, that has this value. */
static bool
match(struct draft *d, struct str field, struct object *o)
{
	struct str value = json_get_str(d->in, field);

	if (value.len == 0 || property_find(d->q, d->t, field) == NULL)
		return false;
	if (!store_find(d->q->store, d->t, arena_str(d->q->a, field).p,
	    value, 0, d->q->a, o)) {
		*o = (struct object){ .id = 0 };
		return false;
	}
	d->matched = field;
	return true;
}

static void
match_any(struct draft *d, struct object *o)
{
	const struct json *fields = json_get(&d->q->in,
	    STR("duplicate_check_fields"));
	uint32_t i;

	if (fields == NULL || fields->type != JSON_ARRAY) {
		match(d, strcmp(d->t->name, "Accounts") == 0 ?
		    STR("Account_Name") : STR("Email"), o);
		return;
	}
	for (i = 0; i < fields->len; i++)
		if (fields->items[i].type == JSON_STRING && match(d,
		    (struct str){ fields->items[i].text,
		    fields->items[i].len }, o))
			return;
}

/* By the id that the record names; a merged one's is no id any more. */
static bool
find(struct draft *d, struct str id, struct object *o)
{
	if (store_get_exact(d->q->store, d->t, zoho_number(d->t, id),
	    d->q->a, o) && !o->archived)
		return true;
	return fail(d, "INVALID_DATA", "the id given seems to be invalid.",
	    STR("id"));
}

/* Which record is it about?  One without id is to be made. */
static bool
choose(struct draft *d, enum verb verb, struct str id, struct object *o)
{
	*o = (struct object){ .id = 0 };
	if (id.p == NULL)
		id = json_get_str(d->in, STR("id"));
	if (verb == CREATE)
		return true;
	if (verb == UPDATE || id.p != NULL)
		return find(d, id, o);
	match_any(d, o);
	return true;
}

static bool
write_record(struct draft *d, enum verb verb, struct str id,
    struct json *row)
{
	struct object o;
	bool new;

	d->values = json_object();
	if (choose(d, verb, id, &o)) {
		new = o.id == 0;
		if (write_one(d, &o)) {
			*row = success(d, &o, new, verb == UPSERT);
			return true;
		}
	}
	add_path(d);
	*row = d->error;
	return false;
}

static const struct json *
records(struct request *q, struct answer *r)
{
	const struct json *data = json_get(&q->in, STR("data"));

	if (data == NULL || data->type != JSON_ARRAY || data->len == 0) {
		zoho_refuse(q, r, 400, "MANDATORY_NOT_FOUND",
		    "required field not found");
		zoho_detail(q, &r->body, "api_name", STR("data"));
		return NULL;
	}
	if (data->len > ZOHO_BATCH) {
		zoho_refuse(q, r, 400, "LIMIT_EXCEEDED",
		    "Record insertion limit has been exceeded.");
		return NULL;
	}
	return data;
}

static void
write_all(struct request *q, struct answer *r, enum verb verb,
    struct str id)
{
	const struct object_type *t = zoho_module(q, 0, r);
	const struct json *data = t != NULL ? records(q, r) : NULL;
	struct json rows = json_array(), row;
	struct draft d;
	uint32_t i, done = 0;

	if (data == NULL)
		return;
	for (i = 0; i < data->len; i++) {
		d = (struct draft){ .q = q, .t = t, .in = &data->items[i],
		    .index = i };
		done += write_record(&d, verb, id, &row);
		json_push(&rows, row, q->a);
	}
	r->status = done == 0 ? 202 : done < data->len ? 207 :
	    verb == CREATE ? 201 : 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), rows, q->a);
}

void
zoho_create(struct request *q, struct answer *r)
{
	write_all(q, r, CREATE, STR_NONE);
}

void
zoho_update(struct request *q, struct answer *r)
{
	write_all(q, r, UPDATE, STR_NONE);
}

void
zoho_update_one(struct request *q, struct answer *r)
{
	write_all(q, r, UPDATE, q->args[1]);
}

void
zoho_upsert(struct request *q, struct answer *r)
{
	static const struct str without[] = { { "Notes", 5 },
	    { "Tasks", 5 } };

	if (str_eq(q->args[0], without[0]) || str_eq(q->args[0],
	    without[1]))
		zoho_refuse(q, r, 400, "NOT_SUPPORTED",
		    "The module name given seems to be invalid");
	else
		write_all(q, r, UPSERT, STR_NONE);
}

static bool
delete_one(struct request *q, const struct object_type *t, struct str id,
    struct json *row)
{
	struct draft d = { .q = q, .t = t };
	struct object o;

	if (!find(&d, id, &o)) {
		*row = d.error;
		return false;
	}
	o.archived = true;
	o.updated = q->now;
	store_keys_move(q->store, t, o.id, 0);
	store_update(q->store, &o);
	*row = success(&d, &o, false, false);
	json_set(row, STR("message"), json_str(STR("record deleted")), q->a);
	return true;
}

static void
delete_all(struct request *q, struct answer *r, struct str ids)
{
	const struct object_type *t = zoho_module(q, 0, r);
	struct json rows = json_array(), row;
	size_t comma, done = 0;

	if (t == NULL)
		return;
	while (ids.len > 0) {
		comma = str_find(ids, STR(","));
		done += delete_one(q, t, str_to(ids, comma), &row);
		ids = comma == (size_t)-1 ? STR("") : str_from(ids,
		    comma + 1);
		json_push(&rows, row, q->a);
	}
	r->status = rows.len == 0 ? 400 : done == 0 ? 202 :
	    done < rows.len ? 207 : 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), rows, q->a);
}

void
zoho_delete(struct request *q, struct answer *r)
{
	delete_all(q, r, api_query(q, "ids"));
}

void
zoho_delete_one(struct request *q, struct answer *r)
{
	delete_all(q, r, q->args[1]);
}
