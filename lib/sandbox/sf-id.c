/*
 * Record ids: a prefix for the type, digits of base 62, and three characters
 * that make up for the case of the other fifteen where it gets lost.
 */
#include "sandbox/sf.h"

enum { SHORT = 15, LONG = 18, DIGITS = 9 };

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz";
static const char checks[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
/* Between prefix and digits: the instance. */
static const char instance[] = "SB0";

/* A bit for each capital among five characters picks a check character. */
static void
add_check(char id[LONG])
{
	unsigned bits;
	size_t i, k;

	for (i = 0; i < 3; i++) {
		bits = 0;
		for (k = 0; k < 5; k++)
			if (id[5 * i + k] >= 'A' && id[5 * i + k] <= 'Z')
				bits |= 1u << k;
		id[SHORT + i] = checks[bits];
	}
}

struct str
sf_id_text(const struct object_type *t, int64_t id, struct arena *a)
{
	char *out = arena_alloc(a, LONG + 1);
	size_t i;

	memcpy(out, t->id, 3);
	memcpy(out + 3, instance, 3);
	for (i = SHORT; i > SHORT - DIGITS; i--) {
		out[i - 1] = digits[id % 62];
		id /= 62;
	}
	add_check(out);
	out[LONG] = '\0';
	return (struct str){ out, LONG };
}

const struct object_type *
sf_id_type(struct str s)
{
	const struct object_type *t;

	if (s.len != SHORT && s.len != LONG)
		return NULL;
	for (t = sf_schema.types; t->name != NULL; t++)
		if (str_eq(str_to(s, 3), str_of(t->id)))
			return t;
	return NULL;
}

int64_t
sf_id_number(const struct object_type *t, struct str s)
{
	const struct object_type *is = sf_id_type(s);
	char whole[LONG];
	const char *p;
	int64_t n = 0;
	size_t i;

	if (is == NULL || (t != NULL && t != is) ||
	    memcmp(s.p + 3, instance, 3) != 0)
		return 0;
	memcpy(whole, s.p, SHORT);
	add_check(whole);
	if (s.len == LONG && memcmp(whole, s.p, LONG) != 0)
		return 0;
	for (i = SHORT - DIGITS; i < SHORT; i++) {
		p = s.p[i] != '\0' ? strchr(digits, s.p[i]) : NULL;
		if (p == NULL)
			return 0;
		n = n * 62 + (p - digits);
	}
	return n;
}
