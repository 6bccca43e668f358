/* redact: find the secrets, write the text without them; see redact.h. */
#include "text/redact_parts.h"

#include <stdlib.h>

#include "base/buf.h"
#include "text/digit.h"

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
 * Are there as many digits as a secret needs, and is there a byte of other
 * scripts?
 */
static bool
has_digits(struct str s, bool *other)
{
	uint64_t seen = 0;
	size_t n = digit_count(s, &seen);

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

	return digit_near(s, i, NEAR) >= LEAST_DIGITS;
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
	return !is_telephone(s, i) && (find_iban(s, i, x) ||
	    find_number(s, i, x) || find_id(s, i, x));
}

/* Return where digits enough for any number stand first, or the end. */
static size_t
find_numbers(struct str s, struct secret_list *l)
{
	struct secret_span x;
	size_t i, first = s.len;

	for (i = digit_next(s, 0); i < s.len; i = digit_next(s, i)) {
		if (enough_near(s, i)) {
			first = first == s.len ? i : first;
			if (find_at(s, i, &x)) {
				secret_add(l, x.kind, x.start, x.end);
				i = x.end;
			}
		}
		while (i < s.len && ascii_digit(s.p[i]))
			i++;
	}
	return first;
}

/* Numbers of all kinds that are ${asked} for, in ASCII digits. */
static void
find_asked(struct str s, uint32_t asked, struct secret_list *l)
{
	size_t first = 0;

	if (asked & SECRETS)
		first = find_numbers(s, l);
	if (asked >> SECRET_PHONE & 1 && first < s.len)
		redact_phones(s, first, l);
}

/* The same in the digits of any script. */
static void
redact_digits(struct str s, uint32_t asked, struct secret_list *l)
{
	struct str plain;
	size_t *at, i;
	bool other, enough = has_digits(s, &other);

	if (!other || !digits_plain(s, l->arena, &plain, &at)) {
		if (enough)
			find_asked(s, asked, l);
		return;
	}
	if (has_digits(plain, &other))
		find_asked(plain, asked, l);
	for (i = 0; i < l->n; i++) {
		l->p[i].start = at[l->p[i].start];
		l->p[i].end = at[l->p[i].end];
	}
}

/*
 * Of what was found, in its order, leave what is to be taken; count what is
 * told of, but for the parts of what goes.  Was anything told?
 */
static bool
sift(const struct redact_rules *rules, struct secret_list *l,
    unsigned *counts)
{
	size_t i, n = 0, end = 0;
	struct secret_span x;
	bool told = false;

	for (i = 0; i < l->n; i++) {
		x = l->p[i];
		if (x.kind >= SECRET_PATTERN || rules->take >> x.kind & 1) {
			l->p[n++] = x;
		} else if (rules->tell >> x.kind & 1 && x.start >= end) {
			counts[x.kind]++;
			told = true;
		} else {
			continue;
		}
		end = x.end > end ? x.end : end;
	}
	l->n = n;
	return told;
}

bool
redact_by(const struct redact_rules *rules, struct str s, struct arena *a,
    struct str *out, unsigned *counts)
{
	const uint32_t asked = rules->take | rules->tell;
	struct secret_list l = { .arena = a };
	bool told;

	*out = s;
	if (asked & ~(1u << SECRET_EMAIL))
		redact_digits(s, asked, &l);
	if (asked & SECRETS)
		redact_words(s, &l);
	if (asked >> SECRET_EMAIL & 1)
		redact_emails(s, &l);
	if (rules->npatterns > 0)
		redact_patterns(rules, s, &l);
	if (l.n == 0)
		return false;
	qsort(l.p, l.n, sizeof(*l.p), by_start);
	told = sift(rules, &l, counts);
	if (l.n == 0)
		return told;
	*out = without(rules, s, &l, counts);
	return true;
}

bool
redact(struct str s, struct arena *a, struct str *out,
    unsigned counts[SECRET_KINDS])
{
	return redact_by(&redact_usual, s, a, out, counts);
}
