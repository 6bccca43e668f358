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
