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

struct result *
results_add(struct results *r, struct arena *a)
{
	size_t cap = r->cap > 0 ? 2 * r->cap : 4;

	if (r->n == r->cap) {
		r->v = arena_grow(a, r->v, r->n * sizeof(*r->v),
		    cap * sizeof(*r->v));
		r->cap = cap;
	}
	r->v[r->n] = (struct result){ .verdict = REC_REFUSED,
	    .record = json_null() };
	return &r->v[r->n++];
}

/* A part as engine's lanes have it; one that is whole is told of. */
static void
run_part(struct trial *t, const struct line *in, struct arena *a,
    struct results *out)
{
	const struct engine_stage *s = &t->stages[0];
	struct rec_parts parts;
	struct result *x;
	struct line part;
	struct rec r;
	struct err e = { 0 };
	size_t i, k = 0;
	bool parsed = lane_parse(&t->lane, in, &r, &e) == 0;

	if (parsed && in->parts == 0 && s->ops->split != NULL &&
	    s->ops->split(s->stage, t->lane.scratch[0], &r, in->text,
	    in->split, &t->parts, &parts)) {
		for (i = 0; i < parts.n; i++) {
			part = *in;
			part.split = true;
			part.part = parts.v[i].k;
			part.parts = parts.v[i].n;
			if (parts.v[i].text.p != NULL)
				part.text = parts.v[i].text;
			run_part(t, &part, a, out);
		}
		return;
	}
	x = results_add(out, a);
	if (parsed)
		x->verdict = record_kind(&r.doc) != RECORD_DATA ? REC_PASS :
		    lane_run(&t->lane, &r, 0, t->row.n, &k, &e);
	if (x->verdict == REC_HELD)	/* until more is known of the person */
		x->verdict = REC_SKIPPED;
	if (x->verdict == REC_PASS) {
		x->record = json_copy(&r.doc.root, a);
	} else {
		x->stage = lane_stage(&t->row, k);
		x->err = e;
	}
}

void
trial_run(struct trial *t, struct str text, struct where at,
    struct arena *a, struct results *out)
{
	const struct line in = { .text = text, .at = at, .attempt = 1 };

	const struct engine_stage *s = &t->stages[0];
	struct err e = { 0 };
	struct result *r;

	arena_reset(&t->parts);
	if (s->ops->look == NULL || s->ops->look(s->stage,
	    t->lane.scratch[0], text, &e) == 0) {
		run_part(t, &in, a, out);
		return;
	}
	r = results_add(out, a);
	r->stage = s->ops->name;
	r->err = e;
}

static bool
is_whole(void *arg, struct str first)
{
	struct trial *t = arg;
	const struct engine_stage *s = &t->stages[0];

	return s->ops->whole(s->stage, t->lane.scratch[0], first, false);
}

void
trial_document(struct trial *t, struct document *d)
{
	if (t->stages[0].ops->whole != NULL) {
		d->whole = is_whole;
		d->arg = t;
	}
}

void
trial_close(struct trial *t)
{
	if (t->lane.row != NULL)
		lane_free(&t->lane);
	arena_free(&t->parts);
	*t = (struct trial){ 0 };
}
