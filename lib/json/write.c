/* The tree to compact text. */
#include "json/json.h"
#include "json/skip.h"

/* The letter after the backslash; 'u': as \u00XX; 0: as it is. */
static char
escape(unsigned char c)
{
	switch (c) {
	case '"':
	case '\\':
		return (char)c;
	case '\b':
		return 'b';
	case '\f':
		return 'f';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return c < 0x20 ? 'u' : 0;
	}
}

/* The first byte in ${p} to ${end} that is not written as it is. */
static const char *
written(const char *p, const char *end)
{
	while ((p = json_plain(p, end)) < end && (signed char)*p < 0)
		p++;
	return p;
}

static size_t
put_escape(unsigned char c, char *out)
{
	static const char hex[] = "0123456789abcdef";
	char e = escape(c), all[6] = { '\\', e, '0', '0', hex[c >> 4],
	    hex[c & 15] };
	size_t n = e == 'u' ? 6 : 2;

	memcpy(out, all, n);
	return n;
}

/* One look at the room for each run of plain bytes and what ends it. */
int
json_write_str(struct str s, struct buf *b)
{
	const char *p = s.p != NULL ? s.p : "", *end = p + s.len, *stop;
	size_t run;

	buf_addc(b, '"');
	for (;; p = stop + 1) {
		stop = written(p, end);
		run = (size_t)(stop - p);
		if (buf_room(b, run + 6) == -1)
			return -1;
		memcpy(b->p + b->len, p, run);
		b->len += run;
		if (stop == end)
			break;
		b->len += put_escape((unsigned char)*stop, b->p + b->len);
	}
	return buf_addc(b, '"');
}

static void
write_member(struct str key, const struct json *v, struct buf *b)
{
	json_write_str(key, b);
	buf_addc(b, ':');
	json_write(v, b);
}

static void
write_object(const struct json *v, struct buf *b)
{
	size_t i;

	buf_addc(b, '{');
	for (i = 0; i < v->len; i++) {
		if (i > 0)
			buf_addc(b, ',');
		write_member(v->members[i].key, &v->members[i].value, b);
	}
	buf_addc(b, '}');
}

static void
write_array(const struct json *v, struct buf *b)
{
	size_t i;

	buf_addc(b, '[');
	for (i = 0; i < v->len; i++) {
		if (i > 0)
			buf_addc(b, ',');
		json_write(&v->items[i], b);
	}
	buf_addc(b, ']');
}

int
json_write(const struct json *v, struct buf *b)
{
	switch ((enum json_type)v->type) {
	case JSON_NULL:
		buf_adds(b, STR("null"));
		break;
	case JSON_FALSE:
		buf_adds(b, STR("false"));
		break;
	case JSON_TRUE:
		buf_adds(b, STR("true"));
		break;
	case JSON_NUMBER:
	case JSON_RAW:
		buf_add(b, v->text, v->len);
		break;
	case JSON_STRING:
		json_write_str((struct str){ v->text, v->len }, b);
		break;
	case JSON_ARRAY:
		write_array(v, b);
		break;
	case JSON_OBJECT:
		write_object(v, b);
		break;
	}
	return b->full ? -1 : 0;
}

struct str
json_text(const struct json *v, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	json_write(v, &b);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

int
doc_write(const struct json_doc *d, struct buf *b)
{
	const struct json *root = &d->root;
	size_t i;

	if (root->type != JSON_OBJECT)
		return json_write(root, b);
	buf_addc(b, '{');
	for (i = 0; i < root->len; i++) {
		if (i > 0)
			buf_addc(b, ',');
		if (i < d->nraw && d->raw[i].p != NULL) {
			json_write_str(root->members[i].key, b);
			buf_addc(b, ':');
			buf_adds(b, d->raw[i]);
		} else
			write_member(root->members[i].key,
			    &root->members[i].value, b);
	}
	return buf_addc(b, '}');
}
