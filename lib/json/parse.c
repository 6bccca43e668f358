/*
 * The parser: what the configuration does not read is cut (project.h), yajl
 * reads the rest, build.c makes a tree of it.
 *
 * yajl checks the grammar and cuts the text into tokens; it is told not to
 * look into strings, whose escapes and UTF-8 are ours (decode.h): its own
 * reading turns half a surrogate pair into "?" and lets overlong forms pass.
 * Its white space has form feed and vertical tab, which we look for first,
 * and it lets the beginning of a token stand behind the root ('1"a').
 */
#include "json/check.h"
#include "json/parse.h"

enum {
	STACK_FIRST = 128,
	LEVELS_FIRST = 32
};

struct json_parser *
json_parser_new(const struct json_limits *limits,
    const struct json_paths *paths)
{
	struct arena own = { 0 };
	struct json_parser *p = ARENA_NEW(&own, struct json_parser);

	p->own = own;
	p->limits = json_limits_of(limits);
	/* Strict means that no fault hides in what is not read. */
	if (!p->limits.strict)
		p->plan = json_plan(paths, &p->own);
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

static void
reset(struct json_parser *p, struct str text, struct arena *a, struct err *e)
{
	arena_reset(&p->work);
	p->out = a;
	p->text = text;
	p->origin = text.p;
	p->e = e;
	p->n = p->depth = p->values = p->nnotes = p->nraw = p->rawcap = 0;
	p->next_cut = p->shift = p->cut.ncuts = 0;
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
	p->yajl = yajl_alloc(&json_build, &memory, p);
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

/* White space to yajl, not to RFC 8259, which wants it escaped in strings. */
static bool
has_foreign_space(struct str text)
{
	return memchr(text.p, '\f', text.len) != NULL ||
	    memchr(text.p, '\v', text.len) != NULL;
}

/* Let yajl read what is left after cutting, or all. */
static int
run(struct json_parser *p)
{
	p->clean = p->plan != NULL && json_project(p->plan, p->text,
	    &p->limits, &p->work, &p->cut);
	if (p->clean) {
		p->text = p->cut.text;
		p->values = p->cut.values;
		return run_yajl(p);
	}
	p->cut.ncuts = 0;
	return has_foreign_space(p->text) ? -1 : run_yajl(p);
}

int
json_parse(struct json_parser *p, struct str text, struct arena *a,
    struct json_doc *out, struct err *e)
{
	size_t bom = str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0;

	reset(p, str_from(text, bom), a, e);
	if (text.len > p->limits.bytes || p->text.len == 0 || run(p) == -1)
		return refuse(p, text, bom, e);
	*out = (struct json_doc){ .root = p->stack[0].value, .raw = p->raw,
	    .nraw = p->nraw, .notes = p->notes, .arena = a };
	/* What is written must stay one line. */
	if (!p->clean && memchr(text.p, '\n', text.len) != NULL)
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
