/* conf: the keys of the sections that are stages, for schema and editors. */
#ifndef STAGE_CONF_H
#define STAGE_CONF_H

#include "conf/conf.h"

extern const struct conf_key map_conf_keys[], validate_conf_keys[],
    score_conf_keys[];

/* An item of the section route, which is a list. */
extern const struct conf_key route_conf_item[];

/* What may stand behind the name of a field of map; profiles in place. */
extern const struct conf_key map_field_forms[], source_conf_keys[];

#endif
