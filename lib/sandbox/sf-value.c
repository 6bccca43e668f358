/* Values as answers show them. */
#include <string.h>

#include "base/time.h"
#include "sandbox/sf.h"

struct json
sf_time(struct arena *a, int64_t ms)
{
	struct instant t = { ms / 1000, 0 };
	struct civil c;

	if (ms % 1000 < 0)
		t.sec--;
	time_civil(t, NULL, &c);
	return json_str(arena_printf(a,
	    "%04d-%02d-%02dT%02d:%02d:%02d.%03d+0000", (int)c.year, c.month,
	    c.day, c.hour, c.min, c.sec, (int)(ms - t.sec * 1000)));
}

struct str
sf_text(const struct json *v)
{
	if (v == NULL || v->type != JSON_STRING)
		return STR("");
	return (struct str){ v->text, v->len };
}

static struct json
full_name(const struct object *o, struct arena *a)
{
	struct str first = json_get_str(&o->props, STR("FirstName"));
	struct str last = json_get_str(&o->props, STR("LastName"));

	return json_str(arena_printf(a, "%.*s%s%.*s", STR_ARG(first),
	    first.len > 0 && last.len > 0 ? " " : "", STR_ARG(last)));
}

/* The org's id is the one that the command line gave. */
static bool
is_org(const struct object *o)
{
	return strcmp(o->type->name, "Organization") == 0;
}

static struct json
derived(struct request *q, const struct object *o, struct str name)
{
	if (str_eq(name, STR("Id")))
		return json_str(sf_id_text(o->type, is_org(o) ?
		    api_conf(q)->portal : o->id, q->a));
	if (str_eq(name, STR("IsDeleted")))
		return json_bool(o->archived);
	if (str_eq(name, STR("CreatedDate")))
		return sf_time(q->a, o->created);
	if (str_eq(name, STR("Name")))
		return full_name(o, q->a);
	if (str_ends(name, STR("ById")))
		return json_str(sf_id_text(sf_type(q, STR("User")),
		    sf_running_user(q), q->a));
	return sf_time(q->a, o->updated);
}

struct json
sf_value(struct request *q, const struct object *o, const struct sf_field *f)
{
	const struct json *v;

	if (f->derived)
		return derived(q, o, str_of(f->name));
	v = json_get(&o->props, str_of(f->name));
	if (v != NULL)
		return *v;
	return sf_is(f, "boolean") ? json_bool(false) : json_null();
}
