/*
 * Zoho's tokens: a refresh gives no new refresh token, the answer names the
 * address of the API, and what is refused comes with status 200.
 */
#include "sandbox/zoho.h"

static void
granted(struct request *q, const struct grant *g, struct json *body)
{
	if (g->same)
		json_del(body, STR("refresh_token"));
	json_set(body, STR("api_domain"), json_str(api_base(q)), q->a);
	json_set(body, STR("token_type"), json_str(STR("Bearer")), q->a);
}

static void
refused(struct request *q, struct answer *r, const char *error,
    struct str description)
{
	struct str word = str_of(error);

	(void)description;
	if (str_eq(word, STR("invalid_grant")))
		word = STR("invalid_code");
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("error"), json_str(word), q->a);
}

const struct persona_oauth zoho_oauth = {
	.life = 3600,
	.prefix = "1000.",
	.scopes = "ZohoCRM.modules.ALL,ZohoCRM.settings.ALL",
	.granted = granted,
	.refused = refused,
};
