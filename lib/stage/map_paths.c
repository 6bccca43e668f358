/* What a source profile reads of a line, so that the rest can be cut. */
#include "stage/map_source.h"

enum { PREFIX_MAX = 32 };

/* Where a variable's value lies in the line. */
struct prefix {
	struct str	keys[PREFIX_MAX];
	size_t		n;
};

/* Add to ${p}; where it gets too long, all is read. */
static void
extend(struct prefix *p, const struct str *keys, size_t n,
    struct json_paths *out)
{
	size_t i;

	for (i = 0; i < n && p->n < PREFIX_MAX; i++)
		p->keys[p->n++] = keys[i];
	if (i < n)
		json_paths_all(out);
}

/* The expressions of one event, which lies at ${at}. */
static void
event_paths(const struct map_source *s, const struct prefix *at,
    struct json_paths *out)
{
	const struct map_rule *r;
	size_t i, k;

	map_expr_paths(&s->x[SOURCE_KIND], SOURCE_EVENT, at->keys, at->n,
	    out);
	map_expr_paths(&s->x[SOURCE_AT], SOURCE_EVENT, at->keys, at->n, out);
	for (i = 0; i < s->nrules; i++) {
		r = &s->rules[i];
		if (r->when != NULL)
			cel_paths(r->when, SOURCE_EVENT, at->keys, at->n,
			    out);
		for (k = 0; k < RULE_KEYS; k++)
			map_expr_paths(&r->x[k], SOURCE_EVENT, at->keys,
			    at->n, out);
	}
}

/* The list of events: only what rules read of each, where it is a path. */
static void
list_paths(const struct map_source *s, const struct prefix *root,
    enum source_var var, struct json_paths *out)
{
	const struct map_expr *x = &s->x[SOURCE_EVENTS];
	struct str star = STR("*");
	struct prefix p;
	size_t i;

	for (i = 0; i < x->n; i++) {
		p = *root;
		if (x->plain[i].var == -1) {
			cel_paths(x->progs[i], (int)var, root->keys, root->n,
			    out);
		} else if (x->plain[i].var == (int)var) {
			extend(&p, x->plain[i].keys, x->plain[i].n, out);
			json_paths_add(out, p.keys, p.n, false);
			extend(&p, &star, 1, out);
			event_paths(s, &p, out);
		}
	}
}

/* What is read of variable ${var}, which lies at ${root}. */
static void
root_paths(const struct map_source *s, const struct prefix *root,
    enum source_var var, struct json_paths *out)
{
	const struct map_rule *r;
	size_t i, k;

	for (k = 0; k < SOURCE_KEYS; k++)
		if (k != SOURCE_EVENTS && k != SOURCE_DETECT)
			map_expr_paths(&s->x[k], (int)var, root->keys,
			    root->n, out);
	for (k = 0; k < PERSON_KEYS; k++)
		map_expr_paths(&s->person[k], (int)var, root->keys, root->n,
		    out);
	for (i = 0; i < s->nlets; i++)
		map_expr_paths(&s->lets[i].x, (int)var, root->keys, root->n,
		    out);
	for (i = 0; i < s->nrules; i++) {
		r = &s->rules[i];
		if (r->when != NULL)
			cel_paths(r->when, (int)var, root->keys, root->n,
			    out);
		for (k = 0; k < RULE_KEYS; k++)
			map_expr_paths(&r->x[k], (int)var, root->keys,
			    root->n, out);
	}
	list_paths(s, root, var, out);
}

static void
line_paths(const struct map_source *s, const struct prefix *line,
    struct json_paths *out)
{
	struct prefix doc = *line;
	size_t i;

	root_paths(s, line, SOURCE_INPUT, out);
	root_paths(s, line, SOURCE_DOC, out);
	if (map_expr_given(&s->x[SOURCE_PIECE]))
		event_paths(s, line, out);
	for (i = 0; i < s->nunwrap; i++) {
		doc = *line;
		extend(&doc, s->unwrap[i].keys, s->unwrap[i].n, out);
		json_paths_add(out, doc.keys, doc.n, false);
		root_paths(s, &doc, SOURCE_DOC, out);
		if (map_expr_given(&s->x[SOURCE_PIECE]))
			event_paths(s, &doc, out);
	}
}

void
map_source_paths(const struct map_source *s, struct json_paths *out)
{
	if (s->singer)
		json_paths_all(out);
	if (s->autos != NULL)
		json_paths_all(out);	/* it may be any */
	if (!s->need_id)
		json_paths_all(out);	/* its hash may be its name */
	if (s->reads_group || map_expr_given(&s->x[SOURCE_EACH]))
		json_paths_all(out);
	map_source_names(s, out);
}

void
map_source_names(const struct map_source *s, struct json_paths *out)
{
	struct prefix line = { .n = 0 };

	line_paths(s, &line, out);
	if (map_expr_given(&s->x[SOURCE_PIECE])) {
		line = (struct prefix){ { STR("*") }, 1 };
		json_paths_add(out, line.keys, 1, false);
		line_paths(s, &line, out);
	}
}

void
map_source_id_paths(const struct map_source *s, struct json_paths *out)
{
	static const enum source_key keys[] = {
		SOURCE_ID, SOURCE_PAIR, SOURCE_ACCOUNT, SOURCE_SESSION,
		SOURCE_PIECE, SOURCE_SKIP
	};
	struct prefix doc;
	size_t i, k;

	if (s->autos != NULL || s->singer || s->nlets > 0 || s->reads_group ||
	    map_expr_given(&s->x[SOURCE_EACH]))
		json_paths_all(out);

	for (k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		map_expr_paths(&s->x[keys[k]], SOURCE_INPUT, NULL, 0, out);
		map_expr_paths(&s->x[keys[k]], SOURCE_DOC, NULL, 0, out);
	}
	for (i = 0; i < s->nunwrap; i++) {
		doc.n = 0;
		extend(&doc, s->unwrap[i].keys, s->unwrap[i].n, out);
		json_paths_add(out, doc.keys, doc.n, false);
		for (k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			map_expr_paths(&s->x[keys[k]], SOURCE_DOC, doc.keys,
			    doc.n, out);
	}
}
