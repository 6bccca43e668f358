/* limits: the section "limits" of the configuration. */
#ifndef RECORD_LIMITS_H
#define RECORD_LIMITS_H

#include "conf/conf.h"
#include "json/json.h"

extern const struct conf_key limits_conf_keys[];

/* limits_read(c, out): bounds of input lines; complains in c->diags. */
void	limits_read(const struct conf *c, struct json_limits *out);

#endif
