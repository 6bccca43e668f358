/* Which event a webhook tells of chooses fields and objects. */
#include "stage/map_on.h"

struct section {
	const struct json	*objects[MAP_OBJECTS];
};

#define K(name, member, help) \
	{ name, CONF_MAP, offsetof(struct section, member), help, 0, 0, 0, \
	    NULL, map_fields_keys }

static const struct conf_key section_keys[] = {
	K("contact", objects[0], "fields of the person"),
	K("company", objects[1], "fields of the company"),
	K("deal", objects[2], "fields of the deal"),
	K("ticket", objects[3], "fields of the ticket"),
	{ 0 }
};
#undef K

const struct conf_key map_on_keys[] = {
	CONF_FORM("*", CONF_MAP, "the fields that a webhook of that event "
	    "gives", section_keys), { 0 }
};

const struct json *
map_on_declared(const struct json *base, const struct json *on, int object,
    struct arena *a)
{
	struct json *all;
	const struct json *more;
	size_t i, k;

	if (on == NULL || on->type != JSON_OBJECT)
		return base;
	all = ARENA_NEW(a, struct json);
	*all = json_object();
	for (k = 0; base != NULL && base->type == JSON_OBJECT &&
	    k < base->len; k++)
		json_set(all, base->members[k].key, base->members[k].value, a);
	for (i = 0; i < on->len; i++) {
		more = json_get(&on->members[i].value,
		    str_of(map_objects[object]));
		for (k = 0; more != NULL && more->type == JSON_OBJECT &&
		    k < more->len; k++)
			json_set(all, more->members[k].key,
			    more->members[k].value, a);
	}
	return all;
}

static void
append(struct map_fields *f, const struct map_fields *more, struct str event,
    struct arena *a)
{
	struct map_field *v = arena_array(a, f->n + more->n + 1, sizeof(*v));
	size_t i;

	if (f->n > 0)
		memcpy(v, f->v, f->n * sizeof(*v));
	for (i = 0; i < more->n; i++) {
		v[f->n + i] = more->v[i];
		v[f->n + i].event = event;
	}
	f->v = v;
	f->n += more->n;
	f->events = true;
}

static void
read_section(const struct json *node, struct str event,
    const struct map_usual *usual, struct cel_env *env,
    struct map_fields objects[MAP_OBJECTS], struct arena *a, struct diags *d)
{
	struct section s = { 0 };
	struct map_fields more;
	int i;

	conf_read(node, "on", section_keys, &s, a, d);
	for (i = 0; i < MAP_OBJECTS; i++) {
		if (s.objects[i] == NULL)
			continue;
		more = (struct map_fields){ 0 };
		map_fields_read(s.objects[i], map_objects[i], usual, env,
		    &more, a, d);
		append(&objects[i], &more, event, a);
	}
}

void
map_on_read(const struct json *on, const struct map_usual *usual,
    struct cel_env *env, struct map_fields objects[MAP_OBJECTS],
    struct arena *a, struct diags *d)
{
	size_t i;

	for (i = 0; on != NULL && on->type == JSON_OBJECT && i < on->len; i++)
		read_section(&on->members[i].value, on->members[i].key,
		    usual, env, objects, a, d);
}

static bool
happened(const struct map_run *run, struct str event)
{
	size_t i;

	for (i = 0; i < run->events.len; i++)
		if (str_eq(map_text(&run->events.items[i]), event))
			return true;
	return false;
}

bool
map_on_wants(const struct map_fields *fields, size_t i,
    const struct map_run *run)
{
	const struct map_field *f = &fields->v[i];
	size_t k;

	if (!fields->events)
		return true;
	if (f->event.p != NULL)
		return happened(run, f->event);
	for (k = i + 1; k < fields->n; k++)
		if (fields->v[k].event.p != NULL &&
		    str_eq(fields->v[k].key, f->key) &&
		    happened(run, fields->v[k].event))
			return false;
	return true;
}
