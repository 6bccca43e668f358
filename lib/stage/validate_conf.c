/* validate_conf: the section "validate", compiled; see validate.h. */
#include "base/utf8.h"
#include "stage/condition.h"
#include "stage/conf.h"
#include "stage/validate_conf.h"
#include "text/phone.h"
#include "text/phone_library.h"

enum { DEFAULTS = 5 };		/* fields that are checked unasked */

struct rule_conf {
	const struct json	*rule;
	const struct json	*ask;
	struct str		 code, message, field;
	int			 on_invalid;
};

struct section_conf {
	const struct json	*objects[OBJECTS], *own, *rules, *lists;
	struct str		 region;
	int			 phones;
};

enum { PHONES_TABLE, PHONES_LIBRARY };
static const char *const phones_names[] = { "table", "library", NULL };

#define F(field)	offsetof(struct rule_conf, field)

static const struct conf_key rule_keys[] = {
	{ "rule", CONF_CEL, F(rule), "must be true", CONF_REQUIRED, 0, 0,
	    NULL, NULL },
	{ "code", CONF_STR, F(code), "code of its findings", 0, 0, 0, NULL,
	    NULL },
	{ "message", CONF_STR, F(message), "what to say when it does not "
	    "hold", 0, 0, 0, NULL, NULL },
	{ "field", CONF_STR, F(field), "the field it is about", 0, 0, 0,
	    NULL, NULL },
	{ "on_invalid", CONF_ENUM, F(on_invalid), "reject the record (the "
	    "default), drop the field, keep all, or drop and ask", 0, 0, 0,
	    validate_on_invalid, NULL },
	{ "ask", CONF_EITHER, F(ask), "what the chatbot is to say then", 0, 0,
	    0, NULL, validate_ask_forms },
	{ 0 }
};

#undef F

static const struct conf_key rule_items[] = {
	CONF_FORM("a rule", CONF_OBJ, "what must be true", rule_keys), { 0 }
};

static const struct conf_key object_keys[] = {
	CONF_FORM("rules", CONF_LIST, "rules about the object", rule_items),
	{ "*", CONF_OBJ, 0, "a field", 0, 0, 0, NULL, validate_field_keys },
	{ 0 }
};

static const struct conf_key own_keys[] = {
	CONF_FORM("*", CONF_MAP, "fields of the object", object_keys), { 0 }
};

static const struct conf_key list_items[] = {
	CONF_FORM("a word", CONF_STR, "a value", NULL), { 0 }
};

static const struct conf_key list_forms[] = {
	CONF_FORM("a file", CONF_STR, "a value a line; other ways to write "
	    "it after a tab", NULL),
	CONF_FORM("a list of words", CONF_LIST, "the values", list_items),
	{ 0 }
};

static const struct conf_key list_keys[] = {
	CONF_FORM("*", CONF_EITHER, "a list", list_forms), { 0 }
};

#define F(field)	offsetof(struct section_conf, field)

const struct conf_key validate_conf_keys[] = {
	{ "contact", CONF_MAP, F(objects[0]), "fields of contacts", 0, 0, 0,
	    NULL, object_keys },
	{ "company", CONF_MAP, F(objects[1]), "fields of companies", 0, 0,
	    0, NULL, object_keys },
	{ "deal", CONF_MAP, F(objects[2]), "fields of deals", 0, 0, 0, NULL,
	    object_keys },
	{ "ticket", CONF_MAP, F(objects[3]), "fields of tickets", 0, 0, 0,
	    NULL, object_keys },
	{ "objects", CONF_MAP, F(own), "fields of the user's own objects, by "
	    "the object's name", 0, 0, 0, NULL, own_keys },
	{ "rules", CONF_LIST, F(rules), "rules about the whole record", 0, 0,
	    0, NULL, rule_items },
	{ "lists", CONF_MAP, F(lists), "words by which fields are judged, "
	    "from files", 0, 0, 0, NULL, list_keys },
	{ "region", CONF_STR, F(region), "country of telephone numbers "
	    "without country code", 0, 0, 0, NULL, NULL },
	{ "phones", CONF_ENUM, F(phones), "what judges telephone numbers: "
	    "the table of lengths that is built in (the default), or "
	    "libphonenumber", 0, 0, 0, phones_names, NULL },
	{ 0 }
};

#undef F

const char *
validate_text(struct reader *rd, struct str s, const char *other)
{
	return s.p != NULL ? arena_str(rd->a, s).p : other;
}

const struct ask *
validate_read_ask(struct reader *rd, const struct json *node)
{
	bool map = node != NULL && node->type == JSON_OBJECT;
	const struct json *v;
	struct ask *ask;
	size_t i;

	if (node == NULL)
		return NULL;
	ask = ARENA_NEW(rd->a, struct ask);
	ask->n = map ? node->len : 1;
	ask->p = arena_array(rd->a, ask->n + 1, sizeof(*ask->p));
	for (i = 0; i < ask->n; i++) {
		v = map ? &node->members[i].value : node;
		ask->p[i] = (struct ask_text){
		    map ? node->members[i].key : STR_NONE, yaml_text(v) };
		if (ask->p[i].text.len == 0)
			diag_error(rd->d, yaml_where(v), "config.type",
			    "what is asked is a text");
	}
	return ask;
}

static size_t
last_dot(struct str s)
{
	size_t i = s.len;

	while (i > 0 && s.p[i - 1] != '.')
		i--;
	return i > 0 ? i - 1 : s.len;
}

/*
 * A rule's field is named alone within an object ("phone") and in full in
 * the record's rules ("contact.phone").
 */
static void
rule_field(struct reader *rd, struct rule *r, struct str object,
    struct str field, const struct json *node)
{
	size_t dot = last_dot(field), i;

	if (field.p == NULL) {
		r->path = object.p != NULL ? arena_str(rd->a, object).p : NULL;
		if (r->on_invalid == ON_DROP)
			diag_error(rd->d, yaml_where(node), "config.missing",
			    "to drop something a rule needs a 'field'");
		return;
	}
	r->object = object.p != NULL ? object : str_to(field, dot);
	r->field = object.p != NULL ? field : str_from(field, dot + 1);
	r->path = arena_printf(rd->a, "%.*s.%.*s", STR_ARG(r->object),
	    STR_ARG(r->field)).p;
	for (i = 0; i < rd->v->n; i++)
		if (str_eq(r->object, rd->v->objects[i].name))
			return;
	diag_error(rd->d, yaml_where(node), "config.field",
	    "write the field of a rule about the record in full, as in "
	    "contact.phone");
}

static void
read_rule(struct reader *rd, struct rule *r, struct str object,
    const struct json *node, const char *what)
{
	struct rule_conf c = { .on_invalid = ON_REJECT };
	bool right = conf_read(node, what, rule_keys, &c, rd->a, rd->d) == 0;
	struct cel_prog *prog = NULL;

	if (c.rule != NULL)
		prog = condition_compile(rd->env, c.rule, what, rd->a, rd->d);
	if (!right)
		return;
	*r = (struct rule){ .code = validate_text(rd, c.code, "rule.failed"),
	    .message = validate_text(rd, c.message, NULL),
	    .on_invalid = c.on_invalid,
	    .ask = validate_read_ask(rd, c.ask) };
	rd->v->asks |= c.on_invalid == ON_ASK;
	rd->v->takes |= c.on_invalid == ON_DROP;
	r->prog = prog;
	rule_field(rd, r, object, c.field, node);
}

static void
read_rules(struct reader *rd, struct rules *rules, struct str object,
    const struct json *node)
{
	const char *what = object.p == NULL ? "validate.rules" :
	    arena_printf(rd->a, "validate.%.*s.rules", STR_ARG(object)).p;
	size_t i;

	if (node == NULL || node->type == JSON_NULL)
		return;
	if (node->type != JSON_ARRAY) {
		diag_error(rd->d, yaml_where(node), "config.type",
		    "%s must be a list: - {rule: '...'}", what);
		return;
	}
	rules->p = arena_array(rd->a, node->len, sizeof(*rules->p));
	for (i = 0; i < node->len; i++)
		read_rule(rd, &rules->p[rules->n++], object,
		    &node->items[i], what);
}

static void
read_object(struct reader *rd, struct object *o, const struct json *node)
{
	struct field *f;
	size_t i;

	if (node == NULL || node->type == JSON_NULL)
		return;
	if (node->type != JSON_OBJECT) {
		diag_error(rd->d, yaml_where(node), "config.type",
		    "validate.%.*s must be a mapping of fields",
		    STR_ARG(o->name));
		return;
	}
	o->fields = arena_array(rd->a, node->len + DEFAULTS,
	    sizeof(*o->fields));
	for (i = 0; i < node->len; i++) {
		const struct json_member *m = &node->members[i];

		if (str_eq(m->key, STR("rules")))
			read_rules(rd, &o->rules, o->name, &m->value);
		else {
			f = &o->fields[o->n++];
			validate_read_field(rd, f, o->name, m->key,
			    &m->value);
			o->demands |= f->required || f->required_when != NULL;
			rd->v->conditions |= f->required_when != NULL;
		}
	}
}

/* Some fields of the contact are checked by default. */
static void
add_default(struct reader *rd, struct object *o, struct str name)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (str_eq(o->fields[i].name, name))
			return;
	if (o->fields == NULL)
		o->fields = arena_array(rd->a, DEFAULTS, sizeof(*o->fields));
	validate_default_field(rd, &o->fields[o->n++], o->name, name);
}

static void
bad_region(struct reader *rd, struct str region, const struct json *node)
{
	char q[16];

	diag_error(rd->d, yaml_where(node), "config.region",
	    "region '%s' is no country's two letters (ISO 3166: US, GB, DE)",
	    err_quote(region, q, sizeof(q)));
}

/* Before any is read: rules may name them. */
static void
name_objects(struct reader *rd, const struct json *own)
{
	static const char *const names[OBJECTS] = { "contact", "company",
		"deal", "ticket" };
	struct validate *v = rd->v;
	size_t i;

	v->n = OBJECTS;
	if (own != NULL && own->type == JSON_OBJECT)
		v->n += own->len;
	v->objects = arena_array(rd->a, v->n, sizeof(*v->objects));
	for (i = 0; i < OBJECTS; i++)
		v->objects[i].name = str_of(names[i]);
	for (; i < v->n; i++)
		v->objects[i].name = arena_printf(rd->a, "objects.%.*s",
		    STR_ARG(own->members[i - OBJECTS].key));
}

void
validate_read(const struct conf *c, struct validate *v, struct arena *a)
{
	static const char *const unasked[DEFAULTS] = { "email", "phone",
		"name", "first_name", "last_name" };
	const struct json *node = conf_section(c, "validate");
	struct reader rd = { .v = v, .env = condition_env(a), .a = a,
	    .d = c->diags };
	struct section_conf s;
	struct err e = { 0 };
	size_t i;

	memset(&s, 0, sizeof(s));
	v->value_var = cel_env_var(rd.env, "value", "dyn");
	conf_read(node, "validate", validate_conf_keys, &s, a, c->diags);
	if (s.region.p != NULL && !phone_region_known(s.region))
		bad_region(&rd, s.region, node);
	v->region = s.region;
	v->library = s.phones == PHONES_LIBRARY;
	if (v->library && phone_library_load(&e) == -1)
		diag_error(c->diags, yaml_where(node), "config.library",
		    "%s; say 'phones: table'", e.msg);
	validate_read_lists(&rd, s.lists);
	name_objects(&rd, s.own);
	for (i = 0; i < OBJECTS; i++)
		read_object(&rd, &v->objects[i], s.objects[i]);
	for (i = OBJECTS; i < v->n; i++)
		read_object(&rd, &v->objects[i],
		    &s.own->members[i - OBJECTS].value);
	for (i = 0; i < DEFAULTS; i++)
		add_default(&rd, &v->objects[0], str_of(unasked[i]));
	read_rules(&rd, &v->rules, STR_NONE, s.rules);
}
