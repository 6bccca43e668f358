#include "ledger/pack.h"

void
pack_number(struct buf *b, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_addc(b, (char)(n | 0x80));
	buf_addc(b, (char)n);
}

void
pack_text(struct buf *b, struct str s)
{
	pack_number(b, s.len);
	buf_adds(b, s);
}

void
pack_signed(struct buf *b, int64_t n)
{
	pack_number(b, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

struct unpack
unpack_from(struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;

	return (struct unpack){ p, p + s.len, false };
}

bool
unpack_done(const struct unpack *u)
{
	return !u->bad && u->p == u->end;
}

uint64_t
unpack_number(struct unpack *u)
{
	uint64_t n = 0;
	unsigned shift;

	for (shift = 0; shift < 64 && u->p < u->end; shift += 7) {
		n |= (uint64_t)(*u->p & 0x7f) << shift;
		if ((*u->p++ & 0x80) == 0)
			return n;
	}
	u->bad = true;
	return 0;
}

int64_t
unpack_signed(struct unpack *u)
{
	uint64_t n = unpack_number(u);

	return (int64_t)(n >> 1 ^ (n & 1 ? UINT64_MAX : 0));
}

struct str
unpack_bytes(struct unpack *u, uint64_t len)
{
	struct str s = { (const char *)u->p, (size_t)len };

	if (len > (size_t)(u->end - u->p)) {
		u->bad = true;
		return STR("");
	}
	u->p += len;
	return s;
}

struct str
unpack_text(struct unpack *u)
{
	return unpack_bytes(u, unpack_number(u));
}
