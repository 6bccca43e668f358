#include "record/trial.h"

#include "record/limits.h"
#include "record/privacy.h"

static void
open_stages(struct trial *t, const struct conf *c, const char *first,
    const char *last, struct arena *a)
{
	const struct stage_ops *const *s;
	bool runs = false, ends;
	const void *stage;

	for (s = stages_all; *s != NULL; s++) {
		runs |= strcmp((*s)->name, first) == 0;
		ends = strcmp((*s)->name, last) == 0;
		if (runs || conf_section(c, (*s)->name) != NULL) {
			stage = (*s)->open(c, &t->o.env, a);
			if (runs)
				t->stages[t->row.n++] =
				    (struct engine_stage){ *s, stage };
		}
		runs &= !ends;
	}
}

void
trial_open(struct trial *t, const struct conf *c, const struct run_env *env,
    const char *first, const char *last, struct arena *a)
{
	*t = (struct trial){ .o.env = *env };
	limits_read(c, &t->o.limits);
	t->o.env.redact = privacy_rules(c, a);
	t->o.limits.strict = env->strict;
	t->row.o = &t->o;
	t->row.stages = t->stages;
	open_stages(t, c, first, last, a);
	if (c->diags->errors == 0)
		lane_init(&t->lane, &t->row);
}

void
trial_run(struct trial *t, struct str text, struct where at,
    struct outcome *out)
{
	const struct line in = { .text = text, .at = at, .attempt = 1 };
	size_t k = 0;

	*out = (struct outcome){ .verdict = REC_REFUSED };
	if (lane_parse(&t->lane, &in, &out->rec, &out->err) == 0)
		out->verdict = record_kind(&out->rec.doc) != RECORD_DATA ?
		    REC_PASS : lane_run(&t->lane, &out->rec, 0, t->row.n, &k,
		    &out->err);
	if (out->verdict == REC_HELD)
		out->verdict = REC_SKIPPED;
	if (out->verdict != REC_PASS)
		out->stage = lane_stage(&t->row, k);
}

void
trial_close(struct trial *t)
{
	if (t->lane.row != NULL)
		lane_free(&t->lane);
	*t = (struct trial){ 0 };
}
