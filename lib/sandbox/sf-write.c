/* Creating, updating, upserting and deleting one record, and why not. */
#include <string.h>

#include "sandbox/sf.h"

/* A write under way: the record as it would be. */
struct draft {
	struct request			*q;
	const struct object_type	*t;
	struct object			 o;
	struct json			 was;	/* properties before */
	bool				 new;
	struct sf_error			*e;
};

static bool
put(struct draft *d, const struct sf_field *f, const struct json *v)
{
	struct json value;

	if (!sf_check(d->q, f, v, &value, d->e))
		return false;
	if (value.type == JSON_NULL)
		json_del(&d->o.props, str_of(f->name));
	else
		json_set(&d->o.props, str_of(f->name), value, d->q->a);
	return true;
}

/* "Account": {"chatcrm_id__c": "..."}: the parent by its external id. */
static bool
put_parent(struct draft *d, const struct sf_field *f, const struct json *v)
{
	const struct object_type *t = sf_type(d->q, str_of(f->refers));
	const struct json_member *m = NULL;
	struct object found[2];
	struct sf_field by;
	uint32_t i;
	struct json id;

	for (i = 0; i < v->len; i++)
		if (!str_ieq(v->members[i].key, STR("attributes")))
			m = &v->members[i];
	if (t == NULL || m == NULL || !sf_external(d->q, t, m->key, &by,
	    d->e)) {
		sf_fail(d->q, d->e, "INVALID_FIELD", NULL, "Multiple or no "
		    "external id fields for the relationship %s",
		    f->relationship);
		return false;
	}
	if (sf_by_key(d->q, t, &by, sf_text(&m->value), found) != 1) {
		sf_fail(d->q, d->e, "INVALID_FIELD", NULL, "Foreign key "
		    "external ID: %.*s not found for field %s in entity %s",
		    STR_ARG(sf_text(&m->value)), by.name, t->name);
		return false;
	}
	id = json_str(sf_id_text(t, found[0].id, d->q->a));
	return put(d, f, &id);
}

static bool
put_member(struct draft *d, const struct json_member *m)
{
	struct sf_field f;

	if (str_ieq(m->key, STR("attributes")))
		return true;
	if (m->value.type == JSON_OBJECT &&
	    sf_parent(d->q, d->t, m->key, &f))
		return put_parent(d, &f, &m->value);
	if (!sf_field(d->q, d->t, m->key, &f)) {
		sf_fail(d->q, d->e, "INVALID_FIELD", NULL, "No such column "
		    "'%.*s' on sobject of type %s",
		    STR_ARG(str_to(m->key, 100)), d->t->name);
		return false;
	}
	if (strcmp(f.name, "Id") == 0 && !d->new)
		return true;
	if ((f.flags & PROPERTY_READ_ONLY) != 0 || f.derived) {
		sf_fail(d->q, d->e, "INVALID_FIELD_FOR_INSERT_UPDATE", f.name,
		    "Unable to create/update fields: %s. Please check the "
		    "security settings of this field and verify that it is "
		    "read/write for your profile or permission set.",
		    f.name);
		return false;
	}
	return put(d, &f, &m->value);
}

static bool
put_all(struct draft *d, const struct json *fields)
{
	uint32_t i;

	for (i = 0; fields->type == JSON_OBJECT && i < fields->len; i++)
		if (!put_member(d, &fields->members[i]))
			return false;
	return true;
}

static void
put_default(struct draft *d, const char *name, struct json v)
{
	struct sf_field f;

	if (sf_field(d->q, d->t, str_of(name), &f) &&
	    json_get(&d->o.props, str_of(name)) == NULL)
		json_set(&d->o.props, str_of(name), v, d->q->a);
}

static void
put_defaults(struct draft *d)
{
	static const struct { const char *type, *field, *value; } all[] = {
		{ "Lead", "Status", "Open - Not Contacted" },
		{ "Task", "Status", "Not Started" },
		{ "Task", "Priority", "Normal" },
		{ "Task", "TaskSubtype", "Task" },
		{ "Case", "Status", "New" }, { "Case", "Priority", "Medium" },
		{ "CampaignMember", "Status", "Sent" }
	};
	size_t i;

	put_default(d, "OwnerId", json_str(sf_id_text(sf_type(d->q,
	    STR("User")), sf_running_user(d->q), d->q->a)));
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].type, d->t->name) == 0)
			put_default(d, all[i].field,
			    json_str(str_of(all[i].value)));
}

static bool
has_required(struct draft *d)
{
	struct json missing = json_array();
	struct buf names = { 0 };
	struct sf_field f;
	size_t i;

	for (i = 0; sf_field_nth(d->q, d->t, i, &f); i++) {
		if ((f.flags & PROPERTY_REQUIRED) == 0 || json_get(
		    &d->o.props, str_of(f.name)) != NULL)
			continue;
		buf_printf(&names, "%s%s", missing.len > 0 ? ", " : "",
		    f.name);
		json_push(&missing, json_str(str_of(f.name)), d->q->a);
	}
	if (missing.len > 0) {
		sf_fail(d->q, d->e, "REQUIRED_FIELD_MISSING", NULL,
		    "Required fields are missing: [%s]", names.p);
		d->e->fields = missing;
	}
	buf_free(&names);
	return missing.len == 0;
}

/* What may stand in one record only, as it is compared. */
static struct str
key_form(const struct sf_field *f, struct str s, struct arena *a)
{
	char *out;
	size_t i;

	if (f->case_sensitive)
		return s;
	out = arena_alloc(a, s.len + 1);
	for (i = 0; i < s.len; i++)
		out[i] = ascii_lower(s.p[i]);
	out[s.len] = '\0';
	return (struct str){ out, s.len };
}

static bool
is_free(struct draft *d, const struct sf_field *f, struct str key)
{
	int64_t other = store_key(d->q->store, d->t, f->name, key);

	if (other == 0 || other == d->o.id)
		return true;
	sf_fail(d->q, d->e, "DUPLICATE_VALUE", f->name, "duplicate value "
	    "found: %s duplicates value on record with id: %.*s", f->name,
	    STR_ARG(str_to(sf_id_text(d->t, other, d->q->a), 15)));
	return false;
}

/* Two records may not say the same in both of these. */
static bool
pair_is_free(struct draft *d, const char *one, const char *two)
{
	struct str a = sf_text(json_get(&d->o.props, str_of(one)));
	struct str b = sf_text(json_get(&d->o.props, str_of(two)));
	struct object o = { 0 };

	if (a.len == 0 || b.len == 0)
		return true;
	while (store_find(d->q->store, d->t, two, b, o.id, d->q->a, &o)) {
		if (o.id == d->o.id || !store_has(&o, one, a))
			continue;
		sf_fail(d->q, d->e, "DUPLICATE_VALUE", NULL, "%s%.*s",
		    strcmp(one, "CampaignId") == 0 ? "Already a campaign "
		    "member: " : "duplicate value found: unknown duplicates "
		    "value on record with id: ", STR_ARG(str_to(sf_id_text(
		    d->t, o.id, d->q->a), 15)));
		return false;
	}
	return true;
}

static bool
is_unique(struct draft *d)
{
	struct sf_field f;
	struct str now;
	size_t i;

	for (i = 0; sf_field_nth(d->q, d->t, i, &f); i++) {
		if ((f.flags & PROPERTY_UNIQUE) == 0)
			continue;
		now = sf_text(json_get(&d->o.props, str_of(f.name)));
		if (now.len > 0 && !is_free(d, &f, key_form(&f, now,
		    d->q->a)))
			return false;
	}
	return pair_is_free(d, "CampaignId", "ContactId") &&
	    pair_is_free(d, "CampaignId", "LeadId") &&
	    pair_is_free(d, "ParentId", "Field") &&
	    pair_is_free(d, "PermissionSetId", "AssigneeId");
}

static void
keep_keys(struct draft *d)
{
	struct sf_field f;
	struct str was, now;
	size_t i;

	for (i = 0; sf_field_nth(d->q, d->t, i, &f); i++) {
		if ((f.flags & PROPERTY_UNIQUE) == 0)
			continue;
		was = key_form(&f, sf_text(json_get(&d->was,
		    str_of(f.name))), d->q->a);
		now = key_form(&f, sf_text(json_get(&d->o.props,
		    str_of(f.name))), d->q->a);
		if (str_eq(was, now))
			continue;
		if (was.len > 0)
			store_key_del(d->q->store, d->t, f.name, was);
		if (now.len > 0)
			store_key_put(d->q->store, d->t, f.name, now,
			    d->o.id);
	}
}

static void
fail_picklist(struct draft *d)
{
	struct sf_field f;
	size_t i;

	for (i = 0; sf_field_nth(d->q, d->t, i, &f); i++)
		if (sf_is(&f, "picklist") && json_get(&d->o.props,
		    str_of(f.name)) != NULL)
			break;
	sf_fail(d->q, d->e, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
	    f.name, "%s: bad value for restricted picklist field: %.*s",
	    f.label, STR_ARG(sf_text(json_get(&d->o.props,
	    str_of(f.name)))));
}

/* What tests want to go wrong with this record. */
static bool
is_spared(struct draft *d)
{
	struct object was;
	struct json ignored;

	switch (api_item_fault(d->q)) {
	case ITEM_FINE:
		return true;
	case ITEM_LOCKED:
		sf_fail(d->q, d->e, "UNABLE_TO_LOCK_ROW", NULL, "unable to "
		    "obtain exclusive access to this record");
		return false;
	case ITEM_PICKLIST:
		fail_picklist(d);
		return false;
	case ITEM_DUPLICATE:
		sf_fail(d->q, d->e, "DUPLICATES_DETECTED", NULL,
		    "Use one of these records?");
		return false;
	case ITEM_MERGED:
		if (d->new || !store_get_exact(d->q->store, d->t, d->o.id,
		    d->q->a, &was))
			return true;
		api_merge_away(d->q, &was);
		sf_fail(d->q, d->e, "ENTITY_IS_DELETED", NULL,
		    "entity is deleted");
		d->e->keep = true;
		return false;
	case ITEM_CONVERTED:
		if (d->new || strcmp(d->t->name, "Lead") != 0 ||
		    !store_get_exact(d->q->store, d->t, d->o.id, d->q->a,
		    &was) || !sf_convert(d->q, &was, &ignored))
			return true;
		sf_fail(d->q, d->e, "CANNOT_UPDATE_CONVERTED_LEAD", NULL,
		    "cannot reference converted lead");
		d->e->keep = true;
		return false;
	default:
		sf_fail(d->q, d->e, "FIELD_CUSTOM_VALIDATION_EXCEPTION", NULL,
		    "The sandbox was told to refuse this record");
		return false;
	}
}

static bool
is_fine(struct draft *d)
{
	return has_required(d) && is_unique(d) &&
	    !sf_duplicate(d->q, &d->o, d->e) && is_spared(d);
}

void
sf_create(struct request *q, const struct object_type *t,
    const struct json *fields, struct sf_result *out)
{
	struct draft d = { .q = q, .t = t, .new = true, .e = &out->error,
	    .o = { .type = t, .created = q->now, .updated = q->now,
	    .props = json_object() }, .was = json_object() };

	*out = (struct sf_result){ .type = t };
	if (!put_all(&d, fields))
		return;
	put_defaults(&d);
	if (!is_fine(&d))
		return;
	store_insert(q->store, &d.o);
	if (strcmp(t->name, "Case") == 0) {
		json_set(&d.o.props, STR("CaseNumber"),
		    json_str(arena_printf(q->a, "%08lld",
		    (long long)d.o.id)), q->a);
		store_update(q->store, &d.o);
	}
	keep_keys(&d);
	out->id = d.o.id;
	out->created = true;
}

static bool
is_converted(const struct object *o)
{
	const struct json *v = json_get(&o->props, STR("IsConverted"));

	return v != NULL && v->type == JSON_TRUE;
}

static void
update(struct request *q, const struct object *o, const struct json *fields,
    struct sf_result *out)
{
	struct draft d = { .q = q, .t = o->type, .o = *o,
	    .was = json_copy(&o->props, q->a), .e = &out->error };

	out->type = o->type;
	if (is_converted(o)) {
		sf_fail(q, &out->error, "CANNOT_UPDATE_CONVERTED_LEAD", NULL,
		    "cannot reference converted lead");
		return;
	}
	if (!put_all(&d, fields) || !is_fine(&d))
		return;
	d.o.updated = q->now;
	store_update(q->store, &d.o);
	keep_keys(&d);
	out->id = o->id;
}

/* The record of an id, or why there is none. */
static bool
find(struct request *q, const struct object_type *t, struct str id,
    struct object *o, struct sf_error *e)
{
	int64_t n = sf_id_number(t, id);

	if (t == NULL || n == 0)
		sf_fail(q, e, "MALFORMED_ID", "Id", "%s ID: id value of "
		    "incorrect type: %.*s", t != NULL ? t->name : "Record",
		    STR_ARG(str_to(id, 100)));
	else if (!store_get_exact(q->store, t, n, q->a, o))
		sf_fail(q, e, "INVALID_CROSS_REFERENCE_KEY", NULL,
		    "invalid cross reference id");
	else if (o->archived)
		sf_fail(q, e, "ENTITY_IS_DELETED", NULL,
		    "entity is deleted");
	else
		return true;
	return false;
}

void
sf_update(struct request *q, const struct object_type *t, struct str id,
    const struct json *fields, struct sf_result *out)
{
	struct object o;

	*out = (struct sf_result){ .type = t };
	if (find(q, t, id, &o, &out->error))
		update(q, &o, fields, out);
}

bool
sf_external(struct request *q, const struct object_type *t, struct str name,
    struct sf_field *out, struct sf_error *e)
{
	if (sf_field(q, t, name, out) && (out->external ||
	    strcmp(out->name, "Id") == 0 || sf_is(out, "email") ||
	    strcmp(out->name, "Username") == 0 ||
	    (out->flags & PROPERTY_UNIQUE) != 0))
		return true;
	sf_fail(q, e, "NOT_FOUND", NULL, "Provided external ID field does "
	    "not exist or is not accessible: %.*s",
	    STR_ARG(str_to(name, 100)));
	return false;
}

size_t
sf_by_key(struct request *q, const struct object_type *t,
    const struct sf_field *by, struct str value, struct object out[2])
{
	int64_t id;
	size_t n = 0;

	if (value.len == 0)
		return 0;
	if (strcmp(by->name, "Id") == 0) {
		id = sf_id_number(t, value);
		return id != 0 && store_get_exact(q->store, t, id, q->a,
		    &out[0]) && !out[0].archived;
	}
	if ((by->flags & PROPERTY_UNIQUE) != 0) {
		id = store_key(q->store, t, by->name, key_form(by, value,
		    q->a));
		return id != 0 && store_get_exact(q->store, t, id, q->a,
		    &out[0]) && !out[0].archived;
	}
	while (n < 2 && store_find(q->store, t, by->name, value,
	    n > 0 ? out[0].id : 0, q->a, &out[n]))
		n++;
	return n;
}

void
sf_upsert(struct request *q, const struct object_type *t,
    const struct sf_field *by, struct str value, const struct json *fields,
    bool update_only, struct sf_result *out)
{
	struct object found[2];
	struct json with;
	size_t n;

	*out = (struct sf_result){ .type = t };
	if (value.len == 0) {
		sf_fail(q, &out->error, "MISSING_ARGUMENT", NULL, "%s not "
		    "specified", by->name);
		return;
	}
	n = sf_by_key(q, t, by, value, found);
	if (n == 1) {
		update(q, &found[0], fields, out);
		return;
	}
	if (n > 1) {
		sf_fail(q, &out->error, "DUPLICATE_EXTERNAL_ID", by->name,
		    "%s: more than one record found for external id field: "
		    "[%.*s, %.*s]", by->name, STR_ARG(sf_id_text(t,
		    found[0].id, q->a)), STR_ARG(sf_id_text(t, found[1].id,
		    q->a)));
		out->error.status = 300;
		return;
	}
	if (update_only || strcmp(by->name, "Id") == 0) {
		sf_fail(q, &out->error, "NOT_FOUND", NULL,
		    "The requested resource does not exist");
		return;
	}
	with = fields->type == JSON_OBJECT ? json_copy(fields, q->a) :
	    json_object();
	json_set(&with, str_of(by->name), json_str(value), q->a);
	sf_create(q, t, &with, out);
}

void
sf_delete(struct request *q, struct str id, struct sf_result *out)
{
	const struct object_type *t = sf_id_type(id);
	struct object o;

	*out = (struct sf_result){ .type = t };
	if (!find(q, t, id, &o, &out->error))
		return;
	o.archived = true;
	o.updated = q->now;
	store_update(q->store, &o);
	store_keys_move(q->store, t, o.id, 0);
	out->id = o.id;
}

struct json
sf_result_json(struct request *q, const struct sf_result *r, bool upsert)
{
	struct json o = json_object(), errors = json_array();

	if (r->error.code != NULL)
		json_push(&errors, sf_error_item(q, &r->error), q->a);
	else
		json_set(&o, STR("id"), json_str(sf_id_text(r->type, r->id,
		    q->a)), q->a);
	json_set(&o, STR("success"), json_bool(r->error.code == NULL), q->a);
	json_set(&o, STR("errors"), errors, q->a);
	if (upsert)
		json_set(&o, STR("created"), json_bool(r->created), q->a);
	return o;
}
