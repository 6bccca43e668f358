/* Errors in Salesforce's words, and what the server finds wrong in them. */
#include <string.h>

#include "sandbox/sf.h"

static int
status_of_code(const char *code)
{
	static const struct { const char *code; int status; } all[] = {
		{ "NOT_FOUND", 404 }, { "ENTITY_IS_DELETED", 404 },
		{ "INVALID_SESSION_ID", 401 },
		{ "REQUEST_LIMIT_EXCEEDED", 403 },
		{ "INSUFFICIENT_ACCESS", 403 },
		{ "METHOD_NOT_ALLOWED", 405 },
		{ "UNSUPPORTED_MEDIA_TYPE", 415 }
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].code, code) == 0)
			return all[i].status;
	return 400;
}

void
sf_fail(struct request *q, struct sf_error *e, const char *code,
    const char *field, const char *fmt, ...)
{
	va_list ap;

	*e = (struct sf_error){ .code = code, .fields = json_array(),
	    .status = status_of_code(code) };
	va_start(ap, fmt);
	e->message = arena_vprintf(q->a, fmt, ap);
	va_end(ap);
	if (field != NULL)
		json_push(&e->fields, json_str(str_of(field)), q->a);
}

/* The two spellings of one error differ in the name of the code. */
static struct json
error_json(struct request *q, const struct sf_error *e, const char *code,
    bool always_fields)
{
	struct json o = json_object();

	/* The key is really spelled so. */
	if (e->matches.type == JSON_OBJECT)
		json_set(&o, STR("duplicateResut"), e->matches, q->a);
	json_set(&o, str_of(code), json_str(str_of(e->code)), q->a);
	json_set(&o, STR("message"), json_str(e->message), q->a);
	if (always_fields || e->fields.len > 0)
		json_set(&o, STR("fields"), e->fields, q->a);
	return o;
}

struct json
sf_error_item(struct request *q, const struct sf_error *e)
{
	return error_json(q, e, "statusCode", true);
}

void
sf_error_answer(struct request *q, struct answer *r,
    const struct sf_error *e)
{
	r->status = e->status;
	r->body = json_array();
	json_push(&r->body, error_json(q, e, "errorCode", false), q->a);
	r->undo = !e->keep;
}

void
sf_refuse(struct request *q, struct answer *r, int status, const char *code,
    const char *fmt, ...)
{
	struct sf_error e = { .code = code, .fields = json_array(),
	    .status = status };
	va_list ap;

	va_start(ap, fmt);
	e.message = arena_vprintf(q->a, fmt, ap);
	va_end(ap);
	sf_error_answer(q, r, &e);
}

const struct object_type *
sf_wants_type(struct request *q, struct str name, struct answer *r)
{
	const struct object_type *t = sf_type(q, name);

	if (t == NULL)
		sf_refuse(q, r, 404, "NOT_FOUND",
		    "The requested resource does not exist");
	return t;
}
