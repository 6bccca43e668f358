/* fits: what stands in the configuration for a field's value, and its type. */
#include "stage/map_time.h"
#include "stage/map_type.h"

/* Is what takes the place of a value of this type one itself? */
static bool
is_strict(int kind)
{
	return kind == MAP_EMAIL || kind == MAP_INTEGER ||
	    kind == MAP_NUMBER || kind == MAP_DECIMAL ||
	    kind == MAP_BOOLEAN || kind == MAP_DATE || kind == MAP_DATETIME;
}

/* A day that stands there as it is to be written. */
static bool
is_written(const struct map_type *t, const struct json *v)
{
	struct instant when;

	return v->type == JSON_STRING && t->format.p != NULL &&
	    (t->kind == MAP_DATE || t->kind == MAP_DATETIME) &&
	    map_time_parse((struct str){ v->text, v->len }, t->format,
	    t->forms.zone, &when) == 0;
}

static bool
is_none(const struct json *v)
{
	return v == NULL || v->type == JSON_NULL ||
	    (v->type == JSON_STRING && v->len == 0);
}

const struct json *
map_type_fits(const struct map_type *t, const struct json *v,
    const char *what, const char *key, struct arena *a, struct diags *d)
{
	struct map_fault fault;
	struct json *out;
	char q[64];

	if (is_none(v) || !is_strict(t->kind) || is_written(t, v))
		return v;
	out = ARENA_NEW(a, struct json);
	*out = *v;
	fault = map_type_apply(t, out, STR_NONE, a);
	if (fault.code == NULL)
		return out;
	if (t->invalid != MAP_KEEP)
		diag_error(d, yaml_where(v), "config.literal",
		    "'%s' is no %s, which %s is; correct its %s or its type",
		    err_quote(yaml_text(v), q, sizeof(q)), map_kinds[t->kind],
		    what, key);
	return v;
}
