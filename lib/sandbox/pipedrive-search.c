/* Search: over an index that may lag, and only part of what is found. */
#include "sandbox/pipedrive.h"

static bool
is_asked(struct str fields, const char *name)
{
	return fields.len == 0 || str_find(fields, str_of(name)) !=
	    (size_t)-1;
}

static bool
is_match(struct str s, struct str term, bool exact)
{
	size_t i;

	if (exact)
		return str_ieq(s, term);
	for (i = 0; i + term.len <= s.len; i++)
		if (str_ieq(str_to(str_from(s, i), term.len), term))
			return true;
	return false;
}

static bool
list_has(const struct json *list, struct str term, bool exact)
{
	uint32_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY && i < list->len;
	    i++)
		if (is_match(json_get_str(&list->items[i], STR("value")),
		    term, exact))
			return true;
	return false;
}

static bool
custom_has(const struct object *o, struct str term, bool exact)
{
	const struct json *custom = json_get(&o->props,
	    STR("custom_fields"));
	const struct json *v;
	uint32_t i;

	for (i = 0; custom != NULL && i < custom->len; i++) {
		v = &custom->members[i].value;
		if (v->type == JSON_STRING && is_match((struct str){ v->text,
		    v->len }, term, exact))
			return true;
	}
	return false;
}

static bool
fits(struct request *q, const struct object *o, struct str term)
{
	struct str fields = api_query(q, "fields");
	bool exact = str_eq(api_query(q, "exact_match"), STR("true"));

	return (is_asked(fields, "name") && (is_match(json_get_str(&o->props,
	    STR("name")), term, exact) || is_match(json_get_str(&o->props,
	    STR("title")), term, exact))) ||
	    (is_asked(fields, "email") && list_has(json_get(&o->props,
	    STR("emails")), term, exact)) ||
	    (is_asked(fields, "phone") && list_has(json_get(&o->props,
	    STR("phones")), term, exact)) ||
	    (is_asked(fields, "custom_fields") && custom_has(o, term,
	    exact));
}

/* ["a@b", ...] of [{"value": "a@b"}, ...] */
static struct json
values(struct request *q, const struct object *o, const char *name)
{
	const struct json *list = json_get(&o->props, str_of(name));
	struct json out = json_array();
	uint32_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY && i < list->len;
	    i++)
		json_push(&out, json_str(json_get_str(&list->items[i],
		    STR("value"))), q->a);
	return out;
}

static struct json
hit(struct request *q, const struct object *o)
{
	struct json h = json_object(), item = json_object();
	struct str name = json_get_str(&o->props, STR("name"));

	json_set(&item, STR("id"), json_int(o->id, q->a), q->a);
	json_set(&item, STR("type"), json_str(str_of(o->type->singular)),
	    q->a);
	json_set(&item, STR("name"), json_str(name), q->a);
	json_set(&item, STR("emails"), values(q, o, "emails"), q->a);
	json_set(&item, STR("phones"), values(q, o, "phones"), q->a);
	json_set(&item, STR("custom_fields"), json_array(), q->a);
	json_set(&item, STR("notes"), json_array(), q->a);
	json_set(&h, STR("result_score"), json_double(0.5, q->a), q->a);
	json_set(&h, STR("item"), item, q->a);
	return h;
}

static size_t
limit_of(struct request *q, size_t most)
{
	int64_t n = api_id(api_query(q, "limit"));

	return n > 0 && (size_t)n < most ? (size_t)n : 100;
}

static void
no_more(struct request *q, struct answer *r)
{
	struct json more = json_object();

	json_set(&more, STR("next_cursor"), json_null(), q->a);
	json_set(&r->body, STR("additional_data"), more, q->a);
}

void
pipedrive_search(struct request *q, struct answer *r)
{
	const struct object_type *t = schema_type(&pipedrive_schema,
	    q->args[0]);
	struct str term = api_query(q, "term");
	struct json items = json_array(), data = json_object();
	struct object o = { .id = 0 };

	if (t == NULL || term.len < 1) {
		pipedrive_refuse(q, r, t == NULL ? 404 : 400,
		    STR("Parameter 'term' is required"));
		return;
	}
	while (items.len < limit_of(q, 100) && store_next(q->store, t, o.id,
	    false, q->a, &o))
		if (api_indexed(q, &o, q->a) && fits(q, &o, term))
			json_push(&items, hit(q, &o), q->a);
	json_set(&data, STR("items"), items, q->a);
	pipedrive_answer(q, r, 200, data);
	no_more(q, r);
}

static struct str
field_value(const struct object *o, struct str code)
{
	struct str s = json_get_str(&o->props, code);

	return s.p != NULL ? s : json_get_str(json_get(&o->props,
	    STR("custom_fields")), code);
}

/* Case counts here. */
void
pipedrive_search_field(struct request *q, struct answer *r)
{
	const struct object_type *t = schema_type(&pipedrive_schema,
	    api_query(q, "entity_type"));
	struct str term = api_query(q, "term"), v;
	struct str field = api_query(q, "field");
	struct json list = json_array(), one;
	struct object o = { .id = 0 };

	if (t == NULL || term.len < 1 || property_find(q, t, field) == NULL) {
		pipedrive_refuse(q, r, 400, STR("Bad request"));
		return;
	}
	while (list.len < limit_of(q, 500) && store_next(q->store, t, o.id,
	    false, q->a, &o)) {
		if (!api_indexed(q, &o, q->a))
			continue;
		v = field_value(&o, field);
		if (!str_eq(v, term))
			continue;
		one = json_object();
		json_set(&one, STR("id"), json_int(o.id, q->a), q->a);
		json_set(&one, field, json_str(v), q->a);
		json_push(&list, one, q->a);
	}
	pipedrive_answer(q, r, 200, list);
	no_more(q, r);
}
