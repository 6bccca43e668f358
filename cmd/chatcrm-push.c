/* chatcrm-push: records into a CRM, each once. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "push/push.h"
#include "push/session.h"

struct arguments {
	struct cmd_common	 common;
	struct push_opts	 push;
	const char		*input, *ledger, *rejects;
	int			 verify;	/* enum crm_verify, or -1 */
	bool			 setup;
};

static void
read_arguments(struct arguments *g, int argc, char **argv)
{
	static const char *const verify[] = { "none", "sample", "all",
	    NULL };
	const struct opt own[] = {
		{ "dry-run", 'n', OPT_FLAG, &g->push.dry_run, NULL,
		    "print the requests that would write, send none", 0, 0,
		    NULL },
		{ "limit", 0, OPT_INT, &g->push.limit, "N",
		    "push the first N records", 1, 1e15, NULL },
		{ "ledger", 0, OPT_STR, &g->ledger, "FILE",
		    "keep the ledger there", 0, 0, NULL },
		{ "rejects", 0, OPT_STR, &g->rejects, "FILE",
		    "append what is refused or ambiguous to FILE", 0, 0,
		    NULL },
		{ "max-rejects", 0, OPT_PERCENT, &g->push.max_rejects, "P",
		    "percentage that may be refused (5)", 0, 0, NULL },
		{ "verify", 0, OPT_ENUM, &g->verify, NULL,
		    "what to read back after writing", 0, 0, verify },
		{ "setup", 0, OPT_FLAG, &g->setup, NULL,
		    "make the fields that the CRM lacks, and end", 0, 0,
		    NULL },
		{ "now", 0, OPT_TIME, &g->push.now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ "strict", 0, OPT_FLAG, &g->push.strict, NULL,
		    "refuse what could be mended", 0, 0, NULL },
		{ "end", 0, OPT_FLAG, &g->push.end_stub, NULL,
		    "write a closing stub", 0, 0, NULL },
		{ "expect-end", 0, OPT_FLAG, &g->push.expect_end, NULL,
		    "fail if the input has no closing stub", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm-push",
	    .purpose = "Bring records into a CRM, each once.",
	    .operands = "[FILE]", .tables = { own } };
	int n = cmd_options(&opts, &g->common, argc, argv);
	struct err e = { 0 };

	if (n > 1) {
		err_set(&e, ERR_USAGE, "usage.many",
		    "one file at most; pipe several in with cat(1)");
		exit(cmd_exit(STATUS_USAGE, &e));
	}
	if (n == 1 && strcmp(argv[1], "-") != 0)
		g->input = argv[1];
}

/* The files of the command line in place of the descriptors of push_opts. */
static int
open_files(struct arguments *g, struct err *e)
{
	if (g->input != NULL) {
		g->push.in = open(g->input, O_RDONLY | O_CLOEXEC);
		if (g->push.in == -1)
			return err_errno(e, ERR_IO, "%s", g->input);
	}
	if (g->rejects == NULL)
		return 0;
	g->push.rejects = open(g->rejects,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (g->push.rejects == -1)
		return err_errno(e, ERR_IO, "%s", g->rejects);
	return 0;
}

static enum status
push(struct arguments *g, struct session *s, struct err *e)
{
	if (open_files(g, e) == -1 || session_open(s, &g->common, g->ledger,
	    0, g->push.dry_run ? stdout : NULL, e) == -1)
		return status_of(e->kind);
	if (g->verify != -1)
		s->crm->verify = g->verify;
	if (!g->setup)
		return push_run(s->crm, s->ledger, &g->push, e);
	return crm_setup(s->crm, !g->push.dry_run, stdout, e) == -1 ?
	    status_of(e->kind) : STATUS_OK;
}

int
main(int argc, char **argv)
{
	struct arguments g = { .verify = -1, .push = { .in = STDIN_FILENO,
	    .out = STDOUT_FILENO, .rejects = -1, .max_rejects = 0.05 } };
	struct session s = { 0 };
	struct err e = { 0 };
	int status;

	cmd_init();
	g.push.now = time_now();
	read_arguments(&g, argc, argv);
	status = cmd_exit(push(&g, &s, &e), &e);
	session_close(&s);
	return status;
}
