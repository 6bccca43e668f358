/*
 * fuzz-letter: a file of dead letters in any state: reading it ends, what it
 * lists can be read again, and no letter is listed twice.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "json/json.h"
#include "letter/journal.h"
#include "record/dead.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
look(const struct journal *j, const struct entry *x)
{
	static const struct json_limits limits = { 0 };
	struct json_parser *p = json_parser_new(&limits, NULL);
	struct arena a = { 0 };
	struct err e = { 0 };
	struct dead_letter dead;
	struct json_doc doc;
	struct str line = journal_line(j, x, &a, &e);

	must(line.p != NULL && line.len == x->len);
	must(json_parse(p, line, &a, &doc, &e) == 0);
	if (dead_open(&doc, &a, &dead, &e) == 0)
		must(dead.text.p != NULL && str_eq(dead.stage, x->stage));
	else
		must(e.code != NULL);
	arena_free(&a);
	json_parser_free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[] = "/tmp/fuzz-letter.XXXXXX";
	struct arena a = { 0 };
	struct err e = { 0 };
	struct journal j;
	int fd = mkstemp(path);
	size_t i, k;

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	must(journal_open(&j, path, &a, &e) == 0);
	for (i = 0; i < j.n; i++) {
		look(&j, &j.entries[i]);
		for (k = 0; k < i && i < 64; k++)
			must(!str_eq(j.entries[i].id, j.entries[k].id));
	}
	journal_close(&j);
	arena_free(&a);
	close(fd);
	unlink(path);
	return 0;
}
