/* score_sum: points, decay and how they are written; see score.h. */
#include <inttypes.h>
#include <math.h>

#include "stage/score.h"

enum { DAY = 86400 };

double
score_decay(const struct score *s, struct instant at)
{
	int64_t age = s->now.sec - at.sec, days;

	if (s->now.nsec < at.nsec)
		age--;
	days = age / DAY;
	if (s->half_life <= 0 || days <= 0)
		return 1;
	return exp2(-((double)days * DAY * 1e9) / (double)s->half_life);
}

int64_t
score_points(int64_t points, double decay)
{
	return (int64_t)round((double)points * decay);
}

struct json
score_hundredths(int64_t h, struct arena *a)
{
	const char *sign = h < 0 ? "-" : "";
	uint64_t u = h < 0 ? 0 - (uint64_t)h : (uint64_t)h;
	struct str s;

	if (u % 10 == 0)
		s = arena_printf(a, "%s%" PRIu64 ".%" PRIu64, sign, u / 100,
		    u % 100 / 10);
	else
		s = arena_printf(a, "%s%" PRIu64 ".%02" PRIu64, sign, u / 100,
		    u % 100);
	return (struct json){ .type = JSON_NUMBER, .len = (uint32_t)s.len,
	    .text = s.p };
}
