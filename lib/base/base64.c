#include "base/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t
encoded_size(size_t n)
{
	return (n + 2) / 3 * 4;
}

static void
encode(struct str s, char *to)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i, n;
	uint32_t w;

	for (i = 0; i < s.len; i += 3, to += 4) {
		n = s.len - i;
		w = (uint32_t)p[i] << 16;
		w |= n > 1 ? (uint32_t)p[i + 1] << 8 : 0;
		w |= n > 2 ? p[i + 2] : 0;
		to[0] = alphabet[w >> 18];
		to[1] = alphabet[w >> 12 & 63];
		to[2] = n > 1 ? alphabet[w >> 6 & 63] : '=';
		to[3] = n > 2 ? alphabet[w & 63] : '=';
	}
}

int
base64_put(struct str s, struct buf *b)
{
	size_t n = encoded_size(s.len);

	if (buf_room(b, n) == -1)
		return -1;
	encode(s, b->p + b->len);
	b->len += n;
	b->p[b->len] = '\0';
	return 0;
}

int
base64url_put(struct str s, struct buf *b)
{
	size_t at = b->len, i;

	if (base64_put(s, b) == -1)
		return -1;
	while (b->len > at && b->p[b->len - 1] == '=')
		b->len--;
	b->p[b->len] = '\0';
	for (i = at; i < b->len; i++) {
		if (b->p[i] == '+')
			b->p[i] = '-';
		else if (b->p[i] == '/')
			b->p[i] = '_';
	}
	return 0;
}

struct str
base64_encode(struct str s, struct arena *a)
{
	char *to = arena_alloc(a, encoded_size(s.len));

	encode(s, to);
	return (struct str){ to, encoded_size(s.len) };
}

bool
base64_decode(struct str s, struct arena *a, struct str *out)
{
	char *to = arena_alloc(a, s.len / 4 * 3 + 3);
	size_t i, n = 0, pad = 0;
	const char *at;
	uint32_t w = 0;
	int bits = 0;

	for (; pad < 2 && s.len > 0 && s.p[s.len - 1] == '='; pad++)
		s.len--;
	if (s.len % 4 == 1 || (pad > 0 && (s.len + pad) % 4 != 0))
		return false;
	for (i = 0; i < s.len; i++) {
		at = s.p[i] != '\0' ? strchr(alphabet, s.p[i]) : NULL;
		if (at == NULL)
			return false;
		w = w << 6 | (uint32_t)(at - alphabet);
		if ((bits += 6) >= 8)
			to[n++] = (char)(w >> (bits -= 8));
	}
	*out = (struct str){ to, n };
	return true;
}
