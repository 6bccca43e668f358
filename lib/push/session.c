#include "push/session.h"

#include <unistd.h>

#include "record/record.h"

static int
configure(struct session *s, const struct cmd_common *common,
    const char *rejects, struct str *ledger, struct err *e)
{
	struct diags *d = ARENA_NEW(&s->arena, struct diags);

	cmd_conf(common, &s->arena, d, &s->conf);
	letters_conf(&s->conf, rejects, &s->letters);
	*ledger = ledger_conf(&s->conf);
	s->crm = crm_open(&s->conf, &s->arena);
	stages_check(&s->conf, &s->arena);
	return cmd_conf_done(d, e);
}

/* Where who only reads may not write, his requests are counted apart. */
static void
share_rates(struct session *s, const struct session_opts *o)
{
	const char *path = arena_printf(&s->arena, "%s.rates",
	    ledger_path_of(s->ledger)).p;

	if (!(o->flags & LEDGER_READ_ONLY) || access(path, W_OK) == 0)
		s->crm->rates = path;
}

int
session_open(struct session *s, const struct cmd_common *common,
    const struct session_opts *o, struct err *e)
{
	struct str url;

	*s = (struct session){ 0 };
	if (configure(s, common, o->rejects, &url, e) == -1 || ledger_open(
	    o->ledger != NULL ? str_of(o->ledger) : url, o->flags,
	    o->wait > 0 ? o->wait : -1, &s->ledger, e) == -1)
		return -1;
	share_rates(s, o);
	if (o->connections > 0)
		s->crm->connections = (unsigned)o->connections;
	if (o->daily_share > 0)
		s->crm->daily_share = o->daily_share;
	s->crm->key_file = o->key_file;
	s->crm->trace = o->trace;
	return crm_connect(s->crm, o->dry, e);
}

int
session_crm(struct session *s, const struct cmd_common *common,
    const struct session_opts *o, struct err *e)
{
	struct str url;

	*s = (struct session){ 0 };
	if (configure(s, common, o->rejects, &url, e) == -1)
		return -1;
	s->crm->key_file = o->key_file;
	s->crm->trace = o->trace;
	return crm_connect(s->crm, NULL, e);
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
