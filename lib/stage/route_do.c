/* route_do: what a rule does, compiled: the lists "do" of the section. */
#include "stage/condition.h"
#include "stage/route_keys.h"

/*
 * Which of its types an item has; ROUTE_TYPES if not one.  Of one with an
 * unknown key it is not told that it has none.
 */
static enum route_type
type_of(struct route_reader *rd, const struct json *node, bool wrong)
{
	int i, type = ROUTE_TYPES, n = 0;

	for (i = 0; i < ROUTE_TYPES; i++)
		if (json_get(node, str_of(route_types[i])) != NULL) {
			type = i;
			n++;
		}
	if (n == 1)
		return (enum route_type)type;
	if (n == 0 && wrong)
		return ROUTE_TYPES;
	diag_error(rd->d, yaml_where(node), "config.action", n == 0 ?
	    "an action needs one of task, ticket, assign, set, tag, list, "
	    "unsubscribe and notify" :
	    "an action is of one type; begin each with '- '");
	return ROUTE_TYPES;
}

void
route_check_name(struct route_reader *rd, const struct json *node,
    const char *key)
{
	struct str s = node != NULL ? yaml_text(node) : STR_NONE;
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == '\x7f') {
			diag_error(rd->d, yaml_where(node), "config.name",
			    "%s has a line feed or another control character; "
			    "take it out", key);
			return;
		}
}

/* Its own, or else its place among those of its type that have none. */
static struct str
id_of(struct route_reader *rd, const struct json *list, size_t i,
    enum route_type type, struct str own)
{
	struct str name = str_of(route_types[type]);
	size_t k, n = 1;

	if (own.p != NULL)
		return own;
	for (k = 0; k < i; k++)
		n += json_get(&list->items[k], name) != NULL &&
		    json_get(&list->items[k], STR("id")) == NULL;
	return n == 1 ? name : arena_printf(rd->a, "%s-%zu",
	    route_types[type], n);
}

static void
read_item(struct route_reading *g, const struct json *list, size_t i,
    struct str max_age)
{
	struct route_reader *rd = g->rd;
	struct route_item c = { .unsubscribe = false };
	const struct json *age;
	enum route_type type;
	bool wrong;

	g->node = &list->items[i];
	wrong = conf_read(g->node, "do", route_item_keys, &c, rd->a,
	    rd->d) == -1;
	if (g->node->type != JSON_OBJECT)
		return;
	type = type_of(rd, g->node, wrong);
	if (type == ROUTE_TYPES || (wrong && c.of[type] == NULL))
		return;
	if (c.id.p != NULL && c.id.len == 0)
		diag_error(rd->d, yaml_where(json_get(g->node, STR("id"))),
		    "config.empty", "id is empty; leave it out");
	route_check_name(rd, json_get(g->node, STR("id")), "id");
	age = json_get(g->node, STR("max_age"));
	g->act = &g->rule->actions[g->rule->n++];
	*g->act = (struct route_action){ .type = type,
	    .id = id_of(rd, list, i, type, c.id),
	    .max_age = age != NULL ? yaml_text(age) : max_age };
	if (c.when != NULL)
		g->act->when = condition_compile(rd->env, c.when,
		    arena_printf(rd->a, "%s.%s", g->rule->path,
		    route_types[type]).p, rd->a, rd->d);
	route_read_type(g, &c);
}

/* By its type and id push knows an action again: those from ${a} on. */
static void
refuse_twins(struct route_reading *g, const struct route_action *a)
{
	const struct route_rule *r = g->rule;
	const struct route_action *b;
	char q[64];

	for (; a < r->actions + r->n; a++)
		for (b = r->actions; b < a; b++)
			if (a->type == b->type && str_eq(a->id, b->id))
				diag_error(g->rd->d, yaml_where(g->node),
				    "config.twice", "two actions of the rule "
				    "have the id '%s'", err_quote(a->id, q,
				    sizeof(q)));
}

void
route_read_actions(struct route_reader *rd, const struct json *list,
    struct str max_age, struct route_rule *r)
{
	struct route_reading g = { .rd = rd, .rule = r };
	size_t i, n;

	/* A set may be one action for each object. */
	r->actions = arena_array(rd->a, 4 * list->len + 1,
	    sizeof(*r->actions));
	for (i = 0; i < list->len; i++) {
		n = r->n;
		read_item(&g, list, i, max_age);
		refuse_twins(&g, r->actions + n);
	}
}
