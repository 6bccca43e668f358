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

/* Ours have an id; those of others may be of a workflow of the same name. */
static bool
is_own_action(const struct json *old, const struct json *one)
{
	return json_get_str(one, STR("id")).len > 0 &&
	    was_fired(old, json_get_str(one, STR("workflow")));
}

static bool
is_own_finding(const struct json *old, const struct json *one)
{
	(void)old;
	return str_starts(json_get_str(one, STR("field")), STR("route."));
}

/* Take out of the list ${key} what is ours; an empty list goes, too. */
static void
filter(struct rec *r, struct str key, const struct json *old,
    bool (*is_own)(const struct json *old, const struct json *one))
{
	struct json *list = doc_get(&r->doc, key);
	size_t i, n = 0;

	if (list == NULL)
		return;
	json_open(list, r->arena);
	if (list->type != JSON_ARRAY)
		return;
	for (i = 0; i < list->len && !is_own(old, &list->items[i]); i++)
		;
	if (i == list->len)
		return;
	list = doc_edit(&r->doc, key);
	for (i = 0; i < list->len; i++)
		if (!is_own(old, &list->items[i]))
			list->items[n++] = list->items[i];
	list->len = (uint32_t)n;
	if (n == 0)
		doc_del(&r->doc, key);
}

void
route_forget(struct rec *r)
{
	struct json *old = doc_get(&r->doc, STR("route")), was;

	if (old == NULL)
		return;
	json_open(old, r->arena);
	was = *old;
	filter(r, STR("actions"), &was, is_own_action);
	filter(r, STR("findings"), &was, is_own_finding);
	doc_del(&r->doc, STR("route"));
}
