/* show: the merged configuration as YAML that says where it comes from. */
#include "conf/conf.h"

static void	show(const struct json *v, struct str key, int depth, FILE *f);

static void
indent(int depth, FILE *f)
{
	fprintf(f, "%*s", 2 * depth, "");
}

static void
origin(const struct json *v, FILE *f)
{
	struct where at = yaml_where(v);

	if (at.name != NULL)
		fprintf(f, "  # %s:%zu", at.name, at.line);
	fputc('\n', f);
}

/* JSON is YAML, so a quoted string needs no rules of its own. */
static void
quoted(struct str s, FILE *f)
{
	struct buf b = { 0 };

	json_write_str(s, &b);
	fwrite(b.p, 1, b.len, f);
	buf_free(&b);
}

/* Text that is the same without quotes in any place: words and dots. */
static bool
is_plain(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !(i > 0 && (ascii_digit(s.p[i]) ||
		    s.p[i] == '_' || s.p[i] == '.' || s.p[i] == '-')))
			return false;
	return s.len > 0 && !str_ieq(s, STR("null")) &&
	    !str_ieq(s, STR("true")) && !str_ieq(s, STR("false"));
}

static void
text(struct str s, FILE *f)
{
	if (is_plain(s))
		fwrite(s.p, 1, s.len, f);
	else
		quoted(s, f);
}

static bool
secret_key(struct str key)
{
	static const char *const words[] = { "token", "secret", "password",
	    "api_key" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_find(key, str_of(words[i])) != (size_t)-1)
			return true;
	return false;
}

static void
scalar(const struct json *v, struct str key, FILE *f)
{
	switch (v->type) {
	case JSON_NULL:
		fputs("null", f);
		break;
	case JSON_TRUE:
		fputs("true", f);
		break;
	case JSON_FALSE:
		fputs("false", f);
		break;
	case JSON_NUMBER:
		fprintf(f, "%.*s", (int)v->len, v->text);
		break;
	default:
		if (secret_key(key))
			fputs("\"(not shown)\"", f);
		else
			text((struct str){ v->text, v->len }, f);
		break;
	}
}

static bool
is_nested(const struct json *v)
{
	return (v->type == JSON_OBJECT || v->type == JSON_ARRAY) && v->len > 0;
}

/* What stands behind "key:" or "-": a value on the line, or lines below. */
static void
rest(const struct json *v, struct str key, int depth, FILE *f)
{
	if (is_nested(v)) {
		origin(v, f);
		show(v, key, depth + 1, f);
		return;
	}
	fputc(' ', f);
	if (v->type == JSON_OBJECT)
		fputs("{}", f);
	else if (v->type == JSON_ARRAY)
		fputs("[]", f);
	else
		scalar(v, key, f);
	origin(v, f);
}

static void
show(const struct json *v, struct str key, int depth, FILE *f)
{
	size_t i;

	for (i = 0; i < v->len; i++) {
		indent(depth, f);
		if (v->type == JSON_ARRAY) {
			fputc('-', f);
			rest(&v->items[i], key, depth, f);
			continue;
		}
		text(v->members[i].key, f);
		fputc(':', f);
		rest(&v->members[i].value, v->members[i].key, depth, f);
	}
}

void
conf_show(const struct conf *c, FILE *f)
{
	if (c->root.len > 0)
		show(&c->root, STR(""), 0, f);
}
