/* text: building a string in an arena. */
#ifndef CEL_TEXT_H
#define CEL_TEXT_H

#include "base/arena.h"

struct text {
	struct arena	*a;
	char		*p;
	size_t		 len, cap;
};

/* text_add(t, s): append; memory moves only when it must. */
static inline void
text_add(struct text *t, struct str s)
{
	size_t cap = t->cap > 0 ? t->cap : 64;

	if (s.len == 0)
		return;
	if (t->cap - t->len < s.len) {
		while (cap - t->len < s.len)
			cap *= 2;
		t->p = arena_grow(t->a, t->p, t->cap, cap);
		t->cap = cap;
	}
	memcpy(t->p + t->len, s.p, s.len);
	t->len += s.len;
}

static inline struct str
text_str(const struct text *t)
{
	return (struct str){ t->p != NULL ? t->p : "", t->len };
}

/*
 * chars_count(s), chars_skip(s, n): characters of well-formed UTF-8, and the
 * byte after ${n} of them (s.len if there are fewer; ${n} gets what is left).
 */
size_t	chars_count(struct str s);
size_t	chars_skip(struct str s, size_t *n);

/* ascii_recase(s, first, last, a): letters from ${first} to ${last} in the
 * other case. */
struct str ascii_recase(struct str s, char first, char last, struct arena *a);

/*
 * double_text(d, fixed, out): the shortest decimal digits that read back as
 * ${d}; 1e21 and above, and below 1e-6, with an exponent unless ${fixed}.
 * Return its length.
 */
enum { DOUBLE_TEXT = 400 };
size_t	double_text(double d, bool fixed, char out[DOUBLE_TEXT]);

/* duration_text(sec, nsec, out): "-1.5s"; return its length. */
size_t	duration_text(int64_t sec, int32_t nsec, char out[40]);

#endif
