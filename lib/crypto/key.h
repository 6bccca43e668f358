/* key: what the parts of this folder see of each other. */
#ifndef CRYPTO_KEY_H
#define CRYPTO_KEY_H

#include <stdint.h>

#include "crypto/crypto.h"

struct key {
	uint8_t	bytes[32];
};

/*
 * crypto_start(): libsodium is ready.  That is done ahead of main(), but only
 * in a program that is linked with crypto.c: whoever needs nothing else of it
 * calls this.
 */
void	crypto_start(void);

#endif
