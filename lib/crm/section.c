#include "crm/section.h"

#include "auth/auth.h"

static const char *const propose_names[] = { "ledger", "crm", NULL };

static const struct conf_key match_keys[] = {
	{ "contact", CONF_STRS, offsetof(struct match_conf, contact),
	    "fields that tell who a person is, strongest first", 0, 0, 0,
	    NULL, NULL },
	{ "company", CONF_STRS, offsetof(struct match_conf, company),
	    "fields that tell which company it is", 0, 0, 0, NULL, NULL },
	{ "propose", CONF_ENUM, offsetof(struct match_conf, propose),
	    "where namesakes of new people are looked for", 0, 0, 0,
	    propose_names, NULL },
	{ 0 }
};

static const struct conf_key retry_keys[] = {
	{ "first", CONF_DURATION, offsetof(struct retry_conf, first),
	    "longest wait before the second attempt", 0, 0, 0, NULL, NULL },
	{ "attempts", CONF_INT, offsetof(struct retry_conf, attempts),
	    "how often a request is sent, at most", 0, 1, 100, NULL, NULL },
	{ "breaker", CONF_INT, offsetof(struct retry_conf, breaker),
	    "failures in a row that mean that the CRM is away", 0, 0, 10000,
	    NULL, NULL },
	{ 0 }
};

static const char *const trust_names[] = { "verified", "all", NULL };
static const char *const verify_names[] = { "none", "sample", "all", NULL };
static const char *const bulk_names[] = { "auto", "never", "always", NULL };
static const char *const new_names[] = { "contact", "lead", NULL };
static const char *const env_names[] = { "any", "production", "sandbox",
    NULL };

static const struct conf_key policy[] = {
	{ "*", CONF_ENUM, 0, "when this field is written", 0, 0, 0,
	    crm_policy_names, NULL },
	{ 0 }
};

static const struct conf_key write_keys[] = {
	{ "default", CONF_ENUM, 0, "when a field is written", 0, 0, 0,
	    crm_policy_names, NULL },
	CONF_FORM("fields", CONF_MAP, "for single fields: contact.score",
	    policy),
	{ 0 }
};

static const struct conf_key field_forms[] = {
	CONF_FORM("a text", CONF_STR, "the CRM's name of the field", NULL),
	CONF_FORM("a mapping", CONF_OBJ, "more than its name",
	    crm_field_keys),
	{ 0 }
};

static const struct conf_key fields[] = {
	CONF_FORM("*", CONF_EITHER, "a field", field_forms), { 0 }
};

#define FIELDS(type) \
	CONF_FORM(type, CONF_MAP, "fields of this type of object", fields)

static const struct conf_key own_fields[] = {
	FIELDS("contact"), FIELDS("lead"), FIELDS("company"), FIELDS("deal"),
	FIELDS("ticket"), FIELDS("note"), FIELDS("task"), { 0 }
};

static const struct conf_key option[] = {
	CONF_FORM("*", CONF_NODE, "a switch of the profile", NULL), { 0 }
};

static const struct conf_key limit[] = {
	{ "*", CONF_INT, 0, "requests of this budget; 0 is no limit", 0,
	    0, 1000000, NULL, NULL },
	{ 0 }
};

static const char *const profiles[] = { "", "hubspot", "salesforce", "zoho",
    "pipedrive", "dynamics", "espocrm", "tryton", NULL };
static const char *const urls[] = { "^https?://",
    "https://api.hubapi.com", NULL };

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct crm_conf, f), help, 0, 0, 0, NULL, NULL }
#define MAP(f, keys, help) \
	{ #f, CONF_MAP, offsetof(struct crm_conf, f), help, 0, 0, 0, NULL, \
	    keys }
#define TEXT(f, names, help) \
	{ #f, CONF_STR, offsetof(struct crm_conf, f), help, 0, 0, 0, names, \
	    NULL }
#define INT(f, least, most, help) \
	{ #f, CONF_INT, offsetof(struct crm_conf, f), help, 0, least, most, \
	    NULL, NULL }
#define ENUM(f, names, help) \
	{ #f, CONF_ENUM, offsetof(struct crm_conf, f), help, 0, 0, 0, names, \
	    NULL }
#define OBJ(f, keys, help) \
	{ #f, CONF_OBJ, offsetof(struct crm_conf, f), help, 0, 0, 0, NULL, \
	    keys }

const struct conf_key crm_conf_keys[] = {
	TEXT(profile, profiles, "which CRM: hubspot, or a profile's file"),
	TEXT(url, urls, "where it is, if not where its profile says"),
	ENUM(environment, env_names, "what kind of account it is"),
	MAP(auth, auth_conf_keys, "credentials"),
	OBJ(match, match_keys, "who is who"),
	{ "new", CONF_ENUM, offsetof(struct crm_conf, new_person),
	    "as what somebody unknown is made", 0, 0, 0, new_names, NULL },
	MAP(write, write_keys, "when to write over what is there"),
	ENUM(trust, trust_names, "may unverified people change contacts?"),
	MAP(fields, own_fields, "fields of your own, by object"),
	MAP(options, option, "switches of the profile"),
	MAP(limits, limit, "requests per budget, if not the profile's"),
	OBJ(retry, retry_keys, "patience"),
	INT(connections, 1, 64, "requests at a time"),
	INT(batch, 1, 10000, "objects in a request, at most"),
	KEY(CONF_DURATION, timeout, "longest time for one request"),
	KEY(CONF_DURATION, connect_timeout, "longest time to connect"),
	KEY(CONF_DURATION, cache, "how long what the CRM told of its owners, "
	    "lists and fields is believed"),
	ENUM(verify, verify_names, "what to read back after writing"),
	ENUM(bulk, bulk_names, "send many new objects as one file"),
	KEY(CONF_BOOL, notes, "write conversations as notes"),
	KEY(CONF_STR, ca_file, "certificates to trust"),
	KEY(CONF_STR, proxy, "HTTP proxy"),
	{ 0 }
};

static void
check_url(const struct crm_conf *c, const struct json *node, struct diags *d)
{
	if (c->url.p != NULL && !str_starts(c->url, STR("https://")) &&
	    !str_starts(c->url, STR("http://")))
		diag_error(d, yaml_where(json_get(node, STR("url"))),
		    "crm.url", "crm.url must begin with https:// (or http://, "
		    "on this machine)");
}

void
crm_section_read(const struct conf *conf, struct crm_conf *c, struct arena *a)
{
	const struct json *node = conf_section(conf, "crm");

	*c = (struct crm_conf){ .verify = CRM_VERIFY_SAMPLE, .connections = 4,
	    .batch = 10000, .notes = true, .timeout = 60000000000,
	    .connect_timeout = 10000000000, .cache = 600000000000, .retry = { 5000000000, 8, 10 } };
	conf_read(node, "crm", crm_conf_keys, c, a, conf->diags);
	check_url(c, node, conf->diags);
	if (c->profile.p == NULL)
		diag_error(conf->diags, node != NULL ? yaml_where(node) :
		    (struct where){ 0 }, "crm.profile",
		    "no CRM is configured; write crm: {profile: hubspot}");
}

void
crm_check(const struct conf *conf, struct arena *a)
{
	struct auth_conf auth = { 0 };
	struct crm_conf c;

	crm_section_read(conf, &c, a);
	auth_conf_read(c.auth, NULL, a, conf->diags, &auth);
}
