/*
 * fuzz-csv: what can be read as a table is the same table when it is
 * written and read again, and whatever comes ends in a row or an error.
 */
#include <stdlib.h>

#include "base/csv.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* Each row of ${c} into ${out} as we write it; true if all could be read. */
static bool
rewrite(struct csv *c, struct buf *out)
{
	struct err e;
	size_t i;
	int rc;

	while ((rc = csv_next(c, &e)) == 1) {
		must(c->n > 0 && c->n <= CSV_FIELDS && c->line < c->next + 1);
		for (i = 0; i < c->n; i++)
			csv_field(out, c->fields[i], i == 0);
		csv_end(out);
	}
	return rc == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct buf once = { 0 }, twice = { 0 };
	struct arena a = { 0 };
	struct csv c;

	csv_open(&c, text, &a);
	if (rewrite(&c, &once)) {
		csv_open(&c, buf_str(&once), &a);
		must(rewrite(&c, &twice));
		must(str_eq(buf_str(&once), buf_str(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
	arena_free(&a);
	return 0;
}
