/*
 * revert: put back what a run replaced, where the CRM still holds what it
 * wrote, and delete what it made but for people and companies (unmake.c).
 * What was changed since, by whomever, stays.
 */
#include "push/revert.h"
#include "push/thing.h"
#include "record/log.h"
#include "record/stop.h"

static struct json
value_of(struct push *p, struct str text)
{
	struct json_doc doc;

	if (text.p == NULL || json_parse(p->parser, text, &p->arena, &doc,
	    NULL) == -1)
		return json_null();
	return doc.root;
}

static const struct crm_field *
field_of(const struct crm_object *o, struct str to)
{
	static const struct crm_field none = { .name = { "", 0 } };
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (str_eq(o->fields[i].to, to))
			return &o->fields[i];
	return &none;
}

/* It is no longer what was last sent. */
static void
forget_sent(struct thing *t, struct str name)
{
	size_t i;

	for (i = 0; i < t->was.nfields; i++)
		if (str_eq(t->was.fields[i].name, name)) {
			t->was.fields[i] = t->was.fields[--t->was.nfields];
			return;
		}
}

static void
restore_plan(struct push *p, struct thing *t)
{
	const struct crm_object *o = &p->crm->objects[t->type];
	struct restore *r = t->owner;
	const struct crm_field *f;
	struct json now, old, have;
	const struct json *v;
	size_t i;

	t->write = json_object();
	r->kept = json_array();
	for (i = 0; i < r->n; i++) {
		f = field_of(o, r->changes[i].field);
		now = value_of(p, r->changes[i].now);
		old = value_of(p, r->changes[i].old);
		v = json_get(&t->current, r->changes[i].field);
		have = v != NULL ? *v : json_null();
		if (same_value(f, &have, &old))
			continue;
		if (!same_value(f, &have, &now)) {
			json_push(&r->kept, json_str(r->changes[i].field),
			    &p->arena);
			continue;
		}
		json_set(&t->write, r->changes[i].field, old.type ==
		    JSON_NULL ? crm_nothing(p->crm) : old, &p->arena);
		forget_sent(t, f->name);
	}
	t->withheld = r->kept.len > 0;
}

/* The changes of one object stand together. */
static int
gather(struct reverting *v, struct err *e)
{
	struct push *p = &v->p;
	struct ledger_change *c;
	struct restore *r;
	int type;
	size_t i, n;

	if (ledger_changes(p->ledger, v->run, &p->arena, &c, &n, e) == -1)
		return -1;
	v->all = arena_array(&p->arena, n + 1, sizeof(*v->all));
	for (i = 0; i < n; i++) {
		r = v->n > 0 ? &v->all[v->n - 1] : NULL;
		if (r != NULL && r->changes->type == c[i].type &&
		    str_eq(r->changes->token, c[i].token)) {
			r->n++;
			continue;
		}
		r = &v->all[v->n++];
		r->changes = &c[i];
		r->n = 1;
		r->made = c[i].field.len == 0;
		r->kept = json_array();
		r->thing.owner = r;
		r->thing.plan = restore_plan;
		r->thing.token = c[i].token;
		type = of_ledger(c[i].type);
		r->thing.settled = type == -1;
		if (type == -1)
			continue;
		r->thing.type = (enum crm_type)type;
		if (thing_load(p, &r->thing, e) == -1)
			return -1;
	}
	return 0;
}

void
count_gone(struct thing *t)
{
	if (t->settled || t->id.p != NULL)
		return;
	t->item.verdict = CRM_REFUSED;
	err_set(&t->item.err, ERR_REJECTED, "crm.gone",
	    "the CRM does not have it any more");
	thing_fail(t);
}

/* Those that are there: read them, then bring them to where they were. */
static int
restore_some(struct reverting *v, enum crm_type type, struct thing **some,
    size_t n, struct err *e)
{
	struct push *p = &v->p;
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (!some[i]->settled)
			some[k++] = some[i];
	if (read_current(p, type, some, k, e) == -1)
		return -1;
	for (i = n = 0; i < k; i++) {
		count_gone(some[i]);
		if (!some[i]->settled)
			some[n++] = some[i];
	}
	return n > 0 ? store(p, type, some, n, e) : 0;
}

static int
restore_type(struct reverting *v, enum crm_type type, struct err *e)
{
	struct push *p = &v->p;
	struct thing **some = arena_array(&p->arena, v->n + 1,
	    sizeof(*some));
	size_t i, n = 0;

	for (i = 0; i < v->n; i++)
		if (v->all[i].thing.type == type && !v->all[i].made &&
		    !v->all[i].thing.settled)
			some[n++] = &v->all[i].thing;
	if (n == 0 || p->crm->objects[type].update == NULL ||
	    p->crm->objects[type].read == NULL)
		return 0;
	for (i = 0; i < n; i++)
		count_gone(some[i]);
	return restore_some(v, type, some, n, e);
}

static void
write_result(struct reverting *v, struct restore *r)
{
	struct push *p = &v->p;
	struct json line = json_object(), what = json_object(), why;
	struct arena *a = &p->arena;
	struct thing *t = &r->thing;

	json_set(&what, STR("run"), json_int(v->run, a), a);
	json_set(&what, STR("object"), json_str(str_of(
	    crm_type_names[t->type])), a);
	if (t->id.p != NULL)
		json_set(&what, STR("id"), json_str(t->id), a);
	json_set(&what, STR("did"), json_str(t->removing && t->did ==
	    OUT_UPDATED ? STR("deleted") : str_of(outcome_names[t->did])),
	    a);
	if (r->kept.len > 0)
		json_set(&what, STR("kept"), r->kept, a);
	if (t->change != NULL && !t->removing)
		json_set(&what, STR("fields"), *json_get(t->change,
		    STR("fields")), a);
	json_set(&line, STR("chatcrm"), json_int(RECORD_VERSION, a), a);
	json_set(&line, p->o->plan ? STR("plan") : STR("reverted"), what, a);
	if (t->err.kind != ERR_NONE) {
		why = json_object();
		json_set(&why, STR("code"), json_str(str_of(t->err.code)), a);
		json_set(&why, STR("message"), json_str(str_of(t->err.msg)),
		    a);
		json_set(&line, STR("error"), why, a);
	}
	json_write(&line, &p->out);
	buf_addc(&p->out, '\n');
	v->counts[t->did]++;
}

static int
revert(struct reverting *v, struct err *e)
{
	struct push *p = &v->p;
	size_t i;
	int t;

	if (make_ready(p, e) == -1 || gather(v, e) == -1)
		return -1;
	for (t = 0; t < CRM_TYPES; t++)
		if (restore_type(v, (enum crm_type)t, e) == -1)
			return -1;
	if (unmake(v, e) == -1)
		return -1;
	if (!p->o->dry_run && ledger_commit(p->ledger, e) == -1)
		return -1;
	for (i = 0; i < v->n; i++)
		write_result(v, &v->all[i]);
	return answer_write(p, e);
}

static enum status
judge(const struct reverting *v, struct err *e)
{
	enum err_kind stopped = crm_stopped(v->p.crm, e);

	log_msg(LOG_INFO, "run %lld: of %zu objects %llu put back or "
	    "deleted, %llu changed since, %llu left", (long long)v->run, v->n,
	    (unsigned long long)v->counts[OUT_UPDATED],
	    (unsigned long long)v->counts[OUT_STALE],
	    (unsigned long long)v->counts[OUT_UNCHANGED]);
	if (stopped != ERR_NONE)
		return stopped == ERR_AUTH ? STATUS_DENIED :
		    STATUS_UNAVAILABLE;
	if (v->counts[OUT_DEFERRED] > 0)
		return STATUS_DEFERRED;
	return v->p.o->plan && v->p.o->exit_code &&
	    v->counts[OUT_UPDATED] > 0 ? STATUS_DIFFERENT : STATUS_OK;
}

static int
begin(struct push *p, int64_t run, struct err *e)
{
	int known;

	p->parser = json_parser_new(NULL, NULL);
	hmap_init(&p->expected, &p->kept);
	crm_hold(p->crm, p->o->hold);
	if (push_turn(p, e) == -1)
		return -1;
	known = ledger_run_known(p->ledger, run, e);
	if (known == 0)
		err_set(e, ERR_USAGE, "revert.run", "the ledger knows of no "
		    "run %lld", (long long)run);
	if (known != 1)
		return -1;
	if (p->o->plan)
		crm_dry(p->crm);
	return p->o->dry_run ? 0 : ledger_run_begin(p->ledger, STR("revert"),
	    now_millis(), &p->run, e);
}

enum status
push_revert(struct crm *crm, struct ledger *l, int64_t run,
    const struct push_opts *o, struct err *e)
{
	struct push_opts own = *o;
	struct reverting v = { .p = { .crm = crm, .ledger = l, .o = &own },
	    .run = run };
	enum status status;

	if (stop_open(e) == -1)
		return status_of(e->kind);
	if (begin(&v.p, run, e) == -1 || revert(&v, e) == -1)
		status = status_of(e->kind);
	else {
		status = judge(&v, e);
		if (!own.dry_run && (ledger_run_end(l, v.p.run, now_millis(),
		    status, STR("{}"), e) == -1 || ledger_yield(l, e) == -1))
			status = STATUS_IO;
	}
	stop_close();
	json_parser_free(v.p.parser);
	buf_free(&v.p.out);
	arena_free(&v.p.arena);
	arena_free(&v.p.kept);
	return status;
}
