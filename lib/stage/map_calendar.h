/* map_calendar: what reading and printing dates by format share. */
#ifndef STAGE_MAP_CALENDAR_H
#define STAGE_MAP_CALENDAR_H

#include "base/str.h"

extern const char *const map_months[12];
extern const char *const map_weekdays[7];

/*
 * map_month(s, len): the month, from 1, whose name in any of ten languages
 * stands at the front of ${s}, and its bytes; 0 if none does.
 */
int	map_month(struct str s, size_t *len);

/* map_directive(c): what the composite directive %c stands for, or none. */
struct str map_directive(char c);

#endif
