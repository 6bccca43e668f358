#include "json/project.h"

#include "json/decode.h"
#include "json/skip.h"

/* One text. */
struct walk {
	struct skip	 s;
	struct arena	*a;
	const char	*from;		/* not yet copied */
	char		*out;
	struct json_projection *result;
	size_t		 cap;		/* of cuts */
};

enum { CUT_MIN = 8 };	/* bytes; less is not worth a cut */

static void
copy(struct walk *w, const char *to)
{
	size_t n = (size_t)(to - w->from);

	memcpy(w->out, w->from, n);
	w->out += n;
}

/* The value ${p} to ${end} is not read: leave "null" in its place. */
static void
cut(struct walk *w, const char *p, const char *end)
{
	struct json_projection *r = w->result;
	size_t size = sizeof(*r->cuts);

	copy(w, p);
	memcpy(w->out, "null", 4);
	w->out += 4;
	w->from = end;
	if (r->ncuts == w->cap) {
		r->cuts = arena_grow(w->a, r->cuts, w->cap * size,
		    (w->cap * 2 + 64) * size);
		w->cap = w->cap * 2 + 64;
	}
	r->cuts[r->ncuts++] = (struct json_cut){
	    .at = (size_t)(w->out - r->text.p),
	    .was = { p, (size_t)(end - p) } };
}

static const char *
skip_unread(struct walk *w, const char *p)
{
	size_t values = w->s.values;
	const char *end = json_skip(&w->s, p);

	if (end == NULL)
		return NULL;
	if (end - p < CUT_MIN)
		w->s.values = values;	/* parse.c will count it */
	else {
		w->s.values--;		/* it counts the null */
		cut(w, p, end);
	}
	return end;
}

/* A value that is read as it stands; parse.c counts what is in it. */
static const char *
skip_read(struct walk *w, const char *p)
{
	size_t values = w->s.values;

	p = json_skip(&w->s, p);
	w->s.values = values;
	return p;
}

static const char *walk_value(struct walk *w, const char *p,
    const struct json_node *n);

static const struct json_node *
follow(struct walk *w, const struct json_node *n, struct str raw)
{
	const struct json_node *c;
	unsigned mends;

	if (memchr(raw.p, '\\', raw.len) != NULL)
		raw = json_decode(raw, w->a, &mends);
	if ((n->hints & json_hint(raw)) != 0 &&
	    (c = json_child(n, raw)) != NULL)
		return c;
	return n->star;
}

/* At the opening quote of a key; step over it and its value. */
static const char *
walk_member(struct walk *w, const char *p, const struct json_node *n)
{
	const char *key = p + 1;
	const struct json_node *c;

	if (*p != '"' || (p = json_skip_string(&w->s, key)) == NULL)
		return NULL;
	c = follow(w, n, (struct str){ key, (size_t)(p - 1 - key) });
	p = json_skip_space(p);
	if (*p != ':')
		return NULL;
	p = json_skip_space(p + 1);
	return c != NULL ? walk_value(w, p, c) : skip_unread(w, p);
}

/* At the opening bracket. */
static const char *
walk_inside(struct walk *w, const char *p, const struct json_node *n)
{
	bool object = *p == '{';
	char closer = object ? '}' : ']';

	if (w->s.depth++ == w->s.limits->depth)
		return NULL;
	p = json_skip_space(p + 1);
	if (*p != closer)
		for (;;) {
			if (object)
				p = walk_member(w, p, n);
			else if (n->star != NULL)
				p = walk_value(w, p, n->star);
			else
				p = skip_unread(w, p);
			if (p == NULL || p == w->s.end)
				return NULL;
			p = json_skip_space(p);
			if (*p != ',')
				break;
			p = json_skip_space(p + 1);
		}
	w->s.depth--;
	return *p == closer ? p + 1 : NULL;
}

/* Its depth is that of the paths, not that of the text. */
static const char *
walk_value(struct walk *w, const char *p, const struct json_node *n)
{
	if (n->whole || (*p != '{' && *p != '['))
		return skip_read(w, p);
	return walk_inside(w, p, n);
}

bool
json_project(const struct json_node *plan, struct str text,
    const struct json_limits *l, struct arena *a, struct json_projection *out)
{
	struct walk w = { .a = a, .result = out };
	const char *p = text.p;

	text = str_trim(text);
	if (text.len < 2 || (text.p[0] != '{' && text.p[0] != '[') ||
	    text.p[text.len - 1] != text.p[0] + 2 ||
	    memchr(p, '\n', text.len) != NULL)
		return false;
	w.s = (struct skip){ .end = text.p + text.len, .limits = l,
	    .closers = arena_alloc(a, l->depth) };
	w.from = text.p;
	w.out = arena_alloc(a, text.len);
	*out = (struct json_projection){ .text = { w.out, 0 } };
	p = walk_value(&w, text.p, plan);
	if (p != w.s.end)
		return false;
	copy(&w, p);
	out->text.len = (size_t)(w.out - out->text.p);
	out->values = w.s.values;
	return out->values <= l->members;
}
