/* Private to guess_find.c, guess_words.c and guess_talk.c. */
#ifndef DRIVER_GUESS_TALK_H
#define DRIVER_GUESS_TALK_H

#include "driver/guess.h"

/* What the words, times and speakers of messages are called. */
extern const char talk_texts[], talk_times[], talk_roles[];

/*
 * find_named(s, phrases, suits, lines): the first of the ${phrases}, parted
 * by '|', that a path is called by which ${suits} and is not used; the
 * shortest of those.  find_looking(): whatever it is called.  NULL: none.
 */
struct seen *find_named(const struct survey *s, const char *phrases,
	    bool (*suits)(const struct seen *p, uint64_t lines),
	    uint64_t lines);
struct seen *find_looking(const struct survey *s,
	    bool (*suits)(const struct seen *p, uint64_t lines),
	    uint64_t lines);
struct seen *find_either(struct seen *p, struct seen *otherwise);

/* What may suit. */
bool	find_is_shared(const struct seen *p, uint64_t lines);
bool	find_is_unique(const struct seen *p, uint64_t lines);
bool	find_is_key(const struct seen *p, uint64_t lines);
bool	find_is_text(const struct seen *p, uint64_t lines);
bool	find_is_prose(const struct seen *p, uint64_t lines);
bool	find_is_number(const struct seen *p, uint64_t lines);
bool	find_is_time(const struct seen *p, uint64_t lines);
bool	find_is_clock(const struct seen *p, uint64_t lines);
bool	find_is_formed(const struct seen *p, uint64_t lines);

/* talk_parts(s, a): words in a list within a message, as one text. */
struct seen *talk_parts(const struct survey *s, struct arena *a);

/* talk_take(p): ${p}, used now. */
struct seen *talk_take(struct seen *p);

/* talk_messages(s, t, a): find t->list and t->text, and mark nothing. */
void	talk_messages(const struct survey *s, struct talk *t,
	    struct arena *a);

/* talk_message(s, n, t, a): what tells of a message, on ${n} items of a
 * list or lines. */
void	talk_message(const struct survey *s, uint64_t n, struct talk *t,
	    struct arena *a);

/*
 * talk_author(s, items, g, t): which path of messages is the customer's id,
 * address or name, where the customer speaks.
 */
void	talk_author(const struct survey *s, const struct survey *items,
	    const struct guess *g, struct talk *t);

/* talk_form(s, names, t, a): times in a form that is not known anyway. */
struct seen *talk_form(const struct survey *s, const char *names,
	    struct talk *t, struct arena *a);

#endif
