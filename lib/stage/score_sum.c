/* score_sum: points, decay and how they are written; see score.h. */
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
	return json_double((double)h / 100, a);
}
