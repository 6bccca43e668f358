/*
 * fn_string: the extension "strings".  Positions count code points, from 0;
 * results are slices of their arguments where they can be.
 */
#include "base/utf8.h"
#include "cel/env.h"
#include "cel/run.h"
#include "cel/text.h"

static int
bad_index(struct run *r, int64_t i)
{
	return cel_fail(r, "index out of range: %lld", (long long)i);
}

/* offset_of(s, n, off): the byte of code point ${n}, which may be the end. */
static bool
offset_of(struct str s, int64_t n, size_t *off)
{
	size_t left = (size_t)n;

	if (n < 0)
		return false;
	*off = chars_skip(s, &left);
	return left == 0;
}

static int
found_at(struct str s, size_t off, struct cel_val *out)
{
	*out = off == (size_t)-1 ? cel_int(-1) :
	    cel_int((int64_t)chars_count(str_to(s, off)));
	return 0;
}

static int
char_at(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	size_t from, to;

	(void)n;
	if (!offset_of(v[0].s, v[1].i, &from))
		return bad_index(r, v[1].i);
	to = from;
	if (to < v[0].s.len)
		utf8_next(v[0].s, &to);
	*out = cel_string(str_from(str_to(v[0].s, to), from));
	return spend_bytes(r, from);
}

static int
index_of(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	size_t from = 0, at;

	if (spend_bytes(r, v[0].s.len) == -1)
		return -1;
	if (n == 3 && !offset_of(v[0].s, v[2].i, &from))
		return bad_index(r, v[2].i);
	at = str_find(str_from(v[0].s, from), v[1].s);
	return found_at(v[0].s, at == (size_t)-1 ? at : at + from, out);
}

static int
last_index_of(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct str s = v[0].s, sub = v[1].s;
	size_t at = s.len;

	if (spend_bytes(r, s.len) == -1)
		return -1;
	if (n == 3 && !offset_of(s, v[2].i, &at))
		return bad_index(r, v[2].i);
	if (sub.len > s.len)
		return found_at(s, (size_t)-1, out);
	if (at > s.len - sub.len)
		at = s.len - sub.len;
	for (;; at--) {
		if (sub.len == 0 || memcmp(s.p + at, sub.p, sub.len) == 0)
			return found_at(s, at, out);
		if (at == 0)
			return found_at(s, (size_t)-1, out);
	}
}

static int
substring(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	size_t from, to = v[0].s.len;

	if (!offset_of(v[0].s, v[1].i, &from))
		return bad_index(r, v[1].i);
	if (n == 3 && !offset_of(v[0].s, v[2].i, &to))
		return bad_index(r, v[2].i);
	if (from > to)
		return cel_fail(r, "the substring ends (%lld) before it "
		    "begins (%lld)", (long long)v[2].i, (long long)v[1].i);
	*out = cel_string(str_from(str_to(v[0].s, to), from));
	return spend_bytes(r, to);
}

static int
lower_ascii(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = cel_string(ascii_recase(v[0].s, 'A', 'Z', r->a));
	return spend_bytes(r, v[0].s.len);
}

static int
upper_ascii(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)n;
	*out = cel_string(ascii_recase(v[0].s, 'a', 'z', r->a));
	return spend_bytes(r, v[0].s.len);
}

static int
trim(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct str s = v[0].s;
	size_t i, from = 0, to;

	(void)n;
	for (i = 0; i < s.len && utf8_space(utf8_next(s, &i)); from = i)
		continue;
	for (to = i = from; i < s.len;)
		if (!utf8_space(utf8_next(s, &i)))
			to = i;
	*out = cel_string(str_from(str_to(s, to), from));
	return spend_bytes(r, s.len);
}

/* next_cut(s, sep): where ${s} is cut next; one character without ${sep}. */
static size_t
next_cut(struct str s, struct str sep)
{
	size_t i = 0;

	if (sep.len > 0)
		return str_find(s, sep);
	utf8_next(s, &i);
	return i < s.len ? i : (size_t)-1;
}

static size_t
count_pieces(struct str s, struct str sep, uint64_t limit)
{
	size_t n = 1, at;

	while (n < limit && s.len > 0 && (at = next_cut(s, sep)) !=
	    (size_t)-1) {
		s = str_from(s, at + sep.len);
		n++;
	}
	return n;
}

static int
split(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct str s = v[0].s, sep = v[1].s;
	uint64_t limit = n == 3 ? (uint64_t)v[2].i : UINT64_MAX;
	struct cel_val *items;
	size_t pieces, i, at;

	pieces = limit == 0 || (s.len == 0 && sep.len == 0) ? 0 :
	    count_pieces(s, sep, limit);
	if (spend_bytes(r, s.len) == -1 || spend(r, pieces) == -1)
		return -1;
	items = arena_alloc(r->a, pieces * sizeof(*items));
	for (i = 0; i + 1 < pieces; i++) {
		at = next_cut(s, sep);
		items[i] = cel_string(str_to(s, at));
		s = str_from(s, at + sep.len);
	}
	if (pieces > 0)
		items[i] = cel_string(s);
	*out = cel_list_new(items, pieces, r->a);
	return 0;
}

static int
join(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct str sep = n == 2 ? v[1].s : STR("");
	size_t count = cel_list_len(v[0]), i;
	struct text t = { .a = r->a };
	struct cel_val item;

	for (i = 0; i < count; i++) {
		item = cel_list_at(v[0], i);
		if (item.kind != CEL_STRING)
			return cel_wants(r, "a list of strings", item);
		if (spend_bytes(r, item.s.len + sep.len) == -1)
			return -1;
		if (i > 0)
			text_add(&t, sep);
		text_add(&t, item.s);
	}
	*out = cel_string(text_str(&t));
	return 0;
}

/* An empty ${old} stands before each character and at the end. */
static int
replace(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct str s = v[0].s, old = v[1].s, new_ = v[2].s;
	uint64_t limit = n == 4 ? (uint64_t)v[3].i : UINT64_MAX;
	struct text t = { .a = r->a };
	size_t at = 0;

	for (; limit > 0 && (at = str_find(s, old)) != (size_t)-1; limit--) {
		if (spend_bytes(r, at + new_.len) == -1)
			return -1;
		text_add(&t, str_to(s, at));
		text_add(&t, new_);
		s = str_from(s, at + old.len);
		if (old.len > 0)
			continue;
		if (s.len == 0)
			break;
		at = 0;
		utf8_next(s, &at);
		text_add(&t, str_to(s, at));
		s = str_from(s, at);
	}
	if (spend_bytes(r, s.len) == -1)
		return -1;
	text_add(&t, s);
	*out = cel_string(text_str(&t));
	return 0;
}

static int
reverse(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct str s = v[0].s;
	size_t i, from;
	char *to;

	(void)n;
	if (spend_bytes(r, s.len) == -1)
		return -1;
	to = arena_alloc(r->a, s.len);
	for (i = 0; i < s.len;) {
		from = i;
		utf8_next(s, &i);
		memcpy(to + s.len - i, s.p + from, i - from);
	}
	*out = cel_string((struct str){ to, s.len });
	return 0;
}

static int
quote(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	static const char from[] = "\a\b\f\n\r\t\v\\\"", to[] = "abfnrtv\\\"";
	struct text t = { .a = r->a };
	struct str s;
	char two[2] = { '\\', 0 };
	const char *known;
	size_t i, bad;

	(void)n;
	if (spend_bytes(r, 4 * v[0].s.len) == -1)
		return -1;
	s = utf8_repair(v[0].s, r->a, &bad);
	text_add(&t, STR("\""));
	for (i = 0; i < s.len; i++) {
		known = s.p[i] != '\0' ? strchr(from, s.p[i]) : NULL;
		if (known != NULL)
			two[1] = to[known - from];
		text_add(&t, known != NULL ? (struct str){ two, 2 } :
		    (struct str){ s.p + i, 1 });
	}
	text_add(&t, STR("\""));
	*out = cel_string(text_str(&t));
	return 0;
}

const struct builtin cel_strings[] = {
	{ "charAt", "string.(int)string", char_at },
	{ "indexOf", "string.(string)int", index_of },
	{ "indexOf", "string.(string, int)int", index_of },
	{ "lastIndexOf", "string.(string)int", last_index_of },
	{ "lastIndexOf", "string.(string, int)int", last_index_of },
	{ "substring", "string.(int)string", substring },
	{ "substring", "string.(int, int)string", substring },
	{ "lowerAscii", "string.()string", lower_ascii },
	{ "upperAscii", "string.()string", upper_ascii },
	{ "trim", "string.()string", trim },
	{ "split", "string.(string)list(string)", split },
	{ "split", "string.(string, int)list(string)", split },
	{ "join", "list(string).()string", join },
	{ "join", "list(string).(string)string", join },
	{ "replace", "string.(string, string)string", replace },
	{ "replace", "string.(string, string, int)string", replace },
	{ "reverse", "string.()string", reverse },
	{ "strings.quote", "(string)string", quote },
	{ NULL, NULL, NULL }
};
