/* report: what is known of a credential, for people and as JSON; private. */
#ifndef CREDENTIAL_REPORT_H
#define CREDENTIAL_REPORT_H

#include "credential/credential.h"

/* A credential, as far as it can be known without a request. */
struct report {
	const struct auth_conf	*conf;
	const char		*state;		/* "good", "expired"... */
	char			 where[300];
	bool			 has_expiry, has_since, renewable;
	struct instant		 expires, since, now;
	struct str		 scope;		/* granted, or none */
	struct json		 warnings;	/* array of texts */
	struct crm_who		 who;
	bool			 asked;		/* who is known */
};

/* report_make(d, a, r, e): look at the configured credential. */
int		 report_make(struct desk *d, struct arena *a,
		    struct report *r, struct err *e);

/* report_warn(r, a, fmt, ...): something to tell. */
void		 report_warn(struct report *r, struct arena *a,
		    const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));

/* report_print(d, r, a): to standard output. */
void		 report_print(const struct desk *d, const struct report *r,
		    struct arena *a);

/* report_entry(d, en): one entry of the vault. */
void		 report_entry(const struct desk *d,
		    const struct vault_entry *en);

/* entry_store, entry_remove: under the vault's lock. */
int		 entry_store(struct vault *v, struct str name,
		    struct str value, struct err *e);
int		 entry_remove(struct vault *v, struct str name,
		    struct err *e);

#endif
