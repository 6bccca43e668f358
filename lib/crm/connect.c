#include "crm/wire.h"

#include <stdlib.h>
#include <time.h>

#include "crypto/crypto.h"
#include "record/stop.h"

static const char *
text(const struct crm *crm, struct str s)
{
	return s.p != NULL ? arena_str(crm->arena, s).p : NULL;
}

static struct http *
make_client(const struct crm *crm, struct err *e)
{
	const struct profile *p = crm->rules;
	struct http_conf c = {
		.connections = crm->connections,
		.total_ns = p->timeout_ns,
		.max_answer = 64 << 20,
		.ca_file = text(crm, p->ca_file),
		.proxy = text(crm, p->proxy)
	};
	struct http *h = http_new(&c, e);
	unsigned i;

	for (i = 0; h != NULL && i < p->nbudgets; i++)
		http_budget(h, i, p->budgets[i].tokens,
		    p->budgets[i].per_ns);
	return h;
}

int
crm_connect(struct crm *crm, FILE *dry, struct err *e)
{
	struct crm_wire *w = ARENA_NEW(crm->arena, struct crm_wire);

	w->dry = dry;
	w->retry.scale = (double)crm->rules->retry_ns / 5e9;
	random_bytes(&w->retry.seed, sizeof(w->retry.seed));
	w->given_url = crm->url;
	crm->wire = w;
	w->auth = auth_open(&crm->rules->auth, &(struct auth_way){
	    .ca_file = text(crm, crm->rules->ca_file),
	    .proxy = text(crm, crm->rules->proxy),
	    .retry_scale = w->retry.scale }, e);
	if (w->auth == NULL)
		return -1;
	w->http = make_client(crm, e);
	return w->http != NULL ? 0 : -1;
}

void
crm_close(struct crm *crm)
{
	struct crm_wire *w = crm->wire;

	if (w == NULL)
		return;
	http_free(w->http);
	auth_close(w->auth);
	crm->wire = NULL;
}

enum err_kind
crm_stopped(const struct crm *crm, struct err *why)
{
	if (why != NULL && crm->wire->stopped.kind != ERR_NONE)
		*why = crm->wire->stopped;
	return crm->wire->stopped.kind;
}

void
crm_stop(struct crm *crm, const struct err *why)
{
	if (crm->wire->stopped.kind == ERR_NONE)
		crm->wire->stopped = *why;
}

void
crm_pause(struct crm *crm, unsigned attempt)
{
	int64_t ns = http_retry_delay(&crm->wire->retry, attempt, -1);
	struct timespec t = { ns / 1000000000, ns % 1000000000 };

	while (!stop_asked() && nanosleep(&t, &t) == -1)
		;
}
