/* authorise: each request gets a credential that is good. */
#include "crm/wire.h"

struct auth *
crm_auth(struct crm *crm)
{
	return crm->wire->auth;
}

struct auth_conf *
crm_auth_conf(struct crm *crm)
{
	return &crm->rules->auth;
}

/* Where the provider says that the CRM is, unless the user knows better. */
static int
take_url(struct crm *crm, struct err *e)
{
	struct str url = auth_url(crm->wire->auth);

	if (crm->rules->own_url || url.p == NULL)
		url = crm->wire->given_url;
	if (url.p == NULL)
		return err_set(e, ERR_CONFIG, "crm.url",
		    "nobody says where the CRM is; write crm: {url: ...}");
	if (!str_eq(url, crm->url))
		crm->url = arena_str(crm->arena, url);
	return 0;
}

int
wire_authorise(struct crm *crm, struct err *e)
{
	struct crm_wire *w = crm->wire;
	int r = auth_header(w->auth, &w->credential, e);

	if (r == -1)
		return -1;
	w->credentials += r == 1;
	return take_url(crm, e);
}

/*
 * One new credential, and another only when the last one had worked for a
 * while: who is refused with a fresh one is not authorised.
 */
bool
wire_again(struct crm *crm, unsigned sent, struct err *e)
{
	struct crm_wire *w = crm->wire;
	int r;

	if (sent != w->credentials)
		return true;
	if (w->renewed == w->answers + 1)
		return false;
	w->renewed = w->answers + 1;
	r = auth_renew(w->auth, e);
	w->credentials += r == 1;
	return r == 1;
}

/* From where the CRM's own paths begin, without the query. */
static struct str
path_of(const struct crm *crm, struct str url)
{
	struct str path = str_starts(url, crm->url) ? str_from(url,
	    crm->url.len) : url;

	return str_to(path, str_find(path, STR("?")));
}

struct http_header *
wire_headers(const struct crm *crm, const struct crm_request *q,
    struct arena *a, size_t *n)
{
	const struct crm_wire *w = crm->wire;
	struct http_header *all = arena_array(a, q->nheaders + 2,
	    sizeof(*all));

	*n = q->nheaders;
	if (q->nheaders > 0)
		memcpy(all, q->headers, q->nheaders * sizeof(*all));
	if (w->credential.name.p != NULL)
		all[(*n)++] = w->credential;
	if (auth_sign(w->auth, q->method, path_of(crm, q->url), a,
	    &all[*n]))
		++*n;
	return all;
}
