/* What a trace is told. */
#include <stdlib.h>
#include <string.h>

#include "http/client.h"

/* "Name: value" as libcurl got it; "Name;" has no value, "Name:" is none. */
static bool
split(const char *line, struct http_header *out)
{
	struct str s = str_of(line);
	size_t n = strcspn(line, ":;");

	out->name = str_to(s, n);
	out->value = str_trim(str_from(s, n + 1));
	return out->value.len > 0 || (n < s.len && s.p[n] == ';');
}

void
transfer_trace(const struct transfer *t)
{
	const struct http_conf *c = &t->http->conf;
	struct http_header h[64];
	struct http_exchange x = { t->method, str_of(t->url.p), t->payload,
	    h, 0, &t->pub };
	const struct curl_slist *l;

	if (c->trace == NULL)
		return;
	for (l = t->sent_headers; l != NULL && x.nheaders < 64; l = l->next)
		if (split(l->data, &h[x.nheaders]))
			x.nheaders++;
	c->trace(c->trace_arg, &x);
}
