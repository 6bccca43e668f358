/*
 * identity: which person is a record about?
 *
 * The ledger is asked first, then the CRM, by the keys of crm.match in
 * their order.  A weaker key matches only where no stronger one speaks
 * against it: the same telephone with another address is a switchboard, not
 * the same person.  Two candidates are never guessed between: merging two
 * people is worse than a duplicate.
 *
 * Records are placed one after the other in the order of the input, each
 * seeing the keys of those before it, as if each had been a run of its own.
 */
#include "push/wave.h"

const struct crm_field *
key_field(const struct push *p, size_t k)
{
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (str_eq(o->fields[i].name,
		    p->crm->match[CRM_CONTACT].p[k]))
			return &o->fields[i];
	return NULL;
}

static struct str
kind_of(const struct push *p, size_t k)
{
	return p->crm->match[CRM_CONTACT].p[k];
}

struct str
job_token(const struct push *p, const struct job *j, struct arena *a)
{
	size_t k;

	for (k = 0; k < MATCH_MAX; k++)
		if (j->keys[k].p != NULL)
			return mint("person", kind_of(p, k), j->keys[k], a);
	return STR_NONE;
}

static void
quarantine(struct job *j, struct crm_hit *candidates)
{
	j->answered = true;
	j->outcome = OUT_QUARANTINED;
	j->candidates = candidates;
	err_set(&j->err, ERR_REJECTED, "identity.ambiguous",
	    "several contacts match, none of them surely; nothing was "
	    "written");
}

static void
defer(struct job *j, const struct err *why)
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
		if (ledger_key_match(p->ledger, LEDGER_CONTACT, token,
		    kind_of(p, i).p, j->keys[i], &m, e) == -1)
			return -1;
		*out = m == LEDGER_OTHER;
	}
	return 0;
}

static bool
hit_contradicts(struct push *p, const struct job *j, size_t k,
    const struct json *fields)
{
	const struct crm_field *f;
	struct str have;
	size_t i;

	for (i = 0; i < k; i++) {
		f = key_field(p, i);
		if (j->keys[i].p == NULL || f == NULL)
			continue;
		have = key_form(kind_of(p, i), json_get_str(fields, f->to),
		    &p->arena);
		if (have.p != NULL && !str_eq(have, j->keys[i]))
			return true;
	}
	return false;
}

static struct crm_hit *
ledger_candidates(struct push *p, const struct ledger_tokens *tokens)
{
	struct crm_hit *list = NULL, *h;
	struct ledger_object o;
	size_t i;

	for (i = 0; i < tokens->n; i++) {
		if (ledger_object_get(p->ledger, LEDGER_CONTACT,
		    tokens->p[i], &p->arena, &o, NULL) != 1)
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

/* By the ledger: 1 placed or quarantined, 0 not known there. */
static int
place_by_ledger(struct push *p, struct job *j, struct err *e)
{
	struct ledger_tokens found;
	size_t k;

	for (k = 0; k < MATCH_MAX; k++) {
		if (j->keys[k].p == NULL)
			continue;
		if (ledger_key_find(p->ledger, LEDGER_CONTACT,
		    kind_of(p, k).p, j->keys[k], &p->arena, &found,
		    e) == -1 || sift(p, j, k, &found, e) == -1)
			return -1;
		if (found.n > 1) {
			quarantine(j, ledger_candidates(p, &found));
			return 1;
		}
		if (found.n == 0)
			continue;
		j->matched = (int)k;
		return entity_get(p, CRM_CONTACT, found.p[0], &j->person,
		    e) == -1 ? -1 : 1;
	}
	return 0;
}

/* From now on the ledger knows the person by what the CRM has of him. */
static int
learn_keys(struct push *p, struct str token, const struct json *fields,
    struct err *e)
{
	const struct crm_field *f;
	struct str s;
	size_t k;

	for (k = 0; k < p->crm->match[CRM_CONTACT].n && k < MATCH_MAX; k++) {
		f = key_field(p, k);
		if (f == NULL)
			continue;
		s = key_form(kind_of(p, k), json_get_str(fields, f->to),
		    &p->arena);
		if (s.p != NULL && ledger_key_add(p->ledger, LEDGER_CONTACT,
		    token, kind_of(p, k).p, s, e) == -1)
			return -1;
	}
	return 0;
}

/*
 * The job's own keys: all of somebody new, of somebody known those that
 * fill a blank.  Another number of a known person is not believed.
 */
static int
add_keys(struct push *p, const struct job *j, struct err *e)
{
	enum ledger_match m;
	size_t k;

	for (k = 0; k < MATCH_MAX; k++) {
		if (j->keys[k].p == NULL)
			continue;
		if (ledger_key_match(p->ledger, LEDGER_CONTACT,
		    j->person->thing.token, kind_of(p, k).p, j->keys[k], &m,
		    e) == -1)
			return -1;
		if ((m == LEDGER_NO_KEY || (int)k == j->matched) &&
		    m != LEDGER_SAME && ledger_key_add(p->ledger,
		    LEDGER_CONTACT, j->person->thing.token,
		    kind_of(p, k).p, j->keys[k], e) == -1)
			return -1;
	}
	return 0;
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
	*token = known == 1 ? old.token : json_get_str(&h->fields, o->token);
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
	struct thing *t;

	if (token_of_hit(p, j, h, &token, e) == -1 || entity_get(p,
	    CRM_CONTACT, token, &j->person, e) == -1)
		return -1;
	t = &j->person->thing;
	t->id = h->id;
	t->current = h->fields;
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
		defer(j, &it->err);
		return 1;
	}
	for (h = it->hits; h != NULL; h = h->next) {
		if (k != TOKEN && hit_contradicts(p, j, k, &h->fields))
			continue;
		last = h;
		n++;
	}
	if (n > 1)
		quarantine(j, it->hits);
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

static int
place(struct push *p, struct job *j, struct err *e)
{
	const struct crm_item *it;
	size_t k;
	int rc = place_by_ledger(p, j, e);

	for (k = 0; rc == 0 && k < MATCH_MAX; k++) {
		it = lookup_get(p, k, j->keys[k]);
		if (it != NULL)
			rc = place_by_crm(p, j, k, it, e);
		it = lookup_get(p, TOKEN, job_token(p, j, &p->arena));
		if (rc == 0 && k == 0 && it != NULL)
			rc = place_by_crm(p, j, TOKEN, it, e);
	}
	if (rc == 0)
		rc = place_new(p, j, e);
	if (rc == -1 || j->person == NULL)
		return rc == -1 ? -1 : 0;
	return add_keys(p, j, e);
}

/* Place ${n} jobs, asking the CRM about those the ledger cannot place. */
static int
place_all(struct push *p, struct job **jobs, size_t n, struct err *e)
{
	struct job **unknown = arena_array(&p->arena, n + 1,
	    sizeof(*unknown));
	size_t i, asked = 0;
	int rc;

	for (i = 0; i < n; i++) {
		rc = place_by_ledger(p, jobs[i], e);
		if (rc == -1)
			return -1;
		if (rc == 0)
			unknown[asked++] = jobs[i];
		/* Only a preview: it is placed below, in its turn. */
		jobs[i]->person = NULL;
		jobs[i]->answered = false;
	}
	if (asked > 0 && look_up(p, unknown, asked, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (place(p, jobs[i], e) == -1)
			return -1;
	return 0;
}

/* Who is there for whom: each person's first job, in input order. */
static size_t
count_people(struct push *p)
{
	struct entity *en;
	struct job *j;
	size_t n = 0;

	for (en = p->people; en != NULL; en = en->next)
		en->first = NULL;
	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered || j->person == NULL ||
		    j->person->first != NULL)
			continue;
		j->person->first = j;
		n++;
	}
	return n;
}

/* What the CRM has of people the ledger knew by id. */
static int
read_people(struct push *p, struct err *e)
{
	struct thing **things;
	struct entity *en;
	size_t n = count_people(p);

	things = arena_array(&p->arena, n + 1, sizeof(*things));
	n = 0;
	for (en = p->people; en != NULL; en = en->next)
		if (en->first != NULL && en->thing.id.p != NULL &&
		    en->thing.current.type == JSON_NULL)
			things[n++] = &en->thing;
	return read_current(p, CRM_CONTACT, things, n, e);
}

/*
 * The CRM may know more than the ledger: a person matched by telephone who
 * has another address there by now, or a contact that was deleted or merged.
 * Such jobs are placed once more.
 */
static int
place_again(struct push *p, struct err *e)
{
	struct job **jobs = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*jobs)), *j;
	struct thing *t;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (j->answered || j->person == NULL)
			continue;
		t = &j->person->thing;
		if (j->matched <= 0 || t->id.p == NULL ||
		    !hit_contradicts(p, j, (size_t)j->matched, &t->current))
			continue;
		if (learn_keys(p, t->token, &t->current, e) == -1)
			return -1;
		j->person = NULL;
		jobs[n++] = j;
	}
	return n > 0 ? place_all(p, jobs, n, e) : 0;
}

/* People the CRM has lost by id may be there under their keys. */
static int
find_lost(struct push *p, struct err *e)
{
	struct job **jobs = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*jobs)), *j;
	const struct crm_item *it;
	size_t i, k, n = 0;
	struct thing *t;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->person != NULL &&
		    j->person->thing.lost)
			jobs[n++] = j;
	if (n == 0)
		return 0;
	if (look_up(p, jobs, n, e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		t = &jobs[i]->person->thing;
		for (k = 0; k < MATCH_MAX && t->id.p == NULL; k++) {
			it = lookup_get(p, k, jobs[i]->keys[k]);
			if (it == NULL || it->nhits != 1 || hit_contradicts(p,
			    jobs[i], k, &it->hits->fields))
				continue;
			t->id = it->hits->id;
			t->current = it->hits->fields;
		}
	}
	return 0;
}

int
identify(struct push *p, struct err *e)
{
	struct job **jobs = arena_array(&p->arena, p->njobs + 1,
	    sizeof(*jobs)), *j;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered)
			jobs[n++] = j;
	if (n == 0)
		return 0;
	if (place_all(p, jobs, n, e) == -1 || read_people(p, e) == -1 ||
	    find_lost(p, e) == -1 || place_again(p, e) == -1)
		return -1;
	return read_people(p, e);
}
