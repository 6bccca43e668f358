/* chatcrm diff OLD NEW [FILE ...]: what a change of configuration changes. */
#include <stdio.h>
#include <unistd.h>

#include "driver/compare.h"
#include "driver/driver.h"
#include "driver/evaluate.h"
#include "push/check.h"
#include "record/cmd.h"

static const char *const formats[] = { "text", "json", NULL };
static const char *const stages[] = { "map", "validate", "score", "route",
    NULL };

struct diff {
	/* From the command line. */
	struct cmd_common	 common;
	int			 format, to;
	int64_t			 examples;
	bool			 group;
	struct run_env		 env;

	struct arena		 arena;
	struct trial		 old, new;
	struct buf		 text;		/* the line being tried */
	struct comparison	 found;
};

/* One configuration: what -c names, and ${path} over it. */
static int
open_side(struct diff *d, const char *path, struct trial *t, struct err *e)
{
	const char *files[OPT_LIST_MAX + 1];
	size_t i, n = d->common.config.n;
	struct diags diags;
	struct conf c;

	for (i = 0; i < n; i++)
		files[i] = d->common.config.v[i];
	files[n] = path;
	diags_init(&diags, &d->arena);
	conf_load(files, n + 1, &d->arena, &diags, &c);
	trial_open(t, &c, &d->env, "map", stages[d->to], &d->arena);
	push_check(&c, &d->arena);
	return cmd_conf_done(&diags, e);
}

/* An input line goes through both, and no further. */
static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	struct diff *d = *(struct diff *const *)arg;
	struct results before = { 0 }, after = { 0 };
	struct arena *a = &d->found.line;

	(void)out;
	(void)e;
	buf_reset(&d->text);
	doc_write(&r->doc, &d->text);
	trial_run(&d->old, buf_str(&d->text), r->at, a, &before);
	trial_run(&d->new, buf_str(&d->text), r->at, a, &after);
	compare(&d->found, &before, &after, r->at);
	return 0;
}

static enum status
read_input(struct diff *d, const char *const *files, size_t n,
    struct err *e)
{
	struct diff *const self = d;
	const struct engine_sink sink = { put, NULL, &self, "diff" };
	const struct engine_stage *map = &d->old.stages[0];
	struct stage_ops ops = evaluate_stage;
	const struct engine_stage pass = { &ops, map->stage };
	struct engine_opts o = {
		.files = files, .nfiles = n, .out = STDOUT_FILENO, .jobs = 1,
		.max_rejects = 0.05, .limits = d->old.o.limits,
		.env = d->env, .silent = true, .wall = true, .sink = &sink
	};
	enum status status;

	/* Lists are taken apart as the old mapping wants it. */
	ops.look = map->ops->look;
	ops.whole = map->ops->whole;
	ops.scratch = map->ops->scratch;
	ops.scratch_free = map->ops->scratch_free;
	if (d->group) {
		o.framer = map->ops->framer(map->stage, &d->arena);
		if (o.framer == NULL) {
			err_set(e, ERR_USAGE, "usage.group",
			    "this source has whole conversations; leave out "
			    "--group");
			return STATUS_USAGE;
		}
	}
	status = engine_run(&o, &pass, 1, e);
	if (o.framer != NULL && o.framer->free != NULL)
		o.framer->free(o.framer);
	return status;
}

static void
print(struct diff *d)
{
	buf_reset(&d->text);
	if (d->format == 0)
		comparison_text(&d->found, &d->text);
	else
		comparison_json(&d->found, &d->text);
	fwrite(d->text.p, 1, d->text.len, stdout);
}

static enum status
diff(struct diff *d, int argc, char **argv, struct err *e)
{
	enum status status;
	int a, b;

	if (argc < 2) {
		err_set(e, ERR_USAGE, "usage.operand", "which configurations? "
		    "chatcrm diff OLD.yaml NEW.yaml < export.jsonl");
		return STATUS_USAGE;
	}
	d->env.run = "diff";
	a = open_side(d, argv[0], &d->old, e);
	b = open_side(d, argv[1], &d->new, e);
	if (a != 0 || b != 0)
		return STATUS_CONFIG;
	comparison_init(&d->found, (size_t)d->examples, &d->arena);
	status = read_input(d, (const char *const *)argv + 2,
	    (size_t)argc - 2, e);
	if (status != STATUS_OK && status != STATUS_REFUSED)
		return status;
	print(d);
	return status == STATUS_OK && d->found.different > 0 ?
	    STATUS_DIFFERENT : status;
}

enum status
driver_diff(int argc, char **argv, struct err *e)
{
	struct diff d = { .to = 3, .examples = 3, .env.now = time_now() };
	const struct opt own[] = {
		{ "format", 0, OPT_ENUM, &d.format, NULL,
		    "for people or for programs", 0, 0, formats },
		{ "examples", 0, OPT_INT, &d.examples, "N",
		    "show N of each change (3)", 0, 1000, NULL },
		{ "to", 0, OPT_ENUM, &d.to, NULL,
		    "the last stage (route)", 0, 0, stages },
		{ "group", 0, OPT_FLAG, &d.group, NULL,
		    "fold the lines of a conversation into one", 0, 0, NULL },
		{ "now", 0, OPT_TIME, &d.env.now, "TIME",
		    "take this for the present time", 0, 0, NULL },
		{ 0 }
	};
	const struct opts opts = { .program = "chatcrm diff",
	    .purpose = "Show what another configuration makes of the same "
	    "input.", .operands = "OLD NEW [FILE ...]", .tables = { own } };
	enum status status;
	int n;

	n = cmd_options(&opts, &d.common, argc, argv);
	status = diff(&d, n, argv + 1, e);
	comparison_free(&d.found);
	trial_close(&d.old);
	trial_close(&d.new);
	buf_free(&d.text);
	arena_free(&d.arena);
	return status;
}
