#include "crm/profile.h"
#include "crm/section.h"

static void
limit_op(struct crm_op *op, size_t most)
{
	if (op != NULL && op->batch > most)
		op->batch = most;
}

/* No request carries more objects than the user wants. */
static void
limit_batches(struct crm *crm, size_t most)
{
	struct crm_extras *x = &crm->extras;
	struct crm_object *o;
	size_t i;
	int t;

	for (o = crm->objects; o < crm->objects + CRM_TYPES; o++) {
		limit_op(o->read, most);
		limit_op(o->create, most);
		limit_op(o->update, most);
		for (i = 0; i < o->nkeys; i++)
			limit_op(o->keys[i].find, most);
		for (t = 0; t < CRM_TYPES; t++) {
			limit_op(o->link[t], most);
			limit_op(o->links[t], most);
		}
	}
	limit_op(x->owners, most);
	limit_op(x->list_add, most);
	limit_op(x->list_remove, most);
	limit_op(x->tag_add, most);
	limit_op(x->tag_remove, most);
	limit_op(x->unsubscribe, most);
}

static void
unknown_budget(struct profile_reader *r, const struct json *node, size_t i)
{
	size_t n = r->p->nbudgets, b;
	const char **names = arena_array(r->arena, n + 1, sizeof(*names));

	for (b = 0; b < n; b++)
		names[b] = arena_str(r->arena, r->p->budgets[b].name).p;
	conf_unknown(r->diags, yaml_key_where(node, i), "crm.limits",
	    node->members[i].key, names, n);
}

/* "limits: {search: 10}": tokens of a budget; 0 means none at all. */
static void
own_limits(struct profile_reader *r, const struct json *node)
{
	int64_t tokens;
	size_t i, b;

	node = profile_mapping(r, node, "crm.limits");
	for (i = 0; node != NULL && i < node->len; i++) {
		for (b = 0; b < r->p->nbudgets; b++)
			if (str_eq(r->p->budgets[b].name,
			    node->members[i].key))
				break;
		if (b == r->p->nbudgets) {
			unknown_budget(r, node, i);
			continue;
		}
		if (!json_to_int(&node->members[i].value, &tokens) ||
		    tokens < 0 || tokens > 1000000) {
			diag_error(r->diags,
			    yaml_where(&node->members[i].value),
			    "crm.limits", "crm.limits.%.*s must be a number "
			    "of requests", STR_ARG(node->members[i].key));
			continue;
		}
		r->p->budgets[b].tokens = (unsigned)tokens;
		r->p->budgets[b].own = true;
	}
}

static void
unknown_match(struct profile_reader *r, struct where at, enum crm_type t,
    struct str key)
{
	const struct crm_object *o = &r->crm->objects[t];
	const char **names = arena_array(r->arena, o->nkeys + 1,
	    sizeof(*names)), *near;
	size_t i;

	for (i = 0; i < o->nkeys; i++)
		names[i] = arena_str(r->arena, o->keys[i].name).p;
	near = nearest(key, names, o->nkeys);
	diag_error(r->diags, at, "crm.match", "profile %.*s cannot find a %s "
	    "by '%.*s'%s%s%s", STR_ARG(r->p->name), crm_type_names[t],
	    STR_ARG(key), near != NULL ? "; did you mean '" : "",
	    near != NULL ? near : "", near != NULL ? "'?" : "");
}

/* A key of match must be a field, and the profile must know how to look. */
static void
check_match(struct profile_reader *r, const struct json *crm,
    enum crm_type t)
{
	const struct conf_strs *m = &r->crm->match[t];
	const struct json *node = json_get(json_get(crm, STR("match")),
	    str_of(crm_type_names[t]));
	size_t i;

	if (m->n == 0)
		diag_error(r->diags, (struct where){ 0 }, "crm.match",
		    "crm.match must name a field by which profile %.*s "
		    "finds a %s", STR_ARG(r->p->name), crm_type_names[t]);
	for (i = 0; i < m->n; i++)
		if (crm_key(&r->crm->objects[t], m->p[i]) == NULL)
			unknown_match(r, yaml_where(node != NULL &&
			    node->type == JSON_ARRAY ? &node->items[i] :
			    node), t, m->p[i]);
}

/* By default, what is told apart by: as far as the profile can. */
static void
default_match(struct crm *crm, enum crm_type t, const struct str *keys,
    size_t n, struct arena *a)
{
	struct conf_strs *m = &crm->match[t];
	size_t i;

	if (m->n > 0)
		return;
	m->p = arena_array(a, n, sizeof(*m->p));
	for (i = 0; i < n; i++)
		if (crm_key(&crm->objects[t], keys[i]) != NULL)
			m->p[m->n++] = keys[i];
}

static void
set_defaults(struct crm *crm, struct arena *a)
{
	const struct str contact[] = { STR("email"), STR("phone") };
	const struct str company[] = { STR("domain") };

	default_match(crm, CRM_CONTACT, contact, 2, a);
	default_match(crm, CRM_COMPANY, company, 1, a);
}

static void
take(struct profile_reader *r, const struct crm_conf *c)
{
	struct crm *crm = r->crm;
	struct str url = c->url.p != NULL ? c->url : crm->url;
	const struct json *options;

	while (str_ends(url, STR("/")))
		url.len--;
	crm->url = url;
	crm->profile = r->p->name;
	crm->match[CRM_CONTACT] = c->match.contact;
	crm->match[CRM_COMPANY] = c->match.company;
	crm->trust_all = c->trust == 1;
	crm->propose = c->match.propose == 1;
	if (crm->propose && crm_key(&crm->objects[CRM_CONTACT],
	    STR("propose")) == NULL)
		diag_error(r->diags, (struct where){ 0 }, "crm.match",
		    "profile %.*s cannot find people by name and company; "
		    "leave out crm.match.propose", STR_ARG(r->p->name));
	crm->verify = c->verify;
	crm->cache = c->cache;
	crm->bulk = c->bulk;
	if (crm->objects[crm->new_person].create == NULL)
		diag_error(r->diags, (struct where){ 0 }, "crm.new",
		    "profile %.*s has no leads; leave out crm.new",
		    STR_ARG(r->p->name));
	crm->notes = c->notes && crm->objects[CRM_NOTE].create != NULL;
	crm->connections = (unsigned)c->connections;
	crm->daily_share = 0.8;
	options = profile_mapping(r, c->options, "crm.options");
	profile_options(r, options);
	crm->options = options != NULL ? *options : json_object();
	r->p->own_url = c->url.p != NULL;
	profile_auth(r, r->p->auth_rules, c->auth);
	r->p->retry_ns = c->retry.first;
	r->p->attempts = c->retry.attempts;
	r->p->breaker = c->retry.breaker;
	r->p->connect_ns = c->connect_timeout;
	r->p->timeout_ns = c->timeout;
	r->p->environment = c->environment;
	r->p->ca_file = c->ca_file;
	r->p->proxy = c->proxy;
	set_defaults(crm, r->arena);
	limit_batches(crm, (size_t)c->batch);
}

struct crm *
crm_open(const struct conf *conf, struct arena *a)
{
	struct crm *crm = ARENA_NEW(a, struct crm);
	struct profile *p = ARENA_NEW(a, struct profile);
	struct profile_reader r = { crm, p, a, conf->diags };
	struct crm_conf c;
	const struct json *node = conf_section(conf, "crm");
	size_t before = conf->diags->errors;
	struct where at = { 0 };

	crm->arena = a;
	crm->rules = p;
	crm_section_read(conf, &c, a);
	crm->new_person = c.new_person == 1 ? CRM_LEAD : CRM_CONTACT;
	if (c.profile.p != NULL)
		at = yaml_where(json_get(node, STR("profile")));
	if (c.profile.p == NULL || profile_read(&r,
	    profile_meant(&r, c.profile, at), at) == -1) {
		if (p->root == NULL)	/* what needs none is told */
			profile_policies(&r, c.write);
		auth_conf_read(c.auth, NULL, a, conf->diags, &p->auth);
		return NULL;
	}
	profile_own_fields(&r, c.fields);
	profile_policies(&r, c.write);
	own_limits(&r, c.limits);
	take(&r, &c);
	vault_conf_read(conf, a, &p->auth.vault);
	check_match(&r, node, CRM_CONTACT);
	if (crm->objects[CRM_COMPANY].create != NULL)
		check_match(&r, node, CRM_COMPANY);
	return conf->diags->errors > before ? NULL : crm;
}

struct crm *
crm_profile(struct str name, struct arena *a, struct diags *d)
{
	struct crm *crm = ARENA_NEW(a, struct crm);
	struct profile *p = ARENA_NEW(a, struct profile);
	struct profile_reader r = { crm, p, a, d };
	struct where none = { 0 };
	size_t before = d->errors;

	crm->arena = a;
	crm->rules = p;
	crm->options = json_object();
	if (profile_read(&r, profile_meant(&r, name, none), none) == -1 ||
	    d->errors > before)
		return NULL;
	crm->profile = p->name;
	return crm;
}

const struct crm_field *
crm_field(const struct crm_object *o, struct str name)
{
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (str_eq(o->fields[i].name, name))
			return &o->fields[i];
	return NULL;
}

const struct crm_key *
crm_key(const struct crm_object *o, struct str name)
{
	size_t i;

	for (i = 0; i < o->nkeys; i++)
		if (str_eq(o->keys[i].name, name))
			return &o->keys[i];
	return NULL;
}

size_t
crm_batch(const struct crm_op *op)
{
	return op->batch;
}

bool
crm_single(const struct crm_op *op)
{
	return op->single;
}

struct str
crm_name(const struct crm_op *op)
{
	return op->name;
}
