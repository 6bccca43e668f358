/*
 * email-suite FILE: how far email_check agrees with a list of addresses,
 * each {"address", "rfc5321": valid for SMTP?, "diagnosis", "comment"}.
 * Where they differ, the clause that decides is told.  Exit status 1 below
 * 98 %.
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

/*
 * The clause by which an address is refused, by the words it is refused
 * with; one that is accepted is a Mailbox.
 */
static const char *
clause_of(const struct err *e)
{
	static const struct {
		const char *words, *clause;
	} clauses[] = {
		{ "needs an @", "RFC 5321 4.1.2 Mailbox" },
		{ "is empty", "RFC 5321 4.1.2 Mailbox" },
		{ "nothing stands before", "RFC 5321 4.1.2 Local-part" },
		{ "with a dot", "RFC 5321 4.1.2 Dot-string" },
		{ "two dots", "RFC 5321 4.1.2 Dot-string" },
		{ "no address may hold", "RFC 5321 4.1.2 Atom, RFC 5322 "
		    "3.2.3 atext, RFC 6531 3.3" },
		{ "in the quotes", "RFC 5321 4.1.2 QcontentSMTP" },
		{ "not closed", "RFC 5321 4.1.3 address-literal" },
		{ "no IP address", "RFC 5321 4.1.3 address-literal" },
		{ "empty part", "RFC 5321 4.1.2 Domain" },
		{ "hyphen", "RFC 5321 4.1.2 sub-domain, Ldh-str" },
		{ "63 characters", "RFC 1035 2.3.4" },
		{ "no domain may hold", "RFC 5321 4.1.2 sub-domain" },
		{ "nothing stands after", "RFC 5321 4.1.2 Domain" },
		{ "before the @", "RFC 5321 4.5.3.1.1" },
		{ "longer than", "RFC 5321 4.5.3.1.3, errata 1690" },
		{ "IDNA", "RFC 5891 5.4" },
	};
	size_t i;

	for (i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++)
		if (strstr(e->msg, clauses[i].words) != NULL)
			return clauses[i].clause;
	return "RFC 5321 4.1.2 Mailbox";
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
		printf("differs: %s: expected %s (%.*s), %s: %s\n",
		    err_quote(address, quoted, sizeof(quoted)),
		    expect ? "valid" : "invalid",
		    STR_ARG(json_get_str(test, STR("diagnosis"))),
		    got ? "accepted" : e.msg, clause_of(&e));
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
