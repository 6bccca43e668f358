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
	struct seen	*id, *started, *ended,	/* of the line, or NULL */
			*language;
	struct seen	*list;		/* of messages; NULL: see ${text} */
	struct seen	*text, *role, *at, *message_id;	/* of a message */
	struct seen	*intent, *score;
	struct seen	*code;		/* no ${role}, but maybe that: few
					   values, which tell us nothing */
	uint64_t	 nmessages;
	struct seen	*bot;		/* beside ${role}: true of a bot */
	struct seen	*hidden;	/* true of what the team alone saw */
	struct seen	*author, *person; /* no ${role}: by their ids */
	struct str	 form, other;	/* of times, as parse has them; and
					   one that fits as well */
	bool		 unread;	/* no ${text}, but lists of objects */
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
 * guess_fields(s, known, g), guess_talk(s, g, a): fill ${g}; what is taken is
 * marked used.  ${known}: of a platform that is, the line itself is more
 * about the bot than about the person.
 */
void	guess_fields(const struct survey *s, bool known, struct guess *g);
void	guess_talk(const struct survey *s, struct guess *g,
	    struct arena *a);

/* guess_messages(s, a): the list of them, or NULL; nothing is marked. */
struct seen *guess_messages(const struct survey *s, struct arena *a);

/*
 * guess_page(s, a): the list of conversations, messages or people that lines
 * hold which are answers of an API, {"chats": [...], "next": ...}; or NULL.
 */
struct seen *guess_page(const struct survey *s, struct arena *a);

/*
 * guess_picks(s, talk, a): add to s->picks the answers of forms, and the
 * customer among those who take part.  True if there are new ones, which
 * the next survey is to look at; ${talk}: the list of messages, or NULL.
 */
bool	guess_picks(struct survey *s, const struct seen *talk,
	    struct arena *a);

/*
 * guess_form(p, other, a): the form in which all times of ${p} are written,
 * as map_time_parse() reads it, and of two that fit the ${other}; or none.
 */
struct str guess_form(const struct seen *p, struct str *other,
	    struct arena *a);

/* guess_is_person(p): is what ${p} names somebody's, by its words? */
bool	guess_is_person(const struct seen *p);

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

/* guess_is_bot(p): true of a bot's messages, as "bot", "is_automated"? */
bool	guess_is_bot(const struct seen *p, uint64_t lines);

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
