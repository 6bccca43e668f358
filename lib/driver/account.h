/* account: the CRM's own fields, for "chatcrm check --crm". */
#ifndef DRIVER_ACCOUNT_H
#define DRIVER_ACCOUNT_H

#include "crm/catalogue.h"
#include "record/cmd.h"

/*
 * account_fields(file, common, a, out, e): as ${file} has them; "": as the
 * CRM tells, which chatcrm-push asks, so that this program loads no HTTP.
 */
int	account_fields(const char *file, const struct cmd_common *common,
	    struct arena *a, struct crm_catalogue *out, struct err *e);

#endif
