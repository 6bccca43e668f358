/* What columns take: types, choices, lengths. */
#include <string.h>

#include "sandbox/dynamics.h"

/* Longest text in characters, where it is not 4,000. */
static const struct {
	const char	*column;
	size_t		 most;
} lengths[] = {
	{ "firstname", 50 }, { "lastname", 50 }, { "emailaddress1", 100 },
	{ "emailaddress2", 100 }, { "emailaddress3", 100 },
	{ "telephone1", 50 }, { "mobilephone", 50 }, { "jobtitle", 100 },
	{ "name", 300 }, { "subject", 500 }, { "companyname", 100 },
	{ "websiteurl", 200 }, { "address1_city", 80 },
	{ "address1_line1", 250 }, { "address1_postalcode", 20 },
	{ "notetext", 100000 }, { "description", 2000 },
};

static size_t
most_of(const struct property *p)
{
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		if (strcmp(p->name, lengths[i].column) == 0)
			return lengths[i].most;
	return 4000;
}

static size_t
characters(const struct json *v)
{
	size_t i, n = 0;

	for (i = 0; i < v->len; i++)
		n += (v->text[i] & 0xc0) != 0x80;
	return n;
}

static bool
is_choice(const struct property *p, const struct json *v)
{
	struct str s = { v->text, v->len };

	return v->type == JSON_NUMBER &&
	    (p->options == NULL || str_in(s, p->options));
}

/* "1,2,3" */
static struct str
choices(struct request *q, const struct property *p)
{
	struct str s = STR("");
	size_t i;

	for (i = 0; p->options != NULL && p->options[i] != NULL; i++)
		s = arena_printf(q->a, "%.*s%s%s", STR_ARG(s),
		    i > 0 ? "," : "", p->options[i]);
	return s;
}

static bool
check_choice(struct request *q, const struct object_type *t,
    const struct property *p, const struct json *v, struct answer *r)
{
	if (is_choice(p, v))
		return true;
	dyn_fail(q, r, 400, "0x80044330", "A validation error occurred. The "
	    "value of '%s' on record of type '%s' is outside the valid "
	    "range. Accepted Values: %.*s", p->name, t->singular,
	    STR_ARG(choices(q, p)));
	return false;
}

static bool
check_text(struct request *q, const struct object_type *t,
    const struct property *p, const struct json *v, struct answer *r)
{
	if (characters(v) <= most_of(p))
		return true;
	dyn_fail(q, r, 400, "0x80044331", "A validation error occurred. The "
	    "length of the '%s' attribute of the '%s' entity exceeded the "
	    "maximum allowed length of '%zu'.", p->name, t->singular,
	    most_of(p));
	return false;
}

static bool
is_time(const struct property *p, const struct json *v, struct arena *a)
{
	struct str s = { v->text, v->len };
	struct instant t;

	if (p->type == PROPERTY_DATE)
		s = arena_printf(a, "%.*sT00:00:00Z", STR_ARG(s));
	return time_parse(s, &t) == 0;
}

bool
dyn_check(struct request *q, const struct object_type *t,
    const struct property *p, const struct json *v, struct answer *r)
{
	bool fine = false;

	if (v->type == JSON_NULL)
		return true;
	switch (p->type) {
	case PROPERTY_ENUMERATION:
		return check_choice(q, t, p, v, r);
	case PROPERTY_NUMBER:
		fine = v->type == JSON_NUMBER;
		break;
	case PROPERTY_BOOL:
		fine = v->type == JSON_TRUE || v->type == JSON_FALSE;
		break;
	case PROPERTY_DATE:
	case PROPERTY_DATETIME:
		fine = v->type == JSON_STRING && is_time(p, v, q->a);
		break;
	case PROPERTY_STRING:
	case PROPERTY_PHONE:
		if (v->type == JSON_STRING)
			return check_text(q, t, p, v, r);
		break;
	}
	if (!fine)
		dyn_fail(q, r, 400, "0x80048d19", "Error identified in "
		    "Payload provided by the user for Entity :'%s'. Cannot "
		    "convert a value to the type of property '%s'.", t->name,
		    p->name);
	return fine;
}
