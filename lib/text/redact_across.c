/*
 * redact_across: a card number of which each message holds a part.  People
 * type four digits, press Enter, and type the next four.
 */
#include "text/redact_check.h"
#include "text/redact_parts.h"

/* Shorter ones would be found in any two numbers that follow one another. */
enum { ACROSS_MIN = 15, ACROSS_MAX = 19 };

struct digits {
	char	p[ACROSS_MAX];
	size_t	n;
};

static bool
add_digit(struct digits *d, char c)
{
	if (d->n == ACROSS_MAX)
		return false;
	d->p[d->n++] = c;
	return true;
}

/* From where on ${s} is digits and what parts them; s.len if it is not. */
static size_t
tail_start(struct str s)
{
	size_t i = s.len;

	while (i > 0 && (ascii_digit(s.p[i - 1]) || s.p[i - 1] == ' ' ||
	    s.p[i - 1] == '-'))
		i--;
	while (i < s.len && !ascii_digit(s.p[i]))
		i++;
	return i > 0 && alnum_at(s, i - 1) ? s.len : i;
}

/* All digits of ${s} from ${i} on, where nothing else parts them. */
static bool
take_all(struct str s, size_t i, struct digits *d)
{
	for (; i < s.len; i++)
		if (ascii_digit(s.p[i]) ? !add_digit(d, s.p[i]) :
		    s.p[i] != ' ' && s.p[i] != '-')
			return false;
	return true;
}

/*
 * The groups that ${s} begins with, one after the other, until all digits
 * are a card's; where they end, or 0.
 */
static size_t
take_head(struct str s, struct digits *d)
{
	size_t i = 0, gap;

	for (;;) {
		if (i == s.len || !ascii_digit(s.p[i]))
			return 0;
		for (; i < s.len && ascii_digit(s.p[i]); i++)
			if (!add_digit(d, s.p[i]))
				return 0;
		if (d->n >= ACROSS_MIN && check_card(d->p, d->n) &&
		    !alnum_at(s, i))
			return i;
		gap = separator_at(s, i);
		if (gap == 0)
			return 0;
		i += gap;
	}
}

/* Does ${s} begin with a card of its own? */
static bool
holds_card(struct str s)
{
	struct digits d = { .n = 0 };

	return take_head(s, &d) > 0;
}

static struct str
with_card(struct str before, struct str after, struct arena *a)
{
	return arena_printf(a, "%.*s[card]%.*s", STR_ARG(before),
	    STR_ARG(after));
}

bool
redact_across(struct str *texts, size_t n, struct arena *a,
    unsigned counts[SECRET_KINDS])
{
	size_t start = tail_start(texts[0]), end, i;
	struct digits d = { .n = 0 };

	if (start == texts[0].len || !take_all(texts[0], start, &d) ||
	    holds_card(str_from(texts[0], start)) || holds_card(texts[n - 1]))
		return false;
	for (i = 1; i + 1 < n; i++)
		if (!take_all(texts[i], 0, &d))
			return false;
	end = take_head(texts[n - 1], &d);
	if (end == 0)
		return false;
	texts[0] = with_card(str_to(texts[0], start), STR(""), a);
	for (i = 1; i + 1 < n; i++)
		texts[i] = STR("[card]");
	texts[n - 1] = with_card(STR(""), str_from(texts[n - 1], end), a);
	counts[SECRET_CARD]++;
	return true;
}
