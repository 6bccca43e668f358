#include "record/record.h"

enum { FINDINGS_MAX = 100 };	/* on one record; hostile input has more */

enum record_kind
record_kind(const struct json_doc *d)
{
	/* No record and no export has these names beside "chatcrm". */
	if (doc_get(d, STR("chatcrm")) == NULL)
		return RECORD_DATA;
	if (doc_get(d, STR("refused")) != NULL ||
	    doc_get(d, STR("skipped")) != NULL)
		return RECORD_STUB;
	if (doc_get(d, STR("end")) != NULL && doc_get(d, STR("id")) == NULL)
		return RECORD_END;
	return RECORD_DATA;
}

static bool
same_text(const struct json *o, struct str key, const char *z)
{
	return str_eq(json_get_str(o, key), str_of(z));
}

static bool
already_found(const struct json *list, const char *field, const char *code,
    const char *did)
{
	size_t i;

	for (i = 0; i < list->len; i++) {
		const struct json *f = &list->items[i];

		if (same_text(f, STR("field"), field) &&
		    same_text(f, STR("code"), code) &&
		    same_text(f, STR("did"), did))
			return true;
	}
	return false;
}

void
record_find(struct rec *r, const char *field, const char *code,
    const char *severity, const char *did, const struct json *was)
{
	struct json *list = doc_edit(&r->doc, STR("findings"));
	struct json one = json_object();

	if (list != NULL)
		json_open(list, r->arena);
	if (list == NULL || list->type != JSON_ARRAY)
		list = doc_set(&r->doc, STR("findings"), json_array());
	if (list->len >= FINDINGS_MAX ||
	    already_found(list, field, code, did))
		return;
	if (field != NULL)
		json_set(&one, STR("field"), json_str(str_of(field)),
		    r->arena);
	json_set(&one, STR("code"), json_str(str_of(code)), r->arena);
	json_set(&one, STR("severity"), json_str(str_of(severity)),
	    r->arena);
	json_set(&one, STR("did"), json_str(str_of(did)), r->arena);
	if (was != NULL)
		json_set(&one, STR("was"), *was, r->arena);
	json_push(list, one, r->arena);
}

bool
record_found(const struct rec *r, struct str code)
{
	struct json *list = doc_get(&r->doc, STR("findings"));
	size_t i;

	if (list == NULL)
		return false;
	json_open(list, r->arena);
	for (i = 0; list->type == JSON_ARRAY && i < list->len; i++)
		if (str_eq(json_get_str(&list->items[i], STR("code")), code))
			return true;
	return false;
}

bool
record_withholds(const struct rec *r, struct str what)
{
	struct json *list = doc_get(&r->doc, STR("withheld"));
	size_t i;

	if (list != NULL)
		json_open(list, r->arena);
	for (i = 0; list != NULL && list->type == JSON_ARRAY &&
	    i < list->len; i++)
		if (str_eq(json_scalar(&list->items[i]), what))
			return true;
	return false;
}
