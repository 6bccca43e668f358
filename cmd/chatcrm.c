/*
 * chatcrm: the whole way in one command, and what concerns all of them.
 * "chatcrm NAME" is "chatcrm-NAME" for every command that is not here.
 */
#include <stdio.h>

#include "base/diag.h"
#include "driver/driver.h"
#include "driver/spawn.h"
#include "record/cmd.h"

static const struct verb {
	const char	*name;
	enum status	(*main)(int argc, char **argv, struct err *e);
} verbs[] = {
	{ "check", driver_check }, { "csv", driver_csv },
	{ "diff", driver_diff },
	{ "eval", driver_eval }, { "help", driver_help }, { "init", driver_init },
	{ "run", driver_run }, { "test", driver_test }
};
enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static const char *const commands[] = { "map", "validate", "score", "route",
    "push", "reconcile", "ledger", "auth", "sandbox", "run", "check", "csv",
    "diff", "eval", "init", "test", "help", NULL };
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) - 1 };

static const char purpose[] =
    "Move what people told a chatbot into a CRM.\n\n"
    "  init       write a first configuration, guessed from a sample\n"
    "  run        map, validate, score, route and push in one\n"
    "  map        exported conversations to records\n"
    "  validate   check and normalise records\n"
    "  score      score records, with reasons\n"
    "  route      say what is to be done about records\n"
    "  push       write records into the CRM, once each\n"
    "  reconcile  compare the ledger with the CRM\n"
    "  ledger     care for dead letters\n"
    "  auth       log in to the CRM, and keep credentials\n"
    "  sandbox    a CRM on this machine to try things on\n"
    "  check      check the configuration\n"
    "  csv        make JSON lines of a table\n"
    "  diff       show what another configuration changes\n"
    "  test       run the tests of a mapping\n"
    "  eval       evaluate an expression for each line\n"
    "  help       show the manual page of a command, or what a code means";

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
	    .operands = "COMMAND [ARG ...]", .ordered = true,
	    .words = commands };
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
