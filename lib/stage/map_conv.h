/*
 * map_conv: the fold that makes one canonical conversation, whatever the
 * platform, out of events that arrive whole or in pieces.
 *
 * Events are put into the order of their times, then of their arrival;
 * an event that arrives twice counts once; of a message's versions the last
 * counts; take-backs are applied; what is left becomes messages, intents and
 * slots.  Folding the same events again,
 * or in other pieces, gives the same conversation.  The cost is linear, but
 * for the sort of a list that is out of order.
 */
#ifndef STAGE_MAP_CONV_H
#define STAGE_MAP_CONV_H

#include "base/time.h"
#include "json/json.h"

enum conv_kind {
	CONV_MESSAGE,
	CONV_SLOT,
	CONV_ACTION,		/* the bot does something: what undo undoes */
	CONV_SESSION,		/* the person came back */
	CONV_RESET_SLOTS,	/* every slot becomes null */
	CONV_REWIND,		/* takes back the last customer message and
				   all that followed */
	CONV_UNDO,		/* takes back the last action and what followed */
	CONV_RESTART,		/* takes back everything */
	CONV_DELETE,		/* takes the words of one message away */
	CONV_ENTITIES		/* more entities of the customer's latest
				   message */
};

/* As "role" in messages; the names are in conv_roles. */
enum conv_role { CONV_CUSTOMER, CONV_BOT, CONV_AGENT, CONV_SYSTEM,
	CONV_ROLES };
extern const char *const conv_roles[CONV_ROLES + 1];

struct conv_event {
	uint8_t		 kind, role;	/* MESSAGE: role */
	bool		 timed;		/* at is told, not inferred */
	bool		 again;		/* a repeat, to be dropped */
	bool		 revised;	/* MESSAGE: version is told */
	uint32_t	 seq;		/* position in the input */
	struct instant	 at;
	struct instant	 version;	/* when it was edited */
	struct str	 id;		/* MESSAGE: or none; DELETE: whose */
	struct str	 name;		/* SLOT */
	struct json	 value;		/* SLOT's value; the MESSAGE; ENTITIES,
					   an array */
	struct json	 intents;	/* MESSAGE: all of them, an array of
					   {name, confidence}; or null */
};

struct conv {
	struct arena		*arena;
	struct conv_event	*events;
	size_t			 n, cap;
	struct buf		*buf;		/* scratch, borrowed */
	bool			 timed;		/* first and last are known */
	struct instant		 first, last;
	bool			 keyed;		/* some event has time or id */
	size_t			 repeated;	/* events dropped as repeats */
};

/* conv_init(c, a, buf): nothing yet; ${buf} is borrowed to write in. */
void		 conv_init(struct conv *c, struct arena *a, struct buf *buf);

/* conv_time(c, t): something happened at ${t}. */
void		 conv_time(struct conv *c, struct instant t);

/*
 * conv_add(c, kind, at): the next event, at ${at} (NULL: unknown); the
 * caller fills what its kind needs.  Valid until the next call.
 */
struct conv_event *conv_add(struct conv *c, enum conv_kind kind,
		    const struct instant *at);

/* conv_settle(c): bring the events into order, and apply what takes back. */
void		 conv_settle(struct conv *c);

/*
 * conv_shape(c, out): after conv_settle: add messages, intents,
 * intent_stats, slots and slot_history to the object ${out}, each only if
 * there is any, and sessions if there was more than one.
 */
void		 conv_shape(struct conv *c, struct json *out);

/*
 * After conv_settle, what is parted where a session begins, or by more than
 * ${gap} nanoseconds (0: no matter) without an event.  conv_sessions counts
 * those with a message, at least 1; conv_narrow leaves the ${k}-th of them,
 * or with ${rest} all from there on.
 */
size_t		 conv_sessions(const struct conv *c, int64_t gap);
void		 conv_narrow(struct conv *c, int64_t gap, size_t k,
		    bool rest);

#endif
