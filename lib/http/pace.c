#include "http/pace.h"

enum { MUCH_LONGER = 4, MEMORY = 16 };

void
pace_init(struct pace *p, unsigned most)
{
	*p = (struct pace){ .window = most, .most = most };
}

unsigned
pace_now(const struct pace *p)
{
	return (unsigned)p->window;
}

static void
cut(struct pace *p, double window, int64_t now)
{
	p->window = window < 1 ? 1 : window;
	p->cut_at = now;
}

void
pace_answer(struct pace *p, bool pushed_back, int64_t start, int64_t now)
{
	double took = (double)(now - start);

	if (pushed_back) {
		if (start >= p->cut_at)
			cut(p, p->window / 2, now);
		return;
	}
	if (p->usual_ns > 0 && took > MUCH_LONGER * p->usual_ns &&
	    start >= p->cut_at)
		cut(p, p->window - 1, now);
	else if (p->window < p->most)
		p->window += 1 / p->window;
	if (p->window > p->most)
		p->window = p->most;
	p->usual_ns += p->usual_ns > 0 ? (took - p->usual_ns) / MEMORY :
	    took;
}
