/*
 * multi: fields that hold several values: an array, or a text with
 * semicolons between them, as CRMs write what has many check boxes.
 */
#include "push/thing.h"

/* The parts of a text, as an array; an array as it is. */
static struct json
parts(const struct json *v, struct arena *a)
{
	struct json list = json_array();
	struct str rest, one;
	size_t i;

	if (v->type == JSON_ARRAY)
		return *v;
	if (v->type != JSON_STRING)
		return list;
	rest = (struct str){ v->text, v->len };
	while (rest.len > 0) {
		i = str_find(rest, STR(";"));
		one = str_trim(str_to(rest, i));
		rest = i == (size_t)-1 ? STR_NONE : str_from(rest, i + 1);
		if (one.len > 0)
			json_push(&list, json_str(one), a);
	}
	return list;
}

/* An array again, or a text if that is what it was. */
static struct json
joined(const struct json *list, bool array, struct arena *a)
{
	struct buf b = { 0 };
	struct json out;
	size_t i;

	if (array)
		return list->len > 0 ? *list : json_null();
	for (i = 0; i < list->len; i++) {
		if (i > 0)
			buf_addc(&b, ';');
		buf_add(&b, list->items[i].text, list->items[i].len);
	}
	out = b.len > 0 ? json_str(arena_str(a, buf_str(&b))) : json_null();
	buf_free(&b);
	return out;
}

static bool
has(const struct json *list, const struct json *v)
{
	size_t i;

	for (i = 0; i < list->len; i++)
		if (json_equal(&list->items[i], v))
			return true;
	return false;
}

struct json
list_union(const struct json *x, const struct json *y, struct arena *a)
{
	struct json all = json_array(), more[2];
	size_t i, k;

	more[0] = parts(x, a);
	more[1] = parts(y, a);
	for (k = 0; k < 2; k++)
		for (i = 0; i < more[k].len; i++)
			if (!has(&all, &more[k].items[i]))
				json_push(&all, more[k].items[i], a);
	return joined(&all, x->type == JSON_ARRAY || y->type == JSON_ARRAY,
	    a);
}

struct json
list_without(struct json list, const struct json *names, struct arena *a)
{
	struct json all = parts(&list, a), left = json_array();
	size_t i;

	if (names == NULL)
		return list;
	for (i = 0; i < all.len; i++)
		if (!has(names, &all.items[i]))
			json_push(&left, all.items[i], a);
	if (left.len == 0 && all.len > 0 && list.type != JSON_ARRAY)
		return json_str(STR(""));	/* the last one is taken */
	return joined(&left, list.type == JSON_ARRAY, a);
}
