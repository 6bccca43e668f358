/* "tags" and "high_value" of the section map, and of an event under "on". */
#include "stage/map_tag.h"

struct tag {
	const struct json	*from, *value, *when;
};

static const struct conf_key tag_keys[] = {
	{ "from", CONF_EITHER, offsetof(struct tag, from),
	    "an expression: a text or a list of them", 0, 0, 0, NULL,
	    map_expr_forms },
	{ "value", CONF_NODE, offsetof(struct tag, value),
	    "the tag itself", 0, 0, 0, NULL, NULL },
	{ "when", CONF_CEL, offsetof(struct tag, when),
	    "its condition", 0, 0, 0, NULL, NULL },
	{ 0 }
};

static const struct conf_key tag_forms[] = {
	CONF_FORM("an expression", CONF_CEL, "a text or a list of them", NULL),
	CONF_FORM("a mapping", CONF_OBJ, "a tag with a condition", tag_keys),
	{ 0 }
};

const struct conf_key map_tags_keys[] = {
	CONF_FORM("a tag", CONF_EITHER, "a label", tag_forms), { 0 }
};

static void
read_tag(const struct json *node, struct cel_env *env, struct map_tag *out,
    struct arena *a, struct diags *d)
{
	struct tag t = { 0 };

	if (node->type != JSON_OBJECT) {
		map_expr_read(node, "tags", env, &out->from, a, d);
		return;
	}
	if (conf_read(node, "tags", tag_keys, &t, a, d) == -1)
		return;
	if (t.from != NULL && t.value != NULL)
		map_expr_twice(node, "a tag", d);
	map_expr_read(t.from, "tags", env, &out->from, a, d);
	if (t.value != NULL)
		out->from.literal = t.value;
	if (!map_expr_given(&out->from) && t.from == NULL &&
	    (node->flags & YAML_HOLED) == 0)
		diag_error(d, yaml_where(node), "config.tags",
		    "a tag needs from or value");
	map_condition_read(t.when, "when of tags", env, &out->when, a, d);
}

void
map_tags_read(const struct json *node, struct str event, struct cel_env *env,
    struct map_stage *s, struct arena *a, struct diags *d)
{
	struct map_tag *all;
	size_t i;

	if (node == NULL)
		return;
	if (node->type != JSON_ARRAY) {
		diag_error(d, yaml_where(node), "config.tags",
		    "tags is a list: begin each tag with '- '");
		return;
	}
	all = arena_array(a, s->ntags + node->len + 1, sizeof(*all));
	if (s->ntags > 0)
		memcpy(all, s->tags, s->ntags * sizeof(*all));
	s->tags = all;
	for (i = 0; i < node->len; i++) {
		all[s->ntags].event = event;
		read_tag(&node->items[i], env, &all[s->ntags++], a, d);
	}
}

void
map_high_read(const struct json *node, struct str event, struct cel_env *env,
    struct map_stage *s, struct arena *a, struct diags *d)
{
	struct map_high *all;

	if (node == NULL)
		return;
	all = arena_array(a, s->nhigh + 1, sizeof(*all));
	if (s->nhigh > 0)
		memcpy(all, s->high, s->nhigh * sizeof(*all));
	s->high = all;
	all[s->nhigh].event = event;
	map_condition_read(node, "high_value", env, &all[s->nhigh++].when, a,
	    d);
}
