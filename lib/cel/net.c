#include "cel/net.h"

#include <stdio.h>

/* decimal(s, max, out): no sign, no zero in front; length, or 0. */
static size_t
decimal(struct str s, unsigned max, unsigned *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < s.len && ascii_digit(s.p[i]); i++) {
		if (i > 0 && s.p[0] == '0')
			return 0;
		*out = *out * 10 + (unsigned)(s.p[i] - '0');
		if (*out > max)
			return 0;
	}
	return i;
}

static bool
parse_v4(struct str s, uint8_t out[4])
{
	unsigned part;
	size_t i, n;

	for (i = 0; i < 4; i++) {
		if (i > 0 && (s.len == 0 || s.p[0] != '.'))
			return false;
		if (i > 0)
			s = str_from(s, 1);
		if ((n = decimal(s, 255, &part)) == 0)
			return false;
		out[i] = (uint8_t)part;
		s = str_from(s, n);
	}
	return s.len == 0;
}

static size_t
group(struct str s, unsigned *out)
{
	static const char hex[] = "0123456789abcdef";
	const char *at;
	size_t i;

	*out = 0;
	for (i = 0; i < s.len && s.p[i] != ':'; i++) {
		at = s.p[i] != '\0' ? strchr(hex, ascii_lower(s.p[i])) : NULL;
		if (at == NULL || i == 4)
			return 0;
		*out = *out << 4 | (unsigned)(at - hex);
	}
	return i;
}

/* groups(s, out, dots): up to eight between colons; their bytes, or -1. */
static int
groups(struct str s, uint8_t out[16], bool *dots)
{
	unsigned part;
	int n = 0;
	size_t len;

	while (s.len > 0) {
		if (n == 16)
			return -1;
		if ((len = group(s, &part)) == 0) {
			*dots = n <= 12 && parse_v4(s, out + n);
			return *dots ? n + 4 : -1;
		}
		out[n++] = (uint8_t)(part >> 8);
		out[n++] = (uint8_t)part;
		s = str_from(s, len);
		if (s.len == 1)
			return -1;	/* a colon at the end */
		if (s.len > 0)
			s = str_from(s, 1);
	}
	return n;
}

static bool
parse_v6(struct str s, uint8_t out[16], bool *dots)
{
	size_t gap = str_find(s, STR("::"));
	uint8_t tail[16];
	bool early = false;
	int head, rest;

	*dots = false;
	memset(out, 0, 16);
	if (gap == (size_t)-1)
		return groups(s, out, dots) == 16;
	head = groups(str_to(s, gap), out, &early);
	rest = groups(str_from(s, gap + 2), tail, dots);
	if (head == -1 || early || rest == -1 || head + rest > 14)
		return false;
	memcpy(out + 16 - rest, tail, (size_t)rest);
	return true;
}

static bool
is_mapped(const uint8_t addr[16])
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(addr, prefix, sizeof(prefix)) == 0;
}

static const char *
parse_address(struct str s, bool cidr, struct cel_net *out)
{
	bool dots;

	memset(out, 0, sizeof(*out));
	if (s.len > 0 && memchr(s.p, '%', s.len) != NULL)
		return "an address with a zone is not allowed";
	out->family = 4;
	if (s.len == 0 || memchr(s.p, ':', s.len) == NULL)
		return parse_v4(s, out->addr) ? NULL :
		    "the string is no IP address";
	out->family = 6;
	if (!parse_v6(s, out->addr, &dots))
		return "the string is no IP address";
	if (!is_mapped(out->addr))
		return NULL;
	if (dots || cidr)
		return "an IPv4-mapped IPv6 address is not allowed";
	out->family = 4;
	memmove(out->addr, out->addr + 12, 4);
	memset(out->addr + 4, 0, 12);
	return NULL;
}

const char *
net_parse(struct str s, bool cidr, struct cel_net *out)
{
	const char *slash = s.len > 0 ? memchr(s.p, '/', s.len) : NULL;
	const char *wrong;
	struct str bits;
	unsigned n;

	if (!cidr)
		return parse_address(s, false, out);
	if (slash == NULL)
		return "the string is no network such as 10.0.0.0/8";
	bits = str_from(s, (size_t)(slash - s.p) + 1);
	wrong = parse_address(str_to(s, (size_t)(slash - s.p)), true, out);
	if (wrong != NULL)
		return wrong;
	if (bits.len == 0 ||
	    decimal(bits, out->family == 4 ? 32 : 128, &n) != bits.len)
		return "the length of the network's prefix is wrong";
	out->bits = (uint8_t)n;
	return NULL;
}

/* longest(g, from, to): the longest run of two zero groups or more. */
static void
longest(const unsigned g[8], int *from, int *to)
{
	int i, k;

	*from = *to = -1;
	for (i = 0; i < 8; i = k + 1) {
		for (k = i; k < 8 && g[k] == 0; k++)
			continue;
		if (k - i >= 2 && k - i > *to - *from) {
			*from = i;
			*to = k;
		}
	}
}

static size_t
format_v6(const uint8_t a[16], char *out)
{
	unsigned g[8];
	int i, from, to;
	size_t n = 0;

	for (i = 0; i < 8; i++)
		g[i] = (unsigned)a[2 * i] << 8 | a[2 * i + 1];
	longest(g, &from, &to);
	for (i = 0; i < 8; i++) {
		if (i == from) {
			n += (size_t)sprintf(out + n, "::");
			i = to - 1;
			continue;
		}
		n += (size_t)sprintf(out + n, "%s%x",
		    i > 0 && i != to ? ":" : "", g[i]);
	}
	return n;
}

size_t
net_format(const struct cel_net *n, bool cidr, char *out)
{
	const uint8_t *a = n->addr;
	size_t len;

	if (n->family == 4)
		len = (size_t)sprintf(out, "%u.%u.%u.%u", a[0], a[1], a[2],
		    a[3]);
	else
		len = format_v6(a, out);
	if (cidr)
		len += (size_t)sprintf(out + len, "/%u", n->bits);
	return len;
}
