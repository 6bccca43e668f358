/* What has become of a token, and its end. */
#include "sandbox/oauth.h"
#include "sandbox/server.h"

/* A refresh token takes all that came from it along; RFC 7009. */
void
oauth_revoke(struct request *q, struct answer *r)
{
	struct token t;

	if (oauth_param(q, "token").len == 0) {
		oauth_refuse(q, r, "invalid_request", "no token is named");
		return;
	}
	if (token_find(q, oauth_param(q, "token"), &t)) {
		if (t.kind == TOKEN_ACCESS) {
			t.state = TOKEN_DEAD;
			token_set(q, &t);
		} else
			token_end_family(q, t.family);
	}
	r->status = 200;
	r->body = json_object();
}

void
oauth_introspect(struct request *q, struct answer *r)
{
	struct json *b = &r->body;
	struct token t;
	bool live = token_find(q, oauth_param(q, "token"), &t) &&
	    token_live(q, &t);

	r->status = 200;
	*b = json_object();
	json_set(b, STR("active"), json_bool(live), q->a);
	if (!live)
		return;
	json_set(b, STR("scope"), json_str(t.scope), q->a);
	json_set(b, STR("client_id"), json_str(t.client), q->a);
	json_set(b, STR("token_type"), json_str(t.kind == TOKEN_ACCESS ?
	    STR("access_token") : STR("refresh_token")), q->a);
	json_set(b, STR("iat"), json_int(t.issued / 1000, q->a), q->a);
	if (t.expires > 0)
		json_set(b, STR("exp"), json_int(t.expires / 1000, q->a),
		    q->a);
}
