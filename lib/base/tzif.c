/* The files of the time zone database. */
#include "base/zone.h"

enum { HEADER = 44, COUNT_MAX = 1 << 20 };

static int64_t
big_endian(const char *p, int n)
{
	uint64_t v = (unsigned char)p[0] >= 0x80 ? UINT64_MAX : 0;
	int i;

	for (i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return (int64_t)v;
}

struct counts {
	size_t	isut, isstd, leap, time, type, chars;
};

/* A header at the front of ${s}, which moves past it; its version or -1. */
static int
header(struct str *s, struct counts *c)
{
	size_t *const field[] = { &c->isut, &c->isstd, &c->leap, &c->time,
	    &c->type, &c->chars };
	size_t i;
	int version;

	if (s->len < HEADER || memcmp(s->p, "TZif", 4) != 0)
		return -1;
	version = s->p[4] == '\0' ? 1 : s->p[4] - '0';
	for (i = 0; i < 6; i++) {
		int64_t n = big_endian(s->p + 20 + i * 4, 4);

		if (n < 0 || n > COUNT_MAX)
			return -1;
		*field[i] = (size_t)n;
	}
	*s = str_from(*s, HEADER);
	return c->type > 0 && c->type <= 256 ? version : -1;
}

/* Size of the block behind a header, in which a time has ${t} bytes. */
static size_t
block_size(const struct counts *c, size_t t)
{
	return c->time * (t + 1) + c->type * 6 + c->chars +
	    c->leap * (t + 4) + c->isstd + c->isut;
}

static int
block(struct str s, const struct counts *c, int t, struct arena *a,
    struct zone *z)
{
	int64_t *at = arena_array(a, c->time, sizeof(*at));
	size_t i;

	for (i = 0; i < c->time; i++) {
		at[i] = big_endian(s.p + i * (size_t)t, t);
		if (i > 0 && at[i] <= at[i - 1])
			return -1;
	}
	s = str_from(s, c->time * (size_t)t);
	for (i = 0; i < c->time; i++)
		if ((unsigned char)s.p[i] >= c->type)
			return -1;
	z->type = (const uint8_t *)arena_str(a, str_to(s, c->time)).p;
	s = str_from(s, c->time);
	z->offset = arena_array(a, c->type, sizeof(*z->offset));
	for (i = 0; i < c->type; i++)
		z->offset[i] = (int32_t)big_endian(s.p + i * 6, 4);
	z->n = c->time;
	z->at = at;
	return 0;
}

/* A file of version 2 or later has a second block, of 64-bit times. */
int
tzif_parse(struct str s, struct arena *a, struct zone *z)
{
	struct counts c;
	int version = header(&s, &c);
	const char *nl;

	if (version == -1 || s.len < block_size(&c, 4))
		return -1;
	if (version < 2)
		return block(s, &c, 4, a, z);
	s = str_from(s, block_size(&c, 4));
	if (header(&s, &c) == -1 || s.len < block_size(&c, 8) ||
	    block(s, &c, 8, a, z) == -1)
		return -1;
	s = str_from(s, block_size(&c, 8));
	if (s.len == 0 || s.p[0] != '\n')
		return -1;
	s = str_from(s, 1);
	nl = s.len > 0 ? memchr(s.p, '\n', s.len) : NULL;
	if (nl == NULL)
		return -1;
	s = str_to(s, (size_t)(nl - s.p));
	z->has_rule = s.len > 0;
	return z->has_rule ? tzrule_parse(s, &z->rule) : 0;
}
