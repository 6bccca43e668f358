/*
 * extra: what a profile can do beside its objects: owners, lists, tags,
 * unsubscribing, and what the account is asked once.
 */
#include <stdio.h>

#include "crm/profile.h"

#define KEY(s, f, help) \
	{ #f, CONF_NODE, offsetof(struct s, f), help, 0, 0, 0, NULL, NULL }

struct lists_conf {
	const struct json	*find, *create, *add, *remove;
};

static const struct conf_key list_keys[] = {
	KEY(lists_conf, find, "a list by its name"),
	KEY(lists_conf, create, "a new one"),
	KEY(lists_conf, add, "people onto it"),
	KEY(lists_conf, remove, "people from it"),
	{ 0 }
};

struct tags_conf {
	const struct json	*add, *remove;
};

static const struct conf_key tag_keys[] = {
	KEY(tags_conf, add, "give people a tag"),
	KEY(tags_conf, remove, "take it from them"),
	{ 0 }
};

struct known_conf {
	const struct json	*ask, *value;
};

static const struct conf_key known_keys[] = {
	{ "ask", CONF_NODE, offsetof(struct known_conf, ask),
	    "the request that tells", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "value", CONF_CEL, offsetof(struct known_conf, value),
	    "what it tells", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ 0 }
};

#undef KEY

static struct crm_op *
op(struct profile_reader *r, const struct json *node, const char *name,
    enum op_kind kind)
{
	return node != NULL ? profile_op(r, node, name, kind, CRM_CONTACT) :
	    NULL;
}

static void
read_lists(struct profile_reader *r, const struct json *node)
{
	struct crm_extras *x = &r->crm->extras;
	struct lists_conf c = { 0 };

	if (conf_read(node, "lists", list_keys, &c, r->arena,
	    r->diags) == -1 || node == NULL)
		return;
	x->list_find = op(r, c.find, "lists.find", OP_FIND);
	x->list_create = op(r, c.create, "lists.create", OP_CREATE);
	x->list_add = op(r, c.add, "lists.add", OP_LINK);
	x->list_remove = op(r, c.remove, "lists.remove", OP_LINK);
	if (x->list_find == NULL)
		diag_error(r->diags, yaml_where(node), "profile.lists",
		    "lists needs find, which tells a list's id by its name");
}

static void
read_tags(struct profile_reader *r, const struct json *node)
{
	struct tags_conf c = { 0 };

	if (conf_read(node, "tags", tag_keys, &c, r->arena, r->diags) == -1)
		return;
	r->crm->extras.tag_add = op(r, c.add, "tags.add", OP_LINK);
	r->crm->extras.tag_remove = op(r, c.remove, "tags.remove", OP_LINK);
}

static void
read_known(struct profile_reader *r, const struct json *node)
{
	struct known_conf c;
	struct crm_known *k;
	char name[80];
	size_t i;

	node = profile_mapping(r, node, "known");
	if (node == NULL)
		return;
	r->p->known = arena_array(r->arena, node->len + 1, sizeof(*k));
	for (i = 0; i < node->len; i++) {
		c = (struct known_conf){ 0 };
		snprintf(name, sizeof(name), "known.%.*s",
		    STR_ARG(str_to(node->members[i].key, 60)));
		if (conf_read(&node->members[i].value, name, known_keys, &c,
		    r->arena, r->diags) == -1)
			continue;
		k = &r->p->known[r->p->nknown++];
		k->name = node->members[i].key;
		k->ask = op(r, c.ask, name, OP_READ);
		k->value = profile_cel(r, c.value);
	}
}

void
profile_extras(struct profile_reader *r, const struct extra_conf *c)
{
	r->crm->extras.owners = op(r, c->owners, "owners", OP_FIND);
	r->crm->extras.unsubscribe = op(r, c->unsubscribe, "unsubscribe",
	    OP_LINK);
	read_lists(r, c->lists);
	read_tags(r, c->tags);
	read_known(r, c->known);
}
