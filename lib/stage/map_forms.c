/* Forms of times, checked as they are read. */
#include "stage/map_forms.h"

#include "yaml/yaml.h"

/*
 * Directives, all of them known, and not more than fit into a line.  Other
 * tools write dd.MM.yyyy, which has none.
 */
static int
known(struct str format, const struct json *node, const char *what,
    struct diags *d)
{
	size_t bad;

	if (!map_time_format_ok(format, &bad) && bad == format.len)
		return diag_error(d, yaml_where(node), "config.format",
		    "the format of %s is longer than %d bytes", what,
		    (int)MAP_TIME_FORMAT);
	if (!map_time_format_ok(format, &bad))
		return diag_error(d, yaml_where_in(node, bad), "config.format",
		    "unknown directive '%.*s' in the format of %s; there are "
		    "%%Y %%m %%d %%H %%M %%S and their likes of strftime(3), "
		    "and %%%% for the sign itself",
		    STR_ARG(str_to(str_from(format, bad), 2)), what);
	if (str_find(format, STR("%")) == (size_t)-1)
		return diag_error(d, yaml_where(node), "config.format",
		    "the format of %s has no directive such as %%Y; "
		    "dd.MM.yyyy HH:mm is written %%d.%%m.%%Y %%H:%%M", what);
	return 0;
}

/* What is read by ${form} must be a day of some year. */
static int
check_parse(struct str form, const struct json *node, const char *what,
    struct diags *d)
{
	static const char *const years[] = { "%Y", "%y", "%F", "%D", "%s" };
	bool year = false;
	size_t i;

	if (known(form, node, what, d) == -1)
		return -1;
	for (i = 0; i < sizeof(years) / sizeof(years[0]); i++)
		year |= str_find(form, str_of(years[i])) != (size_t)-1;
	if (!year)
		return diag_error(d, yaml_where(node), "config.format",
		    "the form '%.*s' of %s has no year, so that all would be "
		    "1970", STR_ARG(form), what);
	if ((i = str_find(form, STR("%j"))) != (size_t)-1)
		return diag_error(d, yaml_where_in(node, i), "config.format",
		    "'%%j' in parse of %s is only written; read %%m and %%d",
		    what);
	if (str_find(form, STR("%Z")) != (size_t)-1)
		time_zones_read();
	return 0;
}

int
map_forms_format(struct str format, const struct json *node, const char *what,
    struct diags *d)
{
	size_t i;

	if (format.p == NULL)
		return 0;
	if (known(format, node, what, d) == -1)
		return -1;
	if ((i = str_find(format, STR("%Z"))) != (size_t)-1)
		return diag_error(d, yaml_where_in(node, i), "config.format",
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
		ret |= check_parse(parse.p[i], list->type == JSON_ARRAY ?
		    &list->items[i] : list, what, d);
	if (zone.p != NULL && (f->zone = time_zone(zone)) == NULL)
		ret = diag_error(d, yaml_where(json_get(node, STR("zone"))),
		    "config.zone", "unknown time zone '%.*s' of %s; write it "
		    "as \"Europe/Madrid\" or \"+02:00\"", STR_ARG(zone),
		    what);
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
