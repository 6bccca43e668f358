#include "base/siphash.h"
#include "stage/map_redact.h"
#include "text/redact.h"

static const char *const codes[SECRET_KINDS] = {
	[SECRET_CARD] = "redacted.card", [SECRET_SSN] = "redacted.ssn",
	[SECRET_PASSWORD] = "redacted.password", [SECRET_KEY] = "redacted.key",
	[SECRET_IBAN] = "redacted.iban", [SECRET_ID] = "redacted.national_id"
};

static void
tell(struct map_run *run, const unsigned counts[SECRET_KINDS],
    const char *where)
{
	int k;

	for (k = 0; k < SECRET_KINDS; k++)
		if (counts[k] > 0)
			map_note(run, codes[k], "info", "redacted", NULL,
			    "%s", where);
}

struct str
map_hash(struct map_run *run, struct str s)
{
	char hex[SIPHASH_HEX];
	struct siphash h;

	siphash_init(&h, run->id_key);
	siphash_add(&h, s);
	siphash_hex(&h, hex);
	return arena_str(run->a, str_of(hex));
}

struct str
map_redact_text(struct map_run *run, struct str s, const char *where)
{
	unsigned counts[SECRET_KINDS] = { 0 };

	if (redact(s, run->a, &s, counts))
		tell(run, counts, where);
	return s;
}

struct str
map_redact_id(struct map_run *run, struct str id, const char *where)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str out;

	if (!redact(id, run->a, &out, counts))
		return id;
	tell(run, counts, where);
	return map_hash(run, id);
}

static bool
names_id(struct str key)
{
	return str_eq(key, STR("id")) || str_ends(key, STR("_id"));
}

static bool
is_scalar(const struct json *v)
{
	return v->type == JSON_STRING || v->type == JSON_NUMBER;
}

static void
redact_scalar(struct map_run *run, struct json *v, unsigned *counts)
{
	struct str out;

	if (redact((struct str){ v->text, v->len }, run->a, &out, counts))
		*v = json_str(out);
}

static void redact_value(struct map_run *, struct json *, unsigned *,
    const char *);

static void
redact_member(struct map_run *run, struct json_member *m, unsigned *counts,
    const char *where)
{
	struct str text = { m->value.text, m->value.len };

	if (is_scalar(&m->value) && names_id(m->key)) {
		text = map_redact_id(run, text, where);
		if (text.p != m->value.text)
			m->value = json_str(text);
	} else if (is_scalar(&m->value) && redact_named(m->key)) {
		if (!str_eq(text, STR("[password]")))
			counts[SECRET_PASSWORD]++;
		m->value = json_str(STR("[password]"));
	} else {
		redact_value(run, &m->value, counts, where);
	}
	redact(m->key, run->a, &m->key, counts);
}

static void
redact_value(struct map_run *run, struct json *v, unsigned *counts,
    const char *where)
{
	size_t i;

	json_open(v, run->a);
	if (is_scalar(v))
		redact_scalar(run, v, counts);
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		redact_value(run, &v->items[i], counts, where);
	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++)
		redact_member(run, &v->members[i], counts, where);
}

void
map_redact(struct map_run *run, struct json *v, const char *where)
{
	unsigned counts[SECRET_KINDS] = { 0 };

	redact_value(run, v, counts, where);
	tell(run, counts, where);
}

void
map_redact_named(struct map_run *run, struct str *name, struct json *v,
    const char *where)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct json_member m = { *name, *v };
	int k;

	redact_member(run, &m, counts, where);
	*name = m.key;
	*v = m.value;
	for (k = 0; k < SECRET_KINDS; k++)
		if (counts[k] > 0)
			map_note(run, codes[k], "info", "redacted", NULL,
			    "%s.%.*s", where, STR_ARG(m.key));
}

/* ${m} is a member of message ${i}. */
static void
redact_part(struct map_run *run, struct json_member *m, size_t i)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	int k;

	redact_value(run, &m->value, counts, "conversation.messages");
	for (k = 0; k < SECRET_KINDS; k++)
		if (counts[k] > 0)
			map_note(run, codes[k], "info", "redacted", NULL,
			    "conversation.messages[%zu].%.*s", i,
			    STR_ARG(m->key));
}

static void
redact_message_id(struct map_run *run, struct json *id)
{
	struct str text = { id->text, id->len };

	*id = json_str(map_redact_id(run, text, "conversation.messages.id"));
}

static bool
has_words(struct str key)
{
	return str_eq(key, STR("text")) || str_eq(key, STR("author")) ||
	    str_eq(key, STR("payload")) || str_eq(key, STR("entities")) ||
	    str_eq(key, STR("attachments")) || str_eq(key, STR("buttons"));
}

/* Somebody typed a number in parts: as many messages as may hold one. */
enum { ACROSS = 4 };

/*
 * Does a card begin at the end of the ${n}-th of what the customer said?  It
 * may go on over the next, whatever the bot said in between.
 */
static void
redact_split(struct map_run *run, struct json *const *list, size_t n)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str texts[ACROSS];
	size_t i, k;

	for (k = 2; k <= n && k <= ACROSS; k++) {
		for (i = 0; i < k; i++)
			texts[i] = (struct str){ list[i]->text, list[i]->len };
		if (!redact_across(texts, k, run->a, counts))
			continue;
		for (i = 0; i < k; i++)
			*list[i] = json_str(texts[i]);
		tell(run, counts, "conversation.messages");
		return;
	}
}

/* The text of ${message}, if the customer said it. */
static struct json *
said(const struct json *message)
{
	struct json *text = json_get(message, STR("text"));

	if (text == NULL || text->type != JSON_STRING || text->len == 0 ||
	    !str_eq(json_get_str(message, STR("role")), STR("customer")))
		return NULL;
	return text;
}

static void
redact_splits(struct map_run *run, const struct json *list)
{
	struct json **texts = arena_array(run->a, list->len + 1,
	    sizeof(*texts));
	size_t i, n = 0;

	for (i = 0; i < list->len; i++) {
		texts[n] = said(&list->items[i]);
		n += texts[n] != NULL;
	}
	for (i = 0; i + 1 < n; i++)
		if (ascii_digit(texts[i]->text[texts[i]->len - 1]) &&
		    ascii_digit(texts[i + 1]->text[0]))
			redact_split(run, texts + i, n - i);
}

void
map_redact_messages(struct map_run *run, struct json *conversation)
{
	struct json *list = json_get(conversation, STR("messages")), *message;
	struct json_member *m;
	size_t i, k;

	for (i = 0; list != NULL && i < list->len; i++) {
		message = &list->items[i];
		for (k = 0; k < message->len; k++) {
			m = &message->members[k];
			if (str_eq(m->key, STR("id")) ||
			    str_eq(m->key, STR("reply_to")))
				redact_message_id(run, &m->value);
			else if (has_words(m->key))
				redact_part(run, m, i);
		}
	}
	if (list != NULL)
		redact_splits(run, list);
}
