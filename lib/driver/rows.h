/* rows: the lines of a platform that nobody has described, surveyed. */
#ifndef DRIVER_ROWS_H
#define DRIVER_ROWS_H

#include "stage/survey.h"

struct rows {
	const struct str	*lines;
	size_t			 n;
	struct arena		*arena;
	/* What was found: */
	bool			 listed;	/* lines that are lists */
	struct str		 page;		/* where lines hold a list of
						   what is meant, or none */
	struct str		 keys[SURVEY_KEYS];
	size_t			 depth;
};

/*
 * rows_survey(r, s): look at all of them, and at the items of lists as far
 * as guess_page() and guess_picks() find some that matter.
 */
void	rows_survey(struct rows *r, struct survey *s);

#endif
