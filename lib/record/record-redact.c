/* Secrets out of a whole tree. */
#include "record/record.h"
#include "text/redact.h"

/*
 * Ids and times are kept: a long id may look like a card number, and a
 * changed one would make another conversation of it.
 */
static bool
is_id_or_time(struct str key)
{
	return str_eq(key, STR("id")) || str_eq(key, STR("at")) ||
	    str_eq(key, STR("timestamp")) || str_eq(key, STR("lease")) ||
	    str_ends(key, STR("_id")) || str_ends(key, STR("_at"));
}

static void
redact_text(struct json *v, struct arena *a)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str out;

	if (redact((struct str){ v->text, v->len }, a, &out, counts))
		*v = json_str(out);
}

static void
redact_object(struct json *v, struct arena *a)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	size_t i;

	for (i = 0; i < v->len; i++) {
		struct json_member *m = &v->members[i];
		bool scalar = m->value.type == JSON_STRING ||
		    m->value.type == JSON_NUMBER;

		if (!scalar || !is_id_or_time(m->key))
			record_redact(&m->value, a);
		redact(m->key, a, &m->key, counts);
	}
}

void
record_redact(struct json *v, struct arena *a)
{
	size_t i;

	json_open(v, a);
	switch ((enum json_type)v->type) {
	case JSON_STRING:
	case JSON_NUMBER:
		redact_text(v, a);
		break;
	case JSON_ARRAY:
		for (i = 0; i < v->len; i++)
			record_redact(&v->items[i], a);
		break;
	case JSON_OBJECT:
		redact_object(v, a);
		break;
	default:
		break;
	}
}
