#include "record/privacy.h"

enum mode { MODE_OFF, MODE_ON, MODE_DETECT };

/* As enum mode. */
static const char *const mode_names[] = { "false", "true", "detect", NULL };

struct section {
	int			 cards, national_ids, iban, passwords;
	int			 api_keys, email, phone;
	const struct json	*patterns;
};

static const struct conf_key patterns[] = {
	CONF_FORM("*", CONF_STR, "a regular expression; what it finds becomes "
	    "this name in brackets", NULL), { 0 }
};

#define K(member, help) \
	{ #member, CONF_ENUM, offsetof(struct section, member), help, 0, 0, \
	    0, mode_names, NULL }

const struct conf_key privacy_conf_keys[] = {
	K(cards, "numbers of payment cards"),
	K(national_ids, "personal numbers of states"),
	K(iban, "bank accounts"),
	K(passwords, "what is called a password"),
	K(api_keys, "API keys and private keys"),
	K(email, "e-mail addresses"),
	K(phone, "telephone numbers"),
	{ "patterns", CONF_MAP, offsetof(struct section, patterns),
	    "secrets of one's own", 0, 0, 0, NULL, patterns },
	{ 0 }
};
#undef K

static void
set(struct redact_rules *r, unsigned kind, int mode)
{
	if (mode == MODE_ON)
		r->take |= 1u << kind;
	else if (mode == MODE_DETECT)
		r->tell |= 1u << kind;
}

static void
free_regex(void *re)
{
	regex_free(re);
}

/* A name stands in findings and in place of the secret. */
static bool
is_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    s.p[i] != '_')
			return false;
	return s.len > 0 && s.len <= 40 && ascii_alpha(s.p[0]);
}

static int
add_pattern(const struct json_member *m, struct where at,
    struct redact_rules *r, struct arena *a, struct diags *d)
{
	struct redact_pattern *p = &r->patterns[r->npatterns];
	struct str text = yaml_text(&m->value);
	struct regex *re;
	struct err e;

	if (!is_name(m->key))
		return diag_error(d, at, "config.redact",
		    "the name of a pattern is of letters, digits and '_'");
	if (text.len == 0)
		return diag_error(d, yaml_where(&m->value), "config.redact",
		    "pattern %.*s must be a regular expression",
		    STR_ARG(m->key));
	if (r->npatterns == REDACT_PATTERNS)
		return diag_error(d, at, "config.redact", "more than %d "
		    "patterns; join some by '|'", REDACT_PATTERNS);
	if ((re = regex_new(text, false, &e)) == NULL)
		return diag_error(d, yaml_where_in(&m->value, e.at.col > 0 ?
		    e.at.col - 1 : 0), "config.redact",
		    "pattern %.*s: %s", STR_ARG(m->key), e.msg);
	regex_hasten(re);
	arena_defer(a, free_regex, re);
	p->name = arena_str(a, m->key).p;
	p->re = re;
	r->npatterns++;
	return 0;
}

/* Rules for people's addresses and numbers, from those for all. */
static void
read_contacts(const struct section *s, struct privacy *p)
{
	p->said = p->rules;
	if (s->email == MODE_DETECT)
		set(&p->said, SECRET_EMAIL, MODE_DETECT);
	if (s->phone == MODE_DETECT)
		set(&p->said, SECRET_PHONE, MODE_DETECT);
	p->fields = p->said;
	if (s->email == MODE_ON)
		set(&p->talk, SECRET_EMAIL, MODE_ON);
	if (s->phone == MODE_ON)
		set(&p->talk, SECRET_PHONE, MODE_ON);
	p->fields.take |= p->talk.take;
}

void
privacy_read(const struct json *node, struct privacy *p, struct arena *a,
    struct diags *d)
{
	struct section s = { MODE_ON, MODE_ON, MODE_ON, MODE_ON, MODE_ON,
	    MODE_DETECT, MODE_DETECT, NULL };
	size_t i;

	*p = (struct privacy){ 0 };
	conf_read(node, "redact", privacy_conf_keys, &s, a, d);
	set(&p->rules, SECRET_CARD, s.cards);
	set(&p->rules, SECRET_SSN, s.national_ids);
	set(&p->rules, SECRET_ID, s.national_ids);
	set(&p->rules, SECRET_IBAN, s.iban);
	set(&p->rules, SECRET_PASSWORD, s.passwords);
	set(&p->rules, SECRET_KEY, s.api_keys);
	for (i = 0; s.patterns != NULL && s.patterns->type == JSON_OBJECT &&
	    i < s.patterns->len; i++)
		add_pattern(&s.patterns->members[i],
		    yaml_key_where(s.patterns, i), &p->rules, a, d);
	read_contacts(&s, p);
}

const struct redact_rules *
privacy_rules(const struct conf *c, struct arena *a)
{
	struct privacy *p = ARENA_NEW(a, struct privacy);
	struct diags quiet;

	diags_init(&quiet, a);
	privacy_read(json_get(conf_section(c, "map"), STR("redact")), p, a,
	    &quiet);
	return p->rules.npatterns == 0 && p->rules.tell == 0 &&
	    p->rules.take == redact_usual.take ? &redact_usual : &p->rules;
}
