/* route_conf: the section "route", compiled; see route.h. */
#include "stage/conf.h"
#include "stage/condition.h"
#include "stage/route.h"

struct rule_conf {
	struct str		 name, owner;
	const struct json	*when, *actions;
	int64_t			 max_age;
	bool			 stop;
};

#define K(name, type, member, help, flags, sub) \
	{ name, type, offsetof(struct rule_conf, member), help, flags, 0, 0, \
	    NULL, sub }

static const struct conf_key rule_keys[] = {
	K("name", CONF_STR, name, "named in the record, and as the workflow "
	    "of its actions", CONF_REQUIRED, NULL),
	K("when", CONF_CEL, when, "a condition over the record; without it "
	    "the rule always fires", CONF_CONDITION, NULL),
	K("owner", CONF_STR, owner, "who answers for the rule", 0, NULL),
	K("max_age", CONF_DURATION, max_age, "how long after the "
	    "conversation's end its actions are still done", 0, NULL),
	K("stop", CONF_BOOL, stop, "when it fires, no rule behind it is "
	    "tried", 0, NULL),
	K("do", CONF_LIST, actions, "list of actions", 0,
	    route_action_item),
	{ 0 }
};

#undef K

const struct conf_key route_conf_item[] = {
	CONF_FORM("a rule", CONF_OBJ, "actions, and for whom they are",
	    rule_keys), { 0 }
};

static void
read_rule(struct route_reader *rd, const struct json *node,
    struct route_rule *r)
{
	struct rule_conf c = { .stop = false };
	const struct json *age;

	conf_read(node, "route", rule_keys, &c, rd->a, rd->d);
	if (c.name.p != NULL && c.name.len == 0)
		diag_error(rd->d, yaml_where(json_get(node, STR("name"))),
		    "config.empty", "a rule needs a name");
	route_check_name(rd, json_get(node, STR("name")), "name");
	*r = (struct route_rule){ .name = c.name, .owner = c.owner,
	    .stop = c.stop };
	r->path = arena_printf(rd->a, "route.%.*s", STR_ARG(c.name)).p;
	if (c.when != NULL) {
		r->when = condition_compile(rd->env, c.when, r->path, rd->a,
		    rd->d);
		if (r->when != NULL)
			route_why_read(rd, r, cel_source(r->when));
	}
	age = json_get(node, STR("max_age"));
	if (c.actions != NULL && c.actions->type == JSON_ARRAY)
		route_read_actions(rd, c.actions, age != NULL ?
		    yaml_text(age) : STR_NONE, r);
}

static void
refuse_twins(const struct route *s, const struct json *node,
    struct diags *d)
{
	size_t i, k;
	char q[64];

	for (i = 0; i < s->n; i++)
		for (k = 0; k < i; k++)
			if (s->rules[i].name.p != NULL &&
			    str_eq(s->rules[i].name, s->rules[k].name)) {
				diag_error(d, yaml_where(json_get(
				    &node->items[i], STR("name"))),
				    "config.twice",
				    "a rule named '%s' stands above already; "
				    "give one of them another name",
				    err_quote(s->rules[i].name, q, sizeof(q)));
				break;
			}
}

void
route_read(const struct conf *c, struct route *s, struct arena *a)
{
	const struct json *node = conf_section(c, "route");
	struct route_reader rd = { NULL, a, c->diags };
	size_t i;

	s->on = node != NULL && node->type != JSON_NULL;
	if (!s->on)
		return;
	if (node->type != JSON_ARRAY) {
		diag_error(c->diags, yaml_where(node), "config.type",
		    "route must be a list of rules; begin each with '- '");
		return;
	}
	rd.env = condition_env(a);
	s->rules = arena_array(a, node->len + 1, sizeof(*s->rules));
	s->n = node->len;
	for (i = 0; i < s->n; i++)
		read_rule(&rd, &node->items[i], &s->rules[i]);
	refuse_twins(s, node, c->diags);
}
