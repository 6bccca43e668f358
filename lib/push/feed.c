/* feed: the input, a wave at a time. */
#include "push/flow.h"

#include "record/stop.h"

enum {
	WAVE_BYTES = 16 << 20,
	PLAN_BYTES = 1 << 30,
	FILL_MS = 20			/* wait so long for a fuller wave */
};

static bool
is_full(const struct push *p, const struct feed *f)
{
	size_t most = p->o->plan || p->o->apply ? PLAN_BYTES : WAVE_BYTES;

	return p->njobs == p->width || f->bytes > most ||
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

bool
feed_ahead(struct push *p, struct feed *f)
{
	take_lines(p, f);
	while (!is_full(p, f) && !f->lines.eof && lines_ready(&f->lines, 0)) {
		if (lines_read(&f->lines, NULL) == -1)
			return false;
		take_lines(p, f);
	}
	return is_full(p, f) || f->lines.eof;
}

/* A plan sees all of the input at once; a push goes on with what is here. */
static bool
is_enough(const struct push *p, const struct feed *f)
{
	return p->njobs > 0 && !p->o->plan && !p->o->apply &&
	    !lines_ready(&f->lines, FILL_MS);
}

/*
 * Wait for input; false: the run is to end.  When its time is over, what is
 * here already is still read, to be kept in the outbox.
 */
static bool
await_input(const struct push *p)
{
	int64_t ms = crm_time_left(p->crm) / 1000000 + 1;

	if (p->o->deadline == 0)
		ms = -1;
	else if (ms > 86400000)
		ms = 86400000;
	return stop_wait_for(p->o->in, p->o->out, (int)ms) == STOP_INPUT;
}

int
feed_fill(struct push *p, struct feed *f, struct err *e)
{
	take_lines(p, f);
	while (!is_full(p, f) && !f->lines.eof && !f->stopped) {
		if (is_enough(p, f))
			return 0;
		if (!await_input(p)) {
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
