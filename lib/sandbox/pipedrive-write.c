/* Writing Pipedrive's records, one a request; nothing of them is unique. */
#include "sandbox/pipedrive.h"

/* What the sandbox was told to refuse. */
static bool
is_fated(struct request *q, struct answer *r)
{
	switch (api_item_fault(q)) {
	case ITEM_FINE:
		return false;
	case ITEM_LOCKED:
		pipedrive_refuse(q, r, 503, STR("Service unavailable"));
		return true;
	case ITEM_PICKLIST:
		pipedrive_refuse(q, r, 400, STR("Parameter "
		    "'marketing_status' is of the wrong type"));
		return true;
	case ITEM_MERGED:
		pipedrive_refuse(q, r, 404, STR("Person not found"));
		return true;
	default:
		pipedrive_refuse(q, r, 400, STR("Bad request"));
		return true;
	}
}

/* The server tidies up: a comment and "&quot;" do not survive it. */
static struct json
sanitise(struct request *q, const struct json *v)
{
	struct str in = { v->text, v->len }, rest;
	char *out = arena_alloc(q->a, in.len + 1);
	size_t i = 0, n = 0, end;

	while (i < in.len) {
		rest = str_from(in, i);
		if (str_starts(rest, STR("<!--"))) {
			end = str_find(rest, STR("-->"));
			i = end == (size_t)-1 ? in.len : i + end + 3;
		} else if (str_starts(rest, STR("&quot;"))) {
			out[n++] = '"';
			i += 6;
		} else
			out[n++] = in.p[i++];
	}
	out[n] = '\0';
	return json_str((struct str){ out, n });
}

/* The person an activity is of: its first participant. */
static void
derive_person(struct request *q, struct object *o)
{
	const struct json *list = json_get(&o->props, STR("participants"));
	const struct json *id;

	if (list == NULL || list->type != JSON_ARRAY || list->len == 0)
		return;
	id = json_get(&list->items[0], STR("person_id"));
	if (id != NULL)
		json_set(&o->props, STR("person_id"), *id, q->a);
}

static void
set_custom(struct request *q, struct object *o, const struct json *in)
{
	struct json *have = json_get(&o->props, STR("custom_fields"));
	uint32_t i;

	if (have == NULL)
		have = json_set(&o->props, STR("custom_fields"),
		    json_object(), q->a);
	for (i = 0; i < in->len; i++)
		json_set(have, in->members[i].key, in->members[i].value,
		    q->a);
}

static void
apply(struct request *q, struct object *o)
{
	const struct json_member *m;
	uint32_t i;

	for (i = 0; i < q->in.len; i++) {
		m = &q->in.members[i];
		if (str_eq(m->key, STR("custom_fields")))
			set_custom(q, o, &m->value);
		else
			json_set(&o->props, m->key, str_eq(m->key,
			    STR("content")) ? sanitise(q, &m->value) :
			    m->value, q->a);
	}
	derive_person(q, o);
	o->updated = q->now;
	store_update(q->store, o);
}

void
pipedrive_add(struct request *q, struct answer *r)
{
	const struct object_type *t = pipedrive_type(q);
	struct object o = { .type = t, .created = q->now, .updated = q->now,
	    .props = json_object() };
	struct str lack;

	if (is_fated(q, r))
		return;
	if ((lack = pipedrive_lacks(q, t, &q->in, true)).p != NULL) {
		pipedrive_refuse(q, r, 400, lack);
		return;
	}
	if (strcmp(t->name, "notes") != 0)
		json_set(&o.props, STR("owner_id"), json_int(
		    pipedrive_users[0].id, q->a), q->a);
	if (strcmp(t->name, "persons") == 0)
		json_set(&o.props, STR("marketing_status"), json_str(
		    STR("no_consent")), q->a);
	store_insert(q->store, &o);
	apply(q, &o);
	pipedrive_answer(q, r, 201, pipedrive_record(q, &o));
}

/* One that was deleted is told from one that never was. */
static bool
find(struct request *q, struct answer *r, struct object *o)
{
	const struct object_type *t = pipedrive_type(q);

	if (!store_get_exact(q->store, t, pipedrive_number(t, q->args[0]),
	    q->a, o))
		pipedrive_refuse(q, r, 404, arena_printf(q->a,
		    "%s not found", t->singular));
	else if (o->archived)
		pipedrive_refuse(q, r, 410, arena_printf(q->a,
		    "%s has been deleted", t->singular));
	else
		return true;
	return false;
}

void
pipedrive_change(struct request *q, struct answer *r)
{
	struct object o;
	struct str lack;

	if (is_fated(q, r) || !find(q, r, &o))
		return;
	if ((lack = pipedrive_lacks(q, o.type, &q->in, false)).p != NULL) {
		pipedrive_refuse(q, r, 400, lack);
		return;
	}
	apply(q, &o);
	pipedrive_answer(q, r, 200, pipedrive_record(q, &o));
}

void
pipedrive_delete(struct request *q, struct answer *r)
{
	struct json data = json_object();
	struct object o;

	if (!find(q, r, &o))
		return;
	o.archived = true;
	o.updated = q->now;
	store_update(q->store, &o);
	json_set(&data, STR("id"), json_int(o.id, q->a), q->a);
	pipedrive_answer(q, r, 200, data);
}

/* What hung on the one hangs on the other. */
static void
move_ties(struct request *q, int64_t from, int64_t to)
{
	const struct association_type *a;
	const struct object_type *t;
	struct object o;
	struct str id = arena_printf(q->a, "%lld", (long long)from);

	for (a = pipedrive_schema.associations; a->from != NULL; a++) {
		t = schema_type(&pipedrive_schema, str_of(a->from));
		for (o.id = 0; store_find(q->store, t, a->property, id, o.id,
		    q->a, &o);) {
			json_set(&o.props, str_of(a->property), json_int(to,
			    q->a), q->a);
			store_update(q->store, &o);
		}
	}
}

/* The one in the path goes into the one in the body, which prevails. */
void
pipedrive_merge(struct request *q, struct answer *r)
{
	const struct object_type *t = schema_type(&pipedrive_schema,
	    q->args[0]);
	const struct json *with = json_get(&q->in, STR("merge_with_id"));
	struct object from, into;

	if (t == NULL || !store_get_exact(q->store, t, pipedrive_number(t,
	    q->args[1]), q->a, &from) || !store_get_exact(q->store, t,
	    pipedrive_ref(t, with), q->a, &into) || from.id == into.id) {
		pipedrive_refuse(q, r, 404, STR("Person not found"));
		return;
	}
	q->persona->merge(q, &into, &from);
	into.updated = q->now;
	move_ties(q, from.id, into.id);
	store_merge(q->store, from.id, into.id);
	store_update(q->store, &into);
	pipedrive_answer(q, r, 200, pipedrive_record(q, &into));
}
