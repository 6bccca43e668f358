/*
 * email-suite FILE: how far email_check agrees with a list of addresses,
 * each {"address", "rfc5321": valid for SMTP?, "diagnosis", "comment"}.
 * Exit status 1 below 98 %.
 */
#include <stdio.h>
#include <stdlib.h>

#include "json/json.h"
#include "text/email.h"

static struct str
read_file(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	char chunk[4096];
	size_t n;

	if (f == NULL) {
		perror(path);
		exit(66);
	}
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(b, chunk, n);
	fclose(f);
	return buf_str(b);
}

/* Does our judgement of one case agree?  Say so if not. */
static bool
agrees(const struct json *test)
{
	const struct json *want = json_get(test, STR("rfc5321"));
	struct str address = json_get_str(test, STR("address"));
	bool expect = want != NULL && want->type == JSON_TRUE, got;
	struct err e = { 0 };
	char quoted[200];

	got = email_check(address, &e) == 0;
	if (got != expect)
		printf("differs: %s: expected %s (%.*s), %s\n",
		    err_quote(address, quoted, sizeof(quoted)),
		    expect ? "valid" : "invalid",
		    STR_ARG(json_get_str(test, STR("diagnosis"))),
		    got ? "accepted" : e.msg);
	return got == expect;
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct json_parser *p;
	struct json_doc d;
	struct err e = { 0 };
	size_t i, good = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: email-suite FILE\n");
		return 64;
	}
	p = json_parser_new(NULL, NULL);
	if (json_parse(p, read_file(argv[1], &b), &a, &d, &e) == -1) {
		err_print("email-suite", &e);
		return 65;
	}
	for (i = 0; i < d.root.len; i++)
		good += agrees(&d.root.items[i]);
	printf("%zu of %zu agree (%.1f %%)\n", good, i,
	    i > 0 ? 100.0 * (double)good / (double)i : 0);
	json_parser_free(p);
	arena_free(&a);
	buf_free(&b);
	return i > 0 && good * 100 >= i * 98 ? 0 : 1;
}
