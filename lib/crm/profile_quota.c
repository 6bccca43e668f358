/* profile_quota: the "quota" of a schema.  Asking for it is quota.c's, since
 * who reads a profile needs no HTTP. */
#include "crm/profile.h"

static const struct conf_key quota_keys[] = {
	{ "ask", CONF_NODE, offsetof(struct quota_conf, ask),
	    "the request that tells", 0, 0, 0, NULL, NULL },
	{ "limit", CONF_CEL, offsetof(struct quota_conf, limit),
	    "how many custom fields the type may have", 0, 0, 0, NULL, NULL },
	{ "left", CONF_CEL, offsetof(struct quota_conf, left),
	    "how many more it may have; limit less those there are", 0, 0, 0,
	    NULL, NULL },
	{ "documented", CONF_STR, offsetof(struct quota_conf, documented),
	    "whose figure limit is, where the CRM does not tell it", 0, 0, 0,
	    NULL, NULL },
	{ 0 }
};

struct crm_quota_rule *
profile_quota(struct profile_reader *r, const struct json *node,
    enum crm_type t)
{
	struct crm_quota_rule *q = ARENA_NEW(r->arena, struct crm_quota_rule);
	struct quota_conf c = { 0 };

	if (node == NULL || conf_read(node, "quota", quota_keys, &c, r->arena,
	    r->diags) == -1)
		return NULL;
	q->ask = profile_type_op(r, c.ask, t, "schema.quota", OP_READ);
	q->limit = profile_cel(r, c.limit);
	q->left = profile_cel(r, c.left);
	q->documented = c.documented;
	return q;
}
