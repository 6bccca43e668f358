#include "record/filter.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/limits.h"
#include "record/privacy.h"

static void
take_files(struct filter *f, int n, char **argv)
{
	struct err e = { 0 };
	int i;

	if (f->replay != NULL && n > 0)
		err_set(&e, ERR_USAGE, "usage.replay",
		    "--replay reads its own file; leave the others out");
	if (n > OPT_LIST_MAX)
		err_set(&e, ERR_USAGE, "usage.many",
		    "too many files; pipe them in with cat(1)");
	if (e.kind != ERR_NONE)
		exit(cmd_exit(STATUS_USAGE, &e));
	if (f->replay != NULL)
		f->files[f->nfiles++] = f->replay;
	for (i = 0; i < n; i++)
		f->files[f->nfiles++] = argv[1 + i];
}

/* The run's name in dead letters: given, or else the moment it began. */
static void
name_run(struct filter *f)
{
	char now[TIME_TEXT];
	size_t n;

	f->env.run = cmd_env("CHATCRM_RUN");
	if (f->env.run != NULL)
		return;
	n = time_format(f->env.now, now);
	f->env.run = arena_str(&f->arena, (struct str){ now, n }).p;
}

static const struct stage_ops *
first_stage(const struct filter *f)
{
	const struct stage_ops *const *s = f->all;

	while (strcmp((*s)->name, f->first) != 0)
		s++;
	return *s;
}

void
filter_options(struct filter *f, int argc, char **argv)
{
	const struct opt group[] = {
		{ "group", 0, OPT_FLAG, &f->group, NULL,
		    "fold the lines of a conversation into one", 0, 0, NULL },
		{ 0 }
	};
	const struct opt shared[] = {
		{ "jobs", 'j', OPT_INT, &f->jobs, "N",
		    "work in N threads; the output is the same", 1, 64, NULL },
		{ "select", 0, OPT_STR, &f->select, "EXPR",
		    "print this CEL value of each record", 0, 0, NULL },
		{ "rejects", 0, OPT_STR, &f->rejects, "FILE",
		    "append dead letters to FILE", 0, 0, NULL },
		{ "replay", 0, OPT_STR, &f->replay, "FILE",
		    "read dead letters from FILE", 0, 0, NULL },
		{ "max-rejects", 0, OPT_PERCENT, &f->max_rejects, "P",
		    "percentage that may be refused (5)", 0, 0, NULL },
		{ "follow", 0, OPT_FLAG, &f->follow, NULL,
		    "judge that by each 1,000 records", 0, 0, NULL },
		{ "limit", 0, OPT_LIST, &f->limit, "NAME=VALUE",
		    "take this for a limit of input lines", 0, 0, NULL },
		{ "now", 0, OPT_TIME, &f->env.now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ "strict", 0, OPT_FLAG, &f->env.strict, NULL,
		    "refuse what could be mended", 0, 0, NULL },
		{ "end", 0, OPT_FLAG, &f->end, NULL,
		    "write a closing stub", 0, 0, NULL },
		{ "expect-end", 0, OPT_FLAG, &f->expect_end, NULL,
		    "fail if the input has no closing stub", 0, 0, NULL },
		{ "no-sandbox", 0, OPT_FLAG, &f->no_sandbox, NULL,
		    "keep the right to open files and the network", 0, 0,
		    NULL },
		{ 0 }
	};
	struct opts opts = { .program = f->program, .purpose = f->purpose,
	    .operands = "[FILE ...]" };

	opts_join(&opts, f->options);
	if (first_stage(f)->framer != NULL)
		opts_join(&opts, group);
	opts_join(&opts, shared);
	f->jobs = 1;
	f->max_rejects = 0.05;
	f->env.now = time_now();
	f->env.now.nsec -= f->env.now.nsec % 1000000;	/* 3 digits will do */
	take_files(f, cmd_options(&opts, &f->common, argc, argv), argv);
	name_run(f);
}

/* --select is of the command line, not of the configuration. */
static int
open_select(struct filter *f, struct err *e)
{
	struct diags d;

	if (f->select == NULL)
		return 0;
	diags_init(&d, &f->arena);
	if (select_open(&f->selected, f->select, f->env.now, &f->arena,
	    &d) == 0)
		return 0;
	diags_print(&d, stderr);
	return err_set(e, ERR_USAGE, "usage.select",
	    "--select wants a CEL expression over a record");
}

static int
open_group(struct filter *f, struct err *e)
{
	const struct engine_stage *s = &f->stages[0];

	if (!f->group)
		return 0;
	f->framer = s->ops->framer(s->stage, &f->arena);
	if (f->framer == NULL)
		return err_set(e, ERR_USAGE, "usage.group",
		    "this source has whole conversations; leave out --group");
	return 0;
}

/* Open ${ops}, which runs, or whose section is only to be checked. */
static void
open_stage(struct filter *f, const struct stage_ops *ops, bool runs,
    const struct conf *c)
{
	const void *stage;

	if (!runs && conf_section(c, ops->name) == NULL)
		return;
	stage = ops->open(c, &f->env, &f->arena);
	if (runs)
		f->stages[f->n++] = (struct engine_stage){ ops, stage };
}

int
filter_open(struct filter *f, struct err *e)
{
	const struct stage_ops *const *s;
	bool runs = false, more;
	struct diags d;
	struct conf c;
	size_t i;

	cmd_conf(&f->common, &f->arena, &d, &c);
	for (i = 0; i < f->limit.n; i++)
		conf_set(&c, "limits", "--limit", f->limit.v[i]);
	limits_read(&c, &f->limits);
	f->env.redact = privacy_rules(&c, &f->arena);
	letters_conf(&c, f->rejects, &f->letters);
	for (s = f->all; *s != NULL; s++) {
		runs |= strcmp((*s)->name, f->first) == 0;
		more = strcmp((*s)->name, f->last) != 0;
		open_stage(f, *s, runs, &c);
		runs &= more;
	}
	if (f->others != NULL)
		f->others(&c, &f->arena);
	if (cmd_conf_done(&d, e) != 0)
		return -1;
	return open_select(f, e) != 0 || open_group(f, e) != 0 ? -1 : 0;
}

enum status
filter_run(struct filter *f, struct err *e)
{
	struct engine_opts o;
	enum status status;

	if (f->n == 0 && filter_open(f, e) != 0)
		return status_of(e->kind);
	o = (struct engine_opts){
		.files = f->files, .nfiles = f->nfiles, .out = f->out,
		.letters = f->letters, .asks = f->asks, .jobs = (int)f->jobs,
		.max_rejects = f->max_rejects, .follow = f->follow,
		.limits = f->limits,
		.env = f->env, .reader = f->reader, .verbose = f->common.verbose > 0,
		.end_stub = f->end, .expect_end = f->expect_end,
		.wall = !f->no_sandbox, .replay = f->replay != NULL, .framer = f->framer,
		.sink = f->select != NULL ? &f->selected.sink : f->sink
	};
	status = engine_run(&o, f->stages, f->n, e);
	if (f->framer != NULL && f->framer->free != NULL)
		f->framer->free(f->framer);
	arena_free(&f->arena);
	return status;
}
