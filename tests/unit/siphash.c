/* siphash: the reference's own vectors, whole and in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/siphash.h"

static const unsigned char key[SIPHASH_KEY] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
};

static void
hashes_as_the_reference_does(void **state)
{
	/* Of the bytes 0, 1, ... n - 1; from the reference's vectors.h. */
	static const struct {
		size_t		 n;
		const char	*hex;
	} known[] = {
		{ 0, "a3817f04ba25a8e66df67214c7550293" },
		{ 1, "da87c1d86b99af44347659119b22fc45" },
		{ 2, "8177228da4a45dc7fca38bdef60affe4" },
		{ 3, "9c70b60c5267a94e5f33b6b02985ed51" },
		{ 15, "5493e99933b0a8117e08ec0f97cfc3d9" }
	};
	char bytes[16], hex[SIPHASH_HEX];
	struct siphash s;
	size_t i, cut;

	(void)state;
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		for (cut = 0; cut <= known[i].n; cut++) {
			siphash_init(&s, key);
			siphash_add(&s, (struct str){ bytes, cut });
			siphash_add(&s, (struct str){ bytes + cut,
			    known[i].n - cut });
			siphash_hex(&s, hex);
			assert_string_equal(hex, known[i].hex);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_as_the_reference_does)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
