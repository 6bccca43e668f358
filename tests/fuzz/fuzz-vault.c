/* fuzz-vault: any bytes are entries or an error, and entries read back. */
#include <stdlib.h>

#include "auth/vault.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
again(const struct vault_text *t, struct arena *a)
{
	size_t len = vault_size(t), i;
	char *text = arena_alloc(a, len);
	struct vault_text u;
	struct err e;

	vault_print(t, text);
	if (vault_parse(text, len, a, &u, &e) == -1 || u.n != t->n)
		abort();
	for (i = 0; i < t->n; i++)
		if (!str_eq(t->entries[i].name, u.entries[i].name) ||
		    t->entries[i].n != u.entries[i].n)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);	/* so that a read past it is seen */
	struct arena a = { 0 };
	struct vault_text t;
	struct err e;

	copy = realloc(copy, size > 0 ? size : 1);
	memcpy(copy, data, size);
	if (vault_parse(copy, size, &a, &t, &e) == 0)
		again(&t, &a);
	arena_free(&a);
	free(copy);
	return 0;
}
