/* chatcrm help: a manual page, or what a code means. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/code.h"
#include "base/diag.h"
#include "driver/driver.h"
#include "driver/spawn.h"
#include "record/cmd.h"

/* What there is a page of; of the verbs that chatcrm(1) tells of, itself. */
static const struct page {
	const char	*topic, *name;
	char		 section;
} pages[] = {
	{ "auth", "chatcrm-auth", '1' }, { "cel", "chatcrm-cel", '7' },
	{ "chatcrm", "chatcrm", '7' }, { "check", "chatcrm", '1' },
	{ "config", "chatcrm-config", '5' }, { "diff", "chatcrm", '1' },
	{ "errors", "chatcrm-errors", '7' }, { "eval", "chatcrm", '1' },
	{ "help", "chatcrm", '1' }, { "init", "chatcrm", '1' },
	{ "ledger", "chatcrm-ledger", '1' }, { "map", "chatcrm-map", '1' },
	{ "profile", "chatcrm-profile", '5' },
	{ "push", "chatcrm-push", '1' },
	{ "reconcile", "chatcrm-reconcile", '1' },
	{ "record", "chatcrm-record", '5' },
	{ "route", "chatcrm-route", '1' }, { "run", "chatcrm", '1' },
	{ "sandbox", "chatcrm-sandbox", '1' },
	{ "score", "chatcrm-score", '1' },
	{ "source", "chatcrm-source", '5' }, { "test", "chatcrm", '1' },
	{ "tests", "chatcrm-test", '5' },
	{ "validate", "chatcrm-validate", '1' }
};
enum { PAGES = sizeof(pages) / sizeof(pages[0]) };

/* A code has a dot in it, the name of a page has none. */
static enum status
tell_code(const char *name, struct err *e)
{
	const struct code *c = code_find(name);
	char quoted[64];

	if (c != NULL) {
		printf("%s\n\t%s\n\t%s\n", c->name, c->cause, c->remedy);
		return STATUS_OK;
	}
	c = code_near(name);
	err_set(e, ERR_USAGE, "usage.code", "there is no code %s%s%s; see "
	    "chatcrm-errors(7)", err_quote(str_of(name), quoted,
	    sizeof(quoted)), c != NULL ? "; the nearest is " : "",
	    c != NULL ? c->name : "");
	return STATUS_USAGE;
}

/* "chatcrm-map" is "map", too. */
static const struct page *
find_page(const char *topic, struct err *e)
{
	const char *names[PAGES], *near;
	char quoted[64];
	size_t i;

	if (strncmp(topic, "chatcrm-", 8) == 0)
		topic += 8;
	for (i = 0; i < PAGES; i++) {
		if (strcmp(pages[i].topic, topic) == 0)
			return &pages[i];
		names[i] = pages[i].topic;
	}
	near = nearest(str_of(topic), names, PAGES);
	err_set(e, ERR_USAGE, "usage.command",
	    "there is no page of %s; %s%s%s", err_quote(str_of(topic),
	    quoted, sizeof(quoted)), near != NULL ? "did you mean " :
	    "see chatcrm --help", near != NULL ? near : "",
	    near != NULL ? "?" : "");
	return NULL;
}

/*
 * Where nothing is installed, the page is in the source, or was built; builds
 * of another kind have a folder of their own below the usual one.
 */
static bool
is_here(const struct page *p, char *path, size_t size)
{
	static const char *const folders[] = { "../man/", "../../man/", "" };
	char name[64];
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(name, sizeof(name), "%s%s.%c", folders[i], p->name,
		    p->section);
		if (spawn_beside(name, path, size) && access(path, R_OK) == 0)
			return true;
	}
	return false;
}

static enum status
show(const struct page *p, struct err *e)
{
	char man[] = "man", section[] = { p->section, '\0' }, name[64];
	char path[PATH_MAX];
	char *const here[] = { man, path, NULL };
	char *const installed[] = { man, section, name, NULL };

	snprintf(name, sizeof(name), "%s", p->name);
	spawn_exec(is_here(p, path, sizeof(path)) ? here : installed, e);
	return status_of(e->kind);
}

enum status
driver_help(int argc, char **argv, struct err *e)
{
	const struct opts opts = { .program = "chatcrm help",
	    .purpose = "Show a manual page, or what a code means.",
	    .operands = "[COMMAND | CODE]" };
	struct cmd_common common = { 0 };
	const struct page *p;

	argc = cmd_options(&opts, &common, argc, argv);
	if (argc > 1)
		err_set(e, ERR_USAGE, "usage.operand",
		    "one thing at a time, please");
	else if (argc == 1 && strchr(argv[1], '.') != NULL)
		return tell_code(argv[1], e);
	else if ((p = find_page(argc == 1 ? argv[1] : "chatcrm", e)) != NULL)
		return show(p, e);
	return status_of(e->kind);
}
