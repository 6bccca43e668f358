/* chatcrm eval EXPR [FILE ...] */
#include <stdio.h>
#include <unistd.h>

#include "driver/driver.h"
#include "driver/evaluate.h"
#include "record/cmd.h"

static enum status
eval_lines(const struct evaluate *v, int64_t jobs, const char *const *files,
    size_t n, struct err *e)
{
	const struct engine_stage stage = { &evaluate_stage, NULL };
	const struct engine_opts o = {
		.files = files, .nfiles = n, .out = STDOUT_FILENO,
		.jobs = (int)jobs, .max_rejects = 0, .silent = true,
		.env = { .now = v->now }, .sink = &v->sink
	};

	return engine_run(&o, &stage, 1, e);
}

static enum status
eval_once(const struct evaluate *v, struct err *e)
{
	struct buf out = { 0 };
	int ret = evaluate_once(v, &out, e);

	fwrite(out.p, 1, out.len, stdout);
	buf_free(&out);
	return ret == 0 ? STATUS_OK : status_of(e->kind);
}

enum status
driver_eval(int argc, char **argv, struct err *e)
{
	struct cmd_common common = { 0 };
	struct instant now = time_now();
	bool null = false;
	int64_t jobs = 1;
	const struct opt own[] = {
		{ "null-input", 'n', OPT_FLAG, &null, NULL,
		    "evaluate once, read nothing", 0, 0, NULL },
		{ "jobs", 'j', OPT_INT, &jobs, "N",
		    "work in N threads; the output is the same", 1, 64, NULL },
		{ "now", 0, OPT_TIME, &now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm eval",
	    .purpose = "Evaluate a CEL expression for each JSON line.",
	    .operands = "EXPR [FILE ...]", .tables = { own } };
	enum status status = STATUS_USAGE;
	struct arena a = { 0 };
	struct evaluate v;
	struct diags d;
	int n;

	n = cmd_options(&opts, &common, argc, argv);
	diags_init(&d, &a);
	if (n == 0)
		err_set(e, ERR_USAGE, "usage.operand",
		    "which expression? see chatcrm eval --help");
	else if (evaluate_open(&v, argv[1], now, &a, &d) != 0)
		err_set(e, ERR_USAGE, "usage.expression",
		    "the expression is wrong");
	else if (null || (n == 1 && isatty(STDIN_FILENO)))
		status = eval_once(&v, e);
	else
		status = eval_lines(&v, jobs, (const char *const *)argv + 2,
		    (size_t)n - 1, e);
	diags_print(&d, stderr);
	arena_free(&a);
	return status;
}
