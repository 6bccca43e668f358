/* to_json: values as JSON. */
#include <math.h>

#include "base/base64.h"
#include "cel/net.h"
#include "cel/text.h"
#include "cel/value.h"

static int	convert(struct cel_val v, struct arena *a, struct json *out,
		    struct err *e);

static int
list(struct cel_val v, struct arena *a, struct json *out, struct err *e)
{
	struct json item;
	size_t i;

	*out = json_array();
	for (i = 0; i < cel_list_len(v); i++) {
		if (convert(cel_list_at(v, i), a, &item, e) == -1)
			return -1;
		json_push(out, item, a);
	}
	return 0;
}

static struct str
key_text(struct cel_val key, struct arena *a)
{
	switch (key.kind) {
	case CEL_STRING:
		return key.s;
	case CEL_BOOL:
		return key.b ? STR("true") : STR("false");
	case CEL_INT:
		return arena_printf(a, "%lld", (long long)key.i);
	default:
		return arena_printf(a, "%llu", (unsigned long long)key.u);
	}
}

static int
map(struct cel_val v, struct arena *a, struct json *out, struct err *e)
{
	struct json item;
	struct str key;
	size_t i;

	*out = json_object();
	for (i = 0; i < map_len(v); i++) {
		key = key_text(map_key(v, i), a);
		if (convert(map_value(v, i), a, &item, e) == -1)
			return -1;
		if (json_get(out, key) != NULL)
			return err_set(e, ERR_INPUT, "expr.json", "two keys "
			    "of the map are the same in JSON");
		json_add(out, key, item, a);
	}
	return 0;
}

static int
number(struct cel_val v, struct arena *a, struct json *out, struct err *e)
{
	if (v.is_json)
		*out = *v.src;
	else if (v.kind == CEL_INT)
		*out = json_int(v.i, a);
	else if (v.kind == CEL_UINT)
		*out = json_uint(v.u, a);
	else if (isfinite(v.d))
		*out = json_double(v.d, a);
	else
		return err_set(e, ERR_INPUT, "expr.json", "JSON has no "
		    "infinite numbers and no NaN");
	return 0;
}

static struct json
text(struct cel_val v, struct arena *a)
{
	char s[NET_TEXT + TIME_TEXT];
	size_t n;

	if (v.kind == CEL_TIMESTAMP)
		n = time_format((struct instant){ v.i, v.nsec }, s);
	else if (v.kind == CEL_DURATION)
		n = duration_text(v.i, v.nsec, s);
	else
		n = net_format(v.net, v.kind == CEL_CIDR, s);
	return json_str(arena_str(a, (struct str){ s, n }));
}

static int
convert(struct cel_val v, struct arena *a, struct json *out, struct err *e)
{
	switch (v.kind) {
	case CEL_NULL:
		*out = json_null();
		return 0;
	case CEL_BOOL:
		*out = json_bool(v.b);
		return 0;
	case CEL_INT:
	case CEL_UINT:
	case CEL_DOUBLE:
		return number(v, a, out, e);
	case CEL_STRING:
		*out = json_str(v.s);
		return 0;
	case CEL_BYTES:
		*out = json_str(base64_encode(v.s, a));
		return 0;
	case CEL_LIST:
	case CEL_MAP:
		if (v.is_json) {
			*out = *v.json;
			return 0;
		}
		return v.kind == CEL_LIST ? list(v, a, out, e) :
		    map(v, a, out, e);
	case CEL_OPTIONAL:
		if (v.opt != NULL)
			return convert(*v.opt, a, out, e);
		*out = json_null();
		return 0;
	case CEL_TYPE:
		return err_set(e, ERR_INPUT, "expr.json", "a type has no "
		    "form in JSON; string(x) or a name in quotes has");
	default:
		*out = text(v, a);
		return 0;
	}
}

int
cel_to_json(struct cel_val v, struct arena *a, struct json *out,
    struct err *e)
{
	return convert(v, a, out, e);
}
