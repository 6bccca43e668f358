#include "auth/vault-key.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

static const char *
env(const char *name)
{
	const char *s = getenv(name);

	return s != NULL && *s != '\0' ? s : NULL;
}

int
vault_file(const struct vault_conf *c, char *out, struct err *e)
{
	const char *state = env("XDG_STATE_HOME"), *home = env("HOME");
	int n;

	if (c->file.p != NULL)
		n = snprintf(out, PATH_SIZE, "%.*s", STR_ARG(c->file));
	else if (state != NULL && state[0] == '/')
		n = snprintf(out, PATH_SIZE, "%s/chatcrm/vault", state);
	else if (home != NULL)
		n = snprintf(out, PATH_SIZE, "%s/.local/state/chatcrm/vault",
		    home);
	else
		return err_set(e, ERR_CONFIG, "vault.path", "neither "
		    "XDG_STATE_HOME nor HOME is set; write vault: "
		    "{file: PATH}");
	return n < PATH_SIZE - 32 ? 0 : err_set(e, ERR_CONFIG, "vault.path",
	    "the vault's path is too long");
}

static struct key *
from_env(const char *name, struct err *e)
{
	const char *text = env(name);
	char what[120];

	if (text == NULL) {
		err_set(e, ERR_CONFIG, "key.unset", "the environment has no "
		    "%.90s, which holds the vault's key", name);
		return NULL;
	}
	snprintf(what, sizeof(what), "environment variable %.90s", name);
	return key_parse(str_of(text), what, e);
}

/*
 * systemd lets a service see its credentials by an access list, which shows
 * as the right of a group; the folder is the service's alone.
 */
static struct key *
from_credential(struct str name, struct err *e)
{
	const char *folder = env("CREDENTIALS_DIRECTORY");
	char path[PATH_SIZE], text[80];
	struct key *k = NULL;
	struct stat st;
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "%s/%.*s", folder != NULL ? folder :
	    "$CREDENTIALS_DIRECTORY", STR_ARG(name));
	fd = folder == NULL || memchr(name.p, '/', name.len) != NULL ? -1 :
	    open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1 || fstat(fd, &st) == -1 ||
	    (n = read(fd, text, sizeof(text))) == -1)
		err_set(e, ERR_CONFIG, "key.credential",
		    "there is no credential %.160s; see LoadCredential= in "
		    "systemd.exec(5)", path);
	else if (!S_ISREG(st.st_mode) || (st.st_mode & 027) != 0)
		err_set(e, ERR_CONFIG, "key.mode",
		    "credential %.160s can be read by all", path);
	else
		k = key_parse((struct str){ text, (size_t)n }, path, e);
	wipe(text, sizeof(text));
	if (fd != -1)
		close(fd);
	return k;
}

static bool
has_credential(void)
{
	const char *folder = env("CREDENTIALS_DIRECTORY");
	char path[PATH_SIZE];

	if (folder == NULL)
		return false;
	snprintf(path, sizeof(path), "%s/" VAULT_KEY_CREDENTIAL, folder);
	return access(path, F_OK) == 0;
}

struct key *
vault_key(const struct vault_conf *c, const char *own, char *path,
    bool create, struct err *e)
{
	char file[PATH_SIZE];

	path[0] = '\0';
	if (own != NULL)
		snprintf(path, PATH_SIZE, "%s", own);
	else if (c->key_file.p != NULL)
		snprintf(path, PATH_SIZE, "%.*s", STR_ARG(c->key_file));
	else if (c->key_env.p != NULL) {
		snprintf(file, sizeof(file), "%.*s", STR_ARG(c->key_env));
		return from_env(file, e);
	} else if (c->key_credential.p != NULL)
		return from_credential(c->key_credential, e);
	else if (env(VAULT_KEY_ENV) != NULL)
		return from_env(VAULT_KEY_ENV, e);
	else if (has_credential())
		return from_credential(STR(VAULT_KEY_CREDENTIAL), e);
	else if (vault_file(c, file, e) == -1)
		return NULL;
	else
		snprintf(path, PATH_SIZE, "%s.key", file);
	return key_open(path, create, e);
}
