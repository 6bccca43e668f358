/* route: rules tried one after the other; see route.h. */
#include "stage/route.h"

#include "stage/condition.h"

static void *
route_open(const struct conf *c, const struct run_env *env, struct arena *a)
{
	struct route *s = ARENA_NEW(a, struct route);

	s->now = env->now;
	route_read(c, s, a);
	return s;
}

static void
paths(const void *stage, struct json_paths *p)
{
	route_paths(stage, p);
}

void
route_fault(struct routing *g, const struct route_rule *rule, uint8_t bit)
{
	if (g->faults == NULL)
		g->faults = arena_array(g->r->arena, g->s->n,
		    sizeof(*g->faults));
	g->faults[rule - g->s->rules] |= bit;
}

bool
route_holds(struct routing *g, const struct route_rule *rule,
    const struct cel_prog *when)
{
	struct err e = { 0 };

	if (when == NULL)
		return true;
	switch (condition_holds(when, g->vars, g->r->arena, &e)) {
	case CONDITION_TRUE:
		return true;
	case CONDITION_FAIL:
		route_fault(g, rule, ROUTE_FAULT_EXPR);
		return false;
	default:
		return false;
	}
}

static void
fire(struct routing *g, const struct route_rule *rule)
{
	struct arena *a = g->r->arena;
	struct json one = json_object(), why = route_why(g, rule);
	size_t i;

	json_add(&one, STR("rule"), json_str(rule->name), a);
	if (rule->owner.p != NULL)
		json_add(&one, STR("owner"), json_str(rule->owner), a);
	if (why.len > 0)
		json_add(&one, STR("why"), why, a);
	json_push(&g->fired, one, a);
	for (i = 0; i < rule->n; i++)
		route_act(g, rule, &rule->actions[i]);
}

/* The rule behind which none was tried, or NULL. */
static const struct route_rule *
try_rules(struct routing *g)
{
	const struct route_rule *rule;
	size_t i;

	for (i = 0; i < g->s->n; i++) {
		rule = &g->s->rules[i];
		if (!route_holds(g, rule, rule->when))
			continue;
		fire(g, rule);
		if (rule->stop)
			return rule;
	}
	return NULL;
}

/* Only now: expressions are to see the record as it came. */
static void
tell_faults(struct routing *g)
{
	const struct route_rule *rule;
	size_t i;

	for (i = 0; g->faults != NULL && i < g->s->n; i++) {
		rule = &g->s->rules[i];
		if (g->faults[i] & ROUTE_FAULT_EXPR)
			record_find(g->r, rule->path, "expr.error", "warning",
			    "skipped", NULL);
		if (g->faults[i] & ROUTE_FAULT_DUE)
			record_find(g->r, rule->path, "action.due", "warning",
			    "dropped", NULL);
	}
}

static void
add_actions(struct routing *g)
{
	struct json *list;
	size_t i;

	if (g->actions.len == 0)
		return;
	list = doc_edit(&g->r->doc, STR("actions"));
	if (list != NULL)
		json_open(list, g->r->arena);
	if (list == NULL || list->type != JSON_ARRAY) {
		doc_set(&g->r->doc, STR("actions"), g->actions);
		return;
	}
	for (i = 0; i < g->actions.len; i++)
		json_push(list, g->actions.items[i], g->r->arena);
}

static void
write_route(struct routing *g, const struct route_rule *stopped,
    bool nobodys)
{
	struct arena *a = g->r->arena;
	struct json o = json_object();

	json_add(&o, STR("rules"), g->fired, a);
	if (stopped != NULL)
		json_add(&o, STR("stopped"), json_str(stopped->name), a);
	if (nobodys)
		json_add(&o, STR("skipped"), json_str(STR("consent")), a);
	doc_set(&g->r->doc, STR("route"), o);
}

static enum verdict
route_run(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	const struct route *s = stage;
	struct routing g = { .s = s, .r = r, .fired = json_array(),
	    .actions = json_array() };
	const struct route_rule *stopped = NULL;
	bool nobodys;

	(void)scratch;
	(void)e;
	if (!s->on)
		return REC_PASS;
	route_forget(&g);
	/* Nobody acts upon a person who has not consented. */
	nobodys = record_withholds(r, STR("consent"));
	if (!nobodys) {
		record_vars(&r->doc, s->now, g.vars);
		stopped = try_rules(&g);
	}
	tell_faults(&g);
	write_route(&g, stopped, nobodys);
	add_actions(&g);
	route_tidy(&g);
	return REC_PASS;
}

const struct stage_ops stage_route = {
	.name = "route",
	.open = route_open,
	.paths = paths,
	.run = route_run
};
