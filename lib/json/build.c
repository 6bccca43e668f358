/* yajl's events to a tree. */
#include <sys/types.h>

#include <stdio.h>

#include "json/decode.h"
#include "json/keys.h"
#include "json/parse.h"

enum {
	NOTES_MAX = 100,	/* a document; the rest is mended unsaid */
	PATH_MAX_BYTES = 200
};

static bool
in_object(const struct json_parser *p)
{
	return p->depth > 0 && !p->levels[p->depth - 1].array;
}

static size_t
consumed(const struct json_parser *p)
{
	return yajl_get_bytes_consumed(p->yajl);
}

/* Is ${s} in the text, and not in a buffer of yajl's? */
static bool
in_text(const struct json_parser *p, const char *s)
{
	return s >= p->text.p && s <= p->text.p + p->text.len;
}

/* Mind what was cut from the text up to its byte ${at}. */
static void
catch_up(struct json_parser *p, size_t at)
{
	for (; p->next_cut < p->cut.ncuts &&
	    p->cut.cuts[p->next_cut].at <= at; p->next_cut++)
		p->shift += p->cut.cuts[p->next_cut].gone;
}

/* The original of ${len} bytes at ${s} in the text that yajl reads. */
static struct str
original(struct json_parser *p, const char *s, size_t len)
{
	catch_up(p, (size_t)(s - p->text.p));
	return (struct str){ p->origin + (s - p->text.p) + p->shift, len };
}

static struct json_member *
push(struct json_parser *p)
{
	size_t size = sizeof(*p->stack);

	if (p->n == p->cap) {
		p->stack = arena_grow(&p->work, p->stack, p->cap * size,
		    p->cap * 2 * size);
		p->cap *= 2;
	}
	return &p->stack[p->n++];
}

/* Where the value that begins now goes; NULL if there are too many. */
static struct json *
begin(struct json_parser *p)
{
	if (++p->values > p->limits.members)
		return NULL;
	return in_object(p) ? &p->stack[p->n - 1].value : &push(p)->value;
}

/* A value of a member of root is complete: keep the text it came from. */
static void
keep_raw(struct json_parser *p)
{
	const char *from = p->origin + p->value_at, *to;

	catch_up(p, consumed(p) - 1);
	to = p->origin + consumed(p) + p->shift;
	if (p->nraw == p->rawcap) {
		p->raw = arena_grow(p->out, p->raw,
		    p->rawcap * sizeof(*p->raw),
		    (p->rawcap * 2 + 8) * sizeof(*p->raw));
		p->rawcap = p->rawcap * 2 + 8;
	}
	while (ascii_space(*from) || *from == ':')
		from++;
	p->raw[p->nraw++] = p->mended ? STR_NONE :
	    (struct str){ from, (size_t)(to - from) };
	p->mended = false;
}

/* The value is complete. */
static int
end(struct json_parser *p)
{
	if (p->depth == 1 && !p->levels[0].array)
		keep_raw(p);
	else if (p->depth == 0 && p->root_end == 0)
		p->root_end = consumed(p);
	return 1;
}

static int
scalar(struct json_parser *p, struct json v)
{
	struct json *place = begin(p);

	if (place == NULL)
		return 0;
	*place = v;
	return end(p);
}

/* Where the parser stands, as "events[3].metadata", for people. */
static struct str
path(const struct json_parser *p, struct str key)
{
	char out[PATH_MAX_BYTES];
	size_t i, next, o = 0, room;
	int n;

	for (i = 0; i < p->depth && o < sizeof(out); i++) {
		next = i + 1 < p->depth ? p->levels[i + 1].start : p->n;
		room = sizeof(out) - o;
		if (p->levels[i].array)
			n = snprintf(out + o, room, "[%zu]",
			    next - p->levels[i].start - 1);
		else
			n = snprintf(out + o, room, "%s%.*s", o > 0 ? "." : "",
			    STR_ARG(i + 1 < p->depth || key.p == NULL ?
			    p->stack[next - 1].key : key));
		o += (size_t)n;
	}
	return arena_str(p->out, (struct str){ out,
	    o < sizeof(out) ? o : sizeof(out) - 1 });
}

static void
note(struct json_parser *p, enum json_mend what, struct str key)
{
	struct json_note *n;

	p->mended = true;
	if (p->nnotes++ >= NOTES_MAX)
		return;
	n = ARENA_NEW(p->out, struct json_note);
	n->what = what;
	n->path = path(p, key);
	*p->last_note = n;
	p->last_note = &n->next;
}

/*
 * What stands between the quotes of the string that yajl just read.  Where
 * it had escapes yajl hands us its own reading; ours begins at the closing
 * quote and goes back to the opening one, the next without a backslash.
 */
static struct str
between_quotes(struct json_parser *p, const unsigned char *s,
    size_t len)
{
	const char *q = (const char *)s, *last, *slash;

	if (in_text(p, q))
		return original(p, q, len);
	last = p->text.p + consumed(p) - 1;
	for (q = last - 1;; q--) {
		if (*q != '"')
			continue;
		for (slash = q; slash > p->text.p && slash[-1] == '\\';
		    slash--)
			;
		if ((q - slash) % 2 == 0)
			break;
	}
	return original(p, q + 1, (size_t)(last - q - 1));
}

/* What the token of ${len} bytes that ends here stands for; or none. */
static struct str
was(struct json_parser *p, size_t len)
{
	size_t last = consumed(p) - 1;
	const struct json_cut *c;

	if (p->cut.ncuts == 0)
		return STR_NONE;
	catch_up(p, last + 1 - len);
	c = &p->cut.cuts[p->next_cut];
	return p->next_cut < p->cut.ncuts && c->at == last ? c->was :
	    STR_NONE;
}

static int
on_null(void *ctx)
{
	struct str raw = was(ctx, strlen("null"));

	if (raw.p == NULL)
		return scalar(ctx, json_null());
	return scalar(ctx, (struct json){ .type = JSON_RAW,
	    .len = (uint32_t)raw.len, .text = raw.p });
}

static int
on_boolean(void *ctx, int b)
{
	return scalar(ctx, json_bool(b));
}

static int
on_number(void *ctx, const char *s, size_t len)
{
	struct json_parser *p = ctx;
	struct str text;

	if (len > p->limits.number)
		return 0;
	/* At the very end yajl hands us a copy in its buffer. */
	text = in_text(p, s) ? original(p, s, len) :
	    arena_str(p->out, (struct str){ s, len });
	return scalar(p, (struct json){ .type = JSON_NUMBER,
	    .len = (uint32_t)len, .text = text.p });
}

/* A string that may have to be mended, by the limits. */
static int
read_string(struct json_parser *p, struct str raw)
{
	struct json *place = begin(p);
	unsigned mends = 0;
	struct str text;

	if (raw.len > p->limits.string || place == NULL)
		return 0;
	text = json_decode(raw, p->out, &mends);
	if (mends != 0 && p->limits.strict)
		return 0;
	if ((mends & 1u << JSON_SURROGATE) != 0)
		note(p, JSON_SURROGATE, STR_NONE);
	if ((mends & 1u << JSON_UTF8) != 0)
		note(p, JSON_UTF8, STR_NONE);
	*place = json_str(text);
	return end(p);
}

/* A projected text is clean; without escapes it stands as it is. */
static int
on_string(void *ctx, const unsigned char *s, size_t len)
{
	struct json_parser *p = ctx;
	struct str text = STR_NONE;

	if (p->clean && len == 0)
		text = was(p, strlen("\"\""));
	if (text.p != NULL)
		return scalar(p, json_str(text));
	if (p->clean && in_text(p, (const char *)s))
		return scalar(p, json_str(original(p, (const char *)s, len)));
	return read_string(p, between_quotes(p, s, len));
}

static int
on_key(void *ctx, const unsigned char *s, size_t len)
{
	struct json_parser *p = ctx;
	struct str raw = between_quotes(p, s, len);
	unsigned mends = 0;

	if (raw.len > p->limits.string)
		return 0;
	push(p)->key = p->clean && in_text(p, (const char *)s) ? raw :
	    json_decode(raw, p->out, &mends);
	if (p->depth == 1)
		p->value_at = consumed(p) + p->shift;
	return mends == 0;
}

static int
open_level(struct json_parser *p, bool array)
{
	if (p->depth == p->limits.depth || begin(p) == NULL)
		return 0;
	if (p->depth == p->maxdepth) {
		p->levels = arena_grow(&p->work, p->levels,
		    p->maxdepth * sizeof(*p->levels),
		    p->maxdepth * 2 * sizeof(*p->levels));
		p->maxdepth *= 2;
	}
	p->levels[p->depth++] = (struct json_level){ p->n, array };
	return 1;
}

static int
on_start_map(void *ctx)
{
	return open_level(ctx, false);
}

static int
on_start_array(void *ctx)
{
	return open_level(ctx, true);
}

static int
on_end_array(void *ctx)
{
	struct json_parser *p = ctx;
	size_t start = p->levels[--p->depth].start, n = p->n - start, i;
	struct json v = { .type = JSON_ARRAY, .len = (uint32_t)n };

	if (n > 0)
		v.items = arena_alloc(p->out, json_cap(n) * sizeof(v));
	for (i = 0; i < n; i++)
		v.items[i] = p->stack[start + i].value;
	p->n = start;
	p->stack[start - 1].value = v;
	return end(p);
}

/* The second of two equal keys, under strict. */
static int
refuse_twin(struct json_parser *p, struct str key)
{
	p->refused = true;
	err_set(p->e, ERR_INPUT, "json.duplicate",
	    "a key stands twice in an object");
	err_at(p->e, (struct where){ NULL, 0,
	    in_text(p, key.p) ? (size_t)(key.p - p->text.p) : consumed(p) });
	return -1;
}

/*
 * Let the last of equal keys win, in the place of the first.  ${raw} (or
 * NULL) goes with ${m}.  The number that is left, or -1.
 */
static ssize_t
merge_twins(struct json_parser *p, struct json_member *m, size_t n,
    struct str *raw)
{
	uint32_t *first = json_twins(m, n, &p->work), *to;
	size_t i, kept = 0;

	if (first == NULL)
		return (ssize_t)n;
	to = arena_alloc(&p->work, n * sizeof(*to));
	for (i = 0; i < n; i++) {
		if (first[i] != i) {
			if (p->limits.strict)
				return refuse_twin(p, m[i].key);
			note(p, JSON_DUPLICATE_KEY, m[i].key);
		}
		to[i] = first[i] != i ? to[first[i]] : (uint32_t)kept++;
		m[to[i]] = m[i];
		if (raw != NULL)
			raw[to[i]] = raw[i];
	}
	return (ssize_t)kept;
}

static int
on_end_map(void *ctx)
{
	struct json_parser *p = ctx;
	size_t start = p->levels[p->depth - 1].start;
	struct json v = { .type = JSON_OBJECT };
	bool root = p->depth == 1;
	ssize_t n;

	n = merge_twins(p, p->stack + start, p->n - start,
	    root ? p->raw : NULL);
	if (n == -1)
		return 0;
	v.len = (uint32_t)n;
	if (n > 0) {
		v.members = arena_alloc(p->out,
		    json_cap(v.len) * sizeof(*v.members));
		memcpy(v.members, p->stack + start,
		    v.len * sizeof(*v.members));
	}
	if (root)
		p->nraw = v.len;
	p->depth--;
	p->n = start;
	p->stack[start - 1].value = v;
	return end(p);
}

const yajl_callbacks json_build = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_start_map,
	.yajl_map_key = on_key,
	.yajl_end_map = on_end_map,
	.yajl_start_array = on_start_array,
	.yajl_end_array = on_end_array,
};
