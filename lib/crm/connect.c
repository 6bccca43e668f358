#include "crm/wire.h"

#include <stdlib.h>
#include <time.h>

#include "auth/secret.h"
#include "crypto/crypto.h"
#include "record/stop.h"

/* "Authorization: Bearer TOKEN"; the text is wiped when the wire ends. */
static int
make_headers(struct crm *crm, struct crm_wire *w, struct err *e)
{
	const struct profile *p = crm->rules;
	struct http_header *h;
	struct secret token;

	w->headers = arena_array(crm->arena, 1, sizeof(*h));
	h = w->headers;
	if (p->token != NULL && p->auth_header.p != NULL) {
		if (secret_read(p->token, NULL, &token, e) == -1)
			return -1;
		buf_adds(&w->secret, p->auth_prefix);
		buf_adds(&w->secret, secret_str(&token));
		secret_free(&token);
		*h++ = (struct http_header){ p->auth_header,
		    buf_str(&w->secret) };
	}
	w->nheaders = (size_t)(h - w->headers);
	return 0;
}

struct http_header *
wire_headers(const struct crm *crm, const struct crm_request *q,
    struct arena *a, size_t *n)
{
	const struct crm_wire *w = crm->wire;
	struct http_header *all = arena_array(a, w->nheaders + q->nheaders +
	    1, sizeof(*all));

	*n = w->nheaders + q->nheaders;
	if (w->nheaders > 0)
		memcpy(all, w->headers, w->nheaders * sizeof(*all));
	if (q->nheaders > 0)
		memcpy(all + w->nheaders, q->headers, q->nheaders *
		    sizeof(*all));
	return all;
}

static struct http *
make_client(const struct crm *crm, struct err *e)
{
	const struct profile *p = crm->rules;
	struct http_conf c = {
		.connections = crm->connections,
		.total_ns = p->timeout_ns,
		.max_answer = 64 << 20,
		.ca_file = p->ca_file.p != NULL ?
		    arena_str(crm->arena, p->ca_file).p : NULL,
		.proxy = p->proxy.p != NULL ?
		    arena_str(crm->arena, p->proxy).p : NULL
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
	crm->wire = w;
	if (make_headers(crm, w, e) == -1)
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
	if (w->secret.p != NULL)
		wipe(w->secret.p, w->secret.cap);
	buf_free(&w->secret);
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
