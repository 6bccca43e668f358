/* validate_phone: telephone numbers, by the table and by the library. */
#include "stage/map_numeral.h"
#include "stage/validate.h"
#include "text/country.h"
#include "text/phone_library.h"

/*
 * "en-US", "pt_BR", "zh-Hant-TW": the region of a language tag (RFC 5646),
 * its first part of two letters behind the language.
 */
static struct str
region_of_locale(struct str locale)
{
	size_t i = 0, start;

	while (i < locale.len && ascii_alpha(locale.p[i]))
		i++;
	while (i < locale.len && (locale.p[i] == '-' || locale.p[i] == '_')) {
		start = ++i;
		while (i < locale.len && (ascii_alpha(locale.p[i]) ||
		    ascii_digit(locale.p[i])))
			i++;
		if (i - start == 2)
			return (struct str){ locale.p + start, 2 };
	}
	return STR_NONE;
}

/* A text of the record's, or none. */
static struct str
told(struct judged *j, struct str part, struct str key)
{
	struct json *v = doc_get(&j->r->doc, part);

	if (v != NULL)
		json_open(v, j->r->arena);
	return json_get_str(v, key);
}

/* Where the contact lives, by code or English name. */
static struct str
region_of_country(struct str s)
{
	const struct country *c;

	for (c = countries; s.len > 0 && c->alpha2[0] != '\0'; c++)
		if (numeral_same(s, str_of(c->alpha2)) ||
		    numeral_same(s, str_of(c->alpha3)) ||
		    numeral_same(s, str_of(c->name)))
			return str_of(c->alpha2);
	return STR_NONE;
}

static struct str
phone_region(struct judged *j, const struct field *f)
{
	struct str region;

	if (f->region.p != NULL)
		return f->region;
	region = region_of_locale(told(j, STR("source"), STR("locale")));
	return region.len > 0 ? region :
	    region_of_country(told(j, STR("contact"), STR("country")));
}

/*
 * The library knows which numbers there are, as of its release; the table
 * which there can be.  What either takes is one: area codes open every
 * month, and nobody's number is to be lost to an old library.
 */
static int
parse(struct judged *j, struct value *v, struct phone *p, struct err *e)
{
	struct str region = phone_region(j, v->f);
	struct arena *a = j->r->arena;
	enum phone_kind kind;
	struct str bare = phone_bare(v->text);
	struct phone q;
	int rc = phone_parse(bare, region, a, p, e);

	v->kind = PHONE_UNKNOWN;
	v->unassigned = false;
	if (!v->f->phone.library)
		return rc;
	if (phone_library_parse(bare, region, a, &q, &kind) == -1 &&
	    (rc == -1 || phone_library_parse(p->text, STR_NONE, a, &q,
	    &kind) == -1)) {
		v->unassigned = rc == 0;
		return rc;
	}
	q.digits = p->digits;
	*p = q;
	v->kind = kind;
	return 0;
}

/* What nobody knows the kind of is taken. */
static bool
is_wanted(const struct value *v)
{
	unsigned kinds = v->f->phone.kinds;

	if (kinds == 0 || v->kind == PHONE_UNKNOWN)
		return true;
	if (v->kind == PHONE_FIXED_OR_MOBILE)
		return (kinds & (1U << PHONE_FIXED_LINE | 1U << PHONE_MOBILE |
		    1U << PHONE_FIXED_OR_MOBILE)) != 0;
	return (kinds & 1U << v->kind) != 0;
}

const char *
validate_phone(struct judged *j, struct value *v, struct err *e)
{
	struct phone p;
	int rc = parse(j, v, &p, e);

	if ((rc == 0 || strcmp(e->code, "phone.region") == 0) &&
	    p.digits < (size_t)v->f->phone.min_digits)
		err_set(e, ERR_INPUT, "phone.too_short",
		    "the telephone number has fewer than %lld digits",
		    (long long)v->f->phone.min_digits);
	else if (rc == 0 && !is_wanted(v))
		err_set(e, ERR_INPUT, "phone.kind",
		    "the telephone number is of a kind that is not wanted");
	else if (rc == 0) {
		v->text = p.text;
		return NULL;
	}
	return e->code;
}

/*
 * The number in what is none, if it holds one: "call me at 415 555 0123".
 * Two numbers are anybody's guess.
 */
struct str
validate_phone_meant(struct judged *j, const struct value *v)
{
	struct str hit, other;
	struct phone p;

	if (!phone_find(v->text, 0, &hit) || phone_find(v->text,
	    (size_t)(hit.p + hit.len - v->text.p), &other) ||
	    phone_parse(hit, phone_region(j, v->f), j->r->arena, &p,
	    NULL) == -1)
		return STR_NONE;
	return p.text;
}

void
validate_phone_told(struct judged *j, const struct value *v)
{
	struct str to = v->f->phone.kind_field;

	if (v->unassigned)
		validate_find(j, v->f->path, "phone.unassigned", "kept",
		    NULL);
	if (to.p != NULL && v->kind != PHONE_UNKNOWN)
		validate_set(j, v->o->name, to,
		    json_str(str_of(phone_kinds[v->kind])));
}
