#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "record/cmd.h"
#include "record/extsort.h"

enum { READ_LEAST = 4096 };

/* What stands before an item's bytes in the file. */
struct header {
	uint64_t	number;
	uint32_t	key, data;	/* lengths */
};

/* A sorted stretch of the file that is being read. */
struct run {
	off_t			 at, end;
	struct buf		 buf;	/* bytes read and not yet used up */
	size_t			 pos;
	struct extsort_item	 item;	/* the next one; borrows buf */
};

struct extsort {
	size_t			 bound;
	struct arena		 arena;	/* items that are in memory */
	struct extsort_item	*items;
	size_t			 n, cap, next;
	int			 fd;	/* or the errno that refused it, < 0 */
	off_t			 size;	/* of the file */
	struct run		**heap;	/* runs; once reading, smallest first */
	size_t			 nruns;
	bool			 reading, taken;
};

static void
fail(const char *what)
{
	struct err e;

	err_errno(&e, ERR_IO, "%s the temporary file of --group", what);
	exit(cmd_exit(STATUS_IO, &e));
}

static void *
must(void *p)
{
	if (p == NULL)
		fail("no memory for");
	return p;
}

/*
 * Ahead of time: later the process may not open files any more.  Who has no
 * room for one learns of it when it is needed.
 */
static int
open_file(void)
{
	const char *dir = cmd_env("TMPDIR");
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/chatcrm-XXXXXX",
	    dir != NULL ? dir : "/tmp");
	fd = mkstemp(path);
	if (fd == -1)
		return -errno;
	unlink(path);
	return fd;
}

struct extsort *
extsort_new(size_t bound)
{
	struct extsort *s = must(calloc(1, sizeof(*s)));

	s->bound = bound;
	s->fd = open_file();
	return s;
}

void
extsort_free(struct extsort *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->nruns; i++) {
		buf_free(&s->heap[i]->buf);
		free(s->heap[i]);
	}
	free(s->heap);
	free(s->items);
	arena_free(&s->arena);
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

bool
extsort_spilled(const struct extsort *s)
{
	return s->size > 0;
}

static int
compare(const struct extsort_item *a, const struct extsort_item *b)
{
	int order = str_cmp(a->key, b->key);

	return order != 0 ? order :
	    a->number < b->number ? -1 : a->number > b->number;
}

static int
by_order(const void *a, const void *b)
{
	return compare(a, b);
}

static void
write_all(struct extsort *s, const void *p, size_t n)
{
	ssize_t done;

	for (; n > 0; n -= (size_t)done, p = (const char *)p + done) {
		done = pwrite(s->fd, p, n, s->size);
		if (done == -1 && errno == EINTR)
			done = 0;
		else if (done <= 0)
			fail("cannot write");
		s->size += done;
	}
}

static void
flush(struct extsort *s, struct buf *b)
{
	write_all(s, b->p, b->len);
	buf_reset(b);
}

/* What is in memory becomes one sorted run of the file. */
static void
spill(struct extsort *s)
{
	struct run *r = must(calloc(1, sizeof(*r)));
	struct buf b = { 0 };
	struct header h;
	size_t i;

	if (s->fd < 0) {
		errno = -s->fd;
		fail("cannot make");
	}
	qsort(s->items, s->n, sizeof(*s->items), by_order);
	r->at = s->size;
	for (i = 0; i < s->n; i++) {
		h = (struct header){ s->items[i].number,
		    (uint32_t)s->items[i].key.len,
		    (uint32_t)s->items[i].data.len };
		buf_add(&b, &h, sizeof(h));
		buf_adds(&b, s->items[i].key);
		if (buf_adds(&b, s->items[i].data) == -1)
			fail("no memory for");
		if (b.len > 256 * 1024)
			flush(s, &b);
	}
	flush(s, &b);
	buf_free(&b);
	r->end = s->size;
	s->heap = must(realloc(s->heap, (s->nruns + 1) * sizeof(r)));
	s->heap[s->nruns++] = r;
	s->n = 0;
	arena_reset(&s->arena);
}

void
extsort_add(struct extsort *s, const struct extsort_item *item)
{
	size_t need = item->key.len + item->data.len + sizeof(*item) * 2;

	if (s->n > 0 && s->arena.used + s->n * sizeof(*item) + need >
	    s->bound)
		spill(s);
	if (s->n == s->cap) {
		s->cap = s->cap > 0 ? s->cap * 2 : 64;
		s->items = must(realloc(s->items,
		    s->cap * sizeof(*s->items)));
	}
	s->items[s->n++] = (struct extsort_item){
	    arena_str(&s->arena, item->key), item->number,
	    arena_str(&s->arena, item->data) };
}

/* See to it that ${n} bytes of ${r} stand at its position. */
static void
want(struct extsort *s, struct run *r, size_t n)
{
	size_t chunk = s->bound / (s->nruns + 1), left;
	ssize_t got;

	if (r->buf.len - r->pos >= n)
		return;
	if (r->pos > 0)
		memmove(r->buf.p, r->buf.p + r->pos, r->buf.len - r->pos);
	r->buf.len -= r->pos;
	r->pos = 0;
	if (chunk < READ_LEAST)
		chunk = READ_LEAST;
	while (r->buf.len < n) {
		left = (size_t)(r->end - r->at);
		if (chunk < n - r->buf.len)
			chunk = n - r->buf.len;
		if (buf_room(&r->buf, chunk) == -1)
			fail("no memory for");
		got = pread(s->fd, r->buf.p + r->buf.len,
		    chunk < left ? chunk : left, r->at);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			fail("cannot read");
		r->buf.len += (size_t)got;
		r->at += got;
	}
}

/* Take the next item of ${r}; false at its end. */
static bool
advance(struct extsort *s, struct run *r)
{
	struct header h;
	const char *p;

	if (r->at == r->end && r->pos == r->buf.len)
		return false;
	want(s, r, sizeof(h));
	memcpy(&h, r->buf.p + r->pos, sizeof(h));
	want(s, r, sizeof(h) + h.key + h.data);
	p = r->buf.p + r->pos + sizeof(h);
	r->item = (struct extsort_item){ { p, h.key }, h.number,
	    { p + h.key, h.data } };
	r->pos += sizeof(h) + h.key + h.data;
	return true;
}

static void
sift(struct extsort *s, size_t i)
{
	struct run *r = s->heap[i];
	size_t child;

	for (; (child = 2 * i + 1) < s->nruns; i = child) {
		if (child + 1 < s->nruns && compare(&s->heap[child + 1]->item,
		    &s->heap[child]->item) < 0)
			child++;
		if (compare(&r->item, &s->heap[child]->item) <= 0)
			break;
		s->heap[i] = s->heap[child];
	}
	s->heap[i] = r;
}

static void
drop_run(struct extsort *s, size_t i)
{
	buf_free(&s->heap[i]->buf);
	free(s->heap[i]);
	s->heap[i] = s->heap[--s->nruns];
}

static void
begin_reading(struct extsort *s)
{
	size_t i;

	s->reading = true;
	if (s->fd == -1) {
		if (s->n > 0)
			qsort(s->items, s->n, sizeof(*s->items), by_order);
		return;
	}
	if (s->n > 0)
		spill(s);
	arena_free(&s->arena);
	for (i = 0; i < s->nruns; i++)
		advance(s, s->heap[i]);		/* no run is empty */
	for (i = s->nruns / 2; i-- > 0; )
		sift(s, i);
}

static bool
next_of_runs(struct extsort *s, struct extsort_item *out)
{
	/* The item given last is still borrowed: only now move past it. */
	if (s->taken) {
		if (!advance(s, s->heap[0]))
			drop_run(s, 0);
		if (s->nruns > 0)
			sift(s, 0);
	}
	s->taken = s->nruns > 0;
	if (!s->taken)
		return false;
	*out = s->heap[0]->item;
	return true;
}

bool
extsort_next(struct extsort *s, struct extsort_item *out)
{
	if (!s->reading)
		begin_reading(s);
	if (s->fd != -1)
		return next_of_runs(s, out);
	if (s->next == s->n)
		return false;
	*out = s->items[s->next++];
	return true;
}
