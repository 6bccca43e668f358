/*
 * map: one exported conversation to one record.
 *
 * The source profile folds the line into the canonical conversation; what
 * looks like a secret is taken out of it; then the fields are filled from
 * what is left.
 */
#include <stdlib.h>

#include "stage/map_auto.h"
#include "stage/map_facts.h"
#include "stage/map_fold.h"
#include "stage/map_redact.h"
#include "stage/map_split.h"
#include "stage/map_stage.h"
#include "stage/map_told.h"

enum { TAGS_MAX = 100 };	/* on one record; hostile input has more */

/* A record being made. */
struct making {
	const struct map_stage	*s;
	struct map_run		 run;
	struct map_head		 head;
	struct str		 id;
	struct map_judgement	 judged;
	struct json		 source, person, conversation, facts, empty;
	struct json		 identifiers, tags;
	struct json		 objects[MAP_OBJECTS], custom;
	struct cel_val		 vars[MAP_VARS];
};

/*
 * A part of an id, behind what is in ${b}.  Parts are parted by '/', which
 * is escaped within; NUL and all else is kept.
 */
static void
add_part(struct making *m, struct buf *b, struct str s, const char *where)
{
	size_t i;

	s = map_redact_id(&m->run, s, where);
	for (i = 0; i < s.len; i++)
		if (s.p[i] == '/' || s.p[i] == '%')
			buf_printf(b, "%%%02X", (unsigned)s.p[i]);
		else
			buf_addc(b, s.p[i]);
}

/* A line that names no conversation is known by what it says. */
static struct str
content_hash(struct making *m, const struct json *input)
{
	struct buf *b = &m->run.scratch->buf;

	buf_reset(b);
	json_write(input, b);
	return map_hash(&m->run, buf_str(b));
}

/* Half a character was mended on the way: two ids may have become one. */
static bool
is_mended(const struct rec *r, struct str id)
{
	const struct json_note *n;

	for (n = r->doc.notes; n != NULL; n = n->next)
		if (n->what != JSON_DUPLICATE_KEY)
			return str_find(id, STR("\xef\xbf\xbd")) !=
			    (size_t)-1;
	return false;
}

static int
check_id(const struct making *m, const struct rec *r, struct err *e)
{
	if (m->head.id.len == 0 && m->s->source->need_id)
		err_set(e, ERR_INPUT, "source.id", "no conversation's id: "
		    "the line is not of platform %.*s",
		    STR_ARG(m->s->source->platform));
	else if (is_mended(r, m->head.id) || is_mended(r, m->head.session))
		err_set(e, ERR_INPUT, "source.id",
		    "the conversation's id is no valid UTF-8");
	else
		return 0;
	return err_field(e, STR("id"));
}

static int
name_it(struct making *m, const struct rec *r, struct err *e)
{
	struct str account = m->s->account, id = m->head.id;
	struct buf *b = &m->run.scratch->buf;

	if (check_id(m, r, e) == -1)
		return -1;
	if (account.p == NULL)
		account = m->head.account;
	m->head.account = account;
	if (id.len == 0)
		id = content_hash(m, &r->doc.root);
	buf_reset(b);
	buf_adds(b, m->s->source->platform);
	buf_addc(b, '/');
	add_part(m, b, account.len > 0 ? account : STR("default"),
	    "source.account");
	buf_addc(b, '/');
	add_part(m, b, id, "id");
	if (m->head.session.len > 0) {
		buf_addc(b, '/');
		add_part(m, b, m->head.session, "id");
	}
	m->id = arena_str(m->run.a, buf_str(b));
	return 0;
}

static void
put(struct making *m, struct json *o, struct str key, struct str text)
{
	if (text.len > 0)
		json_add(o, key, json_str(text), m->run.a);
}

static void
say_source(struct making *m, const struct rec *r)
{
	const struct json *lease = json_path(&r->doc.root, "source.lease");
	struct json *s = &m->source;

	*s = json_object();
	put(m, s, STR("platform"), m->s->source->platform);
	put(m, s, STR("account"), m->head.account);
	put(m, s, STR("channel"), m->head.channel);
	put(m, s, STR("locale"), m->head.language);
	put(m, s, STR("event"), m->head.event);
	put(m, s, STR("file"), str_of(r->at.name));
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
	if (m->s->anonymous == MAP_ANONYMOUS_SKIP && !m->run.identified) {
		err_set(e, ERR_INPUT, "person.anonymous",
		    "the person gave neither e-mail address nor telephone "
		    "number");
		return REC_SKIPPED;
	}
	return REC_PASS;
}

static void
add_tag(struct making *m, const struct json *v)
{
	size_t i;

	if (v->type != JSON_STRING || v->len == 0)
		return;
	for (i = 0; i < m->tags.len; i++)
		if (json_equal(&m->tags.items[i], v))
			return;
	if (m->tags.len == TAGS_MAX) {
		map_note(&m->run, "tags.too_many", "warning", "dropped",
		    NULL, "tags");
		return;
	}
	json_push(&m->tags, *v, m->run.a);
}

/* Of nobody only tags that say the same of everybody may be told. */
static bool
may_tag(const struct making *m, const struct map_tag *t)
{
	return m->judged.withheld < WITHHELD_PERSON || t->from.literal != NULL;
}

static void
tag(struct making *m, const struct map_tag *t)
{
	enum cel_status status = CEL_ABSENT;
	int held = may_tag(m, t) ? map_expr_holds(&t->when, m->vars,
	    m->run.a) : 0;
	struct json v;
	struct err e;
	size_t which, i;

	if (held == 1)
		status = map_expr_json(&t->from, m->vars, m->run.a, &v,
		    &which, &e);
	if (held == -1 || status == CEL_FAIL)
		map_note(&m->run, "expr.error", "warning", "dropped", NULL,
		    "tags");
	if (status != CEL_OK)
		return;
	map_redact(&m->run, &v, "tags");
	add_tag(m, &v);
	for (i = 0; v.type == JSON_ARRAY && i < v.len; i++)
		add_tag(m, &v.items[i]);
}

static void
add(struct making *m, struct json *root, const char *key, struct json v)
{
	if (v.len > 0)
		json_add(root, str_of(key), v, m->run.a);
}

/* The name of a conversation of nobody: the sender's own may be in it. */
static void
hide_id(struct making *m)
{
	struct buf *b = &m->run.scratch->buf;
	struct str hash = map_hash(&m->run, m->id);
	size_t parts, at;

	for (parts = at = 0; at < m->id.len && parts < 2; at++)
		parts += m->id.p[at] == '/';
	buf_reset(b);
	buf_adds(b, str_to(m->id, at));
	buf_adds(b, hash);
	m->id = arena_str(m->run.a, buf_str(b));
}

/* What stays behind, for the sake of the person or of a topic. */
static void
withhold(struct making *m)
{
	struct map_note *n;
	int i;

	map_withhold(&m->conversation, m->judged.withheld, m->run.a);
	if (m->judged.withheld < WITHHELD_PERSON)
		return;
	hide_id(m);
	m->person = json_object();
	for (i = 0; i < MAP_OBJECTS; i++)
		m->objects[i] = json_object();
	m->custom = json_object();
	for (n = m->run.notes; n != NULL; n = n->next)
		n->was = NULL;
}

/* The input as it came, without secrets. */
static void
keep_raw(struct making *m, const struct rec *r, struct json *root)
{
	struct json raw;

	if (!m->s->keep_raw || m->judged.withheld != WITHHELD_NOTHING)
		return;
	raw = json_copy(&r->doc.root, r->arena);
	map_redact(&m->run, &raw, "raw");
	map_redact_words(&m->run, &m->s->privacy.talk, &raw, "raw");
	json_add(root, STR("raw"), raw, r->arena);
}

static void
mark(struct making *m, struct json *root)
{
	int holds;

	if (!map_expr_given(&m->s->high_value))
		return;
	holds = map_expr_holds(&m->s->high_value, m->vars, m->run.a);
	if (holds == 1)
		json_add(root, STR("high_value"), json_bool(true), m->run.a);
	else if (holds == -1)
		map_note(&m->run, "expr.error", "warning", NULL, NULL,
		    "high_value");
}

/* The record takes the input's place; its parts in their fixed order. */
static void
write_out(struct making *m, struct rec *r)
{
	struct json root = json_object();
	struct map_note *n;
	int i;

	json_add(&root, STR("chatcrm"), json_int(RECORD_VERSION, r->arena),
	    r->arena);
	json_add(&root, STR("id"), json_str(m->id), r->arena);
	put(m, &root, STR("at"), m->head.at);
	add(m, &root, "source", m->source);
	add(m, &root, "person", m->person);
	for (i = 0; i < MAP_OBJECTS; i++)
		add(m, &root, map_objects[i], m->objects[i]);
	add(m, &root, "objects", m->custom);
	add(m, &root, "conversation", m->conversation);
	add(m, &root, "tags", m->tags);
	add(m, &root, "withheld", m->judged.reasons);
	mark(m, &root);
	keep_raw(m, r, &root);
	r->doc = (struct json_doc){ .root = root, .arena = r->arena };
	for (n = m->run.notes; n != NULL; n = n->next)
		record_find(r, n->field, n->code, n->severity, n->did,
		    n->was);
}

/* --explain: what became of the fields takes the record's place. */
static enum verdict
explain(struct making *m, struct rec *r, enum verdict v, const struct err *e)
{
	struct json root = json_object(), why = json_object();

	json_add(&root, STR("id"), json_str(m->id), r->arena);
	add(m, &root, "source", m->source);
	json_add(&root, STR("fields"), m->run.told->fields, r->arena);
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
	if (name_it(m, r, e) == -1)
		return REC_REFUSED;
	m->run.locale = m->head.language;
	map_redact_messages(&m->run, &m->conversation);
	if (m->s->facts) {
		map_facts(&m->run, &m->conversation, m->s->region, &m->facts);
		add(m, &m->conversation, "facts", m->facts);
	}
	say_source(m, r);
	set_vars(m, input);
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
	size_t i;

	begin(&m, &told);
	if (m.s->env.look != NULL)
		m.s->env.look(m.s->env.look_arg, &r->doc.root);
	if ((v = understand(&m, r, e)) != REC_PASS)
		return v;
	v = fill(&m, e);
	if (told.only != NULL)
		return explain(&m, r, v, e);
	if (v == REC_PASS)
		v = map_gate_judge(&m.s->gate, &m.run, m.vars,
		    &m.conversation, &m.judged, e);
	if (v != REC_PASS)
		return v;
	for (i = 0; i < m.s->ntags; i++)
		tag(&m, &m.s->tags[i]);
	withhold(&m);
	map_redact_talk(&m.run, &m.s->privacy.talk, &m.conversation);
	write_out(&m, r);
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
	map_expr_paths(&s->high_value, var, NULL, 0, out);
}

static void
paths(const void *stage, struct json_paths *out)
{
	static const struct str lease[] = {
		{ "source", 6 }, { "lease", 5 }
	};
	const struct map_stage *s = stage;

	if (s->keep_raw)
		json_paths_all(out);
	else
		json_paths_drop(out);	/* the record takes its place */
	json_paths_add(out, lease, 2, true);
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
whole(const void *stage, void *scratch, struct str first)
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
		is = map_fold_id(s->source, &run, &doc.root, &head) ||
		    map_fold_list(s->source, &run, &list);
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
