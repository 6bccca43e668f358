/* redact_number: card numbers and US social security numbers. */
#include "text/redact_check.h"
#include "text/redact_parts.h"

enum { CARD_MIN = 12, CARD_MAX = 19, RUN_MAX = 20 };

/* Digits with single separators between them: "4111 1111 1111 1111". */
struct run {
	size_t	n;			/* groups */
	size_t	start[RUN_MAX], end[RUN_MAX];
	char	sep[RUN_MAX];		/* before each group */
};

/* First digits from ${lo} to ${hi}, and the lengths that go with them. */
struct network {
	unsigned	lo, hi, digits;
	uint32_t	lengths;		/* bit by length */
};

#define LEN(n)		(1U << (n))
#define FROM(a, b)	((LEN((b) + 1) - 1) & ~(LEN(a) - 1))

static const struct network networks[] = {
	{ 4, 4, 1, LEN(13) | LEN(16) | LEN(19) },	/* Visa */
	{ 51, 55, 2, LEN(16) },				/* Mastercard */
	{ 2221, 2720, 4, LEN(16) },
	{ 34, 34, 2, LEN(15) },				/* American Express */
	{ 37, 37, 2, LEN(15) },
	{ 300, 305, 3, LEN(14) | FROM(16, 19) },	/* Diners Club */
	{ 3095, 3095, 4, LEN(14) | FROM(16, 19) },
	{ 36, 36, 2, FROM(14, 19) },
	{ 38, 39, 2, LEN(14) | FROM(16, 19) },
	{ 6011, 6011, 4, FROM(16, 19) },		/* Discover */
	{ 644, 659, 3, FROM(16, 19) },
	{ 60, 60, 2, LEN(16) },				/* RuPay */
	{ 81, 82, 2, FROM(16, 19) },			/* also UnionPay */
	{ 62, 62, 2, FROM(16, 19) },			/* UnionPay */
	{ 35, 35, 2, FROM(16, 19) },			/* JCB: 3528 to 3589 */
	{ 2131, 2131, 4, LEN(15) },
	{ 1800, 1800, 4, LEN(15) },
	{ 5018, 5018, 4, FROM(12, 19) },		/* Maestro */
	{ 5020, 5020, 4, FROM(12, 19) },
	{ 5038, 5038, 4, FROM(12, 19) },
	{ 5893, 5893, 4, FROM(12, 19) },
	{ 6304, 6304, 4, FROM(12, 19) },
	{ 6759, 6759, 4, FROM(12, 19) },
	{ 6761, 6763, 4, FROM(12, 19) },
	{ 50, 50, 2, LEN(16) | LEN(19) },
	{ 56, 58, 2, LEN(16) | LEN(19) },
	{ 67, 67, 2, LEN(16) | LEN(19) },
	{ 637, 639, 3, LEN(16) },			/* InstaPayment */
	{ 6362, 6363, 4, LEN(16) },			/* Elo */
	{ 8600, 8600, 4, LEN(16) },			/* Uzcard */
	{ 9860, 9860, 4, LEN(16) },			/* Humo */
	{ 2200, 2204, 4, FROM(16, 19) },		/* Mir */
	{ 9792, 9792, 4, LEN(16) },			/* Troy */
};

static bool
in_network(const char *d, size_t n)
{
	unsigned head[5] = { 0 };
	size_t i;

	for (i = 0; i < 4; i++)
		head[i + 1] = head[i] * 10 + (unsigned)(d[i] - '0');
	for (i = 0; i < sizeof(networks) / sizeof(networks[0]); i++) {
		const struct network *w = &networks[i];

		if (head[w->digits] >= w->lo && head[w->digits] <= w->hi &&
		    (w->lengths & LEN(n)) != 0)
			return true;
	}
	return false;
}

bool
check_card(const char *d, size_t n)
{
	return n >= CARD_MIN && n <= CARD_MAX && in_network(d, n) &&
	    check_luhn(d, n);
}

static size_t
group_len(const struct run *r, size_t g)
{
	return r->end[g] - r->start[g];
}

/*
 * The groups of a card as it is printed, 4-4-4-4 and a rest, or 4-6-5, are
 * one number whatever parts them.
 */
static bool
is_printed(const struct run *r, size_t last)
{
	size_t g;

	if (last == 2 && group_len(r, 0) == 4 && group_len(r, 1) == 6)
		return true;
	for (g = 0; g < last; g++)
		if (group_len(r, g) != 4)
			return false;
	return last >= 3 && group_len(r, last) <= 4;
}

/*
 * Do groups 0 to ${last} look like one number: as it is printed, or with one
 * separator throughout and no scraps, unless each has a digit, or two of
 * sixteen?
 */
static bool
one_number(const struct run *r, size_t last)
{
	size_t first = group_len(r, 0), g;
	bool alike = first == 1 || (first == 2 && last == 7);

	if (last == 0 || is_printed(r, last))
		return true;
	if (r->sep[1] == '/' || (!alike && first < 4))
		return false;
	for (g = 1; g <= last; g++)
		if (r->sep[g] != r->sep[1] || (alike ?
		    group_len(r, g) != first : group_len(r, g) < 2 &&
		    g < last))
			return false;
	return true;
}

/* Is there a card that begins with group 0?  Its last group, or -1. */
static int
find_card(struct str s, const struct run *r)
{
	char d[CARD_MAX];
	size_t n = 0, g, len;
	int found = -1;

	for (g = 0; g < r->n; g++) {
		len = group_len(r, g);
		if (n + len > CARD_MAX)
			break;
		memcpy(d + n, s.p + r->start[g], len);
		n += len;
		if (check_card(d, n) && one_number(r, g))
			found = (int)g;
	}
	return found;
}

static bool
ssn_digits(const char *area, const char *group, const char *serial)
{
	return memcmp(area, "000", 3) != 0 && memcmp(area, "666", 3) != 0 &&
	    area[0] != '9' && memcmp(group, "00", 2) != 0 &&
	    memcmp(serial, "0000", 4) != 0;
}

/* Does "ssn" or "social security" stand in the 40 bytes before ${at}? */
static bool
speaks_of_ssn(struct str s, size_t at)
{
	size_t i = at > 40 ? at - 40 : 0;

	for (; i + 3 <= at; i++)
		if (str_ieq((struct str){ s.p + i, 3 }, STR("ssn")) ||
		    (i + 15 <= at && str_ieq((struct str){ s.p + i, 15 },
		    STR("social security"))))
			return true;
	return false;
}

/* Is there an SSN in the first groups?  The last of them, or -1. */
static int
find_ssn(struct str s, const struct run *r)
{
	const char *p = s.p + r->start[0];

	if (group_len(r, 0) == 9)
		return ssn_digits(p, p + 3, p + 5) &&
		    speaks_of_ssn(s, r->start[0]) ? 0 : -1;
	if (r->start[0] >= 2 && s.p[r->start[0] - 1] == r->sep[1] &&
	    ascii_digit(s.p[r->start[0] - 2]))
		return -1;		/* the middle of a longer number */
	if (r->n < 3 || group_len(r, 0) != 3 || group_len(r, 1) != 2 ||
	    group_len(r, 2) != 4 || r->sep[1] != r->sep[2] ||
	    r->sep[1] == '/' ||
	    (r->n > 3 && r->sep[3] == r->sep[1]))
		return -1;
	return ssn_digits(p, s.p + r->start[1], s.p + r->start[2]) ? 2 : -1;
}

static size_t
digits_end(struct str s, size_t i)
{
	while (i < s.len && ascii_digit(s.p[i]))
		i++;
	return i;
}

/* What parts two groups of a number, between digits. */
static size_t
separator(struct str s, size_t i, char *kind)
{
	size_t n = separator_read(s, i, kind);

	return n > 0 && i + n < s.len && ascii_digit(s.p[i + n]) ? n : 0;
}

/* Read up to RUN_MAX groups that begin at the digit at ${i}. */
static void
read_run(struct str s, size_t i, struct run *r)
{
	size_t n;

	r->n = 0;
	r->sep[0] = '\0';
	for (;;) {
		r->start[r->n] = i;
		i = digits_end(s, i);
		r->end[r->n++] = i;
		if (r->n == RUN_MAX ||
		    (n = separator(s, i, &r->sep[r->n])) == 0)
			return;
		i += n;
	}
}

static bool
word_char(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

/* Does a word of letters and digits end before byte ${i}, as in a UUID? */
static bool
after_mixture(struct str s, size_t i)
{
	bool letter = false, digit = false;

	for (; i > 0 && word_char(s.p[i - 1]); i--) {
		digit |= ascii_digit(s.p[i - 1]);
		letter |= !ascii_digit(s.p[i - 1]);
	}
	return letter && digit;
}

/* Digits within an identifier are no number; "visa4111..." still is one. */
static bool
begins_number(struct str s, size_t i)
{
	size_t at = i;

	while (at > 0 && ascii_alpha(s.p[at - 1]))
		at--;
	if (at < i && i - at < 3)
		return false;
	if (at == 0)
		return true;
	if (s.p[at - 1] == '.')		/* the fraction of a number */
		return at == 1 || !ascii_digit(s.p[at - 2]);
	if (s.p[at - 1] == '_')		/* "pay_4111...", not "id_" */
		return at == i && !str_ends(str_to(s, at), STR("id_"));
	if (s.p[at - 1] == '-')
		return at == i && !after_mixture(s, at - 1);
	return !word_char(s.p[at - 1]);
}

bool
find_number(struct str s, size_t i, struct secret_span *out)
{
	struct run r;
	int last;

	if (!begins_number(s, i))
		return false;
	read_run(s, i, &r);
	out->kind = SECRET_CARD;
	if ((last = find_card(s, &r)) < 0) {
		out->kind = SECRET_SSN;
		last = find_ssn(s, &r);
	}
	if (last < 0)
		return false;
	out->start = i;
	out->end = r.end[last];
	return true;
}
