#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUF_FIRST = 256 };
static const size_t buf_max_default = (size_t)1 << 30;

int
buf_room(struct buf *b, size_t n)
{
	size_t max = b->max > 0 ? b->max : buf_max_default, cap;
	char *p;

	if (b->full || n > max || b->len > max - n) {
		b->full = true;
		return -1;
	}
	if (b->len + n < b->cap)
		return 0;
	cap = b->cap > 0 ? b->cap : BUF_FIRST;
	while (cap <= b->len + n)
		cap *= 2;
	if (cap > max)
		cap = max + 1;	/* so that room is leave, for buf_addc */
	if ((p = realloc(b->p, cap)) == NULL) {
		b->full = true;
		return -1;
	}
	b->p = p;
	b->cap = cap;
	return 0;
}

int
buf_add(struct buf *b, const void *p, size_t n)
{
	if (buf_room(b, n) == -1)
		return -1;
	if (n > 0)
		memcpy(b->p + b->len, p, n);
	b->len += n;
	b->p[b->len] = '\0';
	return 0;
}

int
buf_adds(struct buf *b, struct str s)
{
	return buf_add(b, s.p, s.len);
}

int
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0 || buf_room(b, (size_t)n) == -1) {
		va_end(again);
		return -1;
	}
	vsnprintf(b->p + b->len, (size_t)n + 1, fmt, again);
	va_end(again);
	b->len += (size_t)n;
	return 0;
}

int
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = buf_vprintf(b, fmt, ap);
	va_end(ap);
	return r;
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
	b->full = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

void
bytes_wipe(void *p, size_t n)
{
	if (n > 0)
		memset(p, 0, n);
	/* The compiler may not think that nobody looks. */
	__asm__ volatile("" : : "r"(p) : "memory");
}

void
buf_wipe(struct buf *b)
{
	if (b->p != NULL)
		bytes_wipe(b->p, b->cap);
	buf_free(b);
}
