/*
 * chatcrm: the whole way in one command, and what concerns all of them.
 * "chatcrm NAME" is "chatcrm-NAME" for every command that is not here.
 */
#include <stdlib.h>
#include <unistd.h>

#include "crm/crm.h"
#include "ledger/ledger.h"
#include "record/evaluate.h"
#include "record/filter.h"
#include "record/limits.h"
#include "record/spawn.h"

static enum status	 check(int argc, char **argv, struct err *e);
static enum status	 eval(int argc, char **argv, struct err *e);
static enum status	 help(int argc, char **argv, struct err *e);
static enum status	 run(int argc, char **argv, struct err *e);

static const struct verb {
	const char	*name;
	enum status	(*main)(int argc, char **argv, struct err *e);
} verbs[] = {
	{ "check", check }, { "eval", eval }, { "help", help }, { "run", run }
};
enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static const char *const commands[] = { "map", "validate", "score", "push",
    "reconcile", "sandbox", "run", "check", "eval", "help" };
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const char purpose[] =
    "Move what people told a chatbot into a CRM.\n\n"
    "  run        map, validate, score and push in one\n"
    "  map        exported conversations to records\n"
    "  validate   check and normalise records\n"
    "  score      score records, with reasons\n"
    "  push       write records into the CRM, once each\n"
    "  reconcile  compare the ledger with the CRM\n"
    "  sandbox    a CRM on this machine to try things on\n"
    "  check      check the configuration\n"
    "  eval       evaluate an expression for each line\n"
    "  help       show the manual page of a command";

/*
 * run: the stages that need no CRM run fused in this process.  The rest is
 * chatcrm-push at the end of a pipe, so that this program loads no HTTP.
 */
enum { TO_MAP, TO_VALIDATE, TO_SCORE, TO_PUSH };
static const char *const to_names[] = { "map", "validate", "score", "push",
    NULL };

enum { PUSH_ARGS = 2 * OPT_LIST_MAX + 16 };

/* What chatcrm-push is to be told of our own command line. */
static void
push_args(struct filter *f, bool dry, const char *args[PUSH_ARGS])
{
	static const char *const formats[] = { "text", "json", "logfmt" };
	size_t n = 0, i;
	int v;

	args[n++] = "chatcrm-push";
	for (i = 0; i < f->common.config.n; i++) {
		args[n++] = "-c";
		args[n++] = f->common.config.v[i];
	}
	if (f->common.quiet)
		args[n++] = "-q";
	for (v = 0; v < f->common.verbose && v < 3; v++)
		args[n++] = "-v";
	args[n++] = "--log-format";
	args[n++] = formats[f->common.log_format];
	if (dry)
		args[n++] = "--dry-run";
	args[n++] = "--expect-end";
	args[n] = NULL;
}

static enum status
run_and_push(struct filter *f, bool dry, struct err *e)
{
	const char *args[PUSH_ARGS];
	enum status status;
	int theirs;
	pid_t pid;

	if (f->select != NULL) {
		err_set(e, ERR_USAGE, "usage.select",
		    "--select prints; say with --to after which stage");
		return STATUS_USAGE;
	}
	if (filter_open(f, e) != 0)
		return status_of(e->kind);
	push_args(f, dry, args);
	setenv("CHATCRM_RUN", f->env.run, 1);
	f->out = spawn_reader((char *const *)(uintptr_t)args, &pid, e);
	if (f->out < 0)
		return STATUS_IO;
	f->end = true;		/* a pipe that breaks is no end */
	status = filter_run(f, e);
	close(f->out);
	theirs = spawn_wait(pid, e);
	if (theirs < 0)
		return STATUS_BUG;
	return theirs != 0 && status != STATUS_DEFERRED ?
	    (enum status)theirs : status;
}

static enum status
run(int argc, char **argv, struct err *e)
{
	bool dry = false;
	int to = TO_PUSH;
	const struct opt own[] = {
		{ "to", 0, OPT_ENUM, &to, NULL,
		    "the last stage (push)", 0, 0, to_names },
		{ "dry-run", 0, OPT_FLAG, &dry, NULL,
		    "print the requests instead of sending them", 0, 0, NULL },
		{ 0 }
	};
	struct filter f = {
		.program = "chatcrm run",
		.purpose = "Take exported conversations all the way.",
		.all = stages_all, .first = "map", .last = "score",
		.options = own, .out = STDOUT_FILENO
	};

	filter_options(&f, argc, argv);
	if (to == TO_PUSH)
		return run_and_push(&f, dry, e);
	f.last = to_names[to];
	return filter_run(&f, e);
}

/* What the stages do not read, and what the CRM can promise. */
static void
check_crm(const struct conf *c, struct arena *a, bool quiet)
{
	const struct crm *crm;

	ledger_conf(c);
	if (conf_section(c, "crm") == NULL)
		return;
	crm = crm_open(c, a);
	if (crm != NULL && !quiet && c->diags->errors == 0)
		crm_describe(crm, stdout);
}

/* check: every section, whether a command of today reads it or not. */
static enum status
check(int argc, char **argv, struct err *e)
{
	struct cmd_common common = { 0 };
	bool show = false;
	const struct opt own[] = {
		{ "show", 0, OPT_FLAG, &show, NULL,
		    "print the merged configuration with origins", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm check",
	    .purpose = "Check the whole configuration.", .tables = { own } };
	const struct run_env env = { .run = "check" };
	const struct stage_ops *const *s;
	struct json_limits limits;
	struct arena a = { 0 };
	struct diags d;
	struct conf c;

	cmd_options(&opts, &common, argc, argv);
	cmd_conf(&common, &a, &d, &c);
	limits_read(&c, &limits);
	for (s = stages_all; *s != NULL; s++) {
		if (conf_section(&c, (*s)->name) != NULL)
			(*s)->open(&c, &env, &a);
	}
	check_crm(&c, &a, common.quiet || show);
	if (show)
		conf_show(&c, stdout);
	cmd_conf_done(&d, e);
	arena_free(&a);
	return status_of(e->kind);
}

/* eval EXPR [FILE ...] */
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

static enum status
eval(int argc, char **argv, struct err *e)
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

static bool
is_verb(const char *name)
{
	size_t i;

	for (i = 0; i < VERBS; i++) {
		if (strcmp(verbs[i].name, name) == 0)
			return true;
	}
	return false;
}

/* help [COMMAND]: its manual page; ours holds those that are here. */
static enum status
help(int argc, char **argv, struct err *e)
{
	char page[80] = "chatcrm";
	char man[] = "man";
	char *const args[] = { man, page, NULL };

	if (argc > 1 && !is_verb(argv[1]))
		snprintf(page, sizeof(page), "chatcrm-%.64s", argv[1]);
	spawn_exec(args, e);
	return status_of(e->kind);
}

static enum status
run_command(char **argv, struct err *e)
{
	const char *name = argv[0], *near;
	char program[80], quoted[64];
	struct err why = { 0 };

	snprintf(program, sizeof(program), "chatcrm-%.64s", name);
	argv[0] = program;
	spawn_exec(argv, &why);
	*e = why;
	near = nearest(str_of(name), commands, COMMANDS);
	if (why.kind == ERR_USAGE && near != NULL)
		err_set(e, ERR_USAGE, "usage.command",
		    "there is no command %s; did you mean %s?",
		    err_quote(str_of(name), quoted, sizeof(quoted)), near);
	return status_of(e->kind);
}

int
main(int argc, char **argv)
{
	const struct opts opts = { .program = "chatcrm", .purpose = purpose,
	    .operands = "COMMAND [ARG ...]", .ordered = true };
	struct cmd_common common = { 0 };
	struct err e = { 0 };
	enum status status;
	size_t i;
	int n;

	cmd_init();
	n = cmd_options(&opts, &common, argc, argv);
	if (n == 0)
		err_set(&e, ERR_USAGE, "usage.command",
		    "which command? see chatcrm --help");
	else if (argc - n > 1)
		err_set(&e, ERR_USAGE, "usage.order",
		    "options go behind the command: chatcrm %.64s ...",
		    argv[1]);
	if (e.kind != ERR_NONE)
		return cmd_exit(STATUS_USAGE, &e);
	for (i = 0; i < VERBS; i++) {
		if (strcmp(verbs[i].name, argv[1]) == 0) {
			status = verbs[i].main(n, argv + 1, &e);
			return cmd_exit(status, &e);
		}
	}
	return cmd_exit(run_command(argv + 1, &e), &e);
}
