/* What tests ask the sandbox itself: its state, its faults. */
#include <stdlib.h>
#include <string.h>

#include "sandbox/server.h"
#include "sandbox/show.h"

static int
by_name(const void *a, const void *b)
{
	const struct json_member *x = a, *y = b;

	return str_cmp(x->key, y->key);
}

static struct json
ties_json(struct request *q, const struct object *o)
{
	const struct object_type *t;
	struct json all = json_object(), list;
	int64_t *ids;
	size_t n, i;

	for (t = q->persona->schema->types; t->name != NULL; t++) {
		if ((n = related(q, o, t, &ids)) == 0)
			continue;
		list = json_array();
		for (i = 0; i < n; i++)
			json_push(&list, json_str(q->persona->id_text(t,
			    ids[i], q->a)), q->a);
		json_set(&all, str_of(t->name), list, q->a);
	}
	return all;
}

static struct json
state_json(struct request *q, struct object *o)
{
	struct json j = json_object();

	if (o->props.len > 1)
		qsort(o->props.members, o->props.len,
		    sizeof(*o->props.members), by_name);
	json_set(&j, STR("id"), json_str(q->persona->id_text(o->type,
	    o->id, q->a)), q->a);
	json_set(&j, STR("createdAt"), api_time(q->a, o->created), q->a);
	json_set(&j, STR("updatedAt"), api_time(q->a, o->updated), q->a);
	if (o->archived)
		json_set(&j, STR("archived"), json_bool(true), q->a);
	json_set(&j, STR("properties"), o->props, q->a);
	json_set(&j, STR("associations"), ties_json(q, o), q->a);
	return j;
}

/* All objects by type and id; properties by name; live ones first. */
void
admin_state(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct json list;
	struct object o;
	int archived;

	r->status = 200;
	r->body = json_object();
	for (t = q->persona->schema->types; t->name != NULL; t++) {
		list = json_array();
		for (archived = 0; archived < 2; archived++)
			for (o.id = 0; store_next(q->store, t, o.id,
			    archived != 0, q->a, &o);)
				json_push(&list, state_json(q, &o), q->a);
		json_set(&r->body, str_of(t->name), list, q->a);
	}
}

/* Shares are given from 0 to 1, times in milliseconds. */
static const struct fault_key {
	const char	*name;
	size_t		 offset;
	bool		 share;
} fault_keys[] = {
	{ "fail", offsetof(struct sandbox_faults, fail), true },
	{ "lie", offsetof(struct sandbox_faults, lie), true },
	{ "reset", offsetof(struct sandbox_faults, reset), true },
	{ "slow_ms", offsetof(struct sandbox_faults, slow_ms), false },
	{ "search_lag_ms", offsetof(struct sandbox_faults, search_lag_ms),
	    false },
	{ "seed", offsetof(struct sandbox_faults, seed), false },
};

static const struct fault_key *
fault_key(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof(fault_keys) / sizeof(fault_keys[0]); i++)
		if (str_eq(name, str_of(fault_keys[i].name)))
			return &fault_keys[i];
	return NULL;
}

static bool
set_fault(struct sandbox_faults *f, const struct json_member *m)
{
	const struct fault_key *k = fault_key(m->key);
	double share;
	int64_t n;

	if (k == NULL)
		return false;
	if (k->share) {
		if (!json_to_double(&m->value, &share) || share < 0 ||
		    share > 1)
			return false;
		memcpy((char *)f + k->offset, &share, sizeof(share));
		return true;
	}
	if (!json_to_int(&m->value, &n) || n < 0)
		return false;
	memcpy((char *)f + k->offset, &n, sizeof(n));
	return true;
}

static struct json
faults_json(const struct sandbox_faults *f, struct arena *a)
{
	const struct fault_key *k;
	struct json o = json_object();
	double share;
	int64_t n;
	size_t i;

	for (i = 0; i < sizeof(fault_keys) / sizeof(fault_keys[0]); i++) {
		k = &fault_keys[i];
		memcpy(&share, (const char *)f + k->offset, sizeof(share));
		memcpy(&n, (const char *)f + k->offset, sizeof(n));
		json_set(&o, str_of(k->name), k->share ?
		    json_double(share, a) : json_int(n, a), a);
	}
	return o;
}

static void
refuse(struct request *q, struct answer *r, struct str key)
{
	r->status = 400;
	r->body = json_object();
	json_set(&r->body, STR("error"), json_str(arena_printf(q->a,
	    "'%.*s' is no fault or has no valid value", STR_ARG(key))), q->a);
}

/* GET shows them, POST changes those that it names. */
void
admin_faults(struct request *q, struct answer *r)
{
	struct sandbox_faults f = q->sb->faults;
	uint32_t i;

	if (strcmp(q->method, "POST") == 0) {
		for (i = 0; q->in.type == JSON_OBJECT && i < q->in.len; i++)
			if (!set_fault(&f, &q->in.members[i])) {
				refuse(q, r, q->in.members[i].key);
				return;
			}
		if (f.seed != q->sb->faults.seed)
			q->sb->chance.state = f.seed;
		q->sb->faults = f;
	}
	r->status = 200;
	r->body = faults_json(&q->sb->faults, q->a);
}
