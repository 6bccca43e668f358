/*
 * yajl's events to a tree.
 *
 * yajl checks the grammar and cuts the text into tokens; it is told not to
 * look into strings, whose escapes and UTF-8 are ours (decode.h): its own
 * reading turns half a surrogate pair into "?" and lets overlong forms pass.
 * Its white space has form feed and vertical tab, which we look for first,
 * and it lets the beginning of a token stand behind the root ('1"a').
 */
#include <sys/types.h>

#include <stdio.h>
#include <yajl/yajl_parse.h>

#include "json/check.h"
#include "json/decode.h"
#include "json/json.h"
#include "json/keys.h"

enum {
	STACK_FIRST = 128,
	LEVELS_FIRST = 32,
	NOTES_MAX = 100,	/* a document; the rest is mended unsaid */
	PATH_MAX_BYTES = 200
};

struct level {
	size_t	start;		/* of its elements on the stack */
	bool	array;
};

struct json_parser {
	struct arena	 own;		/* holds the parser itself */
	struct arena	 work;		/* one document's; yajl's memory too */
	struct json_limits limits;
	const struct json_paths *paths;

	struct arena	*out;
	yajl_handle	 yajl;
	struct str	 text;		/* what yajl reads */
	size_t		 values;
	/*
	 * Elements of all open containers, outermost first.  In an object
	 * the last has its key before it has its value.
	 */
	struct json_member *stack;
	size_t		 n, cap;
	struct level	*levels;
	size_t		 depth, maxdepth;
	struct str	*raw;		/* of root's members so far */
	size_t		 nraw, rawcap;
	size_t		 value_at;	/* root's member: end of its key */
	size_t		 root_end;	/* where the root's text ends */
	bool		 mended;	/* in this member of root */
	struct json_note *notes, **last_note;
	size_t		 nnotes;
	struct err	*e;
	bool		 refused;	/* ${e} is set already */
};

struct json_parser *
json_parser_new(const struct json_limits *limits,
    const struct json_paths *paths)
{
	struct arena own = { 0 };
	struct json_parser *p = ARENA_NEW(&own, struct json_parser);

	p->own = own;
	p->limits = json_limits_of(limits);
	p->paths = paths;
	return p;
}

void
json_parser_free(struct json_parser *p)
{
	struct arena own;

	if (p == NULL)
		return;
	arena_free(&p->work);
	own = p->own;
	arena_free(&own);
}

/* yajl's allocator: an arena, with each block's size before it. */
enum { HEAD = 16 };

static void *
yajl_malloc_in(void *ctx, size_t n)
{
	char *p = arena_alloc(ctx, n + HEAD);

	memcpy(p, &n, sizeof(n));
	return p + HEAD;
}

static void *
yajl_realloc_in(void *ctx, void *old, size_t n)
{
	size_t had;
	char *p;

	if (old == NULL)
		return yajl_malloc_in(ctx, n);
	p = (char *)old - HEAD;
	memcpy(&had, p, sizeof(had));
	if (n <= had)
		return old;
	p = arena_grow(ctx, p, had + HEAD, n + HEAD);
	memcpy(p, &n, sizeof(n));
	return p + HEAD;
}

static void
yajl_free_in(void *ctx, void *p)
{
	(void)ctx;
	(void)p;
}

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
	size_t i = p->value_at, end = consumed(p);

	if (p->nraw == p->rawcap) {
		p->raw = arena_grow(p->out, p->raw,
		    p->rawcap * sizeof(*p->raw),
		    (p->rawcap * 2 + 8) * sizeof(*p->raw));
		p->rawcap = p->rawcap * 2 + 8;
	}
	while (ascii_space(p->text.p[i]) || p->text.p[i] == ':')
		i++;
	p->raw[p->nraw++] = p->mended ? STR_NONE :
	    (struct str){ p->text.p + i, end - i };
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
between_quotes(const struct json_parser *p, const unsigned char *s,
    size_t len)
{
	const char *q = (const char *)s, *last, *slash;

	if (q >= p->text.p && q <= p->text.p + p->text.len)
		return (struct str){ q, len };
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
	return (struct str){ q + 1, (size_t)(last - q - 1) };
}

static int
on_null(void *ctx)
{
	return scalar(ctx, json_null());
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
	struct str text = { s, len };

	if (len > p->limits.number)
		return 0;
	/* At the very end yajl hands us a copy in its buffer. */
	if (s < p->text.p || s >= p->text.p + p->text.len)
		text = arena_str(p->out, text);
	return scalar(p, (struct json){ .type = JSON_NUMBER,
	    .len = (uint32_t)len, .text = text.p });
}

static int
on_string(void *ctx, const unsigned char *s, size_t len)
{
	struct json_parser *p = ctx;
	struct str raw = between_quotes(p, s, len), text;
	struct json *place = begin(p);
	unsigned mends = 0;

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

static int
on_key(void *ctx, const unsigned char *s, size_t len)
{
	struct json_parser *p = ctx;
	struct str raw = between_quotes(p, s, len);
	unsigned mends = 0;

	if (raw.len > p->limits.string)
		return 0;
	push(p)->key = json_decode(raw, p->out, &mends);
	if (p->depth == 1)
		p->value_at = consumed(p);
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
	p->levels[p->depth++] = (struct level){ p->n, array };
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
	bool inside = key.p >= p->text.p && key.p < p->text.p + p->text.len;

	p->refused = true;
	err_set(p->e, ERR_INPUT, "json.duplicate",
	    "a key stands twice in an object");
	err_at(p->e, (struct where){ NULL, 0,
	    inside ? (size_t)(key.p - p->text.p) : consumed(p) });
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

static const yajl_callbacks callbacks = {
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

static void
reset(struct json_parser *p, struct str text, struct arena *a, struct err *e)
{
	arena_reset(&p->work);
	p->out = a;
	p->text = text;
	p->e = e;
	p->n = p->depth = p->values = p->nnotes = p->nraw = p->rawcap = 0;
	p->raw = NULL;
	p->cap = STACK_FIRST;
	p->stack = arena_alloc(&p->work, p->cap * sizeof(*p->stack));
	p->maxdepth = LEVELS_FIRST;
	p->levels = arena_alloc(&p->work, p->maxdepth * sizeof(*p->levels));
	p->notes = NULL;
	p->last_note = &p->notes;
	p->root_end = 0;
	p->mended = p->refused = false;
}

static int
run_yajl(struct json_parser *p)
{
	yajl_alloc_funcs memory = { yajl_malloc_in, yajl_realloc_in,
	    yajl_free_in, &p->work };
	yajl_status st;

	/* The arena is the handle's only memory: nothing to free. */
	p->yajl = yajl_alloc(&callbacks, &memory, p);
	yajl_config(p->yajl, yajl_dont_validate_strings, 1);
	st = yajl_parse(p->yajl, (const unsigned char *)p->text.p,
	    p->text.len);
	if (st != yajl_status_ok)
		return -1;
	/* A number at the very end is only seen to end by what follows. */
	if (p->root_end == 0)
		p->root_end = p->text.len;
	if (yajl_complete_parse(p->yajl) != yajl_status_ok)
		return -1;
	return str_trim(str_from(p->text, p->root_end)).len == 0 ? 0 : -1;
}

/* Say what is wrong with ${text}, which something has refused. */
static int
refuse(struct json_parser *p, struct str text, size_t skipped, struct err *e)
{
	if (p->refused) {
		if (e != NULL)
			e->at.col += skipped;
		return -1;
	}
	if (json_check(text, &p->limits, e) == -1)
		return -1;
	return err_set(e, ERR_BUG, "json.syntax",
	    "yajl refuses what the checker accepts; please report it");
}

int
json_parse(struct json_parser *p, struct str text, struct arena *a,
    struct json_doc *out, struct err *e)
{
	size_t bom = str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0;

	reset(p, str_from(text, bom), a, e);
	if (text.len > p->limits.bytes || p->text.len == 0 ||
	    memchr(text.p, '\f', text.len) != NULL ||
	    memchr(text.p, '\v', text.len) != NULL ||
	    run_yajl(p) == -1)
		return refuse(p, text, bom, e);
	*out = (struct json_doc){ .root = p->stack[0].value, .raw = p->raw,
	    .nraw = p->nraw, .notes = p->notes, .arena = a };
	/* What is written must stay one line. */
	if (memchr(text.p, '\n', text.len) != NULL)
		out->nraw = 0;
	return 0;
}

void
json_open(struct json *v, struct arena *a)
{
	static const struct json_limits any = { .bytes = SIZE_MAX,
	    .depth = JSON_DEPTH_MAX, .string = SIZE_MAX, .number = SIZE_MAX,
	    .members = SIZE_MAX };
	struct json_parser *p;
	struct json_doc doc;

	if (v->type != JSON_RAW)
		return;
	p = json_parser_new(&any, NULL);
	if (json_parse(p, (struct str){ v->text, v->len }, a, &doc,
	    NULL) == 0)
		*v = doc.root;
	json_parser_free(p);
}
