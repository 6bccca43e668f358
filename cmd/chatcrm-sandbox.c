/* chatcrm-sandbox: a CRM on loopback to try things out on. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/cmd.h"
#include "sandbox/sandbox.h"

static volatile sig_atomic_t stop;

static void
on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

/* "100/10" or "100/10s": requests in so many seconds. */
static int
parse_rate(const char *s, struct sandbox_rate *out, struct err *e)
{
	char *end;
	double seconds;

	if (s == NULL)
		return 0;
	out->requests = strtoll(s, &end, 10);
	if (*end == '/') {
		seconds = strtod(end + 1, &end);
		out->interval_ms = (int64_t)(seconds * 1000);
		if (*end == 's')
			end++;
	}
	if (*end != '\0' || out->requests < 1 || out->requests > 1000000 ||
	    out->interval_ms < 1)
		return err_set(e, ERR_USAGE, NULL, "a rate is N/SECONDS, as "
		    "in 100/10");
	return 0;
}

/* A script that waits for the file finds it whole or not at all. */
static int
write_ready(const char *file, uint16_t port, struct err *e)
{
	char part[4096];
	FILE *f;

	if (file == NULL)
		return 0;
	snprintf(part, sizeof(part), "%s.part", file);
	if ((f = fopen(part, "we")) == NULL)
		return err_errno(e, ERR_IO, "cannot write %.100s", part);
	fprintf(f, "http://127.0.0.1:%u\n", port);
	if (fclose(f) == EOF || rename(part, file) == -1)
		return err_errno(e, ERR_IO, "cannot write %.100s", file);
	return 0;
}

static int
serve(const struct sandbox_conf *c, const char *ready, struct err *e)
{
	struct sigaction sa = { .sa_handler = on_signal };
	struct sandbox *sb;
	int rc = -1;

	if (sandbox_new(c, &sb, e) == -1)
		return -1;
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	printf("listening on http://127.0.0.1:%u\n", sandbox_port(sb));
	fflush(stdout);
	if (write_ready(ready, sandbox_port(sb), e) == 0)
		rc = sandbox_run(sb, &stop, e);
	sandbox_free(sb);
	return rc;
}

int
main(int argc, char **argv)
{
	struct sandbox_conf c = { .retry_after_s = -1, .portal = 12345678,
	    .account_type = "SANDBOX", .faults.seed = 1 };
	const char *rate = NULL, *search_rate = NULL, *ready = NULL;
	struct opt_list properties = { 0 };
	int64_t port = 0, slow = 0, lag = 0, seed = 1;
	const struct opt table[] = {
		{ "port", 'p', OPT_INT, &port, "N",
		    "port on 127.0.0.1; 0: any free one", 0, 65535, NULL },
		{ "db", 0, OPT_STR, &c.db, "FILE",
		    "keep what it holds in FILE", 0, 0, NULL },
		{ "ready", 0, OPT_STR, &ready, "FILE",
		    "write its URL to FILE once it listens", 0, 0, NULL },
		{ "log", 0, OPT_STR, &c.log, "FILE",
		    "append a JSON line for each request", 0, 0, NULL },
		{ "property", 0, OPT_LIST, &properties, "TYPE.NAME[:unique]",
		    "define a property", 0, 0, NULL },
		{ "fail", 0, OPT_PERCENT, &c.faults.fail, "P",
		    "answer 5xx, half of them after the effect", 0, 0, NULL },
		{ "reset", 0, OPT_PERCENT, &c.faults.reset, "P",
		    "cut the connection, half of them after the effect", 0,
		    0, NULL },
		{ "lie", 0, OPT_PERCENT, &c.faults.lie, "P",
		    "answer a write with 2xx and store nothing", 0, 0, NULL },
		{ "slow", 0, OPT_DURATION, &slow, "TIME",
		    "wait so long before each answer", 0, 0, NULL },
		{ "search-lag", 0, OPT_DURATION, &lag, "TIME",
		    "let search be behind by so much", 0, 0, NULL },
		{ "seed", 0, OPT_INT, &seed, "N",
		    "begin chance there, so that faults repeat", 0, 0, NULL },
		{ "rate", 0, OPT_STR, &rate, "N/SECONDS",
		    "answer 429 beyond that", 0, 0, NULL },
		{ "search-rate", 0, OPT_STR, &search_rate, "N/SECONDS",
		    "the same for search alone", 0, 0, NULL },
		{ "retry-after", 0, OPT_INT, &c.retry_after_s, "SECONDS",
		    "send Retry-After with 429", 0, 86400, NULL },
		{ "portal", 0, OPT_INT, &c.portal, "N",
		    "the account's id", 1, 2e9, NULL },
		{ "account-type", 0, OPT_STR, &c.account_type, "TYPE",
		    "STANDARD, SANDBOX or DEVELOPER_TEST", 0, 0, NULL },
		{ "now", 0, OPT_TIME, &c.now, "TIME",
		    "let its clock start there", 0, 0, NULL },
		{ 0 }
	};
	const struct opts options = { .program = "chatcrm-sandbox",
	    .purpose = "a CRM on this machine to try things out on",
	    .tables = { table } };
	struct cmd_common common = { 0 };
	struct err e = { 0 };

	cmd_init();
	cmd_options(&options, &common, argc, argv);
	c.port = (uint16_t)port;
	c.properties = properties.v;
	c.nproperties = properties.n;
	c.faults.slow_ms = slow / 1000000;
	c.faults.search_lag_ms = lag / 1000000;
	c.faults.seed = (uint64_t)seed;
	if (parse_rate(rate, &c.rate, &e) == 0 &&
	    parse_rate(search_rate, &c.search_rate, &e) == 0)
		serve(&c, ready, &e);
	return cmd_exit(STATUS_OK, &e);
}
