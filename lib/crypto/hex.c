#include <sodium.h>

#include "crypto/crypto.h"

void
hex(const void *p, size_t n, char *out)
{
	sodium_bin2hex(out, 2 * n + 1, p, n);
}
