/* A file of tests, read. */
#include "driver/cases.h"

#include <unistd.h>

const char *const case_wants[WANTS] = {
	[WANT_RECORD] = "expect", [WANT_REFUSED] = "refused",
	[WANT_SKIPPED] = "skipped"
};
const char *const case_stages[] = { "map", "validate", "score", "route",
    NULL };
enum { LAST_STAGE = 3 };

/* What a file says for all of its tests, and each for itself. */
struct keys {
	struct str		 name, file, now;
	struct conf_strs	 config;
	const struct json	*tests, *given, *want[WANTS];
	int			 stage, to;
	bool			 group;
};

#define K(name, type, member, names, help) \
	{ name, type, offsetof(struct keys, member), help, 0, 0, 0, names, \
	    NULL }
#define SHARED \
	K("now", CONF_STR, now, NULL, \
	    "the time at which the tests take place, in RFC 3339"), \
	K("stage", CONF_ENUM, stage, case_stages, \
	    "the stage that reads what is given; map if not said"), \
	K("to", CONF_ENUM, to, case_stages, \
	    "the last stage; route if not said"), \
	K("group", CONF_BOOL, group, NULL, \
	    "fold the lines of a conversation into one, as --group does")

static const struct conf_key case_keys[] = {
	K("name", CONF_STR, name, NULL, "what the test is about"),
	K("given", CONF_NODE, given, NULL,
	    "what is read: lines of JSON, or mappings in their place"),
	K("file", CONF_STR, file, NULL,
	    "the file in which it stands, in place of given"),
	K("expect", CONF_NODE, want[WANT_RECORD], NULL,
	    "part of the record, or a list of them"),
	K("refused", CONF_NODE, want[WANT_REFUSED], NULL,
	    "the code of the dead letter, or parts of what it says"),
	K("skipped", CONF_NODE, want[WANT_SKIPPED], NULL,
	    "the code of the reason, or parts of what is told"),
	SHARED,
	{ 0 }
};

static const struct conf_key file_keys[] = {
	K("config", CONF_STRS, config, NULL,
	    "the configuration that is tested; a later file wins"),
	{ "tests", CONF_LIST, offsetof(struct keys, tests), "the tests",
	    CONF_REQUIRED, 0, 0, NULL, NULL },
	SHARED,
	{ 0 }
};
#undef K
#undef SHARED

/* What a file leaves open: a time that does not move with the calendar. */
static const struct instant epoch = { 1767225600, 0 };	/* 2026-01-01 */

/* ${name} as it stands in the file ${path}, from where we are. */
static struct str
beside(const char *path, struct str name, struct arena *a)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL || (name.len > 0 && name.p[0] == '/'))
		return arena_str(a, name);
	return arena_printf(a, "%.*s/%.*s", (int)(slash - path), path,
	    STR_ARG(name));
}

/* chatcrm.test.yaml is about chatcrm.yaml. */
static int
find_config(struct test_file *f, struct arena *a, struct diags *d)
{
	struct str path = str_of(f->path);
	size_t at = str_find(path, STR(".test."));
	struct where here = { f->path, 1, 1 };

	f->config.p = arena_array(a, 1, sizeof(struct str));
	if (at != (size_t)-1) {
		f->config.p[f->config.n++] = arena_printf(a, "%.*s%.*s",
		    (int)at, path.p, STR_ARG(str_from(path,
		    at + strlen(".test"))));
		if (access(f->config.p[0].p, R_OK) == 0)
			return 0;
	}
	f->config.n = 0;
	return diag_error(d, here, "test.config",
	    "which configuration is tested? write config: FILE");
}

static void
read_config(struct test_file *f, const struct keys *k, struct arena *a)
{
	size_t i;

	f->config.p = arena_array(a, k->config.n + 1, sizeof(struct str));
	for (i = 0; i < k->config.n; i++)
		f->config.p[f->config.n++] = beside(f->path, k->config.p[i],
		    a);
}

static void
read_now(const struct json *node, struct str text, struct instant *out,
    struct diags *d)
{
	if (text.p != NULL && time_parse(text, out) != 0)
		diag_error(d, yaml_where(json_get(node, STR("now"))),
		    "test.now", "this is no time; write it as in "
		    "2026-03-01T12:00:00Z");
}

/* A slip in the name of a part that shall be absent would go unnoticed. */
static void
check_parts(const struct json *want, struct diags *d)
{
	static const char *const parts[] = { "chatcrm", "id", "at", "source",
	    "person", "contact", "company", "deal", "ticket", "objects",
	    "conversation", "tags", "findings", "score", "high_value",
	    "withheld", "route", "actions", "history", "crm", "raw", "keys", "refused",
	    "skipped" };
	enum { PARTS = sizeof(parts) / sizeof(parts[0]) };
	const char *near;
	size_t i, k;

	for (i = 0; want->type == JSON_ARRAY && i < want->len; i++)
		check_parts(&want->items[i], d);
	for (i = 0; want->type == JSON_OBJECT && i < want->len; i++) {
		for (k = 0; k < PARTS; k++)
			if (str_eq(want->members[i].key, str_of(parts[k])))
				break;
		near = k < PARTS ? NULL :
		    nearest(want->members[i].key, parts, PARTS);
		if (near != NULL)
			diag_warn(d, yaml_key_where(want, i), "test.part",
			    "no part of a record is called so; did you "
			    "mean '%s'?", near);
	}
}

static void
check_case(const struct test_case *c, struct diags *d)
{
	int i, wants = 0;

	for (i = 0; i < WANTS; i++)
		wants += c->want[i] != NULL;
	if (wants > 1)
		diag_error(d, c->at, "test.expect",
		    "a test has one of expect, refused and skipped");
	if ((c->given != NULL) == (c->file.p != NULL))
		diag_error(d, c->at, "test.given",
		    "a test has one of given and file");
	if (c->want[WANT_RECORD] != NULL)
		check_parts(c->want[WANT_RECORD], d);
	if (c->stage > c->to)
		diag_error(d, c->at, "test.stage",
		    "stage comes behind the last one, to");
}

static void
read_case(const struct json *node, const struct keys *all,
    const struct test_file *f, size_t number, struct test_case *c,
    struct arena *a, struct diags *d)
{
	struct keys k = { .stage = all->stage, .to = all->to,
	    .group = all->group };
	struct instant now = c->now;

	if (conf_read(node, "a test", case_keys, &k, a, d) == -1)
		return;
	*c = (struct test_case){ .at = yaml_where(node), .node = node,
	    .name = k.name, .given = k.given, .stage = k.stage, .to = k.to,
	    .group = k.group, .now = now };
	memcpy(c->want, k.want, sizeof(c->want));
	if (k.name.p == NULL)
		c->name = arena_printf(a, "test %zu", number);
	if (k.file.p != NULL)
		c->file = beside(f->path, k.file, a);
	read_now(node, k.now, &c->now, d);
	check_case(c, d);
}

int
cases_parse(const char *path, struct str text, const struct instant *now,
    struct test_file *f, struct arena *a, struct diags *d)
{
	struct keys k = { .to = LAST_STAGE };
	struct instant all = epoch;
	size_t i, errors = d->errors;

	*f = (struct test_file){ .path = path };
	if (yaml_parse(path, text, a, &f->root, d) == -1 ||
	    conf_read(&f->root, "the test file", file_keys, &k, a, d) == -1)
		return -1;
	read_now(&f->root, k.now, &all, d);
	read_config(f, &k, a);
	f->cases = arena_array(a, k.tests->len + 1, sizeof(*f->cases));
	for (i = 0; i < k.tests->len; i++) {
		f->cases[f->n].now = all;
		read_case(&k.tests->items[i], &k, f, i + 1, &f->cases[f->n],
		    a, d);
		if (now != NULL)
			f->cases[f->n].now = *now;
		f->n++;
	}
	if (f->config.n == 0)
		find_config(f, a, d);
	return d->errors == errors ? 0 : -1;
}
