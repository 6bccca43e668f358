/* A test's lines on their way. */
#include <fcntl.h>
#include <unistd.h>

#include "driver/cases.h"

struct feed {
	struct trial	*trial;
	struct arena	*arena;
	struct results	*out;
	struct framer	*framer;	/* or NULL */
	const char	*name;		/* of the input */
	size_t		 line;
};

static bool
blank(struct str s)
{
	return str_trim(s).len == 0;
}

static void
try_text(struct feed *f, struct str text, struct where at)
{
	if (!blank(text))
		trial_run(f->trial, text, at, f->arena, f->out);
}

static void
take_groups(struct feed *f)
{
	struct framer_group g;

	while (f->framer->next(f->framer, &g))
		try_text(f, g.text, g.at);
}

static void
take_line(struct feed *f, struct str line)
{
	struct where at = { f->name, ++f->line, 0 };
	struct result *r;
	struct err e = { 0 };

	if (f->framer == NULL) {
		try_text(f, line, at);
	} else if (!blank(line)) {
		if (f->framer->push(f->framer, line, at, &e) != 0) {
			r = results_add(f->out, f->arena);
			r->stage = f->trial->stages[0].ops->name;
			r->err = e;
		}
		take_groups(f);
	}
}

static void
take_lines(struct feed *f, struct str text)
{
	size_t nl;

	while (text.len > 0) {
		nl = str_find(text, STR("\n"));
		take_line(f, str_to(text, nl));
		text = nl == (size_t)-1 ? STR_NONE : str_from(text, nl + 1);
	}
}

/* Texts over several lines are told as the engine tells them. */
static void
take_file(struct feed *f, struct str text)
{
	struct document d;
	size_t open;

	if (f->framer != NULL || (!document_starts(text) &&
	    document_find(text, &open) == (size_t)-1)) {
		take_lines(f, text);
		return;
	}
	document_init(&d, f->trial->o.limits.bytes > 0 ?
	    f->trial->o.limits.bytes : YAML_MAX_BYTES);
	trial_document(f->trial, &d);
	f->framer = &d.framer;
	take_lines(f, text);
	f->framer->end(f->framer);
	take_groups(f);
	f->framer = NULL;
	document_free(&d);
}

static void
take_given(struct feed *f, const struct json *v)
{
	struct buf b = { 0 };
	size_t i;

	if (v->type == JSON_STRING) {
		take_file(f, (struct str){ v->text, v->len });
	} else if (v->type == JSON_ARRAY) {
		for (i = 0; i < v->len; i++)
			take_given(f, &v->items[i]);
	} else {
		json_write(v, &b);
		take_line(f, buf_str(&b));
		buf_free(&b);
	}
}

static int
read_file(const char *path, struct buf *b, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	if (fd >= 0)
		do {
			if (buf_room(b, 65536) != 0) {
				close(fd);
				return err_set(e, ERR_LIMIT, "io.memory",
				    "%s is too large", path);
			}
			n = read(fd, b->p + b->len, 65536);
			b->len += n > 0 ? (size_t)n : 0;
		} while (n > 0);
	if (n < 0)
		err_errno(e, ERR_IO, "cannot read %s", path);
	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : 0;
}

static int
open_group(struct feed *f, struct err *e)
{
	const struct engine_stage *s = &f->trial->stages[0];

	if (s->ops->framer != NULL)
		f->framer = s->ops->framer(s->stage, f->arena);
	if (f->framer == NULL)
		return err_set(e, ERR_USAGE, "usage.group",
		    "this source has whole conversations; leave out group");
	return 0;
}

int
case_run(const struct test_case *c, struct trial *t, struct arena *a,
    struct results *out, struct err *e)
{
	struct feed f = { .trial = t, .arena = a, .out = out, .name = "-" };
	struct buf b = { 0 };
	int ret = -1;

	*out = (struct results){ 0 };
	if (c->file.p != NULL) {
		f.name = c->file.p;
		if (read_file(f.name, &b, e) != 0)
			goto out;
	}
	if (c->group && open_group(&f, e) != 0)
		goto out;
	if (c->file.p != NULL)
		take_file(&f, buf_str(&b));
	else
		take_given(&f, c->given);
	if (f.framer != NULL) {
		f.framer->end(f.framer);
		take_groups(&f);
	}
	ret = 0;
out:
	if (f.framer != NULL && f.framer->free != NULL)
		f.framer->free(f.framer);
	buf_free(&b);
	return ret;
}
