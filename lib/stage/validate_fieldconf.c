/* validate_fieldconf: one field of the section; see validate.h. */
#include "base/utf8.h"
#include "stage/condition.h"
#include "stage/validate_conf.h"
#include "text/email.h"
#include "text/phone.h"
#include "text/phone_library.h"

/* A field as it stands in the file. */
struct field_conf {
	const struct json	*required, *rule, *ask;
	int			 type, on_invalid, domain, emoji, form;
	int			 on_role, on_disposable;
	bool			 suggest;
	struct str		 region, allow_list, roles, disposable;
	struct str		 kind_field;
	struct str		 min, max, matches;
	int64_t			 min_digits, min_length, max_length;
	struct conf_strs	 allow, accept, fold, rubbish, kinds;
	struct str		 code, message;
};

const char *const validate_on_invalid[] = { "reject", "drop", "keep", "ask",
	NULL };
static const char *const type_names[] = { "text", "email", "phone", "name",
	"country", "currency", "url", "date", "number", NULL };
static const char *const domain_names[] = { "public", "any", NULL };
static const char *const emoji_names[] = { "keep", "strip", "refuse", NULL };
static const char *const form_names[] = { "alpha2", "alpha3", "name", NULL };

static const char *const accept_names[] = { "", "quoted", "literal",
	"local", "comments", "display_name", NULL };
static const char *const kinds_names[] = { "", "fixed_line", "mobile",
	"fixed_line_or_mobile", "toll_free", "premium", "shared_cost", "voip",
	"personal", "pager", "uan", "voicemail", NULL };
static const char *const fold_names[] = { "", "case", "dots", "tags", NULL };
static const char *const bound_names[] = { "", "2020-01-01", "now", "-30d",
	"0", NULL };

static const struct conf_key languages[] = {
	CONF_FORM("*", CONF_STR, "the sentence in that language", NULL),
	{ 0 }
};

const struct conf_key validate_ask_forms[] = {
	CONF_FORM("a sentence", CONF_STR, "what to say", NULL),
	CONF_FORM("a mapping of languages", CONF_MAP,
	    "what to say, by language (en, pt-BR)", languages),
	{ 0 }
};

#define F(field)	offsetof(struct field_conf, field)
#define ON_INVALID	validate_on_invalid

const struct conf_key validate_field_keys[] = {
	{ "required", CONF_CEL, F(required), "true, or an expression: when "
	    "it is true, a record without this field is refused",
	    CONF_CONDITION, 0, 0,
	    NULL, NULL },
	{ "type", CONF_ENUM, F(type), "what it is; a field of the name email "
	    "or phone, and a contact's name, first_name and last_name, have "
	    "their type", 0, 0, 0, type_names, NULL },
	{ "on_invalid", CONF_ENUM, F(on_invalid), "reject the record, drop "
	    "the value, keep it, or drop it and ask for another", 0, 0, 0,
	    ON_INVALID, NULL },
	{ "ask", CONF_EITHER, F(ask), "what the chatbot is to say when the "
	    "value is asked for", 0, 0, 0, NULL, validate_ask_forms },
	{ "accept", CONF_STRS, F(accept), "of an e-mail address: quoted, "
	    "literal, local, comments, display_name", 0, 0, 0,
	    accept_names, NULL },
	{ "domain", CONF_ENUM, F(domain), "of an e-mail address: public "
	    "(the default), or any, such as ana@intranet", 0, 0, 0,
	    domain_names, NULL },
	{ "fold", CONF_STRS, F(fold), "of an e-mail address: case, dots, tags: "
	    "gives it a key to compare by, without what its provider "
	    "ignores", 0, 0, 0, fold_names, NULL },
	{ "suggest", CONF_BOOL, F(suggest), "of an e-mail address: tell of "
	    "slips such as gmial.com (the default)", 0, 0, 0, NULL, NULL },
	{ "roles", CONF_STR, F(roles), "name of a list of local parts that "
	    "are no person's, such as info", 0, 0, 0, NULL, NULL },
	{ "on_role", CONF_ENUM, F(on_role), "what to do with them (keep)", 0,
	    0, 0, ON_INVALID, NULL },
	{ "disposable", CONF_STR, F(disposable), "name of a list of domains "
	    "whose addresses are thrown away", 0, 0, 0, NULL, NULL },
	{ "on_disposable", CONF_ENUM, F(on_disposable), "what to do with "
	    "them (keep)", 0, 0, 0, ON_INVALID, NULL },
	{ "region", CONF_STR, F(region), "country of telephone numbers "
	    "without country code, as two letters", 0, 0, 0, NULL, NULL },
	{ "min_digits", CONF_INT, F(min_digits), "least digits of a "
	    "telephone number, as written", 0, 0, 15, NULL, NULL },
	{ "kinds", CONF_STRS, F(kinds), "the kinds of telephone numbers that "
	    "are wanted, such as mobile; wants the library", 0, 0, 0,
	    kinds_names, NULL },
	{ "kind_field", CONF_STR, F(kind_field), "field that gets the kind "
	    "of a telephone number; wants the library", 0, 0, 0, NULL, NULL },
	{ "min_length", CONF_INT, F(min_length), "least characters, as a "
	    "reader counts them", 0, 0, 1e6, NULL, NULL },
	{ "max_length", CONF_INT, F(max_length), "most characters, as "
	    "Unicode counts them", 0, 1, 1e6, NULL, NULL },
	{ "emoji", CONF_ENUM, F(emoji), "keep (the default), strip (that of "
	    "names) or refuse them", 0, 0, 0, emoji_names, NULL },
	{ "rubbish", CONF_STRS, F(rubbish), "words that are no value, such "
	    "as n/a; names have a list of their own unless this is given", 0,
	    0, 0, NULL, NULL },
	{ "allow", CONF_STRS, F(allow), "the values that are allowed, "
	    "whatever their case and accents", 0, 0, 0, NULL, NULL },
	{ "allow_list", CONF_STR, F(allow_list), "name of a list of the "
	    "values that are allowed", 0, 0, 0, NULL, NULL },
	{ "as", CONF_ENUM, F(form), "of a country: alpha2 (the default), "
	    "alpha3 or its English name", 0, 0, 0, form_names, NULL },
	{ "min", CONF_STR, F(min), "least number, or earliest date: "
	    "2020-01-01, now, -30d", 0, 0, 0, bound_names, NULL },
	{ "max", CONF_STR, F(max), "greatest number, or latest date", 0, 0,
	    0, NULL, NULL },
	{ "matches", CONF_STR, F(matches), "a regular expression that must "
	    "be found in it", 0, 0, 0, NULL, NULL },
	{ "rule", CONF_CEL, F(rule), "must be true; names the field's "
	    "value 'value'", 0, 0, 0, NULL, NULL },
	{ "code", CONF_STR, F(code), "code of the rule's findings", 0, 0, 0,
	    NULL, NULL },
	{ "message", CONF_STR, F(message), "what to say when the rule does "
	    "not hold", 0, 0, 0, NULL, NULL },
	{ 0 }
};

#undef F
#undef ON_INVALID

/* A word of a list of words, and the bit it stands for. */
struct word {
	const char	*name;
	unsigned	 bit;
};

static const struct word accept_words[] = {
	{ "quoted", EMAIL_QUOTED }, { "literal", EMAIL_LITERAL },
	{ "local", EMAIL_LOCAL }, { "comments", EMAIL_COMMENT },
	{ "display_name", EMAIL_NAME }
}, fold_words[] = {
	{ "case", EMAIL_CASE }, { "dots", EMAIL_DOTS },
	{ "tags", EMAIL_TAGS }
};

enum { ACCEPT = sizeof(accept_words) / sizeof(accept_words[0]),
	FOLD = sizeof(fold_words) / sizeof(fold_words[0]) };

/* The value of ${key}, or of ${other}; of neither: the whole field. */
static struct where
place(const struct json *node, const char *key, const char *other)
{
	const struct json *v = json_get(node, str_of(key));

	if (v == NULL && other != NULL)
		v = json_get(node, str_of(other));
	return yaml_where(v != NULL ? v : node);
}

/* The ${i}th text of the list, or the only one, below ${key}. */
static struct where
item_place(const struct json *node, const char *key, size_t i)
{
	const struct json *v = json_get(node, str_of(key));

	if (v != NULL && v->type == JSON_ARRAY && i < v->len)
		return yaml_where(&v->items[i]);
	return place(node, key, NULL);
}

static unsigned
read_words(struct reader *rd, const struct conf_strs *s,
    const struct word *words, size_t n, const char *key,
    const struct json *at)
{
	const char *names[ACCEPT];
	unsigned bits = 0;
	size_t i, k;

	for (k = 0; k < n; k++)
		names[k] = words[k].name;
	for (i = 0; i < s->n; i++) {
		for (k = 0; k < n && !str_eq(s->p[i], str_of(names[k])); k++)
			;
		if (k < n)
			bits |= words[k].bit;
		else
			conf_unknown(rd->d, item_place(at, key, i), key,
			    s->p[i], names, n);
	}
	return bits;
}

static int
implied_type(struct str object, struct str name)
{
	if (str_eq(name, STR("email")))
		return FIELD_EMAIL;
	if (str_eq(name, STR("phone")))
		return FIELD_PHONE;
	if (str_eq(object, STR("contact")) && (str_eq(name, STR("name")) ||
	    str_eq(name, STR("first_name")) || str_eq(name,
	    STR("last_name"))))
		return FIELD_NAME;
	return FIELD_TEXT;
}

/*
 * An RFC 3339 time or date, "now", or a duration from now.  A date is all of
 * its day: ${end} asks for its last moment.
 */
static bool
read_time(struct reader *rd, struct str s, bool end, struct instant *out)
{
	int64_t ns;

	*out = rd->v->now;
	if (str_eq(s, STR("now")) || time_parse(s, out) == 0)
		return true;
	if (s.len == 10 && time_parse(arena_printf(rd->a, "%.*sT%s",
	    STR_ARG(s), end ? "23:59:59.999999999Z" : "00:00:00Z"), out) == 0)
		return true;
	if (s.len > 0 && s.p[0] == '+')
		s = str_from(s, 1);
	if (duration_parse(s, true, &ns) == -1)
		return false;
	out->sec += ns / 1000000000;
	return true;
}

static bool
read_bound(struct reader *rd, const struct field *f, struct str s,
    double *number, struct instant *time)
{
	struct json v = { .type = JSON_NUMBER, .text = s.p,
	    .len = (uint32_t)s.len };

	if (f->type == FIELD_DATE)
		return read_time(rd, s, time == &f->bounds.to, time);
	return validate_number(s) && json_to_double(&v, number);
}

static void
wrong_bound(struct reader *rd, const struct field *f, struct where at)
{
	diag_error(rd->d, at, "config.type", f->type == FIELD_DATE ?
	    "min and max of %s must be dates (2020-01-01), 'now' or a time "
	    "from now (-30d)" : "min and max of %s must be numbers", f->path);
}

static void
read_bounds(struct reader *rd, struct field *f, const struct field_conf *c,
    const struct json *node)
{
	struct bounds *b = &f->bounds;

	b->has_min = c->min.p != NULL;
	b->has_max = c->max.p != NULL;
	if (!b->has_min && !b->has_max)
		return;
	if (f->type != FIELD_DATE && f->type != FIELD_NUMBER)
		diag_error(rd->d, place(node, "min", "max"), "config.type",
		    "min and max are of numbers and dates; give %s 'type: "
		    "number' or 'type: date'", f->path);
	else if (b->has_min && !read_bound(rd, f, c->min, &b->min, &b->from))
		wrong_bound(rd, f, place(node, "min", NULL));
	else if (b->has_max && !read_bound(rd, f, c->max, &b->max, &b->to))
		wrong_bound(rd, f, place(node, "max", NULL));
	else if (f->type == FIELD_NUMBER && b->has_min && b->has_max &&
	    b->min > b->max)
		diag_error(rd->d, place(node, "min", NULL), "config.range",
		    "min of %s is above its max", f->path);
}

static void
read_pattern(struct reader *rd, struct field *f, struct str matches,
    const struct json *node)
{
	struct err e = { 0 };

	if (matches.p == NULL)
		return;
	f->pattern = regex_new(matches, false, &e);
	if (f->pattern == NULL) {
		diag_error(rd->d, yaml_where_in(json_get(node,
		    STR("matches")), e.at.col - 1), "config.pattern",
		    "matches of %s: %s", f->path, e.msg);
		return;
	}
	regex_hasten(f->pattern);
	arena_defer(rd->a, (void (*)(void *))regex_free, f->pattern);
}

static void
read_phone(struct reader *rd, struct field *f, const struct field_conf *c,
    const struct json *node)
{
	size_t i, k;

	f->phone.kind_field = c->kind_field;
	for (i = 0; i < c->kinds.n; i++) {
		for (k = 0; k < PHONE_KINDS && !str_eq(c->kinds.p[i],
		    str_of(phone_kinds[k])); k++)
			;
		if (k < PHONE_KINDS)
			f->phone.kinds |= 1U << k;
		else
			conf_unknown(rd->d, item_place(node, "kinds", i),
			    "kinds",
			    c->kinds.p[i], phone_kinds, PHONE_KINDS);
	}
	if (!rd->v->library && (c->kinds.n > 0 || c->kind_field.p != NULL))
		diag_error(rd->d, place(node, "kinds", "kind_field"),
		    "config.library",
		    "which kind of number it is, only libphonenumber knows; "
		    "say 'phones: library' in the section validate");
}

static void
read_mail(struct reader *rd, struct field *f, const struct field_conf *c,
    const struct json *node)
{
	struct mail_rules *m = &f->mail;

	m->accept = read_words(rd, &c->accept, accept_words, ACCEPT,
	    "accept", node);
	if (c->domain == DOMAIN_ANY)
		m->accept |= EMAIL_LITERAL | EMAIL_LOCAL;
	m->fold = read_words(rd, &c->fold, fold_words, FOLD, "fold", node);
	m->suggest = c->suggest;
	m->roles = validate_list(rd, c->roles, node, "roles");
	m->disposable = validate_list(rd, c->disposable, node,
	    "disposable");
	m->on_role = c->on_role;
	m->on_disposable = c->on_disposable;
}

/* What is allowed: words in the file, or a list of the section. */
static const struct list *
read_allow(struct reader *rd, const struct field_conf *c,
    const struct json *node)
{
	if (c->allow.n > 0)
		return validate_words(rd, &c->allow);
	if (c->allow_list.p != NULL)
		return validate_list(rd, c->allow_list, node, "allow_list");
	return NULL;
}

static const struct list *
read_type_list(struct reader *rd, const struct field *f, int form)
{
	if (f->type == FIELD_COUNTRY)
		return validate_countries(rd, form);
	return f->type == FIELD_CURRENCY ? validate_currencies(rd) : NULL;
}

static bool
asks(const struct field *f)
{
	return f->on_invalid == ON_ASK || f->mail.on_role == ON_ASK ||
	    f->mail.on_disposable == ON_ASK;
}

static void
init_field(struct reader *rd, struct field *f, struct str object,
    struct str name, const struct field_conf *c)
{
	*f = (struct field){ .name = name, .type = c->type,
	    .on_invalid = c->on_invalid, .region = c->region,
	    .phone.min_digits = c->min_digits,
	    .phone.library = rd->v->library, .min_length = c->min_length,
	    .max_length = c->max_length, .emoji = c->emoji,
	    .mail.suggest = c->suggest };
	f->path = arena_printf(rd->a, "%.*s.%.*s", STR_ARG(object),
	    STR_ARG(name)).p;
	if (f->type == FIELD_IMPLIED)
		f->type = implied_type(object, name);
	f->required = c->required != NULL &&
	    c->required->type == JSON_TRUE;
	if (f->on_invalid == ON_DEFAULT) {
		f->on_invalid = f->required ? ON_REJECT : ON_DROP;
		f->rejects = !f->required;
	}
	if (f->emoji == EMOJI_DEFAULT)
		f->emoji = f->type == FIELD_NAME ? EMOJI_STRIP : EMOJI_KEEP;
	if (f->region.p == NULL)
		f->region = rd->v->region;
	if (f->type == FIELD_PHONE && f->region.p == NULL)
		rd->v->reads_locale = true;
	if (c->rubbish.n > 0)
		f->rubbish = validate_words(rd, &c->rubbish);
	else if (f->type == FIELD_NAME)
		f->rubbish = validate_rubbish(rd, name);
}

/* The first of the keys that only an e-mail address has. */
static struct where
mail_place(const struct json *node)
{
	static const char *const keys[] = { "domain", "accept", "fold",
	    "roles", "disposable" };
	size_t i;

	for (i = 0; i + 1 < sizeof(keys) / sizeof(keys[0]) &&
	    json_get(node, str_of(keys[i])) == NULL; i++)
		;
	return place(node, keys[i], NULL);
}

/* Keys that say nothing of a field of this type are a mistake. */
static void
check_keys(struct reader *rd, const struct field *f,
    const struct field_conf *c, const struct json *node)
{
	if (f->type != FIELD_PHONE &&
	    (c->region.p != NULL || c->min_digits > 0))
		diag_error(rd->d, place(node, "region", "min_digits"),
		    "config.type", "region and min_digits are of telephone "
		    "numbers; give %s 'type: phone'", f->path);
	if (f->type != FIELD_PHONE && (c->kinds.n > 0 ||
	    c->kind_field.p != NULL))
		diag_error(rd->d, place(node, "kinds", "kind_field"),
		    "config.type", "kinds and kind_field are of telephone "
		    "numbers; give %s 'type: phone'", f->path);
	if (f->type != FIELD_EMAIL && (c->domain != DOMAIN_PUBLIC ||
	    c->accept.n > 0 || c->fold.n > 0 || c->roles.p != NULL ||
	    c->disposable.p != NULL))
		diag_error(rd->d, mail_place(node), "config.type",
		    "domain, accept, fold, roles and disposable are of "
		    "e-mail addresses; give %s 'type: email'", f->path);
	if (f->type != FIELD_COUNTRY && c->form != AS_ALPHA2)
		diag_error(rd->d, place(node, "as", NULL), "config.type",
		    "as is of countries; give %s 'type: country'", f->path);
	if (c->allow.n > 0 && c->allow_list.p != NULL)
		diag_error(rd->d, place(node, "allow_list", NULL),
		    "config.both",
		    "%s has both allow and allow_list; keep one", f->path);
}

static void
check_field(struct reader *rd, const struct field *f,
    const struct field_conf *c, const struct json *node)
{
	char q[16];

	if (c->region.p != NULL && !phone_region_known(c->region))
		diag_error(rd->d, place(node, "region", NULL), "config.region",
		    "region '%s' is no country's two letters (ISO 3166: US, "
		    "GB, DE)", err_quote(c->region, q, sizeof(q)));
	check_keys(rd, f, c, node);
	if (f->max_length > 0 && f->min_length > f->max_length)
		diag_error(rd->d, place(node, "max_length", "min_length"),
		    "config.range", "min_length of %s is above its "
		    "max_length", f->path);
	if (c->rule == NULL && (c->code.p != NULL || c->message.p != NULL))
		diag_error(rd->d, place(node, "code", "message"),
		    "config.missing", "code and message of %s need a 'rule'",
		    f->path);
	if (c->ask != NULL && !asks(f))
		diag_error(rd->d, place(node, "ask", NULL), "config.missing",
		    "%s has something to ask; say so with 'on_invalid: ask'",
		    f->path);
}

static void
read_rule(struct reader *rd, struct field *f, const struct field_conf *c,
    const char *what)
{
	if (c->required != NULL && c->required->type != JSON_TRUE &&
	    c->required->type != JSON_FALSE)
		f->required_when = condition_compile(rd->env, c->required,
		    what, rd->a, rd->d);
	if (c->rule == NULL)
		return;
	f->rule = (struct rule){
	    .code = validate_text(rd, c->code, "rule.failed"),
	    .message = validate_text(rd, c->message, NULL),
	    .path = f->path, .on_invalid = f->on_invalid, .ask = f->ask };
	f->rule.prog = condition_compile(rd->env, c->rule, what, rd->a,
	    rd->d);
}

static const struct field_conf defaults = { .type = FIELD_IMPLIED,
	.on_invalid = ON_DEFAULT, .on_role = ON_KEEP,
	.on_disposable = ON_KEEP, .emoji = EMOJI_DEFAULT, .suggest = true };

void
validate_read_field(struct reader *rd, struct field *f, struct str object,
    struct str name, const struct json *node)
{
	struct field_conf c = defaults;
	const char *what = arena_printf(rd->a, "validate.%.*s.%.*s",
	    STR_ARG(object), STR_ARG(name)).p;

	conf_read(node, what, validate_field_keys, &c, rd->a, rd->d);
	init_field(rd, f, object, name, &c);
	read_mail(rd, f, &c, node);
	read_phone(rd, f, &c, node);
	read_bounds(rd, f, &c, node);
	read_pattern(rd, f, c.matches, node);
	f->ask = validate_read_ask(rd, c.ask);
	f->allow = read_allow(rd, &c, node);
	f->known = read_type_list(rd, f, c.form);
	validate_check_allow(rd, f->known, &c.allow, node);
	check_field(rd, f, &c, node);
	read_rule(rd, f, &c, what);
	rd->v->asks |= asks(f);
}

void
validate_default_field(struct reader *rd, struct field *f,
    struct str object, struct str name)
{
	init_field(rd, f, object, name, &defaults);
}
