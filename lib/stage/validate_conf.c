/* validate_conf: the section "validate", compiled; see validate.h. */
#include "base/utf8.h"
#include "stage/condition.h"
#include "stage/conf.h"
#include "stage/validate.h"
#include "text/email.h"
#include "text/fold.h"
#include "text/phone.h"

struct reader {
	struct validate	*v;
	struct cel_env	*env;
	struct arena	*a;
	struct diags	*d;
};

/* A field as it stands in the file. */
struct field_conf {
	bool			 required;
	int			 type, on_invalid, domain;
	struct str		 region;
	int64_t			 min_digits, min_length, max_length;
	struct conf_strs	 allow;
	const struct json	*rule;
	struct str		 code, message;
};

struct rule_conf {
	const struct json	*rule;
	struct str		 code, message, field;
	int			 on_invalid;
};

struct section_conf {
	const struct json	*objects[OBJECTS], *rules;
	struct str		 region;
};

static const char *const on_invalid_names[] = { "reject", "drop", "keep",
	NULL };
static const char *const type_names[] = { "text", "email", "phone", NULL };
static const char *const domain_names[] = { "public", "any", NULL };

#define F(field)	offsetof(struct field_conf, field)

static const struct conf_key field_keys[] = {
	{ "required", CONF_BOOL, F(required),
	    "a record without this field is refused", 0, 0, 0, NULL, NULL },
	{ "type", CONF_ENUM, F(type), "text, email or phone; a field of "
	    "the name email or phone has that type", 0, 0, 0, type_names,
	    NULL },
	{ "on_invalid", CONF_ENUM, F(on_invalid), "reject the record, drop "
	    "the value or keep it", 0, 0, 0, on_invalid_names, NULL },
	{ "domain", CONF_ENUM, F(domain), "of an e-mail address: public "
	    "(the default), or any, such as ana@intranet", 0, 0, 0,
	    domain_names, NULL },
	{ "region", CONF_STR, F(region), "country of telephone numbers "
	    "without country code, as two letters", 0, 0, 0, NULL, NULL },
	{ "min_digits", CONF_INT, F(min_digits), "least digits of a "
	    "telephone number, as written", 0, 0, 15, NULL, NULL },
	{ "min_length", CONF_INT, F(min_length), "least characters", 0,
	    0, 1e6, NULL, NULL },
	{ "max_length", CONF_INT, F(max_length), "most characters", 0,
	    1, 1e6, NULL, NULL },
	{ "allow", CONF_STRS, F(allow), "the values that are allowed, "
	    "in any case", 0, 0, 0, NULL, NULL },
	{ "rule", CONF_CEL, F(rule), "must be true; names the field's "
	    "value 'value'", 0, 0, 0, NULL, NULL },
	{ "code", CONF_STR, F(code), "code of the rule's findings", 0, 0, 0,
	    NULL, NULL },
	{ "message", CONF_STR, F(message), "what to say when the rule does "
	    "not hold", 0, 0, 0, NULL, NULL },
	{ 0 }
};

#undef F
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
	    "default), drop the field or keep all", 0, 0, 0,
	    on_invalid_names, NULL },
	{ 0 }
};

#undef F

static const struct conf_key rule_item[] = {
	CONF_FORM("a rule", CONF_OBJ, "what must be true", rule_keys), { 0 }
};

static const struct conf_key field_names[] = {
	CONF_FORM("rules", CONF_LIST, "rules about the object", rule_item),
	CONF_FORM("*", CONF_OBJ, "how the field is checked", field_keys),
	{ 0 }
};

#define F(field)	offsetof(struct section_conf, field)

const struct conf_key validate_conf_keys[] = {
	{ "contact", CONF_MAP, F(objects[0]), "fields of contacts", 0, 0, 0,
	    NULL, field_names },
	{ "company", CONF_MAP, F(objects[1]), "fields of companies", 0, 0,
	    0, NULL, field_names },
	{ "deal", CONF_MAP, F(objects[2]), "fields of deals", 0, 0, 0, NULL,
	    field_names },
	{ "ticket", CONF_MAP, F(objects[3]), "fields of tickets", 0, 0, 0,
	    NULL, field_names },
	{ "rules", CONF_LIST, F(rules), "rules about the whole record", 0, 0,
	    0, NULL, rule_item },
	{ "region", CONF_STR, F(region), "country of telephone numbers "
	    "without country code", 0, 0, 0, NULL, NULL },
	{ 0 }
};

#undef F

/* A code lives as long as the configuration and ends in NUL. */
static const char *
text_or(struct reader *rd, struct str s, const char *other)
{
	return s.p != NULL ? arena_str(rd->a, s).p : other;
}

static void
check_region(struct reader *rd, struct str region, const struct json *node)
{
	char q[16];

	if (region.p != NULL && !phone_region_known(region))
		diag_error(rd->d, yaml_where(node), "config.region",
		    "region '%s' is no country's two letters (ISO 3166: US, "
		    "GB, DE)", err_quote(region, q, sizeof(q)));
}

static struct hmap *
read_allow(struct reader *rd, const struct conf_strs *allow)
{
	struct hmap *m = ARENA_NEW(rd->a, struct hmap);
	size_t i;

	hmap_init(m, rd->a);
	for (i = 0; i < allow->n; i++) {
		struct str *canonical = ARENA_NEW(rd->a, struct str);
		struct str s = utf8_trim(allow->p[i]);
		char *key = arena_alloc(rd->a, s.len + 1);
		void **slot;

		*canonical = s;
		text_fold_into(s, key);
		slot = hmap_slot(m, (struct str){ key, s.len });
		if (*slot == NULL)
			*slot = canonical;
	}
	return m;
}

static int
implied_type(struct str name)
{
	if (str_eq(name, STR("email")))
		return FIELD_EMAIL;
	return str_eq(name, STR("phone")) ? FIELD_PHONE : FIELD_TEXT;
}

static void
init_field(struct reader *rd, struct field *f, struct str object,
    struct str name, const struct field_conf *c)
{
	*f = (struct field){ .name = name, .required = c->required,
	    .type = c->type, .on_invalid = c->on_invalid,
	    .region = c->region,
	    .accept = EMAIL_QUOTED | (c->domain == DOMAIN_ANY ?
	    EMAIL_LITERAL | EMAIL_LOCAL : 0),
	    .min_digits = c->min_digits, .min_length = c->min_length,
	    .max_length = c->max_length };
	f->path = arena_printf(rd->a, "%.*s.%.*s", STR_ARG(object),
	    STR_ARG(name)).p;
	if (f->type == FIELD_IMPLIED)
		f->type = implied_type(name);
	if (f->on_invalid == ON_DEFAULT)
		f->on_invalid = f->required ? ON_REJECT : ON_DROP;
	if (f->region.p == NULL)
		f->region = rd->v->region;
	if (f->type == FIELD_PHONE && f->region.p == NULL)
		rd->v->reads_locale = true;
}

/* Keys that say nothing of a field of this type are a mistake. */
static void
check_field(struct reader *rd, const struct field *f,
    const struct field_conf *c, const struct json *node)
{
	check_region(rd, c->region, node);
	if (f->type != FIELD_PHONE &&
	    (c->region.p != NULL || c->min_digits > 0))
		diag_error(rd->d, yaml_where(node), "config.type",
		    "region and min_digits are of telephone numbers; give "
		    "%s 'type: phone'", f->path);
	if (f->type != FIELD_EMAIL && c->domain != DOMAIN_PUBLIC)
		diag_error(rd->d, yaml_where(node), "config.type",
		    "domain is of e-mail addresses; give %s 'type: email'",
		    f->path);
	if (f->max_length > 0 && f->min_length > f->max_length)
		diag_error(rd->d, yaml_where(node), "config.range",
		    "min_length of %s is above its max_length", f->path);
	if (c->rule == NULL && (c->code.p != NULL || c->message.p != NULL))
		diag_error(rd->d, yaml_where(node), "config.missing",
		    "code and message of %s need a 'rule'", f->path);
}

static void
read_field(struct reader *rd, struct field *f, struct str object,
    struct str name, const struct json *node)
{
	struct field_conf c = { .type = FIELD_IMPLIED,
	    .on_invalid = ON_DEFAULT };
	const char *what = arena_printf(rd->a, "validate.%.*s.%.*s",
	    STR_ARG(object), STR_ARG(name)).p;

	conf_read(node, what, field_keys, &c, rd->a, rd->d);
	init_field(rd, f, object, name, &c);
	check_field(rd, f, &c, node);
	if (c.allow.n > 0)
		f->allow = read_allow(rd, &c.allow);
	if (c.rule == NULL)
		return;
	f->rule = (struct rule){ .code = text_or(rd, c.code, "rule.failed"),
	    .message = text_or(rd, c.message, NULL), .path = f->path,
	    .on_invalid = f->on_invalid };
	f->rule.prog = condition_compile(rd->env, c.rule, what, rd->a,
	    rd->d);
}

/*
 * A rule's field is named alone within an object ("phone") and in full in
 * the record's rules ("contact.phone").
 */
static void
rule_field(struct reader *rd, struct rule *r, struct str object,
    struct str field, const struct json *node)
{
	size_t dot = str_find(field, STR(".")), i;

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
	for (i = 0; i < OBJECTS; i++)
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

	if (conf_read(node, what, rule_keys, &c, rd->a, rd->d) == -1)
		return;
	*r = (struct rule){ .code = text_or(rd, c.code, "rule.failed"),
	    .message = text_or(rd, c.message, NULL),
	    .on_invalid = c.on_invalid };
	rule_field(rd, r, object, c.field, node);
	if (c.rule != NULL)
		r->prog = condition_compile(rd->env, c.rule, what, rd->a,
		    rd->d);
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
	size_t i;

	if (node == NULL || node->type == JSON_NULL)
		return;
	if (node->type != JSON_OBJECT) {
		diag_error(rd->d, yaml_where(node), "config.type",
		    "validate.%.*s must be a mapping of fields",
		    STR_ARG(o->name));
		return;
	}
	o->fields = arena_array(rd->a, node->len + 2, sizeof(*o->fields));
	for (i = 0; i < node->len; i++) {
		const struct json_member *m = &node->members[i];

		if (str_eq(m->key, STR("rules")))
			read_rules(rd, &o->rules, o->name, &m->value);
		else
			read_field(rd, &o->fields[o->n++], o->name, m->key,
			    &m->value);
	}
}

/* contact.email and contact.phone are checked by default. */
static void
add_default(struct reader *rd, struct object *o, struct str name)
{
	static const struct field_conf defaults = { .type = FIELD_IMPLIED,
	    .on_invalid = ON_DEFAULT };
	size_t i;

	for (i = 0; i < o->n; i++)
		if (str_eq(o->fields[i].name, name))
			return;
	if (o->fields == NULL)
		o->fields = arena_array(rd->a, 2, sizeof(*o->fields));
	init_field(rd, &o->fields[o->n++], o->name, name, &defaults);
}

void
validate_read(const struct conf *c, struct validate *v, struct arena *a)
{
	static const char *const names[OBJECTS] = { "contact", "company",
		"deal", "ticket" };
	const struct json *node = conf_section(c, "validate");
	struct reader rd = { .v = v, .env = condition_env(a), .a = a,
	    .d = c->diags };
	struct section_conf s;
	size_t i;

	memset(&s, 0, sizeof(s));
	v->value_var = cel_env_var(rd.env, "value", "dyn");
	conf_read(node, "validate", validate_conf_keys, &s, a, c->diags);
	if (node != NULL)
		check_region(&rd, s.region, node);
	v->region = s.region;
	for (i = 0; i < OBJECTS; i++)
		v->objects[i].name = str_of(names[i]);
	for (i = 0; i < OBJECTS; i++)
		read_object(&rd, &v->objects[i], s.objects[i]);
	add_default(&rd, &v->objects[0], STR("email"));
	add_default(&rd, &v->objects[0], STR("phone"));
	read_rules(&rd, &v->rules, STR_NONE, s.rules);
}
