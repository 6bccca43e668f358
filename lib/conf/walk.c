/* walk: through a configuration along its tables. */
#include "conf/conf.h"
#include "conf/value.h"

struct walk {
	struct arena	*a;
	conf_visit	 fn;
	void		*arg;
};

static void	value(const struct walk *w, const struct conf_key *k,
		    const struct json *v, const char *path);

static void
members(const struct walk *w, const struct conf_key *keys,
    const struct json *node, const char *path)
{
	const struct conf_key *k;
	size_t i;

	for (i = 0; node->type == JSON_OBJECT && i < node->len; i++) {
		k = conf_known(keys, node->members[i].key);
		if (k != NULL)
			value(w, k, &node->members[i].value, arena_printf(w->a,
			    "%s%s%.*s", path, *path != '\0' ? "." : "",
			    STR_ARG(node->members[i].key)).p);
	}
}

static const struct conf_key *
form_of(const struct conf_key *forms, const struct json *v)
{
	while (forms->name != NULL && !conf_fits(v, forms))
		forms++;
	return forms;
}

static void
value(const struct walk *w, const struct conf_key *k, const struct json *v,
    const char *path)
{
	size_t i;

	if (k->type == CONF_EITHER)
		k = form_of(k->sub, v);
	if (k->name == NULL)
		return;
	w->fn(w->arg, k, path, v);
	if (k->type == CONF_OBJ || k->type == CONF_MAP)
		members(w, k->sub, v, path);
	else if (k->type == CONF_LIST && v->type == JSON_ARRAY)
		for (i = 0; i < v->len; i++)
			value(w, k->sub, &v->items[i], path);
}

void
conf_walk(const struct conf_key *keys, const struct json *node,
    const char *path, struct arena *a, conf_visit fn, void *arg)
{
	struct walk w = { a, fn, arg };

	if (node != NULL)
		members(&w, keys, node, path);
}
