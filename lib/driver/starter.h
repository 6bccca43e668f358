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
	struct str		 crm;		/* its profile, or none */
	const struct survey	*survey;
	const struct guess	*guess;
};

/* starter_write(s, b): all of it. */
void	starter_write(const struct starter *s, struct buf *b);

/* starter_crm(s, b): the sections crm and ledger. */
void	starter_crm(const struct starter *s, struct buf *b);

#endif
