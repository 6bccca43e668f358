/* crypto: hashes, sealing, and the key file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/crypto.h"

static char folder[] = "/tmp/chatcrm-crypto-XXXXXX";
static char path[64];

static int
setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/chatcrm.key", folder);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);	/* fails if a temporary file was left */
}

static void
hash_of(const struct key *k, struct str a, struct str b, uint8_t out[16])
{
	struct str parts[2] = { a, b };

	hash_keyed(k, parts, 2, out, 16);
}

static void
parts_of_a_hash_do_not_run_together(void **state)
{
	uint8_t x[16], y[16];

	(void)state;
	hash_of(NULL, STR("a"), STR("bc"), x);
	hash_of(NULL, STR("ab"), STR("c"), y);
	assert_memory_not_equal(x, y, 16);
}

static void
hashes_depend_on_the_key_and_only_on_it(void **state)
{
	struct key *master = key_random(), *k = key_derive(master, "one");
	struct key *same = key_derive(master, "one");
	struct key *other = key_derive(master, "other");
	uint8_t x[16], y[16], z[16];

	(void)state;
	hash_of(k, STR("email"), STR("ana@acme.example"), x);
	hash_of(same, STR("email"), STR("ana@acme.example"), y);
	hash_of(other, STR("email"), STR("ana@acme.example"), z);
	assert_memory_equal(x, y, 16);
	assert_memory_not_equal(x, z, 16);
	key_free(master);
	key_free(k);
	key_free(same);
	key_free(other);
}

/* BLAKE2b-256 of "abc", as b2sum -l 256 computes it. */
static void
the_hasher_is_blake2b(void **state)
{
	struct hasher *h = hasher_new();
	uint8_t out[CRYPTO_HASH];
	char text[2 * CRYPTO_HASH + 1];

	(void)state;
	hasher_add(h, STR("a"));
	hasher_add(h, STR("bc"));
	hasher_end(h, out);
	hex(out, sizeof(out), text);
	assert_string_equal(text, "bddd813c634239723171ef3fee98579b"
	    "94964e3bb1cb3e427262c8c068d52319");
}

static void
a_sealed_value_opens_in_its_place_only(void **state)
{
	struct key *k = key_random(), *other = key_random();
	struct arena a = { 0 };
	struct err e = { 0 };
	struct str s = seal(k, STR("p1/email"), STR("ana@acme.example"), &a);
	struct str out;
	char *bent;

	(void)state;
	assert_int_equal(s.len, 16 + CRYPTO_SEAL);
	assert_int_equal(unseal(k, STR("p1/email"), s, &a, &out, &e), 0);
	assert_true(str_eq(out, STR("ana@acme.example")));
	assert_int_equal(unseal(k, STR("p2/email"), s, &a, &out, &e), -1);
	assert_int_equal(unseal(other, STR("p1/email"), s, &a, &out, &e), -1);
	bent = (char *)(uintptr_t)arena_str(&a, s).p;
	bent[s.len - 1] ^= 1;
	assert_int_equal(unseal(k, STR("p1/email"),
	    (struct str){ bent, s.len }, &a, &out, &e), -1);
	assert_int_equal(unseal(k, STR("p1/email"), str_to(s, 39), &a, &out,
	    &e), -1);
	key_free(k);
	key_free(other);
	arena_free(&a);
}

static void
the_key_file_is_made_once_and_kept_private(void **state)
{
	struct err e = { 0 };
	struct key *k, *again;
	uint8_t x[16], y[16];
	struct stat st;

	(void)state;
	assert_null(key_open(path, false, &e));
	assert_int_equal(e.kind, ERR_CONFIG);
	k = key_open(path, true, &e);
	assert_non_null(k);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	again = key_open(path, true, &e);
	assert_non_null(again);
	hash_of(k, STR("a"), STR("b"), x);
	hash_of(again, STR("a"), STR("b"), y);
	assert_memory_equal(x, y, 16);
	key_free(k);
	key_free(again);
	assert_int_equal(chmod(path, 0640), 0);
	assert_null(key_open(path, true, &e));
	assert_string_equal(e.code, "key.mode");
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(truncate(path, 20), 0);
	assert_null(key_open(path, true, &e));
	assert_string_equal(e.code, "key.form");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_of_a_hash_do_not_run_together),
		cmocka_unit_test(hashes_depend_on_the_key_and_only_on_it),
		cmocka_unit_test(the_hasher_is_blake2b),
		cmocka_unit_test(a_sealed_value_opens_in_its_place_only),
		cmocka_unit_test(the_key_file_is_made_once_and_kept_private),
	};

	return cmocka_run_group_tests_name("crypto", tests, setup, teardown);
}
