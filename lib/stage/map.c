/*
 * map: one exported conversation to one record.
 *
 * The source profile folds the line into the canonical conversation; what
 * looks like a secret is taken out of it; then the fields are filled from
 * what is left.
 */
#include <stdlib.h>

#include "record/down.h"
#include "stage/map_auto.h"
#include "stage/map_facts.h"
#include "stage/map_fold.h"
#include "stage/map_making.h"
#include "stage/map_redact.h"
#include "stage/map_split.h"
#include "stage/map_told.h"

static void
say_source(struct making *m, const struct rec *r)
{
	const struct json *lease = json_path(&r->doc.root, "source.lease");
	struct json *s = &m->source;

	if (lease == NULL)
		lease = r->lease;
	*s = json_object();
	map_put(m, s, STR("platform"), m->s->source->platform);
	map_put(m, s, STR("account"), m->head.account);
	map_put(m, s, STR("channel"), m->head.channel);
	map_put(m, s, STR("locale"), m->head.language);
	map_put(m, s, STR("event"), m->head.event);
	map_put(m, s, STR("file"), str_of(r->at.name));
	if (r->at.line > 0)
		json_add(s, STR("line"), json_uint(r->at.line, m->run.a),
		    m->run.a);
	if (lease != NULL)
		json_add(s, STR("lease"), *lease, m->run.a);
}

static struct cel_val
part(const struct making *m, const struct json *o, struct str key)
{
	const struct json *v = json_get(o, key);

	return cel_from_json(v != NULL ? v : &m->empty);
}

static void
set_vars(struct making *m, const struct json *input)
{
	struct cel_val *v = m->vars;
	int i;

	v[MAP_INPUT] = cel_from_json(input);
	v[MAP_ID] = cel_string(m->id);
	v[MAP_AT] = cel_string(m->head.at.p != NULL ? m->head.at : STR(""));
	v[MAP_SOURCE] = cel_from_json(&m->source);
	v[MAP_CONVERSATION] = cel_from_json(&m->conversation);
	v[MAP_SLOTS] = part(m, &m->conversation, STR("slots"));
	v[MAP_SLOT_HISTORY] = part(m, &m->conversation, STR("slot_history"));
	v[MAP_FACTS] = cel_from_json(&m->facts);
	v[MAP_PERSON] = cel_from_json(&m->person);
	v[MAP_NOW] = cel_timestamp(m->s->env.now);
	for (i = 0; i < MAP_OBJECTS; i++) {
		m->objects[i] = json_object();
		v[MAP_CONTACT + i] = cel_from_json(&m->objects[i]);
	}
	m->custom = json_object();
	v[MAP_CUSTOM] = cel_from_json(&m->custom);
}

/* Objects of the operator's own; one without any field is none. */
static enum verdict
fill_custom(struct making *m, struct err *e)
{
	const struct map_custom *c;
	struct json *o;
	size_t i;

	for (i = 0; i < m->s->ncustom; i++) {
		c = &m->s->custom[i];
		o = json_add(&m->custom, c->name, json_object(), m->run.a);
		if (map_fields_fill(&c->fields, &m->run, m->vars, o,
		    &m->identifiers, e) != REC_PASS)
			return REC_REFUSED;
		if (o->len == 0)
			json_del(&m->custom, c->name);
	}
	return REC_PASS;
}

static enum verdict
fill(struct making *m, struct err *e)
{
	const struct json *known;
	int i;

	m->identifiers = json_array();
	if ((known = json_get(&m->person, STR("identifiers"))) != NULL)
		m->identifiers = *known;
	for (i = 0; i < MAP_OBJECTS; i++) {
		if (map_fields_fill(&m->s->objects[i], &m->run, m->vars,
		    &m->objects[i], &m->identifiers, e) != REC_PASS)
			return REC_REFUSED;
		if (i == 0 && m->identifiers.len > 0)
			json_set(&m->person, STR("identifiers"),
			    m->identifiers, m->run.a);
	}
	if (m->s->ncustom > 0 && fill_custom(m, e) != REC_PASS)
		return REC_REFUSED;
	if (m->s->anonymous != MAP_ANONYMOUS_KEEP && !m->run.identified) {
		err_set(e, ERR_INPUT, "person.anonymous",
		    "the person gave neither e-mail address nor telephone "
		    "number");
		return m->s->anonymous == MAP_ANONYMOUS_HOLD ? REC_HELD :
		    REC_SKIPPED;
	}
	return REC_PASS;
}

/* --explain: what became of fields and labels takes the record's place. */
static enum verdict
explain(struct making *m, struct rec *r, enum verdict v, const struct err *e)
{
	struct json root = json_object(), why = json_object();

	if (v == REC_PASS)
		map_high(m);
	json_add(&root, STR("id"), json_str(m->id), r->arena);
	map_add(m, &root, "source", m->source);
	json_add(&root, STR("fields"), m->run.told->fields, r->arena);
	map_add(m, &root, "withheld", m->judged.reasons);
	if (v != REC_PASS) {
		json_add(&why, STR("code"), json_str(str_of(e->code)),
		    r->arena);
		json_add(&why, STR("message"), json_str(arena_str(r->arena,
		    str_of(e->msg))), r->arena);
		json_add(&root, v == REC_REFUSED ? STR("refused") :
		    STR("skipped"), why, r->arena);
	}
	r->doc = (struct json_doc){ .root = root, .arena = r->arena };
	return REC_PASS;
}

static void
begin(struct making *m, struct map_told *told)
{
	map_stage_run(&m->run, m->s, m->run.scratch, m->run.a);
	if (told->only != NULL)
		m->run.told = told;
	m->empty = m->facts = m->conversation = m->person = json_object();
	m->tags = m->judged.reasons = json_array();
}

/* The line as a conversation, without secrets, and what is known of it. */
static enum verdict
understand(struct making *m, const struct rec *r, struct err *e)
{
	const struct map_part part = { r->part, r->parts };
	const struct json *input = &r->doc.root;
	enum verdict v;

	if (m->s->source->autos != NULL &&
	    map_auto_check(m->s->source, &m->run, input, e) == -1)
		return REC_REFUSED;
	v = map_fold(m->s->source, &m->run, input, &part, &m->head,
	    &m->conversation, &m->person, e);
	if (v != REC_PASS)
		return v;
	if (map_name(m, r, e) == -1)
		return REC_REFUSED;
	m->run.locale = m->head.language;
	m->run.events = m->head.events;
	map_redact_said(&m->run, &m->conversation);
	if (m->s->facts) {
		map_facts(&m->run, &m->conversation, m->s->region, &m->facts);
		map_add(m, &m->conversation, "facts", m->facts);
	}
	say_source(m, r);
	set_vars(m, map_source_record(m->s->source, input));
	return REC_PASS;
}

static enum verdict
run(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	struct making m = { .s = stage, .run = { .scratch = scratch,
	    .a = r->arena } };
	struct map_told told = { .only = m.s->env.explain,
	    .input = &r->doc.root, .fields = json_array() };
	enum verdict v;

	begin(&m, &told);
	if (m.s->env.look != NULL)
		m.s->env.look(m.s->env.look_arg, &r->doc.root);
	if ((v = understand(&m, r, e)) != REC_PASS)
		return v;
	if ((v = fill(&m, e)) == REC_PASS)
		v = map_gate_judge(&m.s->gate, &m.run, m.vars,
		    &m.conversation, &m.judged, e);
	if (v == REC_PASS)
		map_tags(&m);
	if (told.only != NULL)
		return explain(&m, r, v, e);
	if (v != REC_PASS)
		return v;
	map_write(&m, r);
	return REC_PASS;
}

static void *
open_stage(const struct conf *c, const struct run_env *env, struct arena *a)
{
	return map_stage_open(c, env, a);
}

static void
fields_names(const struct map_fields *f, int var, struct json_paths *out)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		map_expr_paths(&f->v[i].from, var, NULL, 0, out);
		map_expr_paths(&f->v[i].when, var, NULL, 0, out);
	}
}

void
map_stage_names(const struct map_stage *s, int var, struct json_paths *out)
{
	size_t i;

	for (i = 0; i < MAP_OBJECTS; i++)
		fields_names(&s->objects[i], var, out);
	for (i = 0; i < s->ncustom; i++)
		fields_names(&s->custom[i].fields, var, out);
	for (i = 0; i < s->ntags; i++) {
		map_expr_paths(&s->tags[i].from, var, NULL, 0, out);
		map_expr_paths(&s->tags[i].when, var, NULL, 0, out);
	}
	map_expr_paths(&s->gate.consent, var, NULL, 0, out);
	for (i = 0; i < s->nhigh; i++)
		map_expr_paths(&s->high[i].when, var, NULL, 0, out);
}

static void
paths(const void *stage, struct json_paths *out)
{
	const struct map_stage *s = stage;

	if (s->keep_raw)
		json_paths_all(out);
	else
		json_paths_drop(out);	/* the record takes its place */
	down_paths(out);
	if (s->env.explain != NULL || s->env.look != NULL)
		json_paths_all(out);
	map_source_paths(s->source, out);
	map_stage_names(s, MAP_INPUT, out);
}

static void *
scratch_new(const void *stage)
{
	const struct map_stage *map = stage;
	struct map_scratch *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->parser = json_parser_new(NULL, NULL);
	if (map->gate.words != NULL)
		s->match = match_scratch_new(map->gate.words);
	return s;
}

static void
scratch_free(void *scratch)
{
	struct map_scratch *s = scratch;

	buf_free(&s->buf);
	json_parser_free(s->parser);
	if (s->match != NULL)
		match_scratch_free(s->match);
	free(s);
}

static int
look(const void *stage, void *scratch, struct str texts, struct err *e)
{
	const struct map_stage *s = stage;
	struct arena a = { 0 };
	struct map_run run;
	int ret;

	if (s->source->autos == NULL || s->source->autos->chosen != NULL)
		return 0;
	map_stage_run(&run, s, scratch, &a);
	ret = map_auto_look(s->source, &run, texts, e);
	arena_free(&a);
	return ret;
}

static bool
split(const void *stage, void *scratch, const struct rec *r, struct str text,
    bool is_part, struct arena *a, struct rec_parts *out)
{
	const struct map_stage *s = stage;
	struct map_run run;

	if (is_part ? !s->source->split : r->doc.root.type != JSON_ARRAY &&
	    !s->source->split && !map_expr_given(&s->source->x[SOURCE_EACH]))
		return false;
	map_stage_run(&run, s, scratch, r->arena);
	return (!is_part && map_split(s->source, &run, &r->doc.root, text, a,
	    out)) || map_split_sessions(s->source, &run, &r->doc.root, text,
	    a, out);
}

/* Is a list that begins with ${first} one conversation? */
static bool
whole(const void *stage, void *scratch, struct str first, bool apart)
{
	const struct map_stage *s = stage;
	struct map_scratch *own = scratch;
	struct json list = json_array();
	struct map_head head;
	struct arena a = { 0 };
	struct map_run run;
	struct json_doc doc;
	struct err e;
	bool is = false;

	map_stage_run(&run, s, own, &a);
	if (look(stage, scratch, first, &e) == -1)
		return false;		/* who asks again is told so */
	if (json_parse(own->parser, first, &a, &doc, &e) == 0) {
		json_push(&list, doc.root, &a);
		is = map_fold_id(s->source, &run, &doc.root, &head) ?
		    !apart : map_fold_list(s->source, &run, &list);
	}
	arena_free(&a);
	return is;
}

static struct framer *
framer(const void *stage, struct arena *a)
{
	return map_framer(stage, a);
}

const struct stage_ops stage_map = {
	.name = "map", .source = true, .open = open_stage, .paths = paths,
	.scratch = scratch_new, .scratch_free = scratch_free,
	.look = look, .split = split, .whole = whole, .framer = framer, .run = run
};
