/* Values that are to be written: checked, normalised, or blamed. */
#include <string.h>

#include "sandbox/hs-draft.h"

void
draft_fail(struct request *q, struct hs_outcome *out, int status,
    const char *category, struct str message)
{
	out->status = status;
	out->error = hs_error(q, category, message);
}

void
draft_problem(struct draft *d, struct str name, const char *code,
    struct str message)
{
	struct json o = json_object();

	json_set(&o, STR("isValid"), json_bool(false), d->q->a);
	json_set(&o, STR("message"), json_str(message), d->q->a);
	json_set(&o, STR("error"), json_str(str_of(code)), d->q->a);
	json_set(&o, STR("name"), json_str(name), d->q->a);
	json_push(&d->problems, o, d->q->a);
}

/* HubSpot writes the list of problems as JSON into the message's text. */
void
draft_refuse(struct draft *d, struct hs_outcome *out)
{
	struct json *errors, *p, e, context;
	struct buf text = { 0 };
	uint32_t i;

	json_write(&d->problems, &text);
	draft_fail(d->q, out, 400, "VALIDATION_ERROR", arena_printf(d->q->a,
	    "Property values were not valid: %s", text.p));
	buf_free(&text);
	errors = json_get(&out->error, STR("errors"));
	for (i = 0; i < d->problems.len; i++) {
		p = &d->problems.items[i];
		e = json_object();
		context = json_object();
		json_push(json_set(&context, STR("propertyName"),
		    json_array(), d->q->a), json_str(json_get_str(p,
		    STR("name"))), d->q->a);
		json_set(&e, STR("message"),
		    json_str(json_get_str(p, STR("message"))), d->q->a);
		json_set(&e, STR("code"),
		    json_str(json_get_str(p, STR("error"))), d->q->a);
		json_set(&e, STR("context"), context, d->q->a);
		json_push(errors, e, d->q->a);
	}
}

/* Numbers and booleans are taken as their text; null clears. */
static bool
as_text(const struct json *v, struct str *out)
{
	switch (v->type) {
	case JSON_STRING:
	case JSON_NUMBER:
		*out = (struct str){ v->text, v->len };
		return true;
	case JSON_TRUE:
		*out = STR("true");
		return true;
	case JSON_FALSE:
		*out = STR("false");
		return true;
	case JSON_NULL:
		*out = STR("");
		return true;
	default:
		return false;
	}
}

void
draft_one(struct draft *d, struct str name, const struct json *v)
{
	const struct property *p = property_find(d->q, d->t, name);
	struct arena *a = d->q->a;
	struct str text;
	const char *code;

	/* The guide of communications says that they are ignored there. */
	if (p == NULL && strcmp(d->t->name, "communications") == 0)
		return;
	if (p == NULL)
		draft_problem(d, name, "PROPERTY_DOESNT_EXIST", arena_printf(a,
		    "Property \"%.*s\" does not exist", STR_ARG(name)));
	else if ((p->flags & PROPERTY_READ_ONLY) != 0)
		draft_problem(d, name, "READ_ONLY_VALUE", arena_printf(a,
		    "\"%.*s\" is a read only property; its value cannot be "
		    "set.", STR_ARG(name)));
	else if (!as_text(v, &text))
		draft_problem(d, name, "INVALID_TYPE", arena_printf(a,
		    "Property \"%.*s\" must be a string", STR_ARG(name)));
	else if ((code = hs_value_check(p, text, a, &text)) != NULL)
		draft_problem(d, name, code, arena_printf(a,
		    "The value of \"%.*s\" was not valid", STR_ARG(name)));
	else
		json_set(&d->values, name, json_str(text), a);
}

/* The first property with options, else the first: the one to be blamed. */
static struct str
blamed(struct request *q, const struct object_type *t,
    const struct json *props)
{
	const struct property *p;
	uint32_t i;

	if (props == NULL || props->type != JSON_OBJECT || props->len == 0)
		return str_of(t->properties[0].name);
	for (i = 0; i < props->len; i++) {
		p = property_find(q, t, props->members[i].key);
		if (p != NULL && p->options != NULL)
			return props->members[i].key;
	}
	return props->members[0].key;
}

/* Is something to go wrong with this record?  What is said then. */
bool
draft_spoilt(struct request *q, const struct object_type *t,
    const struct json *props, bool *merged, struct hs_outcome *out)
{
	struct draft d = { q, t, json_object(), json_array() };
	enum item_fault f = api_item_fault(q);
	struct str name;

	*merged = f == ITEM_MERGED;
	switch (f) {
	case ITEM_REFUSED:
		draft_fail(q, out, 400, "VALIDATION_ERROR", STR("The record "
		    "was refused by a rule of the account"));
		return true;
	case ITEM_LOCKED:
		draft_fail(q, out, 423, "LOCKED", STR("The record is locked by "
		    "another operation"));
		return true;
	case ITEM_DUPLICATE:
		draft_fail(q, out, 409, "CONFLICT", arena_printf(q->a,
		    "A %s with these values already exists", t->singular));
		return true;
	case ITEM_PICKLIST:
		name = blamed(q, t, props);
		draft_problem(&d, name, "INVALID_OPTION", arena_printf(q->a,
		    "The value of \"%.*s\" was not one of the allowed "
		    "options", STR_ARG(name)));
		draft_refuse(&d, out);
		return true;
	case ITEM_MERGED:
	case ITEM_CONVERTED:
	case ITEM_FINE:
		break;
	}
	return false;
}

bool
draft_values(struct draft *d, struct request *q, const struct object_type *t,
    const struct json *props, struct hs_outcome *out)
{
	uint32_t i;

	*d = (struct draft){ q, t, json_object(), json_array() };
	if (props == NULL || props->type != JSON_OBJECT) {
		draft_fail(q, out, 400, "VALIDATION_ERROR", STR("Invalid input "
		    "JSON: 'properties' must be an object"));
		return false;
	}
	for (i = 0; i < props->len; i++)
		draft_one(d, props->members[i].key, &props->members[i].value);
	if (d->problems.len > 0)
		draft_refuse(d, out);
	return d->problems.len == 0;
}
