/* paths: what an expression may read. */
#include "cel/env.h"

struct read *
cel_reads_of(struct source *s, struct node *root, uint32_t nslots)
{
	struct read *all = NULL, *rd;
	size_t i;
	(void)nslots;

	if (root->op == N_VAR) {
		rd = ARENA_NEW(s->a, struct read);
		rd->var = root->slot;
		rd->whole = true;
		return rd;
	}
	for (i = 0; i < root->n; i++) {
		if (root->kids[i] == NULL)
			continue;
		rd = cel_reads_of(s, root->kids[i], nslots);
		while (rd != NULL) {
			struct read *next = rd->next;
			rd->next = all;
			all = rd;
			rd = next;
		}
	}
	return all;
}
