#include "record/limits.h"

struct limits {
	int64_t	line, string, depth, number, values;
};

#define AT(field)	offsetof(struct limits, field)

/* conf.c bounds sizes by min and max as it bounds numbers. */
const struct conf_key limits_conf_keys[] = {
	{ "line", CONF_SIZE, AT(line), "bytes of an input line", 0,
	    1024, 1024.0 * 1024 * 1024, NULL, NULL },
	{ "string", CONF_SIZE, AT(string), "bytes of one string", 0,
	    1024, 1024.0 * 1024 * 1024, NULL, NULL },
	{ "depth", CONF_INT, AT(depth), "nesting of one line", 0,
	    8, 10000, NULL, NULL },
	{ "number", CONF_INT, AT(number), "digits of one number", 0,
	    32, 1000000, NULL, NULL },
	{ "values", CONF_INT, AT(values), "values in one line", 0,
	    1000, 1e9, NULL, NULL },
	{ 0 }
};

void
limits_read(const struct conf *c, struct json_limits *out)
{
	struct limits l = { 0 };

	conf_read(conf_section(c, "limits"), "limits", limits_conf_keys, &l,
	    c->arena, c->diags);
	*out = (struct json_limits){ .bytes = (size_t)l.line,
	    .string = (size_t)l.string, .depth = (size_t)l.depth,
	    .number = (size_t)l.number, .members = (size_t)l.values };
}
