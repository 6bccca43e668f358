/* Paths of a survey, by name and by what their values look like. */
#include "driver/guess_talk.h"

static bool
matches(const struct seen *p, struct str phrase)
{
	return str_eq(p->last, phrase) || str_eq(p->words, phrase) ||
	    (str_ends(p->words, phrase) && p->words.len > phrase.len &&
	    p->words.p[p->words.len - phrase.len - 1] == ' ');
}

/* The first phrase that a path is called by, the shortest path of those. */
struct seen *
find_named(const struct survey *s, const char *phrases,
    bool (*suits)(const struct seen *p, uint64_t lines), uint64_t lines)
{
	struct str all = str_of(phrases), one;
	struct seen *p, *best = NULL;
	size_t bar, i;

	for (bar = 0; bar != (size_t)-1 && best == NULL;
	    all = str_from(all, bar + 1)) {
		bar = str_find(all, STR("|"));
		one = str_to(all, bar);
		for (i = 0; i < s->paths.n; i++) {
			p = survey_at(s, i);
			if (p->used || p->items != NULL ||
			    !matches(p, one) || !suits(p, lines))
				continue;
			if (best == NULL || p->depth < best->depth)
				best = p;
		}
	}
	return best;
}

/* Some lines are of one conversation. */
bool
find_is_shared(const struct seen *p, uint64_t lines)
{
	return p->filled == lines && p->values.n < p->filled;
}

/* No name that we know: what looks so, the least deep first. */
struct seen *
find_looking(const struct survey *s, bool (*suits)(const struct seen *p,
    uint64_t lines), uint64_t lines)
{
	struct seen *p, *best = NULL;
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (!p->used && p->items == NULL && suits(p, lines) &&
		    (best == NULL || p->depth < best->depth))
			best = p;
	}
	return best;
}

struct seen *
find_either(struct seen *p, struct seen *otherwise)
{
	return p != NULL ? p : otherwise;
}

bool
find_is_unique(const struct seen *p, uint64_t lines)
{
	return p->filled == lines && (p->values.n == p->filled ||
	    p->values.n == SURVEY_DISTINCT);
}

/* One word a line, no time, day or address, and in each line. */
bool
find_is_key(const struct seen *p, uint64_t lines)
{
	return lines > 1 && find_is_unique(p, lines) && p->depth == 1 &&
	    seen_share(p, LOOK_PROSE) == 0 &&
	    seen_share(p, LOOK_TIME) == 0 && seen_share(p, LOOK_DAY) == 0 &&
	    seen_share(p, LOOK_EMAIL) == 0 && !find_is_formed(p, lines);
}

bool
find_is_text(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_TEXT) > 0.9 &&
	    seen_share(p, LOOK_TIME) < 0.5;
}

/* Not every one-line answer is a sentence, but words there must be. */
bool
find_is_prose(const struct seen *p, uint64_t lines)
{
	return find_is_text(p, lines) && seen_share(p, LOOK_PROSE) > 0.3;
}

bool
find_is_number(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_NUMBER) > 0.9 &&
	    seen_share(p, LOOK_TEXT) == 0;
}

bool
find_is_time(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_TIME) > 0.8;
}

/* Written as people do; a large number may be anything. */
bool
find_is_clock(const struct seen *p, uint64_t lines)
{
	return find_is_time(p, lines) && seen_share(p, LOOK_TEXT) > 0.8;
}

/* Words and digits, such as "31.03.2026 09:15". */
bool
find_is_formed(const struct seen *p, uint64_t lines)
{
	struct arena a = { 0 };
	struct str other;
	bool yes;

	(void)lines;
	yes = p->filled > 0 && seen_share(p, LOOK_TEXT) == 1 &&
	    seen_share(p, LOOK_TIME) < 0.8 && guess_form(p, &other,
	    &a).len > 0;
	arena_free(&a);
	return yes;
}
