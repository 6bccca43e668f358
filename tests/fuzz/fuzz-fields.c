/* fuzz-fields: what a damaged ledger holds is fields or an error. */
#include <stdlib.h>

#include "ledger/private.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was read once is written as it is read again. */
static void
check(struct ledger *l, const struct ledger_field *f, size_t n,
    struct arena *a)
{
	struct ledger_field *again;
	struct str packed;
	size_t i, m;

	packed = fields_pack(l, STR(""), f, n, a);
	if (fields_unpack(l, STR(""), packed, a, &again, &m, NULL) == -1 ||
	    m != n)
		abort();
	for (i = 0; i < n; i++)
		if (!str_eq(f[i].name, again[i].name) ||
		    memcmp(f[i].hash, again[i].hash, 16) != 0 ||
		    f[i].at != again[i].at || f[i].run != again[i].run)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ledger l = { .path = "fuzz", .flags = LEDGER_HASH_ONLY };
	struct str packed = { (const char *)data, size };
	struct arena a = { 0 };
	struct ledger_field *f;
	bool values = false;
	size_t i, n;

	if (size > 0 && data[0] != 1 &&		/* sealed: not without a key */
	    fields_unpack(&l, STR(""), packed, &a, &f, &n, NULL) == 0) {
		for (i = 0; i < n; i++)
			values |= f[i].value.p != NULL;
		if (!values)
			check(&l, f, n, &a);
	}
	arena_free(&a);
	return 0;
}
