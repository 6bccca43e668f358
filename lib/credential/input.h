/* input: a secret from a person or a pipe; private to credential. */
#ifndef CREDENTIAL_INPUT_H
#define CREDENTIAL_INPUT_H

#include "auth/secret.h"

/*
 * input_secret(prompt, out, e): from the terminal, without echo and up to
 * the line's end, after ${prompt}; else all of standard input without the
 * line feed at its end.
 */
int	input_secret(const char *prompt, struct secret *out, struct err *e);

#endif
