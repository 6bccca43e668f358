#include "crypto/rsa.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

struct rsa_key;		/* an EVP_PKEY */

/* An encrypted key must not make the library ask on the terminal. */
static int
no_password(char *buf, int size, int writing, void *arg)
{
	(void)buf, (void)size, (void)writing, (void)arg;
	return -1;
}

struct rsa_key *
rsa_key_read(struct str pem, struct err *e)
{
	EVP_PKEY *k = NULL;
	BIO *in = pem.len <= INT_MAX ? BIO_new_mem_buf(pem.p, (int)pem.len) :
	    NULL;

	if (in != NULL)
		k = PEM_read_bio_PrivateKey(in, NULL, no_password, NULL);
	BIO_free(in);
	ERR_clear_error();
	if (k == NULL)
		err_set(e, ERR_CONFIG, "key.pem", "the key is no private key "
		    "in PEM form without a password");
	else if (EVP_PKEY_base_id(k) != EVP_PKEY_RSA ||
	    EVP_PKEY_bits(k) < RSA_LEAST_BITS) {
		err_set(e, ERR_CONFIG, "key.rsa", "the key is no RSA key of "
		    "at least %d bits", RSA_LEAST_BITS);
		EVP_PKEY_free(k);
		k = NULL;
	}
	return (struct rsa_key *)k;
}

void
rsa_key_free(struct rsa_key *k)
{
	EVP_PKEY_free((EVP_PKEY *)k);
}

int
rsa_sign(const struct rsa_key *k, struct str s, struct arena *a,
    struct str *out, struct err *e)
{
	EVP_PKEY *key = (EVP_PKEY *)(uintptr_t)k;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t len = (size_t)EVP_PKEY_size(key);
	unsigned char *p = arena_alloc(a, len);
	int rc = -1;

	if (ctx == NULL || EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL,
	    key) != 1 || EVP_DigestSign(ctx, p, &len,
	    (const unsigned char *)s.p, s.len) != 1)
		err_set(e, ERR_BUG, "key.sign", "the signature failed");
	else
		rc = 0;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	*out = (struct str){ (char *)p, len };
	return rc;
}
