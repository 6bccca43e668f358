/* chatcrm-push: records into a CRM, each once. */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/time.h"
#include "crm/catalogue.h"
#include "push/push.h"
#include "push/session.h"
#include "record/record.h"

struct arguments {
	struct cmd_common	 common;
	struct push_opts	 push;
	struct session_opts	 session;
	const char		*input, *only, *high, *apply;
	int64_t			 revert;
	const char		*quarantine, *decisions;
	int			 verify;	/* enum crm_verify, or -1 */
	bool			 setup, properties;
};

static void
wrong(const char *code, const char *msg)
{
	struct err e;

	err_set(&e, ERR_USAGE, code, "%s", msg);
	exit(cmd_exit(STATUS_USAGE, &e));
}

/* "contact,company" as bits. */
static unsigned
types_of(const char *list)
{
	struct str rest = str_of(list), name;
	unsigned bits = 0;
	struct err e;
	size_t n;
	int t;

	while (rest.len > 0) {
		n = str_find(rest, STR(","));
		name = str_trim(str_to(rest, n));
		rest = str_from(rest, n == (size_t)-1 ? rest.len : n + 1);
		for (t = 0; t < CRM_TYPES; t++)
			if (str_eq(name, str_of(crm_type_names[t])))
				break;
		if (t == CRM_TYPES) {
			err_set(&e, ERR_USAGE, "usage.only", "--only: '%.*s' "
			    "is no type of object; write contact, company, "
			    "note ...", STR_ARG(name));
			exit(cmd_exit(STATUS_USAGE, &e));
		}
		bits |= 1u << t;
	}
	return bits;
}

static void
check_arguments(struct arguments *g, int n, char **argv)
{
	if (n > 1)
		wrong("usage.many",
		    "one file at most; pipe several in with cat(1)");
	if (n == 1 && strcmp(argv[1], "-") != 0)
		g->input = argv[1];
	if (g->apply != NULL && (g->input != NULL || g->push.plan))
		wrong("usage.apply", "--apply takes its input from the plan");
	if (g->apply != NULL && strcmp(g->apply, "-") != 0)
		g->input = g->apply;
	if (g->decisions != NULL && g->input != NULL)
		wrong("usage.decisions", "--decisions has its own input; push "
		    "other files apart");
	if (g->decisions != NULL && strcmp(g->decisions, "-") != 0)
		g->input = g->decisions;
	g->push.decisions = g->decisions != NULL;
	if (g->push.create_only && g->push.update_only)
		wrong("usage.only", "--create-only and --update-only leave "
		    "nothing to do");
	if (g->revert > 0 && (g->input != NULL || g->apply != NULL))
		wrong("usage.revert", "--revert takes no input");
	g->push.apply = g->apply != NULL;
	g->push.dry_run |= g->push.plan;
	if (g->only != NULL)
		g->push.only = types_of(g->only);
	if (g->push.shared)
		g->session.flags |= LEDGER_SHARED;
}

static void
read_arguments(struct arguments *g, int argc, char **argv)
{
	static const char *const verify[] = { "none", "sample", "all",
	    NULL };
	const struct opt flow[] = {
		{ "deadline", 0, OPT_DURATION, &g->push.deadline, "TIME",
		    "defer what is not done by then", 0, 0, NULL },
		{ "hold", 0, OPT_DURATION, &g->push.hold, "TIME",
		    "defer a record that would wait for longer (30s)", 0, 0,
		    NULL },
		{ "connections", 0, OPT_INT, &g->session.connections, "N",
		    "requests at a time, at most", 1, 64, NULL },
		{ "daily-share", 0, OPT_PERCENT, &g->session.daily_share,
		    "P", "percentage of a day's requests to use (80)", 0, 0,
		    NULL },
		{ "key-file", 0, OPT_STR, &g->session.key_file, "FILE",
		    "the key of the vault", 0, 0, NULL },
		{ "trace", 0, OPT_STR, &g->session.trace, "FILE",
		    "append requests, with secrets and people masked", 0, 0,
		    NULL },
		{ "high-value", 0, OPT_STR, &g->high, "CEL",
		    "records that go first", 0, 0, NULL },
		{ "results-unordered", 0, OPT_FLAG, &g->push.unordered, NULL,
		    "answer what needs no request at once", 0, 0, NULL },
		{ "shared", 0, OPT_FLAG, &g->push.shared, NULL,
		    "let other such runs use the ledger, too", 0, 0, NULL },
		{ 0 }
	};
	const struct opt scope[] = {
		{ "limit", 0, OPT_INT, &g->push.limit, "N",
		    "push the first N records", 1, 1e15, NULL },
		{ "pilot", 0, OPT_PERCENT, &g->push.pilot, "P",
		    "push that percentage of all people", 0, 0, NULL },
		{ "only", 0, OPT_STR, &g->only, "TYPE,...",
		    "these types of objects alone", 0, 0, NULL },
		{ "create-only", 0, OPT_FLAG, &g->push.create_only, NULL,
		    "leave who is there already", 0, 0, NULL },
		{ "update-only", 0, OPT_FLAG, &g->push.update_only, NULL,
		    "make nobody new", 0, 0, NULL },
		{ "no-actions", 0, OPT_FLAG, &g->push.no_actions, NULL,
		    "leave the records' actions undone", 0, 0, NULL },
		{ "production", 0, OPT_FLAG, &g->push.production, NULL,
		    "a production account is meant", 0, 0, NULL },
		{ 0 }
	};
	const struct opt own[] = {
		{ "plan", 0, OPT_FLAG, &g->push.plan, NULL,
		    "say what would change, change nothing", 0, 0, NULL },
		{ "exit-code", 0, OPT_FLAG, &g->push.exit_code, NULL,
		    "with --plan: 1 if there would be changes", 0, 0, NULL },
		{ "apply", 0, OPT_STR, &g->apply, "PLAN",
		    "do what a plan says, and no more", 0, 0, NULL },
		{ "revert", 0, OPT_INT, &g->revert, "RUN",
		    "put back what that run replaced", 1, 1e15, NULL },
		{ "dry-run", 'n', OPT_FLAG, &g->push.dry_run, NULL,
		    "print the requests that would write, send none", 0, 0,
		    NULL },
		{ "ledger", 0, OPT_STR, &g->session.ledger, "FILE",
		    "keep the ledger there", 0, 0, NULL },
		{ "rejects", 0, OPT_STR, &g->session.rejects, "FILE",
		    "append what is refused or ambiguous to FILE", 0, 0,
		    NULL },
		{ "quarantine", 0, OPT_STR, &g->quarantine, "FILE",
		    "append what is ambiguous to FILE, for you to decide", 0,
		    0, NULL },
		{ "decisions", 0, OPT_STR, &g->decisions, "FILE",
		    "push what you decided in FILE, and remember it", 0, 0,
		    NULL },
		{ "max-rejects", 0, OPT_PERCENT, &g->push.max_rejects, "P",
		    "percentage that may be refused (5)", 0, 0, NULL },
		{ "follow", 0, OPT_FLAG, &g->push.follow, NULL,
		    "judge that by each 1,000 records", 0, 0, NULL },
		{ "verify", 0, OPT_ENUM, &g->verify, NULL,
		    "what to read back after writing", 0, 0, verify },
		{ "setup", 0, OPT_FLAG, &g->setup, NULL,
		    "make the fields that the CRM lacks, and end", 0, 0,
		    NULL },
		{ "properties", 0, OPT_FLAG, &g->properties, NULL,
		    "print which fields the CRM has, and end", 0, 0, NULL },
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
	    .operands = "[FILE]", .tables = { own, flow, scope } };
	int n = cmd_options(&opts, &g->common, argc, argv);

	check_arguments(g, n, argv);
}

static bool
is_same_file(int a, int b)
{
	struct stat s, t;

	return fstat(a, &s) == 0 && fstat(b, &t) == 0 && S_ISREG(s.st_mode) &&
	    s.st_dev == t.st_dev && s.st_ino == t.st_ino;
}

/* What holds people's data is for its owner alone. */
static int
open_append(const char *path, int *fd, struct err *e)
{
	if (path == NULL)
		return 0;
	*fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return *fd == -1 ? err_errno(e, ERR_IO, "%s", path) : 0;
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
	if (open_append(g->quarantine, &g->push.quarantine, e) == -1)
		return -1;
	if (is_same_file(g->push.in, g->push.quarantine))
		return err_set(e, ERR_USAGE, "usage.same",
		    "--quarantine and --decisions need two files: what is "
		    "undecided would be read without end");
	return 0;
}

static int
compile_high(struct arguments *g, struct session *s, struct err *e)
{
	struct diags d;

	if (g->high == NULL)
		return 0;
	diags_init(&d, &s->arena);
	g->push.high = cel_compile(record_env(&s->arena), str_of(g->high),
	    NULL, &s->arena, &d);
	diags_print(&d, stderr);
	return g->push.high != NULL ? 0 : err_set(e, ERR_USAGE,
	    "usage.high", "--high-value is no condition over the record");
}

/* Nothing is pushed, so that no ledger is needed. */
static enum status
print_properties(struct arguments *g, struct session *s, struct err *e)
{
	if (session_crm(s, &g->common, &g->session, e) == -1 ||
	    catalogue_print(s->crm, stdout, e) == -1)
		return status_of(e->kind);
	return STATUS_OK;
}

/* What is left of it, after others had their turn at the ledger. */
static int64_t
time_left(int64_t deadline, int64_t began)
{
	int64_t left = deadline - (time_monotonic() - began);

	return deadline == 0 ? 0 : left > 0 ? left : 1;
}

static enum status
push(struct arguments *g, struct session *s, struct err *e)
{
	int64_t began = time_monotonic();

	g->session.wait = g->push.deadline;
	g->session.dry = g->push.dry_run && !g->push.plan ? stdout : NULL;
	if (open_files(g, e) == -1 || session_open(s, &g->common,
	    &g->session, e) == -1 || compile_high(g, s, e) == -1 ||
	    letters_open(&s->letters, e) == -1)
		return status_of(e->kind);
	g->push.deadline = time_left(g->push.deadline, began);
	g->push.letters = &s->letters;
	if (g->verify != -1)
		s->crm->verify = g->verify;
	if (g->revert > 0)
		return push_revert(s->crm, s->ledger, g->revert, &g->push, e);
	if (!g->setup)
		return push_run(s->crm, s->ledger, &g->push, e);
	return crm_setup(s->crm, !g->push.dry_run, stdout, e) == -1 ?
	    status_of(e->kind) : STATUS_OK;
}

int
main(int argc, char **argv)
{
	struct arguments g = { .verify = -1, .push = { .in = STDIN_FILENO,
	    .out = STDOUT_FILENO, .quarantine = -1,
	    .max_rejects = 0.05, .pilot = 1,
	    .hold = INT64_C(30) * 1000000000 } };
	struct session s = { 0 };
	struct err e = { 0 };
	int status;

	cmd_init();
	g.push.now = time_now();
	read_arguments(&g, argc, argv);
	status = cmd_exit(g.properties ? print_properties(&g, &s, &e) :
	    push(&g, &s, &e), &e);
	session_close(&s);
	return status;
}
