/* The options of a type, as a field's mapping has them. */
#include <math.h>
#include <stdlib.h>

#include "stage/map_time.h"
#include "stage/map_type.h"
#include "text/phone.h"

const char *const map_kinds[] = {
	"text", "email", "phone", "integer", "number", "boolean", "date",
	"datetime", "picklist", "bucket", NULL
};

static struct str
scalar(const struct json *v)
{
	if (v->type == JSON_STRING || v->type == JSON_NUMBER)
		return str_trim((struct str){ v->text, v->len });
	return STR_NONE;
}

static int
add_pick(struct map_type *t, const struct json *spelling, struct str value,
    const char *what, struct diags *d)
{
	struct str s = scalar(spelling);

	if (s.p == NULL)
		return diag_error(d, yaml_where(spelling), "config.picklist",
		    "a value of %s is a text; quote it", what);
	t->picks[t->npicks++] = (struct map_pick){ s, value };
	return 0;
}

static size_t
count_picks(const struct json *values)
{
	size_t i, n = values->len;

	for (i = 0; values->type == JSON_OBJECT && i < values->len; i++)
		n += values->members[i].value.type == JSON_ARRAY ?
		    values->members[i].value.len : 1;
	return n;
}

/* {VALUE: [SYNONYM, ...]}: every value is a spelling of itself. */
static int
read_synonyms(const struct json *values, const char *what, struct map_type *t,
    struct diags *d)
{
	const struct json *list;
	struct str value;
	size_t i, j;
	int ret = 0;

	for (i = 0; i < values->len; i++) {
		value = values->members[i].key;
		list = &values->members[i].value;
		t->picks[t->npicks++] = (struct map_pick){ value, value };
		if (list->type != JSON_ARRAY) {
			if (list->type != JSON_NULL)
				ret |= add_pick(t, list, value, what, d);
			continue;
		}
		for (j = 0; j < list->len; j++)
			ret |= add_pick(t, &list->items[j], value, what, d);
	}
	return ret;
}

static int
read_picks(const struct json *values, struct where at, const char *what,
    struct map_type *t, struct arena *a, struct diags *d)
{
	size_t i;
	int ret = 0;

	if (values == NULL || values->len == 0 ||
	    (values->type != JSON_ARRAY && values->type != JSON_OBJECT))
		return diag_error(d, at, "config.picklist",
		    "%s is a picklist and needs values: [a, b] or "
		    "{a: [synonym, ...]}", what);
	t->picks = arena_array(a, count_picks(values), sizeof(*t->picks));
	if (values->type == JSON_OBJECT)
		return read_synonyms(values, what, t, d);
	for (i = 0; i < values->len; i++)
		ret |= add_pick(t, &values->items[i],
		    scalar(&values->items[i]), what, d);
	return ret;
}

/* "1-10", "251+", "<10", "7"; the whole text is the label. */
static bool
read_range(struct str label, struct map_range *r, struct arena *a)
{
	const char *p = arena_str(a, label).p;
	char *end;
	bool below = *p == '<';

	r->label = label;
	r->low = strtod(p + below, &end);
	r->high = r->low;
	if (end == p + below)
		return false;
	if (below) {
		r->high = r->low - 1;
		r->low = -INFINITY;
	} else if (*end == '+') {
		r->high = INFINITY;
		end++;
	} else if (*end == '-') {
		p = end + 1;
		r->high = strtod(p, &end);
		if (end == p)
			return false;
	}
	return *end == '\0' && r->low <= r->high;
}

static int
read_ranges(const struct map_type_keys *k, struct where at, const char *what,
    struct map_type *t, struct arena *a, struct diags *d)
{
	size_t i;
	int ret = 0;

	if (k->buckets.n == 0)
		return diag_error(d, at, "config.bucket",
		    "%s is a bucket and needs buckets: [\"1-10\", \"11+\"]",
		    what);
	t->ranges = arena_array(a, k->buckets.n, sizeof(*t->ranges));
	for (i = 0; i < k->buckets.n; i++)
		if (!read_range(k->buckets.p[i], &t->ranges[t->nranges++], a))
			ret = diag_error(d, at, "config.bucket",
			    "bucket '%.*s' of %s is no range; write "
			    "\"1-10\", \"<10\" or \"251+\"",
			    STR_ARG(k->buckets.p[i]), what);
	return ret;
}

static int
check_format(struct str format, struct where at, const char *what,
    struct diags *d)
{
	char bad;

	if (format.p == NULL || map_time_format_ok(format, &bad))
		return 0;
	if (bad == '\0')
		return diag_error(d, at, "config.format",
		    "the format of %s is too long", what);
	return diag_error(d, at, "config.format",
	    "unknown directive '%%%c' in the format of %s", bad, what);
}

static int
read_dates(const struct map_type_keys *k, struct where at, const char *what,
    struct map_type *t, struct diags *d)
{
	size_t i;
	int ret = check_format(k->format, at, what, d);

	for (i = 0; i < k->parse.n; i++)
		ret |= check_format(k->parse.p[i], at, what, d);
	if (k->zone.p != NULL && (t->zone = time_zone(k->zone)) == NULL)
		ret = diag_error(d, at, "config.zone",
		    "unknown time zone '%.*s' of %s; write it as "
		    "\"Europe/Madrid\" or \"+02:00\"", STR_ARG(k->zone),
		    what);
	return ret;
}

/* The type that a field does not name but its options tell. */
static int
implied(const struct map_type_keys *k)
{
	if (k->kind != MAP_ANY)
		return k->kind;
	if (k->values != NULL)
		return MAP_PICKLIST;
	return k->buckets.n > 0 ? MAP_BUCKET : MAP_ANY;
}

int
map_type_read(const struct map_type_keys *k, struct where at,
    const char *what, struct map_type *t, struct arena *a, struct diags *d)
{
	*t = (struct map_type){ .kind = implied(k), .invalid = k->invalid,
	    .region = k->region, .parse = k->parse, .format = k->format };
	if (k->region.p != NULL && !phone_region_known(k->region))
		return diag_error(d, at, "config.region",
		    "unknown region '%.*s' of %s; write the country's "
		    "two-letter code", STR_ARG(k->region), what);
	switch (t->kind) {
	case MAP_PICKLIST:
		if (k->unmapped != -1)
			t->invalid = k->unmapped;
		return read_picks(k->values, at, what, t, a, d);
	case MAP_BUCKET:
		return read_ranges(k, at, what, t, a, d);
	case MAP_DATE:
	case MAP_DATETIME:
		return read_dates(k, at, what, t, d);
	default:
		return 0;
	}
}
