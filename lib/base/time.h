/*
 * time: instants, calendars and zones, without the process's own clock
 * settings: nothing here reads TZ or the locale.
 *
 * Source: RFC 3339 and RFC 9557's base for text, proleptic Gregorian
 * calendar, RFC 8536 (TZif) for zones.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* An instant: seconds since 1970-01-01T00:00:00Z and nanoseconds on top. */
struct instant {
	int64_t		sec;
	int32_t		nsec;		/* 0 to 999,999,999, also before 1970 */
};

struct civil {
	int64_t		year;
	int		month, day;	/* from 1 */
	int		hour, min, sec;
	int		wday, yday;	/* Sunday is 0; 1 January is 0 */
	int32_t		offset;		/* seconds east of UTC */
};

/* 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z, as CEL has it. */
#define INSTANT_MIN_SEC	(-62135596800)
#define INSTANT_MAX_SEC	253402300799

struct zone;		/* a time zone; immutable, shared between threads */

/*
 * time_parse(s, out): RFC 3339 date-time with zone, "T", "t" or one space
 * between date and time, 0 to 9 digits of fraction; second 60 reads as 59.
 * 0, or -1 if ${s} is none or out of range.
 */
int		time_parse(struct str s, struct instant *out);

/*
 * time_format(t, out): RFC 3339 in UTC with "Z"; the fraction has 0, 3, 6
 * or 9 digits, as few as keep the value.  Return its length.
 */
enum { TIME_TEXT = 40 };
size_t		time_format(struct instant t, char out[TIME_TEXT]);

/* -1, 0 or 1 as ${a} is before, at or after ${b}. */
int		time_cmp(struct instant a, struct instant b);

/* Instant to calendar in zone ${z} (NULL: UTC) and back. */
void		time_civil(struct instant t, const struct zone *z,
		    struct civil *out);
int64_t		time_days(int64_t year, int month, int day);

/*
 * time_local(c, z, out): the instant at which the clocks of ${z} (NULL: UTC)
 * show ${c} (offset, wday, yday unused).  A time in a gap moves on by the
 * gap's length (02:30 reads as 03:30), in an overlap the earlier instant.
 * Second 60 reads as 59.  0, or -1 if ${c} is no date of the years 1 to 9999.
 */
int		time_local(const struct civil *c, const struct zone *z,
		    struct instant *out);

/*
 * time_zone(name): an IANA name ("America/Phoenix"), "UTC", "Z", or a fixed
 * offset ("+02:00", "-11:30", "02:00").  Read once from the system's
 * database ($TZDIR, else /usr/share/zoneinfo) and kept for the process;
 * thread-safe.  NULL if there is none.
 */
const struct zone *time_zone(struct str name);

/*
 * time_zones_read(): read all of the database ahead, once, for who will be
 * asked for names that are not known yet when no file can be opened any more.
 */
void		time_zones_read(void);

/*
 * duration_parse(s, ns): a sum of NUMBER UNIT with units ns us µs ms s m h d w
 * ("90d", "1h30m", "-1.5h"), in nanoseconds.  CEL's own durations know no d
 * and w: ${days} says whether they are allowed.  0 or -1.
 */
int		duration_parse(struct str s, bool days, int64_t *ns);

/* time_now(): the real clock.  Stages must not call it; see --now. */
struct instant	time_now(void);

/* time_monotonic(): ns of the clock that nobody sets. */
int64_t		time_monotonic(void);

#endif
