/*
 * crypto: keyed hashes and sealed values.
 *
 * libsodium does the work and is seen by this module alone.  Keys never
 * leave this module: a struct key is opaque, its memory locked, kept out of
 * core files and wiped when freed.
 *
 * Source: BLAKE2b (RFC 7693) for hashes; XChaCha20-Poly1305 for sealing;
 * SHA-256 (FIPS 180-4) where others check it with their own tools.
 */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum {
	CRYPTO_HASH = 32,	/* bytes of a hash */
	CRYPTO_ID = 16,		/* bytes of a short hash, an identity's key */
	CRYPTO_SEAL = 40	/* bytes that sealing adds */
};

struct key;

/*
 * key_open(path, create, e): the master key from the file ${path}: 64
 * hexadecimal digits and a line feed, owned by this user, mode 0600 or
 * stricter.  ${create}: made, durably, if there is no such file; of two
 * processes that do so at once both get the one key.
 * Owner: the caller; key_free wipes it.  NULL with ${e} (ERR_CONFIG for a
 * file that others can read or that is no key, ERR_IO otherwise).
 */
struct key	*key_open(const char *path, bool create, struct err *e);

/*
 * key_parse(text, what, e): a key from its 64 hexadecimal digits, where no
 * file of ours holds them (the environment, a service's credentials);
 * ${what} names the place in messages.
 */
struct key	*key_parse(struct str text, const char *what, struct err *e);

/*
 * key_create(path, e): write a new key to a file that is not there yet, as
 * key_open does.  -1 with ERR_CONFIG if there is one.
 */
int		 key_create(const char *path, struct err *e);

/*
 * key_derive(k, purpose): another key for ${purpose}, at most 8 characters,
 * so that one use of the master key tells nothing of another.
 */
struct key	*key_derive(const struct key *k, const char *purpose);

/* key_random(): a new key. */
struct key	*key_random(void);
void		 key_free(struct key *k);

/*
 * hash_keyed(k, parts, n, out, len): ${len} bytes (16 to 32) over the
 * ${parts}, each with its length before it, so that ("a", "bc") and
 * ("ab", "c") differ.  ${k} NULL: unkeyed.
 */
void		 hash_keyed(const struct key *k, const struct str *parts,
		    size_t n, uint8_t *out, size_t len);

/* A hash over bytes that come piece by piece; no lengths between them. */
struct hasher;
struct hasher	*hasher_new(void);
void		 hasher_add(struct hasher *h, struct str s);
/* hasher_end(h, out): the hash; ${h} is freed. */
void		 hasher_end(struct hasher *h, uint8_t out[CRYPTO_HASH]);

/* SHA-256 over bytes that come piece by piece; sha256_end frees ${h}. */
struct sha256;
struct sha256	*sha256_new(void);
void		 sha256_add(struct sha256 *h, struct str s);
void		 sha256_end(struct sha256 *h, uint8_t out[CRYPTO_HASH]);

/* hash_sha256(s, out): the same of one stretch. */
void		 hash_sha256(struct str s, uint8_t out[CRYPTO_HASH]);

/* hmac_sha256(key, s, out): RFC 2104. */
void		 hmac_sha256(struct str key, struct str s,
		    uint8_t out[CRYPTO_HASH]);

/*
 * seal(k, context, s, a): ${s} encrypted and authenticated together with
 * ${context}, which is not in the result: a value sealed for one place does
 * not open in another.  s.len + CRYPTO_SEAL bytes in ${a}.
 * unseal: the reverse; -1 (ERR_IO) if key, context or bytes are not right.
 */
struct str	 seal(const struct key *k, struct str context, struct str s,
		    struct arena *a);
int		 unseal(const struct key *k, struct str context,
		    struct str sealed, struct arena *a, struct str *out,
		    struct err *e);

/*
 * unseal_into(k, context, sealed, out, e): the same into ${out}, which has
 * room for sealed.len - CRYPTO_SEAL bytes; for what must stay in locked
 * memory.
 */
int		 unseal_into(const struct key *k, struct str context,
		    struct str sealed, char *out, struct err *e);

/* hex(p, n, out): lower case digits and a NUL, 2 * ${n} + 1 bytes. */
void		 hex(const void *p, size_t n, char *out);

/* random_bytes(p, n): from the system, fit for keys. */
void		 random_bytes(void *p, size_t n);

/* wipe(p, n): clear memory that held a secret; never optimised away. */
void		 wipe(void *p, size_t n);

/*
 * locked_alloc(n): ${n} cleared bytes for a secret: never swapped out (as
 * far as the system allows: ulimit -l), not in core files, with guard pages
 * around.  locked_free wipes them.  A call costs pages; not for many.
 */
void		*locked_alloc(size_t n);
void		 locked_free(void *p);

/*
 * process_hide(): from now on other processes of this user can neither trace
 * this one nor read its memory and environment below /proc, and it leaves no
 * core file.
 */
void		 process_hide(void);

#endif
