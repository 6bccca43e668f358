/* chatcrm-route: what is to be done, and by whom. */
#include <stdio.h>
#include <unistd.h>

#include "push/check.h"
#include "record/filter.h"
#include "stage/route_sum.h"

static const char *const formats[] = { "auto", "text", "json", NULL };
enum { FORMAT_AUTO, FORMAT_TEXT, FORMAT_JSON };

/* In place of records, what the rules would do; one thread counts. */
static enum status
sum_up(struct filter *f, int format, struct err *e)
{
	struct route_sum m = { 0 };
	enum status status;
	struct buf b = { 0 };

	if (f->select != NULL) {
		err_set(e, ERR_USAGE, "usage.mode", "--summary and --select "
		    "each print something else; keep one of them");
		return STATUS_USAGE;
	}
	f->jobs = 1;
	if (filter_open(f, e) != 0)
		return status_of(e->kind);
	route_sum_open(&m, f->stages[0].stage, f->env.now);
	f->sink = &m.sink;
	status = filter_run(f, e);
	if (status == STATUS_OK || status == STATUS_REFUSED) {
		if (format == FORMAT_JSON)
			route_sum_json(&m, &b);
		else
			route_sum_text(&m, &b);
		fwrite(b.p, 1, b.len, stdout);
	}
	buf_free(&b);
	route_sum_free(&m);
	return status;
}

int
main(int argc, char **argv)
{
	bool summary = false;
	int format = FORMAT_AUTO;
	const struct opt own[] = {
		{ "summary", 0, OPT_FLAG, &summary, NULL,
		    "say afterwards how often each rule fired, for what", 0, 0,
		    NULL },
		{ "format", 0, OPT_ENUM, &format, NULL,
		    "form of what is said so", 0, 0, formats },
		{ 0 }
	};
	struct filter f = {
		.program = "chatcrm-route",
		.purpose = "Say what is to be done about records, by rules.",
		.all = stages_all, .first = "route", .last = "route",
		.options = own, .others = push_check, .out = STDOUT_FILENO
	};
	struct err e = { 0 };
	enum status status;

	cmd_init();
	filter_options(&f, argc, argv);
	status = summary ? sum_up(&f, format, &e) : filter_run(&f, &e);
	arena_free(&f.arena);	/* an early end left it as it was */
	return cmd_exit(status, &e);
}
