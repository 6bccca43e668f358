/* Who asks for a token, and what is said to one who gets none. */
#include <string.h>

#include "base/base64.h"
#include "sandbox/oauth.h"
#include "sandbox/server.h"

struct str
oauth_param(const struct request *q, const char *name)
{
	struct str v = api_form(q, name);

	return v.p != NULL ? v : api_query(q, name);
}

struct str
oauth_client(const struct request *q)
{
	struct str basic = api_token_after(q, "Basic"), plain;

	if (basic.len > 0 && base64_decode(basic, q->a, &plain))
		return route_decode(str_to(plain, str_find(plain, STR(":"))),
		    true, q->a);
	return oauth_param(q, "client_id");
}

struct str
oauth_scope(const struct request *q)
{
	const struct persona_oauth *o = q->persona->oauth;
	struct str scope = oauth_param(q, "scope");

	if (scope.len > 0)
		return scope;
	return o != NULL && o->scopes != NULL ? str_of(o->scopes) : STR("");
}

/* Only the address of this machine: a code must not leave it. */
bool
oauth_loopback(struct str uri)
{
	static const char *const hosts[] = { "http://127.0.0.1",
	    "http://localhost", "http://[::1]" };
	struct str rest;
	size_t i;

	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		if (!str_starts(uri, str_of(hosts[i])))
			continue;
		rest = str_from(uri, strlen(hosts[i]));
		if (rest.len == 0 || rest.p[0] == ':' || rest.p[0] == '/')
			return str_find(rest, STR("@")) == (size_t)-1 &&
			    str_find(rest, STR("#")) == (size_t)-1;
	}
	return false;
}

void
oauth_refuse(struct request *q, struct answer *r, const char *error,
    const char *description)
{
	const struct persona_oauth *o = q->persona->oauth;

	r->status = strcmp(error, "invalid_client") == 0 ? 401 : 400;
	r->body = json_object();
	json_set(&r->body, STR("error"), json_str(str_of(error)), q->a);
	json_set(&r->body, STR("error_description"),
	    json_str(str_of(description)), q->a);
	api_answer_header(r, "Cache-Control", STR("no-store"));
	if (o != NULL && o->refused != NULL)
		o->refused(q, r, error, str_of(description));
}
