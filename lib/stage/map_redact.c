#include "base/siphash.h"
#include "stage/map_redact.h"
#include "text/digit.h"
#include "text/email.h"
#include "text/phone.h"

/* What was found in a part of the record. */
struct found {
	bool		field;		/* it is one, see is_contact */
	bool		any;
	unsigned	counts[SECRET_ALL];
};

static const char *const taken[] = {
	[SECRET_CARD] = "redacted.card", [SECRET_SSN] = "redacted.ssn",
	[SECRET_PASSWORD] = "redacted.password", [SECRET_KEY] = "redacted.key",
	[SECRET_IBAN] = "redacted.iban", [SECRET_ID] = "redacted.national_id",
	[SECRET_EMAIL] = "redacted.email", [SECRET_PHONE] = "redacted.phone"
};
static const char *const kept[] = {
	[SECRET_CARD] = "detected.card", [SECRET_SSN] = "detected.ssn",
	[SECRET_PASSWORD] = "detected.password", [SECRET_KEY] = "detected.key",
	[SECRET_IBAN] = "detected.iban", [SECRET_ID] = "detected.national_id",
	[SECRET_EMAIL] = "detected.email", [SECRET_PHONE] = "detected.phone"
};

static void
tell_kind(struct map_run *run, unsigned kind, const char *where)
{
	const struct redact_rules *r = run->redact;
	bool take = kind >= SECRET_PATTERN || r->take >> kind & 1;
	const char *code;

	if (kind >= SECRET_PATTERN)
		code = arena_printf(run->a, "redacted.%s",
		    r->patterns[kind - SECRET_PATTERN].name).p;
	else
		code = take ? taken[kind] : kept[kind];
	map_note(run, code, "info", take ? "redacted" : "kept", NULL, "%s",
	    where);
}

static void
tell(struct map_run *run, const struct found *f, const char *where)
{
	unsigned k;

	for (k = 0; f->any && k < SECRET_ALL; k++)
		if (f->counts[k] > 0)
			tell_kind(run, k, where);
}

/* The text without what is to be taken out of it. */
static struct str
clean(struct map_run *run, struct str s, struct found *f)
{
	struct str out;

	f->any |= redact_by(run->redact, s, run->a, &out, f->counts);
	return out;
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
	struct found f = { 0 };

	s = clean(run, s, &f);
	tell(run, &f, where);
	return s;
}

/* That somebody is known by an address or number is no news. */
static void
known_by(struct found *f)
{
	f->counts[SECRET_EMAIL] = f->counts[SECRET_PHONE] = 0;
}

struct str
map_redact_id(struct map_run *run, struct str id, const char *where)
{
	struct found f = { 0 };
	struct str out = clean(run, id, &f);

	if (out.p == id.p)
		known_by(&f);
	tell(run, &f, where);
	return out.p == id.p ? id : map_hash(run, id);
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

static bool
says_more(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((s.p[i] & 0x80) || ascii_alpha(s.p[i]) ||
		    ascii_digit(s.p[i]))
			return true;
	return false;
}

/* Is ${s} an address or number and nothing else? */
static bool
is_contact(struct str s)
{
	enum { CONTACT_MAX = 320, PHONE_LEAST = 7 };
	struct str hit;
	size_t at;

	if (s.len == 0 || s.len > CONTACT_MAX)
		return false;
	if (memchr(s.p, '@', s.len) != NULL ? !email_find(s, 0, &hit) :
	    digit_near(s, 0, s.len) < PHONE_LEAST ||
	    !phone_find(s = phone_bare(s), 0, &hit))
		return false;
	at = (size_t)(hit.p - s.p);
	return !says_more(str_to(s, at)) &&
	    !says_more(str_from(s, at + hit.len));
}

/*
 * Fields often are what a message was, the very same bytes, which stay while
 * the record does: they are searched once.
 */
static void
redact_scalar(struct map_run *run, struct json *v, struct found *f)
{
	struct map_clean *c = &run->clean[(uintptr_t)v->text / 16 % MAP_CLEAN];
	const struct redact_rules *rules = run->redact;
	struct str text = json_whole(v, run->a), out;

	if (c->text.p == text.p && c->text.len == text.len &&
	    c->by == rules)
		return;
	if (f->field && is_contact(text))
		rules = &run->privacy->rules;
	if (!redact_by(rules, text, run->a, &out, f->counts)) {
		*c = (struct map_clean){ text, run->redact };
		return;
	}
	f->any = true;
	if (out.p != text.p)
		*v = json_str(out);
}

static void redact_value(struct map_run *, struct json *, struct found *,
    const char *);

/* Is all under this name a password, and are they taken out? */
static bool
is_password(const struct map_run *run, struct str name)
{
	return run->redact->take >> SECRET_PASSWORD & 1 && redact_named(name);
}

/* ${named}: a neighbour calls what is under "value" a password. */
static void
redact_member(struct map_run *run, struct json_member *m, bool named,
    struct found *f, const char *where)
{
	struct str text = { m->value.text, m->value.len };

	if (is_scalar(&m->value) && names_id(m->key)) {
		text = map_redact_id(run, text, where);
		if (text.p != m->value.text)
			m->value = json_str(text);
	} else if (is_scalar(&m->value) && (is_password(run, m->key) ||
	    (named && str_eq(m->key, STR("value"))))) {
		f->any = true;
		f->counts[SECRET_PASSWORD] += !str_eq(text, STR("[password]"));
		m->value = json_str(STR("[password]"));
	} else {
		redact_value(run, &m->value, f, where);
	}
	m->key = clean(run, m->key, f);
}

static void
redact_value(struct map_run *run, struct json *v, struct found *f,
    const char *where)
{
	bool named;
	size_t i;

	json_open(v, run->a);
	named = v->type == JSON_OBJECT && record_names_password(v) &&
	    run->redact->take >> SECRET_PASSWORD & 1;
	if (is_scalar(v))
		redact_scalar(run, v, f);
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		redact_value(run, &v->items[i], f, where);
	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++)
		redact_member(run, &v->members[i], named, f, where);
}

void
map_redact(struct map_run *run, struct json *v, const char *where)
{
	struct found f = { 0 };

	redact_value(run, v, &f, where);
	tell(run, &f, where);
}

/* Where nothing is taken later, what is clean as a message is as a field. */
static const struct redact_rules *
field_rules(const struct privacy *p)
{
	return p->talk.take != 0 ? &p->fields : &p->said;
}

void
map_redact_field(struct map_run *run, struct json *v, bool contact,
    const char *where)
{
	const struct redact_rules *usual = run->redact;
	struct found f = { .field = true };

	if (!contact)
		run->redact = field_rules(run->privacy);
	redact_value(run, v, &f, where);
	tell(run, &f, where);
	run->redact = usual;
}

void
map_redact_named(struct map_run *run, struct str *name, struct json *v,
    const char *where)
{
	struct found f = { 0 };
	struct json_member m = { *name, *v };

	redact_member(run, &m, false, &f, where);
	*name = m.key;
	*v = m.value;
	if (f.any)
		tell(run, &f, arena_printf(run->a, "%s.%.*s", where,
		    STR_ARG(m.key)).p);
}

/*
 * What is kept of addresses and numbers is told once of a message, in which
 * entities repeat the text; ${told} has a bit for each kind.
 */
static void
tell_once(const struct redact_rules *rules, struct found *f, uint32_t *told)
{
	static const enum secret kinds[] = { SECRET_EMAIL, SECRET_PHONE };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (f->counts[kinds[i]] == 0 || rules->take >> kinds[i] & 1)
			continue;
		if (*told >> kinds[i] & 1)
			f->counts[kinds[i]] = 0;
		*told |= 1u << kinds[i];
	}
}

/* ${m} is a member of message ${i}. */
static void
redact_part(struct map_run *run, struct json_member *m, size_t i,
    uint32_t *told)
{
	struct found f = { 0 };

	redact_value(run, &m->value, &f, "conversation.messages");
	if (!f.any)
		return;
	if (str_eq(m->key, STR("author")) &&
	    run->redact == &run->privacy->said)
		known_by(&f);
	tell_once(run->redact, &f, told);
	tell(run, &f, arena_printf(run->a, "conversation.messages[%zu].%.*s",
	    i, STR_ARG(m->key)).p);
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
	struct found f = { .any = true };
	struct str texts[ACROSS];
	size_t i, k;

	for (k = 2; k <= n && k <= ACROSS; k++) {
		for (i = 0; i < k; i++)
			texts[i] = (struct str){ list[i]->text, list[i]->len };
		if (!redact_across(texts, k, run->a, f.counts))
			continue;
		for (i = 0; i < k; i++)
			*list[i] = json_str(texts[i]);
		tell(run, &f, "conversation.messages");
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
	for (i = 0; run->redact->take >> SECRET_CARD & 1 && i + 1 < n; i++)
		if (ascii_digit(texts[i]->text[texts[i]->len - 1]) &&
		    ascii_digit(texts[i + 1]->text[0]))
			redact_split(run, texts + i, n - i);
}

static void
redact_message(struct map_run *run, struct json *message, size_t i)
{
	struct json_member *m;
	uint32_t told = 0;
	size_t k;

	for (k = 0; k < message->len; k++) {
		m = &message->members[k];
		if (str_eq(m->key, STR("id")) ||
		    str_eq(m->key, STR("reply_to")))
			redact_message_id(run, &m->value);
		else if (has_words(m->key))
			redact_part(run, m, i, &told);
	}
}

/* By the rules at work. */
static void
redact_messages(struct map_run *run, struct json *conversation)
{
	struct json *list = json_get(conversation, STR("messages"));
	size_t i;

	if (list != NULL)
		redact_splits(run, list);
	for (i = 0; list != NULL && i < list->len; i++)
		redact_message(run, &list->items[i], i);
}

void
map_redact_said(struct map_run *run, struct json *conversation)
{
	const struct redact_rules *usual = run->redact;
	struct json *slots = json_get(conversation, STR("slots"));
	struct json_member *m;
	size_t i;

	run->redact = &run->privacy->said;
	redact_messages(run, conversation);
	for (i = 0; slots != NULL && i < slots->len; i++) {
		m = &slots->members[i];
		map_redact_named(run, &m->key, &m->value,
		    "conversation.slots");
	}
	run->redact = usual;
}

void
map_redact_words(struct map_run *run, const struct redact_rules *rules,
    struct json *v, const char *where)
{
	const struct redact_rules *usual = run->redact;

	run->redact = rules;
	map_redact(run, v, where);
	run->redact = usual;
}

void
map_redact_talk(struct map_run *run, const struct redact_rules *rules,
    struct json *conversation)
{
	static const char *const parts[] = { "slots", "slot_history", "facts" };
	const struct redact_rules *usual = run->redact;
	struct json *v;
	size_t i;

	if (rules->take == 0)
		return;
	run->redact = rules;
	redact_messages(run, conversation);
	run->redact = usual;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if ((v = json_get(conversation, str_of(parts[i]))) != NULL)
			map_redact_words(run, rules, v, arena_printf(run->a,
			    "conversation.%s", parts[i]).p);
}
