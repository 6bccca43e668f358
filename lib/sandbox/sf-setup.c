/* The Tooling API, as far as custom fields go. */
#include <string.h>

#include "sandbox/sf-soql.h"
#include "sandbox/sf.h"

static const struct {
	const char		*type;
	enum property_type	 is;
	unsigned		 flags;
} kinds[] = {
	{ "Text", PROPERTY_STRING, 0 }, { "TextArea", PROPERTY_STRING, 0 },
	{ "LongTextArea", PROPERTY_STRING, 0 },
	{ "Url", PROPERTY_STRING, 0 },
	{ "Email", PROPERTY_STRING, PROPERTY_EMAIL },
	{ "Phone", PROPERTY_PHONE, 0 }, { "Number", PROPERTY_NUMBER, 0 },
	{ "Currency", PROPERTY_NUMBER, 0 },
	{ "Percent", PROPERTY_NUMBER, 0 },
	{ "Checkbox", PROPERTY_BOOL, 0 }, { "Date", PROPERTY_DATE, 0 },
	{ "DateTime", PROPERTY_DATETIME, 0 },
	{ "Picklist", PROPERTY_ENUMERATION, 0 },
	{ "MultiselectPicklist", PROPERTY_ENUMERATION, PROPERTY_MANY },
};

static bool
is_true(const struct json *o, const char *name)
{
	const struct json *v = json_get(o, str_of(name));

	return v != NULL && v->type == JSON_TRUE;
}

static const char *const *
options(struct request *q, const struct json *metadata)
{
	const struct json *list = json_path(metadata,
	    "valueSet.valueSetDefinition.value");
	const char **v;
	size_t i, n = 0;

	if (list == NULL || list->type != JSON_ARRAY)
		return NULL;
	v = arena_array(q->a, list->len + 1, sizeof(*v));
	for (i = 0; i < list->len; i++)
		v[n++] = arena_str(q->a, json_get_str(&list->items[i],
		    STR("fullName"))).p;
	return v;
}

static bool
read_kind(struct request *q, const struct json *metadata,
    struct property *out)
{
	struct str type = json_get_str(metadata, STR("type"));
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(type, str_of(kinds[i].type)))
			break;
	if (i == sizeof(kinds) / sizeof(kinds[0]))
		return false;
	out->type = kinds[i].is;
	out->flags = kinds[i].flags;
	if (is_true(metadata, "unique"))
		out->flags |= PROPERTY_UNIQUE;
	if (is_true(metadata, "required"))
		out->flags |= PROPERTY_REQUIRED;
	out->options = options(q, metadata);
	return true;
}

/*
 * Custom fields of tasks are made on Activity.  A number or text wants its
 * length to be said.
 */
static bool
refuse(struct request *q, struct answer *r, const char *code,
    const char *what)
{
	sf_refuse(q, r, 400, code, "%s", what);
	return false;
}

static bool
take_apart(struct request *q, struct str full, const struct object_type **t,
    struct str *name, struct answer *r)
{
	size_t dot = str_find(full, STR("."));
	struct str object = str_to(full, dot);
	struct sf_field f;

	if (str_eq(object, STR("Activity")))
		object = STR("Task");
	*t = sf_type(q, object);
	*name = dot == (size_t)-1 ? STR("") : str_from(full, dot + 1);
	if (*t == NULL || !str_ends(*name, STR("__c")) || name->len > 43)
		return refuse(q, r, "INVALID_FULL_NAME", "FullName: a custom "
		    "field is called Object.name__c");
	if (sf_field(q, *t, *name, &f))
		return refuse(q, r, "DUPLICATE_DEVELOPER_NAME", "There is "
		    "already a field named that on this object.");
	return true;
}

void
sf_field_create(struct request *q, struct answer *r)
{
	const struct json *metadata = json_get(&q->in, STR("Metadata"));
	struct property p = { 0 };
	const struct object_type *t;
	struct json body;
	struct str name;

	if (!take_apart(q, json_get_str(&q->in, STR("FullName")), &t, &name,
	    r))
		return;
	if (metadata == NULL || !read_kind(q, metadata, &p)) {
		refuse(q, r, "INVALID_TYPE", "Metadata.type is no type of a "
		    "custom field");
		return;
	}
	if (str_eq(json_get_str(metadata, STR("type")), STR("Text")) &&
	    json_get(metadata, STR("length")) == NULL) {
		refuse(q, r, "FIELD_INTEGRITY_EXCEPTION", "Required field is "
		    "missing: length");
		return;
	}
	p.name = arena_str(q->a, name).p;
	p.label = arena_str(q->a, json_get_str(metadata, STR("label"))).p;
	property_define(q, t, &p, metadata);
	r->status = 201;
	body = json_object();
	json_set(&body, STR("id"), json_str(arena_printf(q->a,
	    "00NSB0%09llx", (unsigned long long)(api_chance(q) >> 28))),
	    q->a);
	json_set(&body, STR("success"), json_bool(true), q->a);
	json_set(&body, STR("errors"), json_array(), q->a);
	json_set(&body, STR("warnings"), json_array(), q->a);
	json_set(&body, STR("infos"), json_array(), q->a);
	r->body = body;
}

/* What a test on ${name} wants, if the whole condition is a chain of AND. */
static struct str
wanted(const struct soql_cond *c, const char *name)
{
	struct str s = STR_NONE;

	for (; c != NULL && s.p == NULL; c = c->next) {
		if (c->node == SOQL_AND)
			s = wanted(c->first, name);
		else if (c->node == SOQL_TEST && c->op == SOQL_EQ &&
		    str_ieq(c->field, str_of(name)))
			s = c->values[0].text;
	}
	return s;
}

/* FROM CustomField WHERE TableEnumOrId = ... AND DeveloperName = ... */
void
sf_tooling_query(struct request *q, struct answer *r)
{
	struct json list = json_array(), one = json_object();
	const struct object_type *t;
	struct sf_field f;
	struct soql s;
	struct err e;
	struct str table, name;

	if (soql_parse(api_query(q, "q"), q->a, &s, &e) == -1) {
		sf_refuse(q, r, 400, e.code, "%s", e.msg);
		return;
	}
	if (!str_ieq(s.from, STR("CustomField"))) {
		sf_refuse(q, r, 400, "INVALID_TYPE", "the sandbox's tooling "
		    "knows CustomField alone");
		return;
	}
	table = wanted(s.where, "TableEnumOrId");
	name = wanted(s.where, "DeveloperName");
	t = sf_type(q, str_eq(table, STR("Activity")) ? STR("Task") : table);
	if (t != NULL && sf_field(q, t, arena_printf(q->a, "%.*s__c",
	    STR_ARG(name)), &f)) {
		json_set(&one, STR("DeveloperName"), json_str(name), q->a);
		json_set(&one, STR("TableEnumOrId"), json_str(table), q->a);
		json_push(&list, one, q->a);
	}
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("size"), json_int(list.len, q->a), q->a);
	json_set(&r->body, STR("totalSize"), json_int(list.len, q->a), q->a);
	json_set(&r->body, STR("done"), json_bool(true), q->a);
	json_set(&r->body, STR("records"), list, q->a);
}
