#include "stage/map_place.h"

enum { WITHIN_MIN = 4 };	/* bytes: less stands in any text */

/* One step into a value: a key, or the number of an item. */
struct way {
	struct str	key;		/* .p is NULL: an item's */
	size_t		item;
};

static bool
is_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && s.p[i] != '_' &&
		    (i == 0 || !ascii_digit(s.p[i])))
			return false;
	return s.len > 0;
}

/* The name that ${s} begins with, cut off. */
static struct str
cut_name(struct str *s)
{
	struct str name;
	size_t i;

	for (i = 0; i < s->len && s->p[i] != '.' && s->p[i] != '['; i++)
		continue;
	name = str_to(*s, i);
	*s = str_from(*s, i);
	return name;
}

static bool
read_item(struct str digits, size_t *item)
{
	size_t i;

	*item = 0;
	for (i = 0; i < digits.len; i++) {
		if (!ascii_digit(digits.p[i]))
			return false;
		*item = *item * 10 + (size_t)(digits.p[i] - '0');
	}
	return i > 0 && i < 10;
}

/* ["a key"] or [3], cut off; keys with escapes are none we follow. */
static bool
cut_bracket(struct str *s, struct way *w)
{
	char quote = s->len > 1 ? s->p[1] : '\0';
	size_t end;

	if (quote == '"' || quote == '\'') {
		*s = str_from(*s, 2);
		end = str_find(*s, (struct str){ &quote, 1 });
		if (end == (size_t)-1)
			return false;
		w->key = str_to(*s, end);
		*s = str_from(*s, end + 1);
		if (!str_starts(*s, STR("]")) ||
		    str_find(w->key, STR("\\")) != (size_t)-1)
			return false;
		*s = str_from(*s, 1);
		return true;
	}
	w->key = STR_NONE;
	end = str_find(*s, STR("]"));
	if (end == (size_t)-1 || !read_item(str_to(str_from(*s, 1), end - 1),
	    &w->item))
		return false;
	*s = str_from(*s, end + 1);
	return true;
}

static bool
cut_way(struct str *s, struct way *w)
{
	if (str_starts(*s, STR("[")))
		return cut_bracket(s, w);
	if (!str_starts(*s, STR(".")))
		return false;
	*s = str_from(*s, 1);
	w->key = cut_name(s);
	return is_name(w->key);
}

bool
map_place_named(struct str expr)
{
	struct way w;

	if (!is_name(cut_name(&expr)) || expr.len == 0)
		return false;
	while (expr.len > 0)
		if (!cut_way(&expr, &w))
			return false;
	return true;
}

/* What the way leads to from ${at}, or NULL. */
static const struct json *
follow(struct str way, const struct json *at)
{
	struct way w;

	while (way.len > 0 && at != NULL) {
		if (!cut_way(&way, &w))
			return NULL;
		if (w.key.p != NULL)
			at = at->type == JSON_OBJECT ?
			    json_get(at, w.key) : NULL;
		else
			at = at->type == JSON_ARRAY && w.item < at->len ?
			    &at->items[w.item] : NULL;
	}
	return at;
}

/* The variable's value as it is before any expression; NULL: none that
 * can be looked into. */
static const struct json *
variable(struct str name, const struct cel_val *vars)
{
	static const struct {
		const char	*name;
		enum map_var	 var;
	} all[] = {
		{ "input", MAP_INPUT }, { "source", MAP_SOURCE },
		{ "conversation", MAP_CONVERSATION }, { "slots", MAP_SLOTS },
		{ "slot_history", MAP_SLOT_HISTORY },
		{ "person", MAP_PERSON }
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (str_eq(name, str_of(all[i].name)) &&
		    vars[all[i].var].is_json)
			return vars[all[i].var].json;
	return NULL;
}

/* What is looked for in the line: from its end to its beginning. */
struct search {
	const struct json *node;	/* this very one, or its bytes */
	struct str	 text;		/* or one that reads so */
	bool		 within;	/* or has it in it */
	struct buf	*path;
};

static bool
is_it(const struct search *s, const struct json *v)
{
	struct str text = json_scalar(v);

	if (s->node != NULL && v != s->node && (v->type != s->node->type ||
	    v->len != s->node->len || v->len == 0))
		return false;
	if (s->node != NULL)
		return v == s->node || (text.p != NULL ?
		    v->text == s->node->text : json_equal(v, s->node));
	return text.p != NULL && (s->within ?
	    str_find(text, s->text) != (size_t)-1 : str_eq(text, s->text));
}

static void
put_key(struct buf *path, struct str key)
{
	if (is_name(key)) {
		buf_addc(path, '.');
		buf_adds(path, key);
		return;
	}
	buf_addc(path, '[');
	json_write_str(key, path);
	buf_addc(path, ']');
}

static const struct json *search(const struct search *s,
    const struct json *v);

static const struct json *
search_below(const struct search *s, const struct json *v, size_t i)
{
	const struct json *found;
	size_t len = s->path->len;

	if (v->type == JSON_ARRAY) {
		buf_printf(s->path, "[%zu]", i);
		found = search(s, &v->items[i]);
	} else {
		put_key(s->path, v->members[i].key);
		found = search(s, &v->members[i].value);
	}
	if (found == NULL)
		s->path->len = len;
	return found;
}

static const struct json *
search(const struct search *s, const struct json *v)
{
	const struct json *found;
	size_t i;

	if (is_it(s, v))
		return v;
	if (v->type != JSON_ARRAY && v->type != JSON_OBJECT)
		return NULL;
	for (i = v->len; i > 0; i--)
		if ((found = search_below(s, v, i - 1)) != NULL)
			return found;
	return NULL;
}

const struct json *
map_place_find(struct str expr, const struct cel_val *vars,
    const struct json *line, const struct json *value, struct buf *path)
{
	struct search s = { .path = path };
	struct str name = cut_name(&expr);
	const struct json *var = variable(name, vars), *found;

	buf_adds(path, STR("input"));
	s.node = var != NULL ? follow(expr, var) : NULL;
	if (s.node != NULL && (found = search(&s, line)) != NULL)
		return found;
	s.node = NULL;
	s.text = json_scalar(value);
	if (s.text.len == 0 || value->type == JSON_TRUE ||
	    value->type == JSON_FALSE)
		return NULL;
	if ((found = search(&s, line)) != NULL || s.text.len < WITHIN_MIN)
		return found;
	s.within = true;
	return search(&s, line);
}
