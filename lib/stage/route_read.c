/* route_read: what rules read of a record; and why one fired. */
#include "stage/condition.h"
#include "stage/route.h"

enum {
	READ_MAX = 16,		/* paths that are told of a condition */
	SHORT = 80,		/* bytes of a value that is told */
	SHORT_LIST = 8		/* values of a list that is */
};

static void
note(void *arg, const struct cel_claim *c)
{
	struct route_rule *r = arg;
	size_t i;

	if (c->kind != CEL_CLAIM_READ || r->nread == READ_MAX)
		return;
	for (i = 0; i < r->nread; i++)
		if (str_eq(r->read[i], c->path))
			return;
	r->read[r->nread++] = c->path;
}

void
route_why_read(struct route_reader *rd, struct route_rule *r,
    struct str source)
{
	struct cel_env *none = cel_env_new(rd->a);
	struct cel_prog *p;
	struct diags quiet;

	diags_init(&quiet, rd->a);
	cel_env_crm(none);
	p = cel_compile_unchecked(none, source, rd->a, &quiet);
	r->read = arena_array(rd->a, READ_MAX, sizeof(*r->read));
	if (p != NULL)
		cel_claims(p, note, r, rd->a);
}

static bool
is_short(const struct json *v)
{
	size_t i;

	if (v->type == JSON_ARRAY) {
		for (i = 0; i < v->len; i++)
			if (json_scalar(&v->items[i]).p == NULL ||
			    v->items[i].len > SHORT)
				return false;
		return v->len > 0 && v->len <= SHORT_LIST;
	}
	return json_scalar(v).p != NULL && json_scalar(v).len <= SHORT;
}

static const struct json *
follow(const struct rec *r, struct str path)
{
	size_t dot = str_find(path, STR("."));
	const struct json *v = doc_get(&r->doc, str_to(path, dot));

	while (v != NULL && dot != (size_t)-1) {
		path = str_from(path, dot + 1);
		dot = str_find(path, STR("."));
		v = json_get(v, str_to(path, dot));
	}
	return v;
}

struct json
route_why(const struct routing *g, const struct route_rule *r)
{
	struct json o = json_object();
	const struct json *v;
	size_t i;

	for (i = 0; i < r->nread; i++) {
		v = follow(g->r, r->read[i]);
		if (v != NULL && is_short(v))
			json_add(&o, r->read[i], *v, g->r->arena);
	}
	return o;
}

static void
expr_paths(const struct map_expr *x, struct json_paths *p)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->progs[i] != NULL)
			record_paths(x->progs[i], p);
}

/* What tells one person from another. */
static void
person_paths(struct json_paths *p)
{
	static const char *const paths[][4] = { { "keys", "contact",
	    "email" }, { "contact", "email" }, { "contact", "phone" },
	    { "person", "identifiers", "*", "value" }, { "id" } };
	struct str keys[4];
	size_t i, k;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		for (k = 0; k < 4 && paths[i][k] != NULL; k++)
			keys[k] = str_of(paths[i][k]);
		json_paths_add(p, keys, k, true);
	}
}

static void
action_paths(const struct route_action *act, struct json_paths *p)
{
	size_t i;

	if (act->when != NULL)
		record_paths(act->when, p);
	for (i = 0; i < act->n; i++)
		expr_paths(&act->values[i].x, p);
	if (act->share != NULL) {
		expr_paths(&act->share->by, p);
		person_paths(p);
	}
}

void
route_paths(const struct route *s, struct json_paths *p)
{
	static const char *const own[] = { "withheld", "route", "actions",
	    "findings" };
	struct str key;
	size_t i, k;

	for (i = 0; s->on && i < sizeof(own) / sizeof(own[0]); i++) {
		key = str_of(own[i]);
		json_paths_add(p, &key, 1, true);
	}
	for (i = 0; i < s->n; i++) {
		if (s->rules[i].when != NULL)
			record_paths(s->rules[i].when, p);
		for (k = 0; k < s->rules[i].n; k++)
			action_paths(&s->rules[i].actions[k], p);
	}
}
