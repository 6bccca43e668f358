/* Which event a webhook tells of chooses fields and objects. */
#include "stage/map_on.h"
#include "stage/map_tag.h"

struct section {
	const struct json	*objects[MAP_OBJECTS], *custom, *tags, *high;
};

#define K2(name, type, member, sub, help) \
	{ name, type, offsetof(struct section, member), help, 0, 0, 0, NULL, \
	    sub }
#define K(name, member, help) K2(name, CONF_MAP, member, map_fields_keys, help)

static const struct conf_key section_keys[] = {
	K("contact", objects[0], "fields of the person"),
	K("company", objects[1], "fields of the company"),
	K("deal", objects[2], "fields of the deal"),
	K("ticket", objects[3], "fields of the ticket"),
	K2("objects", CONF_MAP, custom, map_custom_keys,
	    "objects of one's own, by name"),
	K2("tags", CONF_LIST, tags, map_tags_keys,
	    "labels of the conversation"),
	K2("high_value", CONF_CEL, high, NULL,
	    "true for records that are to be pushed before others"),
	{ 0 }
};
#undef K
#undef K2

const struct conf_key map_on_keys[] = {
	CONF_FORM("*", CONF_MAP, "what a webhook of that event gives", section_keys), { 0 }
};

static void
put_all(struct json *all, const struct json *more, struct arena *a)
{
	size_t i;

	for (i = 0; more != NULL && more->type == JSON_OBJECT &&
	    i < more->len; i++)
		json_set(all, more->members[i].key, more->members[i].value, a);
}

const struct json *
map_on_declared(const struct json *base, const struct json *on, int object,
    struct arena *a)
{
	struct json *all;
	size_t i;

	if (on == NULL || on->type != JSON_OBJECT)
		return base;
	all = ARENA_NEW(a, struct json);
	*all = json_object();
	put_all(all, base, a);
	for (i = 0; i < on->len; i++)
		put_all(all, json_get(&on->members[i].value,
		    str_of(map_objects[object])), a);
	return all;
}

const struct json *
map_on_custom(const struct json *base, const struct json *on, struct arena *a)
{
	struct json *all, fields;
	const struct json *more;
	size_t i, k;

	if (on == NULL || on->type != JSON_OBJECT)
		return base;
	all = ARENA_NEW(a, struct json);
	*all = json_object();
	put_all(all, base, a);
	for (i = 0; i < on->len; i++) {
		more = json_get(&on->members[i].value, STR("objects"));
		for (k = 0; more != NULL && more->type == JSON_OBJECT &&
		    k < more->len; k++) {
			fields = json_object();
			put_all(&fields, json_get(all, more->members[k].key),
			    a);
			put_all(&fields, &more->members[k].value, a);
			json_set(all, more->members[k].key, fields, a);
		}
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

/* The object of that name, a new one if there is none. */
static struct map_fields *
custom_named(struct map_stage *s, struct str name, struct arena *a)
{
	struct map_custom *all;
	size_t i;

	for (i = 0; i < s->ncustom; i++)
		if (str_eq(s->custom[i].name, name))
			return &s->custom[i].fields;
	all = arena_array(a, s->ncustom + 1, sizeof(*all));
	if (s->ncustom > 0)
		memcpy(all, s->custom, s->ncustom * sizeof(*all));
	s->custom = all;
	all[s->ncustom].name = name;
	return &all[s->ncustom++].fields;
}

static void
read_section(const struct json *node, struct str event,
    const struct map_usual *usual, struct cel_env *env, struct map_stage *s,
    struct arena *a, struct diags *d)
{
	struct section c = { 0 };
	struct map_fields more;
	struct map_custom *own;
	size_t i, n;

	conf_read(node, "on", section_keys, &c, a, d);
	for (i = 0; i < MAP_OBJECTS; i++) {
		if (c.objects[i] == NULL)
			continue;
		more = (struct map_fields){ 0 };
		map_fields_read(c.objects[i], map_objects[i], usual, env,
		    &more, a, d);
		append(&s->objects[i], &more, event, a);
	}
	own = map_custom_read(c.custom, usual, env, &n, a, d);
	for (i = 0; i < n; i++)
		append(custom_named(s, own[i].name, a), &own[i].fields, event,
		    a);
	map_tags_read(c.tags, event, env, s, a, d);
	map_high_read(c.high, event, env, s, a, d);
}

void
map_on_read(const struct json *on, const struct map_usual *usual,
    struct cel_env *env, struct map_stage *s, struct arena *a,
    struct diags *d)
{
	size_t i;

	for (i = 0; on != NULL && on->type == JSON_OBJECT && i < on->len; i++)
		read_section(&on->members[i].value, on->members[i].key,
		    usual, env, s, a, d);
}

bool
map_on_happened(const struct map_run *run, struct str event)
{
	size_t i;

	if (event.p == NULL)
		return true;
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
		return map_on_happened(run, f->event);
	for (k = i + 1; k < fields->n; k++)
		if (fields->v[k].event.p != NULL &&
		    str_eq(fields->v[k].key, f->key) &&
		    map_on_happened(run, fields->v[k].event))
			return false;
	return true;
}
