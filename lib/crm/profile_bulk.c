/* bulk: objects sent as one file; schema: which fields a type has. */
#include <stdio.h>

#include "crm/profile.h"

#define KEY(s, type, f, help, flags) \
	{ #f, type, offsetof(struct s, f), help, flags, 0, 0, NULL, NULL }

struct bulk_conf {
	const struct json	*start, *upload, *close, *poll, *results;
	const struct json	*done, *failed;
	int64_t			 least, every;
};

static const struct conf_key bulk_keys[] = {
	{ "least", CONF_INT, offsetof(struct bulk_conf, least),
	    "from how many objects on it is worth it", 0, 1, 1e9, NULL,
	    NULL },
	KEY(bulk_conf, CONF_NODE, start, "make the job", CONF_REQUIRED),
	KEY(bulk_conf, CONF_NODE, upload, "send the rows", CONF_REQUIRED),
	KEY(bulk_conf, CONF_NODE, close, "no more rows come", 0),
	KEY(bulk_conf, CONF_NODE, poll, "ask how far it is", CONF_REQUIRED),
	KEY(bulk_conf, CONF_DURATION, every, "how often", 0),
	KEY(bulk_conf, CONF_CEL, done, "is it done?", CONF_REQUIRED),
	KEY(bulk_conf, CONF_CEL, failed, "did it fail as a whole?", 0),
	KEY(bulk_conf, CONF_NODE, results, "fetch what became of the rows",
	    CONF_REQUIRED),
	{ 0 }
};

struct schema_conf {
	const struct json	*ask, *each, *name, *type, *options;
	const struct json	*required, *read_only, *unique;
	const struct json	*custom, *quota;
};

static const struct conf_key schema_keys[] = {
	KEY(schema_conf, CONF_NODE, ask, "the request that tells",
	    CONF_REQUIRED),
	KEY(schema_conf, CONF_CEL, each, "the list of fields in the answer",
	    CONF_REQUIRED),
	KEY(schema_conf, CONF_CEL, name, "the CRM's name of one",
	    CONF_REQUIRED),
	KEY(schema_conf, CONF_CEL, type, "its type, as the CRM calls it", 0),
	KEY(schema_conf, CONF_CEL, options, "a list of the values it takes",
	    0),
	KEY(schema_conf, CONF_CEL, required, "must a new object have it?",
	    0),
	KEY(schema_conf, CONF_CEL, read_only, "can it not be written?", 0),
	KEY(schema_conf, CONF_CEL, unique, "may a value stand once only?",
	    0),
	KEY(schema_conf, CONF_CEL, custom, "is it one that the account made?",
	    0),
	KEY(schema_conf, CONF_NODE, quota, "how many of them there may be",
	    0),
	{ 0 }
};

#undef KEY

static void
read_results(struct profile_reader *r, const struct json *node,
    enum crm_type t, struct crm_bulk *b)
{
	size_t i, most = sizeof(b->results) / sizeof(b->results[0]);

	if (node->type != JSON_ARRAY || node->len == 0 || node->len > most) {
		diag_error(r->diags, yaml_where(node), "profile.bulk",
		    "results of bulk is a list of one to %zu operations",
		    most);
		return;
	}
	for (i = 0; i < node->len; i++)
		b->results[b->nresults++] = profile_type_op(r, &node->items[i],
		    t,
		    "bulk.results", OP_READ);
}

struct crm_bulk *
profile_bulk(struct profile_reader *r, const struct json *node,
    enum crm_type t)
{
	struct bulk_conf c = { .least = 2000, .every = 5000000000 };
	struct crm_bulk *b = ARENA_NEW(r->arena, struct crm_bulk);

	if (node == NULL || conf_read(node, "bulk", bulk_keys, &c, r->arena,
	    r->diags) == -1)
		return NULL;
	b->least = c.least;
	b->every_ns = c.every;
	b->start = profile_type_op(r, c.start, t, "bulk.start", OP_CREATE);
	b->upload = profile_type_op(r, c.upload, t, "bulk.upload", OP_UPDATE);
	b->close = profile_type_op(r, c.close, t, "bulk.close", OP_UPDATE);
	b->poll = profile_type_op(r, c.poll, t, "bulk.poll", OP_READ);
	b->done = profile_cel(r, c.done);
	b->failed = profile_cel(r, c.failed);
	read_results(r, c.results, t, b);
	return b;
}

struct crm_schema *
profile_schema(struct profile_reader *r, const struct json *node,
    enum crm_type t)
{
	struct crm_schema *s = ARENA_NEW(r->arena, struct crm_schema);
	struct schema_conf c = { 0 };

	if (node == NULL || conf_read(node, "schema", schema_keys, &c,
	    r->arena, r->diags) == -1)
		return NULL;
	s->ask = profile_type_op(r, c.ask, t, "schema", OP_READ);
	s->each = profile_cel(r, c.each);
	s->name = profile_cel(r, c.name);
	s->type = profile_cel(r, c.type);
	s->options = profile_cel(r, c.options);
	s->required = profile_cel(r, c.required);
	s->read_only = profile_cel(r, c.read_only);
	s->unique = profile_cel(r, c.unique);
	s->custom = profile_cel(r, c.custom);
	s->quota = profile_quota(r, c.quota, t);
	return s;
}
