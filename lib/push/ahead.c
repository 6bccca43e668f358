/*
 * ahead: the next waves are read, and looked up, while this one is written.
 *
 * Many CRMs limit searches apart from other requests.  If people were looked
 * for only when the wave before them has been written, one of the limits
 * would always lie idle.  So as long as a wave waits for answers, the next
 * ones are read, and what they will ask is asked: contacts by their keys,
 * companies by their domain.
 *
 * Nothing is decided ahead of its time: that is done in a wave's own turn,
 * by the ledger first, which knows by then what the waves before have made.
 * An answer about something that was written meanwhile is forgotten, and so
 * is one that is old, or that somebody is not there whom the ledger has come
 * to know since.
 */
#include <stdlib.h>

#include "push/flow.h"
#include "push/people.h"
#include "record/stop.h"

enum {
	AHEAD = 2,			/* waves */
	/*
	 * People work in the CRM too, so an answer is believed no longer than
	 * a wave may itself stand still between looking and writing: a burst
	 * of ten seconds, and then some.
	 */
	FRESH_MS = 15000
};

/* A wave to come, as struct push has the one in hand. */
struct coming {
	struct arena		 arena;
	struct job		*jobs;
	size_t			 njobs, bytes;
	struct hmap		 found[MATCH_MAX + 1], firms;
	bool			 begun;		/* all read, asked for */
	int64_t			 asked_at;	/* ms: then */
	struct lookup		 people;
	struct crm_calls	*asked_people, *asked_firms;	/* or NULL */
};

struct ahead {
	struct push		*p;
	struct feed		*f;
	bool			 on;	/* a wave is in hand */
	struct coming		 ring[AHEAD];
	size_t			 first;	/* the next wave's place */
	struct err		 err;	/* a fault of our own */
};

/* The ${i}th wave to come, from 0. */
static struct coming *
nth(struct ahead *a, size_t i)
{
	return &a->ring[(a->first + i) % AHEAD];
}

/*
 * The wave in hand against another.  Documents and tables of a wave know its
 * arena by address: that is push's for the one in hand.
 */
static void
change_places(struct ahead *a, struct coming *c)
{
	struct push *p = a->p;
	struct arena arena = p->arena;
	struct job *jobs = p->jobs;
	size_t njobs = p->njobs, bytes = a->f->bytes;

	p->arena = c->arena;
	p->jobs = c->jobs;
	p->njobs = c->njobs;
	a->f->bytes = c->bytes;
	c->arena = arena;
	c->jobs = jobs;
	c->njobs = njobs;
	c->bytes = bytes;
}

/* Read what is here of it; is that all of it? */
static bool
read_on(struct ahead *a, struct coming *c)
{
	bool whole;

	if (stop_asked() || !outbox_has_room(a->p, AHEAD + 1))
		return false;
	change_places(a, c);
	whole = feed_ahead(a->p, a->f);
	change_places(a, c);
	return whole && c->njobs > 0;
}

/* Does a wave that goes before it ask for the same? */
static bool
is_asked(struct ahead *a, const struct coming *c, size_t k, struct str key)
{
	struct coming *before;
	size_t i;

	if (hmap_get(&a->p->lookups[k], key) != NULL)
		return true;
	for (i = 0; (before = nth(a, i)) != c; i++)
		if (hmap_get(&before->found[k], key) != NULL)
			return true;
	return false;
}

/* Will its person be looked for?  Not if the ledger knows his best key. */
static bool
is_unknown(struct ahead *a, struct coming *c, const struct job *j)
{
	struct ledger *l = a->p->ledger;
	struct ledger_conversation was;
	struct ledger_tokens known;
	bool as_written;
	struct err e;
	size_t k = 0;

	if (j->answered || (ledger_conversation_get(l, j->id, &c->arena,
	    &was, &e) == 1 && is_final(was.outcome) && memcmp(j->hash,
	    was.hash, sizeof(was.hash)) == 0))
		return false;
	while (k < MATCH_MAX && j->keys[k].p == NULL)
		k++;
	return k < MATCH_MAX && !is_asked(a, c, k, j->keys[k]) &&
	    known_by(a->p, j, k, &c->arena, &known, &as_written, &e) == 0;
}

/* The next round of keys, until there is none. */
static void
ask_people(struct ahead *a, struct coming *c)
{
	const struct crm_op *find;
	struct crm_item **items;
	size_t n = lookup_next(a->p, &c->people, &find, &items);

	if (n > 0)
		crm_start(a->p->crm, find, items, n, &c->arena,
		    &c->asked_people, &a->err);
}

/* Domains that the waves before it bring to the ledger. */
static void
note_firms(struct ahead *a, const struct coming *c, struct hmap *m)
{
	const struct coming *before;
	struct push *p = a->p;
	struct job *j;
	size_t i;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->answered && j->domain.p != NULL)
			*hmap_slot(m, j->domain) = j;
	for (i = 0; (before = nth(a, i)) != c; i++)
		for (j = before->jobs; j < before->jobs + before->njobs; j++)
			if (!j->answered && j->domain.p != NULL)
				*hmap_slot(m, j->domain) = j;
}

/* Domains that neither the ledger nor a wave before it has. */
static size_t
gather_firms(struct ahead *a, struct coming *c, struct crm_item **items)
{
	const char *kind = a->p->crm->match[CRM_COMPANY].p[0].p;
	struct ledger_tokens known;
	struct hmap before;
	struct err e;
	size_t i, n = 0;
	struct str s;
	void **slot;

	hmap_init(&before, &c->arena);
	note_firms(a, c, &before);
	for (i = 0; i < c->people.n; i++) {
		s = c->people.jobs[i]->domain;
		if (s.p == NULL || hmap_get(&before, s) != NULL ||
		    ledger_key_find(a->p->ledger, LEDGER_COMPANY, kind, s,
		    &c->arena, &known, &e) != 0)
			continue;
		slot = hmap_slot(&c->firms, s);
		if (*slot != NULL)
			continue;
		*slot = items[n] = ARENA_NEW(&c->arena, struct crm_item);
		items[n]->type = CRM_COMPANY;
		items[n++]->key = s;
	}
	return n;
}

static void
ask_firms(struct ahead *a, struct coming *c)
{
	struct push *p = a->p;
	const struct conf_strs *m = &p->crm->match[CRM_COMPANY];
	const struct crm_key *key = m->n > 0 ?
	    crm_key(&p->crm->objects[CRM_COMPANY], m->p[0]) : NULL;
	struct crm_item **items;
	size_t n;

	if (key == NULL || !scope_has(p, CRM_COMPANY))
		return;
	items = arena_array(&c->arena, c->people.n + 1, sizeof(*items));
	n = gather_firms(a, c, items);
	if (n > 0)
		crm_start(p->crm, key->find, items, n, &c->arena,
		    &c->asked_firms, &a->err);
}

static void
ask(struct ahead *a, struct coming *c)
{
	struct job *j;
	size_t k;

	c->begun = true;
	c->asked_at = now_millis();
	for (k = 0; k <= MATCH_MAX; k++)
		hmap_init(&c->found[k], &c->arena);
	hmap_init(&c->firms, &c->arena);
	c->people = (struct lookup){ .found = c->found, .arena = &c->arena,
	    .jobs = arena_array(&c->arena, c->njobs,
	    sizeof(*c->people.jobs)) };
	for (j = c->jobs; j < c->jobs + c->njobs; j++)
		if (is_unknown(a, c, j))
			c->people.jobs[c->people.n++] = j;
	ask_firms(a, c);
	ask_people(a, c);
}

/* What was asked has its answer: ask what follows from that. */
static void
ask_more(struct ahead *a, struct coming *c)
{
	if (c->asked_people == NULL || !crm_ended(c->asked_people))
		return;
	if (crm_finish(c->asked_people, &a->err) == -1)
		return;
	c->asked_people = NULL;
	ask_people(a, c);
}

/* Are all its people asked for, so that the next wave's may be? */
static bool
is_asked_for(const struct ahead *a, const struct coming *c)
{
	return c->begun && (c->asked_people == NULL ||
	    lookup_ended(a->p, &c->people));
}

/* Called while this wave waits for an answer. */
static void
go_on(void *arg)
{
	struct ahead *a = arg;
	struct coming *c;
	size_t i;

	for (i = 0; i < AHEAD && a->on && a->err.kind == ERR_NONE &&
	    !crm_over(a->p->crm, NULL); i++) {
		c = nth(a, i);
		if (c->begun)
			ask_more(a, c);
		else if (read_on(a, c))
			ask(a, c);
		if (!is_asked_for(a, c))
			return;
	}
}

/* Did this run write one of those that were found? */
static bool
is_old(const struct ahead *a, enum ledger_type type,
    const struct crm_item *it)
{
	struct ledger_object o;
	const struct crm_hit *h;
	struct err e;

	int rc;

	for (h = it->hits; h != NULL; h = h->next) {
		rc = ledger_object_by_id(a->p->ledger, type, h->id,
		    &a->p->arena, &o, &e);
		if (rc == -1 || (rc == 1 && o.run == a->p->run))
			return true;
	}
	return false;
}

/*
 * Nobody had this key.  Did the ledger learn of somebody meanwhile?  A create
 * whose outcome is not known may have made him.
 */
static bool
is_taken(const struct ahead *a, size_t k, struct str key)
{
	struct push *p = a->p;
	struct ledger_tokens known;
	struct ledger_object o;
	struct err e;

	if (k == TOKEN)
		return ledger_object_get(p->ledger, LEDGER_CONTACT, key,
		    &p->arena, &o, &e) != 0;
	return ledger_key_find(p->ledger, LEDGER_CONTACT, key_kind(p, k).p,
	    key, &p->arena, &known, &e) != 0;
}

/*
 * What failed or has changed since is asked again, in the wave's turn; of
 * companies also what was not found, since a CRM may make one of its own for
 * a contact of this run.
 */
static void
keep_answers(struct ahead *a, enum ledger_type type, size_t k,
    const struct hmap *from, struct hmap *to)
{
	const struct crm_item *it;
	size_t i;

	*to = *from;
	to->arena = &a->p->arena;
	for (i = 0; i < to->n; i++) {
		it = to->entries[i].value;
		if (it != NULL && (it->verdict != CRM_OK ||
		    is_old(a, type, it) || (it->nhits == 0 &&
		    (type == LEDGER_COMPANY || is_taken(a, k, it->key)))))
			to->entries[i].value = NULL;
	}
}

/* Wait for what has been asked. */
static int
finish(struct ahead *a, struct coming *c, struct err *e)
{
	struct crm_calls **both[] = { &c->asked_people, &c->asked_firms };
	size_t i;

	for (i = 0; i < 2 && a->err.kind == ERR_NONE; i++) {
		if (*both[i] != NULL)
			crm_finish(*both[i], &a->err);
		*both[i] = NULL;
	}
	if (a->err.kind == ERR_NONE)
		return 0;
	*e = a->err;
	return -1;
}

int
ahead_take(struct push *p, struct err *e)
{
	struct ahead *a = p->ahead;
	struct coming *c;
	bool fresh;
	size_t k;

	if (a == NULL) {
		wave_clear(p);
		return 0;
	}
	a->on = false;
	c = nth(a, 0);
	crm_hold(p->crm, p->o->hold);
	if (finish(a, c, e) == -1)
		return -1;
	change_places(a, c);
	arena_reset(&c->arena);
	c->njobs = c->bytes = 0;
	wave_forget(p);
	fresh = c->begun && now_millis() - c->asked_at < FRESH_MS;
	for (k = 0; fresh && k <= MATCH_MAX; k++)
		keep_answers(a, LEDGER_CONTACT, k, &c->found[k],
		    &p->lookups[k]);
	if (fresh)
		keep_answers(a, LEDGER_COMPANY, 0, &c->firms, &p->firms_found);
	c->begun = false;
	a->first = (a->first + 1) % AHEAD;
	return 0;
}

bool
ahead_waits(const struct push *p)
{
	const struct ahead *a = p->ahead;

	return a != NULL && a->ring[a->first].njobs > 0;
}

void
ahead_begin(struct push *p)
{
	if (p->ahead != NULL && !p->o->plan)
		p->ahead->on = true;
}

/*
 * A plan is one wave; those who share a ledger look at it in their turn
 * alone; and of a pilot or of decisions most need no looking up.
 */
int
ahead_open(struct push *p, struct feed *f, struct err *e)
{
	const struct push_opts *o = p->o;
	struct ahead *a;
	size_t i;

	if (o->plan || o->apply || o->shared || o->decisions || o->pilot < 1)
		return 0;
	a = p->ahead = calloc(1, sizeof(*a));
	if (a == NULL)
		return err_errno(e, ERR_IO, "cannot begin");
	a->p = p;
	a->f = f;
	for (i = 0; i < AHEAD; i++)
		if ((a->ring[i].jobs = calloc(PLAN_MAX,
		    sizeof(struct job))) == NULL)
			return err_errno(e, ERR_IO, "cannot begin");
	crm_meanwhile(p->crm, go_on, a);
	return 0;
}

void
ahead_close(struct push *p)
{
	size_t i;

	if (p->ahead == NULL)
		return;
	crm_meanwhile(p->crm, NULL, NULL);
	for (i = 0; i < AHEAD; i++) {
		free(p->ahead->ring[i].jobs);
		arena_free(&p->ahead->ring[i].arena);
	}
	free(p->ahead);
	p->ahead = NULL;
}
