#include "push/push.h"

#include <stdlib.h>
#include <time.h>

#include "push/flow.h"
#include "record/log.h"
#include "record/stop.h"

/*
 * A run that is to end asks for its turn this many moments more, about two
 * seconds: with it what was read goes to the outbox.
 */
enum { LAST_MOMENTS = 400 };

static bool
is_to_end(const struct push *p)
{
	return stop_asked() || (p->o->deadline > 0 &&
	    crm_time_left(p->crm) == 0);
}

int
push_turn(struct push *p, struct err *e)
{
	const struct timespec moment = { 0, 5000000 };
	unsigned last = 0;
	int rc;

	while ((rc = ledger_turn(p->ledger, e)) == 0) {
		if (is_to_end(p) && last++ == LAST_MOMENTS)
			return err_set(e, ERR_LOCKED, "ledger.locked", "the run "
			    "was to end while another one had its turn at the "
			    "ledger; what has no result line was not done, "
			    "give it again");
		nanosleep(&moment, NULL);
	}
	return rc == 1 ? 0 : -1;
}

int
push_wave(struct push *p, struct err *e)
{
	if (p->njobs == 0)
		return p->o->dry_run ? 0 : ledger_yield(p->ledger, e);
	crm_hold(p->crm, p->o->hold);
	if (push_turn(p, e) == -1 || wave_run(p, e) == -1 ||
	    answer_wave(p, e) == -1)
		return -1;
	if (p->o->dry_run)
		return 0;
	return outbox_bury(p, e) == -1 ? -1 : ledger_yield(p->ledger, e);
}

static bool
has_record(const struct push *p)
{
	size_t i;

	for (i = 0; i < p->njobs; i++)
		if (!p->jobs[i].answered)
			return true;
	return false;
}

/* The first records tell whether this is to be a plan: then of all of them. */
static int
begin_sending(struct push *p, struct feed *f, struct err *e)
{
	if (p->ready || !has_record(p))
		return 0;
	if (push_turn(p, e) == -1 || make_ready(p, e) == -1)
		return -1;
	if (!p->o->plan)
		return 0;
	p->width = PLAN_MAX;
	return feed_fill(p, f, e);
}

static int
waves(struct push *p, struct feed *f, struct err *e)
{
	if (ahead_open(p, f, e) == -1)
		return -1;
	do {
		f->bytes = 0;
		if (ahead_take(p, e) == -1)
			return -1;
		if (p->njobs == 0 && !outbox_has_room(p, 1)) {
			log_msg(LOG_ERROR, "alert: the outbox is full; the "
			    "rest of the input is left unread");
			f->stopped = true;
			return 0;
		}
		if (feed_fill(p, f, e) == -1 ||
		    begin_sending(p, f, e) == -1 || push_wave(p, e) == -1)
			return -1;
		if ((p->o->plan || p->o->apply) && !f->done && !f->stopped)
			return err_set(e, ERR_LIMIT, "plan.size", "a plan is "
			    "of %d records at most; use --limit", PLAN_MAX);
	} while ((!f->done && !f->stopped) || ahead_waits(p));
	return 0;
}

/* Nothing was done, because the CRM cannot be reached? */
static bool
is_unavailable(const struct push *p, const struct err *why)
{
	const uint64_t *in = p->counts, *out = p->drained_counts;

	return in[OUT_CREATED] + in[OUT_UPDATED] + out[OUT_CREATED] +
	    out[OUT_UPDATED] == 0 && !str_eq(str_of(why->code),
	    STR("crm.quota")) && !str_eq(str_of(why->code),
	    STR("crm.paused"));
}

static enum status
judge(struct push *p, const struct feed *f, struct err *e)
{
	enum err_kind stopped = crm_stopped(p->crm, e);
	int allowed;
	bool left;

	if (stopped == ERR_AUTH)
		return STATUS_DENIED;
	if (stopped != ERR_NONE && is_unavailable(p, e))
		return STATUS_UNAVAILABLE;
	if (p->o->expect_end && !f->ended) {
		err_set(e, ERR_IO, "input.end",
		    "the input ended without its closing stub");
		return STATUS_IO;
	}
	if (p->o->plan)
		return p->o->exit_code && plan_has_changes(p) ?
		    STATUS_DIFFERENT : STATUS_OK;
	if (outbox_left(p, &left, e) == -1)
		return status_of(e->kind);
	allowed = allowance_end(&p->allowance, e);
	if (p->o->follow && allowed == -1)
		return STATUS_REFUSED;	/* it has no other end */
	if (f->stopped || left || p->counts[OUT_DEFERRED] > 0)
		return STATUS_DEFERRED;
	return allowed == -1 ? STATUS_REFUSED : STATUS_OK;
}

static int
begin(struct push *p, struct err *e)
{
	const struct json_limits limits = { .strict = p->o->strict };

	p->allowance = (struct allowance){ .share = p->o->max_rejects,
	    .follow = p->o->follow };
	if (p->o->plan)
		crm_dry(p->crm);
	if (p->o->deadline > 0)
		crm_deadline(p->crm, p->o->deadline);
	p->width = crm_batch(p->crm->objects[CRM_CONTACT].create) *
	    p->crm->connections * 2;
	if (p->width > WAVE_MAX)
		p->width = WAVE_MAX;
	/* One file for as many as may come. */
	if (crm_bulk(p->crm, CRM_CONTACT) > 0)
		p->width = WAVE_BULK;
	if (p->o->plan || p->o->apply)
		p->width = PLAN_MAX;
	/* Memory that is not touched costs nothing; a push may become a plan. */
	p->jobs = calloc(PLAN_MAX, sizeof(*p->jobs));
	if (p->jobs == NULL)
		return err_errno(e, ERR_IO, "cannot begin");
	hmap_init(&p->unsent, &p->kept);
	hmap_init(&p->outbox, &p->kept);
	hmap_init(&p->expected, &p->kept);
	hmap_init(&p->owners, &p->kept);
	hmap_init(&p->lists, &p->kept);
	p->parser = json_parser_new(&limits, NULL);
	if (p->o->dry_run)
		return 0;
	if (push_turn(p, e) == -1 || ledger_run_begin(p->ledger, STR("push"),
	    now_millis(), &p->run, e) == -1)
		return -1;
	return ledger_yield(p->ledger, e);
}

static void
finish(struct push *p, enum status status, struct err *e)
{
	struct buf figures = { 0 };

	answer_tell(p, &figures);
	if (!p->o->dry_run && (push_turn(p, e) == -1 || ledger_run_end(
	    p->ledger, p->run, now_millis(), status, buf_str(&figures),
	    e) == -1 || ledger_yield(p->ledger, e) == -1))
		log_msg(LOG_WARNING, "the end of the run is not in the "
		    "ledger");
	buf_free(&figures);
}

static enum status
run(struct push *p, struct feed *f, struct err *e)
{
	enum status status;

	if (begin(p, e) == -1 || outbox_drain(p, e) == -1 ||
	    waves(p, f, e) == -1)
		return status_of(e->kind);
	if (!p->o->dry_run && push_turn(p, e) == -1)
		return status_of(e->kind);
	if (answer_drained(p, e) == -1)
		return status_of(e->kind);
	status = judge(p, f, e);
	if (p->o->plan) {
		plan_total(p);
		if (answer_write(p, e) == -1)
			status = STATUS_IO;
	}
	if (((f->ended && !p->o->apply) || p->o->end_stub) &&
	    !p->o->dry_run && answer_end(p, e) == -1)
		status = STATUS_IO;
	finish(p, status, e);
	return status;
}

enum status
push_run(struct crm *crm, struct ledger *l, const struct push_opts *o,
    struct err *e)
{
	struct push_opts own = *o;
	struct push p = { .crm = crm, .ledger = l, .o = &own };
	struct feed f = { .lines = { .fd = o->in } };
	enum status status;

	if (stop_open(e) == -1)
		return status_of(e->kind);
	status = run(&p, &f, e);
	stop_close();
	ahead_close(&p);
	json_parser_free(p.parser);
	buf_free(&f.lines.b);
	buf_free(&p.out);
	free(p.jobs);
	arena_free(&p.arena);
	arena_free(&p.kept);
	return status;
}
