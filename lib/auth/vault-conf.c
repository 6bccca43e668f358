/* The section "vault": no more than where things are. */
#include "auth/vault.h"

struct key_conf {
	struct str	file, env, credential;
};

static const struct conf_key key_keys[] = {
	{ "file", CONF_STR, offsetof(struct key_conf, file),
	    "the file that holds it", 0, 0, 0, NULL, NULL },
	{ "env", CONF_STR, offsetof(struct key_conf, env),
	    "the environment variable that holds it", 0, 0, 0, NULL, NULL },
	{ "credential", CONF_STR, offsetof(struct key_conf, credential),
	    "its name among a service's credentials", 0, 0, 0, NULL, NULL },
	{ 0 }
};

struct section {
	struct str	file;
	struct key_conf	key;
};

const struct conf_key vault_conf_keys[] = {
	{ "file", CONF_STR, offsetof(struct section, file),
	    "where it is", 0, 0, 0, NULL, NULL },
	{ "key", CONF_OBJ, offsetof(struct section, key),
	    "where its key is: {file: PATH}, {env: NAME} or "
	    "{credential: NAME}", 0, 0, 0, NULL, key_keys },
	{ 0 }
};

void
vault_conf_read(const struct conf *c, struct arena *a,
    struct vault_conf *out)
{
	const struct json *node = conf_section(c, "vault");
	struct section s = { 0 };

	conf_read(node, "vault", vault_conf_keys, &s, a, c->diags);
	if ((s.key.file.p != NULL) + (s.key.env.p != NULL) +
	    (s.key.credential.p != NULL) > 1)
		diag_error(c->diags, yaml_where(json_get(node, STR("key"))),
		    "vault.key", "the vault's key is in one place: file, "
		    "env or credential");
	*out = (struct vault_conf){ s.file, s.key.file, s.key.env,
	    s.key.credential };
}
