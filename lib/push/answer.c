/* answer: what became of a wave's records, for those who sent them. */
#include <errno.h>
#include <unistd.h>

#include "base/fd.h"
#include "push/flow.h"
#include "push/people.h"
#include "record/dead.h"
#include "record/log.h"

int
answer_write(struct push *p, struct err *e)
{
	if (fd_write(p->o->out, buf_str(&p->out), "the results", e) == 0)
		return 0;
	if (errno == EPIPE)
		e->code = "io.closed";
	return -1;
}

static void
add_letter(struct push *p, struct job *j, struct buf *b)
{
	const struct run_env env = { .now = p->o->now,
	    .run = arena_printf(&p->arena, "%lld", (long long)p->run).p };
	const struct dead letter = { .stage = "push", .err = &j->err,
	    .seal = letters_seal(p->o->letters),
	    .attempt = (unsigned)j->was.attempts + 1, .env = &env,
	    .at = { .name = "-", .line = j->line } };

	if (j->text.p != NULL)
		dead_line(&letter, j->text, NULL, &p->arena, b);
	else
		dead_record(&letter, &j->doc, b);
}

static bool
is_dead(const struct job *j)
{
	return (j->outcome == OUT_REFUSED && j->stage.p == NULL) ||
	    j->outcome == OUT_QUARANTINED;
}

/* Dead letters are on disk before the results that tell of them. */
static int
write_dead(struct push *p, struct err *e)
{
	struct buf b = { 0 };
	struct job *j;
	int rc = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->told && j->same == NULL && is_dead(j))
			add_letter(p, j, &b);
	if (b.len > 0 && (letters_add(p->o->letters, buf_str(&b), e) != 0 ||
	    letters_sync(p->o->letters, e) != 0))
		rc = -1;
	buf_free(&b);
	return rc;
}

/* So are those that people are to decide. */
static int
write_quarantine(struct push *p, struct err *e)
{
	struct buf b = { 0 };
	int rc = quarantine_lines(p, &b, e);

	if (rc == 0 && b.len > 0)
		rc = fd_write(p->o->quarantine, buf_str(&b),
		    "what is quarantined", e);
	if (rc == 0 && b.len > 0 && fsync(p->o->quarantine) == -1 &&
	    errno != EINVAL && errno != EROFS)
		rc = err_errno(e, ERR_IO, "cannot keep what is quarantined");
	buf_free(&b);
	return rc;
}

/* The line of what came from the outbox is kept: see outbox_same. */
static void
keep_line(struct push *p, const struct job *j)
{
	struct drained *d = ARENA_NEW(&p->kept, struct drained);
	size_t at = p->out.len;

	p->drained_counts[j->outcome]++;
	result_write(p, j);
	d->line = arena_str(&p->kept, str_from(buf_str(&p->out), at));
	p->out.len = at;
	d->outcome = j->outcome;
	d->err = j->err;
	memcpy(d->hash, j->hash, sizeof(d->hash));
	*hmap_slot(&p->outbox, arena_str(&p->kept, j->id)) = d;
}

static void
tell(struct push *p, struct job *j)
{
	j->told = true;
	if (j->drained && !p->o->dry_run) {
		keep_line(p, j);
		return;
	}
	p->counts[j->outcome]++;
	allowance_add(&p->allowance, 1, j->outcome == OUT_REFUSED ||
	    j->outcome == OUT_QUARANTINED);
	if (!p->o->dry_run)
		result_write(p, j);
}

int
answer_drained(struct push *p, struct err *e)
{
	const struct drained *d;
	size_t i;

	buf_reset(&p->out);
	for (i = 0; i < p->outbox.n; i++) {
		d = p->outbox.entries[i].value;
		if (!d->claimed)
			buf_adds(&p->out, d->line);
	}
	return answer_write(p, e);
}

int
answer_wave(struct push *p, struct err *e)
{
	struct job *j;

	if (p->o->quarantine != -1 && !p->o->dry_run &&
	    write_quarantine(p, e) == -1)
		return -1;
	if (p->o->letters->fd != -1 && !p->o->dry_run && write_dead(p, e) == -1)
		return -1;
	buf_reset(&p->out);
	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (!j->told)
			tell(p, j);
	if (p->o->plan)
		plan_write(p);
	return answer_write(p, e);
}

int
answer_early(struct push *p, struct err *e)
{
	struct job *j;

	if (!p->o->unordered || p->o->dry_run)
		return 0;
	buf_reset(&p->out);
	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (j->answered && !is_dead(j))
			tell(p, j);
	return answer_write(p, e);
}

int
answer_end(struct push *p, struct err *e)
{
	const uint64_t *c = p->counts;

	buf_reset(&p->out);
	buf_printf(&p->out, "{\"chatcrm\":1,\"end\":{\"stage\":\"push\","
	    "\"in\":%zu,\"out\":%zu,\"refused\":%llu,\"skipped\":%llu,"
	    "\"folded\":0}}\n", p->records, p->records -
	    (size_t)(c[OUT_REFUSED] + c[OUT_SKIPPED]),
	    (unsigned long long)c[OUT_REFUSED],
	    (unsigned long long)c[OUT_SKIPPED]);
	return answer_write(p, e);
}

static void
add_drained(const struct push *p, struct buf *b)
{
	const uint64_t *c = p->drained_counts;

	if (p->drained > 0)
		buf_printf(b, "; of the outbox %zu, %llu deferred again",
		    p->drained, (unsigned long long)c[OUT_DEFERRED]);
	if (p->given_up > 0)
		buf_printf(b, "; %llu given up",
		    (unsigned long long)p->given_up);
}

/* The equation first, then what became of those that went out. */
void
answer_tell(const struct push *p, struct buf *figures)
{
	const uint64_t *c = p->counts;
	struct log_figure f[OUT_COUNT + 3];
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
	buf_printf(figures, ",\"outbox\":%zu,\"given_up\":%llu}",
	    p->drained, (unsigned long long)p->given_up);
	add_drained(p, &b);
	f[OUT_COUNT] = (struct log_figure){ "in", p->records };
	f[OUT_COUNT + 1] = (struct log_figure){ "outbox", p->drained };
	f[OUT_COUNT + 2] = (struct log_figure){ "given_up", p->given_up };
	log_figures(LOG_INFO, b.p, f, OUT_COUNT + 3);
	buf_free(&b);
}
