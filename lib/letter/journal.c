#include "letter/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "json/json.h"
#include "record/dead.h"

enum { READ = 256 * 1024 };

/* One line of the file, while it is read. */
struct reading {
	struct journal		*j;
	struct json_parser	*parser;
	struct json_limits	 limits;
	struct arena		 line;
	size_t			 number;
};

static struct str
keep(struct journal *j, const struct json *o, const char *key)
{
	struct str s = json_get_str(o, str_of(key));

	return s.p != NULL ? arena_str(j->arena, s) : STR_NONE;
}

static int64_t
number(const struct json *o, const char *key)
{
	const struct json *v = json_get(o, str_of(key));
	int64_t n = 0;

	if (v != NULL)
		json_to_int(v, &n);
	return n;
}

static struct entry *
entry_of(struct journal *j, struct str id)
{
	void **slot = hmap_slot(&j->by_id, arena_str(j->arena, id));
	size_t had = j->cap * sizeof(*j->entries);

	if (*slot == NULL) {
		if (j->n == j->cap) {
			j->cap = j->cap > 0 ? 2 * j->cap : 256;
			j->entries = arena_grow(j->arena, j->entries, had,
			    j->cap * sizeof(*j->entries));
		}
		*slot = (void *)(uintptr_t)(++j->n);
		j->entries[j->n - 1] = (struct entry){
		    .id = arena_str(j->arena, id) };
	}
	return &j->entries[(uintptr_t)*slot - 1];
}

static void
take_letter(struct journal *j, const struct json_doc *d, struct str line,
    uint64_t offset)
{
	const struct json *dead = doc_get(d, STR("dead"));
	const struct json *source = doc_get(d, STR("source"));
	char made[DEAD_ID + 1];
	struct str id = json_get_str(dead, STR("id"));
	struct entry *x;

	if (id.p == NULL) {
		dead_id(json_get_str(dead, STR("stage")), line, made);
		id = str_of(made);
	}
	x = entry_of(j, id);
	id = x->id;
	*x = (struct entry){ .id = id, .offset = offset, .len = line.len,
	    .stage = keep(j, dead, "stage"), .code = keep(j, dead, "code"),
	    .field = keep(j, dead, "field"), .at = keep(j, dead, "at"),
	    .run = keep(j, dead, "run"), .file = keep(j, source, "file"),
	    .message = keep(j, dead, "message"),
	    .line = number(source, "line"),
	    .attempt = number(dead, "attempt"),
	    .sealed = doc_get(d, STR("sealed")) != NULL };
}

static bool
take_closing(struct journal *j, const struct json *closed)
{
	struct str id = json_get_str(closed, STR("id"));
	struct entry *x;

	if (id.p == NULL || hmap_get(&j->by_id, id) == NULL)
		return false;
	x = entry_of(j, id);
	x->outcome = keep(j, closed, "outcome");
	if (x->outcome.p == NULL)
		x->outcome = STR("closed");
	x->closed_at = keep(j, closed, "at");
	return true;
}

static void
take_line(struct reading *r, struct str line, uint64_t offset)
{
	struct json_doc d;
	bool known = false;

	r->number++;
	arena_reset(&r->line);
	if (line.len == 0)
		return;
	if (json_parse(r->parser, line, &r->line, &d, NULL) == 0) {
		known = json_get_str(doc_get(&d, STR("dead")),
		    STR("stage")).p != NULL;
		if (known)
			take_letter(r->j, &d, line, offset);
		else
			known = take_closing(r->j,
			    doc_get(&d, STR("closed")));
	}
	if (!known && r->j->damaged++ == 0)
		r->j->damaged_at = r->number;
}

static int
read_lines(struct reading *r, struct err *e)
{
	struct journal *j = r->j;
	struct buf b = { 0 };
	const char *nl;
	size_t pos, len;
	ssize_t n;
	int rc = -1;

	for (;;) {
		if (buf_room(&b, READ) != 0) {
			err_set(e, ERR_LIMIT, "line.too_long", "%s: a line "
			    "is longer than any letter", j->path);
			break;
		}
		n = pread(j->fd, b.p + b.len, READ, (off_t)(j->size + b.len));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			err_errno(e, ERR_IO, "cannot read %s", j->path);
		if (n <= 0) {
			rc = n < 0 ? -1 : 0;
			break;
		}
		b.len += (size_t)n;
		for (pos = 0; (nl = memchr(b.p + pos, '\n', b.len - pos)) !=
		    NULL; pos += len + 1) {
			len = (size_t)(nl - (b.p + pos));
			take_line(r, (struct str){ b.p + pos, len },
			    j->size + pos);
		}
		memmove(b.p, b.p + pos, b.len - pos);
		b.len -= pos;
		j->size += pos;
	}
	buf_free(&b);
	return rc;
}

int
journal_more(struct journal *j, struct err *e)
{
	struct reading r = { .j = j };
	int rc;

	r.limits.bytes = (size_t)1 << 30;
	r.parser = json_parser_new(&r.limits, NULL);
	rc = read_lines(&r, e);
	json_parser_free(r.parser);
	arena_free(&r.line);
	return rc;
}

int
journal_open(struct journal *j, const char *path, struct arena *a,
    struct err *e)
{
	*j = (struct journal){ .path = path, .arena = a };
	hmap_init(&j->by_id, a);
	j->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (j->fd < 0)
		return err_errno(e, ERR_IO, "cannot open %s", path);
	return journal_more(j, e);
}

void
journal_close(struct journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	j->fd = -1;
}

struct str
journal_line(const struct journal *j, const struct entry *x, struct arena *a,
    struct err *e)
{
	char *p = arena_alloc(a, x->len + 1);
	size_t got = 0;
	ssize_t n;

	while (got < x->len) {
		n = pread(j->fd, p + got, x->len - got,
		    (off_t)(x->offset + got));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			err_errno(e, ERR_IO, "cannot read %s", j->path);
			return STR_NONE;
		}
		got += (size_t)n;
	}
	p[got] = '\0';
	return (struct str){ p, got };
}

struct entry *
journal_find(const struct journal *j, const char *id, struct err *e)
{
	struct entry *found = NULL;
	char quoted[48];
	size_t i;

	err_quote(str_of(id), quoted, sizeof(quoted));
	for (i = 0; i < j->n; i++) {
		if (!str_starts(j->entries[i].id, str_of(id)))
			continue;
		if (found != NULL) {
			err_set(e, ERR_USAGE, "usage.letter", "several "
			    "letters' ids begin with %s; write more of it",
			    quoted);
			return NULL;
		}
		found = &j->entries[i];
	}
	if (found == NULL)
		err_set(e, ERR_USAGE, "usage.letter",
		    "%s has no letter %s", j->path, quoted);
	return found;
}
