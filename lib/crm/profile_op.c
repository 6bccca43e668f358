#include "crm/profile.h"

/* One operation of a profile, as it stands in YAML. */
struct op_conf {
	struct str		 get, post, put, patch;
	const struct json	*query, *body, *results, *failures;
	const struct json	*truncated, *alias;
	int64_t			 batch;
	struct conf_strs	 budget;
	bool			 repeatable;
};

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct op_conf, f), help, 0, 0, 0, NULL, NULL }

static const struct conf_key op_keys[] = {
	KEY(CONF_STR, get, "path of a GET request"),
	KEY(CONF_STR, post, "path of a POST request"),
	KEY(CONF_STR, put, "path of a PUT request"),
	KEY(CONF_STR, patch, "path of a PATCH request"),
	KEY(CONF_NODE, query, "parameters: name and expression"),
	KEY(CONF_CEL, body, "what is sent, as JSON"),
	KEY(CONF_NODE, results, "how to read what was done or found"),
	KEY(CONF_NODE, failures, "how to read what was not done"),
	KEY(CONF_CEL, alias, "another form of the item's key, for results"),
	KEY(CONF_CEL, truncated, "true when the answer is not the whole"),
	{ "batch", CONF_INT, offsetof(struct op_conf, batch),
	    "items in one request, at most", 0, 1, 10000, NULL, NULL },
	KEY(CONF_STRS, budget, "budgets it draws on"),
	KEY(CONF_BOOL, repeatable, "twice has the same effect as once"),
	{ 0 }
};

#undef KEY
#define KEY(type, f, help) \
	{ #f, type, offsetof(struct rule_conf, f), help, 0, 0, 0, NULL, NULL }

struct rule_conf {
	const struct json	*each, *when, *trace, *key, *item, *position;
	const struct json	*id, *fields;
};

static const struct conf_key rule_keys[] = {
	KEY(CONF_CEL, each, "the list of results in the answer"),
	KEY(CONF_CEL, when, "which of them count"),
	KEY(CONF_CEL, trace, "the trace of the item it is about"),
	KEY(CONF_CEL, key, "the key of the item it is about"),
	KEY(CONF_CEL, item, "the id of the item it is about"),
	KEY(CONF_CEL, position, "the position of the item, from 0"),
	KEY(CONF_CEL, id, "the CRM's id of the object"),
	KEY(CONF_CEL, fields, "its fields, by the CRM's names"),
	{ 0 }
};

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

/* Which item is a result about?  At most one way may be named. */
static void
read_which(struct profile_reader *r, const struct rule_conf *c,
    struct crm_rule *out)
{
	const struct json *ways[] = { c->position, c->trace, c->key,
	    c->item };
	static const enum crm_by by[] = { BY_POSITION, BY_TRACE, BY_KEY,
	    BY_ID };
	size_t i;

	out->by = BY_ALL;
	for (i = 0; i < 4; i++) {
		if (ways[i] == NULL)
			continue;
		if (out->which != NULL)
			diag_error(r->diags, yaml_where(ways[i]),
			    "profile.which", "a result is found by one of "
			    "trace, key, item and position, not by two");
		out->by = by[i];
		out->which = profile_cel(r, ways[i]);
	}
}

static void
read_rule(struct profile_reader *r, const struct json *node,
    const char *what, struct crm_rule *out)
{
	struct rule_conf c = { 0 };

	if (conf_read(node, what, rule_keys, &c, r->arena, r->diags) == -1)
		return;
	out->each = profile_cel(r, c.each);
	out->when = profile_cel(r, c.when);
	out->id = profile_cel(r, c.id);
	out->fields = profile_cel(r, c.fields);
	read_which(r, &c, out);
}

static void
add_piece(struct profile_reader *r, struct crm_op *op, struct str s,
    const struct json *node)
{
	struct crm_piece *p = &op->path[op->npath++];

	if (node == NULL)
		p->text = s;
	else
		p->prog = cel_compile(r->p->env, s, node, r->arena, r->diags);
}

/* "/contacts/{item.id}/notes": text, and expressions in braces. */
static void
read_path(struct profile_reader *r, struct crm_op *op, struct str path,
    const struct json *node)
{
	size_t open, close;

	op->path = arena_array(r->arena, path.len + 1, sizeof(*op->path));
	for (;;) {
		open = str_find(path, STR("{"));
		if (open == (size_t)-1)
			break;
		add_piece(r, op, str_to(path, open), NULL);
		path = str_from(path, open + 1);
		close = str_find(path, STR("}"));
		if (close == (size_t)-1) {
			diag_error(r->diags, yaml_where(node),
			    "profile.path", "'{' without '}' in a path");
			return;
		}
		add_piece(r, op, str_to(path, close), node);
		path = str_from(path, close + 1);
	}
	add_piece(r, op, path, NULL);
}

static void
read_method(struct profile_reader *r, struct crm_op *op,
    const struct op_conf *c, const struct json *node)
{
	const struct { const char *key, *method; struct str path; } ways[] = {
		{ "get", "GET", c->get }, { "post", "POST", c->post },
		{ "put", "PUT", c->put }, { "patch", "PATCH", c->patch }
	};
	size_t i;

	for (i = 0; i < 4; i++) {
		if (ways[i].path.p == NULL)
			continue;
		if (op->method != NULL)
			diag_error(r->diags, yaml_where(node),
			    "profile.method", "%s has two methods",
			    op->name.p);
		op->method = ways[i].method;
		read_path(r, op, ways[i].path,
		    json_get(node, str_of(ways[i].key)));
	}
	if (op->method == NULL)
		diag_error(r->diags, yaml_where(node), "profile.method",
		    "%s needs one of get, post, put and patch", op->name.p);
}

static void
read_query(struct profile_reader *r, struct crm_op *op,
    const struct json *node)
{
	size_t i;

	if (node == NULL || node->type != JSON_OBJECT)
		return;
	op->query = arena_array(r->arena, node->len, sizeof(*op->query));
	for (i = 0; i < node->len; i++) {
		op->query[i].name = node->members[i].key;
		op->query[i].prog = profile_cel(r, &node->members[i].value);
	}
	op->nquery = node->len;
}

static void
read_budgets(struct profile_reader *r, struct crm_op *op,
    const struct conf_strs *names, const struct json *node)
{
	size_t i, b;

	op->budgets = r->p->nbudgets > 0;	/* all draw on the first */
	for (i = 0; i < names->n; i++) {
		for (b = 0; b < r->p->nbudgets; b++)
			if (str_eq(r->p->budgets[b].name, names->p[i]))
				break;
		if (b == r->p->nbudgets)
			diag_error(r->diags, yaml_where(node),
			    "profile.budget", "no budget is called '%.*s'",
			    STR_ARG(names->p[i]));
		else
			op->budgets |= 1u << b;
	}
}

struct crm_op *
profile_op(struct profile_reader *r, const struct json *node,
    const char *name, enum op_kind kind, const struct json *fields)
{
	struct crm_op *op = ARENA_NEW(r->arena, struct crm_op);
	struct op_conf c = { .batch = 1 };

	op->name = arena_str(r->arena, str_of(name));
	if (conf_read(node, name, op_keys, &c, r->arena, r->diags) == -1)
		return NULL;
	op->batch = (size_t)c.batch;
	op->creates = kind == OP_CREATE;
	op->writes = kind == OP_CREATE || kind == OP_UPDATE ||
	    kind == OP_LINK;
	op->repeatable = !op->writes || c.repeatable;
	op->fields = fields;
	read_method(r, op, &c, node);
	read_query(r, op, c.query);
	read_budgets(r, op, &c.budget, node);
	op->body = profile_cel(r, c.body);
	op->alias = profile_cel(r, c.alias);
	op->truncated = profile_cel(r, c.truncated);
	op->has_results = c.results != NULL;
	op->has_failures = c.failures != NULL;
	if (op->has_results)
		read_rule(r, c.results, "results", &op->results);
	if (op->has_failures)
		read_rule(r, c.failures, "failures", &op->failures);
	return op;
}
