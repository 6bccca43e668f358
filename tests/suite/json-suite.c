/*
 * json-suite DIR: the parser over the files of a JSON test suite.
 *
 * y_ must be accepted, n_ refused, and i_, where RFC 8259 leaves it open, be
 * as the table below says; any other file must be accepted.  What is
 * accepted must come back the same after writing it.  DIR may be the folder
 * of the files or the one above.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "json/json.h"

/*
 * Our choice where the standard gives one: values are accepted and mended,
 * keys are not; UTF-16 is not read; numbers of any size are kept as text.
 */
static const struct choice {
	const char	*prefix;
	const char	*code;		/* of the refusal; "": accepted */
	bool		 mended;	/* with a note */
} choices[] = {
	{ "i_number_",			"",			false },
	{ "i_object_key_lone_",		"json.surrogate",	false },
	{ "i_string_UTF-16",		"json.syntax",		false },
	{ "i_string_utf16",		"json.syntax",		false },
	{ "i_string_",			"",			true },
	{ "i_structure_500_nested_",	"json.depth",		false },
	{ "i_structure_",		"",			false },
};

static size_t passed, failed;

static void
verdict(bool ok, const char *name, const char *why)
{
	if (ok)
		passed++;
	else {
		failed++;
		printf("FAILED %s: %s\n", name, why);
	}
}

static const struct choice *
choice_of(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (strncmp(name, choices[i].prefix,
		    strlen(choices[i].prefix)) == 0)
			return &choices[i];
	return NULL;
}

/* Does ${doc} survive being written and read? */
static bool
round_trip(struct json_parser *p, const struct json_doc *doc)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct json_doc again;
	struct err e;
	bool same;

	same = json_write(&doc->root, &b) == 0 &&
	    json_parse(p, buf_str(&b), &a, &again, &e) == 0 &&
	    again.notes == NULL && json_equal(&doc->root, &again.root);
	buf_free(&b);
	arena_free(&a);
	return same;
}

static void
judge(struct json_parser *p, const char *name, const struct json_doc *doc,
    const struct err *e)
{
	const struct choice *c;

	if (doc != NULL && !round_trip(p, doc)) {
		verdict(false, name, "is not the same after the round trip");
		return;
	}
	if (strncmp(name, "n_", 2) == 0)
		verdict(doc == NULL && e->at.col > 0, name,
		    doc == NULL ? "has no column" : "was accepted");
	else if (strncmp(name, "i_", 2) != 0)
		verdict(doc != NULL, name, e->msg);
	else if ((c = choice_of(name)) == NULL)
		verdict(false, name, "no rule is made for it");
	else if (c->code[0] != '\0')
		verdict(doc == NULL && strcmp(e->code, c->code) == 0, name,
		    doc == NULL ? e->msg : "was accepted");
	else
		verdict(doc != NULL && (doc->notes != NULL) == c->mended,
		    name, doc == NULL ? e->msg : "has the wrong notes");
}

/* The whole file into ${b}. */
static void
slurp(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	int c;

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	buf_reset(b);
	while ((c = getc(f)) != EOF)
		buf_addc(b, (char)c);
	fclose(f);
}

static void
one(struct json_parser *p, const char *path, const char *name)
{
	static struct buf text;
	struct arena a = { 0 };
	struct json_doc doc;
	struct err e = { 0 };
	bool ok;

	slurp(path, &text);
	ok = json_parse(p, buf_str(&text), &a, &doc, &e) == 0;
	judge(p, name, ok ? &doc : NULL, &e);
	arena_free(&a);
}

static void
folder(struct json_parser *p, const char *path)
{
	struct dirent **list;
	char name[4096];
	struct stat st;
	int i, n;

	if ((n = scandir(path, &list, NULL, alphasort)) == -1) {
		perror(path);
		exit(1);
	}
	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "%s/%s", path, list[i]->d_name);
		if (list[i]->d_name[0] != '.' && stat(name, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				folder(p, name);
			else if (str_ends(str_of(name), STR(".json")))
				one(p, name, list[i]->d_name);
		}
		free(list[i]);
	}
	free(list);
}

int
main(int argc, char **argv)
{
	struct json_parser *p;

	if (argc != 2) {
		fprintf(stderr, "usage: json-suite DIR\n");
		return 64;
	}
	p = json_parser_new(NULL, NULL);
	folder(p, argv[1]);
	json_parser_free(p);
	printf("%zu passed, %zu failed\n", passed, failed);
	return failed > 0 || passed == 0;
}
