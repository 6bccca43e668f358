/*
 * chain: what one record tells of others: that two people of the wave are
 * one, or that somebody new has a namesake.
 */
#include "push/people.h"

static struct str
member(const struct job *j, const char *object, const char *name)
{
	return str_trim(json_get_str(json_get(&j->doc.root,
	    str_of(object)), str_of(name)));
}

/* "ana ruiz@acme": a whole name and a company, or none. */
static struct str
name_form(const struct job *j, struct arena *a)
{
	struct str first = member(j, "contact", "first_name");
	struct str last = member(j, "contact", "last_name");
	struct str firm = member(j, "company", "name");

	if (firm.len == 0)
		firm = member(j, "contact", "company");
	if (first.len == 0 || last.len == 0 || firm.len == 0)
		return STR_NONE;
	return key_form(STR("name"), arena_printf(a, "%.*s %.*s@%.*s",
	    STR_ARG(first), STR_ARG(last), STR_ARG(firm)), a);
}

/*
 * Name and company propose and never decide: who is new and is called like
 * somebody of the same company is told, for people to look at.
 */
int
propose(struct push *p, struct job *j, struct err *e)
{
	struct str name = name_form(j, &p->arena);
	struct str token = j->person->thing.token;

	if (name.p == NULL)
		return 0;
	if (j->matched == -1 && !j->decided && j->person->thing.id.p ==
	    NULL && ledger_key_find(p->ledger, LEDGER_CONTACT, "name", name,
	    &p->arena, &j->similar, e) == -1)
		return -1;
	return ledger_key_add(p->ledger, LEDGER_CONTACT, token, "name", name,
	    e);
}

static bool
is_new(const struct job *j)
{
	return !j->answered && j->person != NULL && j->matched == -1 &&
	    !j->decided && j->person->thing.id.p == NULL;
}

static struct crm_item *
question(struct push *p, const struct job *j, struct str name)
{
	struct crm_item *it = ARENA_NEW(&p->arena, struct crm_item);
	struct str firm = member(j, "company", "name");

	if (firm.len == 0)
		firm = member(j, "contact", "company");
	it->key = name;
	it->fields = json_object();
	json_set(&it->fields, STR("first_name"), json_str(member(j,
	    "contact", "first_name")), &p->arena);
	json_set(&it->fields, STR("last_name"), json_str(member(j, "contact",
	    "last_name")), &p->arena);
	json_set(&it->fields, STR("company"), json_str(firm), &p->arena);
	return it;
}

/* A CRM that does not answer proposes nobody. */
int
propose_more(struct push *p, struct err *e)
{
	const struct crm_key *key = crm_key(&p->crm->objects[CRM_CONTACT],
	    STR("propose"));
	struct crm_item **items = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*items));
	struct hmap asked;
	struct str name;
	struct job *j;
	void **slot;
	size_t n = 0;

	if (!p->crm->propose || key == NULL)
		return 0;
	hmap_init(&asked, &p->arena);
	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (!is_new(j) || (name = name_form(j, &p->arena)).p == NULL)
			continue;
		slot = hmap_slot(&asked, name);
		if (*slot == NULL)
			*slot = items[n++] = question(p, j, name);
		j->namesakes = *slot;
	}
	return n > 0 ? crm_run(p->crm, key->find, items, n, &p->arena, e) : 0;
}

/* Is nothing of ${en}'s records spoken against by what ${j}'s person has? */
static int
agree(struct push *p, const struct entity *en, const struct job *j,
    bool *out, struct err *e)
{
	const struct job *other;
	enum ledger_match m;
	size_t k;

	*out = true;
	for (other = p->jobs; other < j && *out; other++) {
		for (k = 0; other->person == en && k < MATCH_MAX; k++) {
			if (other->keys[k].p == NULL)
				continue;
			if (known_match(p, other, k, j->person->thing.token,
			    &m, e) == -1)
				return -1;
			*out &= m != LEDGER_OTHER;
		}
	}
	return 0;
}

/*
 * A record before this one in the wave was taken for somebody new by a
 * weaker key, and this one ties that key to its own person: they are one.
 */
int
chain(struct push *p, struct job *j, struct err *e)
{
	struct ledger_tokens found;
	struct entity *en;
	bool same, as_written;
	size_t k, i;

	for (k = 1; k < MATCH_MAX; k++) {
		if (j->keys[k].p == NULL || (int)k == j->matched)
			continue;
		if (known_by(p, j, k, &p->arena, &found, &as_written,
		    e) == -1)
			return -1;
		for (i = 0; i < found.n; i++) {
			en = hmap_get(&p->by_person, found.p[i]);
			if (en == NULL || entity_of(en) == j->person ||
			    en->into != NULL || en->thing.known ||
			    en->thing.id.p != NULL || en->apart)
				continue;
			if (agree(p, en, j, &same, e) == -1 || (same &&
			    entity_fold(p, en, j->person, e) == -1))
				return -1;
		}
	}
	return 0;
}
