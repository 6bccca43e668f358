#include "push/reconcile.h"

#include "push/compare.h"
#include "push/people.h"
#include "push/thing.h"

/* Count a discrepancy, and print it unless records are wanted. */
static void
tell(struct compare *c, enum crm_type t, const char *what,
    const struct pair *p, const char *key, struct json more)
{
	struct arena *a = &c->arena;
	struct json line = json_object();
	struct buf b = { 0 };
	size_t i;

	c->found.all++;
	if (c->o->fix)
		return;
	json_set(&line, STR("chatcrm"), json_int(RECORD_VERSION, a), a);
	json_set(&line, STR("discrepancy"), json_str(str_of(what)), a);
	json_set(&line, STR("object"), json_str(str_of(crm_type_names[t])),
	    a);
	if (p->ours.id.p != NULL)
		json_set(&line, STR("id"), json_str(p->ours.id), a);
	json_set(&line, STR("token"), json_str(p->ours.token), a);
	if (key != NULL)
		json_set(&line, str_of(key), more, a);
	else if (more.type == JSON_OBJECT)
		for (i = 0; i < more.len; i++)
			json_set(&line, more.members[i].key,
			    more.members[i].value, a);
	json_write(&line, &b);
	fprintf(c->o->out, "%.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
}

static void
compare_fields(struct compare *c, enum crm_type t, struct pair *p)
{
	const struct crm_object *o = &c->crm->objects[t];
	const struct ledger_field *sent;
	const struct crm_field *f;
	struct json theirs, more;
	size_t i;

	for (i = 0; i < p->ours.nfields; i++) {
		sent = &p->ours.fields[i];
		f = crm_field(o, sent->name);
		if (f == NULL)
			continue;
		theirs = crm_value(c->crm, f, &p->its.hits->fields,
		    &c->arena);
		if (still_stands(c->ledger, f, sent, &theirs))
			continue;
		p->drifted = true;
		more = json_object();
		json_set(&more, STR("field"), json_str(sent->name),
		    &c->arena);
		if (sent->value.p != NULL)
			json_set(&more, STR("ours"), json_str(sent->value),
			    &c->arena);
		json_set(&more, STR("theirs"), theirs, &c->arena);
		tell(c, t, "drifted", p, NULL, more);
	}
}

static void
compare_other(struct compare *c, enum crm_type t, struct pair *p)
{
	struct json ids = json_array();
	const struct crm_hit *h;

	for (h = p->other.hits; h != NULL; h = h->next)
		if (!str_eq(h->id, p->its.hits->id))
			json_push(&ids, json_str(h->id), &c->arena);
	if (ids.len > 0)
		tell(c, t, "duplicate", p, "others", ids);
}

static void
compare_one(struct compare *c, enum crm_type t, struct pair *p)
{
	if (p->ours.id.p == NULL) {
		p->missing = p->its.nhits != 1;
		tell(c, t, "unfinished", p, NULL, json_null());
	} else if (p->its.nhits == 0) {
		p->missing = true;
		tell(c, t, "missing", p, NULL, json_null());
	} else if (!str_eq(p->its.hits->id, p->ours.id)) {
		p->moved = true;
		tell(c, t, "moved", p, "to", json_str(p->its.hits->id));
	} else {
		compare_fields(c, t, p);
		compare_other(c, t, p);
	}
}

static int
run(struct compare *c, const struct crm_op *op, struct crm_item **items,
    size_t n)
{
	size_t i;

	if (n == 0)
		return 0;
	if (crm_run(c->crm, op, items, n, &c->arena, c->e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (items[i]->verdict == CRM_OK ||
		    items[i]->verdict == CRM_GONE)
			continue;
		*c->e = items[i]->err;
		return -1;
	}
	return 0;
}

/* What was never finished may have been made: it is there by its token. */
static int
find_unfinished(struct compare *c, enum crm_type t, struct pair *pairs,
    size_t n)
{
	const struct crm_key *key = crm_key(&c->crm->objects[t],
	    STR("token"));
	struct crm_item **items = arena_array(&c->arena, n + 1,
	    sizeof(*items));
	size_t i, k = 0;

	if (key == NULL)
		return 0;
	for (i = 0; i < n; i++) {
		pairs[i].its.key = pairs[i].ours.token;
		if (pairs[i].ours.id.p == NULL)
			items[k++] = &pairs[i].its;
	}
	return run(c, key->find, items, k);
}

static int
read_theirs(struct compare *c, enum crm_type t, struct pair *pairs, size_t n)
{
	struct crm_item **items = arena_array(&c->arena, n + 1,
	    sizeof(*items));
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		pairs[i].its.id = pairs[i].ours.id;
		if (pairs[i].ours.id.p != NULL)
			items[k++] = &pairs[i].its;
	}
	if (run(c, c->crm->objects[t].read, items, k) == -1)
		return -1;
	return read_moved(c->crm, t, items, k, &c->arena, c->e);
}

/* Has anything else the strongest key of what we wrote? */
static int
read_others(struct compare *c, enum crm_type t, struct pair *pairs, size_t n)
{
	const struct crm_object *o = &c->crm->objects[t];
	const struct crm_key *key = c->crm->match[t].n > 0 ?
	    crm_key(o, c->crm->match[t].p[0]) : NULL;
	struct crm_item **items = arena_array(&c->arena, n + 1,
	    sizeof(*items));
	const struct crm_field *f;
	size_t i, k = 0;

	f = key != NULL ? crm_field(o, key->name) : NULL;
	if (f == NULL)
		return 0;
	for (i = 0; i < n; i++) {
		if (pairs[i].its.nhits == 0)
			continue;
		pairs[i].other.key = key_form(key->name, crm_text(c->crm, f,
		    &pairs[i].its.hits->fields, &c->arena), &c->arena);
		if (pairs[i].other.key.p != NULL)
			items[k++] = &pairs[i].other;
	}
	return run(c, key->find, items, k);
}

/* A contact whose company is gone brings it back with itself. */
static int
mend_contact(struct compare *c, const struct pair *p)
{
	const struct ledger_object *firm;
	struct ledger_tokens firms;
	size_t i;

	if (c->lost_firms.n == 0)
		return 0;
	if (ledger_links(c->ledger, LEDGER_CONTACT, p->ours.token,
	    LEDGER_COMPANY, &c->arena, &firms, c->e) == -1)
		return -1;
	for (i = 0; i < firms.n; i++) {
		firm = hmap_get(&c->lost_firms, firms.p[i]);
		if (firm != NULL && mend_firm(c, p, firm) == -1)
			return -1;
	}
	return 0;
}

static int
mend_page(struct compare *c, enum crm_type t, struct pair *pairs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (learn(c, t, &pairs[i]) == -1)
			return -1;
		if ((pairs[i].missing || pairs[i].drifted) &&
		    mend(c, t, &pairs[i]) == -1)
			return -1;
		if (t == CRM_CONTACT && mend_contact(c, &pairs[i]) == -1)
			return -1;
	}
	return 0;
}

static int
compare_page(struct compare *c, enum crm_type t,
    const struct ledger_object *objects, size_t n)
{
	struct pair *pairs = arena_array(&c->arena, n + 1, sizeof(*pairs));
	size_t i;

	for (i = 0; i < n; i++)
		pairs[i].ours = objects[i];
	if (read_theirs(c, t, pairs, n) == -1 ||
	    find_unfinished(c, t, pairs, n) == -1 ||
	    (t != CRM_NOTE && read_others(c, t, pairs, n) == -1))
		return -1;
	for (i = 0; i < n; i++)
		compare_one(c, t, &pairs[i]);
	return c->o->fix ? mend_page(c, t, pairs, n) : 0;
}

static int
compare_type(struct compare *c, enum crm_type t)
{
	struct ledger_object *objects;
	struct buf after = { 0 };
	size_t n = 0;
	int rc = 0, some = since_gather(c, t);

	if (some == -1)
		return -1;
	do {
		arena_reset(&c->arena);
		objects = arena_array(&c->arena, PAGE, sizeof(*objects));
		rc = ledger_object_page(c->ledger, in_ledger(t), after.len >
		    0 ? buf_str(&after) : STR_NONE, PAGE, &c->arena, objects,
		    &n, c->e);
		if (rc == -1 || n == 0)
			break;
		buf_reset(&after);
		buf_adds(&after, objects[n - 1].token);
		rc = compare_page(c, t, objects, some ? since_keeps(c,
		    objects, n) : n);
	} while (rc == 0 && n == PAGE);
	buf_free(&after);
	return rc;
}

int
reconcile_run(struct crm *crm, struct ledger *l,
    const struct reconcile_opts *o, struct reconcile_found *found,
    struct err *e)
{
	/* Companies first: what is lost of them is mended with contacts. */
	static const enum crm_type types[] = { CRM_COMPANY, CRM_CONTACT,
	    CRM_DEAL, CRM_TICKET, CRM_TASK, CRM_NOTE };
	struct compare c = { .crm = crm, .ledger = l, .o = o, .e = e };
	size_t i;
	int rc = 0;

	hmap_init(&c.lost_firms, &c.kept);
	for (i = 0; rc == 0 && i < sizeof(types) / sizeof(types[0]); i++)
		if (crm->objects[types[i]].read != NULL)
			rc = compare_type(&c, types[i]);
	if (rc == 0 && o->fix)
		rc = ledger_commit(l, e);
	*found = c.found;
	arena_free(&c.arena);
	arena_free(&c.kept);
	return rc;
}
