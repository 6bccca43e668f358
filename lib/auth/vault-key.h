/* vault-key: where a vault's key comes from; private to auth. */
#ifndef AUTH_VAULT_KEY_H
#define AUTH_VAULT_KEY_H

#include "auth/vault.h"
#include "crypto/crypto.h"

/* The environment's name for the key, and a service's. */
#define VAULT_KEY_ENV		"CHATCRM_VAULT_KEY"
#define VAULT_KEY_CREDENTIAL	"chatcrm.vault.key"

/*
 * vault_key(c, own, path, create, e): the key: the file ${own} (--key-file),
 * else what the configuration names, else $CHATCRM_VAULT_KEY, else the
 * credential chatcrm.vault.key, else the file beside the vault, the name of
 * which is left in ${path} (4096 bytes; "" for the environment and
 * credentials) and which is made if ${create}.
 */
struct key	*vault_key(const struct vault_conf *c, const char *own,
		    char *path, bool create, struct err *e);

/* vault_file(c, out, e): the vault's own path, 4096 bytes. */
int		 vault_file(const struct vault_conf *c, char *out,
		    struct err *e);

#endif
