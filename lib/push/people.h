/* people: whom records are about, and who is the same; private to push. */
#ifndef PUSH_PEOPLE_H
#define PUSH_PEOPLE_H

#include "push/wave.h"

/* key.c: the form in which keys are compared; none if it names nobody. */
struct str	 key_form(struct str kind, struct str s, struct arena *a);

/* key.c: the token of a new object: the same for the same key everywhere. */
struct str	 mint(const char *what, struct str kind, struct str key,
		    struct arena *a);

/* identity.c: give each job that needs one a person. */
int		 identify(struct push *p, struct err *e);

/*
 * place.c: the person of one job, by the ledger, by what look_up found, or
 * somebody new; or the job is answered: quarantined or deferred.
 */
int		 place(struct push *p, struct job *j, struct err *e);
/* By the ledger alone: 1 placed or quarantined, 0 not known there. */
int		 place_by_ledger(struct push *p, struct job *j,
		    struct err *e);
/* The ledger learns the id of a person that was found in the CRM. */
int		 person_keep(struct push *p, struct thing *t, struct err *e);
/* Answer a job: nothing is sent for it. */
void		 job_quarantine(struct job *j, struct crm_hit *candidates);
/* ledger_candidates(p, tokens): those that have an id by now. */
struct crm_hit	*ledger_candidates(struct push *p,
		    const struct ledger_tokens *tokens);
void		 job_defer(struct job *j, const struct err *why);
/* The token that a new person gets. */
struct str	 job_token(const struct push *p, const struct job *j,
		    struct arena *a);
/* match.c: what kind is match key ${k}? */
struct str	 key_kind(const struct push *p, size_t k);
/* match.c: how does match key ${k} of ${j} compare with what ${fields} show?
 * Does a key stronger than ${k} stand in ${fields} with another value? */
bool		 hit_contradicts(struct push *p, const struct job *j,
		    size_t k, const struct json *fields);
enum ledger_match hit_match(struct push *p, const struct job *j, size_t k,
		    const struct json *fields);
/* match.c: from now on the ledger knows ${token} by the keys in ${fields}. */
int		 learn_keys(struct push *p, struct str token,
		    const struct json *fields, struct err *e);

/*
 * known.c: whom does the ledger know by match key ${k} of ${j}?  As by
 * ledger_key_find; ${as_written}: by the key itself, not by a form of it.
 * known_match: how does the key compare with what ${token} is known by?
 */
int		 known_by(struct push *p, const struct job *j, size_t k,
		    struct arena *a, struct ledger_tokens *out,
		    bool *as_written, struct err *e);
int		 known_match(struct push *p, const struct job *j, size_t k,
		    struct str token, enum ledger_match *out, struct err *e);
/* known.c: the ledger learns the job's own keys; what it learned, it
 * forgets. */
int		 add_keys(struct push *p, struct job *j, struct err *e);
int		 unlearn_keys(struct push *p, struct job *j, struct err *e);

/*
 * chain.c: does ${j} tie others of this wave to its person?  Is somebody of
 * that name known, if its person is new?
 */
int		 chain(struct push *p, struct job *j, struct err *e);
int		 propose(struct push *p, struct job *j, struct err *e);
/* chain.c: does the CRM have somebody of that name, if it is to be asked? */
int		 propose_more(struct push *p, struct err *e);

/*
 * conflict.c: how do the ${below} strongest keys of a contact compare with
 * what the CRM shows of one?  The strongest that both have decides.
 */
int		 entity_compare(struct push *p, const struct entity *en,
		    size_t below, const struct json *fields,
		    enum ledger_match *out, struct err *e);
/*
 * conflict.c: contacts that the CRM would not make, with id and fields of
 * what it has instead where it told: the same person, or for people to say.
 * Verdict RETRY: to be made all the same, in another way.
 */
int		 create_conflicts(struct push *p, struct thing **things,
		    size_t n, struct err *e);
/* conflict.c: an update that the CRM refused since another has that key. */
int		 update_conflict(struct push *p, struct thing *t,
		    struct err *e);

/* decide.c: what people said of a job's keys: 1 placed or answered, 0
 * nothing, -1. */
int		 by_decision(struct push *p, struct job *j, struct err *e);
/* decide.c: keep the answer that came with a job. */
int		 decision_keep(struct push *p, struct job *j, struct err *e);
/* quarantine.c: a line for people to answer of each job that is. */
int		 quarantine_lines(struct push *p, struct buf *b,
		    struct err *e);
/* quarantine.c: such a line as input: its record takes its place. */
void		 quarantine_read(struct job *j);

/*
 * lookup.c: ask the CRM for the keys of jobs that the ledger cannot place,
 * weaker ones only where the stronger found nothing.
 */
int		 look_up(struct push *p, struct job **jobs, size_t n,
		    struct err *e);
/* The answer for match key ${k} (TOKEN: our token), or NULL: not asked. */
enum { TOKEN = MATCH_MAX };
struct crm_item	*lookup_get(struct push *p, size_t k, struct str key);
/* The answer for match key ${k} of ${j}, or if nobody has that for the form
 * that it is compared by. */
struct crm_item	*lookup_found(struct push *p, const struct job *j, size_t k);

/* The same, one key after the other: what is asked, and what came of it. */
struct lookup {
	struct hmap		*found;		/* by key, as push.lookups */
	struct arena		*arena;
	struct job		**jobs;
	size_t			 n, round;	/* the next one, from 0 */
};

/* The items of the next round that has any, for ${find}; 0: there is none.
 * lookup_ended: have all rounds been handed out? */
size_t		 lookup_next(struct push *p, struct lookup *l,
		    const struct crm_op **find, struct crm_item ***items);
bool		 lookup_ended(const struct push *p, const struct lookup *l);

/* entity.c: contacts and companies of the wave. */
int		 entity_get(struct push *p, enum crm_type t,
		    struct str token, struct entity **out, struct err *e);
/* entity_of(en): itself, or what it is the same as. */
struct entity	*entity_of(struct entity *en);
void		 entity_want(struct push *p, struct entity *en,
		    const struct job *j);
/* entity_merge(p, into, from): what is wanted of ${from}, of ${into} too. */
void		 entity_merge(struct push *p, struct entity *into,
		    const struct entity *from);

/*
 * merge.c: follow what people merged in the CRM, once entities have been
 * read: those with one id become one, and jobs are about that.
 */
int		 unify(struct push *p, enum crm_type t, struct err *e);
/* merge.c: ${from} is ${into}: records are about that from now on. */
int		 entity_fold(struct push *p, struct entity *from,
		    struct entity *into, struct err *e);
/*
 * merge.c: in the ledger, ${ours} is what the CRM shows as ${now}, under
 * another id.  ${token}: by which it is known from now on.  What was sent
 * and does not stand there any more is forgotten.
 */
int		 ledger_follow(const struct crm *crm, enum crm_type t,
		    struct ledger *l, struct ledger_object *ours,
		    const struct crm_hit *now, struct arena *a,
		    struct str *token, struct err *e);
/* merge.c: is what was sent what the CRM has? */
bool		 still_stands(struct ledger *l, const struct crm_field *f,
		    const struct ledger_field *sent,
		    const struct json *theirs);

#endif
