/*
 * map_time: times as chat platforms write them, and dates as people and
 * CRMs want them.
 *
 * Source: RFC 3339, ISO 8601, RFC 5322, ECMAScript's Date text; strftime(3)
 * for formats, with English names whatever the locale.
 */
#ifndef STAGE_MAP_TIME_H
#define STAGE_MAP_TIME_H

#include "base/time.h"
#include "json/json.h"

/*
 * map_time_read(v, z, out): an instant from a number or text of seconds,
 * milliseconds (above 1e11), microseconds (above 1e14) or nanoseconds (above
 * 1e17) since 1970; RFC 3339; ISO 8601 without time of day or zone (that is
 * ${z} then; NULL: UTC); JavaScript's and e-mail's date text; {"$date": any
 * of these}.  Rounded to microseconds.  0, or -1 if it is none of them.
 */
int	map_time_read(const struct json *v, const struct zone *z,
	    struct instant *out);
int	map_time_text(struct str s, const struct zone *z,
	    struct instant *out);

/* map_time_json(t, a): RFC 3339 text in ${a}. */
struct json map_time_json(struct instant t, struct arena *a);

/*
 * map_time_parse(s, format, z, out): read ${s} by a strptime-like format:
 * %Y %y %m %d %e %H %I %M %S %f %p %z %Z %b %B %a %A %s %T %F %D %R %%; white
 * space stands for any; names are of ten languages.  Without %z and %Z the
 * clock is that of ${z} (NULL: UTC).  Who reads %Z calls time_zones_read()
 * before files are out of reach.
 * 0, or -1.
 */
int	map_time_parse(struct str s, struct str format, const struct zone *z,
	    struct instant *out);

/* map_time_print(t, format, z, a): the same directives, and %j, the other
 * way. */
struct str map_time_print(struct instant t, struct str format,
	    const struct zone *z, struct arena *a);

/*
 * map_time_format_ok(format, bad): can it be used?  If not, the unknown
 * directive stands at byte ${bad}; where that is its end, it is too long.
 */
enum { MAP_TIME_FORMAT = 64, MAP_TIME_TEXT = MAP_TIME_FORMAT * 8 };
bool	map_time_format_ok(struct str format, size_t *bad);

#endif
