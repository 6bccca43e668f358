/* The row of stages, in the order in which a record passes them. */
#include "record/letters.h"
#include "record/limits.h"
#include "record/record.h"

const struct stage_ops *const stages_all[] = {
	&stage_map, &stage_validate, &stage_score, &stage_route, NULL
};

void
stages_check(const struct conf *c, struct arena *a)
{
	const struct run_env env = { .run = "check" };
	const struct stage_ops *const *s;
	struct json_limits limits;
	struct letters letters;

	limits_read(c, &limits);
	letters_conf(c, NULL, &letters);
	for (s = stages_all; *s != NULL; s++) {
		if (conf_section(c, (*s)->name) != NULL)
			(*s)->open(c, &env, a);
	}
}
