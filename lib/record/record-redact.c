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

/* What a whole tree is redacted by. */
struct redacting {
	const struct redact_rules	*rules;
	struct arena			*a;
};

static struct str
clean(const struct redacting *x, struct str s)
{
	unsigned counts[SECRET_ALL] = { 0 };
	struct str out;

	redact_by(x->rules, s, x->a, &out, counts);
	return out;
}

static void
redact_text(const struct redacting *x, struct json *v)
{
	struct str text = json_whole(v, x->a), out = clean(x, text);

	if (out.p != text.p)
		*v = json_str(out);
}

bool
record_names_password(const struct json *o)
{
	return redact_named(json_get_str(o, STR("name"))) ||
	    redact_named(json_get_str(o, STR("key"))) ||
	    redact_named(json_get_str(o, STR("entity")));
}

static void	redact_value(const struct redacting *, struct json *);

static void
redact_member(const struct redacting *x, struct json_member *m, bool named)
{
	named = redact_named(m->key) ||
	    (named && str_eq(m->key, STR("value")));
	if (!is_scalar(&m->value))
		redact_value(x, &m->value);
	else if (named && x->rules->take >> SECRET_PASSWORD & 1)
		m->value = json_str(STR("[password]"));
	else if (!is_id_or_time(m->key))
		redact_text(x, &m->value);
	m->key = clean(x, m->key);
}

static void
redact_value(const struct redacting *x, struct json *v)
{
	bool named;
	size_t i;

	json_open(v, x->a);
	switch ((enum json_type)v->type) {
	case JSON_STRING:
	case JSON_NUMBER:
		redact_text(x, v);
		break;
	case JSON_ARRAY:
		for (i = 0; i < v->len; i++)
			redact_value(x, &v->items[i]);
		break;
	case JSON_OBJECT:
		named = record_names_password(v);
		for (i = 0; i < v->len; i++)
			redact_member(x, &v->members[i], named);
		break;
	default:
		break;
	}
}

void
record_redact(struct json *v, const struct redact_rules *rules,
    struct arena *a)
{
	const struct redacting x = { rules != NULL ? rules : &redact_usual,
	    a };

	redact_value(&x, v);
}
