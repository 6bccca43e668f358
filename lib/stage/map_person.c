/* Who it is, in the platform's own words. */
#include "stage/map_person.h"
#include "stage/map_redact.h"

enum { IDENTIFIERS_MAX = 100 };		/* of one person; hostile input */

void
fold_lets(struct fold *f, bool group)
{
	const struct map_let *let;
	struct json v;
	size_t i;

	for (i = 0; i < f->s->nlets; i++) {
		let = &f->s->lets[i];
		if (let->group != group)
			continue;
		if (fold_json(f, &let->x, "let", &v))
			json_set(&f->let, let->name, v, f->run->a);
		else		/* another piece's */
			json_del(&f->let, let->name);
	}
}

static struct json *
known(struct fold *f, struct str kind, struct str value)
{
	struct json *one;
	size_t i;

	for (i = 0; i < f->identifiers.len; i++) {
		one = &f->identifiers.items[i];
		if (str_eq(json_get_str(one, STR("kind")), kind) &&
		    str_eq(json_get_str(one, STR("value")), value))
			return one;
	}
	return NULL;
}

/*
 * A telephone number as platforms write it, or an e-mail address: some look
 * like a card of old, with its thirteen digits, and must stay what they are.
 */
static bool
is_address(struct str s)
{
	enum { OF_CARD = 14, E164 = 15 };
	bool plus = str_starts(s, STR("+"));
	size_t i = plus ? 1 : 0, n = s.len - i;

	if (str_find(s, STR("@")) != (size_t)-1)
		return true;
	for (; i < s.len; i++)
		if (!ascii_digit(s.p[i]))
			return false;
	return plus ? n <= E164 : n < OF_CARD;
}

/* {kind, value, verified}: the platform vouches for it, or does not. */
static void
identify(struct fold *f, const struct json *v)
{
	const struct json *verified = json_get(v, STR("verified")), *value;
	struct str kind = json_get_str(v, STR("kind")), text;
	struct arena *a = f->run->a;
	struct json one = json_object(), *old;
	bool yes = verified != NULL && verified->type == JSON_TRUE;

	value = json_get(v, STR("value"));
	text = value != NULL ? str_trim(map_text(value)) : STR_NONE;
	if (kind.len == 0 || text.len == 0)
		return;
	if (!is_address(text))
		text = map_redact_id(f->run, text, "person.identifiers");
	if ((old = known(f, kind, text)) != NULL) {
		if (yes)
			json_set(old, STR("verified"), json_bool(true), a);
		return;
	}
	if (f->identifiers.len == IDENTIFIERS_MAX)
		return;
	json_add(&one, STR("kind"), json_str(kind), a);
	json_add(&one, STR("value"), json_str(text), a);
	json_add(&one, STR("where"), json_str(STR("person")), a);
	json_add(&one, STR("verified"), json_bool(yes), a);
	json_push(&f->identifiers, one, a);
}

void
fold_person(struct fold *f, const struct instant *at)
{
	struct json v;
	char name[32];
	size_t i;

	for (i = 0; i < PERSON_KEYS; i++) {
		if (!map_expr_given(&f->s->person[i]))
			continue;
		snprintf(name, sizeof(name), "person.%s", source_person[i]);
		if (fold_json(f, &f->s->person[i], name, &v))
			fold_tell(&f->person[i], v, at);
		else
			continue;
		for (size_t k = 0; i == PERSON_IDENTIFIERS &&
		    v.type == JSON_ARRAY && k < v.len; k++)
			identify(f, &v.items[k]);
	}
}

void
fold_told(struct fold *f, struct json *out)
{
	struct arena *a = f->run->a;
	struct json v;
	char where[32];
	size_t i;

	for (i = 0; i < PERSON_IDENTIFIERS; i++) {
		if (!f->person[i].given)
			continue;
		v = f->person[i].v;
		if (v.type == JSON_NUMBER && i != PERSON_ATTRIBUTES)
			v = json_str((struct str){ v.text, v.len });
		snprintf(where, sizeof(where), "person.%s",
		    source_person[i]);
		if (i != PERSON_PHONE || !is_address(map_text(&v)))
			map_redact(f->run, &v, where);
		json_add(out, str_of(source_person[i]), v, a);
	}
	if (f->identifiers.len > 0)
		json_add(out, STR("identifiers"), f->identifiers, a);
}
