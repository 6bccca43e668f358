/* What people do: merge two records, make a contact of a lead. */
#include <string.h>

#include "sandbox/sf.h"

/* Every reference to the one leads to the other from now on. */
static void
move_references(struct request *q, const struct object_type *t,
    const struct sf_field *f, struct str from, struct str into)
{
	struct object o = { 0 };

	while (store_find(q->store, t, f->name, from, o.id, q->a, &o)) {
		json_set(&o.props, str_of(f->name), json_str(into), q->a);
		o.updated = q->now;
		store_update(q->store, &o);
	}
}

static void
move_children(struct request *q, struct str from, struct str into)
{
	const struct object_type *t;
	struct sf_field f;
	size_t i;

	for (t = sf_schema.types; t->name != NULL; t++)
		for (i = 0; sf_field_nth(q, t, i, &f); i++)
			if (f.refers != NULL && (f.flags &
			    PROPERTY_INDEXED) != 0)
				move_references(q, t, &f, from, into);
}

/* Blanks of the one that stays are filled, but not with keys of ours. */
static void
fill_blanks(struct request *q, struct object *into,
    const struct object *from)
{
	const struct json_member *m;
	struct sf_field f;
	uint32_t i;

	for (i = 0; i < from->props.len; i++) {
		m = &from->props.members[i];
		if (json_get(&into->props, m->key) == NULL &&
		    sf_field(q, into->type, m->key, &f) &&
		    (f.flags & PROPERTY_UNIQUE) == 0)
			json_set(&into->props, m->key, m->value, q->a);
	}
}

/*
 * The one that goes is deleted and remembers where its data went; its id
 * leads nowhere from now on.
 */
void
sf_merge(struct request *q, struct object *into, const struct object *from)
{
	struct str id = sf_id_text(into->type, into->id, q->a);
	struct object gone = *from;

	move_children(q, sf_id_text(from->type, from->id, q->a), id);
	fill_blanks(q, into, from);
	into->updated = q->now;
	store_update(q->store, into);
	gone.archived = true;
	gone.updated = q->now;
	json_set(&gone.props, STR("MasterRecordId"), json_str(id), q->a);
	store_keys_move(q->store, gone.type, gone.id, 0);
	store_update(q->store, &gone);
}

static void
copy(struct request *q, const struct object *from, const char *name,
    struct json *to, const char *as)
{
	const struct json *v = json_get(&from->props, str_of(name));

	if (v != NULL)
		json_set(to, str_of(as), *v, q->a);
}

static struct str
make_account(struct request *q, const struct object *lead)
{
	struct json fields = json_object();
	struct sf_result out;

	copy(q, lead, "Company", &fields, "Name");
	copy(q, lead, "Website", &fields, "Website");
	sf_create(q, sf_type(q, STR("Account")), &fields, &out);
	return out.id != 0 ? sf_id_text(out.type, out.id, q->a) : STR_NONE;
}

/* Custom fields of the same name are mapped, as an administrator would. */
static struct str
make_contact(struct request *q, const struct object *lead,
    struct str account)
{
	static const char *const same[] = { "FirstName", "LastName", "Email",
	    "Phone", "MobilePhone", "Title", "LeadSource",
	    "HasOptedOutOfEmail", "DoNotCall", "Description", NULL };
	const struct object_type *t = sf_type(q, STR("Contact"));
	struct json fields = json_object();
	struct sf_result out;
	struct sf_field f;
	size_t i;

	for (i = 0; same[i] != NULL; i++)
		copy(q, lead, same[i], &fields, same[i]);
	for (i = 0; sf_field_nth(q, t, i, &f); i++)
		if ((f.flags & PROPERTY_CUSTOM) != 0 &&
		    (f.flags & PROPERTY_UNIQUE) == 0)
			copy(q, lead, f.name, &fields, f.name);
	if (account.len > 0)
		json_set(&fields, STR("AccountId"), json_str(account), q->a);
	sf_create(q, t, &fields, &out);
	return out.id != 0 ? sf_id_text(t, out.id, q->a) : STR_NONE;
}

bool
sf_convert(struct request *q, const struct object *o, struct json *out)
{
	struct object lead = *o;
	struct str account, contact;
	struct json today = sf_time(q->a, q->now);

	if (strcmp(o->type->name, "Lead") != 0 || o->archived || json_get(
	    &o->props, STR("ConvertedContactId")) != NULL)
		return false;
	lead.props = json_copy(&o->props, q->a);
	account = make_account(q, o);
	contact = make_contact(q, o, account);
	if (contact.len == 0)
		return false;
	move_children(q, sf_id_text(o->type, o->id, q->a), contact);
	today.len = 10;
	json_set(&lead.props, STR("IsConverted"), json_bool(true), q->a);
	json_set(&lead.props, STR("Status"),
	    json_str(STR("Closed - Converted")), q->a);
	json_set(&lead.props, STR("ConvertedDate"), today, q->a);
	json_set(&lead.props, STR("ConvertedContactId"), json_str(contact),
	    q->a);
	if (account.len > 0)
		json_set(&lead.props, STR("ConvertedAccountId"),
		    json_str(account), q->a);
	lead.updated = q->now;
	store_update(q->store, &lead);
	*out = json_object();
	json_set(out, STR("contactId"), json_str(contact), q->a);
	json_set(out, STR("accountId"), json_str(account), q->a);
	return true;
}
