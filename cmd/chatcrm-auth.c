/* chatcrm-auth: credentials: log in, look, try, replace, end. */
#include "credential/credential.h"

struct arguments {
	struct cmd_common	 common;
	struct desk		 desk;
	int			 format;
};

static const struct verb {
	const char	*name;
	int		(*run)(struct desk *d, struct err *e);
	int		(*entry)(struct desk *d, const char *name,
			    struct err *e);
	bool		 crm;		/* needs the section "crm" */
} verbs[] = {
	{ "login", desk_login, NULL, true },
	{ "status", desk_status, NULL, true },
	{ "test", desk_test, NULL, true },
	{ "refresh", desk_refresh, NULL, true },
	{ "rotate", desk_rotate, NULL, true },
	{ "revoke", desk_revoke, NULL, true },
	{ "put", NULL, desk_entry_put, false },
	{ "list", desk_entry_list, NULL, false },
	{ "rm", NULL, desk_entry_rm, false }
};
enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

/* In their order. */
static const char *const names[] = { "login", "status", "test", "refresh",
    "rotate", "revoke", "put", "list", "rm", NULL };

static const char purpose[] =
    "Log in to a CRM, and keep its credentials.\n\n"
    "  login      get the first token\n"
    "  status     show expiry, scopes and age\n"
    "  test       ask the CRM whose account it is\n"
    "  refresh    get a new token now\n"
    "  rotate     replace the credential once the new one works\n"
    "  revoke     end it at the provider and forget it\n"
    "  put NAME   keep a secret in the vault, from standard input\n"
    "  list       what is in the vault\n"
    "  rm NAME    take it out";

static int
read_arguments(struct arguments *g, int argc, char **argv)
{
	static const char *const formats[] = { "text", "json", NULL };
	struct desk *d = &g->desk;
	const struct opt own[] = {
		{ "format", 0, OPT_ENUM, &g->format, NULL,
		    "form of what is printed", 0, 0, formats },
		{ "key-file", 0, OPT_STR, &d->key_file, "FILE",
		    "the vault's key", 0, 0, NULL },
		{ "code", 0, OPT_FLAG, &d->code, NULL,
		    "login: with a code, from standard input", 0, 0, NULL },
		{ "offline", 0, OPT_FLAG, &d->offline, NULL,
		    "status: do not ask the CRM", 0, 0, NULL },
		{ "show-ip", 0, OPT_FLAG, &d->show_ip, NULL,
		    "test: show from which address", 0, 0, NULL },
		{ "echo-url", 0, OPT_STR, &d->echo_url, "URL",
		    "test --show-ip: who answers with our address", 0, 0,
		    NULL },
		{ "key", 0, OPT_FLAG, &d->rekey, NULL,
		    "rotate: the vault's key instead", 0, 0, NULL },
		{ "new-key-file", 0, OPT_STR, &d->new_key_file, "FILE",
		    "rotate --key: the new key, made if missing", 0, 0,
		    NULL },
		{ "trace", 0, OPT_STR, &d->trace, "FILE",
		    "append requests, with secrets masked", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm-auth",
	    .purpose = purpose, .operands = "VERB [NAME]",
	    .tables = { own }, .words = names };
	int n = cmd_options(&opts, &g->common, argc, argv);

	d->json = g->format == 1;
	return n;
}

static int
run(struct arguments *g, int n, char **argv, struct err *e)
{
	const struct verb *v;
	int i;

	if (n == 0)
		return err_set(e, ERR_USAGE, "usage.verb",
		    "which verb? see chatcrm-auth --help");
	if ((i = cmd_verb("chatcrm-auth", argv[1], names, VERBS, e)) < 0)
		return -1;
	v = &verbs[i];
	if (n != (v->entry != NULL ? 2 : 1))
		return err_set(e, ERR_USAGE, "usage.name", v->entry != NULL ?
		    "%s wants the name of one entry" :
		    "%s wants no more words", v->name);
	if (desk_open(&g->desk, &g->common, v->crm && !g->desk.rekey,
	    e) == -1)
		return -1;
	if (v->run == desk_rotate && g->desk.rekey)
		return desk_rotate_key(&g->desk, e);
	return v->entry != NULL ? v->entry(&g->desk, argv[2], e) :
	    v->run(&g->desk, e);
}

int
main(int argc, char **argv)
{
	struct arguments g = { .format = 0 };
	struct err e = { 0 };
	int n, status;

	cmd_init();
	n = read_arguments(&g, argc, argv);
	run(&g, n, argv, &e);
	status = cmd_exit(STATUS_OK, &e);
	desk_close(&g.desk);
	return status;
}
