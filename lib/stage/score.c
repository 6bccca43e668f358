/* score: points for what was said and for what is known; see score.h. */
#include "stage/score.h"

#include <math.h>
#include <stdlib.h>

#include "stage/condition.h"

/* What one thread needs; the arrays are by rule. */
struct scratch {
	struct arena		 arena;		/* holds this, too */
	struct match_scratch	*match[ON_SIDES];
	struct str		*hit;		/* in the message's text */
	size_t			*message;	/* the one that holds it */
};

/* A record while it is scored. */
struct scoring {
	const struct score	*s;
	struct scratch		*sc;
	struct rec		*r;
	const struct json	*messages;	/* an array, or NULL */
	struct cel_val		 vars[RECORD_VARS];
	int64_t			 total;
	struct json		 reasons;
};

static void *
score_open(const struct conf *c, const struct run_env *env, struct arena *a)
{
	struct score *s = ARENA_NEW(a, struct score);

	s->now = env->now;
	score_read(c, s, a);
	return s;
}

static void
score_paths(const void *stage, struct json_paths *p)
{
	static const char *const parts[] = { "text", "role", "at",
		"private" };
	const struct score *s = stage;
	struct str keys[] = { STR("conversation"), STR("messages"), STR("*"),
		STR_NONE }, at = STR("at");
	size_t i;

	json_paths_add(p, &at, 1, true);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		keys[3] = str_of(parts[i]);
		json_paths_add(p, keys, 4, true);
	}
	for (i = 0; i < s->n; i++)
		if (s->rules[i].when != NULL)
			record_paths(s->rules[i].when, p);
}

static void *
score_scratch(const void *stage)
{
	const struct score *s = stage;
	struct arena a = { 0 };
	struct scratch *sc = ARENA_NEW(&a, struct scratch);
	size_t i;

	sc->hit = arena_array(&a, s->n, sizeof(*sc->hit));
	sc->message = arena_array(&a, s->n, sizeof(*sc->message));
	for (i = 0; i < ON_SIDES; i++)
		sc->match[i] = match_scratch_new(s->sets[i]);
	sc->arena = a;
	return sc;
}

static void
score_scratch_free(void *scratch)
{
	struct scratch *sc = scratch;
	struct arena a = sc->arena;
	size_t i;

	for (i = 0; i < ON_SIDES; i++)
		match_scratch_free(sc->match[i]);
	arena_free(&a);
}

/* Look for the patterns of one side in message ${k}; how many came out. */
static size_t
read_message(struct scoring *g, enum score_on side, struct str text, size_t k)
{
	size_t found, i;

	found = match_first(g->s->sets[side], g->sc->match[side], text,
	    g->sc->hit);
	for (i = 0; found > 0 && i < g->s->n; i++)
		if (g->sc->hit[i].p != NULL &&
		    g->sc->message[i] == SIZE_MAX)
			g->sc->message[i] = k;
	return found;
}

/* Every message in order, until each rule has its hit. */
static void
read_messages(struct scoring *g)
{
	size_t left[ON_SIDES] = { g->s->reading[ON_CUSTOMER],
		g->s->reading[ON_ALL] };
	size_t i, n = g->messages != NULL ? g->messages->len : 0;

	for (i = 0; i < n && left[ON_CUSTOMER] + left[ON_ALL] > 0; i++) {
		const struct json *m = &g->messages->items[i];
		struct str text = json_get_str(m, STR("text"));
		const struct json *hidden;

		if (text.len == 0)
			continue;
		if (left[ON_CUSTOMER] > 0 && str_eq(json_get_str(m,
		    STR("role")), STR("customer")))
			left[ON_CUSTOMER] -= read_message(g, ON_CUSTOMER,
			    text, i);
		hidden = json_get(m, STR("private"));
		if (left[ON_ALL] > 0 &&
		    (hidden == NULL || hidden->type != JSON_TRUE))
			left[ON_ALL] -= read_message(g, ON_ALL, text, i);
	}
}

/* Expressions that cost too much are told: they did not just not match. */
static void
tell_of_limits(struct scoring *g)
{
	const struct score *s = g->s;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->rules[i].reads && match_gave_up(s->sets[s->rules[i].on],
		    g->sc->match[s->rules[i].on], i))
			record_find(g->r, s->rules[i].path, "regex.limit",
			    "warning", "skipped", NULL);
}

/* Does the rule's condition hold?  It does if there is none. */
static bool
condition_of(struct scoring *g, const struct score_rule *r)
{
	struct err e = { 0 };

	if (r->when == NULL)
		return true;
	switch (condition_holds(r->when, g->vars, g->r->arena, &e)) {
	case CONDITION_TRUE:
		return true;
	case CONDITION_FAIL:
		record_find(g->r, r->path, "expr.error", "warning", "skipped",
		    NULL);
		/* The finding may have moved what the variables view. */
		record_vars_read(&g->r->doc, g->s->now, g->s->reads, g->vars);
		return false;
	default:
		return false;
	}
}

/* The factor for a rule that was triggered at the time in ${of}. */
static double
decay_since(const struct scoring *g, const struct json *of)
{
	struct instant at;

	if (of == NULL || of->type != JSON_STRING ||
	    time_parse((struct str){ of->text, of->len }, &at) == -1)
		return 1;
	return score_decay(g->s, at);
}

static void
set(struct json *o, const char *key, struct json v, struct arena *a)
{
	json_set(o, str_of(key), v, a);
}

/* Rule ${i} counts: add its points and its reason. */
static void
count_rule(struct scoring *g, size_t i)
{
	const struct score_rule *r = &g->s->rules[i];
	struct arena *a = g->r->arena;
	const struct json *m = r->reads ?
	    &g->messages->items[g->sc->message[i]] : NULL;
	double decay = decay_since(g, m != NULL ? json_get(m, STR("at")) :
	    doc_get(&g->r->doc, STR("at")));
	int64_t points = score_points(r->points, decay);
	struct json reason = json_object();

	g->total += points;
	set(&reason, "rule", json_str(r->name), a);
	set(&reason, "points", score_hundredths(points, a), a);
	set(&reason, "base", score_hundredths(r->points, a), a);
	set(&reason, "decay", json_double(round(decay * 1e4) / 1e4, a), a);
	if (m != NULL) {
		set(&reason, "quote", json_str(score_quote(json_get_str(m,
		    STR("text")), g->sc->hit[i], a)), a);
		set(&reason, "message", json_int((int64_t)g->sc->message[i],
		    a), a);
	}
	json_push(&g->reasons, reason, a);
}

static struct str
grade_of(const struct score *s, int64_t total)
{
	size_t i;

	for (i = 0; i < s->ngrades; i++)
		if (total >= s->grades[i].from)
			return s->grades[i].name;
	return STR_NONE;
}

static void
write_score(struct scoring *g)
{
	struct arena *a = g->r->arena;
	struct str grade = grade_of(g->s, g->total);
	struct json score = json_object();

	set(&score, "total", score_hundredths(g->total, a), a);
	if (g->s->model.p != NULL)
		set(&score, "model", json_str(g->s->model), a);
	if (grade.p != NULL)
		set(&score, "grade", json_str(grade), a);
	set(&score, "reasons", g->reasons, a);
	doc_set(&g->r->doc, STR("score"), score);
}

/* The messages of the conversation, opened; NULL if there are none. */
static const struct json *
open_messages(struct rec *r)
{
	struct json *c = doc_get(&r->doc, STR("conversation")), *m;
	size_t i;

	if (c == NULL)
		return NULL;
	json_open(c, r->arena);
	m = json_get(c, STR("messages"));
	if (m == NULL)
		return NULL;
	json_open(m, r->arena);
	if (m->type != JSON_ARRAY)
		return NULL;
	for (i = 0; i < m->len; i++)
		json_open(&m->items[i], r->arena);
	return m;
}

static enum verdict
score_run(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	const struct score *s = stage;
	struct scratch *sc = scratch;
	struct scoring g = { .s = s, .sc = sc, .r = r,
	    .messages = open_messages(r), .reasons = json_array() };
	size_t i;

	(void)e;
	for (i = 0; i < s->n; i++) {
		sc->hit[i] = STR_NONE;
		sc->message[i] = SIZE_MAX;
	}
	for (i = 0; i < ON_SIDES; i++)
		match_begin(sc->match[i]);
	read_messages(&g);
	tell_of_limits(&g);
	record_vars_read(&r->doc, s->now, s->reads, g.vars);
	for (i = 0; i < s->n; i++)
		if ((!s->rules[i].reads || sc->message[i] != SIZE_MAX) &&
		    condition_of(&g, &s->rules[i]))
			count_rule(&g, i);
	write_score(&g);
	return REC_PASS;
}

const struct stage_ops stage_score = {
	.name = "score",
	.open = score_open,
	.paths = score_paths,
	.scratch = score_scratch,
	.scratch_free = score_scratch_free,
	.run = score_run
};
