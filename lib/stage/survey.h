/*
 * survey: what a sample of lines holds, by path: how often each is filled,
 * and what its values look like.  Nothing of the values is kept.
 */
#ifndef STAGE_SURVEY_H
#define STAGE_SURVEY_H

#include "base/hmap.h"
#include "json/json.h"

/* What a value looks like; one may look like several things. */
enum look {
	LOOK_TEXT, LOOK_NUMBER, LOOK_BOOL, LOOK_EMAIL, LOOK_PHONE, LOOK_NAME,
	LOOK_DOMAIN, LOOK_TIME,
	LOOK_DAY,	/* 31.03.2026, which is no time that is known */
	LOOK_PROSE, LOOK_HTML,
	LOOKS
};

enum { SURVEY_DISTINCT = 4096, SURVEY_PATHS = 2000, SURVEY_KEYS = 8 };

struct seen {
	struct str	 expr;		/* as CEL has it: slots.email */
	struct str	 words;		/* "customer email address" */
	struct str	 last;		/* the same of its last key alone */
	struct str	 keys[SURVEY_KEYS];
	size_t		 depth;		/* keys */
	uint64_t	 met, filled, looks[LOOKS];
	struct hmap	 values;	/* uint64_t: how often; the first
					   SURVEY_DISTINCT of them */
	struct survey	*items;		/* of a list of objects, or NULL */
	uint64_t	 nitems;
	bool		 list;		/* it was a list, if anything */
	bool		 used;		/* a guess has taken it */
};

/*
 * Of a list, the one item that is meant, as a path of its own: a person
 * (users.filter(x, x.type == "customer")[0].email) or an answer of a form
 * (fields.filter(x, x.label == "Company")[0].answer), whose name is the
 * value; or what the first item has that has it at all (events.filter(x,
 * has(x.fields))[0].fields).
 */
struct survey_pick {
	struct str	 list;		/* its path, as seen.expr */
	struct str	 key, value;	/* of the item; no value: has(x.key) */
	struct str	 member;	/* the answer; none: all of the item */
	bool		 literal;	/* ${value} is a boolean or number */
	bool		 optional;	/* not every item has ${key} */
};

struct survey {
	struct arena	*arena;
	struct hmap	 paths;		/* struct seen, in the order met */
	uint64_t	 lines;
	bool		 values;	/* kept to tell how many there are */
	const struct survey_pick *picks;
	size_t		 npicks;
	size_t		*left;		/* paths that may still come */
	size_t		 room;
};

/*
 * survey_init(s, values, a): nothing yet; beyond SURVEY_PATHS no further
 * path is noted.
 */
void	survey_init(struct survey *s, bool values, struct arena *a);

/* survey_add(s, root, v): what stands below ${v}, called ${root}. */
void	survey_add(struct survey *s, struct str root, const struct json *v);

/* survey_at(s, i): its path number ${i} of s->paths.n. */
struct seen *survey_at(const struct survey *s, size_t i);

/* seen_share(p, look): of the filled ones, how many look so, 0 to 1. */
double	seen_share(const struct seen *p, enum look look);

/* seen_most(p): the value that most have, more than half; or none. */
struct str seen_most(const struct seen *p);

/* seen_say(p): "text", "number", "e-mail" ..., for comments. */
const char *seen_say(const struct seen *p);

#endif
