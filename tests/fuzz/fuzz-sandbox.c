/*
 * sandbox: whatever a client asks of it, under any persona, is answered by
 * JSON that can be read or by text, and never by a failure of its own.
 *
 * The first line of the input names the persona; requests follow, divided by
 * lines of "%%": METHOD URI, headers, an empty line, the body.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/server.h"

enum { MAX_HEADERS = 8 };

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct wire {
	char	*names[MAX_HEADERS], *values[MAX_HEADERS];
	size_t	 n;
};

static const char *
header(void *from, const char *name)
{
	struct wire *w = from;
	size_t i;

	for (i = 0; i < w->n; i++)
		if (str_ieq(str_of(w->names[i]), str_of(name)))
			return w->values[i];
	return NULL;
}

/* The next line; the rest of ${s} follows it. */
static struct str
line(struct str *s)
{
	size_t n = str_find(*s, STR("\n"));
	struct str l = str_to(*s, n);

	*s = n == (size_t)-1 ? STR("") : str_from(*s, n + 1);
	return l;
}

static void
read_headers(struct wire *w, struct str *s, struct arena *a)
{
	struct str l;
	size_t colon;

	while (s->len > 0 && (l = line(s)).len > 0) {
		colon = str_find(l, STR(":"));
		if (colon == (size_t)-1 || w->n == MAX_HEADERS ||
		    memchr(l.p, '\0', l.len) != NULL)
			continue;
		w->names[w->n] = (char *)(uintptr_t)arena_str(a,
		    str_to(l, colon)).p;
		w->values[w->n++] = (char *)(uintptr_t)arena_str(a,
		    str_trim(str_from(l, colon + 1))).p;
	}
}

static void
check(const struct answer *r, struct sandbox *sb, struct arena *a)
{
	struct json_doc doc;
	struct buf out = { 0 };

	if (r->status < 200 || r->status > 599 || r->status == 500)
		abort();
	if (r->text.p == NULL && r->body.type != JSON_NULL &&
	    (json_write(&r->body, &out) != 0 || json_parse(sb->parser,
	    buf_str(&out), a, &doc, NULL) != 0))
		abort();
	buf_free(&out);
}

static void
ask(struct sandbox *sb, struct str s)
{
	struct arena a = { 0 };
	struct wire w = { .n = 0 };
	struct request q = { .sb = sb, .persona = sb->persona,
	    .store = sb->store, .a = &a, .now = 1772359200000,
	    .header = header, .from = &w };
	struct str first = line(&s), uri;
	struct seen seen = { .number = 0 };
	struct answer r = { 0 };
	size_t space = str_find(first, STR(" ")), mark;

	q.method = arena_str(&a, str_to(first, space)).p;
	uri = str_from(first, space + 1);
	mark = str_find(uri, STR("?"));
	q.path = str_to(uri, mark);
	if (space != (size_t)-1 && mark != (size_t)-1)
		request_query(&q, str_from(uri, mark + 1));
	read_headers(&w, &s, &a);
	q.body = s;
	serve(&q, &seen, &r);
	check(&r, sb, &a);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size }, name = line(&s);
	struct sandbox_conf c = { .portal = 1, .account_type = "SANDBOX",
	    .retry_after_s = -1 };
	struct sandbox *sb;
	struct err e = { 0 };
	char persona[16] = "";
	size_t n;

	if (name.len >= sizeof(persona) ||
	    persona_find(name) == NULL)
		return 0;
	memcpy(persona, name.p, name.len);
	c.persona = persona;
	if (sandbox_make(&c, &sb, &e) == -1)
		abort();
	while (s.len > 0) {
		n = str_find(s, STR("\n%%\n"));
		ask(sb, str_to(s, n));
		s = n == (size_t)-1 ? STR("") : str_from(s, n + 4);
	}
	sandbox_free(sb);
	return 0;
}
