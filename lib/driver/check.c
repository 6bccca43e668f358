/* chatcrm check: every section, whichever command reads it. */
#include "auth/vault.h"
#include "conf/report.h"
#include "crm/crm.h"
#include "driver/account.h"
#include "driver/driver.h"
#include "driver/sample.h"
#include "driver/schema.h"
#include "ledger/ledger.h"
#include "lint/lint.h"
#include "record/cmd.h"
#include "record/record.h"

enum format { AS_TEXT, AS_JSON, AS_SARIF };
static const char *const format_names[] = { "text", "json", "sarif", NULL };

struct how {
	int		format;
	bool		show, strict, quiet, group;
	const char	*crm;		/* a file, "": ask it, or NULL */
	const char	*sample;	/* a file of input, or NULL */
	struct instant	 now;
	const struct cmd_common *common;
};

static void
print_report(const struct diags *d, enum format as, struct arena *a)
{
	struct json v = as == AS_JSON ? report_json(d, a) : report_sarif(d, a);
	struct buf b = { 0 };

	json_write(&v, &b);
	buf_addc(&b, '\n');
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
}

/* Tell what was found, in the form that is wanted; 0 if all is well. */
static int
tell(struct diags *d, const struct how *how, struct arena *a, struct err *e)
{
	if (how->strict)
		diags_strict(d);
	if (how->format == AS_TEXT)
		diags_print(d, stderr);
	else
		print_report(d, how->format, a);
	if (d->errors == 0)
		return 0;
	return err_set(e, ERR_CONFIG, "config", "the configuration is wrong");
}

/* What is written against the fields that the account has. */
static int
check_account(const struct conf *c, const struct crm *crm,
    const struct how *how, struct arena *a, struct err *e)
{
	bool describes = how->format == AS_TEXT && !how->quiet && !how->show;
	struct crm_catalogue fields;

	if (conf_section(c, "crm") == NULL)
		return err_set(e, ERR_USAGE, "usage.crm",
		    "--crm needs the section crm, which says whose fields");
	if (crm == NULL || c->diags->errors > 0)
		return 0;	/* first things first */
	if (account_fields(how->crm, how->common, a, &fields, e) == -1)
		return -1;
	lint_catalogue(c, crm, &fields, describes ? stdout : NULL, a);
	return 0;
}

/* Each section by its owner; the compiled CRM, or NULL. */
static const struct crm *
read_sections(const struct conf *c, struct arena *a)
{
	const struct crm *crm = NULL;
	struct vault_conf vault;

	stages_check(c, a);
	ledger_conf(c);
	if (conf_section(c, "crm") != NULL)
		crm = crm_open(c, a);
	else
		vault_conf_read(c, a, &vault);
	return crm;
}

static enum status
check(const struct conf *c, const struct how *how, struct arena *a,
    struct err *e)
{
	const struct crm *crm = read_sections(c, a);

	if (c->diags->errors == 0)
		lint(c, schema_sections, crm, a);
	if (how->crm != NULL && check_account(c, crm, how, a, e) == -1) {
		diags_print(c->diags, stderr);
		return status_of(e->kind);
	}
	if (how->sample != NULL && c->diags->errors == 0 &&
	    sample_check(c, how->sample, how->group, how->now, a, e) == -1)
		return status_of(e->kind);
	if (how->show)
		conf_show(c, stdout);
	/* What the CRM's profile promises is worth knowing beforehand. */
	if (tell(c->diags, how, a, e) == 0 && crm != NULL && !how->show &&
	    !how->quiet && how->format == AS_TEXT)
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
	struct how how = { .now = time_now() };
	const char *schema = NULL;
	const struct opt own[] = {
		{ "crm", 0, OPT_MAYBE, &how.crm, "FILE",
		    "compare with the CRM's fields, or those in FILE", 0, 0,
		    NULL },
		{ "format", 0, OPT_ENUM, &how.format, NULL,
		    "how what is wrong is told (text)", 0, 0, format_names },
		{ "group", 0, OPT_FLAG, &how.group, NULL,
		    "put the sample's lines together, as map --group does", 0,
		    0, NULL },
		{ "profile", 0, OPT_STR, &profile, "NAME",
		    "check this CRM's profile alone: a name or a file", 0, 0,
		    NULL },
		{ "now", 0, OPT_TIME, &how.now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ "sample", 0, OPT_STR, &how.sample, "FILE",
		    "tell what never happens in these lines of input", 0, 0,
		    NULL },
		{ "schema", 0, OPT_MAYBE, &schema, "WHAT",
		    "print the JSON Schema of the configuration, or of "
		    "source, record, result or dead", 0, 0, NULL },
		{ "show", 0, OPT_FLAG, &how.show, NULL,
		    "print the merged configuration with origins", 0, 0, NULL },
		{ "strict", 0, OPT_FLAG, &how.strict, NULL,
		    "warnings are errors", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm check",
	    .purpose = "Check the whole configuration.", .tables = { own } };
	struct arena a = { 0 };
	enum status status;
	struct diags d;
	struct conf c;

	cmd_options(&opts, &common, argc, argv);
	if (schema != NULL)
		return schema_print(schema, stdout, e) == 0 ? STATUS_OK :
		    STATUS_USAGE;
	if (profile != NULL)
		return check_profile(profile, common.quiet, e);
	cmd_conf(&common, &a, &d, &c);
	how.quiet = common.quiet;
	how.common = &common;
	status = check(&c, &how, &a, e);
	arena_free(&a);
	return status;
}
