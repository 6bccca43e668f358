/*
 * arena: memory that is given back all at once.
 *
 * What a function returns lives in the arena it was given: the argument is
 * the ownership note.  One arena a record, reset after it; one for the
 * configuration, for the run.  Nothing is freed singly.
 *
 * Running out of memory prints one line and exits 75 (see status.h): input
 * is limited and any stop is survivable, so no caller checks for NULL.
 * An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifndef ARENA_ASAN
#define ARENA_ASAN 0
#endif

struct arena_chunk;
struct arena_defer;

struct arena {
	struct arena_chunk	*head;	/* chunk in use; older ones behind it */
	char			*p;	/* next free byte */
	size_t			 left;	/* bytes left in the chunk in use */
	size_t			 used;	/* bytes handed out since the reset */
	struct arena_defer	*defers; /* last first */
};

/* An arena needs no set-up: struct arena a = { 0 }; */

/* What ${n} bytes take, or 0 if that is nothing or beyond all memory. */
static inline size_t
arena_size(size_t n)
{
	const size_t align = alignof(max_align_t);

	return (n + align - 1) & ~(align - 1);
}

/*
 * arena_alloc(a, n): ${n} bytes aligned for any type, not cleared;
 * arena_zalloc: cleared.  Never NULL.
 */
static inline void *arena_alloc(struct arena *a, size_t n)
		    __attribute__((returns_nonnull, malloc));
void		*arena_zalloc(struct arena *a, size_t n)
		    __attribute__((returns_nonnull, malloc));

/*
 * arena_array(a, count, size): ${count} cleared elements; a product that
 * overflows counts as out of memory.
 */
void		*arena_array(struct arena *a, size_t count, size_t size)
		    __attribute__((returns_nonnull, malloc));

/*
 * arena_grow(a, p, old, new): a block of ${new} bytes that begins with the
 * ${old} bytes at ${p}; in place when ${p} was the last allocation.
 */
void		*arena_grow(struct arena *a, void *p, size_t old, size_t new_)
		    __attribute__((returns_nonnull));

/* Where the chunk in use has room: as a rule.  The sanitizer wants to know
 * of every block, so that its build goes the other way. */
void		*arena_more(struct arena *a, size_t n)
		    __attribute__((returns_nonnull, malloc));

static inline void *
arena_alloc(struct arena *a, size_t n)
{
	size_t need = arena_size(n);
	void *p = a->p;

	if (ARENA_ASAN || need == 0 || need > a->left)
		return arena_more(a, n);
	a->p += need;
	a->left -= need;
	a->used += need;
	return p;
}

#define ARENA_NEW(a, type)	((type *)arena_zalloc((a), sizeof(type)))

/* Copies with a NUL after them (which the length does not count). */
struct str	 arena_str(struct arena *a, struct str s);
struct str	 arena_printf(struct arena *a, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));
struct str	 arena_vprintf(struct arena *a, const char *fmt, va_list ap)
		    __attribute__((format(printf, 2, 0)));

/*
 * arena_defer(a, fn, p): call fn(p) when ${a} is reset or freed, the last
 * one first: for the few things that a library below us made with malloc (a
 * compiled pattern) and that should live as long as what is in the arena.
 */
void		 arena_defer(struct arena *a, void (*fn)(void *), void *p);

/* arena_reset(a): forget all, keep one chunk for what comes next. */
void		 arena_reset(struct arena *a);

/* arena_free(a): give all memory back; ${a} is as new. */
void		 arena_free(struct arena *a);

/* arena_wipe(a): the same, and what it held is cleared: it was a secret. */
void		 arena_wipe(struct arena *a);

#endif
