/* route_act: an action for one record. */
#include "base/time.h"
#include "stage/route.h"

static void
put(struct json *o, struct str key, struct str text, struct arena *a)
{
	json_set(o, key, json_str(text), a);
}

/* Scalars are text; lists and mappings are none. */
static bool
to_text(struct json *v)
{
	struct str s = json_scalar(v);

	if (s.p == NULL)
		return false;
	*v = json_str(s);
	return true;
}

/* One, or a list without what is empty. */
static bool
to_names(struct json *v, struct arena *a)
{
	struct json list = json_array(), one;
	size_t i;

	if (v->type != JSON_ARRAY)
		return to_text(v);
	for (i = 0; i < v->len; i++) {
		one = v->items[i];
		if (!to_text(&one))
			return false;
		if (one.len > 0)
			json_push(&list, one, a);
	}
	*v = list;
	return true;
}

static bool
is_due(const struct json *v)
{
	struct str s = { v->text, v->len };
	struct instant at;
	int64_t ns;

	return time_parse(s, &at) == 0 || duration_parse(s, true, &ns) == 0;
}

/* Is it what its place wants?  If not, the rule has a fault. */
static bool
fits(struct routing *g, const struct route_rule *rule,
    const struct route_value *value, struct json *v)
{
	bool right = true;

	switch (value->form) {
	case ROUTE_TEXT:
	case ROUTE_DUE:
		right = to_text(v);
		break;
	case ROUTE_NAMES:
		right = to_names(v, g->r->arena);
		break;
	case ROUTE_ANY:
		break;
	}
	if (!right) {
		route_fault(g, rule, ROUTE_FAULT_EXPR);
		return false;
	}
	if (value->form != ROUTE_DUE || is_due(v))
		return true;
	route_fault(g, rule, ROUTE_FAULT_DUE);
	return false;
}

/* What an action says, without what cannot be evaluated. */
static void
fill(struct routing *g, const struct route_rule *rule,
    const struct route_action *act, struct json *o)
{
	const struct route_value *value;
	struct arena *a = g->r->arena;
	struct err e = { 0 };
	struct json v;
	size_t i, which;

	for (i = 0; i < act->n; i++) {
		value = &act->values[i];
		switch (map_expr_json(&value->x, g->vars, a, &v, &which, &e)) {
		case CEL_OK:
			if (fits(g, rule, value, &v))
				json_set(o, value->key, v, a);
			break;
		case CEL_FAIL:
			route_fault(g, rule, ROUTE_FAULT_EXPR);
			break;
		case CEL_ABSENT:
			break;
		}
	}
	if (act->share != NULL)
		put(o, STR("owner"), route_turn(g, rule, act->share), a);
}

/* Without these there is nothing to do. */
static bool
is_whole(const struct route_action *act, const struct json *o)
{
	const struct json *name;

	switch (act->type) {
	case ROUTE_ASSIGN:
		return json_get(o, STR("owner")) != NULL;
	case ROUTE_SET:
		return json_get(o, STR("fields"))->len > 0;
	case ROUTE_TAG:
	case ROUTE_LIST:
		name = json_get(o, STR("name"));
		return name != NULL && name->len > 0;
	default:
		return true;
	}
}

void
route_act(struct routing *g, const struct route_rule *rule,
    const struct route_action *act)
{
	struct arena *a = g->r->arena;
	struct json o = json_object(), fields = json_object();

	if (!route_holds(g, rule, act->when))
		return;
	put(&o, STR("type"), str_of(route_types[act->type]), a);
	put(&o, STR("workflow"), rule->name, a);
	put(&o, STR("id"), act->id, a);
	if (act->object.p != NULL)
		put(&o, STR("object"), act->object, a);
	if (act->type == ROUTE_SET) {
		fill(g, rule, act, &fields);
		json_set(&o, STR("fields"), fields, a);
	} else
		fill(g, rule, act, &o);
	if (!is_whole(act, &o))
		return;
	if (act->remove)
		json_set(&o, STR("remove"), json_bool(true), a);
	if (act->max_age.p != NULL)
		put(&o, STR("max_age"), act->max_age, a);
	json_push(&g->actions, o, a);
}
