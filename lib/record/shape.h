/*
 * shape: what the lines look like that commands write, as tables, of which
 * "chatcrm check --schema=record|result|dead" makes JSON Schemas.
 * chatcrm-record(5) says in words what they mean.
 *
 * A record may have members that its writer does not know, and passes them
 * on; all that chatcrm itself writes inside of its own members is told here,
 * and nothing else may stand there.
 */
#ifndef RECORD_SHAPE_H
#define RECORD_SHAPE_H

#include "conf/conf.h"

extern const struct conf_key shape_record, shape_result, shape_dead;

#endif
