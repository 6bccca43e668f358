/*
 * mend: records that bring back what the CRM lost.  They are ordinary
 * records: push finds the person by his keys and the company by its domain,
 * sees what is there, and writes what its policies allow.
 */
#include "push/compare.h"
#include "push/people.h"
#include "push/thing.h"

/* Put ${value} where the profile reads the field from. */
static void
put_path(struct json *record, struct str path, struct json value,
    struct arena *a)
{
	size_t dot = str_find(path, STR("."));
	struct json *part;

	if (dot == (size_t)-1) {
		json_set(record, path, value, a);
		return;
	}
	part = json_get(record, str_to(path, dot));
	if (part == NULL)
		part = json_set(record, str_to(path, dot), json_object(), a);
	put_path(part, str_from(path, dot + 1), value, a);
}

static struct json
as_value(const struct crm_field *f, struct str sent)
{
	struct json v = json_str(sent);
	double d;

	/* A score is a number in the record, whatever the CRM wants. */
	if (f->path.p != NULL && f->step > 0) {
		v.type = JSON_NUMBER;
		if (!json_to_double(&v, &d))
			v.type = JSON_STRING;
	}
	return v;
}

static void
put_fields(struct compare *c, struct json *record, enum crm_type t,
    const struct ledger_object *ours)
{
	const struct crm_object *o = &c->crm->objects[t];
	const struct ledger_field *sent;
	const struct crm_field *f;
	struct str path;
	size_t i;

	for (i = 0; i < ours->nfields; i++) {
		sent = &ours->fields[i];
		f = crm_field(o, sent->name);
		if (f == NULL || sent->value.p == NULL)
			continue;
		path = f->path;
		if (f->from == NULL)
			path = arena_printf(&c->arena, "%s.%.*s",
			    crm_type_names[t], STR_ARG(sent->name));
		if (path.p != NULL)
			put_path(record, path, as_value(f, sent->value),
			    &c->arena);
	}
}

/* A key that was not sent by us, or not kept, is one that the CRM has. */
static void
put_key(struct compare *c, struct json *record, struct str kind,
    const struct pair *p)
{
	const struct crm_field *f = crm_field(&c->crm->objects[CRM_CONTACT],
	    kind);
	const struct json *contact = json_get(record, STR("contact"));
	struct str s;

	if (f == NULL || f->from != NULL || p->its.nhits == 0 ||
	    json_get_str(contact, kind).len > 0)
		return;
	s = crm_text(c->crm, f, &p->its.hits->fields, &c->arena);
	if (key_form(kind, s, &c->arena).p != NULL)
		put_path(record, arena_printf(&c->arena, "contact.%.*s",
		    STR_ARG(kind)), json_str(s), &c->arena);
}

/*
 * What was written once was believed then: the fields stand as verified.
 * False: there is nothing by which push could find the person.
 */
static bool
put_person(struct compare *c, struct json *record, const struct pair *p)
{
	const struct conf_strs *m = &c->crm->match[CRM_CONTACT];
	struct json person = json_object(), list = json_array(), id;
	struct arena *a = &c->arena;
	struct str s;
	size_t k;

	for (k = 0; k < m->n; k++) {
		put_key(c, record, m->p[k], p);
		s = json_get_str(json_get(record, STR("contact")), m->p[k]);
		if (s.p == NULL)
			continue;
		id = json_object();
		json_set(&id, STR("kind"), json_str(m->p[k]), a);
		json_set(&id, STR("value"), json_str(s), a);
		json_set(&id, STR("verified"), json_bool(true), a);
		json_push(&list, id, a);
	}
	json_set(&person, STR("identifiers"), list, a);
	json_set(record, STR("person"), person, a);
	return list.len > 0;
}

static struct json
begin(struct compare *c, const struct ledger_object *ours)
{
	struct json r = json_object(), source = json_object();
	struct instant at = { ours->at / 1000,
	    (int32_t)(ours->at % 1000) * 1000000 };
	char text[TIME_TEXT];
	struct arena *a = &c->arena;
	struct str when;

	json_set(&r, STR("chatcrm"), json_int(RECORD_VERSION, a), a);
	/* A new id each time: it is not "unchanged" when it is lost again. */
	json_set(&r, STR("id"), json_str(arena_printf(a,
	    "reconcile/%.*s/%lld", STR_ARG(ours->token),
	    (long long)c->o->now.sec)), a);
	when = (struct str){ text, time_format(at, text) };
	json_set(&r, STR("at"), json_str(arena_str(a, when)), a);
	json_set(&source, STR("platform"), json_str(STR("reconcile")), a);
	json_set(&r, STR("source"), source, a);
	return r;
}

static void
print(struct compare *c, const struct json *record)
{
	struct buf b = { 0 };

	json_write(record, &b);
	fprintf(c->o->out, "%.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
}

/*
 * The transcript is not in the ledger: forget that it was written, so that
 * its record, pushed again, is.
 */
static int
forget_note(struct compare *c, const struct ledger_object *ours)
{
	struct ledger_conversation old;
	struct str id = ours->token;
	int known;

	while (id.len > 0 && id.p[id.len - 1] != '#')
		id.len--;
	if (id.len > 0)
		id.len--;
	c->found.forgotten++;
	if (ledger_object_drop(c->ledger, LEDGER_NOTE, ours->token,
	    c->e) == -1)
		return -1;
	known = ledger_conversation_get(c->ledger, id, &c->arena, &old,
	    c->e);
	if (known != 1)
		return known;
	old.outcome = STR("deferred");
	old.code = STR("reconcile.missing");
	return ledger_conversation_put(c->ledger, &old, c->e);
}

static struct ledger_object *
keep(struct compare *c, const struct ledger_object *ours)
{
	struct ledger_object *o = ARENA_NEW(&c->kept, struct ledger_object);
	size_t i;

	*o = *ours;
	o->token = arena_str(&c->kept, ours->token);
	o->fields = arena_array(&c->kept, ours->nfields + 1,
	    sizeof(*o->fields));
	for (i = 0; i < ours->nfields; i++) {
		o->fields[i] = ours->fields[i];
		o->fields[i].name = arena_str(&c->kept,
		    ours->fields[i].name);
		if (ours->fields[i].value.p != NULL)
			o->fields[i].value = arena_str(&c->kept,
			    ours->fields[i].value);
	}
	return o;
}

/* A contact that comes back belongs to its companies again. */
static int
put_firm(struct compare *c, struct json *record,
    const struct ledger_object *ours)
{
	struct ledger_tokens firms;
	struct ledger_object firm;
	int known;

	if (ledger_links(c->ledger, LEDGER_CONTACT, ours->token,
	    LEDGER_COMPANY, &c->arena, &firms, c->e) == -1)
		return -1;
	if (firms.n == 0)
		return 0;
	known = ledger_object_get(c->ledger, LEDGER_COMPANY, firms.p[0],
	    &c->arena, &firm, c->e);
	if (known == 1)
		put_fields(c, record, CRM_COMPANY, &firm);
	return known == -1 ? -1 : 0;
}

/*
 * The ledger has neither its values nor its keys in clear: whoever it was is
 * made again from the records that are pushed again.
 */
static int
forget_contact(struct compare *c, const struct ledger_object *ours)
{
	c->found.forgotten++;
	if (ledger_object_drop(c->ledger, LEDGER_CONTACT, ours->token,
	    c->e) == -1)
		return -1;
	return ledger_conversations_reopen(c->ledger, ours->token,
	    STR("reconcile.missing"), c->e);
}

int
mend(struct compare *c, enum crm_type t, const struct pair *p)
{
	struct json r;
	struct ledger_object *firm;

	switch (t) {
	case CRM_NOTE:
		return p->missing ? forget_note(c, &p->ours) : 0;
	case CRM_DEAL:
	case CRM_TICKET:
	case CRM_TASK:
		/* Once made they are people's, to delete as well. */
		return p->missing ? ledger_object_drop(c->ledger,
		    in_ledger(t), p->ours.token, c->e) : 0;
	case CRM_COMPANY:
		firm = keep(c, &p->ours);
		*hmap_slot(&c->lost_firms, firm->token) = firm;
		return 0;
	default:
		r = begin(c, &p->ours);
		put_fields(c, &r, CRM_CONTACT, &p->ours);
		if (!put_person(c, &r, p))
			return p->missing ? forget_contact(c, &p->ours) : 0;
		if (p->missing && put_firm(c, &r, &p->ours) == -1)
			return -1;
		print(c, &r);
		return 0;
	}
}

int
mend_firm(struct compare *c, const struct pair *p,
    const struct ledger_object *firm)
{
	struct json r = begin(c, firm);

	put_fields(c, &r, CRM_CONTACT, &p->ours);
	put_fields(c, &r, CRM_COMPANY, firm);
	put_person(c, &r, p);
	print(c, &r);
	return 0;
}
