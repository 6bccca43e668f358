#include "push/session.h"

static struct str
ledger_url(const struct session *s, const char *own)
{
	const struct json *node = conf_section(&s->conf, "ledger");

	if (own != NULL)
		return str_of(own);
	if (node != NULL && node->type == JSON_STRING)
		return (struct str){ node->text, node->len };
	return STR("sqlite:chatcrm.db");
}

static int
configure(struct session *s, const struct cmd_common *common, struct err *e)
{
	struct diags *d = ARENA_NEW(&s->arena, struct diags);
	const struct json *ledger;

	cmd_conf(common, &s->arena, d, &s->conf);
	ledger = conf_section(&s->conf, "ledger");
	if (ledger != NULL && ledger->type != JSON_STRING)
		diag_error(d, yaml_where(ledger), "ledger",
		    "ledger is one value: sqlite:FILE");
	s->crm = crm_open(&s->conf, &s->arena);
	return cmd_conf_done(d, e);
}

int
session_open(struct session *s, const struct cmd_common *common,
    const char *ledger, unsigned flags, FILE *dry, struct err *e)
{
	*s = (struct session){ 0 };
	if (configure(s, common, e) == -1 ||
	    crm_connect(s->crm, dry, e) == -1)
		return -1;
	return ledger_open(ledger_url(s, ledger), flags, &s->ledger, e);
}

void
session_close(struct session *s)
{
	if (s->ledger != NULL)
		ledger_close(s->ledger);
	if (s->crm != NULL)
		crm_close(s->crm);
	arena_free(&s->arena);
}
