#include "driver/yamlout.h"

/* What some reader of YAML takes for something else than text. */
static bool
is_word(struct str s)
{
	static const char *const words[] = { "true", "false", "null", "yes",
	    "no", "on", "off", "y", "n" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_ieq(s, str_of(words[i])))
			return true;
	return false;
}

static bool
is_plain(struct str s)
{
	size_t i;

	if (s.len == 0 || !ascii_alpha(s.p[0]) || s.p[s.len - 1] == ' ' ||
	    is_word(s))
		return false;
	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    memchr("_ ./@+-", s.p[i], 7) == NULL)
			return false;
	return true;
}

static void
put_text(struct str s, struct buf *b)
{
	if (is_plain(s))
		buf_adds(b, s);
	else
		json_write_str(s, b);
}

void
yamlout_flow_members(const struct json *o, struct buf *b)
{
	size_t i;

	for (i = 0; i < o->len; i++) {
		if (i > 0)
			buf_adds(b, STR(", "));
		put_text(o->members[i].key, b);
		buf_adds(b, STR(": "));
		yamlout_flow(&o->members[i].value, b);
	}
}

void
yamlout_flow(const struct json *v, struct buf *b)
{
	size_t i;

	switch (v->type) {
	case JSON_STRING:
		put_text((struct str){ v->text, v->len }, b);
		break;
	case JSON_OBJECT:
		buf_addc(b, '{');
		yamlout_flow_members(v, b);
		buf_addc(b, '}');
		break;
	case JSON_ARRAY:
		buf_addc(b, '[');
		for (i = 0; i < v->len; i++) {
			if (i > 0)
				buf_adds(b, STR(", "));
			yamlout_flow(&v->items[i], b);
		}
		buf_addc(b, ']');
		break;
	default:
		json_write(v, b);
	}
}

static bool
holds_objects(const struct json *v)
{
	size_t i;

	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		if (v->items[i].type == JSON_OBJECT)
			return true;
	return false;
}

static void
put_items(const struct json *list, size_t indent, struct buf *b)
{
	const struct json *v;
	size_t i;

	for (i = 0; i < list->len; i++) {
		v = &list->items[i];
		buf_printf(b, "%*s-", (int)indent, "");
		if (v->type == JSON_OBJECT && v->len > 0) {
			buf_addc(b, '\n');
			yamlout_block(v, indent + 2, b);
		} else {
			buf_addc(b, ' ');
			yamlout_flow(v, b);
			buf_addc(b, '\n');
		}
	}
}

void
yamlout_block(const struct json *o, size_t indent, struct buf *b)
{
	const struct json *v;
	size_t i;

	for (i = 0; i < o->len; i++) {
		v = &o->members[i].value;
		buf_printf(b, "%*s", (int)indent, "");
		put_text(o->members[i].key, b);
		buf_addc(b, ':');
		if (v->type == JSON_OBJECT && v->len > 0) {
			buf_addc(b, '\n');
			yamlout_block(v, indent + 2, b);
		} else if (holds_objects(v)) {
			buf_addc(b, '\n');
			put_items(v, indent + 2, b);
		} else {
			buf_addc(b, ' ');
			yamlout_flow(v, b);
			buf_addc(b, '\n');
		}
	}
}
