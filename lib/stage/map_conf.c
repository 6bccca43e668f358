/* The section "map" of the configuration. */
#include "record/limits.h"
#include "stage/conf.h"
#include "stage/map_on.h"
#include "stage/map_stage.h"
#include "stage/map_tag.h"
#include "text/phone.h"

struct section {
	const struct json	*source, *id_key, *tags, *redact;
	const struct json	*high_value, *custom, *define;
	struct map_gate_keys	 gate;
	bool			 keep_raw;
	const struct json	*objects[MAP_OBJECTS], *on;
	struct str		 account, region, locale;
	int			 anonymous;
};

static const char *const anonymous_names[] = { "keep", "skip", "hold", NULL };

static const char *const source_names[] = { "", "auto", "botframework",
	"botpress", "chatlog", "chatwoot", "dialogflow-cx", "dialogflow-es",
	"intercom", "json", "lex", "manychat", "messenger", "rasa", "singer",
	"sunshine", "twilio", "voiceflow", "whatsapp", "zendesk", NULL };
static const struct conf_key source_forms[] = {
	{ "a name", CONF_STR, 0, "of a profile, or its file", 0, 0, 0,
	    source_names, NULL },
	CONF_FORM("a profile", CONF_MAP, "in place; see chatcrm-source(5)",
	    source_conf_keys),
	{ 0 }
};

const struct conf_key map_fields_keys[] = {
	CONF_FORM("*", CONF_EITHER, "a field", map_field_forms), { 0 }
};

#define K(name, type, member, names, sub, help) \
	{ name, type, offsetof(struct section, member), help, 0, 0, 0, \
	    names, sub }

const struct conf_key map_conf_keys[] = {
	K("source", CONF_EITHER, source, NULL, source_forms, "the platform's "
	    "profile: its name, a file, or a profile in place"),
	K("account", CONF_STR, account, NULL, NULL,
	    "the bot or workspace, part of every id"),
	K("anonymous", CONF_ENUM, anonymous, anonymous_names, NULL,
	    "whoever gave no key to know them by: keep, skip or hold"),
	K("region", CONF_STR, region, NULL, NULL,
	    "the country of phone numbers without country code"),
	K("locale", CONF_STR, locale, NULL, NULL,
	    "whose way of writing numbers decides, as en-US or de"),
	K("id_key", CONF_SECRET, id_key, NULL, NULL,
	    "the key that hashes ids which look like secrets"),
	K("contact", CONF_MAP, objects[0], NULL, map_fields_keys,
	    "fields of the person"),
	K("company", CONF_MAP, objects[1], NULL, map_fields_keys,
	    "fields of the company"),
	K("deal", CONF_MAP, objects[2], NULL, map_fields_keys,
	    "fields of the deal"),
	K("ticket", CONF_MAP, objects[3], NULL, map_fields_keys,
	    "fields of the ticket"),
	K("on", CONF_MAP, on, NULL, map_on_keys,
	    "fields that a webhook's event gives, by its name"),
	K("objects", CONF_MAP, custom, NULL, map_custom_keys,
	    "objects of one's own, by name"),
	K("define", CONF_MAP, define, NULL, map_define_keys,
	    "names for expressions, to be used in others"),
	K("tags", CONF_LIST, tags, NULL, map_tags_keys, "labels of the conversation"),
	K("high_value", CONF_CEL, high_value, NULL, NULL,
	    "true for records that are to be pushed before others"),
	K("redact", CONF_MAP, redact, NULL, privacy_conf_keys,
	    "what is taken out of records, by category"),
	K("consent", CONF_EITHER, gate.consent, NULL, map_consent_forms,
	    "true where the person has consented"),
	K("sensitive_topics", CONF_MAP, gate.topics, NULL, map_topics,
	    "what happens to conversations about them until somebody "
	    "approves"),
	K("keep_raw", CONF_BOOL, keep_raw, NULL, NULL,
	    "keep the input in the record, redacted"),
	{ 0 }
};
#undef K

/*
 * {env: NAME}.  Without a key the hash is the same everywhere, which keeps
 * ids stable but lets a guess be confirmed.
 */
static void
read_id_key(const struct json *node, struct map_stage *s, struct diags *d)
{
	static const unsigned char fixed[SIPHASH_KEY] = "chatcrm map id 1";
	struct siphash h;
	uint64_t words[2];
	const char *key;

	memcpy(s->id_key, fixed, sizeof(fixed));
	if (node == NULL || (key = conf_env(node, "id_key", d)) == NULL)
		return;
	siphash_init(&h, fixed);
	siphash_add(&h, str_of(key));
	siphash_end(&h, words);
	memcpy(s->id_key, words, sizeof(words));
}

/*
 * Does any expression of the whole configuration, a later stage's too, name
 * facts?  At worst true.
 */
static bool
names_facts(const struct json *v)
{
	const struct str word = STR("facts");
	size_t i;

	if (v->type == JSON_STRING)
		return str_find((struct str){ v->text, v->len }, word) !=
		    (size_t)-1;
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		if (names_facts(&v->items[i]))
			return true;
	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++)
		if (names_facts(&v->members[i].value))
			return true;
	return false;
}

/* The section "limits" is its owner's to complain about. */
static void
read_limits(const struct conf *c, const struct run_env *env,
    struct map_stage *s, struct arena *a)
{
	struct conf quiet = *c;
	struct diags d;

	diags_init(&d, a);
	quiet.diags = &d;
	limits_read(&quiet, &s->limits);
	s->limits.strict = env->strict;
}

/* Fields by event are of no use where no event has a name. */
static void
need_event(const struct json *on, const struct map_source *source,
    struct diags *d)
{
	if (on != NULL && source != NULL && source->autos == NULL &&
	    !map_expr_given(&source->x[SOURCE_NAME]))
		diag_error(d, yaml_where(on), "config.on", "the source does "
		    "not tell an event's name: give it 'event', where that "
		    "stands in a line");
}

struct map_stage *
map_stage_open(const struct conf *c, const struct run_env *env,
    struct arena *a)
{
	const struct json *declared[MAP_OBJECTS];
	const struct json *node = conf_section(c, "map");
	struct section conf = { .anonymous = MAP_ANONYMOUS_KEEP };
	struct map_usual usual;
	struct map_stage *s = ARENA_NEW(a, struct map_stage);
	struct cel_env *names;
	int i;

	conf_read(node, "map", map_conf_keys, &conf, a, c->diags);
	s->env = *env;
	read_limits(c, env, s, a);
	s->account = conf.account;
	s->region = conf.region;
	s->anonymous = conf.anonymous;
	if (s->region.p != NULL && !phone_region_known(s->region)) {
		diag_error(c->diags, yaml_where(json_get(node,
		    STR("region"))), "config.region", "unknown region "
		    "'%.*s'; write the country's two-letter code",
		    STR_ARG(s->region));
		s->region = STR_NONE;	/* no mistake of each field */
	}
	read_id_key(conf.id_key, s, c->diags);
	privacy_read(conf.redact, &s->privacy, a, c->diags);
	s->source = map_source_open(conf.source, a, c->diags);
	if (s->source != NULL)
		s->source->one_account = conf.account.p != NULL;
	usual = (struct map_usual){ s->region, conf.locale };
	if (conf.locale.p != NULL && map_type_locale(conf.locale,
	    yaml_where(json_get(node, STR("locale"))), c->diags) == -1)
		usual.locale = STR_NONE;
	for (i = 0; i < MAP_OBJECTS; i++)
		declared[i] = map_on_declared(conf.objects[i], conf.on, i, a);
	names = map_fields_env(declared, map_on_custom(conf.custom, conf.on,
	    a), a);
	s->define = conf.define;
	map_define(conf.define, names, a, c->diags);
	for (i = 0; i < MAP_OBJECTS; i++)
		map_fields_read(conf.objects[i], map_objects[i], &usual,
		    names, &s->objects[i], a, c->diags);
	s->custom = map_custom_read(conf.custom, &usual, names, &s->ncustom,
	    a, c->diags);
	map_tags_read(conf.tags, STR_NONE, names, s, a, c->diags);
	map_high_read(conf.high_value, STR_NONE, names, s, a, c->diags);
	map_on_read(conf.on, &usual, names, s, a, c->diags);
	need_event(conf.on, s->source, c->diags);
	map_gate_read(&conf.gate, names, env->now, &s->gate, a, c->diags);
	s->keep_raw = conf.keep_raw;
	s->facts = names_facts(&c->root);
	return s;
}

static void
add_labels(const struct map_fields *f, const char **out, size_t *n)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		out[(*n)++] = f->v[i].label;
}

size_t
map_stage_labels(const struct map_stage *s, struct arena *a,
    const char ***out)
{
	size_t k, n = 0;

	for (k = 0; k < MAP_OBJECTS; k++)
		n += s->objects[k].n;
	for (k = 0; k < s->ncustom; k++)
		n += s->custom[k].fields.n;
	*out = arena_array(a, n + 1, sizeof(**out));
	for (n = 0, k = 0; k < MAP_OBJECTS; k++)
		add_labels(&s->objects[k], *out, &n);
	for (k = 0; k < s->ncustom; k++)
		add_labels(&s->custom[k].fields, *out, &n);
	return n;
}

void
map_stage_run(struct map_run *run, const struct map_stage *s,
    struct map_scratch *scratch, struct arena *a)
{
	*run = (struct map_run){ .env = &s->env, .scratch = scratch, .a = a,
	    .privacy = &s->privacy, .redact = &s->privacy.rules,
	    .id_key = s->id_key };
	run->last = &run->notes;
}
