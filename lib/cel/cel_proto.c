/*
 * unproto(x): what a protocol buffer's Struct holds, as plain JSON.  Google's
 * gRPC clients log {"fields": {"a": {"stringValue": "b", "kind":
 * "stringValue"}}} for {"a": "b"}.
 *
 * Source: google/protobuf/struct.proto.
 */
#include "cel/cel_proto.h"

static struct json plain(const struct json *, struct arena *);

static struct json
plain_members(const struct json *o, struct arena *a)
{
	struct json out = json_object();
	size_t i;

	for (i = 0; i < o->len; i++)
		json_add(&out, o->members[i].key,
		    plain(&o->members[i].value, a), a);
	return out;
}

static struct json
plain_items(const struct json *list, struct arena *a)
{
	struct json out = json_array();
	size_t i;

	for (i = 0; i < list->len; i++)
		json_push(&out, plain(&list->items[i], a), a);
	return out;
}

/* The member of a Value that is set, or NULL if it is none. */
static const struct json *
value_of(const struct json *o)
{
	static const char *const kinds[] = { "stringValue", "numberValue",
	    "boolValue", "structValue", "listValue" };
	const struct json *v;
	size_t i;

	if (o->len > 1 && json_get(o, STR("kind")) == NULL)
		return NULL;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((v = json_get(o, str_of(kinds[i]))) != NULL)
			return v;
	return NULL;
}

static struct json
plain(const struct json *v, struct arena *a)
{
	const struct json *inner;

	if (v->type == JSON_ARRAY)
		return plain_items(v, a);
	if (v->type != JSON_OBJECT)
		return *v;
	if ((inner = value_of(v)) != NULL)
		return plain(inner, a);
	if (v->len == 1 && json_get(v, STR("nullValue")) != NULL)
		return json_null();
	inner = json_get(v, STR("fields"));
	if (v->len == 1 && inner != NULL && inner->type == JSON_OBJECT)
		return plain_members(inner, a);
	inner = json_get(v, STR("values"));
	if (v->len == 1 && inner != NULL && inner->type == JSON_ARRAY)
		return plain_items(inner, a);
	return plain_members(v, a);
}

int
cel_unproto(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct json *root = ARENA_NEW(a, struct json);
	struct json in;

	(void)n;
	if (cel_to_json(v[0], a, &in, e) == -1)
		return -1;
	*root = plain(&in, a);
	*out = cel_from_json(root);
	return 0;
}
