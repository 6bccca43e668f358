/* chatcrm run: the whole way. */
#include <stdlib.h>
#include <unistd.h>

#include "driver/driver.h"
#include "driver/spawn.h"
#include "push/check.h"
#include "record/filter.h"

enum { TO_MAP, TO_VALIDATE, TO_SCORE, TO_ROUTE, TO_PUSH };
static const char *const to_names[] = { "map", "validate", "score", "route",
    "push", NULL };

/* The command line of chatcrm-push, made of our own. */
struct push_line {
	const char	*args[2 * OPT_LIST_MAX + 24];
	size_t		 n;
	char		 share[32], now[TIME_TEXT + 1];
};

static void
add(struct push_line *l, const char *option, const char *value)
{
	l->args[l->n++] = option;
	if (value != NULL)
		l->args[l->n++] = value;
}

static void
fill_push_line(struct push_line *l, const struct filter *f, bool dry)
{
	static const char *const formats[] = { "text", "json", "logfmt" };
	size_t i;
	int v;

	add(l, "chatcrm-push", NULL);
	for (i = 0; i < f->common.config.n; i++)
		add(l, "-c", f->common.config.v[i]);
	if (f->common.quiet)
		add(l, "-q", NULL);
	for (v = 0; v < f->common.verbose && v < 3; v++)
		add(l, "-v", NULL);
	add(l, "--log-format", formats[f->common.log_format]);
	snprintf(l->share, sizeof(l->share), "%.17g", f->max_rejects * 100);
	add(l, "--max-rejects", l->share);
	l->now[time_format(f->env.now, l->now)] = '\0';
	add(l, "--now", l->now);
	if (f->rejects != NULL)
		add(l, "--rejects", f->rejects);
	if (f->env.strict)
		add(l, "--strict", NULL);
	if (f->follow)
		add(l, "--follow", NULL);
	if (f->end)
		add(l, "--end", NULL);
	if (dry)
		add(l, "--dry-run", NULL);
	/* A pipe that breaks is no end. */
	add(l, "--expect-end", NULL);
}

static enum status
run_and_push(struct filter *f, bool dry, struct err *e)
{
	struct push_line line = { 0 };
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
	fill_push_line(&line, f, dry);
	setenv("CHATCRM_RUN", f->env.run, 1);
	f->out = spawn_reader((char *const *)(uintptr_t)line.args, &pid, e);
	if (f->out < 0)
		return STATUS_IO;
	f->end = true;
	f->reader = "push";
	status = filter_run(f, e);
	close(f->out);
	theirs = spawn_wait(pid, e);
	if (theirs < 0)
		return STATUS_BUG;
	return theirs != 0 && status != STATUS_DEFERRED ?
	    (enum status)theirs : status;
}

enum status
driver_run(int argc, char **argv, struct err *e)
{
	bool dry = false;
	int to = TO_PUSH;
	struct filter f = {
		.program = "chatcrm run",
		.purpose = "Take exported conversations all the way.",
		.all = stages_all, .first = "map", .last = "route",
		.others = push_check, .out = STDOUT_FILENO
	};
	const struct opt own[] = {
		{ "to", 0, OPT_ENUM, &to, NULL,
		    "the last stage (push)", 0, 0, to_names },
		{ "dry-run", 0, OPT_FLAG, &dry, NULL,
		    "print the requests instead of sending them", 0, 0, NULL },
		{ "asks", 0, OPT_STR, &f.asks, "FILE",
		    "append to FILE what visitors are to be asked", 0, 0,
		    NULL },
		{ 0 }
	};
	enum status status;

	f.options = own;
	filter_options(&f, argc, argv);
	if (to == TO_PUSH)
		status = run_and_push(&f, dry, e);
	else {
		f.last = to_names[to];
		status = filter_run(&f, e);
	}
	arena_free(&f.arena);	/* an early end left it as it was */
	return status;
}
