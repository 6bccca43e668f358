#include "base/str.h"

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c;
	return a.len < b.len ? -1 : a.len > b.len;
}

bool
str_ieq(struct str a, struct str b)
{
	size_t i;

	if (a.len != b.len)
		return false;
	for (i = 0; i < a.len; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

bool
str_is_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && s.p[i] != '_' &&
		    (i == 0 || !ascii_digit(s.p[i])))
			return false;
	return s.len > 0;
}

bool
str_in(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq(s, str_of(*list)))
			return true;
	return false;
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_to(s, prefix.len), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	    str_eq(str_from(s, s.len - suffix.len), suffix);
}

size_t
str_find(struct str s, struct str needle)
{
	const char *p = s.p, *hit;
	size_t left = s.len;

	if (needle.len == 0)
		return 0;
	while (left >= needle.len) {
		hit = memchr(p, needle.p[0], left - needle.len + 1);
		if (hit == NULL)
			break;
		if (memcmp(hit, needle.p, needle.len) == 0)
			return (size_t)(hit - s.p);
		left -= (size_t)(hit - p) + 1;
		p = hit + 1;
	}
	return (size_t)-1;
}

struct str
str_trim(struct str s)
{
	while (s.len > 0 && ascii_space(s.p[0]))
		s = str_from(s, 1);
	while (s.len > 0 && ascii_space(s.p[s.len - 1]))
		s.len--;
	return s;
}

uint64_t
str_hash(struct str s)
{
	uint64_t h = 0x9e3779b97f4a7c15u ^ s.len, w;
	size_t i = 0;

	for (; i + 8 <= s.len; i += 8) {
		memcpy(&w, s.p + i, 8);
		h = (h ^ w) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	w = 0;
	if (i < s.len)
		memcpy(&w, s.p + i, s.len - i);
	h = (h ^ w) * 0xff51afd7ed558ccdu;
	h ^= h >> 29;
	h *= 0xc4ceb9fe1a85ec53u;
	return h ^ (h >> 32);
}

static size_t
least(size_t a, size_t b, size_t c)
{
	a = a < b ? a : b;
	return a < c ? a : c;
}

size_t
str_distance(struct str a, struct str b)
{
	enum { MAX = 64 };
	size_t row[3][MAX + 1], i, j, *two, *one, *now;

	if (a.len > MAX || b.len > MAX)
		return SIZE_MAX;
	for (j = 0; j <= b.len; j++)
		row[0][j] = j;
	for (i = 1; i <= a.len; i++) {
		two = row[(i + 1) % 3];
		one = row[(i + 2) % 3];
		now = row[i % 3];
		now[0] = i;
		for (j = 1; j <= b.len; j++) {
			now[j] = least(one[j] + 1, now[j - 1] + 1,
			    one[j - 1] + (a.p[i - 1] != b.p[j - 1]));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && two[j - 2] + 1 < now[j])
				now[j] = two[j - 2] + 1;
		}
	}
	return row[a.len % 3][b.len];
}
