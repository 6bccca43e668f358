/*
 * bulk: a job of the CRM's that takes a file.
 *
 * A job that was not closed does nothing, so that until then all can still be
 * sent in another way.  From then on what happened is asked of the CRM, by
 * this run or the next.
 */
#include "base/step.h"
#include "crm/wire.h"

enum {
	SLOWEST = 12,		/* times the profile's interval */
	LOST_POLLS = 20		/* of a job that perhaps was not closed */
};

struct bulk {
	struct crm		*crm;
	const struct crm_bulk	*b;
	const struct crm_op	*create;
	struct json		 job;	/* as its start was answered */
	struct arena		*arena;
	struct err		*e;
};

size_t
crm_bulk(const struct crm *crm, enum crm_type t)
{
	const struct crm_bulk *b = crm->objects[t].bulk;

	if (b == NULL || crm->bulk == CRM_BULK_NEVER || crm->wire == NULL ||
	    crm->wire->dry != NULL)
		return 0;
	return crm->bulk == CRM_BULK_ALWAYS ? 1 : (size_t)b->least;
}

/* One of the job's operations, with what it sees beside the job. */
static int
ask(struct bulk *x, const struct crm_op *op, struct cel_val *vars)
{
	int rc;

	vars[PV_JOB] = cel_from_json(&x->job);
	rc = crm_ask(x->crm, op, vars, NULL, NULL, x->arena, x->e);
	if (op->writes)
		step();
	return rc == -1 ? -1 : 0;
}

static int
start(struct bulk *x)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	if (ask(x, x->b->start, vars) == -1 ||
	    cel_to_json(vars[PV_BODY], x->arena, &x->job, x->e) == -1)
		return -1;
	x->job = json_copy(&x->job, x->arena);
	return 0;
}

static int
upload(struct bulk *x, struct crm_item **items, size_t n)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	struct json *list = ARENA_NEW(x->arena, struct json);
	size_t i;

	*list = json_array();
	for (i = 0; i < n; i++) {
		request_view(x->crm, items[i], x->arena);
		json_push(list, items[i]->view, x->arena);
	}
	vars[PV_ITEMS] = cel_from_json(list);
	vars[PV_ITEM] = cel_from_json(&items[0]->view);
	return ask(x, x->b->upload, vars);
}

/* Wait before the n-th look: ever longer, but not without end. */
static void
pause_poll(const struct bulk *x, unsigned n)
{
	double scale = x->crm->wire->retry.scale;
	int64_t most = SLOWEST * x->b->every_ns, ns;

	ns = x->b->every_ns / 8 << (n < 7 ? n : 7);
	ns = (int64_t)((double)(ns < most ? ns : most) * (scale < 1 ? scale :
	    1));
	crm_wait(x->crm, ns);
}

/*
 * 1: the job has ended, well or not; 0: not yet, and no longer waited for;
 * -1: it could not be asked.  ${patience} 0: as long as it takes.
 */
static int
wait_end(struct bulk *x, unsigned patience)
{
	struct cel_val vars[PV_COUNT];
	unsigned n;

	for (n = 0; patience == 0 || n < patience; n++) {
		if (crm_over(x->crm, NULL))
			return 0;
		pause_poll(x, n);
		memset(vars, 0, sizeof(vars));
		if (ask(x, x->b->poll, vars) == -1)
			return -1;
		if (cel_true(x->b->done, vars, x->arena) ||
		    cel_true(x->b->failed, vars, x->arena))
			return 1;
	}
	return 0;
}

/* Those that were done are numbered, for a sample of them: see verify.c. */
static void
number(struct crm_item **items, size_t n)
{
	size_t i, place = 0;

	for (i = 0; i < n; i++)
		if (items[i]->verdict == CRM_OK) {
			items[i]->place = place++;
			items[i]->err = (struct err){ 0 };
		}
}

static int
fetch(struct bulk *x, struct crm_item **items, size_t n)
{
	struct cel_val vars[PV_COUNT];
	size_t i;

	for (i = 0; i < n; i++)
		items[i]->key = items[i]->token;
	for (i = 0; i < x->b->nresults; i++) {
		memset(vars, 0, sizeof(vars));
		if (ask(x, x->b->results[i], vars) == -1)
			return -1;
		answer_mark(x->crm, x->create, x->b->results[i], items, n,
		    vars, x->arena);
	}
	number(items, n);
	return 0;
}

static void
give_all(struct crm_item **items, size_t n, enum crm_class verdict,
    const char *code, const char *why)
{
	size_t i;

	for (i = 0; i < n; i++) {
		items[i]->verdict = verdict;
		items[i]->attempts = 1;
		err_set(&items[i]->err, ERR_REMOTE, code, "%s", why);
	}
}

/* Up to where nothing is done yet. */
static int
begin(struct bulk *x, struct crm_item **items, size_t n,
    crm_started *started, void *cookie)
{
	if (start(x) == -1)
		return CRM_BULK_NONE;
	if (started(cookie, json_text(&x->job, x->arena), x->e) == -1)
		return -1;
	return upload(x, items, n) == -1 ? CRM_BULK_NONE : CRM_BULK_ENDED;
}

static bool
close_job(struct bulk *x)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	return x->b->close == NULL || ask(x, x->b->close, vars) == 0;
}

int
crm_bulk_run(struct crm *crm, enum crm_type t, struct crm_item **items,
    size_t n, crm_started *started, void *cookie, struct arena *a,
    struct err *e)
{
	struct bulk x = { .crm = crm, .b = crm->objects[t].bulk,
	    .create = crm->objects[t].create, .arena = a, .e = e };
	int rc = begin(&x, items, n, started, cookie);

	if (rc != CRM_BULK_ENDED)
		return rc;
	rc = wait_end(&x, close_job(&x) ? 0 : LOST_POLLS);
	if (rc == 1) {
		give_all(items, n, CRM_UNKNOWN, "crm.unknown", "the CRM's "
		    "bulk job says nothing of this object");
		rc = fetch(&x, items, n) == -1 ? -1 : 1;
	}
	if (rc == 1)
		return CRM_BULK_ENDED;
	give_all(items, n, CRM_RETRY, "crm.bulk", "the CRM has not said what "
	    "came of its bulk job; the next run asks");
	return CRM_BULK_LEFT;
}

int
crm_bulk_wait(struct crm *crm, enum crm_type t, struct str job,
    struct arena *a, struct err *e)
{
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct bulk x = { .crm = crm, .b = crm->objects[t].bulk, .arena = a,
	    .e = e };
	struct json_doc doc;
	int rc;

	rc = json_parse(parser, job, a, &doc, e);
	json_parser_free(parser);
	if (rc == -1)
		return -1;
	if (x.b == NULL)
		return CRM_BULK_ENDED;
	x.job = doc.root;
	/* It may have been left open: it is closed here, or was already. */
	rc = wait_end(&x, close_job(&x) ? 0 : LOST_POLLS);
	/* A job that the CRM no longer knows has ended long ago. */
	if (rc == -1 && e->kind != ERR_REJECTED)
		return CRM_BULK_LEFT;
	return rc == 0 && crm_over(crm, NULL) ? CRM_BULK_LEFT : CRM_BULK_ENDED;
}
