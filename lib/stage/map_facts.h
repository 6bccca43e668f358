/*
 * map_facts: what the customer told in passing: the last e-mail address and
 * the last telephone number in their own words, for platforms without slots.
 */
#ifndef STAGE_MAP_FACTS_H
#define STAGE_MAP_FACTS_H

#include "stage/map_run.h"

/*
 * map_facts(run, conversation, region, out): {email, phone}, of what was
 * found in the messages of ${conversation}; ${region} as in phone_parse.
 */
void	map_facts(struct map_run *run, const struct json *conversation,
	    struct str region, struct json *out);

#endif
