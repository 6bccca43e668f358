#include "crm/profile.h"

#include <stdio.h>

#include "conf/embed.h"

static const char *const value_names[] = { "native", "text", NULL };

struct profile_conf {
	struct str		 name, url;
	int			 values;
	const struct json	*auth, *headers, *budgets, *account, *errors;
	const struct json	*ok, *message, *code, *request, *field;
	const struct json	*objects, *setup;
	struct extra_conf	 extra;
};

#define KEY(type, f, help) \
	{ #f, type, offsetof(struct profile_conf, f), help, 0, 0, 0, NULL, \
	    NULL }

#define EXTRA(f, help) \
	{ #f, CONF_NODE, offsetof(struct profile_conf, extra.f), help, 0, 0, \
	    0, NULL, NULL }

static const struct conf_key profile_keys[] = {
	KEY(CONF_STR, name, "the profile's name"),
	KEY(CONF_STR, url, "where the CRM is"),
	KEY(CONF_NODE, auth, "how requests are authorised"),
	{ "values", CONF_ENUM, offsetof(struct profile_conf, values),
	    "how values are sent", 0, 0, 0, value_names, NULL },
	KEY(CONF_NODE, headers, "further headers of every request"),
	KEY(CONF_NODE, budgets, "limits on requests"),
	KEY(CONF_NODE, account, "how to learn whose account this is"),
	KEY(CONF_CEL, ok, "did the request as a whole succeed?"),
	KEY(CONF_NODE, errors, "how failures are told apart"),
	KEY(CONF_CEL, message, "an error in words"),
	KEY(CONF_CEL, code, "an error's code"),
	KEY(CONF_CEL, field, "the field an error is about"),
	KEY(CONF_CEL, request, "the CRM's own name for a request"),
	KEY(CONF_NODE, objects, "contact, company, note and the others"),
	EXTRA(owners, "how an owner is found"),
	EXTRA(lists, "lists and campaigns"),
	EXTRA(tags, "tags that are no field"),
	EXTRA(unsubscribe, "how somebody is unsubscribed"),
	EXTRA(known, "what the account is asked once"),
	KEY(CONF_NODE, setup, "what the account must have"),
	{ 0 }
};

#undef KEY
#undef EXTRA

struct trouble_conf {
	const struct json	*when, *existing, *field;
	int			 class;
	bool			 option;
};

static const char *const class_names[] = {
	"ok", "retry", "unknown", "refused", "duplicate", "gone", "auth",
	"quota", NULL
};

static const struct conf_key trouble_keys[] = {
	{ "when", CONF_CEL, offsetof(struct trouble_conf, when),
	    "does it hold for status, headers, body, error?", CONF_REQUIRED,
	    0, 0, NULL, NULL },
	{ "class", CONF_ENUM, offsetof(struct trouble_conf, class),
	    "what that means", CONF_REQUIRED, 0, 0, class_names, NULL },
	{ "existing", CONF_CEL, offsetof(struct trouble_conf, existing),
	    "id of the object that is there already", 0, 0, 0, NULL, NULL },
	{ "field", CONF_CEL, offsetof(struct trouble_conf, field),
	    "the CRM's name of the field at fault", 0, 0, 0, NULL, NULL },
	{ "option", CONF_BOOL, offsetof(struct trouble_conf, option),
	    "the field has no such option", 0, 0, 0, NULL, NULL },
	{ 0 }
};

struct budget_conf {
	int64_t			 tokens, per;
	const struct json	*max, *left, *interval;
	bool			 all;
};

static const struct conf_key budget_keys[] = {
	{ "tokens", CONF_INT, offsetof(struct budget_conf, tokens),
	    "requests", CONF_REQUIRED, 0, CRM_BUDGET_MAX, NULL, NULL },
	{ "per", CONF_DURATION, offsetof(struct budget_conf, per),
	    "in any such time", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "max", CONF_CEL, offsetof(struct budget_conf, max),
	    "tokens, as an answer tells", 0, 0, 0, NULL, NULL },
	{ "left", CONF_CEL, offsetof(struct budget_conf, left),
	    "requests left, as an answer tells", 0, 0, 0, NULL, NULL },
	{ "interval", CONF_CEL, offsetof(struct budget_conf, interval),
	    "milliseconds for max, as an answer tells", 0, 0, 0, NULL, NULL },
	{ "all", CONF_BOOL, offsetof(struct budget_conf, all),
	    "does it hold for all requests?", 0, 0, 0, NULL, NULL },
	{ 0 }
};

static void
make_environments(struct profile *p, struct arena *a)
{
	static const char *const names[PV_COUNT] = {
		"item", "items", "fields", "options", "status", "headers",
		"body", "error", "it", "index", "value", "current", "paging",
		"known", "job", "since"
	};
	size_t i;

	p->env = cel_env_new(a);
	profile_functions(p->env);
	for (i = 0; i < PV_COUNT; i++)
		cel_env_var(p->env, names[i], "dyn");
	p->record = record_env(a);
	p->own_var[CRM_NOTE] = cel_env_var(p->record, "note", "dyn");
	p->own_var[CRM_TASK] = cel_env_var(p->record, "task", "dyn");
}

static void
read_budgets(struct profile_reader *r, const struct json *node)
{
	struct budget_conf c;
	struct crm_budget *b;
	size_t i;

	for (i = 0; node != NULL && node->type == JSON_OBJECT &&
	    i < node->len; i++) {
		if (r->p->nbudgets == HTTP_BUDGETS) {
			diag_error(r->diags, yaml_key_where(node, i),
			    "profile.budgets", "at most %d budgets",
			    HTTP_BUDGETS);
			return;
		}
		c = (struct budget_conf){ 0 };
		if (conf_read(&node->members[i].value, "budgets",
		    budget_keys, &c, r->arena, r->diags) == -1)
			continue;
		b = &r->p->budgets[r->p->nbudgets++];
		b->name = node->members[i].key;
		b->tokens = (unsigned)c.tokens;
		b->per_ns = c.per;
		b->all = c.all;
		b->max = profile_cel(r, c.max);
		b->left = profile_cel(r, c.left);
		b->interval = profile_cel(r, c.interval);
	}
}

static void
read_troubles(struct profile_reader *r, const struct json *node)
{
	struct trouble_conf c;
	struct crm_trouble *t;
	size_t i;

	if (node == NULL || node->type != JSON_ARRAY)
		return;
	r->p->troubles = arena_array(r->arena, node->len, sizeof(*t));
	for (i = 0; i < node->len; i++) {
		c = (struct trouble_conf){ 0 };
		if (conf_read(&node->items[i], "errors", trouble_keys, &c,
		    r->arena, r->diags) == -1)
			continue;
		t = &r->p->troubles[r->p->ntroubles++];
		t->when = profile_cel(r, c.when);
		t->class = (enum crm_class)c.class;
		t->existing = profile_cel(r, c.existing);
		t->field = profile_cel(r, c.field);
		t->option = c.option;
	}
}

struct account_conf {
	const struct json	*ask, *id, *name, *sandbox, *admin;
};

static const struct conf_key account_keys[] = {
	{ "ask", CONF_NODE, offsetof(struct account_conf, ask),
	    "the request that tells", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "id", CONF_CEL, offsetof(struct account_conf, id),
	    "the account's id", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "name", CONF_CEL, offsetof(struct account_conf, name),
	    "what people call it", 0, 0, 0, NULL, NULL },
	{ "admin", CONF_CEL, offsetof(struct account_conf, admin),
	    "is the credential an administrator's?", 0, 0, 0, NULL, NULL },
	{ "sandbox", CONF_CEL, offsetof(struct account_conf, sandbox),
	    "is it one for trying things out?", 0, 0, 0, NULL, NULL },
	{ 0 }
};

static void
read_account(struct profile_reader *r, const struct json *node)
{
	struct account_conf c = { 0 };

	if (node == NULL || conf_read(node, "account", account_keys, &c,
	    r->arena, r->diags) == -1)
		return;
	r->p->account = profile_op(r, c.ask, "account", OP_READ,
	    CRM_CONTACT);
	r->p->account_id = profile_cel(r, c.id);
	r->p->account_name = profile_cel(r, c.name);
	r->p->is_sandbox = profile_cel(r, c.sandbox);
	r->p->is_admin = profile_cel(r, c.admin);
}

struct setup_conf {
	struct str		 name;
	const struct json	*ask, *check, *exists, *create, *need;
};

static const struct conf_key setup_keys[] = {
	{ "name", CONF_STR, offsetof(struct setup_conf, name),
	    "what the answer to ask is called", 0, 0, 0, NULL, NULL },
	{ "ask", CONF_NODE, offsetof(struct setup_conf, ask),
	    "a request before the others", 0, 0, 0, NULL, NULL },
	{ "check", CONF_NODE, offsetof(struct setup_conf, check),
	    "the request that looks", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "exists", CONF_CEL, offsetof(struct setup_conf, exists),
	    "is it there?", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "create", CONF_NODE, offsetof(struct setup_conf, create),
	    "the request that makes it", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ "need", CONF_NODE, offsetof(struct setup_conf, need),
	    "what is needed, a list", CONF_REQUIRED, 0, 0, NULL, NULL },
	{ 0 }
};

static void
read_setup(struct profile_reader *r, const struct json *node,
    struct crm_setup *out)
{
	struct setup_conf c = { 0 };

	if (conf_read(node, "setup", setup_keys, &c, r->arena,
	    r->diags) == -1)
		return;
	out->name = c.name;
	if (c.ask != NULL)
		out->ask = profile_op(r, c.ask, "setup.ask", OP_READ,
		    CRM_CONTACT);
	out->check = profile_op(r, c.check, "setup.check", OP_READ,
	    CRM_CONTACT);
	out->exists = profile_cel(r, c.exists);
	out->make = profile_op(r, c.create, "setup.create", OP_CREATE,
	    CRM_CONTACT);
	out->need = c.need;
}

/* One kind of things, or a list of kinds. */
static void
read_setups(struct profile_reader *r, const struct json *node)
{
	struct profile *p = r->p;
	size_t i, n = node == NULL ? 0 : node->type == JSON_ARRAY ?
	    node->len : 1;

	p->setups = arena_array(r->arena, n + 1, sizeof(*p->setups));
	p->nsetups = n;
	for (i = 0; i < n; i++)
		read_setup(r, node->type == JSON_ARRAY ? &node->items[i] :
		    node, &p->setups[i]);
}

/*
 * Where new people are made as leads, a lead is what push knows as a contact:
 * the profile's lead tells how the two are found and written as one.
 */
static void
people_are_leads(struct profile_reader *r, const struct json *objects)
{
	const struct json *lead = objects != NULL ?
	    json_get(objects, STR("lead")) : NULL;

	if (r->crm->new_person != CRM_LEAD || lead == NULL)
		return;
	r->crm->objects[CRM_CONTACT] = (struct crm_object){ 0 };
	profile_object(r, lead, CRM_CONTACT);
}

static void
read_objects(struct profile_reader *r, const struct json *node)
{
	size_t i;
	int t;

	node = profile_mapping(r, node, "objects");
	for (i = 0; node != NULL && i < node->len; i++) {
		t = profile_type(node->members[i].key);
		if (t == -1)
			conf_unknown(r->diags, yaml_key_where(node, i),
			    "objects", node->members[i].key, crm_type_names,
			    CRM_TYPES);
		else
			profile_object(r, &node->members[i].value,
			    (enum crm_type)t);
	}
	people_are_leads(r, node);
	if (r->crm->objects[CRM_CONTACT].create == NULL ||
	    r->crm->objects[CRM_CONTACT].update == NULL ||
	    r->crm->objects[CRM_CONTACT].read == NULL)
		diag_error(r->diags, yaml_where(node != NULL ? node :
		    r->p->root), "profile.objects",
		    "a profile says how a contact is read, created and "
		    "updated");
}

enum { PROFILES = 32 };

static const char *
nearest_profile(struct str name)
{
	const char *names[PROFILES];
	const struct embedded *e;
	size_t n = 0;

	for (e = embedded; e->name != NULL && n < PROFILES; e++)
		if (str_starts(str_of(e->name), STR("crm/")))
			names[n++] = e->name + 4;
	return nearest(name, names, n);
}

/* "hubspot" is compiled in; "./crm.yaml" is a file of the user's. */
static int
find_text(struct profile_reader *r, struct str name, struct where at,
    struct json *out)
{
	struct str full = arena_printf(r->arena, "crm/%.*s", STR_ARG(name));
	const struct embedded *e;

	if (memchr(name.p, '/', name.len) != NULL ||
	    str_ends(name, STR(".yaml")))
		return yaml_read_for(arena_str(r->arena, name).p, at,
		    r->arena, out, r->diags);
	for (e = embedded; e->name != NULL; e++)
		if (str_eq(full, str_of(e->name)))
			return yaml_parse(e->file, e->text, r->arena, out,
			    r->diags);
	return diag_error(r->diags, at, "crm.profile",
	    "no CRM profile is called '%.*s'; for a file of your own write "
	    "its path, ./%.*s.yaml", STR_ARG(name), STR_ARG(name));
}

struct str
profile_meant(struct profile_reader *r, struct str name, struct where at)
{
	const char *near = nearest_profile(name);

	if (near == NULL || str_eq(name, str_of(near)) ||
	    memchr(name.p, '/', name.len) != NULL ||
	    str_ends(name, STR(".yaml")))
		return name;
	diag_error(r->diags, at, "crm.profile", "no CRM profile is called "
	    "'%.*s'; did you mean '%s'?", STR_ARG(name), near);
	return str_of(near);
}

int
profile_read(struct profile_reader *r, struct str name, struct where at)
{
	struct profile_conf c = { 0 };
	struct profile *p = r->p;
	struct json *root = ARENA_NEW(r->arena, struct json);
	size_t before = r->diags->errors;

	if (find_text(r, name, at, root) == -1 || conf_read(root, "profile",
	    profile_keys, &c, r->arena, r->diags) == -1)
		return -1;
	make_environments(p, r->arena);
	p->root = root;
	p->name = c.name;
	p->auth_rules = c.auth;
	p->text = c.values == 1;
	r->crm->url = c.url;
	p->headers = profile_headers(r, c.headers, &p->nheaders);
	read_budgets(r, c.budgets);
	read_troubles(r, c.errors);
	p->ok = profile_cel(r, c.ok);
	p->message = profile_cel(r, c.message);
	p->code = profile_cel(r, c.code);
	p->request = profile_cel(r, c.request);
	p->field = profile_cel(r, c.field);
	read_account(r, c.account);
	read_objects(r, c.objects);
	profile_extras(r, &c.extra);
	read_setups(r, c.setup);
	return r->diags->errors > before ? -1 : 0;
}
