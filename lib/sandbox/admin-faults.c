/* Faults, shown and set while it runs. */
#include <string.h>

#include "sandbox/fault-rule.h"
#include "sandbox/server.h"

static void
refuse(struct request *q, struct answer *r, struct str why)
{
	r->status = 400;
	r->undo = true;
	r->body = json_object();
	json_set(&r->body, STR("error"), json_str(why), q->a);
}

/* Shares are given from 0 to 1, times in milliseconds. */
static bool
set_fault(struct faults *f, const struct json_member *m)
{
	enum fault_kind kind = fault_of(m->key);
	double v;

	if (kind != FAULT_NONE) {
		if (!rule_number(&m->value, 0, 1, &v))
			return false;
		f->share[kind] = v;
		return true;
	}
	if (!rule_number(&m->value, 0, 9e15, &v))
		return false;
	if (str_eq(m->key, STR("slow_ms")))
		f->slow_ms = (int64_t)v;
	else if (str_eq(m->key, STR("search_lag_ms")))
		f->search_lag_ms = (int64_t)v;
	else if (str_eq(m->key, STR("seed")))
		f->seed = (uint64_t)v;
	else
		return false;
	return true;
}

/* "next": {"rate": 3}: so many times from now on. */
static int
add_next(struct request *q, struct faults *f, const struct json *next,
    struct err *e)
{
	const struct json_member *m;
	uint32_t i;

	for (i = 0; next->type == JSON_OBJECT && i < next->len; i++) {
		m = &next->members[i];
		if (faults_add(f, arena_printf(q->a, "%.*s:%.*s",
		    STR_ARG(m->key), STR_ARG(store_scalar(&m->value))),
		    e) == -1)
			return -1;
	}
	return 0;
}

/* Nothing is changed unless all of it is right, but for "next". */
static int
change(struct request *q, struct faults *f, struct err *e)
{
	const struct json *rules = q->in.type == JSON_ARRAY ? &q->in :
	    json_get(&q->in, STR("rules"));
	const struct json_member *m;
	struct faults fresh = *f;
	uint32_t i;

	for (i = 0; q->in.type == JSON_OBJECT && i < q->in.len; i++) {
		m = &q->in.members[i];
		if (!str_eq(m->key, STR("rules")) &&
		    !str_eq(m->key, STR("next")) && !set_fault(&fresh, m))
			return err_set(e, ERR_INPUT, "sandbox.fault", "'%.*s' "
			    "is no fault or has no valid value",
			    STR_ARG(m->key));
	}
	if (rules != NULL && faults_rules(f, rules, e) == -1)
		return -1;
	memcpy(f->share, fresh.share, sizeof(f->share));
	f->slow_ms = fresh.slow_ms;
	f->search_lag_ms = fresh.search_lag_ms;
	if (fresh.seed != f->seed)
		q->sb->chance.state = fresh.seed;
	f->seed = fresh.seed;
	if (json_get(&q->in, STR("next")) != NULL)
		return add_next(q, f, json_get(&q->in, STR("next")), e);
	return 0;
}

/* GET shows them; POST changes those that it names; a list is a script. */
void
admin_faults(struct request *q, struct answer *r)
{
	struct faults *f = &q->sb->faults;
	struct err e = { 0 };

	if (strcmp(q->method, "POST") == 0 && change(q, f, &e) == -1) {
		refuse(q, r, arena_str(q->a, str_of(e.msg)));
		return;
	}
	r->status = 200;
	r->body = faults_json(f, q->a);
}
