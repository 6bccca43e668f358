/* Bodies: their structure and keys, with marks in place of values. */
#include "auth/mask.h"

enum { NUMBER_SHOWN = 4 };	/* digits: more could be a telephone */

static struct json	masked(const struct mask *m, struct str key,
			    const struct json *v, struct arena *a);

/* Keys that look like names of fields; data can stand there, too. */
static struct str
key_of(const struct mask *m, struct str key, struct arena *a)
{
	size_t i, digits = 0;
	char c;

	if (hmap_get(&m->words, key) != NULL)
		return key;
	for (i = 0; i < key.len; i++) {
		c = key.p[i];
		digits += ascii_digit(c);
		if (!ascii_alpha(c) && !ascii_digit(c) && c != '_' &&
		    c != '.' && c != '-' && c != '$' &&
		    !str_starts(str_from(key, i), STR("@odata.")))
			return mask_text(m, key, a);
	}
	return digits > 4 || key.len > 64 ? mask_text(m, key, a) : key;
}

static struct json
number(const struct mask *m, struct str key, const struct json *v,
    struct arena *a)
{
	struct str s = { v->text, v->len };

	if (s.len <= NUMBER_SHOWN || !str_eq(mask_value(m, key, s, a), s))
		return s.len <= NUMBER_SHOWN ? *v :
		    json_str(mask_text(m, s, a));
	return *v;
}

static struct json
object(const struct mask *m, const struct json *v, struct arena *a)
{
	struct json o = json_object();
	uint32_t i;

	for (i = 0; i < v->len; i++)
		json_set(&o, key_of(m, v->members[i].key, a), masked(m,
		    v->members[i].key, &v->members[i].value, a), a);
	return o;
}

static struct json
masked(const struct mask *m, struct str key, const struct json *v,
    struct arena *a)
{
	struct json o = json_array();
	uint32_t i;

	switch (v->type) {
	case JSON_STRING:
		return json_str(mask_value(m, key, (struct str){ v->text,
		    v->len }, a));
	case JSON_NUMBER:
		return number(m, key, v, a);
	case JSON_OBJECT:
		return object(m, v, a);
	case JSON_ARRAY:
		for (i = 0; i < v->len; i++)
			json_push(&o, masked(m, key, &v->items[i], a), a);
		return o;
	default:
		return *v;
	}
}

bool
mask_json(struct mask *m, struct str body, struct arena *a,
    struct json *out)
{
	struct json_doc doc;

	if (json_parse(m->parser, body, a, &doc, NULL) == -1)
		return false;
	*out = masked(m, STR(""), &doc.root, a);
	return true;
}

/* Names that are known, values still percent-encoded. */
bool
mask_form(const struct mask *m, struct str body, struct arena *a,
    struct json *out)
{
	struct str part, name;
	size_t n;

	*out = json_object();
	while (body.len > 0) {
		part = str_to(body, str_find(body, STR("&")));
		body = str_from(body, part.len + 1);
		n = str_find(part, STR("="));
		if (n == (size_t)-1)
			return false;
		name = str_to(part, n);
		json_set(out, key_of(m, name, a), json_str(mask_value(m,
		    name, str_from(part, n + 1), a)), a);
	}
	return true;
}
