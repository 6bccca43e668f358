/*
 * zone: what a time zone is made of; for time.c, zone.c, tzif.c, tzrule.c.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/time.h"

/* A day of the year and the second of it: "M3.2.0/2". */
struct change {
	char	kind;		/* 'M', 'J' (never 29 February), 'D' (from 0) */
	int	month, week, day;
	int	sec;		/* of that day; may be before or after it */
};

struct rule {
	int32_t		std, dst;	/* seconds east of UTC */
	bool		has_dst;
	struct change	start, end;	/* of dst */
};

struct zone {
	size_t		 n;		/* transitions */
	const int64_t	*at;
	const uint8_t	*type;
	int32_t		*offset;	/* by type */
	bool		 has_rule;
	struct rule	 rule;
};

/* zone_offset(z, sec): seconds east of UTC at ${sec} since 1970. */
int32_t		zone_offset(const struct zone *z, int64_t sec);

/*
 * tzrule_parse(s, r): the rule "EST5EDT,M3.2.0,M11.1.0"; 0 or -1.
 * tzrule_offset(r, sec): seconds east of UTC by it.
 * Source: POSIX.1-2008, "TZ" in section 8.3, with the hours of -167 to 167
 * that RFC 8536 allows.
 */
int		tzrule_parse(struct str s, struct rule *r);
int32_t		tzrule_offset(const struct rule *r, int64_t sec);

/*
 * tzif_parse(s, a, z): a TZif file of any version into ${z} and ${a}; 0 or
 * -1.  Source: RFC 8536.
 */
int		tzif_parse(struct str s, struct arena *a, struct zone *z);

/* tz_hours(s, max, out): [+-]hh[:mm[:ss]] at the front of ${s}, in seconds. */
int		tz_hours(struct str *s, int max, int *out);

#endif
