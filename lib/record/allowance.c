#include "record/allowance.h"

#include "record/log.h"

static bool
too_many(const struct allowance *a)
{
	if (a->share > 0 && a->in < ALLOWANCE_SAMPLE)
		return false;
	return (double)a->refused > a->share * (double)a->in;
}

/* Judge what was added, and begin anew. */
static int
judge(struct allowance *a, struct err *e)
{
	int rc = 0;

	if (too_many(a)) {
		a->passed++;
		rc = err_set(e, ERR_INPUT, "rejects",
		    "%ju of %ju records were refused, more than the %g %% of "
		    "--max-rejects", (uintmax_t)a->refused, (uintmax_t)a->in,
		    a->share * 100);
	}
	a->in = a->refused = 0;
	return rc;
}

void
allowance_add(struct allowance *a, uint64_t in, uint64_t refused)
{
	struct err e;

	a->in += in;
	a->refused += refused;
	if (a->follow && a->in >= ALLOWANCE_STRETCH && judge(a, &e) == -1)
		log_err(LOG_ERROR, &e);
}

int
allowance_end(struct allowance *a, struct err *e)
{
	if (judge(a, e) == -1)
		return -1;
	if (a->passed > 0)
		return err_set(e, ERR_INPUT, "rejects", "too many records "
		    "were refused in %ju stretches of the input; see above",
		    (uintmax_t)a->passed);
	return 0;
}
