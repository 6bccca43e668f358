/* wave: the records under way and what they become; private to push. */
#ifndef PUSH_WAVE_H
#define PUSH_WAVE_H

#include "base/hmap.h"
#include "push/push.h"
#include "record/allowance.h"
#include "record/record.h"

struct ahead;
struct entity;
struct job;
struct push;

enum {
	MATCH_MAX = 8,		/* keys in crm.match */
	STORE_ROUNDS = 8,	/* of writing, finding out, writing again */
	VERIFY_SAMPLE = 16	/* one in so many is read back */
};

enum outcome {
	OUT_UNCHANGED, OUT_CREATED, OUT_UPDATED, OUT_STALE, OUT_DEFERRED,
	OUT_QUARANTINED, OUT_REFUSED, OUT_SKIPPED, OUT_COUNT
};

extern const char *const outcome_names[OUT_COUNT];

/* A field of a contact or company as the records of this wave want it. */
struct wanted {
	struct json	value;		/* encoded; JSON_NULL: nothing */
	int64_t		at;		/* the record's time */
	bool		verified;	/* its author is who he says */
	bool		forced;		/* an action of the operator's sets it */
};

/*
 * One object of the CRM in this wave: a contact, a company, a note.  ${plan}
 * looks at what is there (${current}, no object for a new one) and fills
 * what is to be written.
 */
struct thing {
	enum crm_type		 type;
	struct str		 token, id;	/* id none: not there yet */
	struct ledger_object	 was;		/* as the ledger has it */
	bool			 known;		/* by the ledger */
	struct json		 current;	/* fields; JSON_NULL: not read */
	void			(*plan)(struct push *p, struct thing *t);
	void			*owner;		/* entity or note */
	struct json		 write;		/* what is to be written */
	bool			 withheld;	/* something newer stays */
	bool			 overwrites;	/* what people may have put */
	struct json		 times;		/* history.c: of the CRM's fields
						   when they changed, or null */
	struct ledger_field	*sent;		/* for the ledger, if done */
	size_t			 nsent;
	struct str		 digest;	/* of a note's body */
	const struct json	*without;	/* values to take from lists */
	const struct crm_key	*natural;	/* how it is found without */
	struct str		 natural_key;	/* its token, or NULL */
	int64_t			 at;		/* newest record's time */

	enum outcome		 did;
	bool			 settled;	/* did and err are final */
	bool			 tried;		/* a create of it was sent */
	bool			 urgent;	/* before others */
	struct job		*job;		/* whose it is, or NULL: of
						   several; for plans */
	struct json		*change;	/* as its plan tells it */
	bool			 allowed;	/* by the plan being applied */
	bool			 lost;		/* the CRM forgot its id */
	bool			 looked_for;	/* by its natural key, ahead */
	bool			 tokenless;	/* our token is not sent */
	bool			 removing;	/* it is to be gone */
	unsigned		 attempts;	/* requests it was in */
	struct str		 request;	/* the last, by the CRM's name */
	struct err		 err;
	struct crm_item		 item;
};

/* A contact or company that jobs of this wave are about. */
struct entity {
	struct thing		 thing;
	struct entity		*next;		/* of the wave's list */
	struct wanted		*want;		/* by field of the profile */
	struct entity		*firm;		/* of a contact */
	struct thing		 link;		/* of a contact to its firm */
	struct job		*first;		/* in input order; NULL: none */
	struct entity		*into;		/* it is the same as this one */
	bool			 apart;		/* people said: somebody new */
	unsigned		 parted;	/* so its keys are not sent: 1
						   from now on, 2 before */
};

struct note {
	struct thing		 thing;
	struct str		 body;
	struct job		*job;
};

/* What became of a record of the outbox, until its line is written. */
struct drained {
	uint8_t			 hash[16];
	enum outcome		 outcome;
	struct err		 err;
	struct str		 line;
	bool			 claimed;	/* by a line of the input */
};

/* A person onto a list or from it, a tag, unsubscribing: member.c. */
struct member {
	struct thing		 thing;
	const struct crm_op	*op;
	struct str		 name;		/* of the list or tag */
};

/* One of a record's actions: action.c. */
struct act {
	const struct json	*node;
	struct str		 type;
	bool			 own;	/* no action: the record's own tags */
	const char		*did;	/* NULL: as its object, or not yet */
	struct err		 err;
	struct child		*child;	/* the task or ticket it makes */
	enum crm_type		 of;	/* assign, set: whose field */
	size_t			 field;
	struct member		*members;	/* list, tag, unsubscribe */
	size_t			 nmembers;
};

/* A deal, ticket or task of a conversation: child.c. */
struct child {
	struct thing		 thing;
	struct job		*job;
	struct wanted		*want;		/* by field of the profile */
	bool			 once;		/* made, then people's own */
	struct str		 before;	/* token that it may have had before
						   it had an id, or none */
};

/* One line of the input. */
struct job {
	struct json_doc		 doc;
	struct str		 text;		/* the line, if doc is none */
	struct str		 raw;		/* the line */
	bool			 high;		/* of high value: goes first */
	bool			 drained;	/* from the outbox */
	bool			 told;		/* its result line is written */
	struct drained		*same;		/* it was drained a moment ago */
	int64_t			 tries;		/* failed before, if drained */
	struct json		 changes;	/* of its things, for a plan */
	struct str		 id;
	int64_t			 at, arrived;	/* ms */
	size_t			 line;
	uint8_t			 hash[16];
	double			 score;
	struct ledger_conversation was;
	struct str		 keys[MATCH_MAX];	/* by crm.match */
	struct str		 folded[MATCH_MAX];	/* known.c: what they are
						   compared by, or none */
	unsigned		 vouched;	/* bits: which are verified */
	unsigned		 learned;	/* bits: new to the ledger; from
						   MATCH_MAX on, of folded */
	int			 matched;	/* which of them did, or -1 */
	bool			 verified;	/* the one that did */
	bool			 decided;	/* people said who it is */
	struct str		 decision;	/* of this line, or none */
	struct json		*contact, *company;	/* encoded fields */
	struct str		 domain;	/* key of the company, or none */
	struct entity		*person;
	struct note		*notes;
	size_t			 nnotes;
	struct note		*surplus;	/* those that are over */
	size_t			 nsurplus;
	struct child		*children;
	size_t			 nchildren;
	struct act		*acts;
	size_t			 nacts;
	const struct json	*untag;	/* tags to take away, or NULL */
	struct json		 unsent;	/* fields that were left out */
	bool			 answered;	/* nothing is to be sent */
	bool			 superseded;	/* a later telling is there */
	enum outcome		 outcome;
	struct err		 err;
	struct str		 stage;		/* of a stub: who refused it */
	struct crm_hit		*candidates;	/* quarantined: the CRM's, */
	struct ledger_tokens	 similar;	/* of the same name and company */
	const struct crm_item	*namesakes;	/* the same, by the CRM */
	struct ledger_tokens	 rivals;	/* or the ledger's: those of
						   this wave have no id yet */
};

struct push {
	struct crm		*crm;
	struct ledger		*ledger;
	struct push_opts	*o;		/* ours: plan may come true */
	struct json_parser	*parser;
	int64_t			 run;
	bool			 ready;		/* bound and recovered */
	bool			 drains;	/* the wave is of the outbox */
	/* the wave */
	struct arena		 arena;
	struct job		*jobs;
	size_t			 njobs, width;
	struct entity		*people, *firms;	/* lists */
	struct entity		**last_person, **last_firm;
	struct hmap		 by_person, by_firm;	/* token to entity */
	struct hmap		 lookups[MATCH_MAX + 1];	/* by key */
	struct hmap		 firms_found;	/* ahead, by domain */
	struct ahead		*ahead;		/* the next one, or NULL */
	/* the run */
	size_t			 line, records, drained;
	uint64_t		 counts[OUT_COUNT];	/* of the input */
	uint64_t		 drained_counts[OUT_COUNT];
	struct allowance	 allowance;
	uint64_t		 given_up;	/* after too many attempts */
	int64_t			 waiting, waiting_bytes;	/* outbox */
	struct hmap		 expected;	/* "contact TOKEN" to its change,
						   of the plan to apply */
	struct arena		 kept;		/* of the run */
	struct hmap		 unsent;	/* "contact.budget": told once */
	struct hmap		 outbox;	/* id to struct drained */
	struct hmap		 owners, lists;	/* ids by address, by name */
	struct buf		 out;
};

/* clock.c: ms since 1970, of ${t} and of the real clock. */
int64_t		 millis(struct instant t);
int64_t		 now_millis(void);

/* The input, line by line: lines.c. */
struct lines {
	int		 fd;
	struct buf	 b;		/* read and not yet handed out */
	size_t		 pos;		/* in b */
	bool		 eof, dropping;	/* the rest of a line too long */
};

enum lines_got { LINES_FAILED = -1, LINES_NONE, LINES_ONE, LINES_LONG };
enum { LINE_MAX_BYTES = 64 << 20 };

/* lines_next(l, out): a whole line that is here, valid until lines_read. */
enum lines_got	 lines_next(struct lines *l, struct str *out);

/* lines_read(l, e): read(2) once; 1 something came, 0 the end, or -1. */
int		 lines_read(struct lines *l, struct err *e);

/* lines_ready(l, ms): will lines_read return at once, within ${ms}? */
bool		 lines_ready(const struct lines *l, int ms);

/*
 * job.c: a line of input into a job; what is no record is answered.  False:
 * it was a closing stub.
 */
bool		 job_read(struct push *p, struct job *j, struct str line);

/* unsent.c: ${what} is left out; told once in a run. */
void		 unsent_tell(struct push *p, struct str what,
		    const char *why);
/* unsent.c: tell, once for each, what of a record the profile has no place
 * for, so that nothing disappears in silence. */
void		 unsent_look(struct push *p, const struct job *j);
/* unsent.c: the same for an action that became an object of type ${t}. */
void		 unsent_look_at(struct push *p, enum crm_type t,
		    const struct json *own);

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

/* entity.c: as the ledger has it. */
enum ledger_type in_ledger(enum crm_type t);
/* entity.c: the reverse; -1: it is no object of the CRM. */
int		 of_ledger(enum ledger_type type);
int		 thing_load(struct push *p, struct thing *t, struct err *e);

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
/*
 * history.c: of things whose plans write over what we did not put there, ask
 * the CRM when that was changed, if it can tell.
 */
int		 history_ask(struct push *p, enum crm_type t,
		    struct thing **things, size_t n, struct err *e);
/*
 * history.c: did others change ${f} after ${at}?  ${lost}: it has not what we
 * sent of it before.
 */
bool		 history_newer(const struct thing *t,
		    const struct crm_field *f, bool lost, int64_t at);
/* policy.c: what is to be written of what is wanted over what is there. */
void		 policy_apply(struct push *p, struct thing *t,
		    const struct wanted *want);

/* multi.c: lists of values, arrays or texts with semicolons between. */
struct json	 list_union(const struct json *a, const struct json *b,
		    struct arena *arena);
struct json	 list_without(struct json list, const struct json *names,
		    struct arena *arena);
bool		 same_value(const struct crm_field *f,
		    const struct json *a, const struct json *b);
/* policy.c: is ${want} a step forward from ${have}? */
bool		 policy_higher(const struct crm_field *f,
		    const struct json *want, const struct json *have);
/* policy.c: would a record that has ${ours} change ${theirs} to it? */
bool		 policy_mends(const struct crm_field *f,
		    const struct json *ours, const struct json *theirs);

/* company.c, link.c: companies, and contacts tied to them. */
int		 push_companies(struct push *p, struct err *e);
int		 push_links(struct push *p, struct err *e);

/*
 * action.c: read a record's actions.  What they do to fields goes into
 * ${doc}, of which the job's fields are made; what they make becomes
 * children; the rest waits for push_members.
 */
void		 acts_read(struct push *p, struct job *j,
		    struct json_doc *doc);
/* assign.c: does an action set field ${i} of the job's object? */
bool		 is_forced(const struct push *p, const struct job *j,
		    enum crm_type t, size_t i);
/* member.c: lists, tags and unsubscribing, once their person is there. */
int		 push_members(struct push *p, struct err *e);
/* action.c: what became of them, from what became of their objects. */
void		 acts_settle(struct job *j);

/* child.c: the deal and the ticket of the record itself. */
void		 children_make(struct push *p, struct job *j,
		    const struct json_doc *doc);
/* child.c: one made from ${own}; NULL: its fields are wrong, see j->err. */
struct child	*child_add(struct push *p, struct job *j, enum crm_type t,
		    const struct json_doc *doc, const struct json *own,
		    struct str token);
/* child.c: bring them to the CRM. */
int		 push_children(struct push *p, struct err *e);
/* child.c: what an item of a job's belongs to. */
void		 item_belongs(const struct job *j, struct crm_item *it);
/* child.c: is the job's person there, so that things can belong to him? */
bool		 has_person(const struct job *j);

/* owner.c: addresses of owners in the wave become their ids. */
int		 find_owners(struct push *p, struct err *e);
/* owner.c: ${t} may have failed because of its owner: ask for him again. */
void		 owners_doubt(struct push *p, const struct thing *t);

/* transcript.c: what is to be told of a conversation, in parts that fit. */
void		 notes_make(struct push *p, struct job *j);
/* transcript.c: the token of part ${k}, from 0, of conversation ${id}. */
struct str	 note_token(struct str id, size_t k, struct arena *a);
/* transcript.c: does note ${t}, as read, still say what was sent?  Of a note
 * the ledger has no values, but a hash of what it says. */
bool		 note_stands(struct push *p, const struct thing *t);
/* note.c: bring them to the CRM. */
int		 push_notes(struct push *p, struct err *e);
/* surplus.c: notes of which their conversation, shorter by now, has no need. */
int		 push_surplus(struct push *p, struct err *e);
/*
 * remove.c: delete ${n} things of one type that the profile can delete:
 * journal, send, forget.  Each is settled afterwards.
 */
int		 remove_things(struct push *p, enum crm_type type,
		    struct thing **things, size_t n, struct err *e);

/*
 * intent.c: that ${op}, such as "contact.create", is about to be sent for
 * the things of ${tokens} lasts when this returns; ${id} is for intent_close,
 * once what came of it is in the ledger.  A dry run writes nothing.
 */
int		 intent_open(struct push *p, struct str op,
		    enum ledger_type type, struct ledger_tokens tokens,
		    int64_t *id, struct err *e);
int		 intent_close(struct push *p, int64_t id, struct err *e);
struct ledger_tokens thing_tokens(struct push *p, struct thing **things,
		    size_t n);

/*
 * store.c: bring ${n} things of one type to where their plans want them:
 * journal, send, find out what is not known, read back.  Each is settled
 * afterwards.
 */
int		 store(struct push *p, enum crm_type t, struct thing **things,
		    size_t n, struct err *e);

/* current.c: the items of things, ready to be sent; what came of them. */
struct crm_item	**thing_items(struct push *p, struct thing **things,
		    size_t n);
void		 things_sent(struct thing **things, size_t n);

/*
 * bulk.c: create things as one file, if there are enough of them and the CRM
 * can; ${done} says so.  bulk_recover: an intent "TYPE.bulk" of a run that
 * was cut off: closed once the CRM has come to an end with it.
 */
int		 bulk_things(struct push *p, enum crm_type type,
		    struct thing **things, size_t n, bool *done,
		    struct err *e);
int		 bulk_recover(struct push *p, const struct ledger_intent *in,
		    struct err *e);

/* current.c: run an operation over the items of things. */
int		 run_things(struct push *p, const struct crm_op *op,
		    struct thing **things, size_t n, struct err *e);
/* current.c: of items that were read, those that have become another object
 * of their type are read once more, as that. */
int		 read_moved(struct crm *crm, enum crm_type t,
		    struct crm_item **items, size_t n, struct arena *a,
		    struct err *e);
/* current.c: its id leads nowhere: deleted, or merged without a trace. */
int		 thing_lose(struct push *p, struct thing *t, struct err *e);
/* current.c: what the CRM has of things with an id; an id that it does not
 * know becomes none, and the ledger forgets it. */
int		 read_current(struct push *p, enum crm_type t,
		    struct thing **things, size_t n, struct err *e);
/* current.c: look for things without an id, by token or natural key. */
int		 find_things(struct push *p, enum crm_type t, bool natural,
		    struct thing **things, size_t n, struct err *e);

/* verify.c: is what was written there one of those that are read back? */
bool		 in_sample(const struct push *p, const struct crm_item *item);
/* verify.c: of things just written, those that were not: verdict UNKNOWN. */
int		 verify(struct push *p, enum crm_type t,
		    struct thing **things, size_t n, struct err *e);

/*
 * scope.c: answer those whom this run is not about (--pilot before, the
 * others after it is known who they are).  scope_has: is a type of object
 * one of --only?  scope_settles: is ${t} left alone, as it is?
 */
int		 scope_pilot(struct push *p, struct job *j, struct err *e);
void		 scope_people(struct push *p);
bool		 scope_has(const struct push *p, enum crm_type t);
bool		 scope_settles(const struct push *p, struct thing *t);
bool		 scope_is_all(const struct push_opts *o);

/*
 * plan.c: ${t} is about to be written: note it down for the plan.  Of a run
 * that applies one, plan_allows says whether it stands in it; else ${t} is
 * settled, refused.
 */
void		 plan_thing(struct push *p, struct thing *t);
bool		 plan_allows(struct push *p, struct thing *t);
/* plan.c: the same for what member.c does. */
void		 plan_member(struct push *p, const struct thing *t,
		    struct str op, struct str name);
bool		 plan_allows_member(struct push *p, struct thing *t);

/*
 * change.c: ${t} is about to be written over what the CRM has: keep what is
 * replaced, for --revert.
 */
int		 change_keep(struct push *p, const struct thing *t,
		    struct err *e);
/* change.c: ${t} was made by this run, and nobody else. */
int		 change_made(struct push *p, const struct thing *t,
		    struct err *e);

/*
 * bind.c: whose account is this, and is it the ledger's?  A CRM that cannot
 * be asked stops the sending, and all is deferred.  The first push to a
 * production account becomes a plan unless it is meant.
 */
int		 bind_account(struct push *p, struct err *e);

/* recover.c: what became of requests in which a run before was cut off. */
int		 recover(struct push *p, struct err *e);

/* settle.c: verdicts into outcomes. */
void		 thing_fail(struct thing *t);
void		 thing_done(struct thing *t, enum outcome did);
void		 job_settle(struct job *j);
/* Is this outcome, in words, one that needs no further push? */
bool		 is_final(struct str outcome);

/* result.c: append the result line of ${j}. */
void		 result_write(struct push *p, const struct job *j);
/* ... and the ids of those that it may be about. */
void		 result_candidates(struct json *line, struct push *p,
		    const struct job *j);

/*
 * wave.c: bind and recover, before the first record.  wave_run: from jobs
 * that were read to what the CRM has.
 */
int		 make_ready(struct push *p, struct err *e);
int		 wave_run(struct push *p, struct err *e);
/* wave_clear(p): an empty wave; wave_forget: only what was looked up. */
void		 wave_clear(struct push *p);
void		 wave_forget(struct push *p);

/* ahead.c: while this wave waits for answers, look at the next ones. */
void		 ahead_begin(struct push *p);

#endif
