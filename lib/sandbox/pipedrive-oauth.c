/* Pipedrive's tokens: the client by HTTP basic, the API's address told. */
#include "sandbox/pipedrive.h"

static void
granted(struct request *q, const struct grant *g, struct json *body)
{
	(void)g;
	json_set(body, STR("api_domain"), json_str(api_base(q)), q->a);
	json_set(body, STR("token_type"), json_str(STR("Bearer")), q->a);
}

static void
refused(struct request *q, struct answer *r, const char *error,
    struct str description)
{
	(void)error;
	json_set(&r->body, STR("success"), json_bool(false), q->a);
	json_set(&r->body, STR("message"), json_str(description), q->a);
}

const struct persona_oauth pipedrive_oauth = {
	.life = 3599,
	.prefix = "v1u:",
	.scopes = "base contacts:full deals:full activities:full",
	.granted = granted,
	.refused = refused,
};
