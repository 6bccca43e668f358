/*
 * thing: an object of the CRM, from what is wanted of it to what is there;
 * private to push.
 */
#ifndef PUSH_THING_H
#define PUSH_THING_H

#include "push/wave.h"

/* entity.c: as the ledger has it. */
enum ledger_type in_ledger(enum crm_type t);
/* entity.c: the reverse; -1: it is no object of the CRM. */
int		 of_ledger(enum ledger_type type);
int		 thing_load(struct push *p, struct thing *t, struct err *e);

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
 * change.c: ${t} is about to be written over what the CRM has: keep what is
 * replaced, for --revert.
 */
int		 change_keep(struct push *p, const struct thing *t,
		    struct err *e);
/* change.c: ${t} was made by this run, and nobody else. */
int		 change_made(struct push *p, const struct thing *t,
		    struct err *e);

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

#endif
