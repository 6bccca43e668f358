/*
 * fuzz-project: whatever is read of a document, the verdict is the same, and
 * so is what is read.  The text begins with the paths, one a line, "!" before
 * one that is read whole; an empty line ends them.
 */
#include <stdio.h>
#include <stdlib.h>

#include "json/json.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATHS = 8, KEYS = 6 };

struct path {
	struct str	keys[KEYS];
	size_t		n;
	bool		whole;
};

static void
must(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "fuzz-project: %s\n", what);
		abort();
	}
}

/* A line at the front of ${s}, which moves past it. */
static struct str
line(struct str *s)
{
	const char *nl = s->len > 0 ? memchr(s->p, '\n', s->len) : NULL;
	struct str l = nl != NULL ? str_to(*s, (size_t)(nl - s->p)) : *s;

	*s = str_from(*s, l.len + (nl != NULL));
	return l;
}

static struct path
path_of(struct str l)
{
	struct path p = { .whole = l.p[0] == '!' };
	size_t dot;

	l = str_from(l, p.whole);
	while (p.n < KEYS && l.len > 0) {
		dot = str_find(l, STR("."));
		p.keys[p.n++] = str_to(l, dot);
		l = dot == (size_t)-1 ? STR_NONE : str_from(l, dot + 1);
	}
	return p;
}

static bool
any_raw(const struct json *v)
{
	size_t i;

	if (v->type == JSON_ARRAY)
		for (i = 0; i < v->len; i++)
			if (any_raw(&v->items[i]))
				return true;
	if (v->type == JSON_OBJECT)
		for (i = 0; i < v->len; i++)
			if (any_raw(&v->members[i].value))
				return true;
	return v->type == JSON_RAW;
}

/* The value at the end of a path, in the full tree and in the projected. */
static void
same_end(const struct json *f, const struct json *v, bool whole)
{
	must(f->type == v->type && f->len == v->len, "another size");
	if (whole || (f->type != JSON_OBJECT && f->type != JSON_ARRAY))
		must(!any_raw(v) && json_equal(f, v), "another value");
}

/* All that ${p} leads to from its key ${i} on. */
static void
same_along(const struct json *f, const struct json *v, const struct path *p,
    size_t i)
{
	bool star = i < p->n && str_eq(p->keys[i], STR("*"));
	const struct json *to;
	size_t k;

	must(v != NULL && v->type != JSON_RAW, "a value on the way was cut");
	if (i == p->n)
		same_end(f, v, p->whole);
	else if (f->type == JSON_ARRAY && star) {
		must(f->len == v->len, "another number of items");
		for (k = 0; k < f->len; k++)
			same_along(&f->items[k], &v->items[k], p, i + 1);
	} else if (f->type == JSON_OBJECT)
		for (k = 0; k < f->len; k++) {
			to = json_get(v, f->members[k].key);
			if (star || str_eq(f->members[k].key, p->keys[i]))
				same_along(&f->members[k].value, to, p, i + 1);
		}
}

static void
same(const struct json_doc *full, const struct json_doc *part)
{
	struct buf a = { 0 }, b = { 0 };

	must(json_equal(&full->root, &part->root), "another value");
	must(doc_write(full, &a) == 0 && doc_write(part, &b) == 0, "write");
	/*
	 * Members of the root are written as they came, whatever was read;
	 * but twins in a part that was cut are still there.
	 */
	if (full->notes == NULL && full->root.type == JSON_OBJECT)
		must(str_eq(buf_str(&a), buf_str(&b)), "other text");
	buf_free(&a);
	buf_free(&b);
}

static void
compare(struct str text, const struct json_limits *l,
    const struct json_paths *paths, bool drop, const struct path *path,
    size_t n)
{
	struct json_parser *all = json_parser_new(l, NULL);
	struct json_parser *some = json_parser_new(l, paths);
	struct json_doc full, part;
	struct err e = { 0 }, f = { 0 };
	struct arena a = { 0 };
	int r;

	r = json_parse(all, text, &a, &full, &e);
	must(r == json_parse(some, text, &a, &part, &f), "another verdict");
	if (r == 0) {
		if (!drop)
			same(&full, &part);
		while (n-- > 0)
			same_along(&full.root, &part.root, &path[n], 0);
	} else
		must(strcmp(e.code, f.code) == 0 && e.at.col == f.at.col &&
		    strcmp(e.msg, f.msg) == 0, "another error");
	json_parser_free(all);
	json_parser_free(some);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct json_limits small = { .depth = 5, .string = 9,
	    .number = 5, .members = 9 };
	struct str text = { (const char *)data, size }, l;
	struct path path[PATHS];
	struct arena a = { 0 };
	struct json_paths *paths = json_paths_new(&a);
	size_t n = 0;

	while (n < PATHS && (l = line(&text)).len > 0) {
		path[n] = path_of(l);
		json_paths_add(paths, path[n].keys, path[n].n, path[n].whole);
		n++;
	}
	compare(text, NULL, paths, false, path, n);
	compare(text, &small, paths, false, path, n);
	json_paths_drop(paths);
	compare(text, NULL, paths, true, path, n);
	compare(text, &small, paths, true, path, n);
	arena_free(&a);
	return 0;
}
