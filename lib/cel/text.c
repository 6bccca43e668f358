#include "cel/text.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Eight bytes at once: ${b} in each of them. */
#define BYTES(b)	((uint64_t)(b) * 0x0101010101010101u)

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Of eight bytes, how many begin a character. */
static size_t
begins(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	w = (~w >> 7 | w >> 6) & BYTES(0x01);
	return (size_t)(w * BYTES(0x01) >> 56);
}

size_t
chars_count(struct str s)
{
	size_t i = 0, n = 0;

	for (; i + 8 <= s.len; i += 8)
		n += begins(s.p + i);
	for (; i < s.len; i++)
		n += !continues(s.p[i]);
	return n;
}

size_t
chars_skip(struct str s, size_t *n)
{
	size_t i = 0, k;

	for (; i + 8 <= s.len && (k = begins(s.p + i)) <= *n; i += 8)
		*n -= k;
	for (; i < s.len && (continues(s.p[i]) || *n > 0); i++)
		*n -= !continues(s.p[i]);
	return i;
}

/* Of eight bytes, those from ${first} to ${last} in the other case. */
static uint64_t
recase(uint64_t w, char first, char last)
{
	uint64_t low = w & BYTES(0x7f);
	uint64_t from = low + BYTES(0x80 - first);
	uint64_t above = low + BYTES(0x7f - last);

	return w ^ ((from & ~above & ~w & BYTES(0x80)) >> 2);
}

struct str
ascii_recase(struct str s, char first, char last, struct arena *a)
{
	char *to = arena_alloc(a, s.len);
	uint64_t w;
	size_t i;

	for (i = 0; i + sizeof(w) <= s.len; i += sizeof(w)) {
		memcpy(&w, s.p + i, sizeof(w));
		w = recase(w, first, last);
		memcpy(to + i, &w, sizeof(w));
	}
	for (; i < s.len; i++)
		to[i] = s.p[i] >= first && s.p[i] <= last ?
		    (char)(s.p[i] ^ 0x20) : s.p[i];
	return (struct str){ to, s.len };
}

/* digits(d, out, exp): significant digits without zeros at the end. */
static size_t
digits(double d, char out[32], int *exp)
{
	char s[40];
	size_t n;
	int prec;

	for (prec = d < DBL_MIN ? 0 : 14;; prec++) {
		snprintf(s, sizeof(s), "%.*e", prec, d);
		if (prec == 16 || strtod(s, NULL) == d)
			break;
	}
	*exp = atoi(strchr(s, 'e') + 1);
	out[0] = s[0];
	memcpy(out + 1, s + 2, (size_t)prec);
	for (n = (size_t)prec + 1; n > 1 && out[n - 1] == '0'; n--)
		continue;
	return n;
}

static size_t
with_exponent(const char *dig, size_t n, int exp, char *out)
{
	size_t len = 0;

	out[len++] = dig[0];
	if (n > 1)
		out[len++] = '.';
	memcpy(out + len, dig + 1, n - 1);
	len += n - 1;
	return len + (size_t)sprintf(out + len, "e%c%02d",
	    exp < 0 ? '-' : '+', abs(exp));
}

static size_t
without_exponent(const char *dig, size_t n, int exp, char *out)
{
	size_t len = 0;
	int i;

	if (exp < 0) {
		out[len++] = '0';
		out[len++] = '.';
		for (i = -1; i > exp; i--)
			out[len++] = '0';
		memcpy(out + len, dig, n);
		return len + n;
	}
	for (i = 0; i <= exp || (size_t)i < n; i++) {
		if (i == exp + 1)
			out[len++] = '.';
		out[len++] = (size_t)i < n ? dig[i] : '0';
	}
	return len;
}

size_t
double_text(double d, bool fixed, char out[DOUBLE_TEXT])
{
	char dig[32];
	size_t len = 0, n;
	int exp;

	if (isnan(d))
		return (size_t)sprintf(out, "NaN");
	if (isinf(d))
		return (size_t)sprintf(out, d < 0 ? "-Infinity" : "Infinity");
	if (signbit(d))
		out[len++] = '-';
	n = digits(fabs(d), dig, &exp);
	if (!fixed && d != 0 && (exp < -6 || exp >= 21))
		return len + with_exponent(dig, n, exp, out + len);
	return len + without_exponent(dig, n, exp, out + len);
}

size_t
duration_text(int64_t sec, int32_t nsec, char out[40])
{
	bool negative = sec < 0 || nsec < 0;
	size_t n;

	n = (size_t)snprintf(out, 40, "%s%llu", negative ? "-" : "",
	    (unsigned long long)(sec < 0 ? -(uint64_t)sec : (uint64_t)sec));
	if (nsec != 0) {
		n += (size_t)snprintf(out + n, 40 - n, ".%09d", abs(nsec));
		while (out[n - 1] == '0')
			n--;
	}
	out[n++] = 's';
	out[n] = '\0';
	return n;
}
