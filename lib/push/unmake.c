/*
 * unmake: delete what a run made.  An object stays when a later run had to
 * do with it, when one of the values that were sent is another by now, and a
 * person also when he has something that we did not send.  Companies stay:
 * who else belongs to one, only the CRM knows.
 */
#include "crypto/crypto.h"
#include "push/parts.h"
#include "push/people.h"
#include "push/revert.h"
#include "push/thing.h"

static void
leave(struct thing *t, enum outcome did, const char *code, const char *why)
{
	thing_done(t, did);
	err_set(&t->err, ERR_REJECTED, code, "%s", why);
}

static const struct ledger_field *
sent_of(const struct thing *t, struct str name)
{
	size_t i;

	for (i = 0; i < t->was.nfields; i++)
		if (str_eq(t->was.fields[i].name, name))
			return &t->was.fields[i];
	return NULL;
}

/* CRMs give new objects an owner and a stage by themselves. */
static bool
is_untouched(struct push *p, const struct thing *t,
    const struct crm_field *f)
{
	const struct ledger_field *sent = sent_of(t, f->name);
	struct json v = crm_value(p->crm, f, &t->current, &p->arena);

	return sent == NULL || still_stands(p->ledger, f, sent, &v);
}

static void
look(struct push *p, struct restore *r)
{
	struct thing *t = &r->thing;
	const struct crm_object *o = &p->crm->objects[t->type];
	size_t i;

	if (t->type == CRM_NOTE && !note_stands(p, t))
		json_push(&r->kept, json_str(STR("body")), &p->arena);
	for (i = 0; t->type != CRM_NOTE && i < o->nfields; i++)
		if (!is_untouched(p, t, &o->fields[i]))
			json_push(&r->kept, json_str(o->fields[i].to),
			    &p->arena);
	if (r->kept.len > 0)
		leave(t, OUT_STALE, "revert.changed", "it was changed "
		    "since; it stays");
}

/* Of a whole type; NULL: it does not. */
static const char *
why_stays(const struct crm_object *o, enum crm_type type)
{
	if (type == CRM_CONTACT || type == CRM_LEAD)
		return "people stay: others may have worked with them; "
		    "delete them in the CRM if they are to go";
	if (type == CRM_COMPANY)
		return "companies stay: others may belong to it";
	return o->remove != NULL && o->read != NULL ? NULL : "the CRM's "
	    "profile deletes no objects of this type; it stays";
}

static size_t
choose(struct reverting *v, enum crm_type type, struct thing **some)
{
	const char *stays = why_stays(&v->p.crm->objects[type], type);
	struct thing *t;
	size_t i, n = 0;

	for (i = 0; i < v->n; i++) {
		t = &v->all[i].thing;
		if (t->type != type || !v->all[i].made || t->settled)
			continue;
		count_gone(t);
		if (t->settled)
			continue;
		if (stays != NULL)
			leave(t, OUT_UNCHANGED, "revert.stays", stays);
		else if (t->was.run != v->run)
			leave(t, OUT_STALE, "revert.changed", "a later run "
			    "had to do with it; it stays");
		else
			some[n++] = t;
	}
	return n;
}

static int
unmake_type(struct reverting *v, enum crm_type type, struct err *e)
{
	struct thing **some = arena_array(&v->p.arena, v->n + 1,
	    sizeof(*some));
	size_t i, n = choose(v, type, some);

	if (n == 0)
		return 0;
	if (read_current(&v->p, type, some, n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		count_gone(some[i]);
		if (!some[i]->settled)
			look(&v->p, some[i]->owner);
	}
	return remove_things(&v->p, type, some, n, e);
}

int
unmake(struct reverting *v, struct err *e)
{
	static const enum crm_type types[] = { CRM_NOTE, CRM_TASK,
	    CRM_TICKET, CRM_DEAL, CRM_CONTACT, CRM_LEAD, CRM_COMPANY };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (unmake_type(v, types[i], e) == -1)
			return -1;
	return 0;
}
