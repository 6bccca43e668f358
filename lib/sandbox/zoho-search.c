/*
 * Search by address, number, word or criteria: over what the index knows,
 * which is not what was written a moment ago.
 */
#include "sandbox/zoho.h"

static bool
has_any(const struct object *o, const char *const *fields, struct str s)
{
	for (; *fields != NULL; fields++)
		if (str_ieq(json_get_str(&o->props, str_of(*fields)), s))
			return true;
	return false;
}

static bool
has_word(const struct object *o, struct str s)
{
	const struct json *v;
	uint32_t i;

	for (i = 0; i < o->props.len; i++) {
		v = &o->props.members[i].value;
		if (v->type == JSON_STRING && str_find((struct str){ v->text,
		    v->len }, s) != (size_t)-1)
			return true;
	}
	return false;
}

/* Only one kind a request; criteria go before the others. */
static bool
fits(struct request *q, const struct zoho_cond *c, const struct object *o)
{
	static const char *const mails[] = { "Email", "Secondary_Email",
	    NULL };
	static const char *const phones[] = { "Phone", "Mobile", NULL };
	struct str email = api_query(q, "email");
	struct str phone = api_query(q, "phone");
	struct str any = api_query(q, "word");

	if (c != NULL)
		return zoho_holds(q, c, o);
	if (email.len > 0)
		return has_any(o, mails, email);
	if (phone.len > 0)
		return has_any(o, phones, phone);
	return any.len > 0 && has_word(o, any);
}

void
zoho_search(struct request *q, struct answer *r)
{
	const struct object_type *t = zoho_module(q, 0, r);
	struct str criteria = api_query(q, "criteria"), fields;
	const struct zoho_cond *c = NULL;
	struct zoho_page p;
	struct object o = { .id = 0 };

	if (t == NULL)
		return;
	if (criteria.len > 0 && (c = zoho_criteria(q->a, criteria)) == NULL) {
		zoho_refuse(q, r, 400, "INVALID_QUERY",
		    "invalid query formed");
		return;
	}
	fields = api_query(q, "fields");
	if (fields.len == 0)
		fields = STR("Email,Phone,Last_Name,Account_Name");
	zoho_page_new(q, &p);
	while (!p.more && store_next(q->store, t, o.id, false, q->a, &o))
		if (api_indexed(q, &o, q->a) && fits(q, c, &o) &&
		    zoho_page_wants(&p))
			json_push(&p.data, zoho_record(q, &o, fields), q->a);
	zoho_page_answer(q, &p, r);
}
