/*
 * rsa: signatures for tokens (JWT's RS256).
 *
 * OpenSSL's libcrypto does the work and is seen by rsa.c alone; only the
 * commands that sign, and the sandbox, which checks, load it.
 *
 * Source: RFC 8017 (RSASSA-PKCS1-v1_5 with SHA-256); RFC 7518, 3.3.
 */
#ifndef CRYPTO_RSA_H
#define CRYPTO_RSA_H

#include "base/arena.h"
#include "base/err.h"

enum { RSA_LEAST_BITS = 2048 };		/* RFC 7518 allows no fewer */

struct rsa_key;

/*
 * rsa_key_read(pem, e): a private key, PKCS #8 or PKCS #1, not encrypted.
 * Owner: the caller; rsa_key_free wipes it.  NULL with ERR_CONFIG.
 */
struct rsa_key	*rsa_key_read(struct str pem, struct err *e);
void		 rsa_key_free(struct rsa_key *k);

/* rsa_sign(k, s, a, out, e): the signature of ${s}, bytes in ${a}. */
int		 rsa_sign(const struct rsa_key *k, struct str s,
		    struct arena *a, struct str *out, struct err *e);

/* rsa_public_read(pem, e): the same for a public key (BEGIN PUBLIC KEY). */
struct rsa_key	*rsa_public_read(struct str pem, struct err *e);

/* rsa_verify(k, s, signature): did the owner of ${k} sign ${s} so? */
bool		 rsa_verify(const struct rsa_key *k, struct str s,
		    struct str signature);

#endif
