/* What the section route says, in words. */
#include "stage/route.h"
#include "stage/sheet.h"

const char *const sheet_route_columns[SHEET_ROUTE_COLUMNS] = {
	"rule", "condition", "action", "what", "whose", "not after", "then"
};

static void
put_value(struct buf *b, const struct map_expr *x)
{
	struct str text;
	size_t i;

	if (x->literal != NULL) {
		text = json_scalar(x->literal);
		if (text.p != NULL)
			buf_adds(b, text);
		for (i = 0; text.p == NULL && i < x->literal->len; i++)
			buf_printf(b, "%s%.*s", i > 0 ? ", " : "",
			    STR_ARG(json_scalar(&x->literal->items[i])));
	}
	for (i = 0; i < x->n; i++)
		buf_printf(b, "%s(%.*s)", i > 0 ? ", else " : "",
		    STR_ARG(x->texts[i]));
}

static struct str
taken(struct buf *b, struct arena *a)
{
	struct str s = arena_str(a, buf_str(b));

	buf_free(b);
	return s;
}

/* "subject: Call them, due: 24h"; owners have a column of their own. */
static struct str
what(const struct route_action *act, struct arena *a)
{
	const struct route_value *v;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < act->n; i++) {
		v = &act->values[i];
		if (str_eq(v->key, STR("owner")))
			continue;
		buf_adds(&b, b.len > 0 ? STR("; ") : STR(""));
		if (v->form != ROUTE_NAMES)
			buf_printf(&b, "%.*s: ", STR_ARG(v->key));
		put_value(&b, &v->x);
	}
	if (act->type == ROUTE_UNSUBSCRIBE)
		buf_adds(&b, STR("no more mail of any kind"));
	return taken(&b, a);
}

/* Whom the action goes to; else who answers for the rule. */
static struct str
whose(const struct route_rule *r, const struct route_action *act,
    struct arena *a)
{
	const struct route_share *s = act != NULL ? act->share : NULL;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; act != NULL && i < act->n; i++)
		if (str_eq(act->values[i].key, STR("owner")))
			put_value(&b, &act->values[i].x);
	for (i = 0; s != NULL && i < s->n; i++) {
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "in turns: ",
		    STR_ARG(s->names[i]));
		if (s->weights[i] != 1)
			buf_printf(&b, " (%jd shares)",
			    (intmax_t)s->weights[i]);
	}
	if (s != NULL && map_expr_given(&s->by)) {
		buf_adds(&b, STR(", by "));
		put_value(&b, &s->by);
	}
	if (b.len == 0 && r->owner.len > 0)
		buf_printf(&b, "%.*s answers for it", STR_ARG(r->owner));
	return taken(&b, a);
}

static struct str
condition(const struct route_rule *r, const struct route_action *act,
    struct arena *a)
{
	struct buf b = { 0 };

	if (r->when != NULL)
		buf_adds(&b, str_trim(cel_source(r->when)));
	if (act != NULL && act->when != NULL)
		buf_printf(&b, "%s%.*s", b.len > 0 ? ", and " : "",
		    STR_ARG(str_trim(cel_source(act->when))));
	if (b.len == 0)
		buf_adds(&b, STR("always"));
	return taken(&b, a);
}

/* "tag", "remove tag", "set of company". */
static struct str
action(const struct route_action *act, struct arena *a)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s%s", act->remove ? "remove " : "",
	    route_types[act->type]);
	if (act->object.len > 0)
		buf_printf(&b, " of %.*s", STR_ARG(act->object));
	return taken(&b, a);
}

static void
add(struct sheet *s, const struct route_rule *r,
    const struct route_action *act, struct arena *a)
{
	struct sheet_rule *row = &s->rules[s->nrules++];

	*row = (struct sheet_rule){ 0 };
	row->cell[SHEET_RULE] = r->name;
	row->cell[SHEET_WHEN] = condition(r, act, a);
	row->cell[SHEET_ACTION] = act != NULL ? action(act, a) :
	    STR("told in the record");
	row->cell[SHEET_WHAT] = act != NULL ? what(act, a) : STR("");
	row->cell[SHEET_WHOSE] = whose(r, act, a);
	if (act != NULL && act->max_age.len > 0)
		row->cell[SHEET_UNTIL] = arena_printf(a, "%.*s after the "
		    "conversation", STR_ARG(act->max_age));
	row->cell[SHEET_THEN] = r->stop ? STR("no rule behind it is tried") :
	    STR("the next rule");
}

void
sheet_routes(const struct conf *c, struct sheet *out, struct arena *a)
{
	struct route s = { 0 };
	size_t i, k, n = 0;

	route_read(c, &s, a);
	for (i = 0; i < s.n; i++)
		n += s.rules[i].n + 1;
	out->rules = arena_array(a, n + 1, sizeof(*out->rules));
	for (i = 0; i < s.n; i++) {
		if (s.rules[i].n == 0)
			add(out, &s.rules[i], NULL, a);
		for (k = 0; k < s.rules[i].n; k++)
			add(out, &s.rules[i], &s.rules[i].actions[k], a);
	}
}
