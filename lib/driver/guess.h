/*
 * guess: which path of a sample is which field of the CRM, by its name and
 * by what its values look like.
 */
#ifndef DRIVER_GUESS_H
#define DRIVER_GUESS_H

#include "stage/survey.h"

enum guess_field {
	GUESS_EMAIL, GUESS_PHONE, GUESS_FIRST, GUESS_LAST, GUESS_COMPANY,
	GUESS_DOMAIN, GUESS_SIZE, GUESS_INDUSTRY, GUESS_NAME, GUESS_TITLE,
	GUESS_COUNTRY, GUESS_CITY, GUESS_AMOUNT, GUESS_TIMELINE,
	GUESS_FIELDS
};

/* Where the words of a conversation are, on a platform without profile. */
struct talk {
	struct seen	*id, *started, *ended;	/* of the line, or NULL */
	struct seen	*list;		/* of messages; NULL: see ${text} */
	struct seen	*text, *role, *at, *message_id;	/* of a message */
	bool		 pieces;	/* a line is a message; the id repeats */
};

struct guess {
	struct seen	*best[GUESS_FIELDS], *second[GUESS_FIELDS];
	struct talk	 talk;
	char		 region[3];	/* "" if nothing tells */
};

/*
 * guess_fields(s, known, g), guess_talk(s, g): fill ${g}; what is taken is
 * marked used.  ${known}: of a platform that is, the line itself is more
 * about the bot than about the person.
 */
void	guess_fields(const struct survey *s, bool known, struct guess *g);
void	guess_talk(const struct survey *s, struct guess *g);

/*
 * guess_pieces(s, g, a): where lines are pieces, fields read the slots that
 * these leave, and messages the event.
 */
void	guess_pieces(const struct survey *s, const struct guess *g,
	    struct arena *a);

enum guess_role { ROLE_CUSTOMER, ROLE_BOT, ROLE_AGENT, ROLE_SYSTEM,
    ROLE_NONE };

/* guess_role(value): who says so. */
enum guess_role guess_role(struct str value);

#endif
