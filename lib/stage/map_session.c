/* Sessions inside one id. */
#include "stage/map_conv.h"

/* Events [from, to) of one session. */
struct span {
	size_t	from, to;
};

/* Is ${b} more than ${gap} nanoseconds behind ${a}? */
static bool
is_apart(struct instant a, struct instant b, int64_t gap)
{
	int64_t sec = b.sec - a.sec;

	if (sec > gap / 1000000000 + 1)
		return true;
	return sec * 1000000000 + (b.nsec - a.nsec) > gap;
}

static bool
begins(const struct conv *c, size_t i, int64_t gap)
{
	if (c->events[i].kind == CONV_SESSION)
		return true;
	return gap > 0 && i > 0 &&
	    is_apart(c->events[i - 1].at, c->events[i].at, gap);
}

/*
 * The session behind ${s}; false if there is none.  One in which nobody says
 * a word belongs to the next, or at the end to the one before it.
 */
static bool
next(const struct conv *c, int64_t gap, struct span *s)
{
	bool spoken = false;
	size_t i, last = s->to;

	s->from = s->to;
	if (s->from == c->n)
		return false;
	for (i = s->from; i < c->n; i++) {
		if (i > s->from && spoken && begins(c, i, gap) &&
		    last <= s->from)
			last = i;
		if (c->events[i].kind != CONV_MESSAGE)
			continue;
		if (last > s->from)
			break;
		spoken = true;
	}
	s->to = i == c->n ? c->n : last;
	return true;
}

size_t
conv_sessions(const struct conv *c, int64_t gap)
{
	struct span s = { 0, 0 };
	size_t n = 0;

	while (next(c, gap, &s))
		n++;
	return n > 0 ? n : 1;
}

static void
find_times(struct conv *c)
{
	size_t i;

	c->timed = false;
	for (i = 0; i < c->n; i++)
		if (c->events[i].timed)
			conv_time(c, c->events[i].at);
}

void
conv_narrow(struct conv *c, int64_t gap, size_t k, bool rest)
{
	struct span s = { 0, 0 };
	size_t i;

	for (i = 0; i <= k && next(c, gap, &s); i++)
		;
	if (rest)
		s.to = c->n;
	if (s.from == 0 && s.to == c->n)
		return;		/* it is all there is */
	c->events += s.from;
	c->n = s.to - s.from;
	find_times(c);
}
