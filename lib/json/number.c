/* Numbers: text to machine types and back. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "json/json.h"

static struct json
number(struct str text)
{
	return (struct json){ .type = JSON_NUMBER, .len = (uint32_t)text.len,
	    .text = text.p };
}

struct json
json_uint(uint64_t u, struct arena *a)
{
	char digits[24], *p = digits + sizeof(digits);

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	return number(arena_str(a, (struct str){ p,
	    (size_t)(digits + sizeof(digits) - p) }));
}

struct json
json_int(int64_t i, struct arena *a)
{
	if (i >= 0)
		return json_uint((uint64_t)i, a);
	return number(arena_printf(a, "%lld", (long long)i));
}

/*
 * A decimal of up to four places and fifteen digits, as scores and money
 * are, is its own shortest text.  Return its length in ${out}; 0: not one.
 */
static size_t
short_decimal(double d, char out[40])
{
	double scaled = fabs(d) * 10000;
	char *const end = out + 24, *p = end;
	uint64_t u;
	int i;

	if (!(scaled < 1e15) || scaled != floor(scaled) ||
	    scaled / 10000 != fabs(d))
		return 0;
	u = (uint64_t)scaled;
	for (i = 0; i < 4; i++, u /= 10)
		if (u % 10 != 0 || i == 3 || p < end)
			*--p = (char)('0' + u % 10);
	*--p = '.';
	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (signbit(d))
		*--p = '-';
	memmove(out, p, (size_t)(end - p));
	return (size_t)(end - p);
}

struct json
json_double(double d, struct arena *a)
{
	char text[40];
	int digits;

	if (!isfinite(d))
		return json_null();
	if ((digits = (int)short_decimal(d, text)) > 0)
		return number(arena_str(a, (struct str){ text,
		    (size_t)digits }));
	for (digits = 15; digits < 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, d);
		if (strtod(text, NULL) == d)
			break;
	}
	if (digits == 17)
		snprintf(text, sizeof(text), "%.17g", d);
	if (strpbrk(text, ".e") == NULL)
		strcat(text, ".0");
	return number(arena_str(a, str_of(text)));
}

bool
json_to_uint(const struct json *v, uint64_t *out)
{
	uint64_t u = 0;
	size_t i = 0;

	if (v->type != JSON_NUMBER)
		return false;
	if (v->len == 2 && memcmp(v->text, "-0", 2) == 0)
		i = 1;
	for (; i < v->len; i++)
		if (!ascii_digit(v->text[i]) ||
		    __builtin_mul_overflow(u, 10, &u) ||
		    __builtin_add_overflow(u, v->text[i] - '0', &u))
			return false;
	*out = u;
	return true;
}

bool
json_to_int(const struct json *v, int64_t *out)
{
	struct json abs = *v;
	bool neg = v->type == JSON_NUMBER && v->text[0] == '-';
	uint64_t u;

	if (neg) {
		abs.text++;
		abs.len--;
	}
	if (!json_to_uint(&abs, &u) ||
	    u > (uint64_t)INT64_MAX + (neg ? 1 : 0))
		return false;
	*out = neg ? (int64_t)(0 - u) : (int64_t)u;
	return true;
}

/* strtod wants a NUL, which text in the middle of a line does not have. */
static double
slow_double(const struct json *v)
{
	char some[64], *z = some;
	double d;

	if (v->len >= sizeof(some) && (z = malloc(v->len + 1)) == NULL)
		return HUGE_VAL;
	memcpy(z, v->text, v->len);
	z[v->len] = '\0';
	d = strtod(z, NULL);
	if (z != some)
		free(z);
	return d;
}

bool
json_to_double(const struct json *v, double *out)
{
	int64_t i;

	if (v->type != JSON_NUMBER)
		return false;
	/* Up to 15 digits are exact; "-0" has a sign to keep. */
	if (v->len <= 15 && json_to_int(v, &i) && (i != 0 || v->len == 1))
		*out = (double)i;
	else
		*out = slow_double(v);
	return isfinite(*out);
}

enum { WHOLE_MAX = 40, POWER_MAX = 100 };

/* The exponent at the end of a number, from "e" on; 0 if there is none. */
static int
exponent(struct str s)
{
	bool negative = s.len > 1 && s.p[1] == '-';
	int power = 0;
	size_t i;

	for (i = 1; i < s.len && power < POWER_MAX; i++)
		if (ascii_digit(s.p[i]))
			power = power * 10 + (s.p[i] - '0');
	return negative ? -power : power;
}

/* ${n} digits to the power of ten; false if that is not whole. */
static bool
shift(char *digits, size_t *n, int power)
{
	for (; power > 0; power--) {
		if (*n == WHOLE_MAX)
			return false;
		digits[(*n)++] = '0';
	}
	for (; power < 0; power++)
		if (*n == 0 || digits[--*n] != '0')
			return false;
	return *n > 0;
}

struct str
json_whole(const struct json *v, struct arena *a)
{
	const struct str s = { v->text, v->len };
	char digits[WHOLE_MAX];
	size_t i, n = 0;
	bool point = false;
	int fraction = 0;

	for (i = 0; v->type == JSON_NUMBER && i < s.len; i++) {
		if (ascii_lower(s.p[i]) == 'e')
			break;
		if (ascii_digit(s.p[i]) && n < WHOLE_MAX) {
			fraction += point;
			digits[n++] = s.p[i];
		} else if (s.p[i] == '.') {
			point = true;
		} else {
			return s;
		}
	}
	if ((!point && i == s.len) || n == 0 ||
	    !shift(digits, &n, exponent(str_from(s, i)) - fraction))
		return s;
	return arena_str(a, (struct str){ digits, n });
}
