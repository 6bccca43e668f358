/*
 * place: one record's person: by the ledger, by what the CRM answered, or
 * somebody new.
 *
 * The keys of crm.match are tried in their order, each in the ledger, then in
 * the CRM.  A weaker key matches only where no stronger one speaks against
 * it: the same telephone with another address is a switchboard, not the same
 * person.  Two candidates are never guessed between: merging two people is
 * worse than a duplicate.
 */
#include "push/people.h"

struct str
job_token(const struct push *p, const struct job *j, struct arena *a)
{
	size_t k;

	for (k = 0; k < MATCH_MAX; k++)
		if (j->keys[k].p != NULL)
			return mint("person", key_kind(p, k),
			    j->folded[k].p != NULL ? j->folded[k] :
			    j->keys[k], a);
	return STR_NONE;
}

void
job_quarantine(struct job *j, struct crm_hit *candidates)
{
	j->answered = true;
	j->outcome = OUT_QUARANTINED;
	j->candidates = candidates;
	err_set(&j->err, ERR_REJECTED, "identity.ambiguous",
	    "several contacts match, none of them surely; nothing was "
	    "written");
}

void
job_defer(struct job *j, const struct err *why)
{
	j->answered = true;
	j->outcome = OUT_DEFERRED;
	j->err = *why;
}

/* Does a key stronger than ${k} say that ${token} is somebody else? */
static int
contradicts(struct push *p, const struct job *j, size_t k, struct str token,
    bool *out, struct err *e)
{
	enum ledger_match m;
	size_t i;

	*out = false;
	for (i = 0; i < k && !*out; i++) {
		if (j->keys[i].p == NULL)
			continue;
		if (known_match(p, j, i, token, &m, e) == -1)
			return -1;
		*out = m == LEDGER_OTHER;
	}
	return 0;
}

struct crm_hit *
ledger_candidates(struct push *p, const struct ledger_tokens *tokens)
{
	struct crm_hit *list = NULL, *h;
	struct ledger_object o;
	struct err e;
	size_t i;

	for (i = 0; i < tokens->n; i++) {
		if (ledger_object_get(p->ledger, LEDGER_CONTACT,
		    tokens->p[i], &p->arena, &o, &e) != 1)
			continue;
		h = ARENA_NEW(&p->arena, struct crm_hit);
		h->id = o.id;
		h->next = list;
		list = h;
	}
	return list;
}

/* Keep of ${tokens} those that no stronger key speaks against. */
static int
sift(struct push *p, const struct job *j, size_t k,
    struct ledger_tokens *tokens, struct err *e)
{
	size_t i, n = 0;
	bool other;

	for (i = 0; i < tokens->n; i++) {
		if (contradicts(p, j, k, tokens->p[i], &other, e) == -1)
			return -1;
		if (!other)
			tokens->p[n++] = tokens->p[i];
	}
	tokens->n = n;
	return 0;
}

/*
 * People gave the contact another address, and this one to somebody else:
 * then it is that other's.  If nobody has it, it was the same person's.
 */
static bool
is_given_away(struct push *p, const struct job *j, size_t k)
{
	const struct thing *t = &j->person->thing;
	const struct crm_item *it = lookup_get(p, k, j->keys[k]);
	const struct crm_hit *h;

	if (t->current.type != JSON_OBJECT || it == NULL || hit_match(p, j,
	    k, &t->current) != LEDGER_OTHER)
		return false;
	for (h = it->hits; h != NULL; h = h->next)
		if (str_eq(h->id, t->id))
			return false;
	return it->nhits > 0;
}

/*
 * The CRM's id of somebody is written down with the keys he is known by: a
 * run that is cut off in between would else take him for somebody new.
 */
int
person_keep(struct push *p, struct thing *t, struct err *e)
{
	const struct ledger_object o = { .type = LEDGER_CONTACT,
	    .token = t->token, .id = t->id, .run = p->run };

	if (t->id.p == NULL || (t->known && t->was.id.p != NULL))
		return 0;
	if (ledger_object_put(p->ledger, &o, e) == -1)
		return -1;
	t->known = true;
	return ledger_object_get(p->ledger, LEDGER_CONTACT, t->token,
	    &p->arena, &t->was, e) == -1 ? -1 : 0;
}

/* ${t} is what the CRM answered with. */
static int
take_hit(struct push *p, struct thing *t, const struct crm_hit *h,
    struct err *e)
{
	t->id = h->id;
	t->current = h->fields;
	if (h->moved.len > 0 && h->moved_type == CRM_CONTACT) {
		t->id = h->moved;	/* to be read as what it is now */
		t->current = json_null();
	}
	return person_keep(p, t, e);
}

/*
 * Who is known by keys alone, since the CRM would not take him, may have
 * been made by people since.
 */
static int
made_since(struct push *p, struct job *j, size_t k, struct err *e)
{
	const struct crm_item *it = lookup_found(p, j, k);
	const struct crm_hit *h, *last = NULL;
	struct thing *t = &j->person->thing;
	size_t n = 0;

	if (t->id.p != NULL || t->lost || it == NULL)
		return 0;
	for (h = it->hits; h != NULL && it->verdict == CRM_OK; h = h->next)
		if (!hit_contradicts(p, j, k, &h->fields)) {
			last = h;
			n++;
		}
	if (n == 1)
		return take_hit(p, t, last, e);
	if (it->verdict != CRM_OK)
		job_defer(j, &it->err);
	else if (n > 1)
		job_quarantine(j, it->hits);
	if (j->answered)
		j->person = NULL;	/* nobody knows whose it is */
	return 0;
}

/* By match key ${k}: 1 placed or quarantined, 0 the ledger knows nobody. */
static int
by_ledger(struct push *p, struct job *j, size_t k, struct err *e)
{
	struct ledger_tokens found;
	bool as_written;
	int rc;

	if (known_by(p, j, k, &p->arena, &found, &as_written, e) == -1 ||
	    sift(p, j, k, &found, e) == -1)
		return -1;
	if (found.n > 1) {
		job_quarantine(j, NULL);
		j->rivals = found;
	}
	if (found.n != 1)
		return found.n > 1;
	if (entity_get(p, CRM_CONTACT, found.p[0], &j->person, e) == -1)
		return -1;
	if (is_given_away(p, j, k)) {
		rc = as_written ? ledger_key_drop(p->ledger, LEDGER_CONTACT,
		    found.p[0], key_kind(p, k).p, j->keys[k], e) : 0;
		j->person = NULL;
		return rc;
	}
	j->matched = (int)k;
	return made_since(p, j, k, e) == -1 ? -1 : 1;
}

int
place_by_ledger(struct push *p, struct job *j, struct err *e)
{
	size_t k;
	int rc = by_decision(p, j, e);

	for (k = 0; rc == 0 && k < MATCH_MAX; k++)
		rc = by_ledger(p, j, k, e);
	return rc;
}

/* The token of a contact found in the CRM: its own, else a new one. */
static int
token_of_hit(struct push *p, const struct job *j, const struct crm_hit *h,
    struct str *token, struct err *e)
{
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	struct ledger_object old;
	int known;

	known = ledger_object_by_id(p->ledger, LEDGER_CONTACT, h->id,
	    &p->arena, &old, e);
	if (known == -1)
		return -1;
	*token = known == 1 ? old.token : crm_text(p->crm,
	    &o->token_field, &h->fields, &p->arena);
	if (token->len == 0)
		*token = job_token(p, j, &p->arena);
	if (known == 1)
		return 0;
	known = ledger_object_get(p->ledger, LEDGER_CONTACT, *token,
	    &p->arena, &old, e);
	if (known == 1 && old.id.p != NULL && !str_eq(old.id, h->id))
		*token = mint("person", STR("id"), h->id, &p->arena);
	return known == -1 ? -1 : 0;
}

static int
adopt(struct push *p, struct job *j, const struct crm_hit *h, struct err *e)
{
	struct str token;

	if (token_of_hit(p, j, h, &token, e) == -1 || entity_get(p,
	    CRM_CONTACT, token, &j->person, e) == -1 || take_hit(p,
	    &j->person->thing, h, e) == -1)
		return -1;
	return learn_keys(p, token, &h->fields, e);
}

/* By what the CRM answered: 1 placed, quarantined or deferred. */
static int
place_by_crm(struct push *p, struct job *j, size_t k,
    const struct crm_item *it, struct err *e)
{
	struct crm_hit *h, *last = NULL;
	size_t n = 0;

	if (it->verdict != CRM_OK) {
		job_defer(j, &it->err);
		if (it->verdict == CRM_REFUSED)
			j->outcome = OUT_REFUSED;
		return 1;
	}
	for (h = it->hits; h != NULL; h = h->next) {
		if (k != TOKEN && hit_contradicts(p, j, k, &h->fields))
			continue;
		last = h;
		n++;
	}
	if (n > 1)
		job_quarantine(j, it->hits);
	if (n != 1)
		return n > 1;
	j->matched = k == TOKEN ? 0 : (int)k;
	return adopt(p, j, last, e) == -1 ? -1 : 1;
}

static int
place_new(struct push *p, struct job *j, struct err *e)
{
	struct str token = job_token(p, j, &p->arena);
	struct ledger_object old;
	int known = ledger_object_get(p->ledger, LEDGER_CONTACT, token,
	    &p->arena, &old, e);

	if (known == -1)
		return -1;
	/* The token's first owner has another key by now: somebody else. */
	if (known == 1 && old.id.p != NULL)
		token = mint("person", STR("conversation"), j->id,
		    &p->arena);
	return entity_get(p, CRM_CONTACT, token, &j->person, e);
}

/*
 * What look_up found by match key ${k}: by the key as it was written, with
 * the first one by our token, and last by the key's other form.
 */
static int
by_lookup(struct push *p, struct job *j, size_t k, struct err *e)
{
	const struct crm_item *it = lookup_get(p, k, j->keys[k]);
	int rc = it != NULL ? place_by_crm(p, j, k, it, e) : 0;

	if (rc == 0 && k == 0) {
		it = lookup_get(p, TOKEN, job_token(p, j, &p->arena));
		rc = it != NULL ? place_by_crm(p, j, TOKEN, it, e) : 0;
	}
	if (rc != 0)
		return rc;
	it = lookup_get(p, k, j->folded[k]);
	return it != NULL ? place_by_crm(p, j, k, it, e) : 0;
}

int
place(struct push *p, struct job *j, struct err *e)
{
	size_t k;
	int rc = by_decision(p, j, e);

	for (k = 0; rc == 0 && k < MATCH_MAX; k++) {
		rc = by_ledger(p, j, k, e);
		if (rc == 0)
			rc = by_lookup(p, j, k, e);
	}
	if (rc == 0)
		rc = place_new(p, j, e);
	if (rc == -1 || j->person == NULL)
		return rc == -1 ? -1 : 0;
	/* Who could not be read may be somebody else: learn nothing of it. */
	if (j->person->thing.settled) {
		job_defer(j, &j->person->thing.err);
		return 0;
	}
	/* The key that led to a contact must be the one that was verified. */
	if (j->matched >= 0)
		j->verified = (j->vouched >> j->matched & 1) != 0;
	if (add_keys(p, j, e) == -1 || propose(p, j, e) == -1)
		return -1;
	return chain(p, j, e);
}
