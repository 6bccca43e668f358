/*
 * What a test expects, brought up to date in its file: values are replaced
 * where they stand, so that comments and layout stay.
 */
#include "driver/cases.h"
#include "driver/yamlout.h"

static void
edit(struct edits *x, size_t from, size_t to, struct str text)
{
	size_t cap = x->cap > 0 ? 2 * x->cap : 16;

	if (x->n == x->cap) {
		x->v = arena_grow(x->arena, x->v, x->n * sizeof(*x->v),
		    cap * sizeof(*x->v));
		x->cap = cap;
	}
	x->v[x->n++] = (struct edit){ from, to, text };
}

/* Byte of line ${line}, column ${col}. */
static size_t
offset_of(struct str text, struct where at)
{
	size_t i, line = 1;

	for (i = 0; i < text.len && line < at.line; i++)
		line += text.p[i] == '\n';
	return i + (at.col > 0 ? at.col - 1 : 0);
}

static bool
quoted_end(struct str text, size_t from, size_t *to)
{
	char q = text.p[from];
	size_t i;

	for (i = from + 1; i < text.len; i++) {
		if (q == '"' && text.p[i] == '\\')
			i++;
		else if (text.p[i] == q && q == '\'' && i + 1 < text.len &&
		    text.p[i + 1] == q)
			i++;
		else if (text.p[i] == q) {
			*to = i + 1;
			return true;
		}
	}
	return false;
}

/* The bracket that closes the one at ${from}. */
static bool
flow_end(struct str text, size_t from, size_t *to)
{
	size_t i, depth = 0;

	for (i = from; i < text.len; i++) {
		switch (text.p[i]) {
		case '{': case '[':
			depth++;
			break;
		case '}': case ']':
			if (--depth == 0) {
				*to = i + 1;
				return true;
			}
			break;
		case '"': case '\'':
			/* An apostrophe within a word is none. */
			if (strchr(" \t\n,:[{", text.p[i - 1]) != NULL) {
				if (!quoted_end(text, i, to))
					return false;
				i = *to - 1;
			}
			break;
		case '#':
			while (ascii_space(text.p[i - 1]) &&
			    i + 1 < text.len && text.p[i + 1] != '\n')
				i++;
			break;
		default:
			break;
		}
	}
	return false;
}

/*
 * The last line that belongs to the block collection whose first key or dash
 * stands at ${from}; blank lines and comments behind it do not.
 */
static size_t
block_end(struct str text, size_t from, size_t col, bool list)
{
	size_t start, i, end, to = from;
	bool first = true;
	char c;

	for (start = from; start < text.len; start = end + 1) {
		for (end = start; end < text.len && text.p[end] != '\n'; end++)
			;
		for (i = start; i < end && text.p[i] == ' '; i++)
			;
		c = i < end ? text.p[i] : '#';
		if (!first && c != '#' && (i - start < col ||
		    (i - start == col && (c == '-') != list)))
			break;
		if (first || c != '#')
			to = end;
		first = false;
	}
	return to;
}

/* Where the value ${v} stands; false where that is not plain to see. */
static bool
range_of(const struct json *v, struct str text, size_t *from, size_t *to)
{
	struct where at = yaml_where(v);
	struct str s = yaml_text(v);

	*from = offset_of(text, at);
	if (at.line == 0 || *from >= text.len ||
	    v->flags & (YAML_TAGGED | YAML_ALIASED))
		return false;
	switch (text.p[*from]) {
	case '"': case '\'':
		return quoted_end(text, *from, to);
	case '{': case '[':
		return flow_end(text, *from, to);
	case '&': case '|': case '>':
		return false;
	default:
		break;
	}
	if (v->type == JSON_OBJECT || v->type == JSON_ARRAY) {
		*to = block_end(text, *from, at.col - 1,
		    v->type == JSON_ARRAY);
		return true;
	}
	*to = *from + s.len;
	return s.len > 0 && str_eq(str_to(str_from(text, *from), s.len), s);
}

/* Of ${got} the parts that ${want} asks for. */
static struct json
shape(const struct json *want, const struct json *got, struct arena *a)
{
	struct json o = json_object();
	const struct json *v;
	size_t i;

	if (got == NULL)
		return json_null();
	if (want->type != JSON_OBJECT || got->type != JSON_OBJECT)
		return *got;
	for (i = 0; i < want->len; i++) {
		v = json_get(got, want->members[i].key);
		json_add(&o, want->members[i].key,
		    shape(&want->members[i].value, v, a), a);
	}
	return o;
}

/* What a test says of a record that says nothing yet. */
static struct json
outline(const struct json *record, struct arena *a)
{
	static const char *const parts[] = { "contact", "company", "deal",
	    "ticket", "objects", "tags" };
	static const char *const sums[] = { "total", "grade" };
	const struct json *v, *score = json_get(record, STR("score"));
	struct json o = json_object(), s = json_object();
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if ((v = json_get(record, str_of(parts[i]))) != NULL)
			json_add(&o, str_of(parts[i]), *v, a);
	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		if (score != NULL &&
		    (v = json_get(score, str_of(sums[i]))) != NULL)
			json_add(&s, str_of(sums[i]), *v, a);
	if (s.len > 0)
		json_add(&o, STR("score"), s, a);
	if ((v = json_get(record, STR("actions"))) != NULL)
		json_add(&o, STR("actions"), *v, a);
	return o;
}

/* {code: ...} of what was refused or skipped. */
static struct json
code_of(const struct result *r, struct arena *a)
{
	struct json o = json_object();

	json_add(&o, STR("code"), json_str(str_of(r->err.code != NULL ?
	    r->err.code : "")), a);
	return o;
}

static const char *
key_of(const struct result *r)
{
	return r->verdict == REC_REFUSED ? case_wants[WANT_REFUSED] :
	    case_wants[WANT_SKIPPED];
}

/* One result as an item of a list. */
static struct json
item(const struct result *r, const struct json *want, struct arena *a)
{
	struct json o = json_object();

	if (r->verdict == REC_PASS)
		return want != NULL && want->type == JSON_OBJECT ?
		    shape(want, &r->record, a) : outline(&r->record, a);
	json_add(&o, str_of(key_of(r)), code_of(r, a), a);
	return o;
}

/* The test's last key and its value. */
static struct str
want_text(const struct test_case *c, const struct results *r, size_t indent,
    struct arena *a)
{
	const struct json *want = c->want[WANT_RECORD];
	struct json o = json_object(), list = json_array(), *place;
	struct buf b = { 0 };
	struct str s;
	size_t i;

	if (want != NULL && want->type == JSON_ARRAY)
		want = NULL;
	if (r->n == 1 && r->v[0].verdict != REC_PASS) {
		o = item(&r->v[0], NULL, a);
	} else {
		place = json_add(&o, str_of(case_wants[WANT_RECORD]),
		    json_null(), a);
		for (i = 0; i < r->n; i++)
			json_push(&list, item(&r->v[i],
			    r->n == 1 ? want : NULL, a), a);
		*place = r->n == 1 ? list.items[0] : list;
	}
	if (c->node->flags & YAML_FLOW)
		yamlout_flow_members(&o, &b);
	else
		yamlout_block(&o, indent, &b);
	s = arena_str(a, str_trim(buf_str(&b)));
	buf_free(&b);
	return s;
}

static bool
update_whole(const struct test_case *c, const struct results *r,
    struct str text, struct edits *out)
{
	struct where at = yaml_where(c->node);
	const struct json_member *m;
	size_t i, from, to, indent = at.col - 1;
	struct str new_ = want_text(c, r, indent, out->arena);
	int k;

	for (i = 0; i < c->node->len; i++) {
		m = &c->node->members[i];
		for (k = 0; k < WANTS; k++)
			if (&m->value == c->want[k]) {
				if (!range_of(&m->value, text, &from, &to))
					return false;
				edit(out, offset_of(text, yaml_key_where(
				    c->node, i)), to, new_);
				return true;
			}
	}
	if (!range_of(c->node, text, &from, &to))
		return false;
	if (c->node->flags & YAML_FLOW)
		edit(out, to - 1, to - 1, arena_printf(out->arena, ", %.*s",
		    STR_ARG(new_)));
	else
		edit(out, to, to, arena_printf(out->arena, "\n%*s%.*s",
		    (int)indent, "", STR_ARG(new_)));
	return true;
}

static bool
update_values(const struct mismatches *m, struct str text,
    struct edits *out)
{
	size_t i, from, to, before = out->n;
	struct buf b = { 0 };

	for (i = 0; i < m->n; i++) {
		if (m->v[i].whole ||
		    !range_of(m->v[i].want, text, &from, &to)) {
			out->n = before;
			break;
		}
		buf_reset(&b);
		yamlout_flow(&m->v[i].value, &b);
		edit(out, from, to, arena_str(out->arena, buf_str(&b)));
	}
	buf_free(&b);
	return i == m->n;
}

bool
case_update(const struct test_case *c, const struct results *r,
    const struct mismatches *m, struct str text, struct edits *out)
{
	return update_values(m, text, out) || update_whole(c, r, text, out);
}
