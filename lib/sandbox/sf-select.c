/*
 * Which records a query is about.  A test of the whole condition on an
 * indexed field gives the candidates; else all of the type are looked at.
 */
#include <stdlib.h>
#include <string.h>

#include "sandbox/sf-soql.h"
#include "sandbox/sf.h"

struct selecting {
	struct request			*q;
	const struct soql		*s;
	const struct object_type	*t;
	struct sf_rows			*out;
	bool				 deleted_too;
};

static void
add(struct selecting *x, const struct object *o)
{
	struct sf_rows *r = x->out;

	if (o->archived && !x->deleted_too)
		return;
	if (!sf_where(x->q, o, x->s->where))
		return;
	if (r->n == 0 || (r->n >= 16 && (r->n & (r->n - 1)) == 0))
		r->p = arena_grow(x->q->a, r->p, r->n * sizeof(*r->p),
		    (r->n == 0 ? 16 : 2 * r->n) * sizeof(*r->p));
	r->p[r->n++] = *o;
}

static void
scan(struct selecting *x, bool archived)
{
	struct object o = { 0 };

	while (store_next(x->q->store, x->t, o.id, archived, x->q->a, &o))
		add(x, &o);
}

/* A part of the condition that all records meet and an index answers. */
static const struct soql_cond *
narrow(struct selecting *x, const struct soql_cond *c, struct sf_field *f)
{
	const struct soql_cond *part, *found;

	if (c == NULL)
		return NULL;
	if (c->node == SOQL_AND) {
		for (part = c->first; part != NULL; part = part->next)
			if ((found = narrow(x, part, f)) != NULL)
				return found;
		return NULL;
	}
	if (c->node != SOQL_TEST || (c->op != SOQL_EQ && c->op != SOQL_IN) ||
	    !sf_field(x->q, x->t, c->field, f))
		return NULL;
	if (strcmp(f->name, "Id") == 0)
		return c;
	return (f->flags & (PROPERTY_INDEXED | PROPERTY_UNIQUE)) != 0 &&
	    !x->deleted_too ? c : NULL;
}

static void
by_value(struct selecting *x, const struct sf_field *f, struct str value)
{
	struct object found[2], o = { 0 };
	int64_t id;

	if (strcmp(f->name, "Id") == 0) {
		id = sf_id_number(x->t, value);
		if (id != 0 && store_get_exact(x->q->store, x->t, id,
		    x->q->a, &o))
			add(x, &o);
	} else if ((f->flags & PROPERTY_UNIQUE) != 0) {
		if (sf_by_key(x->q, x->t, f, value, found) == 1)
			add(x, &found[0]);
	} else {
		id = f->refers != NULL ? sf_id_number(NULL, value) : 0;
		if (id != 0)
			value = sf_id_text(sf_id_type(value), id, x->q->a);
		while (store_find(x->q->store, x->t, f->name, value, o.id,
		    x->q->a, &o))
			add(x, &o);
	}
}

static int
by_id(const void *a, const void *b)
{
	const struct object *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

/* In the order of ids, each once. */
static void
tidy(struct sf_rows *r)
{
	size_t i, n = 0;

	if (r->n > 1)
		qsort(r->p, r->n, sizeof(*r->p), by_id);
	for (i = 0; i < r->n; i++)
		if (n == 0 || r->p[n - 1].id != r->p[i].id)
			r->p[n++] = r->p[i];
	r->n = n;
}

static void
collect(struct selecting *x)
{
	struct sf_field f;
	const struct soql_cond *c = narrow(x, x->s->where, &f);
	size_t i;

	if (c == NULL) {
		scan(x, false);
		if (x->deleted_too)
			scan(x, true);
	}
	for (i = 0; c != NULL && i < c->nvalues; i++)
		if (c->values[i].kind == SOQL_TEXT)
			by_value(x, &f, c->values[i].text);
		else {	/* null is in no index */
			x->out->n = 0;
			scan(x, false);
			break;
		}
	tidy(x->out);
}

/* What rows are sorted by, found once. */
struct ranked {
	struct object		 o;
	struct json		*keys;
	const struct soql	*s;
};

static int
by_rank(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	const struct soql_order *o;
	bool nulls;
	size_t i;
	int c;

	for (i = 0; i < x->s->norder; i++) {
		o = &x->s->order[i];
		c = sf_compare(&x->keys[i], &y->keys[i], false);
		if (c == 0)
			continue;
		nulls = x->keys[i].type == JSON_NULL ||
		    y->keys[i].type == JSON_NULL;
		return nulls ? (o->nulls_last ? -c : c) :
		    o->descending ? -c : c;
	}
	return by_id(&x->o, &y->o);
}

static void
sort(struct selecting *x)
{
	struct sf_rows *r = x->out;
	struct ranked *all = arena_array(x->q->a, r->n + 1, sizeof(*all));
	size_t i, k;

	if (x->s->norder == 0 || r->n < 2)
		return;
	for (i = 0; i < r->n; i++) {
		all[i] = (struct ranked){ .o = r->p[i], .s = x->s };
		all[i].keys = arena_array(x->q->a, x->s->norder,
		    sizeof(*all[i].keys));
		for (k = 0; k < x->s->norder; k++)
			all[i].keys[k] = sf_path_value(x->q, &r->p[i],
			    x->s->order[k].field);
	}
	qsort(all, r->n, sizeof(*all), by_rank);
	for (i = 0; i < r->n; i++)
		r->p[i] = all[i].o;
}

static bool
check_order(struct selecting *x, struct sf_error *e)
{
	struct sf_field f;
	size_t i;

	for (i = 0; i < x->s->norder; i++)
		if (!sf_path_field(x->q, x->t, x->s->order[i].field, &f, e)) {
			e->at = x->s->order[i].at + 1;
			return false;
		}
	return true;
}

bool
sf_select(struct request *q, const struct soql *s, bool all,
    struct sf_rows *out, struct sf_error *e)
{
	struct selecting x = { .q = q, .s = s, .t = sf_type(q, s->from),
	    .out = out, .deleted_too = all || s->all_rows };

	*out = (struct sf_rows){ 0 };
	if (x.t == NULL) {
		sf_fail(q, e, "INVALID_TYPE", NULL, "sObject type '%.*s' is "
		    "not supported. If you are attempting to use a custom "
		    "object, be sure to append the '__c' after the entity "
		    "name. Please reference your WSDL or the describe call "
		    "for the appropriate names.",
		    STR_ARG(str_to(s->from, 100)));
		e->at = s->from_at + 1;
		return false;
	}
	sf_begin(q);
	if (!sf_where_check(q, x.t, s->where, e) || !check_order(&x, e))
		return false;
	collect(&x);
	sort(&x);
	return true;
}
