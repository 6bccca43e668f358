/* redact: find the secrets, write the text without them; see redact.h. */
#include "text/redact_parts.h"

#include <stdlib.h>

#include "base/buf.h"

/* No secret number has fewer digits: a British one, or one of Hong Kong. */
enum { LEAST_DIGITS = 6, TELEPHONE_MIN = 8, TELEPHONE_MAX = 14 };

static const char *const names[] = { "card", "ssn", "password", "key",
	"iban", "national_id", "email", "phone" };

#define SECRETS	((1u << SECRET_KINDS) - 1)

const struct redact_rules redact_usual = { .take = SECRETS };

const char *
redact_name(enum secret kind)
{
	return names[kind];
}

void
secret_add(struct secret_list *l, unsigned kind, size_t start, size_t end)
{
	size_t size = sizeof(*l->p), cap;

	if (l->n == l->cap) {
		cap = l->cap > 0 ? 2 * l->cap : 8;
		l->p = arena_grow(l->arena, l->p, l->cap * size, cap * size);
		l->cap = cap;
	}
	l->p[l->n++] = (struct secret_span){ start, end, kind };
}

/*
 * A one in each byte of ${w} that is a digit: XOR with '0' leaves 0 to 9 of
 * it, and adding 0x76 to more sets the top bit.
 */
static uint64_t
digits_of(uint64_t w)
{
	const uint64_t zeros = 0x3030303030303030, tops = 0x8080808080808080;

	w ^= zeros;
	return (~(((w & ~tops) + 0x7676767676767676) | w) & tops) >> 7;
}

/*
 * The digits in ${s}, counted eight bytes at a time: the product sums them.
 * ${seen} gets the bits of all bytes.
 */
static size_t
count_digits(struct str s, uint64_t *seen)
{
	size_t i = 0, n = 0;
	uint64_t w;

	for (; i + 8 <= s.len; i += 8) {
		memcpy(&w, s.p + i, 8);
		*seen |= w;
		n += digits_of(w) * 0x0101010101010101 >> 56;
	}
	for (; i < s.len; i++) {
		*seen |= (unsigned char)s.p[i];
		n += ascii_digit(s.p[i]);
	}
	return n;
}

/*
 * Are there as many digits as a secret needs, and is there a byte of other
 * scripts?
 */
static bool
has_digits(struct str s, bool *other)
{
	uint64_t seen = 0;
	size_t n = count_digits(s, &seen);

	*other = (seen & 0x8080808080808080) != 0;
	return n >= LEAST_DIGITS;
}

/*
 * The same from byte ${i} on, so near that they may be a card, an SSN or
 * another number: at most a separator of three bytes between each two.
 */
static bool
enough_near(struct str s, size_t i)
{
	enum { NEAR = 24 };
	uint64_t seen = 0;

	return count_digits(str_to(str_from(s, i), NEAR), &seen) >=
	    LEAST_DIGITS;
}

/* The first digit at or after byte ${i}, or the end. */
static size_t
next_digit(struct str s, size_t i)
{
	uint64_t w;

	for (; i + 8 <= s.len; i += 8) {
		memcpy(&w, s.p + i, 8);
		if (digits_of(w) != 0)
			break;
	}
	while (i < s.len && !ascii_digit(s.p[i]))
		i++;
	return i;
}

static int
by_start(const void *a, const void *b)
{
	const struct secret_span *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end > y->end ? -1 : x->end < y->end;
}

static const char *
name_of(const struct redact_rules *rules, unsigned kind)
{
	return kind < SECRET_PATTERN ? names[kind] :
	    rules->patterns[kind - SECRET_PATTERN].name;
}

/* The text with a name for each span; a span within another goes with it. */
static struct str
without(const struct redact_rules *rules, struct str s,
    const struct secret_list *l, unsigned *counts)
{
	struct buf b = { 0 };
	struct str out;
	size_t i, at = 0;

	for (i = 0; i < l->n; i++) {
		const struct secret_span *x = &l->p[i];

		if (x->start < at) {
			at = x->end > at ? x->end : at;
			continue;
		}
		buf_add(&b, s.p + at, x->start - at);
		buf_printf(&b, "[%s]", name_of(rules, x->kind));
		at = x->end;
		counts[x->kind]++;
	}
	buf_adds(&b, str_from(s, at));
	out = arena_str(l->arena, buf_str(&b));
	buf_free(&b);
	return out;
}

/*
 * "+4915112345678", whose digits may pass for a card of 13 or a personal
 * number: who writes the '+' means a telephone.  No card has so few digits
 * today, and none a '+'.
 */
static bool
is_telephone(struct str s, size_t i)
{
	size_t n = 0;

	if (i == 0 || s.p[i - 1] != '+' || s.p[i] == '0' ||
	    (i > 1 && (ascii_digit(s.p[i - 2]) || ascii_alpha(s.p[i - 2]))))
		return false;
	while (i + n < s.len && ascii_digit(s.p[i + n]))
		n++;
	return n >= TELEPHONE_MIN && n <= TELEPHONE_MAX &&
	    (i + n == s.len || !ascii_alpha(s.p[i + n]));
}

/* What the digits at byte ${i} are a part of; most are of nothing. */
static bool
find_at(struct str s, size_t i, struct secret_span *x)
{
	if (is_telephone(s, i))
		return false;
	return find_iban(s, i, x) || (enough_near(s, i) &&
	    (find_number(s, i, x) || find_id(s, i, x)));
}

static void
find_numbers(struct str s, struct secret_list *l)
{
	struct secret_span x;
	size_t i;

	for (i = next_digit(s, 0); i < s.len; i = next_digit(s, i)) {
		if (find_at(s, i, &x)) {
			secret_add(l, x.kind, x.start, x.end);
			i = x.end;
		}
		while (i < s.len && ascii_digit(s.p[i]))
			i++;
	}
}

/* Numbers in the digits of any script. */
static void
redact_digits(struct str s, struct secret_list *l)
{
	struct str plain;
	size_t *at, i;
	bool other, enough = has_digits(s, &other);

	if (!other || !digits_plain(s, l->arena, &plain, &at)) {
		if (enough)
			find_numbers(s, l);
		return;
	}
	if (has_digits(plain, &other))
		find_numbers(plain, l);
	for (i = 0; i < l->n; i++) {
		l->p[i].start = at[l->p[i].start];
		l->p[i].end = at[l->p[i].end];
	}
}

/* Of what was found, leave what is to be taken; count what is told, and say
 * whether there was any. */
static bool
sift(const struct redact_rules *rules, struct secret_list *l,
    unsigned *counts)
{
	size_t i, n = 0;
	bool told = false;

	for (i = 0; i < l->n; i++)
		if (l->p[i].kind >= SECRET_PATTERN ||
		    rules->take >> l->p[i].kind & 1) {
			l->p[n++] = l->p[i];
		} else if (rules->tell >> l->p[i].kind & 1) {
			counts[l->p[i].kind]++;
			told = true;
		}
	l->n = n;
	return told;
}

bool
redact_by(const struct redact_rules *rules, struct str s, struct arena *a,
    struct str *out, unsigned *counts)
{
	struct secret_list l = { .arena = a };
	bool told;

	*out = s;
	if ((rules->take | rules->tell) & SECRETS) {
		redact_digits(s, &l);
		redact_words(s, &l);
	}
	if ((rules->take | rules->tell) > SECRETS || rules->npatterns > 0)
		redact_asked(rules, s, &l);
	if (l.n == 0)
		return false;
	told = sift(rules, &l, counts);
	if (l.n == 0)
		return told;
	qsort(l.p, l.n, sizeof(*l.p), by_start);
	*out = without(rules, s, &l, counts);
	return true;
}

bool
redact(struct str s, struct arena *a, struct str *out,
    unsigned counts[SECRET_KINDS])
{
	return redact_by(&redact_usual, s, a, out, counts);
}
