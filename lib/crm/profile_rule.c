/* rule: how an answer tells what was done of which item. */
#include "crm/profile.h"

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct rule_conf, f), help, 0, 0, 0, NULL, NULL }

struct rule_conf {
	const struct json	*each, *when, *trace, *key, *item, *position;
	const struct json	*id, *fields, *moved;
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
	KEY(CONF_NODE, moved, "its id now, if it was merged or converted"),
	{ 0 }
};

#undef KEY

/* Which item is a result about?  At most one way may be named. */
static void
read_which(struct profile_reader *r, const struct rule_conf *c,
    struct crm_rule *out)
{
	const struct json *const ways[] = { c->trace, c->key, c->item,
	    c->position };
	static const enum crm_by by[] = { BY_TRACE, BY_KEY, BY_ID,
	    BY_POSITION };
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

/* "moved: it.master": the same type; "moved: {contact: it.contact}". */
static void
read_moved(struct profile_reader *r, const struct json *node,
    enum crm_type t, struct crm_rule *out)
{
	size_t i;
	int to;

	if (node == NULL)
		return;
	if (node->type == JSON_STRING) {
		out->moved[t] = profile_cel(r, node);
		return;
	}
	node = profile_mapping(r, node, "moved");
	for (i = 0; node != NULL && i < node->len; i++) {
		to = profile_type(node->members[i].key);
		if (to == -1)
			conf_unknown(r->diags, yaml_key_where(node, i),
			    "moved", node->members[i].key, crm_type_names,
			    CRM_TYPES);
		else
			out->moved[to] = profile_cel(r,
			    &node->members[i].value);
	}
}

void
profile_rule(struct profile_reader *r, const struct json *node,
    const char *what, enum crm_type t, struct crm_rule *out)
{
	struct rule_conf c = { 0 };

	if (conf_read(node, what, rule_keys, &c, r->arena, r->diags) == -1)
		return;
	out->each = profile_cel(r, c.each);
	out->when = profile_cel(r, c.when);
	out->id = profile_cel(r, c.id);
	out->fields = profile_cel(r, c.fields);
	read_which(r, &c, out);
	read_moved(r, c.moved, t, out);
}
