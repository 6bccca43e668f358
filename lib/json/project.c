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

enum {			/* bytes; less is not worth a cut */
	CUT_MIN = 8,
	CUT_STRING = 16
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
copy(struct walk *w, const char *to)
{
	size_t n = (size_t)(to - w->from);

	memcpy(w->out, w->from, n);
	w->out += n;
}

static struct json_cut *
new_cut(struct walk *w)
{
	struct json_projection *r = w->result;
	size_t size = sizeof(*r->cuts);

	if (r->ncuts == w->cap) {
		r->cuts = arena_grow(w->a, r->cuts, w->cap * size,
		    (w->cap * 2 + 64) * size);
		w->cap = w->cap * 2 + 64;
	}
	return &r->cuts[r->ncuts++];
}

/* Leave ${stand_in} in the place of ${p} to ${end}, which is ${was}. */
static void
replace(struct walk *w, const char *p, const char *end, struct str stand_in,
    struct str was)
{
	copy(w, p);
	memcpy(w->out, stand_in.p, stand_in.len);
	w->out += stand_in.len;
	w->from = end;
	*new_cut(w) = (struct json_cut){ .was = was,
	    .gone = (size_t)(end - p) - stand_in.len,
	    .at = (size_t)(w->out - w->result->text.p) - 1 };
}

/* Take back the comma before what was the last member, and its space. */
static size_t
take_back(struct walk *w)
{
	struct json_projection *r = w->result;
	const char *was = w->out;
	size_t at, i;

	while (is_space(w->out[-1]))
		w->out--;
	w->out -= w->out[-1] == ',';
	/* Members that were dropped in front of it ended behind that. */
	at = (size_t)(w->out - r->text.p);
	for (i = r->ncuts; i > 0 && r->cuts[i - 1].at > at; i--)
		r->cuts[i - 1].at = at;
	return (size_t)(was - w->out);
}

/*
 * The member ${p} is not even kept, nor what is between it and ${next}, the
 * next member or, if it was the ${last}, the closing brace.
 */
static void
drop(struct walk *w, const char *p, const char *next, bool last)
{
	size_t comma = 0;

	copy(w, p);
	if (last)
		comma = take_back(w);
	w->from = next;
	*new_cut(w) = (struct json_cut){
	    .at = (size_t)(w->out - w->result->text.p),
	    .gone = (size_t)(next - p) + comma };
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
		replace(w, p, end, STR("null"),
		    (struct str){ p, (size_t)(end - p) });
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

/* A string that is read; a long one that is plain need not pass yajl. */
static const char *
walk_string(struct walk *w, const char *p)
{
	const char *close = json_plain(p + 1, w->s.end);
	size_t len = (size_t)(close - p) - 1;

	if (close == w->s.end || *close != '"' || len < CUT_STRING ||
	    len > w->s.limits->string)
		return json_skip_string(&w->s, p + 1);
	replace(w, p, close + 1, STR("\"\""), (struct str){ p + 1, len });
	return close + 1;
}

static const char *walk_value(struct walk *w, const char *p,
    const struct json_node *n);

/* At the opening quote of a key: past it, with what it says in ${key}. */
static const char *
walk_key(struct walk *w, const char *p, struct str *key)
{
	const char *end;
	unsigned mends = 0;

	if (*p++ != '"')
		return NULL;
	end = json_plain(p, w->s.end);
	*key = (struct str){ p, (size_t)(end - p) };
	if (end < w->s.end && *end == '"' && key->len <= w->s.limits->string)
		return end + 1;
	if ((end = json_skip_string(&w->s, p)) == NULL)
		return NULL;
	key->len = (size_t)(end - 1 - p);
	*key = json_decode(*key, w->a, &mends);
	return end;
}

/*
 * At the opening quote of a key; step over it and its value.  ${unread}: it
 * is not even to be kept, and the caller leaves it out.
 */
static const char *
walk_member(struct walk *w, const char *p, const struct json_node *n,
    bool *unread)
{
	const struct json_node *c;
	struct str key;

	if ((p = walk_key(w, p, &key)) == NULL)
		return NULL;
	p = json_skip_space(p);
	if (*p != ':')
		return NULL;
	p = json_skip_space(p + 1);
	if ((c = json_child(n, key)) == NULL)
		c = n->star;
	*unread = c == NULL && n->drop;
	if (*unread)
		return json_skip(&w->s, p);
	return c != NULL ? walk_value(w, p, c) : skip_unread(w, p);
}

/* At the first key or the closing brace. */
static const char *
walk_object(struct walk *w, const char *p, const struct json_node *n)
{
	const char *member;
	bool unread, more = *p != '}';

	while (more) {
		member = p;
		p = walk_member(w, p, n, &unread);
		if (p == NULL || p == w->s.end)
			return NULL;
		p = json_skip_space(p);
		more = *p == ',';
		if (more)
			p = json_skip_space(p + 1);
		if (unread)
			drop(w, member, p, !more);
	}
	return *p == '}' ? p + 1 : NULL;
}

/* At the first item or the closing bracket. */
static const char *
walk_array(struct walk *w, const char *p, const struct json_node *n)
{
	bool more = *p != ']';

	while (more) {
		p = n->star != NULL ? walk_value(w, p, n->star) :
		    skip_unread(w, p);
		if (p == NULL || p == w->s.end)
			return NULL;
		p = json_skip_space(p);
		more = *p == ',';
		if (more)
			p = json_skip_space(p + 1);
	}
	return *p == ']' ? p + 1 : NULL;
}

/* How deep this calls itself is up to the paths, not to the text. */
static const char *
walk_value(struct walk *w, const char *p, const struct json_node *n)
{
	bool object = *p == '{';

	if (*p == '"')
		return walk_string(w, p);
	if (n->whole || (!object && *p != '['))
		return skip_read(w, p);
	if (w->s.depth == w->s.limits->depth)
		return NULL;
	w->s.depth++;
	p = json_skip_space(p + 1);
	p = object ? walk_object(w, p, n) : walk_array(w, p, n);
	w->s.depth--;
	return p;
}

/* ${s} without the white space of JSON, which is less than str_trim's. */
static struct str
trim(struct str s)
{
	while (s.len > 0 && is_space(s.p[0]))
		s = str_from(s, 1);
	while (s.len > 0 && is_space(s.p[s.len - 1]))
		s.len--;
	return s;
}

/* Does it begin and end with brackets of the same kind? */
static bool
is_container(struct str s)
{
	return s.len >= 2 && (s.p[0] == '{' || s.p[0] == '[') &&
	    s.p[s.len - 1] == s.p[0] + 2;
}

bool
json_project(const struct json_node *plan, struct str text,
    const struct json_limits *l, struct arena *a, struct json_projection *out)
{
	struct walk w = { .a = a, .result = out };
	struct str t = trim(text);
	const char *end;

	*out = (struct json_projection){ .text = STR("") };
	if (!is_container(t) || memchr(text.p, '\n', text.len) != NULL)
		return false;
	w.s = (struct skip){ .end = t.p + t.len, .limits = l,
	    .closers = arena_alloc(a, l->depth) };
	w.from = t.p;
	w.out = arena_alloc(a, t.len);
	out->text.p = w.out;
	if (t.p > text.p)
		*new_cut(&w) = (struct json_cut){
		    .gone = (size_t)(t.p - text.p) };
	end = walk_value(&w, t.p, plan);
	if (end != w.s.end)
		return false;
	copy(&w, end);
	out->text.len = (size_t)(w.out - out->text.p);
	out->values = w.s.values;
	return out->values <= l->members;
}
