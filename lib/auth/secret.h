/*
 * secret: tokens and passwords, from where the configuration says:
 *	{env: NAME}, {file: PATH}, {command: [PROGRAM, ARG, ...]},
 *	{vault: NAME}
 * Never from the configuration itself, never from an argument.
 */
#ifndef AUTH_SECRET_H
#define AUTH_SECRET_H

#include "auth/vault.h"
#include "base/err.h"
#include "json/json.h"

enum { SECRET_MAX = 16 * 1024 };	/* bytes */

/* A secret's text, in locked memory; wiped when freed. */
struct secret {
	char	*p;
	size_t	 len;
};

/*
 * secret_read(form, v, out, e): fetch the secret that the YAML value
 * ${form} names, without the line feed at its end.  A file must be this
 * user's or root's, and no one else may read it.  A command runs without a
 * shell and without the variables that secret_hide named; its standard
 * output is the secret.  ${v} NULL: there is no vault here.
 * Owner: the caller frees ${out} with secret_free, as early as it can.
 * Errors: -1; ERR_CONFIG for a wrong form, ERR_AUTH for one that yields
 * nothing usable (unset, empty, too long, control characters, file open to
 * others, command failed), at the value's place.  No message holds any of
 * the secret.
 */
int	secret_read(const struct json *form, struct vault *v,
	    struct secret *out, struct err *e);

/* secret_read_text: the same for one of several lines: a private key. */
int	secret_read_text(const struct json *form, struct vault *v,
	    struct secret *out, struct err *e);

/* secret_new(s, out): ${out} holds a copy of ${s}, at most SECRET_MAX. */
void	secret_new(struct str s, struct secret *out);

void	secret_free(struct secret *s);

/*
 * secret_hide(form): a program run for another secret does not get the
 * environment variable that ${form} names, if it names one.
 */
void	secret_hide(const struct json *form);

/* secret_hide_name(name): the same for the variable ${name}, if any. */
void	secret_hide_name(struct str name);

/*
 * secret_where(form, out): in words where it is: "environment NAME".  128
 * bytes.
 */
void	secret_where(const struct json *form, char out[128]);

static inline struct str
secret_str(const struct secret *s)
{
	return (struct str){ s->p, s->len };
}

#endif
