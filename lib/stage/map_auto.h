/*
 * map_auto: "source: auto": which profile the input is for.
 *
 * The first text that any profile recognises decides for the whole input;
 * two profiles that both do are not chosen between.
 */
#ifndef STAGE_MAP_AUTO_H
#define STAGE_MAP_AUTO_H

#include "stage/map_run.h"
#include "stage/map_source.h"

struct map_auto {
	struct map_source	**v;		/* that can be recognised */
	size_t			  n;
	const struct map_source	 *chosen;	/* NULL: not yet */
};

/*
 * map_auto_open(a, d): all profiles that come with the program; the result
 * is none of them until map_auto_look fills it.
 */
struct map_source *map_auto_open(struct arena *a, struct diags *d);

/*
 * map_auto_look(s, run, texts, e): choose by ${texts}, JSON texts by line,
 * unless that is done, and say so in the log.  ${s} becomes the one that
 * fits.  0, or -1 if none does, or two do: ERR_CONFIG.  Nobody else may use
 * ${s} meanwhile.
 */
int	map_auto_look(struct map_source *s, struct map_run *run,
	    struct str texts, struct err *e);

/*
 * map_auto_check(s, run, input, e): -1 if ${input} is not of the chosen
 * profile, but of another.
 */
int	map_auto_check(const struct map_source *s, struct map_run *run,
	    const struct json *input, struct err *e);

/* map_auto_list(f): the profiles that come with the program, for people. */
void	map_auto_list(FILE *f);

#endif
