/* The options of a type, as a field's mapping has them. */
#include <math.h>
#include <stdlib.h>

#include "stage/map_type.h"
#include "text/phone.h"

const char *const map_kinds[] = {
	"text", "email", "phone", "integer", "number", "boolean", "date",
	"datetime", "picklist", "bucket", "decimal", "list",
	"multi_picklist", NULL
};

/* What a picklist does with what it does not know, as enum map_invalid. */
static const char *const unmapped_names[] = { "drop", "reject", "keep", NULL };
struct other {
	struct str	value;
};
static const struct conf_key other_keys[] = {
	{ "other", CONF_STR, offsetof(struct other, value),
	    "the value that takes its place", CONF_REQUIRED, 0, 0, NULL,
	    NULL },
	{ 0 }
};
const struct conf_key map_unmapped_forms[] = {
	{ "drop, reject or keep", CONF_ENUM, 0, "what happens to the value", 0,
	    0, 0, unmapped_names, NULL },
	CONF_FORM("{other: VALUE}", CONF_OBJ,
	    "another value takes its place", other_keys),
	{ 0 }
};

static const struct conf_key text_item[] = {
	CONF_FORM("a text", CONF_STR, "a value, or a synonym", NULL), { 0 }
};

static const struct conf_key synonym_forms[] = {
	CONF_FORM("a text", CONF_STR, "a synonym", NULL),
	CONF_FORM("a list of texts", CONF_LIST, "synonyms", text_item),
	CONF_FORM("nothing", CONF_NODE, "no synonym", NULL), { 0 }
};

static const struct conf_key synonyms[] = {
	CONF_FORM("*", CONF_EITHER, "a value and its synonyms",
	    synonym_forms), { 0 }
};

const struct conf_key map_values_forms[] = {
	CONF_FORM("a list of values", CONF_LIST, NULL, text_item),
	CONF_FORM("a mapping of values to synonyms", CONF_MAP, NULL,
	    synonyms), { 0 }
};

static const char *const range_names[] = {
	"^\\s*<?[-+]?[0-9.eE]+(\\+|-[-+]?[0-9.eE]+)?\\s*$",
	"1-10", "<10", "251+", NULL
};
static const struct conf_key ranges[] = {
	{ "*", CONF_STR, 0, "the range, such as 1-10", 0, 0, 0, range_names,
	    NULL }, { 0 }
};
const struct conf_key map_bucket_forms[] = {
	CONF_FORM("a list of ranges", CONF_STRS, "ranges, each its own value",
	    NULL),
	CONF_FORM("a mapping of values to ranges", CONF_MAP,
	    "values, and the range of each", ranges),
	{ 0 }
};

/* The place of an option of the field ${node}; else that of the field. */
static struct where
place(const struct json *node, const char *key)
{
	const struct json *v = json_get(node, str_of(key));

	return yaml_where(v != NULL ? v : node);
}

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
read_picks(const struct json *values, const struct json *node,
    const char *what, struct map_type *t, struct arena *a, struct diags *d)
{
	size_t i;
	int ret = 0;

	if (values == NULL || values->len == 0 ||
	    (values->type != JSON_ARRAY && values->type != JSON_OBJECT))
		return diag_error(d, place(node, "values"), "config.picklist",
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

/* "1-10", "251+", "<10", "7". */
static bool
read_range(struct str text, struct str label, struct map_range *r,
    struct arena *a)
{
	const char *p = arena_str(a, text).p;
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

/* One of a list, which is its own label, or of a mapping. */
static int
add_range(const struct json *text, struct str label, const char *what,
    struct map_type *t, struct arena *a, struct diags *d)
{
	struct str s = str_trim(yaml_text(text));

	if (s.p != NULL && read_range(s, label.p != NULL ? label : s,
	    &t->ranges[t->nranges++], a))
		return 0;
	return diag_error(d, yaml_where(text), "config.bucket",
	    "bucket '%.*s' of %s is no range; write \"1-10\", \"<10\" or "
	    "\"251+\"", STR_ARG(s), what);
}

static int
read_ranges(const struct map_type_keys *k, const struct json *node,
    const char *what, struct map_type *t, struct arena *a, struct diags *d)
{
	const struct json *b = k->buckets;
	size_t i;
	int ret = 0;

	if (b == NULL || (b->type != JSON_STRING && b->len == 0))
		return diag_error(d, place(node, "buckets"), "config.bucket",
		    "%s is a bucket and needs buckets: [\"1-10\", \"11+\"]",
		    what);
	t->ranges = arena_array(a, b->len + 1, sizeof(*t->ranges));
	if (b->type != JSON_ARRAY && b->type != JSON_OBJECT)
		return add_range(b, STR_NONE, what, t, a, d);
	for (i = 0; i < b->len; i++)
		ret |= b->type == JSON_ARRAY ?
		    add_range(&b->items[i], STR_NONE, what, t, a, d) :
		    add_range(&b->members[i].value, b->members[i].key, what,
		    t, a, d);
	return ret;
}

static int
read_dates(const struct map_type_keys *k, const struct json *node,
    const char *what, struct map_type *t, struct diags *d)
{
	int ret = map_forms_format(k->format, json_get(node, STR("format")),
	    what, d);

	return map_forms_read(k->parse, k->zone, node, what, &t->forms, d) |
	    ret;
}

/* The type that a field does not name but its options tell. */
static int
implied(const struct map_type_keys *k)
{
	if (k->kind != MAP_ANY)
		return k->kind;
	if (k->values != NULL)
		return MAP_PICKLIST;
	if (k->buckets != NULL)
		return MAP_BUCKET;
	return k->scale >= 0 ? MAP_DECIMAL : MAP_ANY;
}

/* "drop", or {other: VALUE}. */
static int
read_unmapped(const struct json *node, const char *what, struct map_type *t,
    struct arena *a, struct diags *d)
{
	struct other other = { STR_NONE };
	int i;

	t->unmapped = t->invalid;
	if (node == NULL)
		return 0;
	for (i = 0; node->type == JSON_STRING && unmapped_names[i] != NULL; i++)
		if (str_eq(yaml_text(node), str_of(unmapped_names[i]))) {
			t->unmapped = i;
			return 0;
		}
	if (node->type != JSON_OBJECT)
		return diag_error(d, yaml_where(node), "config.enum",
		    "unmapped of %s is drop, reject, keep or {other: VALUE}",
		    what);
	if (conf_read(node, arena_printf(a, "unmapped of %s", what).p,
	    other_keys, &other, a, d) == -1)
		return -1;
	t->unmapped = MAP_OTHER;
	t->other = other.value;
	return 0;
}

/* No word means yes and no. */
static int
read_words(const struct map_type *t, const struct json *node,
    const char *what, struct diags *d)
{
	const struct json *no = json_get(node, STR("no"));
	size_t i, k;

	for (i = 0; i < t->no.n; i++)
		for (k = 0; k < t->yes.n; k++)
			if (str_ieq(str_trim(t->no.p[i]),
			    str_trim(t->yes.p[k])))
				return diag_error(d, yaml_where(
				    no->type == JSON_ARRAY ? &no->items[i] :
				    no), "config.boolean", "'%.*s' stands "
				    "under yes of %s already",
				    STR_ARG(t->no.p[i]), what);
	return 0;
}

/* Options that a field's type has no use for are a mistake of some kind. */
static int
misplaced(const struct map_type_keys *k, const struct map_type *t,
    const struct json *node, const char *what, struct diags *d)
{
	bool list = t->kind == MAP_LIST || t->kind == MAP_MULTI;
	bool pick = t->kind == MAP_PICKLIST || list;
	bool date = t->kind == MAP_DATE || t->kind == MAP_DATETIME;
	const char *key =
	    k->values != NULL && !pick ? "values" :
	    k->unmapped != NULL && !pick ? "unmapped" :
	    k->buckets != NULL && t->kind != MAP_BUCKET ? "buckets" :
	    k->scale >= 0 && t->kind != MAP_DECIMAL ? "scale" :
	    k->yes.n > 0 && t->kind != MAP_BOOLEAN ? "yes" :
	    k->no.n > 0 && t->kind != MAP_BOOLEAN ? "no" :
	    k->parse.n > 0 && !date ? "parse" :
	    k->format.p != NULL && !date ? "format" :
	    k->zone.p != NULL && !date ? "zone" :
	    k->separator.n > 0 && !list ? "separator" :
	    k->join.p != NULL && !list ? "join" : NULL;

	if (key == NULL)
		return 0;
	return diag_error(d, place(node, key), "config.type",
	    "%s has %s, which its type does not use; give it a type that does",
	    what, key);
}

int
map_type_locale(struct str tag, struct where at, struct diags *d)
{
	if (tag.p == NULL || map_locale_point(tag) != POINT_UNKNOWN)
		return 0;
	return diag_error(d, at, "config.locale", "the numbers of locale "
	    "'%.*s' are not known; write one such as en-US or de, or "
	    "decimal: \",\"", STR_ARG(tag));
}

/* How numbers are written: by decimal, by locale, as is usual there. */
static int
read_point(const struct map_type_keys *k, const struct json *node,
    struct map_type *t, struct diags *d)
{
	t->usual = map_region_point(k->region);
	t->point = map_locale_point(k->locale);
	if (k->decimal != -1)
		t->point = k->decimal % 2 == 0 ? POINT_DOT : POINT_COMMA;
	return k->decimal != -1 ? 0 : map_type_locale(k->locale,
	    place(node, "locale"), d);
}

int
map_type_read(const struct map_type_keys *k, const struct json *node,
    const char *what, struct map_type *t, struct arena *a, struct diags *d)
{
	*t = (struct map_type){ .kind = implied(k), .invalid = k->invalid,
	    .region = k->region, .format = k->format,
	    .scale = k->scale, .rounding = k->rounding, .yes = k->yes,
	    .no = k->no, .separator = k->separator, .order = k->order,
	    .join = k->join };
	if (k->region.p != NULL && !phone_region_known(k->region))
		return diag_error(d, place(node, "region"), "config.region",
		    "unknown region '%.*s' of %s; write the country's "
		    "two-letter code", STR_ARG(k->region), what);
	if (misplaced(k, t, node, what, d) == -1 ||
	    read_point(k, node, t, d) == -1 ||
	    read_unmapped(k->unmapped, what, t, a, d) == -1)
		return -1;
	switch (t->kind) {
	case MAP_BOOLEAN:
		return read_words(t, node, what, d);
	case MAP_LIST:
		if (k->values == NULL)
			return 0;
		/* FALLTHROUGH */
	case MAP_MULTI:
	case MAP_PICKLIST:
		return read_picks(k->values, node, what, t, a, d);
	case MAP_BUCKET:
		return read_ranges(k, node, what, t, a, d);
	case MAP_DATE:
	case MAP_DATETIME:
		return read_dates(k, node, what, t, d);
	default:
		return 0;
	}
}
