#include "crm/wire.h"

#include <stdlib.h>

#include "auth/trace.h"
#include "crypto/crypto.h"

static const char *
text(const struct crm *crm, struct str s)
{
	return s.p != NULL ? arena_str(crm->arena, s).p : NULL;
}

/* The words of a CRM's language are those of its profile. */
static void
teach(struct trace *t, const struct json *v)
{
	uint32_t i;

	if (v->type == JSON_STRING)
		trace_words(t, (struct str){ v->text, v->len });
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		teach(t, &v->items[i]);
	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++) {
		trace_words(t, v->members[i].key);
		teach(t, &v->members[i].value);
	}
}

static int
open_trace(struct crm *crm, struct err *e)
{
	if (crm->trace == NULL)
		return 0;
	crm->wire->trace = trace_open(crm->trace, e);
	if (crm->wire->trace == NULL)
		return -1;
	teach(crm->wire->trace, crm->rules->root);
	trace_words(crm->wire->trace, crm->url);
	trace_words(crm->wire->trace, crm->rules->auth.oauth.token_url);
	return 0;
}

static struct http *
make_client(const struct crm *crm, struct err *e)
{
	const struct profile *p = crm->rules;
	struct http_conf c = {
		.connections = crm->connections,
		.connect_ns = p->connect_ns,
		.total_ns = p->timeout_ns,
		.max_answer = 64 << 20,
		.ca_file = text(crm, p->ca_file),
		.proxy = text(crm, p->proxy),
		.share = crm->rates,
		.trace = crm->wire->trace != NULL ? trace_http : NULL,
		.trace_arg = crm->wire->trace
	};
	struct http *h = http_new(&c, e);

	if (h != NULL)
		wire_budgets(crm, h);
	return h;
}

int
crm_connect(struct crm *crm, FILE *dry, struct err *e)
{
	struct crm_wire *w = ARENA_NEW(crm->arena, struct crm_wire);

	w->dry = dry;
	w->is_dry = dry != NULL;
	w->deadline = w->patience = INT64_MAX;
	w->retry.scale = (double)crm->rules->retry_ns / 5e9;
	random_bytes(&w->retry.seed, sizeof(w->retry.seed));
	w->given_url = crm->url;
	crm->wire = w;
	if (open_trace(crm, e) == -1)
		return -1;
	w->auth = auth_open(&crm->rules->auth, &(struct auth_way){
	    .key_file = crm->key_file, .trace = w->trace,
	    .ca_file = text(crm, crm->rules->ca_file),
	    .proxy = text(crm, crm->rules->proxy),
	    .retry_scale = w->retry.scale }, e);
	if (w->auth == NULL)
		return -1;
	w->http = make_client(crm, e);
	return w->http != NULL ? 0 : -1;
}

void
crm_dry(struct crm *crm)
{
	crm->wire->is_dry = true;
}

struct json
crm_nothing(const struct crm *crm)
{
	return crm->rules->text ? json_str(STR("")) : json_null();
}

int64_t
crm_attempts(const struct crm *crm)
{
	return crm->rules->attempts;
}

void
crm_close(struct crm *crm)
{
	struct crm_wire *w = crm->wire;

	if (w == NULL)
		return;
	http_free(w->http);
	auth_close(w->auth);
	trace_close(w->trace);
	crm->wire = NULL;
}
