/*
 * secret: tokens and passwords, from where the configuration says:
 *	{env: NAME}, {file: PATH}, {command: [PROGRAM, ARG, ...]}
 * Never from the configuration itself, never from an argument.
 */
#ifndef AUTH_SECRET_H
#define AUTH_SECRET_H

#include "base/err.h"
#include "json/json.h"

enum { SECRET_MAX = 16 * 1024 };	/* bytes */

/* A secret's text without the line feed at its end; wiped when freed. */
struct secret {
	char	*p;
	size_t	 len;
};

/*
 * secret_read(form, out, e): fetch the secret that the YAML value ${form}
 * names.  A file must be this user's or root's, and no one else may read
 * it.  A command runs without a shell; its standard output is the secret.
 * Owner: the caller frees ${out} with secret_free, as early as it can.
 * Errors: -1; ERR_CONFIG for a wrong form, ERR_AUTH for one that yields
 * nothing usable (unset, empty, too long, control characters, file open to
 * others, command failed), at the value's place.  No message holds any of
 * the secret.
 */
int	secret_read(const struct json *form, struct secret *out,
	    struct err *e);

void	secret_free(struct secret *s);

static inline struct str
secret_str(const struct secret *s)
{
	return (struct str){ s->p, s->len };
}

#endif
