/* chatcrm-sandbox: a CRM on loopback to try things out on. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "record/cmd.h"
#include "sandbox/sandbox.h"

struct arguments {
	struct sandbox_conf	 conf;
	struct opt_list		 properties, played;
	const char		*rate, *search_rate, *ready;
	int64_t			 port, seed;
	int64_t			 slow, lag, life;	/* ns */
};

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

	if (s == NULL)
		return 0;
	out->requests = strtoll(s, &end, 10);
	if (*end == '/') {
		out->interval_ms = (int64_t)(strtod(end + 1, &end) * 1000);
		if (*end == 's')
			end++;
	}
	if (*end != '\0' || out->requests < 1 || out->requests > 1000000 ||
	    out->interval_ms < 1)
		return err_set(e, ERR_USAGE, "usage.rate", "a rate is "
		    "N/SECONDS, as in 100/10");
	return 0;
}

static void
read_arguments(struct arguments *g, int argc, char **argv)
{
	struct sandbox_conf *c = &g->conf;
	struct cmd_common common = { 0 };
	static const char *const ms[] = { "ms", NULL };
	static const char *const seconds[] = { "s", NULL };
	const struct opt own[] = {
		{ "persona", 0, OPT_STR, &c->persona, "CRM",
		    "which CRM to play (hubspot)", 0, 0, NULL },
		{ "port", 'p', OPT_INT, &g->port, "N",
		    "port on 127.0.0.1; 0: any free one", 0, 65535, NULL },
		{ "db", 0, OPT_STR, &c->db, "FILE",
		    "keep what it holds in FILE", 0, 0, NULL },
		{ "ready", 0, OPT_STR, &g->ready, "FILE",
		    "write its URL to FILE once it listens", 0, 0, NULL },
		{ "log", 0, OPT_STR, &c->log, "FILE",
		    "append a JSON line for each request", 0, 0, NULL },
		{ "property", 0, OPT_LIST, &g->properties,
		    "TYPE.NAME[:KIND]", "define a property", 0, 0, NULL },
		{ "property-limit", 0, OPT_INT, &c->property_limit, "N",
		    "have room for N custom properties of each type", 1, 1e6,
		    NULL },
		{ "fail", 0, OPT_PERCENT, &c->faults.fail, "P",
		    "answer 5xx, half of them after the effect", 0, 0, NULL },
		{ "reset", 0, OPT_PERCENT, &c->faults.reset, "P",
		    "cut the connection, half of them after the effect", 0,
		    0, NULL },
		{ "lie", 0, OPT_PERCENT, &c->faults.lie, "P",
		    "answer a write with 2xx and store nothing", 0, 0, NULL },
		{ "fault", 0, OPT_LIST, &g->played, "KIND[:N|:P%]",
		    "play that fault: the next N times, or P percent", 0, 0,
		    NULL },
		{ "script", 0, OPT_STR, &c->script, "FILE",
		    "play the faults of a list of rules", 0, 0, NULL },
		{ "slow", 0, OPT_DURATION, &g->slow, "TIME",
		    "wait so long (ms) before each answer", 0, 0, ms },
		{ "search-lag", 0, OPT_DURATION, &g->lag, "TIME",
		    "let search be behind by so much (s)", 0, 0, seconds },
		{ "seed", 0, OPT_INT, &g->seed, "N",
		    "begin chance there, so that faults repeat", 0, 0, NULL },
		{ "rate", 0, OPT_STR, &g->rate, "N/SECONDS",
		    "answer 429 beyond that", 0, 0, NULL },
		{ "search-rate", 0, OPT_STR, &g->search_rate, "N/SECONDS",
		    "the same for search alone", 0, 0, NULL },
		{ "daily", 0, OPT_INT, &c->daily, "N",
		    "answer 429 after N requests in a day", 1, 1e12, NULL },
		{ "oauth", 0, OPT_FLAG, &c->oauth, NULL,
		    "accept only tokens that it issued", 0, 0, NULL },
		{ "oauth-rotate", 0, OPT_FLAG, &c->oauth_rotate, NULL,
		    "give a new refresh token for each", 0, 0, NULL },
		{ "client-secret", 0, OPT_STR, &c->client_secret, "FILE",
		    "take only clients that show the secret in FILE", 0, 0,
		    NULL },
		{ "client-key", 0, OPT_STR, &c->client_key, "FILE",
		    "take only assertions signed by that public key", 0, 0,
		    NULL },
		{ "token-life", 0, OPT_DURATION, &g->life, "TIME",
		    "let access tokens expire after TIME (s)", 0, 0,
		    seconds },
		{ "retry-after", 0, OPT_INT, &c->retry_after_s, "SECONDS",
		    "send Retry-After with 429", 0, 86400, NULL },
		{ "portal", 0, OPT_INT, &c->portal, "N",
		    "the account's id", 1, 2e9, NULL },
		{ "account-type", 0, OPT_STR, &c->account_type, "TYPE",
		    "what the account says it is (SANDBOX)", 0, 0, NULL },
		{ "now", 0, OPT_TIME, &c->now, "TIME",
		    "let its clock start there", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm-sandbox",
	    .purpose = "A CRM on this machine to try things out on.",
	    .tables = { own } };

	cmd_options(&opts, &common, argc, argv);
}

static int
configure(struct arguments *g, struct err *e)
{
	struct sandbox_conf *c = &g->conf;

	c->port = (uint16_t)g->port;
	c->properties = g->properties.v;
	c->nproperties = g->properties.n;
	c->played = g->played.v;
	c->nplayed = g->played.n;
	c->faults.slow_ms = g->slow / 1000000;
	c->faults.search_lag_ms = g->lag / 1000000;
	c->token_life_s = g->life / 1000000000;
	c->faults.seed = (uint64_t)g->seed;
	if (parse_rate(g->rate, &c->rate, e) == -1)
		return -1;
	return parse_rate(g->search_rate, &c->search_rate, e);
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
serve(const struct arguments *g, struct err *e)
{
	struct sigaction sa = { .sa_handler = on_signal };
	struct sandbox *sb;
	int rc = -1;

	if (sandbox_new(&g->conf, &sb, e) == -1)
		return -1;
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	printf("listening on http://127.0.0.1:%u\n", sandbox_port(sb));
	fflush(stdout);
	if (write_ready(g->ready, sandbox_port(sb), e) == 0)
		rc = sandbox_run(sb, &stop, e);
	sandbox_free(sb);
	return rc;
}

int
main(int argc, char **argv)
{
	struct arguments g = { .conf = { .retry_after_s = -1,
	    .portal = 12345678, .account_type = "SANDBOX" }, .seed = 1 };
	struct err e = { 0 };

	cmd_init();
	read_arguments(&g, argc, argv);
	if (configure(&g, &e) == 0)
		serve(&g, &e);
	return cmd_exit(STATUS_OK, &e);
}
