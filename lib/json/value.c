/* Values: made, found, changed, copied. */
#include "json/json.h"
#include "json/keys.h"

struct json
json_null(void)
{
	return (struct json){ .type = JSON_NULL };
}

struct json
json_bool(bool b)
{
	return (struct json){ .type = b ? JSON_TRUE : JSON_FALSE };
}

struct json
json_str(struct str s)
{
	return (struct json){ .type = JSON_STRING, .len = (uint32_t)s.len,
	    .text = s.p != NULL ? s.p : "" };
}

struct json
json_object(void)
{
	return (struct json){ .type = JSON_OBJECT };
}

struct json
json_array(void)
{
	return (struct json){ .type = JSON_ARRAY };
}

static size_t
find(const struct json *o, struct str key)
{
	size_t i;

	for (i = 0; i < o->len; i++)
		if (str_eq(o->members[i].key, key))
			return i;
	return (size_t)-1;
}

struct json *
json_get(const struct json *o, struct str key)
{
	size_t i;

	if (o == NULL || o->type != JSON_OBJECT)
		return NULL;
	i = find(o, key);
	return i != (size_t)-1 ? &o->members[i].value : NULL;
}

struct json *
json_path(const struct json *o, const char *path)
{
	struct json *v;
	size_t n;

	for (;;) {
		n = strcspn(path, ".");
		v = json_get(o, (struct str){ path, n });
		if (v == NULL || path[n] == '\0')
			return v;
		path += n + 1;
		o = v;
	}
}

struct str
json_scalar(const struct json *v)
{
	switch (v != NULL ? (enum json_type)v->type : JSON_NULL) {
	case JSON_STRING:
	case JSON_NUMBER:
		return (struct str){ v->text, v->len };
	case JSON_TRUE:
		return STR("true");
	case JSON_FALSE:
		return STR("false");
	case JSON_OBJECT:
	case JSON_ARRAY:
	case JSON_RAW:
	case JSON_NULL:
		break;
	}
	return STR_NONE;
}

struct str
json_get_str(const struct json *o, struct str key)
{
	const struct json *v = json_get(o, key);

	if (v == NULL || v->type != JSON_STRING)
		return STR_NONE;
	return (struct str){ v->text, v->len };
}

size_t
json_cap(size_t n)
{
	size_t cap = 4;

	if (n == 0)
		return 0;
	while (cap < n)
		cap *= 2;
	return cap;
}

/* Room for one more element of ${size} bytes behind ${len} of them. */
static void *
grown(void *p, size_t len, size_t size, struct arena *a)
{
	if (json_cap(len) > len)
		return p;
	return arena_grow(a, p, len * size, json_cap(len + 1) * size);
}

struct json *
json_add(struct json *o, struct str key, struct json v, struct arena *a)
{
	o->members = grown(o->members, o->len, sizeof(*o->members), a);
	o->members[o->len] = (struct json_member){ key, v };
	return &o->members[o->len++].value;
}

struct json *
json_set(struct json *o, struct str key, struct json v, struct arena *a)
{
	size_t i = find(o, key);

	if (i == (size_t)-1)
		return json_add(o, key, v, a);
	o->members[i].value = v;
	return &o->members[i].value;
}

struct json *
json_push(struct json *array, struct json v, struct arena *a)
{
	array->items = grown(array->items, array->len, sizeof(v), a);
	array->items[array->len] = v;
	return &array->items[array->len++];
}

bool
json_del(struct json *o, struct str key)
{
	size_t i;

	if (o->type != JSON_OBJECT || (i = find(o, key)) == (size_t)-1)
		return false;
	memmove(&o->members[i], &o->members[i + 1],
	    (o->len - i - 1) * sizeof(*o->members));
	o->len--;
	return true;
}

static struct json
copy_object(const struct json *v, struct arena *a)
{
	struct json c = *v;
	size_t i;

	c.members = arena_alloc(a, json_cap(v->len) * sizeof(*c.members));
	for (i = 0; i < v->len; i++) {
		c.members[i].key = arena_str(a, v->members[i].key);
		c.members[i].value = json_copy(&v->members[i].value, a);
	}
	return c;
}

static struct json
copy_array(const struct json *v, struct arena *a)
{
	struct json c = *v;
	size_t i;

	c.items = arena_alloc(a, json_cap(v->len) * sizeof(*c.items));
	for (i = 0; i < v->len; i++)
		c.items[i] = json_copy(&v->items[i], a);
	return c;
}

struct json
json_copy(const struct json *v, struct arena *a)
{
	struct json c = *v;

	switch (v->type) {
	case JSON_OBJECT:
		return v->len > 0 ? copy_object(v, a) : c;
	case JSON_ARRAY:
		return v->len > 0 ? copy_array(v, a) : c;
	case JSON_NUMBER:
	case JSON_STRING:
	case JSON_RAW:
		c.text = arena_str(a, (struct str){ v->text, v->len }).p;
		return c;
	default:
		return c;
	}
}
