/* rules: those that never count, and grades that nobody gets. */
#include <math.h>

#include "lint/private.h"

static bool
same(const struct json *a, const struct json *b, const char *key)
{
	const struct json *x = json_get(a, str_of(key)), *y = json_get(b,
	    str_of(key));

	return x == NULL || y == NULL ? x == y : json_equal(x, y);
}

/* Rules of score all count, but two of one question are one too many. */
static void
score_rules(struct lint *l, const struct json *rules)
{
	const struct json *a, *b;
	size_t i, k;

	for (i = 0; i < rules->len; i++)
		for (k = 0; k < i; k++) {
			a = &rules->items[k];
			b = &rules->items[i];
			if (!same(a, b, "mentions") ||
			    !same(a, b, "matches") || !same(a, b, "when") ||
			    !same(a, b, "on"))
				continue;
			diag_warn(l->d, yaml_where(b), "lint.same",
			    "the rule asks for the same as '%.*s' in line "
			    "%zu", STR_ARG(json_get_str(a, STR("name"))),
			    yaml_where(a).line);
			break;
		}
}

/* The most that all rules together can give. */
static double
most(const struct json *rules)
{
	double sum = 0, d;
	const struct json *p;
	size_t i;

	for (i = 0; rules != NULL && i < rules->len; i++) {
		p = json_get(&rules->items[i], STR("points"));
		if (p != NULL && p->type == JSON_NUMBER &&
		    json_to_double(p, &d) && d > 0)
			sum += d;
	}
	return sum;
}

double
lint_score_most(const struct lint *l)
{
	const struct json *rules = json_get(conf_section(l->c, "score"),
	    STR("rules"));

	return rules != NULL && rules->type == JSON_ARRAY && rules->len > 0 ?
	    most(rules) : INFINITY;
}

static void
reachable(struct lint *l, const struct json *from, struct str grade,
    double top)
{
	double d;

	if (from != NULL && from->type == JSON_NUMBER &&
	    json_to_double(from, &d) && d > top)
		diag_warn(l->d, yaml_where(from), "lint.never",
		    "nobody gets the grade '%.*s' from %g: all rules "
		    "together give %g", STR_ARG(grade), d, top);
}

static void
grades(struct lint *l, const struct json *score, const struct json *rules)
{
	const struct json *list = json_get(score, STR("grades"));
	double top = most(rules);
	size_t i, k;

	if (rules == NULL || rules->len == 0)
		return;
	reachable(l, json_get(score, STR("threshold")), STR("sales"), top);
	for (i = 0; list != NULL && list->type == JSON_ARRAY && i < list->len;
	    i++) {
		reachable(l, json_get(&list->items[i], STR("from")),
		    json_get_str(&list->items[i], STR("name")), top);
		for (k = 0; k < i; k++)
			if (same(&list->items[i], &list->items[k], "from"))
				diag_warn(l->d, yaml_where(&list->items[i]),
				    "lint.never", "the grade in line %zu "
				    "begins at the same total",
				    yaml_where(&list->items[k]).line);
	}
}

/* Of a source's rules the first that fits counts. */
static void
source_rules(struct lint *l, const struct json *rules)
{
	const struct json *a, *b;
	size_t i, k;

	for (i = 0; i < rules->len; i++)
		for (k = 0; k < i; k++) {
			a = &rules->items[k];
			b = &rules->items[i];
			if (a->type != JSON_OBJECT || b->type != JSON_OBJECT)
				continue;
			if ((json_get(a, STR("on")) != NULL ||
			    json_get(a, STR("when")) != NULL) &&
			    !(same(a, b, "on") && same(a, b, "when")))
				continue;
			diag_warn(l->d, yaml_where(b), "lint.never",
			    "the rule in line %zu takes all that this one "
			    "could", yaml_where(a).line);
			break;
		}
}

void
lint_rules(struct lint *l)
{
	const struct json *score = conf_section(l->c, "score");
	const struct json *rules = json_get(score, STR("rules"));

	if (rules != NULL && rules->type != JSON_ARRAY)
		rules = NULL;
	if (rules != NULL)
		score_rules(l, rules);
	grades(l, score, rules);
	rules = json_get(json_get(l->map, STR("source")), STR("rules"));
	if (rules != NULL && rules->type == JSON_ARRAY)
		source_rules(l, rules);
}
