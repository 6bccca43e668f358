/* route_do: what a rule does, compiled: the lists "do" of the section. */
#include "base/time.h"
#include "stage/condition.h"
#include "stage/route_keys.h"

enum { VALUES = 16 };		/* of an action, but for fields by name */

/* An action while it is read. */
struct reading {
	struct route_reader	*rd;
	struct route_rule	*rule;
	struct route_action	*act;
	const struct json	*node;	/* the item of the list */
};

static struct json *
text_literal(struct str s, struct arena *a)
{
	struct json *v = ARENA_NEW(a, struct json);

	*v = json_str(s);
	return v;
}

static struct route_value *
add_value(struct reading *g, struct str key, enum route_form form)
{
	struct route_value *v = &g->act->values[g->act->n++];

	v->key = key;
	v->form = form;
	return v;
}

/* One of "from" and "value", which ${given} has. */
static void
read_given(struct reading *g, const struct json *node, const char *what,
    const struct route_parts *given, struct route_value *out)
{
	if (given->value.p != NULL)
		out->x.literal = text_literal(given->value, g->rd->a);
	else
		map_expr_read(given->from, what, g->rd->env, &out->x,
		    g->rd->a, g->rd->d);
	if ((given->value.p != NULL) == (given->from != NULL))
		diag_error(g->rd->d, yaml_where(node), "config.action",
		    "%s needs one of from and value", what);
}

static void
check_due(struct reading *g, const struct json *node, struct str s)
{
	struct instant at;
	int64_t ns;

	if (time_parse(s, &at) == -1 && duration_parse(s, true, &ns) == -1)
		diag_error(g->rd->d, yaml_where(node), "config.type",
		    "due must be a duration such as 24h, or a time such as "
		    "2026-03-01T12:00:00Z");
}

static void
check_priority(struct reading *g, const struct json *node, struct str s)
{
	static const char *const words[] = { "low", "normal", "high", NULL };

	if (g->act->type == ROUTE_TASK && !str_in(s, words))
		diag_error(g->rd->d, yaml_where(node), "config.enum",
		    "the priority of a task is low, normal or high");
}

/* A text as it stands, or {from: ...}, or {value: ...}. */
static void
read_text(struct reading *g, const char *key, enum route_form form,
    const struct json *node)
{
	struct route_parts given = { 0 };
	struct route_value *out;
	struct str s;

	if (node == NULL)
		return;
	out = add_value(g, str_of(key), form);
	if (node->type == JSON_OBJECT) {
		if (conf_read(node, key, route_text_keys, &given, g->rd->a,
		    g->rd->d) == 0)
			read_given(g, node, key, &given, out);
	} else
		out->x.literal = text_literal(yaml_text(node), g->rd->a);
	if (out->x.literal == NULL)
		return;
	s = (struct str){ out->x.literal->text, out->x.literal->len };
	if (s.len == 0)
		diag_error(g->rd->d, yaml_where(node), "config.empty",
		    "%s is empty; leave it out", key);
	else if (form == ROUTE_DUE)
		check_due(g, node, s);
	else if (strcmp(key, "priority") == 0)
		check_priority(g, node, s);
}

static int64_t
read_weight(struct reading *g, const struct json *v)
{
	int64_t w = 0;

	if (v->type != JSON_NUMBER || !json_to_int(v, &w) || w < 1 ||
	    w > 100)
		diag_error(g->rd->d, yaml_where(v), "config.range",
		    "shares are a whole number from 1 to 100");
	return w;
}

static bool
is_twin(const struct route_share *s, struct str name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (str_eq(s->names[i], name))
			return true;
	return false;
}

static void
read_share(struct reading *g, const struct json *among,
    const struct json *by)
{
	bool map = among->type == JSON_OBJECT;
	struct route_share *s = ARENA_NEW(g->rd->a, struct route_share);
	const struct json *v;
	struct str name;
	size_t i;

	s->names = arena_array(g->rd->a, among->len + 1, sizeof(*s->names));
	s->weights = arena_array(g->rd->a, among->len + 1,
	    sizeof(*s->weights));
	for (i = 0; i < among->len; i++) {
		v = map ? &among->members[i].value : &among->items[i];
		name = map ? among->members[i].key : yaml_text(v);
		if (name.len == 0)
			diag_error(g->rd->d, yaml_where(v), "config.type",
			    "who takes turns is an address");
		else if (is_twin(s, name))
			diag_error(g->rd->d, yaml_where(v), "config.twice",
			    "he stands there already; for more shares write "
			    "{ADDRESS: SHARES}");
		s->weights[s->n] = map ? read_weight(g, v) : 1;
		s->names[s->n++] = name;
	}
	if (s->n == 0)
		diag_error(g->rd->d, yaml_where(among), "config.empty",
		    "among needs somebody who takes turns");
	map_expr_read(by, "by", g->rd->env, &s->by, g->rd->a, g->rd->d);
	g->act->share = s;
}

/* An address, or how one is found. */
static void
read_owner(struct reading *g, const struct json *node)
{
	struct route_parts p = { 0 };

	if (node == NULL || node->type != JSON_OBJECT) {
		read_text(g, "owner", ROUTE_TEXT, node);
		return;
	}
	if (conf_read(node, "owner", route_owner_keys, &p, g->rd->a,
	    g->rd->d) == -1)
		return;
	if (p.by != NULL && p.among == NULL)
		diag_error(g->rd->d, yaml_where(p.by), "config.unused",
		    "by says whose turn it is among several; name them");
	else if (p.among == NULL)
		read_given(g, node, "owner", &p, add_value(g, STR("owner"),
		    ROUTE_TEXT));
	else if (p.from != NULL || p.value.p != NULL)
		diag_error(g->rd->d, yaml_where(node), "config.action",
		    "owner needs one of from, value and among");
	else
		read_share(g, p.among, p.by);
}

/* How many ${node} has; none, if it is nothing. */
static size_t
members(const struct json *node)
{
	return node != NULL && node->type == JSON_OBJECT ? node->len : 0;
}

/* What an action is known by, and what it says already, is no field of it. */
static void
check_free(struct reading *g, const struct json *node, size_t i)
{
	static const char *const own[] = { "type", "workflow", "id",
	    "max_age", NULL };
	struct where at = yaml_key_where(node, i);
	struct str key = node->members[i].key;
	char q[64];
	size_t k;

	if (str_in(key, own))
		diag_error(g->rd->d, at, "config.field", "'%s' is the action's "
		    "own; call the field something else",
		    err_quote(key, q, sizeof(q)));
	for (k = 0; k < g->act->n; k++)
		if (str_eq(g->act->values[k].key, key))
			diag_error(g->rd->d, at, "config.twice", "the action "
			    "says its '%s' already", err_quote(key, q,
			    sizeof(q)));
}

/* Fields by name, as map has them. */
static void
read_fields(struct reading *g, const struct json *node)
{
	const struct json_member *m;
	size_t i;

	for (i = 0; i < members(node); i++) {
		m = &node->members[i];
		check_free(g, node, i);
		map_expr_read(&m->value, arena_str(g->rd->a, m->key).p,
		    g->rd->env, &add_value(g, m->key, ROUTE_ANY)->x,
		    g->rd->a, g->rd->d);
	}
}

static void
read_task(struct reading *g, const struct json *node)
{
	struct route_parts p = { 0 };
	bool task = g->act->type == ROUTE_TASK;

	conf_read(node, task ? "task" : "ticket", task ? route_task_keys :
	    route_ticket_keys, &p, g->rd->a, g->rd->d);
	g->act->values = arena_array(g->rd->a, VALUES + members(p.fields),
	    sizeof(*g->act->values));
	read_text(g, "subject", ROUTE_TEXT, p.subject);
	read_text(g, "body", ROUTE_TEXT, p.body);
	read_text(g, "description", ROUTE_TEXT, p.description);
	read_text(g, "kind", ROUTE_TEXT, p.kind);
	read_text(g, "priority", ROUTE_TEXT, p.priority);
	read_text(g, "stage", ROUTE_TEXT, p.stage);
	read_text(g, "pipeline", ROUTE_TEXT, p.pipeline);
	read_text(g, "category", ROUTE_TEXT, p.category);
	read_text(g, "due", ROUTE_DUE, p.due);
	read_owner(g, p.owner);
	read_fields(g, p.fields);
}

static void
read_assign(struct reading *g, const struct json *node)
{
	struct route_parts p = { 0 };

	g->act->values = arena_array(g->rd->a, VALUES,
	    sizeof(*g->act->values));
	if (node->type != JSON_OBJECT) {
		read_owner(g, node);
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
		read_share(g, p.among, p.by);
	else
		read_owner(g, p.owner);
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
read_set_of(struct reading *g, const struct json *node, int o,
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
			    &add_value(g, key, ROUTE_ANY)->x, g->rd->a,
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
read_set(struct reading *g, const struct json *node)
{
	const struct route_action like = *g->act;
	struct str key;
	size_t i;
	int o;

	g->rule->n--;
	if (members(node) == 0) {
		diag_error(g->rd->d, yaml_where(node), "config.empty",
		    "set needs fields: {lifecycle: {value: customer}}");
		return;
	}
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
read_list(struct reading *g, const struct json *node,
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
read_names(struct reading *g, const struct json *node)
{
	const char *what = route_types[g->act->type];
	struct route_parts p = { 0 };
	struct route_value *out;

	g->act->values = arena_array(g->rd->a, 1, sizeof(*g->act->values));
	out = add_value(g, STR("name"), ROUTE_NAMES);
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
read_notice(struct reading *g, const struct json *node)
{
	const struct json_member *m;
	size_t i, n = members(node);

	g->act->values = arena_array(g->rd->a, n + 1,
	    sizeof(*g->act->values));
	for (i = 0; i < n; i++) {
		m = &node->members[i];
		check_free(g, node, i);
		if (m->value.type == JSON_OBJECT ||
		    yaml_text(&m->value).len > 0)
			read_text(g, arena_str(g->rd->a, m->key).p,
			    ROUTE_TEXT, &m->value);
		else
			diag_error(g->rd->d, yaml_where(&m->value),
			    "config.type", "what notify says is a text");
	}
}

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
read_type(struct reading *g, const struct route_item *c)
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

static void
read_item(struct reading *g, const struct json *list, size_t i,
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
	age = json_get(g->node, STR("max_age"));
	g->act = &g->rule->actions[g->rule->n++];
	*g->act = (struct route_action){ .type = type,
	    .id = id_of(rd, list, i, type, c.id),
	    .max_age = age != NULL ? yaml_text(age) : max_age };
	if (c.when != NULL)
		g->act->when = condition_compile(rd->env, c.when,
		    arena_printf(rd->a, "%s.%s", g->rule->path,
		    route_types[type]).p, rd->a, rd->d);
	read_type(g, &c);
}

/* By its type and id push knows an action again: those from ${a} on. */
static void
refuse_twins(struct reading *g, const struct route_action *a)
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
	struct reading g = { .rd = rd, .rule = r };
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
