/* Salesforce's words for tokens: where the org is, and no time to live. */
#include "sandbox/oauth.h"
#include "sandbox/sf.h"

/*
 * A client by itself and a signed assertion get no refresh token; a refresh
 * gives one only when it is a new one.
 */
static void
granted(struct request *q, const struct grant *g, struct json *body)
{
	json_del(body, STR("expires_in"));
	if (g->same || str_eq(g->type, STR("client_credentials")) ||
	    str_find(g->type, STR("jwt-bearer")) != (size_t)-1)
		json_del(body, STR("refresh_token"));
	json_set(body, STR("instance_url"), json_str(arena_printf(q->a,
	    "http://%.*s", STR_ARG(api_header(q, "Host")))), q->a);
	json_set(body, STR("id"), json_str(sf_identity_url(q)), q->a);
	json_set(body, STR("token_type"), json_str(STR("Bearer")), q->a);
	json_set(body, STR("issued_at"), api_number(q->a, q->now), q->a);
	json_set(body, STR("signature"), json_str(STR("c2FuZGJveA==")),
	    q->a);
}

const struct persona_oauth sf_oauth = {
	.life = 7200,
	.prefix = "00DSB0!",
	.scopes = "api refresh_token",
	.granted = granted,
};
