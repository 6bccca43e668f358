/* chatcrm eval EXPR [FILE ...] */
#include <stdio.h>
#include <unistd.h>

#include "driver/driver.h"
#include "driver/evaluate.h"
#include "record/cmd.h"

/* The command line. */
struct ask {
	struct instant	 now;
	int64_t		 jobs;
	bool		 null, explain, interactive;
	const char	*const *args;	/* operands */
	size_t		 n;
};

static enum status
eval_lines(const struct evaluate *v, const struct ask *q, struct err *e)
{
	const struct engine_stage stage = { &evaluate_stage, NULL };
	const struct engine_opts o = {
		.files = q->args + 1, .nfiles = q->n - 1,
		.out = STDOUT_FILENO, .jobs = (int)q->jobs, .max_rejects = 0,
		.silent = true, .env = { .now = q->now }, .sink = &v->sink
	};

	return engine_run(&o, &stage, 1, e);
}

static enum status
eval_once(const struct evaluate *v, struct err *e)
{
	struct buf out = { 0 };
	int ret = evaluate_once(v, NULL, &out, e);

	fwrite(out.p, 1, out.len, stdout);
	buf_free(&out);
	return ret == 0 ? STATUS_OK : status_of(e->kind);
}

static enum status
eval(const struct ask *q, struct err *e)
{
	enum status status = STATUS_USAGE;
	struct arena a = { 0 };
	struct evaluate v;
	struct diags d;

	diags_init(&d, &a);
	if (evaluate_open(&v, q->args[0], q->now, &a, &d) != 0) {
		err_set(e, ERR_USAGE, "usage.expression",
		    "the expression is wrong");
		goto out;
	}
	if (q->explain)
		v.explain = isatty(STDOUT_FILENO) ? EXPLAIN_TEXT :
		    EXPLAIN_JSON;
	if (q->null || (q->n == 1 && isatty(STDIN_FILENO)))
		status = eval_once(&v, e);
	else
		status = eval_lines(&v, q, e);
out:
	diags_print(&d, stderr);
	arena_free(&a);
	return status;
}

static enum status
play(const struct ask *q, struct err *e)
{
	if (q->n > 1)
		err_set(e, ERR_USAGE, "usage.operand",
		    "-i takes one file of records at most");
	else
		playground(q->n > 0 ? q->args[0] : NULL, q->now, e);
	return status_of(e->kind);
}

enum status
driver_eval(int argc, char **argv, struct err *e)
{
	struct cmd_common common = { 0 };
	struct ask q = { .now = time_now(), .jobs = 1 };
	const struct opt own[] = {
		{ "explain", 0, OPT_FLAG, &q.explain, NULL,
		    "show the value of each part of the expression", 0, 0,
		    NULL },
		{ "interactive", 'i', OPT_FLAG, &q.interactive, NULL,
		    "ask for expressions; FILE has records to try them on",
		    0, 0, NULL },
		{ "null-input", 'n', OPT_FLAG, &q.null, NULL,
		    "evaluate once, read nothing", 0, 0, NULL },
		{ "jobs", 'j', OPT_INT, &q.jobs, "N",
		    "work in N threads; the output is the same", 1, 64, NULL },
		{ "now", 0, OPT_TIME, &q.now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm eval",
	    .purpose = "Evaluate a CEL expression for each JSON line.",
	    .operands = "EXPR [FILE ...]", .tables = { own } };
	int n;

	n = cmd_options(&opts, &common, argc, argv);
	q.n = (size_t)n;
	q.args = (const char *const *)argv + 1;
	if (q.interactive)
		return play(&q, e);
	if (n > 0)
		return eval(&q, e);
	err_set(e, ERR_USAGE, "usage.operand",
	    "which expression? see chatcrm eval --help");
	return STATUS_USAGE;
}
