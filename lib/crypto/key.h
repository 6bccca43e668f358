/* key: what crypto.c may see of a key; private to this folder. */
#ifndef CRYPTO_KEY_H
#define CRYPTO_KEY_H

#include <stdint.h>

#include "crypto/crypto.h"

struct key {
	uint8_t	bytes[32];
};

#endif
