/* Error bodies as HubSpot writes them. */
#include <inttypes.h>

#include "sandbox/hs.h"

static struct json
correlation(struct request *q)
{
	uint64_t a = api_chance(q), b = api_chance(q);

	return json_str(arena_printf(q->a,
	    "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-8%03" PRIx64
	    "-%012" PRIx64, a >> 32, a >> 16 & 0xffff, a & 0xfff, b >> 52,
	    b & 0xffffffffffff));
}

struct json
hs_error(struct request *q, const char *category, struct str message)
{
	struct json o = json_object();

	json_set(&o, STR("status"), json_str(STR("error")), q->a);
	json_set(&o, STR("message"), json_str(message), q->a);
	json_set(&o, STR("correlationId"), correlation(q), q->a);
	json_set(&o, STR("category"), json_str(str_of(category)), q->a);
	json_set(&o, STR("context"), json_object(), q->a);
	json_set(&o, STR("errors"), json_array(), q->a);
	json_set(&o, STR("links"), json_object(), q->a);
	return o;
}

void
hs_fail(struct request *q, struct answer *r, int status,
    const char *category, const char *fmt, ...)
{
	struct str message;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(q->a, fmt, ap);
	va_end(ap);
	r->status = status;
	r->body = hs_error(q, category, message);
	r->undo = true;
}

void
hs_error_context(struct request *q, struct json *body, const char *key,
    struct str value)
{
	struct json *context = json_get(body, STR("context"));
	struct json *list = json_get(context, str_of(key));

	if (list == NULL)
		list = json_set(context, str_of(key), json_array(), q->a);
	json_push(list, json_str(value), q->a);
}
