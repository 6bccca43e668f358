/* chatcrm check: every section, whichever command reads it. */
#include "auth/vault.h"
#include "crm/crm.h"
#include "driver/driver.h"
#include "driver/schema.h"
#include "ledger/ledger.h"
#include "record/cmd.h"
#include "record/record.h"

static enum status
check(const struct conf *c, bool show, bool quiet, struct arena *a,
    struct err *e)
{
	const struct crm *crm = NULL;
	struct vault_conf vault;

	stages_check(c, a);
	ledger_conf(c);
	if (conf_section(c, "crm") != NULL)
		crm = crm_open(c, a);
	else
		vault_conf_read(c, a, &vault);
	if (show)
		conf_show(c, stdout);
	/* What the CRM's profile promises is worth knowing beforehand. */
	if (cmd_conf_done(c->diags, e) == 0 && crm != NULL && !show && !quiet)
		crm_describe(crm, stdout);
	return status_of(e->kind);
}

/* A profile alone: whoever writes one has no configuration yet. */
static enum status
check_profile(const char *name, bool quiet, struct err *e)
{
	struct arena a = { 0 };
	const struct crm *crm;
	struct diags d;

	diags_init(&d, &a);
	crm = crm_profile(str_of(name), &a, &d);
	if (cmd_conf_done(&d, e) == 0 && !quiet)
		crm_explain(crm, stdout);
	arena_free(&a);
	return status_of(e->kind);
}

enum status
driver_check(int argc, char **argv, struct err *e)
{
	struct cmd_common common = { 0 };
	const char *profile = NULL;
	bool show = false, schema = false;
	const struct opt own[] = {
		{ "profile", 0, OPT_STR, &profile, "NAME",
		    "check this CRM's profile alone: a name or a file", 0, 0,
		    NULL },
		{ "schema", 0, OPT_FLAG, &schema, NULL,
		    "print the JSON Schema of the configuration", 0, 0,
		    NULL },
		{ "show", 0, OPT_FLAG, &show, NULL,
		    "print the merged configuration with origins", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm check",
	    .purpose = "Check the whole configuration.", .tables = { own } };
	struct arena a = { 0 };
	enum status status;
	struct diags d;
	struct conf c;

	cmd_options(&opts, &common, argc, argv);
	if (schema) {
		schema_print(stdout);
		return STATUS_OK;
	}
	if (profile != NULL)
		return check_profile(profile, common.quiet, e);
	cmd_conf(&common, &a, &d, &c);
	status = check(&c, show, common.quiet, &a, e);
	arena_free(&a);
	return status;
}
