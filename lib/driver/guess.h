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

enum { GUESS_WITHIN = 8 };

/* Where the words of a conversation are, on a platform without profile. */
struct talk {
	struct seen	*id, *started, *ended;	/* of the line, or NULL */
	struct seen	*list;		/* of messages; NULL: see ${text} */
	struct seen	*text, *role, *at, *message_id;	/* of a message */
	struct seen	*intent, *score;
	struct seen	*code;		/* no ${role}, but maybe that: few
					   values, which tell us nothing */
	bool		 pieces;	/* a line is a message; the id repeats */
	/* Of pieces: mappings in a line, by a path in each, and its depth:
	 * what they hold are slots such as data_user_name. */
	const struct seen *within[GUESS_WITHIN];
	size_t		 nwithin;
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
void	guess_pieces(const struct survey *s, struct guess *g,
	    struct arena *a);

enum guess_role { ROLE_CUSTOMER, ROLE_BOT, ROLE_AGENT, ROLE_SYSTEM,
    ROLE_NONE };

/* guess_role(p, value): who speaks, where ${p} has that ${value}. */
enum guess_role guess_role(const struct seen *p, struct str value);

/* guess_roles(p, role): how many of the values of ${p} stand for ${role};
 * ROLE_NONE: for nobody that we know. */
size_t	guess_roles(const struct seen *p, enum guess_role role);

/* guess_rest(p): who is meant by values that are not known, at best. */
enum guess_role guess_rest(const struct seen *p);

/*
 * guess_is_role(p, lines), guess_may_be_role(p, lines): does ${p} tell who
 * speaks, by its values; and by some of them, if its name says so?
 */
bool	guess_is_role(const struct seen *p, uint64_t lines);
bool	guess_may_be_role(const struct seen *p, uint64_t lines);

/*
 * guess_is_code(p, lines): on every line one of few numbers, booleans or
 * codes such as "XB", again and again: may it be who speaks?
 */
bool	guess_is_code(const struct seen *p, uint64_t lines);

/*
 * guess_numerals(p, n): how many numbers are written like 1,234.5 (${dot})
 * and like 1.234,5; ${doubtful}: of them, those that may be either; and the
 * last currency that stands with them, if any does.
 */
struct numerals {
	uint64_t	dot, comma, doubtful;
	struct str	currency;
};
void	guess_numerals(const struct seen *p, struct numerals *n);

#endif
