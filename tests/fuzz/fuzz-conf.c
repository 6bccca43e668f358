/*
 * fuzz-conf: any text is a configuration that is compiled whole, or one
 * whose mistakes are told, each at a place in it; never both, never neither.
 */
#include <stdio.h>
#include <stdlib.h>

#include "auth/vault.h"
#include "conf/report.h"
#include "crm/crm.h"
#include "driver/schema.h"
#include "ledger/ledger.h"
#include "lint/lint.h"
#include "record/record.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As conf_load would, but for merging and the names of sections. */
static bool
load(struct str text, struct arena *a, struct diags *d, struct conf *c)
{
	*c = (struct conf){ json_object(), a, d };
	yaml_parse("fuzz.yaml", text, a, &c->root, d);
	return c->root.type == JSON_OBJECT;
}

static void
compile(const struct conf *c, struct arena *a)
{
	const struct crm *crm = NULL;
	struct vault_conf vault;

	stages_check(c, a);
	ledger_conf(c);
	if (conf_section(c, "crm") != NULL)
		crm = crm_open(c, a);
	else
		vault_conf_read(c, a, &vault);
	if (c->diags->errors == 0)
		lint(c, schema_sections, crm, a);
}

/* No place is beyond the text, and a place in it shows a line of it. */
static void
check_places(const struct diags *d, struct str text)
{
	const struct diag *g;
	size_t i, lines = 1;

	for (i = 0; i < text.len; i++)
		lines += text.p[i] == '\n';
	for (g = d->first; g != NULL; g = g->next)
		if (g->at.name != NULL &&
		    strcmp(g->at.name, "fuzz.yaml") == 0 &&
		    (g->at.line > lines || g->msg.len == 0 ||
		    diag_column(d, g->at) > text.len + 1))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	FILE *f = fopen("/dev/null", "w");
	struct arena a = { 0 };
	struct diags d;
	struct conf c;

	diags_init(&d, &a);
	if (load(text, &a, &d, &c)) {
		compile(&c, &a);
		if (f != NULL)
			conf_show(&c, f);
	}
	check_places(&d, text);
	report_sarif(&d, &a);
	report_json(&d, &a);
	if (f != NULL) {
		diags_print(&d, f);
		fclose(f);
	}
	arena_free(&a);
	return 0;
}
