/* chatcrm-reconcile: does the CRM have what the ledger says? */
#include "push/reconcile.h"
#include "push/session.h"
#include "record/log.h"

struct arguments {
	struct cmd_common	 common;
	struct reconcile_opts	 reconcile;
	struct session_opts	 session;
};

static void
read_arguments(struct arguments *g, int argc, char **argv)
{
	const struct opt own[] = {
		{ "fix", 0, OPT_FLAG, &g->reconcile.fix, NULL,
		    "print records for chatcrm-push instead", 0, 0, NULL },
		{ "ledger", 0, OPT_STR, &g->session.ledger, "FILE",
		    "the ledger", 0, 0, NULL },
		{ "key-file", 0, OPT_STR, &g->session.key_file, "FILE",
		    "the key of the vault", 0, 0, NULL },
		{ "trace", 0, OPT_STR, &g->session.trace, "FILE",
		    "append requests, with secrets and people masked", 0, 0,
		    NULL },
		{ "since", 0, OPT_TIME, &g->reconcile.since, "TIME",
		    "only what the CRM has changed since", 0, 0, NULL },
		{ "now", 0, OPT_TIME, &g->reconcile.now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm-reconcile",
	    .purpose = "Compare the ledger with the CRM.",
	    .tables = { own } };

	cmd_options(&opts, &g->common, argc, argv);
}

static enum status
reconcile(struct arguments *g, struct session *s, struct err *e)
{
	struct reconcile_found found = { 0 };

	g->session.flags = g->reconcile.fix ? 0 : LEDGER_READ_ONLY;
	if (session_open(s, &g->common, &g->session, e) == -1 || reconcile_run(s->crm,
	    s->ledger, &g->reconcile, &found, e) == -1)
		return status_of(e->kind);
	log_msg(LOG_INFO, "%zu discrepanc%s", found.all, found.all == 1 ?
	    "y" : "ies");
	if (found.forgotten > 0)
		log_msg(LOG_WARNING, "%zu notes are lost; push their "
		    "conversations again", found.forgotten);
	return found.all > 0 ? STATUS_DIFFERENT : STATUS_OK;
}

int
main(int argc, char **argv)
{
	struct arguments g = { .reconcile = { .out = stdout } };
	struct session s = { 0 };
	struct err e = { 0 };
	int status;

	cmd_init();
	g.reconcile.now = time_now();
	read_arguments(&g, argc, argv);
	status = cmd_exit(reconcile(&g, &s, &e), &e);
	session_close(&s);
	return status;
}
