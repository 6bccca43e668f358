#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/status.h"

#if ARENA_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n)		((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n)	((void)(p), (void)(n))
#endif

enum {
	ALIGN = alignof(max_align_t),
	CHUNK_MIN = 16 * 1024,
	CHUNK_KEEP = 1024 * 1024	/* a larger chunk is not kept at reset */
};

struct arena_chunk {
	struct arena_chunk	*next;
	size_t			 size;		/* usable bytes in data */
	alignas(max_align_t) char data[];
};

struct arena_defer {
	struct arena_defer	*next;
	void			(*fn)(void *);
	void			*p;
};

static _Noreturn void
out_of_memory(void)
{
	static const char msg[] =
	    "chatcrm: out of memory; run it again with smaller input limits\n";
	ssize_t n = write(STDERR_FILENO, msg, sizeof(msg) - 1);

	(void)n;
	_exit(STATUS_DEFERRED);
}

static void
use_chunk(struct arena *a, struct arena_chunk *c)
{
	a->head = c;
	a->p = c->data;
	a->left = c->size;
	ASAN_POISON_MEMORY_REGION(c->data, c->size);
}

static void
new_chunk(struct arena *a, size_t need)
{
	size_t size = CHUNK_MIN;
	struct arena_chunk *c;

	if (a->head != NULL)
		size = a->head->size * 2;
	if (size > CHUNK_KEEP)
		size = CHUNK_KEEP;
	if (size < need)
		size = need;
	if (size > SIZE_MAX - sizeof(*c) ||
	    (c = malloc(sizeof(*c) + size)) == NULL)
		out_of_memory();
	c->size = size;
	c->next = a->head;
	use_chunk(a, c);
}

void *
arena_more(struct arena *a, size_t n)
{
	size_t need = n > 0 ? arena_size(n) : ALIGN;
	void *p;

	if (need == 0)
		out_of_memory();
	if (need > a->left)
		new_chunk(a, need);
	p = a->p;
	a->p += need;
	a->left -= need;
	a->used += need;
	ASAN_UNPOISON_MEMORY_REGION(p, n);
	return p;
}

void *
arena_zalloc(struct arena *a, size_t n)
{
	return memset(arena_alloc(a, n), 0, n);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		out_of_memory();
	return arena_zalloc(a, n);
}

void *
arena_grow(struct arena *a, void *p, size_t old, size_t new_)
{
	size_t had = arena_size(old), more;
	void *q;

	if (new_ <= old)
		return p;
	if (p != NULL && old > 0 && (char *)p + had == a->p &&
	    new_ <= SIZE_MAX - ALIGN) {
		more = arena_size(new_) - had;
		if (more <= a->left) {
			a->p += more;
			a->left -= more;
			a->used += more;
			ASAN_UNPOISON_MEMORY_REGION(p, new_);
			return p;
		}
	}
	q = arena_alloc(a, new_);
	if (old > 0)
		memcpy(q, p, old);
	return q;
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.len + 1);

	if (s.len > 0)
		memcpy(p, s.p, s.len);
	p[s.len] = '\0';
	return (struct str){ p, s.len };
}

struct str
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char some[256], *p;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(some, sizeof(some), fmt, ap);
	if (n < 0)
		some[n = 0] = '\0';
	p = arena_alloc(a, (size_t)n + 1);
	if ((size_t)n < sizeof(some))
		memcpy(p, some, (size_t)n + 1);
	else
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	struct str s;
	va_list ap;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
	struct arena_defer *d = arena_alloc(a, sizeof(*d));

	*d = (struct arena_defer){ a->defers, fn, p };
	a->defers = d;
}

static void
run_defers(struct arena *a)
{
	struct arena_defer *d;

	for (d = a->defers; d != NULL; d = d->next)
		d->fn(d->p);
	a->defers = NULL;
}

static void
free_chunks(struct arena_chunk *c)
{
	struct arena_chunk *next;

	for (; c != NULL; c = next) {
		next = c->next;
		ASAN_UNPOISON_MEMORY_REGION(c->data, c->size);
		free(c);
	}
}

void
arena_reset(struct arena *a)
{
	struct arena_chunk *keep = a->head;

	run_defers(a);
	a->used = 0;
	if (keep == NULL)
		return;
	free_chunks(keep->next);
	keep->next = NULL;
	if (keep->size > CHUNK_KEEP) {
		free_chunks(keep);
		*a = (struct arena){ 0 };
		return;
	}
	use_chunk(a, keep);
}

void
arena_free(struct arena *a)
{
	run_defers(a);
	free_chunks(a->head);
	*a = (struct arena){ 0 };
}

void
arena_wipe(struct arena *a)
{
	struct arena_chunk *c;

	run_defers(a);
	for (c = a->head; c != NULL; c = c->next) {
		ASAN_UNPOISON_MEMORY_REGION(c->data, c->size);
		bytes_wipe(c->data, c->size);
	}
	arena_free(a);
}
