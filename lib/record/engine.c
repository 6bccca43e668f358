#include "record/engine.h"

#include <assert.h>

#include "base/wall.h"
#include "record/document.h"
#include "record/input.h"
#include "record/lane.h"
#include "record/log.h"
#include "record/output.h"
#include "record/pool.h"
#include "record/progress.h"
#include "record/stop.h"

/* As json_limits.bytes says. */
enum { LINE_LIMIT = 64 * 1024 * 1024 };

/* All that lives as long as a run. */
struct run {
	const struct engine_opts *o;
	struct row	 row;
	struct arena	 arena;
	struct input	 in;
	struct grouped	 grouped;	/* used if it has a framer */
	struct document	 document;
	void		*scratch;	/* the reader's, of the first stage */
	struct output	 out;
	struct pool	*pool;
	struct progress	 progress;
};

/* What the engine itself looks at in every line. */
static void
add_own_paths(struct json_paths *p)
{
	static const struct str lease[] = { { "source", 6 }, { "lease", 5 } },
	    found[] = { { "findings", 8 } };
	static const char *const keys[] = { "chatcrm", "id", "end",
	    "refused", "skipped" };
	struct str key;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		key = str_of(keys[i]);
		json_paths_add(p, &key, 1, false);
	}
	json_paths_add(p, lease, 2, false);
	json_paths_add(p, found, 1, true);
}

/*
 * The parts of a line that are read: what the stages want up to the one
 * that makes records of lines, else also what is printed of the record.
 * NULL: all.  A letter may hold the input of any stage.
 */
static const struct json_paths *
gather_paths(struct run *r)
{
	struct json_paths *p = json_paths_new(&r->arena);
	const struct engine_sink *sink = r->o->sink;
	bool made = false;
	size_t i;

	for (i = 0; i < r->row.n && !made; i++) {
		const struct engine_stage *s = &r->row.stages[i];

		if (s->ops->paths == NULL || r->o->replay)
			return NULL;
		s->ops->paths(s->stage, p);
		made = s->ops->source;
	}
	if (!made && sink != NULL) {
		if (sink->paths == NULL)
			return NULL;
		sink->paths(sink->arg, p);
	}
	add_own_paths(p);
	if (made || sink != NULL)
		json_paths_drop(p);
	return p;
}

static void
row_init(struct run *r, const struct engine_stage *stages, size_t n)
{
	assert(n >= 1 && n <= ENGINE_STAGES);
	r->row = (struct row){ .o = r->o, .stages = stages, .n = n,
	    .told = r->o->verbose ? SIZE_MAX : OUTPUT_TELL + 1 };
	r->row.paths = gather_paths(r);
}

/* From the first JSON text over several lines on, texts end where their
 * brackets do. */
static enum input_got
fill(struct run *r, struct job *j, struct err *e)
{
	enum input_got got;
	size_t n;

	if (r->grouped.framer != NULL)
		return grouped_fill(&r->grouped, j, e);
	do {
		got = input_fill(&r->in, j, e);
		n = got == INPUT_LINES ? grouped_find(&r->grouped, j) :
		    (size_t)-1;
	} while (got == INPUT_LINES && j->in.len == 0);
	if (n == (size_t)-1)
		return got;
	grouped_start(&r->grouped, j, n);
	return j->in.len > 0 ? got : grouped_fill(&r->grouped, j, e);
}

/* Whether a list is one line is for the first stage to say. */
static bool
is_whole(void *arg, struct str first)
{
	struct run *r = arg;
	const struct engine_stage *s = &r->row.stages[0];

	if (r->scratch == NULL)
		r->scratch = s->ops->scratch(s->stage);
	return s->ops->whole(s->stage, r->scratch, first,
	    r->o->framer != NULL);
}

static int
look(struct run *r, const struct job *j, struct err *e)
{
	const struct engine_stage *s = &r->row.stages[0];

	if (s->ops->look == NULL || j->refused || r->o->framer != NULL)
		return 0;
	if (r->scratch == NULL)
		r->scratch = s->ops->scratch(s->stage);
	return s->ops->look(s->stage, r->scratch, buf_str(&j->in), e);
}

static int
read_all(struct run *r, struct err *e)
{
	enum input_got got;
	struct tally t;
	struct job *j;

	while ((j = pool_job(r->pool)) != NULL) {
		got = fill(r, j, e);
		if (got != INPUT_LINES)
			return got;
		if (look(r, j, e) == -1)
			return INPUT_FAILED;
		pool_put(r->pool);
		if (progress_due(&r->progress)) {
			t = pool_tally(r->pool);
			progress_show(&r->progress, r->in.bytes, &t);
		}
	}
	return 0;		/* pool_close says why */
}

/* What remains to be written when all jobs are. */
static int
write_end(struct run *r, const struct tally *t, struct err *e)
{
	const struct engine_stage *last = &r->row.stages[r->row.n - 1];
	struct buf b = { 0 };
	int ret;

	if (stop_asked())
		return 0;	/* the stream has no end here */
	if (!r->o->end_stub && (r->o->sink != NULL ||
	    !(t->ended || t->leased)))
		return 0;
	tally_stub(t, last->ops->name, &b);
	ret = output_write(&r->out, buf_str(&b), e);
	buf_free(&b);
	return ret;
}

static enum status
judge(struct run *r, const struct tally *t, struct err *e)
{
	struct err why = { 0 };
	int allowed = allowance_end(&r->out.allowance, &why);

	/* What is followed has no other end than a signal. */
	if (stop_asked() && !(r->o->follow && allowed == -1)) {
		err_set(e, ERR_LOCKED, "stopped",
		    "stopped by a signal; what was read is written");
		return STATUS_DEFERRED;
	}
	if (r->o->expect_end && !t->ended) {
		err_set(e, ERR_IO, "io.end",
		    "the input ended before its closing stub");
		return STATUS_IO;
	}
	if (allowed == -1) {
		*e = why;
		return STATUS_REFUSED;
	}
	return STATUS_OK;
}

static void
tell_tally(const struct run *r, const struct tally *t)
{
	if (!r->o->silent)
		tally_tell(t);
}

/* What is still to be said and written once all lines were worked on. */
static enum status
finish(struct run *r, const struct tally *t, struct err *e)
{
	if (write_end(r, t, e) != 0 || output_close(&r->out, e) != 0)
		return STATUS_IO;
	tell_tally(r, t);
	return judge(r, t, e);
}

static enum status
run_lines(struct run *r, struct err *e)
{
	struct err read_err = { 0 };
	struct tally t;
	int read_ok, write_ok;

	read_ok = read_all(r, &read_err);
	write_ok = pool_close(r->pool, &t, e);
	progress_close(&r->progress);
	if (write_ok != 0)
		return STATUS_IO;
	if (read_ok != 0) {
		*e = read_err;
		if (e->kind == ERR_CONFIG)
			return STATUS_CONFIG;	/* nothing was worked on */
		/* Who went away does not want to know. */
		if (e->code == NULL || strcmp(e->code, "io.closed") != 0)
			tell_tally(r, &t);
		return STATUS_IO;
	}
	return finish(r, &t, e);
}

static enum status
open_and_run(struct run *r, struct err *e)
{
	enum status status = STATUS_IO;

	if (input_open(&r->in, e) != 0 ||
	    output_open(&r->out, r->o, e) != 0)
		return status_of(e->kind);
	r->pool = pool_open(&r->row, &r->out, (size_t)r->o->jobs, e);
	if (r->pool == NULL)
		return STATUS_IO;
	if (stop_open(e) == 0) {
		if (!r->o->wall || wall_raise(e) == 0)
			status = run_lines(r, e);
		stop_close();
	} else
		pool_close(r->pool, NULL, NULL);
	return status;
}

enum status
engine_run(const struct engine_opts *opts, const struct engine_stage *stages,
    size_t n, struct err *e)
{
	struct engine_opts o = *opts;
	struct run r = { .o = &o };
	enum status status;

	if (o.limits.bytes == 0)
		o.limits.bytes = LINE_LIMIT;
	o.limits.strict |= o.env.strict;
	row_init(&r, stages, n);
	input_init(&r.in, &o);
	document_init(&r.document, o.limits.bytes);
	if (stages[0].ops->whole != NULL) {
		r.document.whole = is_whole;
		r.document.arg = &r;
	}
	grouped_init(&r.grouped, &r.in, o.framer, &r.document);
	progress_open(&r.progress, input_size(&o));
	status = open_and_run(&r, e);
	output_close(&r.out, NULL);
	grouped_free(&r.grouped);
	document_free(&r.document);
	if (r.scratch != NULL)
		stages[0].ops->scratch_free(r.scratch);
	input_free(&r.in);
	arena_free(&r.arena);
	return status;
}
