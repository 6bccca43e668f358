#include "push/session.h"

#include "record/record.h"

static int
configure(struct session *s, const struct cmd_common *common,
    struct str *ledger, struct err *e)
{
	struct diags *d = ARENA_NEW(&s->arena, struct diags);

	cmd_conf(common, &s->arena, d, &s->conf);
	*ledger = ledger_conf(&s->conf);
	s->crm = crm_open(&s->conf, &s->arena);
	stages_check(&s->conf, &s->arena);
	return cmd_conf_done(d, e);
}

int
session_open(struct session *s, const struct cmd_common *common,
    const char *ledger, unsigned flags, FILE *dry, struct err *e)
{
	struct str url;

	*s = (struct session){ 0 };
	if (configure(s, common, &url, e) == -1 ||
	    crm_connect(s->crm, dry, e) == -1)
		return -1;
	return ledger_open(ledger != NULL ? str_of(ledger) : url, flags,
	    &s->ledger, e);
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
