#include "record/aside.h"

#include "record/dead.h"

static struct dead
dead_of(const struct lane *l, const struct line *in, size_t k,
    const struct err *why)
{
	const struct engine_opts *o = l->row->o;

	return (struct dead){ .stage = lane_stage(l->row, k),
	    .id = in->letter, .seal = letters_seal(&o->letters), .err = why,
	    .attempt = in->attempt, .env = &o->env, .at = in->at,
	    .source = in->source };
}

/*
 * The letter's record is the input of stage ${k}.  Stages change records in
 * place; but as they are pure, running the ones before it again gives it.
 */
static void
put_letter(struct lane *l, struct job *j, const struct line *in, size_t k,
    const struct err *why)
{
	const struct dead d = dead_of(l, in, k, why);
	struct rec r;
	struct err e;
	size_t reached;

	if (l->row->o->letters.path == NULL)
		return;
	if (lane_parse(l, in, &r, &e) != 0 ||
	    lane_run(l, &r, in->first, k, &reached, &e) != REC_PASS)
		dead_line(&d, in->text, NULL, &l->arena, &j->dead);
	else
		dead_record(&d, &r.doc, &j->dead);
}

/* Who waits for the line waits for what was made of it. */
static void
add_lease(struct rec *r)
{
	struct json source = json_object();

	if (r->lease == NULL || dead_leased(&r->doc))
		return;
	if (r->doc.root.type != JSON_OBJECT)
		r->doc = (struct json_doc){ .root = json_object(),
		    .arena = r->arena };
	json_set(&source, STR("lease"), *r->lease, r->arena);
	doc_set(&r->doc, STR("source"), source);
}

/*
 * What has a lease is answered for by a stub.  If it died, the stub goes on
 * only when a letter holds the record: else the lease stays with its owner.
 */
static void
put_stub(struct lane *l, struct job *j, const struct line *in, size_t k,
    enum verdict v, const struct err *why)
{
	struct rec r;
	struct err e;

	if (v != REC_SKIPPED && l->row->o->letters.path == NULL)
		return;
	if (v != REC_SKIPPED)
		j->durable = true;
	if (l->row->o->sink != NULL || lane_parse(l, in, &r, &e) != 0)
		return;
	add_lease(&r);
	dead_stub(&r.doc, v, lane_stage(l->row, k), why->code, &j->out);
}

void
aside_put(struct lane *l, struct job *j, const struct line *in, size_t k,
    enum verdict v, struct err *why)
{
	if (v == REC_HELD && l->row->o->letters.path == NULL)
		v = REC_REFUSED;
	if (v == REC_SKIPPED) {
		j->tally.skipped++;
	} else if (v == REC_HELD) {
		j->tally.skipped++;
		why->at = in->at;
		put_letter(l, j, in, k, why);
	} else {
		j->tally.refused++;
		/* Only the parser's column is one of this line. */
		if (why->at.name != in->at.name)
			why->at = in->at;
		if (j->told.len / sizeof(*why) < l->row->told)
			buf_add(&j->told, why, sizeof(*why));
		put_letter(l, j, in, k, why);
	}
	if (v == REC_SKIPPED && dead_state(why->code)) {
		j->tally.leased = true;
		put_stub(l, j, in, k, v, why);
	} else if (in->leased)
		put_stub(l, j, in, k, v, why);
}

void
aside_line(struct lane *l, struct job *j, const struct line *in,
    const struct cut *cut, struct err *why)
{
	const struct dead d = dead_of(l, in, in->first, why);

	arena_reset(&l->arena);
	j->tally.lines = true;
	j->tally.ended = false;
	j->tally.in++;
	if (cut == NULL) {
		aside_put(l, j, in, in->first, REC_REFUSED, why);
		return;
	}
	j->tally.refused++;
	why->at = in->at;
	if (l->row->told > 0)
		buf_add(&j->told, why, sizeof(*why));
	if (l->row->o->letters.path != NULL)
		dead_line(&d, str_to(in->text, JOB_CUT), cut, &l->arena,
		    &j->dead);
}
