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

static bool
is_scalar(const struct json *v)
{
	return v->type == JSON_STRING || v->type == JSON_NUMBER;
}

static void
redact_text(struct json *v, struct arena *a)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str out;

	if (redact((struct str){ v->text, v->len }, a, &out, counts))
		*v = json_str(out);
}

/* {"name": "password", "value": "..."} says it of another member. */
static bool
value_is_named(const struct json *o)
{
	return redact_named(json_get_str(o, STR("name"))) ||
	    redact_named(json_get_str(o, STR("key"))) ||
	    redact_named(json_get_str(o, STR("entity")));
}

static void
redact_member(struct json_member *m, bool named, struct arena *a)
{
	unsigned counts[SECRET_KINDS] = { 0 };

	named = redact_named(m->key) ||
	    (named && str_eq(m->key, STR("value")));
	if (!is_scalar(&m->value))
		record_redact(&m->value, a);
	else if (named)
		m->value = json_str(STR("[password]"));
	else if (!is_id_or_time(m->key))
		redact_text(&m->value, a);
	redact(m->key, a, &m->key, counts);
}

void
record_redact(struct json *v, struct arena *a)
{
	bool named;
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
		named = value_is_named(v);
		for (i = 0; i < v->len; i++)
			redact_member(&v->members[i], named, a);
		break;
	default:
		break;
	}
}
