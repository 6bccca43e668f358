/* route_kind: actions of each type, compiled. */
#include "stage/route_keys.h"

enum { VALUES = 16 };		/* of an action, but for fields by name */

/* One that says nothing was forgotten: nobody asks for it like that. */
static bool
says_something(struct route_reading *g, const struct json *node,
    const char *example)
{
	if (route_members(node) > 0)
		return true;
	diag_error(g->rd->d, yaml_where(node), "config.empty",
	    "%s needs %s", route_types[g->act->type], example);
	return false;
}

static void
read_task(struct route_reading *g, const struct json *node)
{
	struct route_parts p = { 0 };
	bool task = g->act->type == ROUTE_TASK;

	if (!says_something(g, node, task ? "a subject: {subject: Call them}" :
	    "a subject: {subject: A complaint}"))
		return;
	conf_read(node, task ? "task" : "ticket", task ? route_task_keys :
	    route_ticket_keys, &p, g->rd->a, g->rd->d);
	g->act->values = arena_array(g->rd->a, VALUES +
	    route_members(p.fields), sizeof(*g->act->values));
	route_text(g, "subject", ROUTE_TEXT, p.subject);
	route_text(g, "body", ROUTE_TEXT, p.body);
	route_text(g, "description", ROUTE_TEXT, p.description);
	route_text(g, "kind", ROUTE_TEXT, p.kind);
	route_text(g, "priority", ROUTE_TEXT, p.priority);
	route_text(g, "stage", ROUTE_TEXT, p.stage);
	route_text(g, "pipeline", ROUTE_TEXT, p.pipeline);
	route_text(g, "category", ROUTE_TEXT, p.category);
	route_text(g, "due", ROUTE_DUE, p.due);
	route_owner(g, p.owner);
	route_fields(g, p.fields);
}

static void
read_assign(struct route_reading *g, const struct json *node)
{
	struct route_parts p = { 0 };

	g->act->values = arena_array(g->rd->a, VALUES,
	    sizeof(*g->act->values));
	if (node->type != JSON_OBJECT) {
		route_owner(g, node);
		return;
	}
	if (conf_read(node, "assign", route_assign_keys, &p, g->rd->a,
	    g->rd->d) == -1)
		return;
	if ((p.owner != NULL) == (p.among != NULL) ||
	    (p.by != NULL && p.among == NULL))
		diag_error(g->rd->d, yaml_where(node), "config.action",
		    "assign needs one of owner and among; by goes with "
		    "among");
	else if (p.among != NULL)
		route_read_share(g, p.among, p.by);
	else
		route_owner(g, p.owner);
	if (p.object > 0)
		g->act->object = str_of(route_objects[p.object]);
}

/* The object that "company.tier" is a field of: its index, or -1. */
static int
object_of(struct str *key)
{
	size_t dot = str_find(*key, STR("."));
	int i;

	if (dot == (size_t)-1)
		return 0;
	for (i = 0; route_objects[i] != NULL; i++)
		if (str_eq(str_to(*key, dot), str_of(route_objects[i]))) {
			*key = str_from(*key, dot + 1);
			return i;
		}
	return -1;
}

/* Those of the object ${o}; an action of its own, if there are any. */
static void
read_set_of(struct route_reading *g, const struct json *node, int o,
    struct route_action like)
{
	struct str key;
	size_t i;

	g->act = &g->rule->actions[g->rule->n];
	*g->act = like;
	g->act->values = arena_array(g->rd->a, node->len + 1,
	    sizeof(*g->act->values));
	for (i = 0; i < node->len; i++) {
		key = node->members[i].key;
		if (object_of(&key) == o)
			map_expr_read(&node->members[i].value,
			    arena_str(g->rd->a, key).p, g->rd->env,
			    &route_add(g, key, ROUTE_ANY)->x, g->rd->a,
			    g->rd->d);
	}
	g->rule->n += g->act->n > 0;
	if (o == 0)
		return;
	g->act->object = str_of(route_objects[o]);
	g->act->id = arena_printf(g->rd->a, "%.*s.%s", STR_ARG(like.id),
	    route_objects[o]);
}

static void
read_set(struct route_reading *g, const struct json *node)
{
	const struct route_action like = *g->act;
	struct str key;
	size_t i;
	int o;

	g->rule->n--;
	if (!says_something(g, node,
	    "fields: {lifecycle: {value: customer}}"))
		return;
	for (i = 0; i < node->len; i++) {
		key = node->members[i].key;
		if (object_of(&key) == -1)
			diag_error(g->rd->d, yaml_key_where(node, i),
			    "config.field", "set is about fields of contact, "
			    "company, deal and ticket");
	}
	for (o = 0; route_objects[o] != NULL; o++)
		read_set_of(g, node, o, like);
}

static void
read_list(struct route_reading *g, const struct json *node,
    struct route_value *out)
{
	bool many = node->type == JSON_ARRAY;
	struct json *list = ARENA_NEW(g->rd->a, struct json);
	const struct json *v;
	size_t i;

	*list = json_array();
	for (i = 0; i < (many ? node->len : 1); i++) {
		v = many ? &node->items[i] : node;
		if (yaml_text(v).len == 0)
			diag_error(g->rd->d, yaml_where(v), "config.type",
			    "the name of a %s is a text",
			    route_types[g->act->type]);
		json_push(list, json_str(yaml_text(v)), g->rd->a);
	}
	if (list->len == 0)
		diag_error(g->rd->d, yaml_where(node), "config.empty",
		    "%s needs a name", route_types[g->act->type]);
	out->x.literal = many ? list : &list->items[0];
}

/* A name, a list of names, or a mapping. */
static void
read_names(struct route_reading *g, const struct json *node)
{
	const char *what = route_types[g->act->type];
	struct route_parts p = { 0 };
	struct route_value *out;

	g->act->values = arena_array(g->rd->a, 1, sizeof(*g->act->values));
	out = route_add(g, STR("name"), ROUTE_NAMES);
	if (node->type != JSON_OBJECT) {
		read_list(g, node, out);
		return;
	}
	if (conf_read(node, what, route_name_keys, &p, g->rd->a,
	    g->rd->d) == -1)
		return;
	g->act->remove = p.remove;
	if ((p.name.p != NULL) == (p.from != NULL))
		diag_error(g->rd->d, yaml_where(node), "config.action",
		    "%s needs one of name and from", what);
	else if (p.from != NULL)
		map_expr_read(p.from, "name", g->rd->env, &out->x, g->rd->a,
		    g->rd->d);
	else
		read_list(g, json_get(node, STR("name")), out);
}

static void
read_notice(struct route_reading *g, const struct json *node)
{
	const struct json_member *m;
	size_t i, n = route_members(node);

	if (!says_something(g, node, "a text: {text: A new lead}"))
		return;
	g->act->values = arena_array(g->rd->a, n + 1,
	    sizeof(*g->act->values));
	for (i = 0; i < n; i++) {
		m = &node->members[i];
		route_check_free(g, node, i);
		if (m->value.type == JSON_OBJECT ||
		    yaml_text(&m->value).len > 0)
			route_text(g, arena_str(g->rd->a, m->key).p,
			    ROUTE_TEXT, &m->value);
		else
			diag_error(g->rd->d, yaml_where(&m->value),
			    "config.type", "what notify says is a text");
	}
}

void
route_read_type(struct route_reading *g, const struct route_item *c)
{
	const struct json *node = c->of[g->act->type];

	switch (g->act->type) {
	case ROUTE_TASK:
	case ROUTE_TICKET:
		read_task(g, node);
		break;
	case ROUTE_ASSIGN:
		read_assign(g, node);
		break;
	case ROUTE_SET:
		read_set(g, node);
		break;
	case ROUTE_TAG:
	case ROUTE_LIST:
		read_names(g, node);
		break;
	case ROUTE_NOTIFY:
		read_notice(g, node);
		break;
	default:
		if (!c->unsubscribe)
			diag_error(g->rd->d, yaml_where(g->node),
			    "config.action", "write unsubscribe: true, or "
			    "leave it out");
		break;
	}
}
