#include "crm/profile.h"

/* One operation of a profile, as it stands in YAML. */
struct op_conf {
	struct str		 get, post, put, patch, delete;
	const struct json	*query, *headers, *body, *results, *failures;
	const struct json	*truncated, *alias, *next, *next_url, *when;
	const struct json	*cost, *otherwise;
	int			 content, answer;
	int64_t			 batch;
	struct conf_strs	 budget;
	bool			 repeatable, partial, single;
};

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct op_conf, f), help, 0, 0, 0, NULL, NULL }

#define ENUM(f, names, help) \
	{ #f, CONF_ENUM, offsetof(struct op_conf, f), help, 0, 0, 0, names, \
	    NULL }

static const char *const contents[] = { "json", "form", "csv", NULL };
static const char *const answers[] = { "json", "csv", NULL };

static const struct conf_key op_keys[] = {
	KEY(CONF_STR, get, "path of a GET request"),
	KEY(CONF_STR, post, "path of a POST request"),
	KEY(CONF_STR, put, "path of a PUT request"),
	KEY(CONF_STR, patch, "path of a PATCH request"),
	KEY(CONF_STR, delete, "path of a DELETE request"),
	KEY(CONF_CEL, when, "which items it is sent for"),
	{ "else", CONF_NODE, offsetof(struct op_conf, otherwise),
	    "what is sent for other items, or where nothing was found", 0, 0,
	    0, NULL, NULL },
	KEY(CONF_NODE, cost, "tokens it takes, by budget; over items"),
	KEY(CONF_NODE, query, "parameters: name and expression"),
	KEY(CONF_NODE, headers, "headers beside those of all requests"),
	KEY(CONF_CEL, body, "what is sent, as JSON"),
	KEY(CONF_NODE, results, "how to read what was done or found"),
	KEY(CONF_NODE, failures, "how to read what was not done"),
	KEY(CONF_CEL, alias, "another form of the item's key, for results"),
	KEY(CONF_CEL, truncated, "true when the answer is not the whole"),
	KEY(CONF_CEL, next, "what names the next part of the answer"),
	KEY(CONF_CEL, next_url, "where the next part of the answer is"),
	ENUM(content, contents, "the form in which the body is sent"),
	ENUM(answer, answers, "the form in which the answer comes"),
	{ "batch", CONF_INT, offsetof(struct op_conf, batch),
	    "items in one request, at most", 0, 1, 10000, NULL, NULL },
	KEY(CONF_STRS, budget, "budgets it draws on"),
	KEY(CONF_BOOL, repeatable, "twice has the same effect as once"),
	KEY(CONF_BOOL, partial, "what it finds is to be read as well"),
	KEY(CONF_BOOL, single, "only one can be tied"),
	{ 0 }
};

#undef KEY
#undef ENUM

struct cel_prog *
profile_cel(struct profile_reader *r, const struct json *node)
{
	struct str src;

	if (node == NULL)
		return NULL;
	if (node->type == JSON_TRUE)
		src = STR("true");
	else if (node->type == JSON_FALSE)
		src = STR("false");
	else
		src = (struct str){ node->text, node->len };
	return cel_compile(r->p->env, src, node, r->arena, r->diags);
}

static void
read_method(struct profile_reader *r, struct crm_op *op,
    const struct op_conf *c, const struct json *node)
{
	const struct { const char *key, *method; struct str path; } ways[] = {
		{ "get", "GET", c->get }, { "post", "POST", c->post },
		{ "put", "PUT", c->put }, { "patch", "PATCH", c->patch },
		{ "delete", "DELETE", c->delete }
	};
	size_t i;

	for (i = 0; i < 5; i++) {
		if (ways[i].path.p == NULL)
			continue;
		if (op->method != NULL)
			diag_error(r->diags, yaml_where(node),
			    "profile.method", "%s has two methods",
			    op->name.p);
		op->method = ways[i].method;
		op->path = profile_template(r, ways[i].path,
		    json_get(node, str_of(ways[i].key)));
	}
	if (op->method == NULL)
		diag_error(r->diags, yaml_where(node), "profile.method",
		    "%s needs one of get, post, put, patch and delete", op->name.p);
}

static void
read_query(struct profile_reader *r, struct crm_op *op,
    const struct json *node)
{
	size_t i;

	node = profile_mapping(r, node, "query");
	if (node == NULL)
		return;
	op->query = arena_array(r->arena, node->len, sizeof(*op->query));
	for (i = 0; i < node->len; i++) {
		op->query[i].name = node->members[i].key;
		op->query[i].prog = profile_cel(r, &node->members[i].value);
	}
	op->nquery = node->len;
}

/* The number of the budget that is called so, which ${op} draws on; or -1. */
static int
draw_on(struct profile_reader *r, struct crm_op *op, struct str name,
    struct where at)
{
	size_t b;

	for (b = 0; b < r->p->nbudgets; b++)
		if (str_eq(r->p->budgets[b].name, name))
			break;
	if (b == r->p->nbudgets) {
		diag_error(r->diags, at, "profile.budget",
		    "no budget is called '%.*s'", STR_ARG(name));
		return -1;
	}
	op->budgets |= 1u << b;
	return (int)b;
}

static void
read_budgets(struct profile_reader *r, struct crm_op *op,
    const struct conf_strs *names, const struct json *node)
{
	size_t i;

	op->budgets = r->p->nbudgets > 0;	/* all draw on the first */
	for (i = 0; i < r->p->nbudgets; i++)
		if (r->p->budgets[i].all)
			op->budgets |= 1u << i;
	op->scarce = names->n > 0;
	for (i = 0; i < names->n; i++)
		draw_on(r, op, names->p[i], yaml_where(node));
}

/* "10", or an expression over the items. */
static void
read_cost(struct profile_reader *r, struct crm_op *op, int budget,
    const struct json *node)
{
	int64_t n;

	if (node->type != JSON_NUMBER)
		op->costing[budget] = profile_cel(r, node);
	else if (json_to_int(node, &n) && n >= 1 && n <= CRM_BUDGET_MAX)
		op->costs[budget] = (unsigned)n;
	else
		diag_error(r->diags, yaml_where(node), "profile.cost",
		    "a cost is a number of tokens from 1, or an expression "
		    "over items");
}

/* "cost: {daily: 10}" */
static void
read_costs(struct profile_reader *r, struct crm_op *op,
    const struct json *node)
{
	size_t i;
	int b;

	node = profile_mapping(r, node, "cost");
	for (i = 0; node != NULL && i < node->len; i++) {
		b = draw_on(r, op, node->members[i].key,
		    yaml_key_where(node, i));
		if (b >= 0)
			read_cost(r, op, b, &node->members[i].value);
	}
}

struct crm_op *
profile_op(struct profile_reader *r, const struct json *node,
    const char *name, enum op_kind kind, enum crm_type t)
{
	struct crm_op *op = ARENA_NEW(r->arena, struct crm_op);
	struct op_conf c = { .batch = 1 };

	op->name = arena_str(r->arena, str_of(name));
	if (conf_read(node, name, op_keys, &c, r->arena, r->diags) == -1)
		return NULL;
	op->batch = (size_t)c.batch;
	op->creates = kind == OP_CREATE;
	op->writes = kind == OP_CREATE || kind == OP_UPDATE ||
	    kind == OP_LINK || kind == OP_DELETE;
	op->repeatable = !op->writes || c.repeatable || kind == OP_DELETE;
	op->fields = &r->crm->objects[t].names;
	op->type = t;
	op->content = (enum crm_content)c.content;
	op->answer = c.answer == 1 ? CRM_CSV : CRM_JSON;
	read_method(r, op, &c, node);
	read_query(r, op, c.query);
	read_budgets(r, op, &c.budget, node);
	read_costs(r, op, c.cost);
	op->partial = c.partial;
	op->single = c.single;
	if (c.otherwise != NULL)
		op->otherwise = profile_op(r, c.otherwise, name, kind, t);
	op->when = profile_cel(r, c.when);
	op->body = profile_cel(r, c.body);
	op->alias = profile_cel(r, c.alias);
	op->truncated = profile_cel(r, c.truncated);
	op->next = profile_cel(r, c.next);
	op->next_url = profile_cel(r, c.next_url);
	op->headers = profile_headers(r, c.headers, &op->nheaders);
	op->has_results = c.results != NULL;
	op->has_failures = c.failures != NULL;
	if (op->has_results)
		profile_rule(r, c.results, "results", t, &op->results);
	if (op->has_failures)
		profile_rule(r, c.failures, "failures", t,
		    &op->failures);
	return op;
}
