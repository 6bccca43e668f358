/*
 * buf: bytes that grow, up to a stated maximum.
 *
 * A struct buf owns its memory and keeps a NUL after its bytes.  Passing
 * ${max} (0: 1 GiB) appends nothing and sets ${full} for good, so that a
 * writer may append many times and look once.  struct buf b = { 0 }; is a
 * usable empty buffer.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct buf {
	char	*p;
	size_t	 len, cap, max;
	bool	 full;		/* something did not fit */
};

/* buf_room(b, n): make room for ${n} more bytes at b->p + b->len; 0 or -1. */
int	buf_room(struct buf *b, size_t n);

/* Append; each returns 0, or -1 when it would pass the maximum. */
int	buf_add(struct buf *b, const void *p, size_t n);
int	buf_adds(struct buf *b, struct str s);
int	buf_printf(struct buf *b, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
int	buf_vprintf(struct buf *b, const char *fmt, va_list ap)
	    __attribute__((format(printf, 2, 0)));

/* One byte, where there is room as a rule. */
static inline int
buf_addc(struct buf *b, char c)
{
	if (b->len + 1 >= b->cap || b->full)
		return buf_add(b, &c, 1);
	b->p[b->len++] = c;
	b->p[b->len] = '\0';
	return 0;
}

/* buf_str(b): its bytes, borrowed until the next append. */
static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p != NULL ? b->p : "", b->len };
}

/* buf_reset(b): empty, memory kept.  buf_free(b): as new. */
void	buf_reset(struct buf *b);
void	buf_free(struct buf *b);

/*
 * bytes_wipe(p, n): clear what held a secret; never optimised away.
 * buf_wipe(b): buf_free after that.  A buffer for secrets gets its room
 * beforehand (buf_room), since one that grows leaves copies behind.
 */
void	bytes_wipe(void *p, size_t n);
void	buf_wipe(struct buf *b);

#endif
