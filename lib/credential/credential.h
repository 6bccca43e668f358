/*
 * credential: what chatcrm-auth does with credentials: log in, look at them,
 * try them, replace them, end them, and keep the vault.
 */
#ifndef CREDENTIAL_CREDENTIAL_H
#define CREDENTIAL_CREDENTIAL_H

#include "auth/auth.h"
#include "crm/crm.h"
#include "record/cmd.h"

struct desk {
	struct arena		 arena;
	struct conf		 conf;
	struct vault_conf	 vault_conf;
	struct vault		*vault;
	struct crm		*crm;		/* NULL: not configured */
	bool			 connected;
	/* of the command line */
	const char		*key_file, *trace, *new_key_file, *echo_url;
	bool			 json, offline, show_ip, rekey, code;
};

/*
 * desk_open(d, common, crm, e): read the configuration; ${crm}: its section
 * "crm" is needed too.  desk_close follows in any case.
 */
int		 desk_open(struct desk *d, const struct cmd_common *common,
		    bool crm, struct err *e);
void		 desk_close(struct desk *d);

/* desk_connect(d, e): the credential is opened; nothing is sent. */
int		 desk_connect(struct desk *d, struct err *e);

/* desk_put(d, o): one result on standard output, as JSON. */
void		 desk_put(const struct json *o);

/*
 * The verbs.  Each writes what it found on standard output.  0, or -1;
 * ERR_AUTH where it is not authorised.
 */
int		 desk_login(struct desk *d, struct err *e);
int		 desk_status(struct desk *d, struct err *e);
int		 desk_test(struct desk *d, struct err *e);
int		 desk_refresh(struct desk *d, struct err *e);
int		 desk_rotate(struct desk *d, struct err *e);
int		 desk_rotate_key(struct desk *d, struct err *e);
int		 desk_revoke(struct desk *d, struct err *e);

/* Entries of the vault; ${name} is an entry's. */
int		 desk_entry_put(struct desk *d, const char *name,
		    struct err *e);
int		 desk_entry_list(struct desk *d, struct err *e);
int		 desk_entry_rm(struct desk *d, const char *name,
		    struct err *e);

#endif
