/* Records as answers show them. */
#include "sandbox/sf.h"

struct str
sf_base(struct request *q)
{
	return arena_printf(q->a, "/services/data/v%.*s",
	    STR_ARG(q->args[0]));
}

static struct json
attributes(struct request *q, const struct object *o)
{
	struct json a = json_object();

	json_set(&a, STR("type"), json_str(str_of(o->type->name)), q->a);
	json_set(&a, STR("url"), json_str(arena_printf(q->a,
	    "%.*s/sobjects/%s/%.*s", STR_ARG(sf_base(q)), o->type->name,
	    STR_ARG(sf_id_text(o->type, o->id, q->a)))), q->a);
	return a;
}

static struct json
bare(struct request *q, const struct object *o)
{
	struct json r = json_object();

	json_set(&r, STR("attributes"), attributes(q, o), q->a);
	return r;
}

/* "Account.Name": parents nest, each once; null where there is none. */
static void
show(struct request *q, const struct object *o, struct str path,
    struct json *out)
{
	size_t dot = str_find(path, STR("."));
	struct object parent;
	struct sf_field f;
	struct json *nested;

	if (dot == (size_t)-1) {
		if (sf_field(q, o->type, path, &f))
			json_set(out, str_of(f.name), sf_value(q, o, &f),
			    q->a);
		return;
	}
	if (!sf_parent(q, o->type, str_to(path, dot), &f))
		return;
	nested = json_get(out, str_of(f.relationship));
	if (!sf_follow(q, o, str_to(path, dot), &parent)) {
		json_set(out, str_of(f.relationship), json_null(), q->a);
		return;
	}
	if (nested == NULL)
		nested = json_set(out, str_of(f.relationship), bare(q,
		    &parent), q->a);
	show(q, &parent, str_from(path, dot + 1), nested);
}

struct json
sf_record(struct request *q, const struct object *o,
    const struct json *paths)
{
	struct json r = bare(q, o);
	uint32_t i;

	for (i = 0; i < paths->len; i++)
		show(q, o, sf_text(&paths->items[i]), &r);
	return r;
}
