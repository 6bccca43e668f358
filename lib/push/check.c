#include "push/check.h"

#include "auth/vault.h"
#include "crm/crm.h"
#include "ledger/ledger.h"

void
push_check(const struct conf *c, struct arena *a)
{
	struct vault_conf vault;

	vault_conf_read(c, a, &vault);
	if (conf_section(c, "crm") != NULL)
		crm_check(c, a);
	ledger_conf(c);
}
