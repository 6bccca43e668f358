/*
 * crm-pull CONFIG TYPE [SINCE]: print which fields the CRM has of a type,
 * "name type options flags" each; with SINCE what changed, an id a line.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crm/crm.h"

static struct arena arena;

static int
fail(const struct err *e)
{
	err_print("crm-pull", e);
	return 1;
}

static int
print_hit(const struct crm_hit *h, void *arg, struct err *e)
{
	size_t *n = arg;

	(void)e;
	printf("%.*s\n", STR_ARG(h->id));
	return ++*n < 100000 ? 0 : -1;
}

static void
print_property(const struct crm_property *p)
{
	size_t i;

	printf("%.*s %.*s ", STR_ARG(p->name), STR_ARG(p->type));
	for (i = 0; i < p->options.n; i++)
		printf("%s%.*s", i > 0 ? "," : "",
		    STR_ARG(p->options.p[i]));
	printf(" %s%s%s\n", p->required ? "required " : "",
	    p->read_only ? "read-only " : "", p->unique ? "unique" : "");
}

static enum crm_type
type_named(const char *name)
{
	int t = 0;

	while (t < CRM_TYPES - 1 && strcmp(crm_type_names[t], name) != 0)
		t++;
	return (enum crm_type)t;
}

static int
run(struct crm *crm, enum crm_type t, const char *since, struct err *e)
{
	struct crm_property *all;
	struct instant from;
	size_t i, n = 0;

	if (since != NULL)
		return time_parse(str_of(since), &from) == -1 ? -1 :
		    crm_changed(crm, t, from, print_hit, &n, e);
	if (crm_properties(crm, t, &arena, &all, &n, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		print_property(&all[i]);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *files[1];
	struct diags d;
	struct conf c;
	struct crm *crm;
	struct err e = { 0 };
	int rc;

	if (argc < 3)
		return 2;
	files[0] = argv[1];
	diags_init(&d, &arena);
	conf_load(files, 1, &arena, &d, &c);
	crm = crm_open(&c, &arena);
	if (crm == NULL) {
		diags_print(&d, stderr);
		return 1;
	}
	if (crm_connect(crm, NULL, &e) == -1)
		return fail(&e);
	rc = run(crm, type_named(argv[2]), argc > 3 ? argv[3] : NULL, &e);
	if (rc == -1)
		fail(&e);
	crm_close(crm);
	arena_free(&arena);
	return rc == -1;
}
