/*
 * pace: how many requests at a time; private to http.
 *
 * Where the other side pushes back (429, 503, no answer in time) there are
 * half as many from then on, at least one; each good answer lets one more in
 * by and by.  Answers that take much longer than they used to take one away:
 * it is piling up over there.
 */
#ifndef HTTP_PACE_H
#define HTTP_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct pace {
	double	 window;	/* requests at a time, at least 1 */
	double	 most;
	double	 usual_ns;	/* that an answer takes; 0: not known */
	int64_t	 cut_at;	/* what started before knew nothing of it */
};

void		pace_init(struct pace *p, unsigned most);

/* pace_now(p): requests that may be under way. */
unsigned	pace_now(const struct pace *p);

/* pace_answer: one that started at ${start} ended at ${now}. */
void		pace_answer(struct pace *p, bool pushed_back, int64_t start,
		    int64_t now);

#endif
