/* Routing again: what an earlier run has put on the record goes first. */
#include "stage/route.h"

/* Did the run that left ${old} have a rule called ${name} fire? */
static bool
was_fired(const struct json *old, struct str name)
{
	const struct json *list = json_get(old, STR("rules"));
	size_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY && i < list->len;
	    i++)
		if (name.p != NULL && str_eq(json_get_str(&list->items[i],
		    STR("rule")), name))
			return true;
	return false;
}

static bool
is_rule(const struct route *s, struct str name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (name.p != NULL && str_eq(s->rules[i].name, name))
			return true;
	return false;
}

/* By what ours are known: rules of now, and those that fired then. */
struct own {
	const struct route	*s;
	const struct json	*old;	/* the part "route", or NULL */
};

/* Ours have an id; those of others may be of a workflow of the same name. */
static bool
is_own_action(const struct own *own, const struct json *one)
{
	struct str name = json_get_str(one, STR("workflow"));

	return json_get_str(one, STR("id")).len > 0 &&
	    (is_rule(own->s, name) || was_fired(own->old, name));
}

static bool
is_own_finding(const struct own *own, const struct json *one)
{
	(void)own;
	return str_starts(json_get_str(one, STR("field")), STR("route."));
}

/*
 * Take out of the list ${key} what is ours.  Is nothing left of it?  It stays
 * where it is, so that what comes next has the same place.
 */
static bool
filter(struct rec *r, struct str key, const struct own *own,
    bool (*is_own)(const struct own *own, const struct json *one))
{
	struct json *list = doc_get(&r->doc, key);
	size_t i, n = 0;

	if (list == NULL)
		return false;
	json_open(list, r->arena);
	if (list->type != JSON_ARRAY)
		return false;
	for (i = 0; i < list->len && !is_own(own, &list->items[i]); i++)
		;
	if (i == list->len)
		return false;
	list = doc_edit(&r->doc, key);
	for (i = 0; i < list->len; i++)
		if (!is_own(own, &list->items[i]))
			list->items[n++] = list->items[i];
	list->len = (uint32_t)n;
	return n == 0;
}

void
route_forget(struct routing *g)
{
	struct rec *r = g->r;
	struct json *old = doc_get(&r->doc, STR("route")), was;
	struct own own = { g->s, NULL };

	if (old != NULL) {
		json_open(old, r->arena);
		was = *old;
		own.old = &was;
		doc_set(&r->doc, STR("route"), json_object());
	}
	g->no_actions = filter(r, STR("actions"), &own, is_own_action);
	g->no_findings = filter(r, STR("findings"), &own, is_own_finding);
}

static void
drop_empty(struct rec *r, struct str key)
{
	const struct json *list = doc_get(&r->doc, key);

	if (list->type == JSON_ARRAY && list->len == 0)
		doc_del(&r->doc, key);
}

void
route_tidy(struct routing *g)
{
	if (g->no_actions)
		drop_empty(g->r, STR("actions"));
	if (g->no_findings)
		drop_empty(g->r, STR("findings"));
}
