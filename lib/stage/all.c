/* The row of stages, in the order in which a record passes them. */
#include "record/record.h"

const struct stage_ops *const stages_all[] = {
	&stage_map, &stage_validate, &stage_score, NULL
};
