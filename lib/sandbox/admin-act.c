/*
 * What a person with rights would do in the CRM meanwhile: a colleague adds
 * a contact, somebody corrects a field, two records are merged.
 */
#include <string.h>

#include "sandbox/server.h"

struct act {
	struct request			*q;
	const struct json		*in;
	const struct object_type	*t;
	struct json			*out;
};

static const char *
find(struct act *a, const char *key, struct object *o)
{
	struct str text = store_scalar(json_get(a->in, str_of(key)));
	int64_t id = a->q->persona->id_number(a->t, text);

	if (id == 0 || !store_get(a->q->store, a->t, id, a->q->a, o) ||
	    o->archived)
		return "there is no such record";
	return NULL;
}

static void
set_one(struct act *a, struct object *o, const struct json_member *m)
{
	const struct property *p = property_find(a->q, o->type, m->key);
	struct str was = store_scalar(json_get(&o->props, m->key));
	struct str is = store_scalar(&m->value);

	if (p != NULL && (p->flags & PROPERTY_UNIQUE) != 0) {
		if (was.len > 0)
			store_key_del(a->q->store, o->type, p->name, was);
		if (is.len > 0)
			store_key_put(a->q->store, o->type, p->name, is,
			    o->id);
	}
	store_touch(a->q->store, o->id, m->key, a->q->now);
	if (m->value.type == JSON_NULL)
		json_del(&o->props, m->key);
	else
		json_set(&o->props, m->key, m->value, a->q->a);
}

/* No rule of the CRM is asked: an administrator may. */
static void
set_all(struct act *a, struct object *o)
{
	const struct json *props = json_get(a->in, STR("properties"));
	uint32_t i;

	for (i = 0; props != NULL && props->type == JSON_OBJECT &&
	    i < props->len; i++)
		set_one(a, o, &props->members[i]);
	o->updated = a->q->now;
	store_update(a->q->store, o);
}

static const char *
act_set(struct act *a)
{
	struct object o;
	const char *bad = find(a, "id", &o);

	if (bad == NULL)
		set_all(a, &o);
	return bad;
}

static const char *
act_create(struct act *a)
{
	struct object o = { .type = a->t, .created = a->q->now,
	    .updated = a->q->now, .props = json_object() };

	store_insert(a->q->store, &o);
	set_all(a, &o);
	json_set(a->out, STR("id"), json_str(a->q->persona->id_text(a->t,
	    o.id, a->q->a)), a->q->a);
	return NULL;
}

static const char *
act_delete(struct act *a)
{
	struct object o;
	const char *bad = find(a, "id", &o);

	if (bad != NULL)
		return bad;
	o.archived = true;
	o.updated = a->q->now;
	store_update(a->q->store, &o);
	store_keys_move(a->q->store, o.type, o.id, 0);
	return NULL;
}

static const char *
act_merge(struct act *a)
{
	struct object into, from;
	const char *bad;

	if (a->q->persona->merge == NULL)
		return "this CRM merges nothing";
	if ((bad = find(a, "into", &into)) != NULL ||
	    (bad = find(a, "from", &from)) != NULL)
		return bad;
	if (into.id == from.id)
		return "a record is not merged with itself";
	a->q->persona->merge(a->q, &into, &from);
	return NULL;
}

static const char *
act_convert(struct act *a)
{
	struct object o;
	const char *bad;

	if (a->q->persona->convert == NULL)
		return "this CRM converts nothing";
	if ((bad = find(a, "id", &o)) != NULL)
		return bad;
	return a->q->persona->convert(a->q, &o, a->out) ? NULL :
	    "it cannot be converted";
}

static const struct {
	const char	*name;
	const char	*(*act)(struct act *a);
} acts[] = {
	{ "create", act_create },
	{ "set", act_set },
	{ "delete", act_delete },
	{ "merge", act_merge },
	{ "convert", act_convert },
};

/* Do one; NULL, or what is wrong with it. */
static const char *
act(struct request *q, const struct json *in, struct json *out)
{
	struct str what = json_get_str(in, STR("do"));
	struct act a = { q, in, schema_type(q->persona->schema,
	    json_get_str(in, STR("type"))), out };
	size_t i;

	*out = json_object();
	if (a.t == NULL)
		return "there is no such type";
	for (i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (str_eq(what, str_of(acts[i].name)))
			return acts[i].act(&a);
	return "there is no such act";
}

void
admin_act(struct request *q, const struct json *in)
{
	struct json out;
	struct err e;

	store_begin(q->store);
	store_end(q->store, act(q, in, &out) == NULL, &e);
}

/* One act, or a list of them: all or none. */
void
admin_post(struct request *q, struct answer *r)
{
	const struct json *in = q->in.type == JSON_ARRAY ? q->in.items :
	    &q->in;
	size_t i, n = q->in.type == JSON_ARRAY ? q->in.len : 1;
	struct json out, list = json_array();
	const char *bad = NULL;

	for (i = 0; i < n && bad == NULL; i++) {
		bad = act(q, &in[i], &out);
		json_push(&list, out, q->a);
	}
	r->status = bad == NULL ? 200 : 400;
	r->undo = bad != NULL;
	r->body = json_object();
	if (bad != NULL)
		json_set(&r->body, STR("error"), json_str(str_of(bad)), q->a);
	else
		json_set(&r->body, STR("results"), list, q->a);
}

bool
api_merge_away(struct request *q, struct object *o)
{
	struct object into = { .type = o->type, .created = q->now,
	    .updated = q->now, .props = json_object() };

	if (q->persona->merge == NULL)
		return false;
	store_insert(q->store, &into);
	q->persona->merge(q, &into, o);
	*o = into;
	return true;
}
