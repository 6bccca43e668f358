/*
 * Search, over what the index knows: with a lag, a write is found only that
 * much later, and until then what was before it.
 */
#include <stdlib.h>
#include <string.h>

#include "sandbox/hs.h"
#include "sandbox/hs-filter.h"

enum { MAX_LIMIT = 200, MAX_RESULTS = 10000, MAX_BODY = 3000 };

struct hit {
	int64_t		 id;
	struct str	 key;		/* value to sort by */
	bool		 by_value;	/* how to compare it */
};

struct hits {
	struct hit	*p;
	size_t		 n, cap;
};

struct plan {
	const struct object_type *type;
	const struct json	*groups;
	struct str		 text;		/* free text, or none */
	struct str		 sort;		/* property, or none: by id */
	bool			 descending, by_value;
	size_t			 limit, after;
};

static bool
has_text(const struct object *o, struct str text)
{
	uint32_t i;

	for (i = 0; i < o->props.len; i++)
		if (filter_contains((struct str){
		    o->props.members[i].value.text,
		    o->props.members[i].value.len }, text))
			return true;
	return false;
}

static void
add_hit(struct request *q, struct hits *h, struct hit hit)
{
	if (h->n == h->cap) {
		h->p = arena_grow(q->a, h->p, h->cap * sizeof(*h->p),
		    (h->cap > 0 ? h->cap * 2 : 64) * sizeof(*h->p));
		h->cap = h->cap > 0 ? h->cap * 2 : 64;
	}
	h->p[h->n++] = hit;
}

/* Look at one object; those that fit become hits. */
static void
consider(struct request *q, const struct plan *p, struct object *o,
    struct hits *h, struct arena *scratch)
{
	struct hit hit = { .id = o->id, .key = STR("") };

	if (!api_indexed(q, o, scratch) ||
	    !filter_match(q, o, p->groups, scratch) ||
	    (p->text.len > 0 && !has_text(o, p->text)))
		return;
	hit.by_value = p->by_value;
	if (p->sort.len > 0)
		hit.key = arena_str(q->a, filter_value(o, p->sort, scratch));
	add_hit(q, h, hit);
}

static void
find(struct request *q, const struct plan *p, struct hits *h)
{
	struct arena scratch = { 0 };
	struct object o = { .id = 0 };
	int64_t *ids;
	size_t i, n;

	if (!api_lags(q) &&
	    filter_candidates(q, p->type, p->groups, &ids, &n)) {
		for (i = 0; i < n; i++) {
			if (store_get_exact(q->store, p->type, ids[i],
			    &scratch, &o) && !o.archived)
				consider(q, p, &o, h, &scratch);
			arena_reset(&scratch);
		}
	} else
		while (store_next(q->store, p->type, o.id, false, &scratch,
		    &o)) {
			consider(q, p, &o, h, &scratch);
			arena_reset(&scratch);
		}
	arena_free(&scratch);
}

static int
by_key(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	int d = filter_compare(x->key, y->key, x->by_value);

	return d != 0 ? d : x->id < y->id ? -1 : x->id > y->id;
}

static void
reverse(struct hits *h)
{
	struct hit t;
	size_t i;

	for (i = 0; i < h->n / 2; i++) {
		t = h->p[i];
		h->p[i] = h->p[h->n - 1 - i];
		h->p[h->n - 1 - i] = t;
	}
}

/* "sorts": one, a name or {propertyName, direction}. */
static void
plan_sort(struct plan *p, const struct json *sorts)
{
	const struct json *s;

	if (sorts == NULL || sorts->type != JSON_ARRAY || sorts->len == 0)
		return;
	s = &sorts->items[0];
	if (s->type == JSON_STRING)
		p->sort = (struct str){ s->text, s->len };
	else
		p->sort = json_get_str(s, STR("propertyName"));
	p->descending = str_eq(json_get_str(s, STR("direction")),
	    STR("DESCENDING"));
	if (str_starts(p->sort, STR("-"))) {
		p->sort = str_from(p->sort, 1);
		p->descending = true;
	}
}

static bool
plan_make(struct request *q, struct plan *p, struct answer *r)
{
	const struct json *limit = json_get(&q->in, STR("limit"));
	struct str after = json_get_str(&q->in, STR("after"));
	int64_t n = 10;

	*p = (struct plan){ .type = hs_type(q, 0, r) };
	if (p->type == NULL)
		return false;
	p->groups = json_get(&q->in, STR("filterGroups"));
	p->text = json_get_str(&q->in, STR("query"));
	plan_sort(p, json_get(&q->in, STR("sorts")));
	p->by_value = filter_by_value(q, p->type, p->sort);
	if (!filter_check(q, p->type, p->groups, r))
		return false;
	if ((limit != NULL && !json_to_int(limit, &n)) || n < 0 ||
	    n > MAX_LIMIT) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "The limit must be 0 to %d", MAX_LIMIT);
		return false;
	}
	p->limit = (size_t)n;
	p->after = (size_t)api_id(after);
	if (p->after + p->limit > MAX_RESULTS || q->body.len > MAX_BODY) {
		hs_fail(q, r, 400, "VALIDATION_ERROR", p->after +
		    p->limit > MAX_RESULTS ? "The search reaches beyond "
		    "10,000 results" : "The search is longer than 3,000 "
		    "characters");
		return false;
	}
	return true;
}

static struct json
page_json(struct request *q, const struct plan *p, const struct hits *h)
{
	struct json list = json_array();
	struct object o;
	size_t i;

	for (i = p->after; i < h->n && i < p->after + p->limit; i++)
		if (store_get(q->store, p->type, h->p[i].id, q->a, &o) &&
		    api_indexed(q, &o, q->a))
			json_push(&list, hs_object_json(q, &o, json_get(&q->in,
			    STR("properties"))), q->a);
	return list;
}

void
hs_search(struct request *q, struct answer *r)
{
	struct hits h = { 0 };
	struct json paging, next;
	struct plan p;

	if (!plan_make(q, &p, r))
		return;
	find(q, &p, &h);
	if (p.sort.len > 0 && h.n > 1)
		qsort(h.p, h.n, sizeof(*h.p), by_key);
	if (p.descending)
		reverse(&h);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("total"), json_int((int64_t)h.n, q->a), q->a);
	json_set(&r->body, STR("results"), page_json(q, &p, &h), q->a);
	if (p.after + p.limit >= h.n || p.limit == 0)
		return;
	next = json_object();
	json_set(&next, STR("after"),
	    api_number(q->a, (int64_t)(p.after + p.limit)), q->a);
	paging = json_object();
	json_set(&paging, STR("next"), next, q->a);
	json_set(&r->body, STR("paging"), paging, q->a);
}
