/*
 * fuzz-soql: whatever is asked, it is a query with a place to look in, or it
 * is refused at a byte that is there.
 */
#include <stdlib.h>

#include "sandbox/sf-soql.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* Each test has values or a query of its own; count them. */
static size_t
walk(const struct soql_cond *c)
{
	size_t n = 0;

	for (; c != NULL; c = c->next) {
		must(c->node != SOQL_TEST || c->nvalues > 0 ||
		    c->sub != NULL);
		n += 1 + walk(c->first);
		if (c->sub != NULL)
			n += walk(c->sub->where);
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct soql q;
	struct err e;

	if (soql_parse(text, &a, &q, &e) == 0)
		must(q.nitems > 0 && q.from.len > 0 && walk(q.where) <= size);
	else
		must(e.at.col <= size + 1 && e.msg[0] != '\0');
	arena_free(&a);
	return 0;
}
