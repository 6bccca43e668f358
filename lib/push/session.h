/*
 * session: what the commands that talk to a CRM have in common: the whole
 * configuration, the CRM connected, the ledger open.
 */
#ifndef PUSH_SESSION_H
#define PUSH_SESSION_H

#include "crm/crm.h"
#include "ledger/ledger.h"
#include "record/cmd.h"
#include "record/letters.h"

struct session {
	struct arena	 arena;
	struct conf	 conf;
	struct letters	 letters;	/* for the dead; to be opened */
	struct crm	*crm;
	struct ledger	*ledger;
};

struct session_opts {
	const char	*rejects;	/* NULL: as configured */
	const char	*ledger;	/* NULL: the configuration's, else
					   sqlite:chatcrm.db */
	unsigned	 flags;		/* of ledger_open */
	FILE		*dry;		/* of crm_connect */
	int64_t		 connections;	/* 0: as configured */
	double		 daily_share;	/* 0: as crm_open has it */
	const char	*key_file;	/* of the vault; NULL: as configured */
	const char	*trace;		/* NULL: none */
	int64_t		 wait;		/* ns for a turn at a shared ledger, at
					   most; 0: as long as it takes */
};

/*
 * session_open(s, common, o, e): open all.  Requests are counted together
 * with those of others on this host that use the same ledger, in the file
 * LEDGER.rates.  session_close follows in any case, after ${e} was printed:
 * its place may be one in the configuration.
 */
int	session_open(struct session *s, const struct cmd_common *common,
	    const struct session_opts *o, struct err *e);

/* session_crm: the same without the ledger, to ask and not to write. */
int	session_crm(struct session *s, const struct cmd_common *common,
	    const struct session_opts *o, struct err *e);

void	session_close(struct session *s);

#endif
