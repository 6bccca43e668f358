/* schema: the configuration as a whole, for editors, and what we write. */
#include <stdio.h>

#include "auth/vault.h"
#include "crm/crm.h"
#include "driver/schema.h"
#include "ledger/ledger.h"
#include "record/letters.h"
#include "record/limits.h"
#include "record/shape.h"
#include "stage/conf.h"

#define SECTION(name, keys, help) CONF_FORM(name, CONF_OBJ, help, keys)

const struct conf_key schema_sections[] = {
	SECTION("map", map_conf_keys,
	    "how conversations become records, see chatcrm-map(1)"),
	SECTION("validate", validate_conf_keys,
	    "what a CRM may be given, see chatcrm-validate(1)"),
	SECTION("score", score_conf_keys,
	    "how promising a record is, see chatcrm-score(1)"),
	CONF_FORM("route", CONF_LIST, "what is to be done about a record, see "
	    "chatcrm-route(1)", route_conf_item),
	SECTION("crm", crm_conf_keys,
	    "where records go, see chatcrm-push(1)"),
	SECTION("vault", vault_conf_keys,
	    "where tokens and secrets are sealed, see chatcrm-auth(1)"),
	{ "ledger", CONF_STR, 0, "where chatcrm keeps what it has pushed: "
	    "sqlite:PATH", 0, 0, 0, ledger_conf_urls, NULL },
	SECTION("dead", dead_conf_keys,
	    "where refused records are kept, see chatcrm-ledger(1)"),
	SECTION("limits", limits_conf_keys, "bounds of an input line"),
	{ 0 }
};

struct format {
	const char		*name;		/* as --schema= wants it */
	const struct conf_key	*form;
	const char		*id, *title;
};

static const struct format formats[] = {
	{ "record", &shape_record, "chatcrm-record.schema.json",
	    "what map, validate and score write, a line each" },
	{ "result", &shape_result, "chatcrm-result.schema.json",
	    "what push writes, a line for each record" },
	{ "dead", &shape_dead, "chatcrm-dead.schema.json",
	    "what stands in a file of dead letters, a line each" }
};

static int
schema_of(const char *what, struct arena *a, struct json *out, struct err *e)
{
	size_t i;

	if (*what == '\0') {
		*out = conf_schema(schema_sections, "chatcrm.schema.json",
		    "chatcrm.yaml, the configuration of chatcrm", a);
		return 0;
	}
	if (strcmp(what, "source") == 0) {
		*out = conf_schema(source_conf_keys,
		    "chatcrm-source.schema.json",
		    "a source profile of chatcrm", a);
		return 0;
	}
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(what, formats[i].name) != 0)
			continue;
		*out = conf_data_schema(formats[i].form, formats[i].id,
		    formats[i].title, a);
		return 0;
	}
	return err_set(e, ERR_USAGE, "usage.schema", "there is a schema of "
	    "the configuration, --schema, of a source profile, "
	    "--schema=source, and of lines: --schema=record, result or dead");
}

int
schema_print(const char *what, FILE *f, struct err *e)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct json schema;
	int rc;

	if ((rc = schema_of(what, &a, &schema, e)) == 0) {
		json_write(&schema, &b);
		buf_addc(&b, '\n');
		fwrite(b.p, 1, b.len, f);
	}
	buf_free(&b);
	arena_free(&a);
	return rc;
}
