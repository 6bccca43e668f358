/* Forms of times, checked as they are read. */
#include "stage/map_forms.h"

#include "yaml/yaml.h"

/* No unknown directives, and none that does not fit into a line. */
static int
known(struct str format, struct where at, const char *what, struct diags *d)
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

/* What is read by ${form} must be a day of some year. */
static int
check_parse(struct str form, struct where at, const char *what,
    struct diags *d)
{
	static const char *const years[] = { "%Y", "%y", "%F", "%D", "%s" };
	bool year = false;
	size_t i;

	if (known(form, at, what, d) == -1)
		return -1;
	for (i = 0; i < sizeof(years) / sizeof(years[0]); i++)
		year |= str_find(form, str_of(years[i])) != (size_t)-1;
	if (!year)
		return diag_error(d, at, "config.format", "the form '%.*s' of "
		    "%s has no year, so that all would be 1970", STR_ARG(form),
		    what);
	if (str_find(form, STR("%j")) != (size_t)-1)
		return diag_error(d, at, "config.format", "'%%j' in parse of "
		    "%s is only written; read %%m and %%d", what);
	if (str_find(form, STR("%Z")) != (size_t)-1)
		time_zones_read();
	return 0;
}

static struct where
place(const struct json *node, const char *key)
{
	const struct json *v = json_get(node, str_of(key));

	return yaml_where(v != NULL ? v : node);
}

int
map_forms_format(struct str format, struct where at, const char *what,
    struct diags *d)
{
	if (known(format, at, what, d) == -1)
		return -1;
	if (str_find(format, STR("%Z")) != (size_t)-1)
		return diag_error(d, at, "config.format",
		    "'%%Z' in the format of %s is only read; write %%z", what);
	return 0;
}

int
map_forms_read(struct conf_strs parse, struct str zone,
    const struct json *node, const char *what, struct map_forms *f,
    struct diags *d)
{
	const struct json *list = json_get(node, STR("parse"));
	size_t i;
	int ret = 0;

	f->parse = parse;
	for (i = 0; i < parse.n; i++)
		ret |= check_parse(parse.p[i], list != NULL &&
		    list->type == JSON_ARRAY && i < list->len ?
		    yaml_where(&list->items[i]) : place(node, "parse"), what,
		    d);
	if (zone.p != NULL && (f->zone = time_zone(zone)) == NULL)
		ret = diag_error(d, place(node, "zone"), "config.zone",
		    "unknown time zone '%.*s' of %s; write it as "
		    "\"Europe/Madrid\" or \"+02:00\"", STR_ARG(zone), what);
	return ret;
}

bool
map_forms_time(const struct map_forms *f, struct str s, struct instant *out)
{
	size_t i;

	for (i = 0; i < f->parse.n; i++)
		if (map_time_parse(s, f->parse.p[i], f->zone, out) == 0)
			return true;
	return false;
}
