/*
 * session: what the commands that talk to a CRM have in common: the whole
 * configuration, the CRM connected, the ledger open.
 */
#ifndef PUSH_SESSION_H
#define PUSH_SESSION_H

#include "crm/crm.h"
#include "ledger/ledger.h"
#include "record/cmd.h"

struct session {
	struct arena	 arena;
	struct conf	 conf;
	struct crm	*crm;
	struct ledger	*ledger;
};

/*
 * session_open(s, common, ledger, flags, dry, e): ${ledger} overrides the
 * configuration's (NULL: that, else sqlite:chatcrm.db); ${flags} as for
 * ledger_open; ${dry} as for crm_connect.  session_close follows in any
 * case, after ${e} was printed: its place may be one in the configuration.
 */
int	session_open(struct session *s, const struct cmd_common *common,
	    const char *ledger, unsigned flags, FILE *dry, struct err *e);
void	session_close(struct session *s);

#endif
