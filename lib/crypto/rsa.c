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

/* NULL: OpenSSL could make nothing of it. */
static struct rsa_key *
checked(EVP_PKEY *k, const char *what, struct err *e)
{
	ERR_clear_error();
	if (k == NULL)
		err_set(e, ERR_CONFIG, "key.pem", "the key is no %s", what);
	else if (EVP_PKEY_base_id(k) != EVP_PKEY_RSA ||
	    EVP_PKEY_bits(k) < RSA_LEAST_BITS) {
		err_set(e, ERR_CONFIG, "key.rsa", "the key is no RSA key of "
		    "at least %d bits", RSA_LEAST_BITS);
		EVP_PKEY_free(k);
		k = NULL;
	}
	return (struct rsa_key *)k;
}

static BIO *
open_text(struct str pem)
{
	return pem.len <= INT_MAX ? BIO_new_mem_buf(pem.p, (int)pem.len) :
	    NULL;
}

struct rsa_key *
rsa_key_read(struct str pem, struct err *e)
{
	BIO *in = open_text(pem);
	EVP_PKEY *k = NULL;

	if (in != NULL)
		k = PEM_read_bio_PrivateKey(in, NULL, no_password, NULL);
	BIO_free(in);
	return checked(k, "private key in PEM form without a password", e);
}

struct rsa_key *
rsa_public_read(struct str pem, struct err *e)
{
	BIO *in = open_text(pem);
	EVP_PKEY *k = NULL;

	if (in != NULL)
		k = PEM_read_bio_PUBKEY(in, NULL, no_password, NULL);
	BIO_free(in);
	return checked(k, "public key in PEM form", e);
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

bool
rsa_verify(const struct rsa_key *k, struct str s, struct str signature)
{
	EVP_PKEY *key = (EVP_PKEY *)(uintptr_t)k;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool right;

	right = ctx != NULL && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(),
	    NULL, key) == 1 && EVP_DigestVerify(ctx,
	    (const unsigned char *)signature.p, signature.len,
	    (const unsigned char *)s.p, s.len) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return right;
}
