/* condition: conditions that are always or never true, and why. */
#include "lint/private.h"

/* One expression, and where it stands. */
struct place {
	struct lint		*l;
	const struct json	*node;
	const char		*path;
};

static bool
ends(const char *path, const char *key)
{
	struct str p = str_of(path), k = str_of(key);

	return str_ends(p, k) && (p.len == k.len ||
	    p.p[p.len - k.len - 1] == '.');
}

static bool
is_condition(const char *path)
{
	return ends(path, "when") || ends(path, "rule") ||
	    ends(path, "consent") || ends(path, "high_value");
}

/* Is it about records behind map, whose fields map alone makes? */
static bool
is_later(const char *path)
{
	return strncmp(path, "score.", 6) == 0 ||
	    strncmp(path, "route.", 6) == 0 ||
	    strncmp(path, "validate.", 9) == 0;
}

/* The node of an object, and its place in the order in which map makes them. */
static const struct json *
object_of(const struct lint *l, struct str object, int64_t *nth)
{
	const struct json *own = json_get(l->map, STR("objects"));
	size_t i;

	*nth = lint_object(object);
	if (*nth != -1)
		return json_get(l->map, object);
	if (!str_starts(object, STR("objects.")))
		return NULL;
	object = str_from(object, 8);
	for (i = 0; own != NULL && own->type == JSON_OBJECT && i < own->len;
	    i++)
		if (str_eq(own->members[i].key, object)) {
			*nth = 4 + (int64_t)i;
			return &own->members[i].value;
		}
	return NULL;
}

/* The place of object.field in the order in which map makes them; or -1. */
static int64_t
turn(const struct lint *l, struct str object, struct str field)
{
	int64_t nth;
	const struct json *o = object_of(l, object, &nth);
	size_t i;

	if (o == NULL || o->type != JSON_OBJECT)
		return -1;
	for (i = 0; i < o->len; i++)
		if (str_eq(o->members[i].key, field))
			return nth << 32 | (int64_t)i;
	return -1;
}

/* The same of a field that an event gives: it is made behind the others. */
static int64_t
event_turn(const struct lint *l, struct str object)
{
	int64_t nth;

	object_of(l, object, &nth);
	return nth == -1 ? -1 : nth << 32 | UINT32_MAX;
}

/* In map: a field that is made after the one that reads it. */
static void
too_early(const struct place *at, const struct cel_claim *c,
    struct str object, struct str field)
{
	struct str own = str_from(str_of(at->path), 4), name;
	int64_t now, then = turn(at->l, object, field);
	bool event = str_starts(own, STR("on."));

	if (event) {
		own = str_from(own, 3);
		own = str_from(own, str_find(own, STR(".")) + 1);
	}
	own = lint_split(own, &name);
	if (name.len == 0)
		return;
	now = event ? event_turn(at->l, own) : turn(at->l, own, name);
	if (then == -1 && lint_find(at->l, object, field) != NULL)
		then = event_turn(at->l, object);
	if (now == -1 || then <= now)
		return;
	diag_warn(at->l->d, yaml_where_in(at->node, c->off), "lint.early",
	    "%.*s.%.*s is made after %.*s.%.*s, and has no value here; map "
	    "it first", STR_ARG(object), STR_ARG(field), STR_ARG(own),
	    STR_ARG(name));
}

static void
unmapped(const struct place *at, const struct cel_claim *c, struct str object,
    struct str field)
{
	const struct made *m;
	const char **names;
	const char *near;
	size_t i, n = 0;

	names = arena_array(at->l->a, at->l->nmade + 1, sizeof(*names));
	for (i = 0; i < at->l->nmade; i++) {
		m = &at->l->made[i];
		if (str_eq(m->object, object))
			names[n++] = arena_str(at->l->a, m->field).p;
	}
	near = nearest(field, names, n);
	diag_warn(at->l->d, yaml_where_in(at->node, c->off), "lint.unmapped",
	    "nothing in map makes %.*s.%.*s%s%s%s", STR_ARG(object),
	    STR_ARG(field), near != NULL ? "; did you mean '" : "",
	    near != NULL ? near : "", near != NULL ? "'?" : "");
}

static void
equal(const struct place *at, const struct cel_claim *c, const struct made *m)
{
	if (c->value->kind != CEL_STRING) {
		if (m->kind == MADE_TEXT && (c->value->kind == CEL_INT ||
		    c->value->kind == CEL_DOUBLE))
			diag_warn(at->l->d, yaml_where_in(at->node, c->off),
			    "lint.type", "%.*s is a text and never equals a "
			    "number", STR_ARG(c->path));
		return;
	}
	if (m->kind == MADE_NUMBER || m->kind == MADE_BOOLEAN)
		diag_warn(at->l->d, yaml_where_in(at->node, c->off),
		    "lint.type", "%.*s is a %s and never equals a text",
		    STR_ARG(c->path), m->kind == MADE_NUMBER ? "number" :
		    "boolean");
	else if (m->closed && !lint_has(&m->values, c->value->s))
		diag_warn(at->l->d, yaml_where_in(at->node, c->off),
		    "lint.value", "%.*s is never '%.*s'; map makes it %.*s",
		    STR_ARG(c->path), STR_ARG(c->value->s),
		    STR_ARG(lint_joined(at->l, &m->values)));
}

static void
order(const struct place *at, const struct cel_claim *c, const struct made *m)
{
	bool text = c->value->kind == CEL_STRING;

	if ((m->kind == MADE_TEXT && !text) || (m->kind == MADE_NUMBER &&
	    text))
		diag_warn(at->l->d, yaml_where_in(at->node, c->off),
		    "lint.type", "%.*s is a %s and cannot be compared with a "
		    "%s", STR_ARG(c->path), text ? "number" : "text",
		    text ? "text" : "number");
}

/* The grades that there are; those that score gives of its own accord. */
static struct conf_strs
grades(const struct lint *l, const struct json *score)
{
	const struct json *list = json_get(score, STR("grades"));
	struct conf_strs all = { 0 };
	size_t i;

	if (list == NULL || list->type != JSON_ARRAY) {
		all.p = arena_array(l->a, 2, sizeof(*all.p));
		all.p[all.n++] = STR("sales");
		all.p[all.n++] = STR("nurture");
		return all;
	}
	all.p = arena_array(l->a, list->len + 1, sizeof(*all.p));
	for (i = 0; i < list->len; i++)
		all.p[all.n++] = json_get_str(&list->items[i], STR("name"));
	return all;
}

/* What route expects of a score, against what score can give. */
static void
scored(const struct place *at, const struct cel_claim *c)
{
	const struct json *score = conf_section(at->l->c, "score");
	double top = lint_score_most(at->l), want = 0;
	struct conf_strs all;

	if (score == NULL || score->type != JSON_OBJECT || c->value == NULL)
		return;
	all = grades(at->l, score);
	if (str_eq(c->path, STR("score.grade")) &&
	    c->value->kind == CEL_STRING && !lint_has(&all, c->value->s))
		diag_warn(at->l->d, yaml_where_in(at->node, c->off),
		    "lint.value", "no grade is called '%.*s'; there are %.*s",
		    STR_ARG(c->value->s), STR_ARG(lint_joined(at->l, &all)));
	if (c->value->kind == CEL_DOUBLE)
		want = c->value->d;
	else if (c->value->kind == CEL_INT)
		want = (double)c->value->i;
	if (str_eq(c->path, STR("score.total")) && want > top)
		diag_warn(at->l->d, yaml_where_in(at->node, c->off),
		    "lint.value", "no total reaches %g: all rules of score "
		    "together give %g", want, top);
}

static void
judge(void *arg, const struct cel_claim *c)
{
	const struct place *at = arg;
	const struct made *m;
	struct str object, field;

	object = lint_split(c->path, &field);
	if (c->kind == CEL_CLAIM_READ && is_later(at->path))
		lint_part(at->l, at->node, c->off, c->path);
	if (str_eq(object, STR("score")) && c->kind == CEL_CLAIM_READ &&
	    strncmp(at->path, "score.", 6) == 0)
		diag_warn(at->l->d, yaml_where_in(at->node, c->off),
		    "lint.never", "there is no score while its rules are "
		    "judged");
	if (str_eq(object, STR("score")) &&
	    strncmp(at->path, "route.", 6) == 0)
		scored(at, c);
	if (field.len == 0 || at->l->map == NULL || !lint_is_object(object))
		return;
	if (!is_later(at->path)) {
		if (c->kind == CEL_CLAIM_READ)
			too_early(at, c, object, field);
		return;
	}
	m = lint_find(at->l, object, field);
	if (c->kind == CEL_CLAIM_READ && m == NULL)
		unmapped(at, c, object, field);
	else if (c->kind == CEL_CLAIM_EQUAL && m != NULL)
		equal(at, c, m);
	else if (c->kind == CEL_CLAIM_ORDER && m != NULL)
		order(at, c, m);
}

static void
look(void *arg, const struct conf_key *k, const char *path,
    const struct json *v)
{
	struct lint *l = arg;
	struct place at = { l, v, path };
	struct cel_env *env;
	struct cel_prog *p;
	struct diags quiet;
	struct str src = { v->text, v->len };

	if (k->type != CONF_CEL || v->type == JSON_NULL)
		return;
	if (v->type == JSON_TRUE || v->type == JSON_FALSE)
		src = v->type == JSON_TRUE ? STR("true") : STR("false");
	diags_init(&quiet, l->a);
	env = cel_env_new(l->a);
	cel_env_crm(env);
	p = cel_compile_unchecked(env, src, l->a, &quiet);
	if (p == NULL)
		return;	/* told by whoever reads it */
	if (is_condition(path) && cel_always(p) == 0)
		diag_warn(l->d, yaml_where(v), "lint.never",
		    "this is never true: %s", "what it is for never happens");
	else if (is_condition(path) && cel_always(p) == 1)
		diag_warn(l->d, yaml_where(v), "lint.always",
		    "this is always true; leave it out");
	if (is_later(path) || strncmp(path, "map.", 4) == 0)
		cel_claims(p, judge, &at, l->a);
}

void
lint_conditions(struct lint *l)
{
	conf_walk(l->sections, &l->c->root, "", l->a, look, l);
}
