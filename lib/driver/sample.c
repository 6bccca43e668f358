/*
 * sample: each line goes through map alone, which explains its fields, and
 * through all stages to route.  What never happened is told at the end.
 */
#include "driver/sample.h"

#include <unistd.h>

#include "base/hmap.h"
#include "driver/evaluate.h"
#include "record/trial.h"

/* How often something happened: a field was filled, a condition true. */
struct times {
	size_t	filled, held;
};

struct sample {
	const struct conf	*c;
	struct trial		 map, all;
	struct hmap		 fields, rules, grades,	/* times, by name */
				 routes;
	bool			 group;
	size_t			 told, scored;
	char			 why[256];	/* of the first refusal */
	struct arena		*a;
	struct arena		 line;		/* emptied after each */
	struct buf		 text;
};

static struct times *
times_of(struct sample *s, struct hmap *m, struct str name)
{
	struct times *t = hmap_get(m, name);

	if (t == NULL) {
		t = ARENA_NEW(s->a, struct times);
		*hmap_slot(m, arena_str(s->a, name)) = t;
	}
	return t;
}

/* Was any of these evaluations true? */
static bool
holds(const struct json *list)
{
	const struct json *v;
	size_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY && i < list->len;
	    i++) {
		v = json_get(&list->items[i], STR("value"));
		if (v != NULL && v->type == JSON_TRUE)
			return true;
	}
	return false;
}

static void
count_fields(struct sample *s, const struct json *record)
{
	const struct json *list = json_get(record, STR("fields")), *f, *v;
	struct times *t;
	size_t i;

	if (list == NULL || list->type != JSON_ARRAY)
		return;
	s->told++;
	for (i = 0; i < list->len; i++) {
		f = &list->items[i];
		t = times_of(s, &s->fields, json_get_str(f, STR("field")));
		v = json_get(f, STR("value"));
		t->filled += v != NULL && v->type != JSON_NULL;
		t->held += holds(json_get(f, STR("when")));
	}
}

/* Each item of ${list} names a rule that held. */
static void
count_rules(struct sample *s, struct hmap *m, const struct json *list)
{
	size_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY && i < list->len;
	    i++)
		times_of(s, m, json_get_str(&list->items[i],
		    STR("rule")))->held++;
}

static void
count_score(struct sample *s, const struct json *record)
{
	const struct json *score = json_get(record, STR("score"));

	s->scored++;
	count_rules(s, &s->rules, json_get(score, STR("reasons")));
	count_rules(s, &s->routes, json_path(record, "route.rules"));
	if (json_get_str(score, STR("grade")).p != NULL)
		times_of(s, &s->grades, json_get_str(score,
		    STR("grade")))->held++;
}

static void
count(struct sample *s, struct str text, struct where at)
{
	struct results map = { 0 }, all = { 0 };
	size_t i;

	trial_run(&s->map, text, at, &s->line, &map);
	trial_run(&s->all, text, at, &s->line, &all);
	for (i = 0; i < map.n; i++)
		if (map.v[i].verdict == REC_PASS)
			count_fields(s, &map.v[i].record);
	for (i = 0; i < all.n; i++)
		if (all.v[i].verdict == REC_PASS)
			count_score(s, &all.v[i].record);
		else if (s->why[0] == '\0')
			snprintf(s->why, sizeof(s->why), "%s",
			    all.v[i].err.msg);
	arena_reset(&s->line);
}

static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	struct sample *s = *(struct sample *const *)arg;

	(void)out;
	(void)e;
	buf_reset(&s->text);
	doc_write(&r->doc, &s->text);
	count(s, buf_str(&s->text), r->at);
	return 0;
}

/* Lines are put together as map --group does it. */
static int
open_group(struct sample *s, struct framer **out, struct err *e)
{
	const struct engine_stage *map = &s->map.stages[0];

	*out = NULL;
	if (!s->group)
		return 0;
	if (map->ops->framer != NULL)
		*out = map->ops->framer(map->stage, s->a);
	return *out != NULL ? 0 : err_set(e, ERR_USAGE, "usage.group",
	    "this source has whole conversations; leave out --group");
}

static int
read_lines(struct sample *s, const char *file, struct err *e)
{
	struct sample *const self = s;
	const struct engine_sink sink = { put, NULL, &self, "check" };
	const struct engine_stage *map = &s->map.stages[0];
	struct stage_ops ops = evaluate_stage;
	const struct engine_stage pass = { &ops, map->stage };
	struct engine_opts o = {
		.files = &file, .nfiles = 1, .out = STDOUT_FILENO, .jobs = 1,
		.max_rejects = 1, .limits = s->map.o.limits,
		.env = s->map.o.env, .silent = true, .sink = &sink
	};
	enum status status;

	if (open_group(s, &o.framer, e) == -1)
		return -1;
	/* Lists are taken apart as the mapping wants it. */
	ops.look = map->ops->look;
	ops.whole = map->ops->whole;
	ops.scratch = map->ops->scratch;
	ops.scratch_free = map->ops->scratch_free;
	status = engine_run(&o, &pass, 1, e);
	if (o.framer != NULL && o.framer->free != NULL)
		o.framer->free(o.framer);
	return status == STATUS_OK || status == STATUS_REFUSED ? 0 : -1;
}

static void
tell_field(struct sample *s, const char *object, const struct json *o,
    size_t i)
{
	struct str label = arena_printf(s->a, "%s.%.*s", object,
	    STR_ARG(o->members[i].key));
	const struct times *t = hmap_get(&s->fields, label);
	const struct json *when = json_get(&o->members[i].value, STR("when"));

	if (t != NULL && t->filled > 0)
		return;
	if (when != NULL && (t == NULL || t->held == 0))
		diag_warn(s->c->diags, yaml_where(when), "lint.sample",
		    "in %zu records of the sample this is never true",
		    s->told);
	else
		diag_warn(s->c->diags, yaml_key_where(o, i), "lint.sample",
		    "in %zu records of the sample nothing fills %.*s",
		    s->told, STR_ARG(label));
}

static void
tell_object(struct sample *s, const char *name, const struct json *o)
{
	size_t i;

	for (i = 0; o != NULL && o->type == JSON_OBJECT && i < o->len; i++)
		tell_field(s, name, o, i);
}

/* Of map, or of what an event adds to it. */
static void
tell_objects(struct sample *s, const struct json *map)
{
	static const char *const objects[] = { "contact", "company", "deal",
	    "ticket" };
	const struct json *own = json_get(map, STR("objects"));
	size_t i;

	for (i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		tell_object(s, objects[i], json_get(map, str_of(objects[i])));
	for (i = 0; own != NULL && own->type == JSON_OBJECT && i < own->len;
	    i++)
		tell_object(s, arena_printf(s->a, "objects.%.*s",
		    STR_ARG(own->members[i].key)).p, &own->members[i].value);
}

static void
tell_fields(struct sample *s)
{
	const struct json *map = conf_section(s->c, "map");
	const struct json *on = json_get(map, STR("on"));
	size_t i;

	tell_objects(s, map);
	for (i = 0; on != NULL && on->type == JSON_OBJECT && i < on->len; i++)
		tell_objects(s, &on->members[i].value);
}

/* Items of ${list} by whose name nothing was counted. */
static void
tell_names(struct sample *s, const struct json *list, const struct hmap *m,
    const char *what)
{
	struct str name;
	size_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY && i < list->len;
	    i++) {
		name = json_get_str(&list->items[i], STR("name"));
		if (hmap_get(m, name) == NULL)
			diag_warn(s->c->diags, yaml_where(json_get(
			    &list->items[i], STR("name"))), "lint.sample",
			    "in %zu records of the sample %s", s->scored,
			    what);
	}
}

static void
tell(struct sample *s)
{
	const struct json *score = conf_section(s->c, "score");
	const struct json *map = conf_section(s->c, "map");

	if (s->told == 0 || s->scored == 0) {
		diag_warn(s->c->diags, map != NULL ? yaml_where(map) :
		    (struct where){ 0 }, "lint.sample",
		    "no record of the sample passes%s%s",
		    s->why[0] != '\0' ? ": " : "", s->why);
		return;
	}
	tell_fields(s);
	tell_names(s, json_get(score, STR("rules")), &s->rules,
	    "this rule never counts");
	tell_names(s, json_get(score, STR("grades")), &s->grades,
	    "nobody gets this grade");
	tell_names(s, conf_section(s->c, "route"), &s->routes,
	    "this rule never fires");
}

/* What is wrong with the configuration is told already. */
static void
open_trials(struct sample *s, struct instant now, struct arena *a)
{
	const struct run_env all = { .now = now, .run = "check" };
	const struct run_env map = { .now = now, .run = "check",
	    .explain = "" };
	struct diags *quiet = ARENA_NEW(a, struct diags);
	struct conf *c = ARENA_NEW(a, struct conf);

	diags_init(quiet, a);
	*c = *s->c;
	c->diags = quiet;
	trial_open(&s->map, c, &map, "map", "map", a);
	trial_open(&s->all, c, &all, "map", "route", a);
}

int
sample_check(const struct conf *c, const char *file, bool group,
    struct instant now, struct arena *a, struct err *e)
{
	struct sample s = { .c = c, .group = group, .a = a };
	int rc;

	hmap_init(&s.fields, a);
	hmap_init(&s.rules, a);
	hmap_init(&s.grades, a);
	hmap_init(&s.routes, a);
	open_trials(&s, now, a);
	rc = read_lines(&s, file, e);
	if (rc == 0)
		tell(&s);
	trial_close(&s.map);
	trial_close(&s.all);
	buf_free(&s.text);
	arena_free(&s.line);
	return rc;
}
