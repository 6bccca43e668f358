#include "push/push.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "push/wave.h"
#include "record/dead.h"
#include "record/log.h"
#include "record/stop.h"

enum {
	WAVE_MAX = 2000,		/* records */
	WAVE_BYTES = 16 << 20,
	FILL_MS = 20			/* wait so long for a fuller wave */
};

/* How a run's input came to its end. */
struct feed {
	struct lines	 lines;
	size_t		 bytes;		/* in the wave */
	bool		 stopped;	/* a signal asked for it */
	bool		 ended;		/* by a closing stub */
	bool		 done;
};

static bool
is_full(const struct push *p, const struct feed *f)
{
	return p->njobs == p->width || f->bytes > WAVE_BYTES ||
	    (p->o->limit > 0 && (int64_t)p->records == p->o->limit);
}

static void
add_line(struct push *p, struct feed *f, struct str line, bool too_long)
{
	struct job *j = &p->jobs[p->njobs];

	*j = (struct job){ .arrived = now_millis() };
	p->line++;
	if (too_long) {
		j->line = p->line;
		j->doc.root = json_object();
		j->text = STR("");
		j->answered = true;
		j->outcome = OUT_REFUSED;
		err_set(&j->err, ERR_LIMIT, "json.bytes",
		    "the line is longer than 64 MiB");
	} else if (!job_read(p, j, arena_str(&p->arena, line))) {
		f->ended = true;
		return;
	} else
		f->ended = false;
	f->bytes += line.len;
	p->njobs++;
	p->records++;
}

/* Lines that are here already, as many as the wave takes. */
static void
take_lines(struct push *p, struct feed *f)
{
	enum lines_got got;
	struct str line = STR_NONE;

	while (!is_full(p, f)) {
		got = lines_next(&f->lines, &line);
		if (got == LINES_NONE)
			return;
		add_line(p, f, line, got == LINES_LONG);
	}
}

/* Wait for a first line, then for as many more as come at once. */
static int
fill(struct push *p, struct feed *f, struct err *e)
{
	p->njobs = 0;
	f->bytes = 0;
	take_lines(p, f);
	while (!is_full(p, f) && !f->lines.eof && !f->stopped) {
		if (p->njobs > 0 && !lines_ready(&f->lines, FILL_MS))
			return 0;
		if (p->njobs == 0 && stop_wait(p->o->in, p->o->out) !=
		    STOP_INPUT) {
			f->stopped = true;
			return 0;
		}
		if (lines_read(&f->lines, e) == -1)
			return -1;
		take_lines(p, f);
	}
	f->stopped |= stop_asked();
	f->done = f->stopped || (f->lines.eof && f->lines.pos ==
	    f->lines.b.len) || (p->o->limit > 0 &&
	    (int64_t)p->records == p->o->limit);
	return 0;
}

static int
write_all(int fd, struct str s, struct err *e)
{
	ssize_t n;

	while (s.len > 0) {
		n = write(fd, s.p, s.len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			err_errno(e, ERR_IO, "cannot write the results");
			if (errno == EPIPE)
				e->code = "io.closed";
			return -1;
		}
		s = str_from(s, (size_t)n);
	}
	return 0;
}

static void
add_letter(struct push *p, struct job *j, struct buf *b)
{
	const struct run_env env = { .now = p->o->now,
	    .run = arena_printf(&p->arena, "%lld", (long long)p->run).p };
	const struct dead letter = { .stage = "push", .err = &j->err,
	    .attempt = (unsigned)j->was.attempts + 1, .env = &env,
	    .at = { .name = "-", .line = j->line } };

	if (j->text.p != NULL)
		dead_line(&letter, j->text, NULL, &p->arena, b);
	else
		dead_record(&letter, &j->doc, b);
}

/* Dead letters are on disk before the results that tell of them. */
static int
write_dead(struct push *p, struct err *e)
{
	struct buf b = { 0 };
	struct job *j;
	int rc = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if ((j->outcome == OUT_REFUSED && j->stage.p == NULL) ||
		    j->outcome == OUT_QUARANTINED)
			add_letter(p, j, &b);
	if (b.len > 0)
		rc = write_all(p->o->rejects, buf_str(&b), e);
	if (b.len > 0 && rc == 0 && fsync(p->o->rejects) == -1 &&
	    errno != EINVAL && errno != EROFS)
		rc = err_errno(e, ERR_IO, "cannot keep dead letters");
	buf_free(&b);
	return rc;
}

static int
answer(struct push *p, struct err *e)
{
	struct job *j;

	if (p->o->rejects != -1 && write_dead(p, e) == -1)
		return -1;
	buf_reset(&p->out);
	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		p->counts[j->outcome]++;
		if (!p->o->dry_run)
			result_write(p, j);
	}
	return write_all(p->o->out, buf_str(&p->out), e);
}

static int
waves(struct push *p, struct feed *f, struct err *e)
{
	do {
		arena_reset(&p->arena);
		if (fill(p, f, e) == -1)
			return -1;
		if (p->njobs > 0 && (wave_run(p, e) == -1 ||
		    answer(p, e) == -1))
			return -1;
	} while (!f->done && !f->stopped);
	return 0;
}

/* The equation first, then what became of those that went out. */
static void
tell(const struct push *p, struct buf *figures)
{
	const uint64_t *c = p->counts;
	struct log_figure f[OUT_COUNT + 1];
	struct buf b = { 0 };
	size_t i;

	buf_printf(&b, "in %zu = out %zu + refused %llu + skipped %llu + "
	    "folded 0", p->records, p->records - (size_t)(c[OUT_REFUSED] +
	    c[OUT_SKIPPED]), (unsigned long long)c[OUT_REFUSED],
	    (unsigned long long)c[OUT_SKIPPED]);
	buf_addc(figures, '{');
	for (i = 0; i < OUT_COUNT; i++) {
		f[i] = (struct log_figure){ outcome_names[i], c[i] };
		buf_printf(figures, "%s\"%s\":%llu", i > 0 ? "," : "",
		    outcome_names[i], (unsigned long long)c[i]);
		if (c[i] > 0 && i != OUT_REFUSED && i != OUT_SKIPPED)
			buf_printf(&b, ", %llu %s", (unsigned long long)c[i],
			    outcome_names[i]);
	}
	buf_addc(figures, '}');
	f[OUT_COUNT] = (struct log_figure){ "in", p->records };
	log_figures(LOG_INFO, b.p, f, OUT_COUNT + 1);
	buf_free(&b);
}

static int
write_end(struct push *p, struct err *e)
{
	const uint64_t *c = p->counts;

	buf_reset(&p->out);
	buf_printf(&p->out, "{\"chatcrm\":1,\"end\":{\"stage\":\"push\","
	    "\"in\":%zu,\"out\":%zu,\"refused\":%llu,\"skipped\":%llu,"
	    "\"folded\":0}}\n", p->records, p->records -
	    (size_t)(c[OUT_REFUSED] + c[OUT_SKIPPED]),
	    (unsigned long long)c[OUT_REFUSED],
	    (unsigned long long)c[OUT_SKIPPED]);
	return write_all(p->o->out, buf_str(&p->out), e);
}

static bool
too_many(const struct push *p)
{
	double bad = (double)(p->counts[OUT_REFUSED] +
	    p->counts[OUT_QUARANTINED]);

	return bad > 0 && (p->o->max_rejects <= 0 || (p->records >= 20 &&
	    bad > p->o->max_rejects * (double)p->records));
}

static enum status
judge(struct push *p, const struct feed *f, struct err *e)
{
	enum err_kind stopped = crm_stopped(p->crm, e);

	if (stopped == ERR_AUTH)
		return STATUS_DENIED;
	if (stopped != ERR_NONE && p->counts[OUT_CREATED] +
	    p->counts[OUT_UPDATED] == 0)
		return STATUS_UNAVAILABLE;
	if (p->o->expect_end && !f->ended) {
		err_set(e, ERR_IO, "input.end",
		    "the input ended without its closing stub");
		return STATUS_IO;
	}
	if (f->stopped || p->counts[OUT_DEFERRED] > 0)
		return STATUS_DEFERRED;
	return too_many(p) ? STATUS_REFUSED : STATUS_OK;
}

static int
begin(struct push *p, struct err *e)
{
	const struct json_limits limits = { .strict = p->o->strict };

	p->width = crm_batch(p->crm->objects[CRM_CONTACT].create) *
	    p->crm->connections * 2;
	if (p->width > WAVE_MAX)
		p->width = WAVE_MAX;
	p->jobs = calloc(p->width, sizeof(*p->jobs));
	if (p->jobs == NULL)
		return err_errno(e, ERR_IO, "cannot begin");
	hmap_init(&p->unsent, &p->kept);
	p->parser = json_parser_new(&limits, NULL);
	return p->o->dry_run ? 0 : ledger_run_begin(p->ledger, STR("push"),
	    now_millis(), &p->run, e);
}

static void
finish(struct push *p, enum status status, struct err *e)
{
	struct buf figures = { 0 };

	tell(p, &figures);
	if (!p->o->dry_run && (ledger_run_end(p->ledger, p->run, now_millis(),
	    status, buf_str(&figures), e) == -1 || ledger_commit(p->ledger,
	    e) == -1))
		log_msg(LOG_WARNING, "the end of the run is not in the "
		    "ledger");
	buf_free(&figures);
}

enum status
push_run(struct crm *crm, struct ledger *l, const struct push_opts *o,
    struct err *e)
{
	struct push p = { .crm = crm, .ledger = l, .o = o };
	struct feed f = { .lines = { .fd = o->in } };
	enum status status;

	if (stop_open(e) == -1)
		return status_of(e->kind);
	if (begin(&p, e) == -1 || waves(&p, &f, e) == -1)
		status = status_of(e->kind);
	else {
		status = judge(&p, &f, e);
		if ((f.ended || o->end_stub) && !o->dry_run &&
		    write_end(&p, e) == -1)
			status = STATUS_IO;
		finish(&p, status, e);
	}
	stop_close();
	json_parser_free(p.parser);
	buf_free(&f.lines.b);
	buf_free(&p.out);
	free(p.jobs);
	arena_free(&p.arena);
	arena_free(&p.kept);
	return status;
}
