/* phone: from what people write to E.164; see phone.h. */
#include "text/phone.h"

#include <stdio.h>

#include "text/phone_read.h"
#include "text/phone_table.h"

enum { E164_MAX = 15 };

static int
bad_length(bool is_short, struct err *e)
{
	return err_set(e, ERR_INPUT,
	    is_short ? "phone.too_short" : "phone.too_long",
	    "the telephone number has too %s digits",
	    is_short ? "few" : "many");
}

/* One digit throughout, from digit ${at} on? */
static bool
is_dummy(const struct dialled *d, size_t at)
{
	size_t i;

	for (i = at + 1; i < d->n && d->digits[i] == d->digits[at]; i++)
		;
	return i == d->n && i - at >= 6;
}

static int
bad_dummy(struct err *e)
{
	return err_set(e, ERR_INPUT, "phone.dummy",
	    "the telephone number is one digit throughout");
}

static void
drop_digits(struct dialled *d, size_t at, size_t n)
{
	memmove(d->digits + at, d->digits + at + n, d->n - at - n);
	d->n -= n;
}

/* Moldova, Armenia, Ukraine, Azerbaijan, Georgia, Kyrgyzstan. */
static bool
was_soviet(const struct plan *p)
{
	return p->code == 373 || p->code == 374 || p->code == 380 ||
	    p->code == 994 || p->code == 995 || p->code == 996;
}

/*
 * Take a trunk prefix off the national number at ${at}.  No national number
 * begins with 0 where 0 is the prefix; other prefixes are also first digits.
 * Where it is 8, as it was all over the Soviet Union, 0 is taking its place;
 * where it has, some still dial the 8 before it.
 */
static void
drop_trunk(struct dialled *d, size_t at, const struct plan *p)
{
	size_t n = strlen(p->trunk);

	if (was_soviet(p) && d->n - at == p->max + 2U &&
	    memcmp(d->digits + at, "80", 2) == 0)
		drop_digits(d, at, 2);
	else if (strcmp(p->trunk, "8") == 0 && d->n - at == p->max + 1U &&
	    d->digits[at] == '0')
		drop_digits(d, at, 1);
	else if (n > 0 && d->n >= at + n &&
	    memcmp(d->digits + at, p->trunk, n) == 0 &&
	    (strcmp(p->trunk, "0") == 0 || d->n - at > p->max))
		drop_digits(d, at, n);
}

/*
 * Mobile numbers that are written in another way at home than abroad, at
 * ${at}.  Mexico had a 1 before them until 2019, and 044 or 045 at home;
 * Argentina writes 15 after the area's code of two to four digits, and abroad
 * a 9 before it.
 */
static void
rewrite_mobile(struct dialled *d, size_t at, const struct plan *p)
{
	const char *n = d->digits + at;
	size_t area;

	if (p->code == 52 && d->n - at == 11 && n[0] == '1')
		drop_digits(d, at, 1);
	if (p->code == 52 && d->n - at == 13 && memcmp(n, "04", 2) == 0)
		drop_digits(d, at, 3);
	if (p->code != 54 || d->n - at != 12)
		return;
	area = memcmp(n, "11", 2) == 0 ? 2 : 3;
	while (area <= 4 && memcmp(n + area, "15", 2) != 0)
		area++;
	if (area > 4)
		return;
	drop_digits(d, at + area, 1);
	memmove(d->digits + at + 1, d->digits + at, area);
	d->digits[at] = '9';
}

/*
 * In Brazil the 0 of a long-distance call has the carrier's two digits behind
 * it, if there are as many digits as make that: 0 15 11 98765-4321.  No area
 * begins with 0.
 */
static void
drop_carrier(struct dialled *d, size_t at, const struct plan *p)
{
	if (p->code == 55 && d->digits[at] == '0' && d->n - at >= 13 &&
	    d->digits[at + 3] != '0')
		drop_digits(d, at, 3);
}

/* Put the country code of ${p} before a national number; its length. */
static size_t
add_code(struct dialled *d, const struct plan *p)
{
	char code[8];
	size_t n = (size_t)snprintf(code, sizeof(code), "%u",
	    (unsigned)p->code);

	memmove(d->digits + n, d->digits, d->n);
	memcpy(d->digits, code, n);
	d->n += n;
	return n;
}

/* Area code and exchange, of three digits each, begin with 2 to 9. */
static bool
is_american(const char *number)
{
	return number[0] >= '2' && number[3] >= '2';
}

/* ${d} begins with a country code of ${cc} digits. */
static int
check_plan(struct dialled *d, size_t cc, const struct plan *p, struct err *e)
{
	size_t n;

	if (d->zero == cc + 1 && d->n > cc && p->trunk[0] == '0')
		drop_digits(d, cc, 1);
	drop_carrier(d, cc, p);
	drop_trunk(d, cc, p);
	rewrite_mobile(d, cc, p);
	n = d->n - cc;
	if ((n < p->min || n > p->max || d->n > E164_MAX) &&
	    !plan_is_service(p->code, d->digits + cc, n))
		return bad_length(n < p->min, e);
	if (is_dummy(d, cc))
		return bad_dummy(e);
	if ((p->code == 1 && !is_american(d->digits + cc)) ||
	    (strcmp(p->trunk, "0") == 0 && d->digits[cc] == '0'))
		return err_set(e, ERR_INPUT, "phone.area",
		    "no area code begins like that of this telephone number");
	return 0;
}

/* Digits that begin with a country code. */
static int
international(struct dialled *d, struct err *e)
{
	struct plan p;
	size_t cc;

	if (d->n < 3)
		return bad_length(true, e);
	cc = plan_of_number(d->digits, d->n, &p);
	if (cc == 0)
		return err_set(e, ERR_INPUT, "phone.country",
		    "the telephone number begins with no country's code");
	return check_plan(d, cc, &p, e);
}

/*
 * "4915112345678" in Germany: the country's own code without a "+".  Either
 * the number is too long without it, or it lacks the 0 that national numbers
 * are written with.
 */
static bool
has_own_code(const struct dialled *d, const struct plan *p)
{
	struct plan q;
	size_t cc = plan_of_number(d->digits, d->n, &q), n = d->n - cc;

	if (cc == 0 || q.code != p->code || n < p->min || n > p->max)
		return false;
	return d->n > p->max || (strcmp(p->trunk, "0") == 0 && n >= 7);
}

static bool
drop_idd(struct dialled *d, const char *idd)
{
	size_t n = strlen(idd);

	if (n == 0 || d->n < n + 7 || memcmp(d->digits, idd, n) != 0)
		return false;
	drop_digits(d, 0, n);
	return true;
}

/*
 * Digits that begin with what is dialled in the country of ${p} before a
 * country code.  Nobody's number begins with 0 where the trunk prefix is 1;
 * elsewhere a number that is no longer than others may be one of its own.
 */
static bool
read_idd(struct dialled *d, const struct plan *p)
{
	struct dialled try = *d;

	if ((d->n <= p->max && strcmp(p->trunk, "1") != 0) ||
	    !drop_idd(&try, p->idd) || international(&try, NULL) == -1)
		return false;
	*d = try;
	return true;
}

/* Digits as they are dialled in the country of ${p}. */
static int
national(struct dialled *d, const struct plan *p, struct err *e)
{
	if (read_idd(d, p))
		return 0;
	if (drop_idd(d, "00") || (d->n > p->max && drop_idd(d, p->idd)) ||
	    has_own_code(d, p))
		return international(d, e);
	drop_carrier(d, 0, p);
	drop_trunk(d, 0, p);
	d->zero = 0;
	return check_plan(d, add_code(d, p), p, e);
}

static int
resolve(struct dialled *d, struct str region, struct err *e)
{
	const struct plan *p = plan_of_region(region);

	if (d->n > E164_MAX + 5)
		return bad_length(false, e);
	if (is_dummy(d, 0))
		return bad_dummy(e);
	if (d->plus)
		return drop_idd(d, "00"), international(d, e);
	if (p != NULL)
		return national(d, p, e);
	if (drop_idd(d, "00"))
		return international(d, e);
	if (d->n < 4 || d->n > E164_MAX)
		return bad_length(d->n < 4, e);
	return err_set(e, ERR_INPUT, "phone.region",
	    "the telephone number has no country code; set a region");
}

static void
write_number(const struct dialled *d, struct arena *a, struct phone *out)
{
	struct str ext = { d->ext, d->ext_len };

	out->text = arena_printf(a, "+%.*s%s%.*s", (int)d->n, d->digits,
	    ext.len > 0 ? ";ext=" : "", STR_ARG(ext));
	out->e164 = str_to(out->text, d->n + 1);
	if (ext.len > 0)
		out->extension = str_from(out->text, out->text.len - ext.len);
}

int
phone_parse(struct str s, struct str region, struct arena *a,
    struct phone *out, struct err *e)
{
	struct dialled d = { 0 };
	int rc = phone_read(phone_bare(s), &d, e);

	*out = (struct phone){ .digits = d.n };
	if (rc == -1)
		return -1;
	if (d.n == 0)
		return err_set(e, ERR_INPUT, "phone.empty",
		    "the telephone number has no digits");
	if (resolve(&d, region, e) == -1)
		return -1;
	write_number(&d, a, out);
	return 0;
}

struct str
phone_national(struct str e164)
{
	struct plan plan;
	size_t code;

	if (e164.len < 2 || e164.p[0] != '+')
		return e164;
	code = plan_of_number(e164.p + 1, e164.len - 1, &plan);
	return code > 0 ? str_from(e164, 1 + code) : e164;
}

bool
phone_region_known(struct str region)
{
	return plan_of_region(region) != NULL;
}
