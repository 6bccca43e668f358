#include <stdio.h>

#include "crm/profile.h"

const char *const crm_type_names[CRM_TYPES + 1] = {
	"contact", "lead", "company", "deal", "ticket", "note", "task", NULL
};

static const char *const guarantee_names[] = {
	"at_least_once", "token_lookup", "unique_key", NULL
};

static const char *const markup_names[] = { "text", "html", "markdown",
    NULL };

struct token_conf {
	struct str	field;
	int		guarantee;
	int64_t		lag;
};

static const struct conf_key token_keys[] = {
	{ "field", CONF_STR, offsetof(struct token_conf, field),
	    "the CRM's field that holds our token", 0, 0, 0, NULL, NULL },
	{ "guarantee", CONF_ENUM, offsetof(struct token_conf, guarantee),
	    "what that is good for", 0, 0, 0, guarantee_names, NULL },
	{ "lag", CONF_DURATION, offsetof(struct token_conf, lag),
	    "how far the look-up by token is behind", 0, 0, 0, NULL, NULL },
	{ 0 }
};

struct object_conf {
	struct token_conf	 token;
	const struct json	*fields, *find, *read, *create, *update;
	const struct json	*link, *links, *when, *changed, *schema;
	const struct json	*deleted, *merged;
	const struct json	*bulk, *delete, *history;
	int64_t			 limit;
	int			 markup;
};

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct object_conf, f), help, 0, 0, 0, NULL, NULL }

static const struct conf_key object_keys[] = {
	{ "token", CONF_OBJ, offsetof(struct object_conf, token),
	    "where our token stands", 0, 0, 0, NULL, token_keys },
	KEY(CONF_NODE, fields, "the record's fields and the CRM's"),
	KEY(CONF_NODE, find, "how one is found, by key"),
	KEY(CONF_NODE, read, "read by id"),
	KEY(CONF_NODE, create, "make new ones"),
	KEY(CONF_NODE, update, "change by id"),
	KEY(CONF_NODE, delete, "delete by id"),
	KEY(CONF_NODE, history, "when values were last changed, by id"),
	KEY(CONF_NODE, link, "associate, by the other type"),
	KEY(CONF_NODE, links, "read associations, by the other type"),
	{ "limit", CONF_INT, offsetof(struct object_conf, limit),
	    "characters that a note holds", 0, 256, 1e9, NULL, NULL },
	{ "markup", CONF_ENUM, offsetof(struct object_conf, markup),
	    "what a note's body is", 0, 0, 0, markup_names, NULL },
	KEY(CONF_CEL, when, "does a record want one?"),
	KEY(CONF_NODE, changed, "read what changed since a time"),
	KEY(CONF_NODE, deleted, "read what was deleted since a time"),
	KEY(CONF_NODE, merged, "read what was merged into others since a time"),
	KEY(CONF_NODE, schema, "which fields the type has"),
	KEY(CONF_NODE, bulk, "how many are sent as one file"),
	{ 0 }
};

#undef KEY

int
profile_type(struct str name)
{
	int t;

	for (t = 0; t < CRM_TYPES; t++)
		if (str_eq(name, str_of(crm_type_names[t])))
			return t;
	return -1;
}

const struct json *
profile_mapping(struct profile_reader *r, const struct json *node,
    const char *what)
{
	if (node == NULL || node->type == JSON_NULL)
		return NULL;
	if (node->type == JSON_OBJECT)
		return node;
	diag_error(r->diags, yaml_where(node), "crm.mapping",
	    "%s must be a mapping (key: value)", what);
	return NULL;
}

struct crm_op *
profile_type_op(struct profile_reader *r, const struct json *node,
    enum crm_type t,
    const char *what, enum op_kind kind)
{
	char name[64];

	if (node == NULL)
		return NULL;
	snprintf(name, sizeof(name), "%s.%s", crm_type_names[t], what);
	return profile_op(r, node, name, kind, t);
}

static void
read_find(struct profile_reader *r, const struct json *node,
    enum crm_type t)
{
	struct crm_object *o = &r->crm->objects[t];
	struct crm_key *k;
	char what[48];
	size_t i;

	node = profile_mapping(r, node, "find");
	if (node == NULL)
		return;
	o->keys = arena_array(r->arena, node->len, sizeof(*o->keys));
	for (i = 0; i < node->len; i++) {
		k = &o->keys[o->nkeys++];
		k->name = node->members[i].key;
		snprintf(what, sizeof(what), "find.%.*s", STR_ARG(k->name));
		k->find = profile_type_op(r, &node->members[i].value, t, what,
		    OP_FIND);
	}
}

/* What a find tells only in part is read by id. */
static void
read_whole(struct crm_object *o)
{
	size_t i;

	for (i = 0; i < o->nkeys; i++)
		if (o->keys[i].find != NULL && o->keys[i].find->partial)
			o->keys[i].find->whole = o->read;
}

static void
read_links(struct profile_reader *r, const struct json *node,
    enum crm_type t, const char *what, enum op_kind kind,
    struct crm_op *out[CRM_TYPES])
{
	char name[48];
	size_t i;
	int to;

	node = profile_mapping(r, node, what);
	for (i = 0; node != NULL && i < node->len; i++) {
		to = profile_type(node->members[i].key);
		if (to == -1) {
			conf_unknown(r->diags, yaml_key_where(node, i), what,
			    node->members[i].key, crm_type_names, CRM_TYPES);
			continue;
		}
		snprintf(name, sizeof(name), "%s.%s", what,
		    crm_type_names[to]);
		out[to] = profile_type_op(r, &node->members[i].value, t, name,
		    kind);
	}
}

/* A promise needs what it rests on. */
static void
check_promise(struct profile_reader *r, const struct json *node,
    enum crm_type t)
{
	const struct crm_object *o = &r->crm->objects[t];

	if ((o->guarantee == CRM_TOKEN_LOOKUP &&
	    crm_key(o, STR("token")) == NULL) ||
	    (o->guarantee == CRM_UNIQUE_KEY && o->token.p == NULL &&
	    (o->create == NULL || !o->create->repeatable)))
		diag_error(r->diags, yaml_where(json_get(node,
		    STR("token"))), "profile.guarantee", "%s promises %s, "
		    "which needs %s", crm_type_names[t],
		    guarantee_names[o->guarantee],
		    o->guarantee == CRM_TOKEN_LOOKUP ? "find.token" :
		    "token.field, or a create that is repeatable");
}

int
profile_object(struct profile_reader *r, const struct json *node,
    enum crm_type t)
{
	struct crm_object *o = &r->crm->objects[t];
	struct object_conf c = { .limit = 65536 };

	if (conf_read(node, crm_type_names[t], object_keys, &c, r->arena,
	    r->diags) == -1)
		return -1;
	o->token = c.token.field;
	o->token_field = (struct crm_field){ .name = STR("token"),
	    .to = c.token.field };
	o->guarantee = (enum crm_guarantee)c.token.guarantee;
	o->lag_ns = c.token.lag;
	o->limit = c.limit;
	o->markup = (enum crm_markup)c.markup;
	if (c.when != NULL)
		o->when = cel_compile(r->p->record, (struct str){
		    c.when->text, c.when->len }, c.when, r->arena, r->diags);
	profile_fields(r, o, c.fields);
	read_find(r, c.find, t);
	o->read = profile_type_op(r, c.read, t, "read", OP_READ);
	read_whole(o);
	o->create = profile_type_op(r, c.create, t, "create", OP_CREATE);
	o->update = profile_type_op(r, c.update, t, "update", OP_UPDATE);
	o->remove = profile_type_op(r, c.delete, t, "delete", OP_DELETE);
	o->history = profile_type_op(r, c.history, t, "history", OP_READ);
	read_links(r, c.link, t, "link", OP_LINK, o->link);
	read_links(r, c.links, t, "links", OP_LINKS, o->links);
	o->changed = profile_type_op(r, c.changed, t, "changed", OP_READ);
	o->deleted = profile_type_op(r, c.deleted, t, "deleted", OP_READ);
	o->merged = profile_type_op(r, c.merged, t, "merged", OP_READ);
	o->schema = profile_schema(r, c.schema, t);
	o->bulk = profile_bulk(r, c.bulk, t);
	check_promise(r, node, t);
	return 0;
}

