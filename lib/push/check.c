#include "push/check.h"

#include "crm/crm.h"
#include "ledger/ledger.h"

void
push_check(const struct conf *c, struct arena *a)
{
	if (conf_section(c, "crm") != NULL)
		crm_check(c, a);
	ledger_conf(c);
}
