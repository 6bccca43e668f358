/* route_text: what an action says, compiled: texts, owners, fields. */
#include "base/time.h"
#include "stage/route_keys.h"

/* ${s} as a value that is no expression. */
static struct json *
route_literal(struct str s, struct arena *a)
{
	struct json *v = ARENA_NEW(a, struct json);

	*v = json_str(s);
	return v;
}

struct route_value *
route_add(struct route_reading *g, struct str key, enum route_form form)
{
	struct route_value *v = &g->act->values[g->act->n++];

	v->key = key;
	v->form = form;
	return v;
}

/* One of "from" and "value", which ${given} has. */
static void
read_given(struct route_reading *g, const struct json *node, const char *what,
    const struct route_parts *given, struct route_value *out)
{
	if (given->value.p != NULL)
		out->x.literal = route_literal(given->value, g->rd->a);
	else
		map_expr_read(given->from, what, g->rd->env, &out->x,
		    g->rd->a, g->rd->d);
	if ((given->value.p != NULL) == (given->from != NULL))
		diag_error(g->rd->d, yaml_where(node), "config.action",
		    "%s needs one of from and value", what);
}

static void
check_due(struct route_reading *g, const struct json *node, struct str s)
{
	struct instant at;
	int64_t ns;

	if (time_parse(s, &at) == -1 && duration_parse(s, true, &ns) == -1)
		diag_error(g->rd->d, yaml_where(node), "config.type",
		    "due must be a duration such as 24h, or a time such as "
		    "2026-03-01T12:00:00Z");
}

static void
check_priority(struct route_reading *g, const struct json *node, struct str s)
{
	static const char *const words[] = { "low", "normal", "high", NULL };

	if (g->act->type == ROUTE_TASK && !str_in(s, words))
		diag_error(g->rd->d, yaml_where(node), "config.enum",
		    "the priority of a task is low, normal or high");
}

/* A text as it stands, or {from: ...}, or {value: ...}. */
void
route_text(struct route_reading *g, const char *key, enum route_form form,
    const struct json *node)
{
	struct route_parts given = { 0 };
	struct route_value *out;
	struct str s;

	if (node == NULL)
		return;
	out = route_add(g, str_of(key), form);
	if (node->type == JSON_OBJECT) {
		if (conf_read(node, key, route_text_keys, &given, g->rd->a,
		    g->rd->d) == 0)
			read_given(g, node, key, &given, out);
	} else
		out->x.literal = route_literal(yaml_text(node), g->rd->a);
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
read_weight(struct route_reading *g, const struct json *v)
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

void
route_read_share(struct route_reading *g, const struct json *among,
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
void
route_owner(struct route_reading *g, const struct json *node)
{
	struct route_parts p = { 0 };

	if (node == NULL || node->type != JSON_OBJECT) {
		route_text(g, "owner", ROUTE_TEXT, node);
		return;
	}
	if (conf_read(node, "owner", route_owner_keys, &p, g->rd->a,
	    g->rd->d) == -1)
		return;
	if (p.by != NULL && p.among == NULL)
		diag_error(g->rd->d, yaml_where(p.by), "config.unused",
		    "by says whose turn it is among several; name them");
	else if (p.among == NULL)
		read_given(g, node, "owner", &p, route_add(g, STR("owner"),
		    ROUTE_TEXT));
	else if (p.from != NULL || p.value.p != NULL)
		diag_error(g->rd->d, yaml_where(node), "config.action",
		    "owner needs one of from, value and among");
	else
		route_read_share(g, p.among, p.by);
}

/* How many ${node} has; none, if it is nothing. */
size_t
route_members(const struct json *node)
{
	return node != NULL && node->type == JSON_OBJECT ? node->len : 0;
}

/* What an action is known by, and what it says already, is no field of it. */
void
route_check_free(struct route_reading *g, const struct json *node, size_t i)
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
void
route_fields(struct route_reading *g, const struct json *node)
{
	const struct json_member *m;
	size_t i;

	for (i = 0; i < route_members(node); i++) {
		m = &node->members[i];
		route_check_free(g, node, i);
		map_expr_read(&m->value, arena_str(g->rd->a, m->key).p,
		    g->rd->env, &route_add(g, m->key, ROUTE_ANY)->x,
		    g->rd->a, g->rd->d);
	}
}
