/* hmac_sha256, by RFC 4231's test cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "crypto/crypto.h"

static void
check(struct str key, struct str s, const char *want)
{
	uint8_t mac[CRYPTO_HASH];
	char text[2 * CRYPTO_HASH + 1];

	hmac_sha256(key, s, mac);
	hex(mac, sizeof(mac), text);
	assert_string_equal(text, want);
}

static void
test_cases(void **state)
{
	char long_key[131];

	(void)state;
	memset(long_key, 0xaa, sizeof(long_key));
	check(STR("Jefe"), STR("what do ya want for nothing?"),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	check((struct str){ long_key, sizeof(long_key) }, STR("Test Using "
	    "Larger Than Block-Size Key - Hash Key First"),
	    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
