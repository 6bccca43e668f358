#include "yaml/source.h"

#include <pthread.h>

/*
 * The only mutable state of the module.  A program reads some ten files at
 * its start; the ring is wide enough that no live tree falls out of it.
 */
enum { RING = 1024 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	const struct yaml_source	*source;
	uint16_t			 id;
} ring[RING];
static uint16_t last;

static void
enter(struct yaml_source *s)
{
	pthread_mutex_lock(&lock);
	if (++last == 0)	/* 0 says "not from YAML" */
		last = 1;
	s->id = last;
	ring[s->id % RING].source = s;
	ring[s->id % RING].id = s->id;
	pthread_mutex_unlock(&lock);
}

const struct yaml_source *
source_of(const struct json *v)
{
	const struct yaml_source *s = NULL;

	if (v->source == 0)
		return NULL;
	pthread_mutex_lock(&lock);
	if (ring[v->source % RING].id == v->source)
		s = ring[v->source % RING].source;
	pthread_mutex_unlock(&lock);
	return s;
}

static size_t
next_line(struct str text, size_t from)
{
	const char *nl = memchr(text.p + from, '\n', text.len - from);

	return nl != NULL ? (size_t)(nl - text.p) + 1 : 0;
}

struct yaml_source *
source_new(const char *name, struct str text, struct arena *a)
{
	struct yaml_source *s = ARENA_NEW(a, struct yaml_source);
	size_t i, n = 1;

	s->name = arena_str(a, str_of(name)).p;
	s->text = text;
	s->arena = a;
	for (i = 0; text.len > 0 && (i = next_line(text, i)) > 0;)
		n++;
	s->lines = arena_array(a, n, sizeof(*s->lines));
	for (i = 0; s->nlines < n; i = next_line(text, i))
		s->lines[s->nlines++] = (uint32_t)i;
	enter(s);
	return s;
}

void
source_key(struct yaml_source *s, const char *p, size_t offset)
{
	size_t old = s->keycap;

	if (s->nkeys == s->keycap) {
		s->keycap = old > 0 ? old * 2 : 64;
		s->keys = arena_grow(s->arena, s->keys,
		    old * sizeof(*s->keys), s->keycap * sizeof(*s->keys));
	}
	s->keys[s->nkeys++] = (struct yaml_key){ p, (uint32_t)offset };
}

struct where
source_where(const struct yaml_source *s, size_t offset)
{
	size_t lo = 0, hi = s->nlines, mid;

	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (s->lines[mid] <= offset)
			lo = mid;
		else
			hi = mid;
	}
	return (struct where){ s->name, lo + 1, offset - s->lines[lo] + 1 };
}

size_t
source_offset(const struct yaml_source *s, size_t line, size_t col)
{
	size_t offset;

	if (line == 0 || col == 0 || line > s->nlines)
		return 0;
	offset = s->lines[line - 1] + col - 1;
	return offset < s->text.len ? offset : s->text.len;
}

struct str
source_line(const struct yaml_source *s, size_t offset)
{
	struct where at = source_where(s, offset);
	struct str line = str_from(s->text, s->lines[at.line - 1]);
	size_t end = str_find(line, STR("\n"));

	return end == (size_t)-1 ? line : str_to(line, end);
}
