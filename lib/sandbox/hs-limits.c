/* How many properties of its own an account may have, and has. */
#include "sandbox/hs.h"

/* What an account that is paid for has, of each type and in all. */
enum { EACH = 1000, TYPES = 10 };

int64_t
hs_property_limit(const struct request *q)
{
	int64_t own = api_conf(q)->property_limit;

	return own > 0 ? own : EACH;
}

int64_t
hs_property_count(const struct request *q, const struct object_type *t)
{
	const struct property *p;
	int64_t n = 0;
	size_t i;

	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		n += (p->flags & PROPERTY_CUSTOM) != 0;
	return n;
}

static double
percentage(int64_t usage, int64_t limit)
{
	return limit > 0 ? 100.0 * (double)usage / (double)limit : 0;
}

static struct json
of_type(struct request *q, const struct object_type *t, int64_t usage)
{
	int64_t limit = hs_property_limit(q);
	struct json o = json_object();

	api_set(q, &o, "objectTypeId", api_text(t->id));
	api_set(q, &o, "singularLabel", api_text(t->singular));
	api_set(q, &o, "pluralLabel", api_text(t->name));
	api_set(q, &o, "limit", json_int(limit, q->a));
	api_set(q, &o, "usage", json_int(usage, q->a));
	api_set(q, &o, "percentage", json_double(percentage(usage, limit),
	    q->a));
	return o;
}

void
hs_property_limits(struct request *q, struct answer *r)
{
	int64_t all = hs_property_limit(q) * TYPES, usage = 0, n;
	struct json list = json_array();
	const struct object_type *t;

	for (t = hs_schema.types; t->name != NULL; t++) {
		if (t->id == NULL)
			continue;	/* no type of the API */
		n = hs_property_count(q, t);
		usage += n;
		json_push(&list, of_type(q, t, n), q->a);
	}
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "byObjectType", list);
	api_set(q, &r->body, "overallLimit", json_int(all, q->a));
	api_set(q, &r->body, "overallUsage", json_int(usage, q->a));
	api_set(q, &r->body, "overallPercentage", json_double(percentage(
	    usage, all), q->a));
}
