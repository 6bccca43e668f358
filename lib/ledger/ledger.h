/*
 * ledger: what this program has done to a CRM, and what it is about to do.
 *
 * Write down what you are about to do, do it, write down what happened.  A
 * caller writes intents, calls ledger_commit, sends, writes outcomes, calls
 * ledger_commit again, and only then prints a result line.  After a stop at
 * any point the next run finds, for each object, either the CRM's id of it,
 * or an intent without outcome (what the CRM did is not known: look), or
 * nothing (nothing was sent).
 *
 * An object is something that stands in the CRM: a contact, a company, a
 * note.  It has a token of ours, chosen before it is sent and stored in the
 * CRM with it where the CRM can do that, and once known the CRM's id.  A
 * person is the contact's token.
 *
 * Privacy: e-mail addresses, phone numbers and domains are kept only as
 * hashes under the ledger's own key; values of fields are sealed under it,
 * or only hashed (LEDGER_HASH_ONLY).  Tokens, CRM ids, conversation ids and
 * field names are kept as they are.
 *
 * Grouping: a transaction is always open, and reads see what was written in
 * it.  Nothing is durable before ledger_commit, which is where the time
 * goes: write in groups.  A ledger belongs to one thread.
 *
 * Functions return 0, or -1 with ${e} set to ERR_IO (disk, damaged file),
 * those that look something up 1 when it is there and 0 when it is not.
 * What they return lives in the arena given.  Times are whole milliseconds
 * since 1970-01-01T00:00:00Z.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"

struct ledger;

/* Order and numbers are stored: append only. */
enum ledger_type {
	LEDGER_CONTACT = 1,
	LEDGER_COMPANY = 2,
	LEDGER_NOTE = 3,
	LEDGER_LEAD = 4,
	LEDGER_DEAL = 5,
	LEDGER_TICKET = 6,
	LEDGER_TASK = 7,
	LEDGER_ACTION = 8	/* done to a contact: on a list, a tag */
};

enum ledger_flag {
	LEDGER_READ_ONLY = 1,	/* no lock; nothing is made */
	LEDGER_HASH_ONLY = 2,	/* keep no values of fields */
	LEDGER_SHARED = 4	/* with other runs, that take turns */
};

/* How the section is written, and an example: for conf_key's names. */
extern const char *const ledger_conf_urls[];

/*
 * ledger_conf(c): the URL in the section "ledger" of the configuration,
 * else "sqlite:chatcrm.db".  A wrong one is told in c->diags.
 */
struct str ledger_conf(const struct conf *c);

/*
 * ledger_open(url, flags, wait, out, e): open "sqlite:PATH" (or just PATH), made
 * if it is not there.  Its key is the file PATH.key, mode 0600, made with a
 * new ledger unless it is there already; a ledger that has lost its key is
 * ERR_CONFIG.  Unless read only, the lock "one run at a time" is taken and
 * held until close or death: ERR_LOCKED names the holder's pid and start.
 * Several runs that are all LEDGER_SHARED may be at it together; each uses
 * it only between ledger_turn and ledger_yield.  To open it takes a turn, for
 * which ${wait} ns are waited at most (negative: as long as it takes), then
 * it is ERR_LOCKED.
 * Durability: WAL, synchronous=FULL.  Making one takes three steps
 * (base/step.h): tables, key, and a proof of the key.
 */
int	ledger_open(struct str url, unsigned flags, int64_t wait,
	    struct ledger **out, struct err *e);

/* ledger_close(l): forget what was not committed, release the lock. */
void	ledger_close(struct ledger *l);

/*
 * ledger_turn(l, e): 1: it is ours alone until ledger_yield; 0: it is
 * another run's turn, ask again.  The turn of a run that dies is over, and
 * what it was about to do stands in the open intents.  ledger_yield commits.
 * Of a ledger that is not shared the turn is always ours.
 */
int	ledger_turn(struct ledger *l, struct err *e);
int	ledger_yield(struct ledger *l, struct err *e);

/* ledger_path_of(l): the database's file. */
const char *ledger_path_of(const struct ledger *l);

/*
 * ledger_commit(l, e): all that was written since the last commit becomes
 * durable at once; counts as one step (base/step.h).  Without a write it
 * does nothing and is no step.
 */
int	ledger_commit(struct ledger *l, struct err *e);

/*
 * ledger_bind(l, profile, account, e): the first call writes which CRM
 * account this ledger belongs to; later ones are ERR_CONFIG when either
 * differs.  Commits by itself.
 */
int	ledger_bind(struct ledger *l, struct str profile, struct str account,
	    struct err *e);

/*
 * Runs.  ledger_run_begin(l, command, now, run, e): a new run; ${run} is its
 * number, counting from 1.  ledger_run_end: its exit status, and its figures
 * as one JSON object ("created": 12, ...).
 */
int	ledger_run_begin(struct ledger *l, struct str command, int64_t now,
	    int64_t *run, struct err *e);
int	ledger_run_end(struct ledger *l, int64_t run, int64_t now, int status,
	    struct str figures, struct err *e);

/* ledger_run_known: was there such a run? */
int	ledger_run_known(struct ledger *l, int64_t run, struct err *e);

/*
 * Keys: what an object is known by.  ${kind} is "email", "phone", "domain";
 * ${value} is in the form for comparison (lower case, E.164).  One key may
 * lead to several objects (a switchboard), one object have several keys.
 */
enum ledger_match {
	LEDGER_NO_KEY,		/* the object has no key of this kind */
	LEDGER_SAME,		/* it has this one */
	LEDGER_OTHER		/* it has others of this kind, not this one */
};

struct ledger_tokens {
	struct str	*p;
	size_t		 n;
};

/* ledger_key_add: ${token} is known by this key, from now on. */
int	ledger_key_add(struct ledger *l, enum ledger_type type,
	    struct str token, const char *kind, struct str value,
	    struct err *e);

/* ledger_key_drop: ${token} is not known by this key any more. */
int	ledger_key_drop(struct ledger *l, enum ledger_type type,
	    struct str token, const char *kind, struct str value,
	    struct err *e);

/* ledger_key_find: the tokens that have it, oldest object first, at most 16. */
int	ledger_key_find(struct ledger *l, enum ledger_type type,
	    const char *kind, struct str value, struct arena *a,
	    struct ledger_tokens *out, struct err *e);

/* ledger_key_match: how do the keys of ${token} compare with this one? */
int	ledger_key_match(struct ledger *l, enum ledger_type type,
	    struct str token, const char *kind, struct str value,
	    enum ledger_match *out, struct err *e);

/*
 * Decisions: what a person said of a record that matched several contacts,
 * by all its keys: kinds[i] and values[i], in the order of crm.match.  The
 * answer is a CRM's id, "new" or "skip".  ledger_decision_get: 1, 0 there is
 * none, -1.
 */
struct ledger_decision {
	const struct str *kinds, *values;
	size_t		 n;
	struct str	 answer;
	int64_t		 at, run;
};

int	ledger_decision_put(struct ledger *l,
	    const struct ledger_decision *d, struct err *e);
int	ledger_decision_get(struct ledger *l, struct ledger_decision *d,
	    struct arena *a, struct err *e);

/*
 * Objects.  A field's value is what was last sent, as text; none when only
 * its hash is kept: compare with ledger_field_same.
 */
struct ledger_field {
	struct str	 name;		/* as in the record: "first_name" */
	struct str	 value;		/* as the CRM was sent it, or none */
	uint8_t		 hash[16];	/* if value is none: keyed */
	int64_t		 at;		/* the record's time, not ours */
	int64_t		 run;		/* that sent it */
};

struct ledger_object {
	enum ledger_type	 type;
	struct str		 token;
	struct str		 id;	/* the CRM's, or none: not known */
	struct str		 digest;/* of a note: what was sent; or none */
	int64_t			 at;	/* newest record's time in it */
	int64_t			 run;	/* that last changed it */
	int64_t			 wrote;	/* when, by our clock; 0: never */
	struct ledger_field	*fields;
	size_t			 nfields;
};

int	ledger_object_get(struct ledger *l, enum ledger_type type,
	    struct str token, struct arena *a, struct ledger_object *out,
	    struct err *e);
/* ledger_object_by_id: the same by the CRM's id. */
int	ledger_object_by_id(struct ledger *l, enum ledger_type type,
	    struct str id, struct arena *a, struct ledger_object *out,
	    struct err *e);
/*
 * ledger_object_put: write ${o} whole, in place of what was there; only
 * ${wrote} never goes back.
 */
int	ledger_object_put(struct ledger *l, const struct ledger_object *o,
	    struct err *e);
/* ledger_object_wrote: it was changed in the CRM at ${at}, by us. */
int	ledger_object_wrote(struct ledger *l, enum ledger_type type,
	    struct str token, int64_t at, struct err *e);
/* ledger_object_drop: forget the object and its links; its keys stay. */
int	ledger_object_drop(struct ledger *l, enum ledger_type type,
	    struct str token, struct err *e);
/*
 * ledger_object_merge: ${from} and ${into} are one in the CRM.  The keys,
 * links and conversations of ${from} become those of ${into}, which keeps
 * its own fields and gains those it lacks; ${from} is forgotten.
 */
int	ledger_object_merge(struct ledger *l, enum ledger_type type,
	    struct str from, struct str into, struct err *e);

/*
 * ledger_object_page: up to ${max} objects with tokens after ${after} (none:
 * from the start), in the order of tokens, into ${out}; ${n} says how many.
 */
int	ledger_object_page(struct ledger *l, enum ledger_type type,
	    struct str after, size_t max, struct arena *a,
	    struct ledger_object *out, size_t *n, struct err *e);

/* ledger_field_same(l, f, value): was ${value} what ${f} last sent? */
bool	ledger_field_same(struct ledger *l, const struct ledger_field *f,
	    struct str value);

/*
 * Links: associations that the CRM has confirmed, by tokens.
 * ledger_linked returns 1 or 0; ledger_links gives the tokens of ${to} that
 * ${token} is linked with.
 */
int	ledger_link_put(struct ledger *l, enum ledger_type from,
	    struct str token, enum ledger_type to, struct str other,
	    struct err *e);
int	ledger_linked(struct ledger *l, enum ledger_type from,
	    struct str token, enum ledger_type to, struct str other,
	    struct err *e);
int	ledger_links(struct ledger *l, enum ledger_type from,
	    struct str token, enum ledger_type to, struct arena *a,
	    struct ledger_tokens *out, struct err *e);

/*
 * Conversations: what became of a record.  ${hash} covers all that was to
 * be sent; the same id with the same hash and a final outcome needs no
 * request.
 */
struct ledger_conversation {
	struct str	 id;		/* the record's */
	struct str	 person;	/* token of the contact, or none */
	struct str	 outcome;	/* "created", "deferred", ... */
	struct str	 code;		/* of the error, or none */
	uint8_t		 hash[16];
	double		 score;		/* last sent to the CRM */
	int64_t		 at;		/* the record's time */
	int64_t		 run;
	int64_t		 parts;		/* notes it was written as */
	int64_t		 attempts;	/* runs that tried */
};

int	ledger_conversation_get(struct ledger *l, struct str id,
	    struct arena *a, struct ledger_conversation *out, struct err *e);
int	ledger_conversation_put(struct ledger *l,
	    const struct ledger_conversation *c, struct err *e);

/* ledger_conversations_reopen: all of ${person}'s are deferred, by ${code}. */
int	ledger_conversations_reopen(struct ledger *l, struct str person,
	    struct str code, struct err *e);

/*
 * The outbox: records that could not be done yet, sealed, one for each
 * conversation id.  A later telling takes the place of an earlier one.
 */
struct ledger_waiting {
	struct str	 id;		/* the record's */
	struct str	 record;	/* its JSON text */
	struct str	 who;		/* what its person is known by, or none:
					   kept as a hash */
	struct str	 code;		/* why it waits */
	int64_t		 at;		/* the record's time */
	int64_t		 since;		/* when it was first put there */
	int64_t		 attempts;	/* requests that failed for it */
	bool		 high;		/* its person goes first */
	bool		 dead;		/* kept, but not tried again */
};

int	ledger_outbox_put(struct ledger *l, const struct ledger_waiting *w,
	    struct err *e);
int	ledger_outbox_get(struct ledger *l, struct str id, struct arena *a,
	    struct ledger_waiting *out, struct err *e);
int	ledger_outbox_drop(struct ledger *l, struct str id, struct err *e);

/*
 * ledger_outbox_ids(l, a, ids, e): those that are not dead, in the order in
 * which they are to be tried: people with something of high value first,
 * else as they came.
 */
int	ledger_outbox_ids(struct ledger *l, struct arena *a,
	    struct ledger_tokens *ids, struct err *e);

/* ledger_outbox_size: how many there are (dead ones too), in how many bytes. */
int	ledger_outbox_size(struct ledger *l, int64_t *n, int64_t *bytes,
	    struct err *e);

/*
 * Changes: what a run was about to replace, so that it can be put back.
 * Values are JSON text as the CRM has them, sealed.  With LEDGER_HASH_ONLY
 * none is kept.
 * A change of no field (an empty name) says that the run made the object; that
 * is kept in any case.
 */
struct ledger_change {
	enum ledger_type type;
	struct str	 token;
	struct str	 field;		/* by the CRM's name */
	struct str	 old, now;	/* before and after; none: nothing */
	int64_t		 run;
};

/* ledger_change_put: a second one in a run keeps the first one's ${old}. */
int	ledger_change_put(struct ledger *l, const struct ledger_change *c,
	    struct err *e);
/* ledger_changes: all of a run, those of an object together. */
int	ledger_changes(struct ledger *l, int64_t run, struct arena *a,
	    struct ledger_change **out, size_t *n, struct err *e);

/*
 * Facts about the ledger's account, by name, such as "production".
 * ledger_fact: 1 there, 0 not.
 */
int	ledger_fact(struct ledger *l, const char *name, struct arena *a,
	    struct str *value, struct err *e);
int	ledger_fact_put(struct ledger *l, const char *name, struct str value,
	    struct err *e);

/*
 * Intents: one for each request that changes something, with the tokens of
 * the objects it is about.  An intent is open from ledger_intent_open until
 * ledger_intent_close; one that stays open belongs to a run that was cut
 * off, and what the CRM did is to be found out.
 */
struct ledger_intent {
	struct str		 op;		/* "contact.create" */
	enum ledger_type	 type;
	struct ledger_tokens	 tokens;
	int64_t			 id, run;
	int64_t			 at;		/* when it was written */
};

/* ledger_intent_open: write ${in}, and store its id, never used twice. */
int	ledger_intent_open(struct ledger *l, struct ledger_intent *in,
	    struct err *e);

/*
 * ledger_intent_close(l, id, outcome, e): "done", "refused", "found",
 * "absent".  Closed intents may be deleted.
 */
int	ledger_intent_close(struct ledger *l, int64_t id, const char *outcome,
	    struct err *e);

/* ledger_intents: all that are open, oldest first. */
int	ledger_intents(struct ledger *l, struct arena *a,
	    struct ledger_intent **out, size_t *n, struct err *e);

#endif
