/* chatcrm test [FILE|DIR ...]: the tests of a mapping. */
#include <sys/stat.h>

#include <stdio.h>
#include <unistd.h>

#include "driver/driver.h"
#include "driver/suite.h"
#include "push/check.h"
#include "record/cmd.h"

static const char *const formats[] = { "tap", "junit", NULL };

struct test {
	/* From the command line. */
	struct cmd_common	 common;
	int			 format;
	bool			 update, fixed;
	struct instant		 now;

	struct arena		 arena;
	struct paths		 paths;
	struct suite		*suites;
	size_t			 failed;

	/* The last configuration and trial, for the next test. */
	struct arena		 tried;
	struct trial		 trial;
	const struct test_file	*file;
	const struct test_case	*like;
};

static int
read_files(struct test *t, struct err *e)
{
	struct diags d;
	size_t i;

	diags_init(&d, &t->arena);
	t->suites = arena_array(&t->arena, t->paths.n + 1,
	    sizeof(*t->suites));
	for (i = 0; i < t->paths.n; i++) {
		if (suite_text(t->paths.v[i], &t->suites[i].text, &t->arena,
		    e) != 0)
			return -1;
		cases_parse(t->paths.v[i], t->suites[i].text,
		    t->fixed ? &t->now : NULL, &t->suites[i].file,
		    &t->arena, &d);
	}
	diags_print(&d, stderr);
	if (d.errors == 0)
		return 0;
	return err_set(e, ERR_CONFIG, "config",
	    "the tests are wrong; none was run");
}

static bool
alike(const struct test_case *a, const struct test_case *b)
{
	return a != NULL && time_cmp(a->now, b->now) == 0 &&
	    a->stage == b->stage && a->to == b->to;
}

/* -c, else what the file says; the trial before is used again if it fits. */
static int
open_trial(struct test *t, const struct test_file *f,
    const struct test_case *c, struct err *e)
{
	const struct run_env env = { .now = c->now, .run = "test" };
	const char *files[OPT_LIST_MAX];
	size_t i, n = t->common.config.n;
	struct diags d;
	struct conf conf;

	if (t->file == f && alike(t->like, c))
		return 0;
	trial_close(&t->trial);
	arena_free(&t->tried);
	for (i = 0; i < n; i++)
		files[i] = t->common.config.v[i];
	for (i = 0; t->common.config.n == 0 && i < f->config.n &&
	    n < OPT_LIST_MAX; i++)
		files[n++] = f->config.p[i].p;
	diags_init(&d, &t->tried);
	conf_load(files, n, &t->tried, &d, &conf);
	trial_open(&t->trial, &conf, &env, case_stages[c->stage],
	    case_stages[c->to], &t->tried);
	push_check(&conf, &t->tried);
	t->file = f;
	t->like = c;
	return cmd_conf_done(&d, e);
}

static int
run_case(struct test *t, struct suite *s, const struct test_case *c,
    struct edits *edits, struct err *e)
{
	struct verdict_of *v = &s->verdicts[s->n++];
	struct results r;

	v->c = c;
	v->m.arena = &t->arena;
	if (open_trial(t, &s->file, c, e) != 0 ||
	    case_run(c, &t->trial, &t->arena, &r, e) != 0)
		return -1;
	case_judge(c, &r, &v->m);
	if (v->m.n > 0 && t->update)
		v->updated = case_update(c, &r, &v->m, s->text, edits);
	t->failed += v->m.n > 0 && !v->updated;
	return 0;
}

static int
run_file(struct test *t, struct suite *s, struct err *e)
{
	struct edits edits = { .arena = &t->arena };
	size_t i;

	s->verdicts = arena_array(&t->arena, s->file.n + 1,
	    sizeof(*s->verdicts));
	for (i = 0; i < s->file.n; i++)
		if (run_case(t, s, &s->file.cases[i], &edits, e) != 0)
			return -1;
	return t->update ? edits_write(&edits, s->file.path, s->text, e) : 0;
}

static enum status
test(struct test *t, struct err *e)
{
	struct buf out = { 0 };
	size_t i;
	int ret = 0;

	if (t->paths.n == 0)
		err_set(e, ERR_USAGE, "usage.tests",
		    "there is no file *.test.yaml; see chatcrm-test(5)");
	if (t->paths.n == 0 || read_files(t, e) != 0)
		return status_of(e->kind);
	for (i = 0; i < t->paths.n && ret == 0; i++)
		ret = run_file(t, &t->suites[i], e);
	if (ret == 0) {
		if (t->format == 0)
			suites_tap(t->suites, t->paths.n, &out);
		else
			suites_junit(t->suites, t->paths.n, &out);
		fwrite(out.p, 1, out.len, stdout);
	}
	buf_free(&out);
	if (ret != 0)
		return status_of(e->kind);
	return t->failed > 0 ? STATUS_DIFFERENT : STATUS_OK;
}

enum status
driver_test(int argc, char **argv, struct err *e)
{
	struct test t = { .now = { INT64_MIN, 0 } };
	const struct opt own[] = {
		{ "format", 0, OPT_ENUM, &t.format, NULL,
		    "form of the results", 0, 0, formats },
		{ "update", 0, OPT_FLAG, &t.update, NULL,
		    "write what came out into the tests that fail", 0, 0,
		    NULL },
		{ "now", 0, OPT_TIME, &t.now, "TIME",
		    "take this for the present time of all tests", 0, 0,
		    NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm test",
	    .purpose = "Run the tests of a mapping.",
	    .operands = "[FILE|DIRECTORY ...]", .tables = { own } };
	enum status status = STATUS_USAGE;
	int i, n;

	n = cmd_options(&opts, &t.common, argc, argv);
	t.fixed = t.now.sec != INT64_MIN;
	t.paths.arena = &t.arena;
	for (i = 0; i < n && e->kind == ERR_NONE; i++)
		paths_find(&t.paths, argv[1 + i], e);
	if (n == 0)
		paths_find(&t.paths, ".", e);
	if (e->kind == ERR_NONE)
		status = test(&t, e);
	else
		status = status_of(e->kind);
	trial_close(&t.trial);
	arena_free(&t.tried);
	arena_free(&t.arena);
	return status;
}
