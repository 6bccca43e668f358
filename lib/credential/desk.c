#include <stdio.h>

#include "credential/credential.h"
#include "ledger/ledger.h"
#include "record/record.h"

int
desk_open(struct desk *d, const struct cmd_common *common, bool crm,
    struct err *e)
{
	struct diags *diags = ARENA_NEW(&d->arena, struct diags);

	cmd_conf(common, &d->arena, diags, &d->conf);
	ledger_conf(&d->conf);
	stages_check(&d->conf, &d->arena);
	if (crm || conf_section(&d->conf, "crm") != NULL)
		d->crm = crm_open(&d->conf, &d->arena);
	if (d->crm != NULL)
		d->vault_conf = crm_auth_conf(d->crm)->vault;
	else
		vault_conf_read(&d->conf, &d->arena, &d->vault_conf);
	if (cmd_conf_done(diags, e) == -1)
		return -1;
	d->vault = vault_new(&d->vault_conf, d->key_file);
	if (d->crm == NULL)
		return 0;
	d->crm->key_file = d->key_file;
	d->crm->trace = d->trace;
	return 0;
}

void
desk_close(struct desk *d)
{
	if (d->crm != NULL)
		crm_close(d->crm);
	vault_free(d->vault);
	arena_free(&d->arena);
}

int
desk_connect(struct desk *d, struct err *e)
{
	if (d->connected)
		crm_close(d->crm);
	d->connected = true;
	return crm_connect(d->crm, NULL, e);
}

void
desk_put(const struct json *o)
{
	struct buf b = { 0 };

	json_write(o, &b);
	printf("%.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
}
