#include <stdio.h>

#include "crm/profile.h"

const char *const crm_type_names[CRM_TYPES + 1] = {
	"contact", "company", "note", NULL
};

static const char *const guarantee_names[] = {
	"at_least_once", "token_lookup", "unique_key", NULL
};

static const char *const policy_names[] = {
	"fill_if_empty", "overwrite", "never_downgrade", "never", NULL
};

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
	const struct json	*link, *links;
	int64_t			 limit;
	bool			 html;
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
	KEY(CONF_NODE, link, "associate, by the other type"),
	KEY(CONF_NODE, links, "read associations, by the other type"),
	{ "limit", CONF_INT, offsetof(struct object_conf, limit),
	    "characters that a note holds", 0, 256, 1e9, NULL, NULL },
	KEY(CONF_BOOL, html, "a note is HTML"),
	{ 0 }
};

struct field_conf {
	struct str		 to;
	const struct json	*from, *encode;
	int			 policy;
	bool			 computed, clock;
	double			 step;
	struct conf_strs	 order;
};

#undef KEY
#define KEY(type, f, help) \
	{ #f, type, offsetof(struct field_conf, f), help, 0, 0, 0, NULL, NULL }

static const struct conf_key field_keys[] = {
	KEY(CONF_STR, to, "the CRM's name of the field"),
	KEY(CONF_CEL, from, "its value, from the record"),
	KEY(CONF_CEL, encode, "how the CRM wants \"value\" written"),
	{ "policy", CONF_ENUM, offsetof(struct field_conf, policy),
	    "when to write over what is there", 0, 0, 0, policy_names, NULL },
	KEY(CONF_BOOL, computed, "chatcrm's own: always written"),
	KEY(CONF_BOOL, clock, "holds the time of the newest record"),
	KEY(CONF_NUM, step, "a smaller difference is none"),
	KEY(CONF_STRS, order, "values from lowest to highest"),
	{ 0 }
};

#undef KEY

static struct crm_field *
field_named(struct crm_object *o, struct str name)
{
	const struct crm_field *f = crm_field(o, name);

	return f != NULL ? &o->fields[f - o->fields] : NULL;
}

/* "score.total", which can be turned round; other expressions cannot. */
static bool
is_path(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && s.p[i] != '_' && s.p[i] != '.')
			return false;
	return true;
}

static void
read_field(struct profile_reader *r, struct crm_object *o, struct str name,
    const struct json *node)
{
	struct field_conf c = { 0 };
	struct crm_field *f = field_named(o, name);
	struct str src;

	if (f == NULL)
		f = &o->fields[o->nfields++];
	*f = (struct crm_field){ .name = name };
	if (node->type == JSON_STRING) {
		f->to = (struct str){ node->text, node->len };
		return;
	}
	if (conf_read(node, name.p, field_keys, &c, r->arena,
	    r->diags) == -1)
		return;
	f->to = c.to;
	f->computed = c.computed || c.clock;
	f->clock = c.clock;
	f->step = c.step;
	f->order = c.order;
	f->policy = f->computed ? CRM_OVERWRITE : (enum crm_policy)c.policy;
	if (c.from != NULL) {
		src = (struct str){ c.from->text, c.from->len };
		f->from = cel_compile(r->p->record, src, c.from, r->arena,
		    r->diags);
		if (is_path(src))
			f->path = src;
	}
	f->encode = profile_cel(r, c.encode);
	if (f->to.p == NULL)
		diag_error(r->diags, yaml_where(node), "profile.field",
		    "field '%.*s' needs 'to', the CRM's name for it",
		    STR_ARG(name));
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

static void
read_fields(struct profile_reader *r, struct crm_object *o,
    const struct json *node)
{
	struct crm_field *old = o->fields;
	size_t i;

	node = profile_mapping(r, node, "fields");
	if (node == NULL)
		return;
	o->fields = arena_array(r->arena, o->nfields + node->len,
	    sizeof(*o->fields));
	if (o->nfields > 0)
		memcpy(o->fields, old, o->nfields * sizeof(*old));
	for (i = 0; i < node->len; i++)
		read_field(r, o, node->members[i].key,
		    &node->members[i].value);
}

/* The CRM's names of all fields, and of the token, for reading. */
static void
list_names(struct crm_object *o, struct arena *a)
{
	size_t i;

	o->names = json_array();
	for (i = 0; i < o->nfields; i++)
		if (o->fields[i].to.p != NULL)
			json_push(&o->names, json_str(o->fields[i].to), a);
	if (o->token.p != NULL)
		json_push(&o->names, json_str(o->token), a);
}

static struct crm_op *
read_op(struct profile_reader *r, const struct json *node, enum crm_type t,
    const char *what, enum op_kind kind)
{
	char name[64];

	if (node == NULL)
		return NULL;
	snprintf(name, sizeof(name), "%s.%s", crm_type_names[t], what);
	return profile_op(r, node, name, kind, &r->crm->objects[t].names);
}

static void
read_find(struct profile_reader *r, const struct json *node,
    enum crm_type t)
{
	struct crm_object *o = &r->crm->objects[t];
	struct crm_key *k;
	char what[48];
	size_t i;

	if (node == NULL || node->type != JSON_OBJECT)
		return;
	o->keys = arena_array(r->arena, node->len, sizeof(*o->keys));
	for (i = 0; i < node->len; i++) {
		k = &o->keys[o->nkeys++];
		k->name = node->members[i].key;
		snprintf(what, sizeof(what), "find.%.*s", STR_ARG(k->name));
		k->find = read_op(r, &node->members[i].value, t, what,
		    OP_FIND);
	}
}

static void
read_links(struct profile_reader *r, const struct json *node,
    enum crm_type t, const char *what, enum op_kind kind,
    struct crm_op *out[CRM_TYPES])
{
	char name[48];
	int to;

	for (to = 0; node != NULL && to < CRM_TYPES; to++) {
		snprintf(name, sizeof(name), "%s.%s", what,
		    crm_type_names[to]);
		out[to] = read_op(r, json_get(node,
		    str_of(crm_type_names[to])), t, name, kind);
	}
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
	o->guarantee = (enum crm_guarantee)c.token.guarantee;
	o->lag_ns = c.token.lag;
	o->limit = c.limit;
	o->html = c.html;
	read_fields(r, o, c.fields);
	list_names(o, r->arena);
	read_find(r, c.find, t);
	o->read = read_op(r, c.read, t, "read", OP_READ);
	o->create = read_op(r, c.create, t, "create", OP_CREATE);
	o->update = read_op(r, c.update, t, "update", OP_UPDATE);
	read_links(r, c.link, t, "link", OP_LINK, o->link);
	read_links(r, c.links, t, "links", OP_LINKS, o->links);
	return 0;
}

static int
policy_named(struct profile_reader *r, const struct json *node)
{
	struct str s = { node->text, node->len };
	int i;

	for (i = 0; node->type == JSON_STRING && policy_names[i] != NULL; i++)
		if (str_eq(s, str_of(policy_names[i])))
			return i;
	diag_error(r->diags, yaml_where(node), "crm.policy",
	    "a write policy is fill_if_empty, overwrite, never_downgrade "
	    "or never");
	return -1;
}

static void
default_policy(struct profile_reader *r, const struct json *node)
{
	struct crm_object *o;
	int policy = node != NULL ? policy_named(r, node) : -1;
	size_t i;

	for (o = r->crm->objects; policy != -1 && o <= r->crm->objects +
	    CRM_COMPANY; o++)
		for (i = 0; i < o->nfields; i++)
			if (o->fields[i].policy == CRM_FILL_IF_EMPTY)
				o->fields[i].policy = (enum crm_policy)policy;
}

/* "contact.score: overwrite" */
static void
field_policy(struct profile_reader *r, const struct json *fields, size_t i)
{
	struct str key = fields->members[i].key;
	size_t dot = str_find(key, STR("."));
	struct crm_field *f = NULL;
	int t, policy;

	for (t = 0; dot != (size_t)-1 && t <= CRM_COMPANY; t++)
		if (str_eq(str_to(key, dot), str_of(crm_type_names[t])))
			f = field_named(&r->crm->objects[t],
			    str_from(key, dot + 1));
	if (f == NULL) {
		diag_error(r->diags, yaml_key_where(fields, i), "crm.policy",
		    "the profile has no field '%.*s'; name it as "
		    "contact.NAME or company.NAME", STR_ARG(key));
		return;
	}
	policy = policy_named(r, &fields->members[i].value);
	if (policy != -1)
		f->policy = (enum crm_policy)policy;
}

int
profile_policies(struct profile_reader *r, const struct json *write)
{
	const struct json *fields;
	size_t i, before = r->diags->errors;

	write = profile_mapping(r, write, "crm.write");
	fields = profile_mapping(r, json_get(write, STR("fields")),
	    "crm.write.fields");
	for (i = 0; write != NULL && i < write->len; i++)
		if (!str_eq(write->members[i].key, STR("default")) &&
		    !str_eq(write->members[i].key, STR("fields")))
			diag_error(r->diags, yaml_key_where(write, i),
			    "conf.unknown", "unknown key '%.*s' of "
			    "crm.write; it has default and fields",
			    STR_ARG(write->members[i].key));
	default_policy(r, json_get(write, STR("default")));
	for (i = 0; fields != NULL && i < fields->len; i++)
		field_policy(r, fields, i);
	return r->diags->errors > before ? -1 : 0;
}

int
profile_own_fields(struct profile_reader *r, const struct json *fields)
{
	struct crm_object *o;
	size_t i;
	int t;

	fields = profile_mapping(r, fields, "crm.fields");
	for (i = 0; fields != NULL && i < fields->len; i++)
		if (!str_eq(fields->members[i].key, STR("contact")) &&
		    !str_eq(fields->members[i].key, STR("company")))
			diag_error(r->diags, yaml_key_where(fields, i),
			    "config.key", "crm.fields has fields of contact "
			    "and company, not of '%.*s'",
			    STR_ARG(fields->members[i].key));
	for (t = 0; fields != NULL && t <= CRM_COMPANY; t++) {
		o = &r->crm->objects[t];
		read_fields(r, o, json_get(fields,
		    str_of(crm_type_names[t])));
		list_names(o, r->arena);
	}
	return 0;
}
