/* starter: a first configuration, written of what was guessed. */
#ifndef DRIVER_STARTER_H
#define DRIVER_STARTER_H

#include "driver/guess.h"

struct starter {
	const char		*sample;	/* the file's name, "-" */
	struct str		 platform;	/* its profile; "json" */
	bool			 pieces;	/* --group is needed */
	bool			 rows;		/* elements of one array */
	bool			 words;		/* there are messages */
	struct str		 page;		/* the list of lines, if any */
	struct str		 crm;		/* its profile, or none */
	const struct survey	*survey;
	const struct guess	*guess;
};

/* starter_write(s, b): all of it. */
void	starter_write(const struct starter *s, struct buf *b);

/* starter_talk(s, b): the section source, of no known platform. */
void	starter_talk(const struct starter *s, struct buf *b);

/* starter_role(role): its name in expressions; ROLE_NONE has none. */
const char *starter_role(enum guess_role role);

/*
 * starter_expr(b, s): an expression as YAML takes it; starter_path(b, fmt,
 * p): ${fmt} with the path ${p} in place of each '@'.
 */
void	starter_expr(struct buf *b, struct str s);
void	starter_path(struct buf *b, const char *fmt, const struct seen *p);

/* starter_route(b): the section route, in comments. */
void	starter_route(struct buf *b);

/* starter_rest(s, b): a comment of what nothing is made of. */
void	starter_rest(const struct starter *s, struct buf *b);

/* starter_crm(s, b): the sections crm and ledger. */
void	starter_crm(const struct starter *s, struct buf *b);

#endif
