/*
 * owner: who of the CRM's own people it is whose address a record has.
 *
 * Ids are kept for a while: few people own many contacts; but not once the
 * CRM has refused something with them, or does not know it.  One that nobody
 * has is left out of what is sent, and told.
 */
#include "base/utf8.h"
#include "push/parts.h"
#include "push/people.h"

enum {
	OWNERS_MAX = 10000	/* kept */
};

struct owner {
	struct str	 id;		/* none: there is nobody */
	int64_t		 at;		/* when that was so */
};

/* All places in the wave where an owner stands. */
struct places {
	struct push	*p;
	struct place {
		struct job	*job;
		struct json	*value;
		enum crm_type	 type;
		size_t		 field;
	}		*all;
	size_t		 n, cap;
	struct hmap	 asked;		/* address to item */
};

static bool
is_address(const struct json *v)
{
	return v->type == JSON_STRING && memchr(v->text, '@', v->len) != NULL;
}

static void
add_places(struct places *ps, struct job *j, enum crm_type t,
    struct json *values, struct wanted *want)
{
	const struct crm_object *o = &ps->p->crm->objects[t];
	struct json *v;
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		v = values != NULL ? &values[i] : &want[i].value;
		if (!o->fields[i].owner || !is_address(v))
			continue;
		if (ps->n == ps->cap) {
			ps->all = arena_grow(&ps->p->arena, ps->all, ps->cap *
			    sizeof(*ps->all), (2 * ps->cap + 16) *
			    sizeof(*ps->all));
			ps->cap = 2 * ps->cap + 16;
		}
		ps->all[ps->n++] = (struct place){ j, v, t, i };
	}
}

static void
gather(struct places *ps)
{
	struct push *p = ps->p;
	struct job *j;
	size_t i;

	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered)
			continue;
		add_places(ps, j, CRM_CONTACT, j->contact, NULL);
		add_places(ps, j, CRM_COMPANY, j->company, NULL);
		for (i = 0; i < j->nchildren; i++)
			add_places(ps, j, j->children[i].thing.type, NULL,
			    j->children[i].want);
	}
}

static struct str
address(const struct json *v, struct arena *a)
{
	return key_form(STR("email"), (struct str){ v->text, v->len }, a);
}

static struct owner *
known(struct push *p, struct str address)
{
	struct owner *o = hmap_get(&p->owners, address);

	return o != NULL && now_millis() - o->at < p->crm->cache / 1000000 ?
	    o : NULL;
}

static void
keep(struct push *p, const struct crm_item *it)
{
	struct owner *o = hmap_get(&p->owners, it->key);

	if (it->verdict != CRM_OK && it->verdict != CRM_GONE)
		return;
	if (o == NULL) {
		if (p->owners.n >= OWNERS_MAX)
			return;
		o = ARENA_NEW(&p->kept, struct owner);
		*hmap_slot(&p->owners, arena_str(&p->kept, it->key)) = o;
	}
	/* Two of one address are as good as none: never a guess. */
	o->id = it->nhits == 1 ? arena_str(&p->kept, it->hits->id) :
	    STR_NONE;
	o->at = now_millis();
}

static int
ask(struct places *ps, struct err *e)
{
	struct push *p = ps->p;
	struct crm_item **items = arena_array(&p->arena, ps->n + 1,
	    sizeof(*items));
	struct str key;
	size_t i, n = 0;
	void **slot;

	for (i = 0; i < ps->n; i++) {
		key = address(ps->all[i].value, &p->arena);
		if (key.p == NULL || known(p, key) != NULL)
			continue;
		slot = hmap_slot(&ps->asked, key);
		if (*slot != NULL)
			continue;
		*slot = items[n] = ARENA_NEW(&p->arena, struct crm_item);
		items[n++]->key = key;
	}
	if (n > 0 && p->crm->extras.owners != NULL && crm_run(p->crm,
	    p->crm->extras.owners, items, n, &p->arena, e) == -1)
		return -1;
	for (i = 0; i < n && p->crm->extras.owners != NULL; i++)
		keep(p, items[i]);
	return 0;
}

/*
 * "a***@acme.example": enough to find him in the configuration; but he may
 * have been computed from what the person said.
 */
static const char *
masked(const struct json *v, struct arena *a)
{
	struct str s = { v->text, v->len };
	size_t at = s.len;
	char q[80];

	while (s.p[at - 1] != '@')
		at--;
	s = arena_printf(a, "%.*s***%.*s", (int)utf8_offset(str_to(s, at - 1),
	    1), s.p, STR_ARG(str_from(s, at - 1)));
	return arena_str(a, str_of(err_quote(s, q, sizeof(q)))).p;
}

static void
refuse_owner(struct act *act, const char *address)
{
	struct str flow = json_get_str(act->node, STR("workflow"));
	char q[80];

	act->did = "refused";
	err_set(&act->err, ERR_REJECTED, "owner.unknown", "%s%s%sthe CRM "
	    "knows no owner %s, or several", flow.len > 0 ? "workflow '" : "",
	    flow.len > 0 ? err_quote(flow, q, sizeof(q)) : "",
	    flow.len > 0 ? "': " : "", address);
}

/* An action that assigns to nobody is refused; another owner left out. */
static void
miss(struct push *p, const struct place *at)
{
	const char *address = masked(at->value, &p->arena);
	struct str name = arena_printf(&p->arena, "%s.%.*s",
	    crm_type_names[at->type], STR_ARG(p->crm->objects[at->type].
	    fields[at->field].name));
	struct act *act;
	bool told = false;
	size_t i;

	*at->value = json_null();
	for (i = 0; i < at->job->nacts; i++) {
		act = &at->job->acts[i];
		if (act->did != NULL || act->of != at->type ||
		    act->field != at->field || !str_eq(act->type,
		    STR("assign")))
			continue;
		refuse_owner(act, address);
		told = true;
	}
	if (told)
		return;
	json_push(&at->job->unsent, json_str(name), &p->arena);
	unsent_tell(p, arena_printf(&p->arena, "%.*s %s", STR_ARG(name),
	    address), "the CRM knows no such owner, or several");
}

static void
put(struct places *ps, const struct place *at)
{
	struct push *p = ps->p;
	struct str key = address(at->value, &p->arena);
	const struct owner *o = key.p != NULL ? known(p, key) : NULL;
	const struct crm_item *it = key.p != NULL ? hmap_get(&ps->asked,
	    key) : NULL;

	if (o != NULL && o->id.p != NULL)
		*at->value = json_str(o->id);
	else if (it != NULL && it->verdict != CRM_OK && !at->job->answered &&
	    it->verdict != CRM_REFUSED && it->verdict != CRM_GONE)
		job_defer(at->job, &it->err);
	else
		miss(p, at);
}

/* He may have left. */
static void
forget(struct push *p, const struct json *id)
{
	struct owner *o;
	size_t i;

	for (i = 0; i < p->owners.n; i++) {
		o = p->owners.entries[i].value;
		if (str_eq(o->id, (struct str){ id->text, id->len }))
			o->at = 0;
	}
}

void
owners_doubt(struct push *p, const struct thing *t)
{
	const struct crm_object *o = &p->crm->objects[t->type];
	struct json v;
	size_t i;

	if (t->item.verdict != CRM_REFUSED && t->item.verdict != CRM_GONE)
		return;
	for (i = 0; i < o->nfields; i++) {
		if (!o->fields[i].owner || t->write.type != JSON_OBJECT)
			continue;
		v = crm_value(p->crm, &o->fields[i], &t->write, &p->arena);
		if (v.type == JSON_STRING || v.type == JSON_NUMBER)
			forget(p, &v);
	}
}

int
find_owners(struct push *p, struct err *e)
{
	struct places ps = { .p = p };
	size_t i;

	gather(&ps);
	if (ps.n == 0)
		return 0;
	hmap_init(&ps.asked, &p->arena);
	if (ask(&ps, e) == -1)
		return -1;
	for (i = 0; i < ps.n; i++)
		put(&ps, &ps.all[i]);
	return 0;
}
