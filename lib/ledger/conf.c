/* conf: the section "ledger" of the configuration. */
#include "ledger/ledger.h"

struct str
ledger_conf(const struct conf *c)
{
	const struct json *node = conf_section(c, "ledger");

	if (node == NULL)
		return STR("sqlite:chatcrm.db");
	if (node->type == JSON_STRING)
		return (struct str){ node->text, node->len };
	diag_error(c->diags, yaml_where(node), "config.ledger",
	    "ledger is one value: sqlite:FILE");
	return STR_NONE;
}
