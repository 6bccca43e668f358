/* score_conf: the section "score", compiled; see score.h. */
#include <math.h>
#include <stdlib.h>

#include "stage/condition.h"
#include "stage/conf.h"
#include "stage/score.h"

struct section {
	struct str		 model;
	int64_t			 half_life;
	double			 threshold;
	const struct json	*grades, *rules;
};

struct rule_conf {
	struct str		 name;
	double			 points;
	struct conf_strs	 mentions, matches;
	const struct json	*matches_node, *when;
	int			 on;
};

struct grade_conf {
	struct str		 name;
	double			 from;
};

#define POINTS_MAX	1e9

static const char *const on_names[] = { "customer", "all", NULL };

static const struct conf_key pattern_item[] = {
	CONF_FORM("a regular expression", CONF_STR, "caseless", NULL), { 0 }
};

static const struct conf_key pattern_forms[] = {
	CONF_FORM("a regular expression", CONF_STR, "caseless", NULL),
	CONF_FORM("a list of them", CONF_LIST, "one of them is enough",
	    pattern_item), { 0 }
};

#define F(field)	offsetof(struct rule_conf, field)

static const struct conf_key rule_keys[] = {
	{ "name", CONF_STR, F(name), "named in the reasons", CONF_REQUIRED, 0,
	    0, NULL, NULL },
	{ "points", CONF_NUM, F(points), "what it adds to the "
	    "score; may be negative", CONF_REQUIRED,
	    -POINTS_MAX, POINTS_MAX, NULL, NULL },
	{ "mentions", CONF_STRS, F(mentions), "words or phrases, in any case",
	    0, 0, 0, NULL, NULL },
	{ "matches", CONF_EITHER, F(matches_node), "regular expressions, "
	    "caseless", 0, 0, 0, NULL, pattern_forms },
	{ "when", CONF_CEL, F(when), "a condition over the record", 0, 0, 0,
	    NULL, NULL },
	{ "on", CONF_ENUM, F(on), "whose words: customer (the default) or "
	    "all", 0, 0, 0, on_names, NULL },
	{ 0 }
};

#undef F
#define F(field)	offsetof(struct grade_conf, field)

static const struct conf_key grade_keys[] = {
	{ "name", CONF_STR, F(name), "the grade", CONF_REQUIRED, 0, 0, NULL,
	    NULL },
	{ "from", CONF_NUM, F(from), "least total that has it", CONF_REQUIRED,
	    -POINTS_MAX, POINTS_MAX, NULL, NULL },
	{ 0 }
};

#undef F

#define F(field)	offsetof(struct section, field)

static const struct conf_key rule_item[] = {
	CONF_FORM("a rule", CONF_OBJ, "points for what a record says",
	    rule_keys), { 0 }
};

static const struct conf_key grade_item[] = {
	CONF_FORM("a grade", CONF_OBJ, "a grade and where it begins",
	    grade_keys), { 0 }
};

const struct conf_key score_conf_keys[] = {
	{ "model", CONF_STR, F(model), "name of the model, written into the "
	    "score", 0, 0, 0, NULL, NULL },
	{ "half_life", CONF_DURATION, F(half_life), "time after which points "
	    "are worth half; without it they keep their worth", 0, 0, 0, NULL,
	    NULL },
	{ "threshold", CONF_NUM, F(threshold), "total from which the grade is "
	    "'sales' (50)", 0, -POINTS_MAX, POINTS_MAX, NULL, NULL },
	{ "grades", CONF_LIST, F(grades), "list of {name, from}, in place of "
	    "the threshold", 0, 0, 0, NULL, grade_item },
	{ "rules", CONF_LIST, F(rules), "list of rules", 0, 0, 0, NULL,
	    rule_item },
	{ 0 }
};

#undef F

/* Points of at most two decimals, exactly. */
static int64_t
hundredths(double points, const struct json *node, struct diags *d)
{
	double scaled = round(points * 100);

	if (fabs(points * 100 - scaled) > 1e-6)
		diag_error(d, yaml_where(node), "config.points",
		    "points have at most two decimals");
	return (int64_t)scaled;
}

static bool
is_list(const struct json *node, const char *what, struct diags *d)
{
	if (node == NULL || node->type == JSON_NULL)
		return false;
	if (node->type == JSON_ARRAY)
		return true;
	diag_error(d, yaml_where(node), "config.type", "%s must be a list",
	    what);
	return false;
}

/* One expression, at its own place in the file. */
static void
read_match(struct match_set *m, size_t rule, const struct json *node,
    struct diags *d)
{
	struct str text = { node->text, node->len };

	if (node->type != JSON_STRING && node->type != JSON_NUMBER)
		diag_error(d, yaml_where(node), "config.type",
		    "a regular expression must be text; put it in single "
		    "quotes");
	else
		match_regex(m, rule, text, node, d);
}

static bool
has_word(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (ascii_alpha(s.p[i]) || ascii_digit(s.p[i]) ||
		    (unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

/* Nobody means a phrase that everything, or nothing, mentions. */
static void
read_phrases(struct match_set *m, size_t rule, const struct json *node,
    const struct conf_strs *phrases, struct diags *d)
{
	size_t i;

	for (i = 0; i < phrases->n; i++) {
		if (has_word(phrases->p[i]))
			match_phrase(m, rule, phrases->p[i]);
		else
			diag_error(d, yaml_where(node->type == JSON_ARRAY ?
			    &node->items[i] : node), "config.empty",
			    "a phrase of mentions needs a word, since "
			    "words are looked for");
	}
}

static void
read_patterns(struct match_set *m, size_t rule, const struct rule_conf *c,
    const struct json *mentions, struct diags *d)
{
	const struct json *node = c->matches_node;
	size_t i;

	read_phrases(m, rule, mentions, &c->mentions, d);
	if (node != NULL && node->type == JSON_ARRAY)
		for (i = 0; i < node->len; i++)
			read_match(m, rule, &node->items[i], d);
	else if (node != NULL && node->type != JSON_NULL)
		read_match(m, rule, node, d);
}

static void
read_rule(struct score *s, struct score_rule *r, const struct json *node,
    struct cel_env *env, struct arena *a, struct diags *d)
{
	struct rule_conf c;
	bool right;

	memset(&c, 0, sizeof(c));
	right = conf_read(node, "score.rules", rule_keys, &c, a, d) == 0;
	*r = (struct score_rule){ .name = c.name, .on = c.on,
	    .points = hundredths(c.points, json_get(node, STR("points")),
	    d),
	    .reads = c.mentions.n > 0 || c.matches_node != NULL };
	r->path = arena_printf(a, "score.%.*s", STR_ARG(c.name)).p;
	if (right && !r->reads && c.when == NULL)
		diag_error(d, yaml_where(node), "config.missing",
		    "the rule needs 'mentions', 'matches' or 'when'");
	if (r->reads)
		s->reading[r->on]++;
	read_patterns(s->sets[r->on], (size_t)(r - s->rules), &c,
	    json_get(node, STR("mentions")), d);
	if (c.when != NULL) {
		r->when = condition_compile(env, c.when, r->path, a, d);
		if (r->when != NULL)
			s->reads |= record_reads(r->when);
	}
}

static void
refuse_twins(const struct score *s, const struct json *node, struct diags *d)
{
	size_t i, k;
	char q[64];

	for (i = 0; i < s->n; i++)
		for (k = 0; k < i; k++)
			if (s->rules[i].name.p != NULL &&
			    str_eq(s->rules[i].name, s->rules[k].name))
				diag_error(d, yaml_where(json_get(
				    &node->items[i], STR("name"))),
				    "config.twice",
				    "a rule named '%s' stands above already; "
				    "give one of them another name",
				    err_quote(s->rules[i].name, q, sizeof(q)));
}

static void
read_rules(struct score *s, const struct json *node, struct arena *a,
    struct diags *d)
{
	struct cel_env *env = condition_env(a);
	size_t i;

	for (i = 0; i < ON_SIDES; i++)
		s->sets[i] = match_new(a);
	if (is_list(node, "score.rules", d)) {
		s->rules = arena_array(a, node->len, sizeof(*s->rules));
		s->n = node->len;
		for (i = 0; i < s->n; i++)
			read_rule(s, &s->rules[i], &node->items[i], env, a, d);
		refuse_twins(s, node, d);
	}
	for (i = 0; i < ON_SIDES; i++)
		match_build(s->sets[i]);
}

static int
by_from(const void *a, const void *b)
{
	const struct score_grade *x = a, *y = b;

	return x->from > y->from ? -1 : x->from < y->from;
}

static void
read_grades(struct score *s, const struct json *node, struct arena *a,
    struct diags *d)
{
	struct grade_conf c;
	size_t i;

	s->grades = arena_array(a, node->len, sizeof(*s->grades));
	for (i = 0; i < node->len; i++) {
		memset(&c, 0, sizeof(c));
		if (conf_read(&node->items[i], "score.grades", grade_keys, &c,
		    a, d) == -1)
			continue;
		s->grades[s->ngrades++] = (struct score_grade){ c.name,
		    hundredths(c.from,
		    json_get(&node->items[i], STR("from")), d) };
	}
	qsort(s->grades, s->ngrades, sizeof(*s->grades), by_from);
}

static void
default_grades(struct score *s, double threshold, const struct json *node,
    struct arena *a, struct diags *d)
{
	s->grades = arena_array(a, 2, sizeof(*s->grades));
	s->ngrades = 2;
	s->grades[0] = (struct score_grade){ STR("sales"),
	    hundredths(threshold, json_get(node, STR("threshold")), d) };
	s->grades[1] = (struct score_grade){ STR("nurture"), INT64_MIN };
}

void
score_read(const struct conf *c, struct score *s, struct arena *a)
{
	const struct json *node = conf_section(c, "score");
	struct section sec;

	memset(&sec, 0, sizeof(sec));
	sec.threshold = 50;
	conf_read(node, "score", score_conf_keys, &sec, a, c->diags);
	s->model = sec.model;
	s->half_life = sec.half_life;
	read_rules(s, sec.rules, a, c->diags);
	if (is_list(sec.grades, "score.grades", c->diags))
		read_grades(s, sec.grades, a, c->diags);
	else
		default_grades(s, sec.threshold, node, a, c->diags);
	if (sec.grades != NULL &&
	    json_get(node, STR("threshold")) != NULL)
		diag_warn(c->diags, yaml_where(sec.grades), "config.unused",
		    "the threshold is not used beside grades");
}
