/* answer: what an answer says of each item that was sent. */
#include <stdio.h>

#include "base/hmap.h"
#include "crm/wire.h"

/* One rule, held against an answer: which items does it speak of? */
struct mark {
	const struct crm_rule	*rule;
	struct crm_item		**items;
	size_t			 n;
	bool			*seen;		/* by item */
	struct arena		*arena;
	void			(*found)(struct mark *m, struct crm_item *it,
				    const struct cel_val *vars);
	const struct crm	*crm;
	const struct crm_op	*op;
	struct crm_item		*stray;		/* of which nobody was named */
	struct hmap		*index;		/* by key; NULL: go through all */
};

static bool
is_about(const struct mark *m, size_t i, struct str which)
{
	const struct crm_item *it = m->items[i];
	char pos[24];

	switch (m->rule->by) {
	case BY_TRACE:
		return str_eq(it->trace, which);
	case BY_KEY:
		return str_ieq(it->key, which) ||
		    (it->alias.p != NULL && str_ieq(it->alias, which));
	case BY_ID:
		return str_eq(it->id, which);
	case BY_POSITION:
		snprintf(pos, sizeof(pos), "%zu", i);
		return str_eq(str_of(pos), which);
	case BY_ALL:
		return true;
	}
	return false;
}

static bool
mark_which(struct mark *m, struct str which, const struct cel_val *vars)
{
	struct crm_item *one;
	bool any = false;
	size_t i;

	if (m->index != NULL && m->rule->by == BY_KEY) {
		if ((one = hmap_get(m->index, which)) != NULL)
			m->found(m, one, vars);
		return one != NULL;
	}
	for (i = 0; i < m->n; i++) {
		if (!is_about(m, i, which))
			continue;
		m->seen[i] = any = true;
		m->found(m, m->items[i], vars);
	}
	return any;
}

/* By names of items, one or a list of them. */
static bool
mark_named(struct mark *m, const struct cel_val *vars)
{
	struct cel_val which;
	struct str s;
	bool any = false;
	size_t i;

	if (m->rule->by == BY_ALL)
		return mark_which(m, STR(""), vars);
	if (cel_text(m->rule->which, vars, m->arena, &s))
		return mark_which(m, s, vars);
	if (cel_eval(m->rule->which, vars, m->arena, &which, NULL) != CEL_OK ||
	    which.kind != CEL_LIST)
		return false;
	for (i = 0; i < cel_list_len(which); i++)
		if (cel_list_at(which, i).kind == CEL_STRING)
			any |= mark_which(m, cel_list_at(which, i).s, vars);
	return any;
}

/* One result: it may be about several items. */
static void
mark_one(struct mark *m, struct cel_val *vars)
{
	if (m->rule->when != NULL &&
	    !cel_true(m->rule->when, vars, m->arena))
		return;
	if (!mark_named(m, vars) && m->stray != NULL &&
	    (m->stray->verdict == CRM_OK || m->stray->verdict == CRM_GONE))
		m->found(m, m->stray, vars);
}

static void
mark_all(struct mark *m, struct cel_val *vars)
{
	struct cel_val list;
	size_t i, n;

	if (m->rule->each == NULL) {
		vars[PV_IT] = vars[PV_BODY];
		vars[PV_INDEX] = cel_int(0);
		mark_one(m, vars);
		return;
	}
	if (cel_eval(m->rule->each, vars, m->arena, &list, NULL) != CEL_OK ||
	    list.kind != CEL_LIST)
		return;
	n = cel_list_len(list);
	for (i = 0; i < n; i++) {
		vars[PV_IT] = cel_list_at(list, i);
		vars[PV_INDEX] = cel_int((int64_t)i);
		mark_one(m, vars);
	}
}

/* Has it become another object, merged with one or converted into it? */
static void
read_moved(const struct mark *m, const struct cel_val *vars,
    struct crm_hit *h)
{
	int t;

	for (t = 0; t < CRM_TYPES && h->moved.len == 0; t++)
		if (cel_text(m->rule->moved[t], vars, m->arena, &h->moved))
			h->moved_type = (enum crm_type)t;
}

static void
add_hit(struct mark *m, struct crm_item *it, struct str id,
    const struct json *fields, const struct cel_val *vars)
{
	struct crm_hit *h = ARENA_NEW(m->arena, struct crm_hit), **tail;

	h->id = id;
	h->fields = *fields;
	read_moved(m, vars, h);
	for (tail = &it->hits; *tail != NULL; tail = &(*tail)->next)
		if (str_eq((*tail)->id, id))
			return;
	*tail = h;
	it->nhits++;
}

/* Results without an id (an update, 204) are done all the same. */
static void
found_result(struct mark *m, struct crm_item *it, const struct cel_val *vars)
{
	struct json fields = json_null();
	struct cel_val v;
	struct str id;
	size_t i;

	it->verdict = CRM_OK;
	if (m->rule->fields != NULL && cel_eval(m->rule->fields, vars,
	    m->arena, &v, NULL) == CEL_OK)
		cel_to_json(v, m->arena, &fields, NULL);
	if (cel_text(m->rule->id, vars, m->arena, &id)) {
		add_hit(m, it, id, &fields, vars);
		return;
	}
	if (m->rule->id == NULL || cel_eval(m->rule->id, vars, m->arena, &v,
	    NULL) != CEL_OK || v.kind != CEL_LIST)
		return;
	for (i = 0; i < cel_list_len(v); i++)
		if (cel_list_at(v, i).kind == CEL_STRING)
			add_hit(m, it, cel_list_at(v, i).s, &fields, vars);
}

static void
found_failure(struct mark *m, struct crm_item *it,
    const struct cel_val *vars)
{
	struct cel_val with[PV_COUNT];

	memcpy(with, vars, sizeof(with));
	with[PV_ERROR] = vars[PV_IT];
	it->verdict = classify(m->crm, m->op, with, it, &it->existing,
	    m->arena, &it->err);
	/* Looked for and not there: that is an answer. */
	if (!m->op->writes && it->verdict == CRM_GONE &&
	    it->existing.len == 0) {
		it->verdict = CRM_OK;
		it->err = (struct err){ 0 };
	}
}

/*
 * An item of which the answer says nothing.  When it tells of a failure of
 * who knows what, that may have been this one: it must not count as absent.
 */
static void
settle_unseen(const struct mark *m, struct crm_item *it)
{
	const struct crm_op *op = m->op;
	bool failed = m->stray->verdict != CRM_OK &&
	    m->stray->verdict != CRM_GONE;

	if (!failed && (!op->writes || !op->has_results)) {
		it->verdict = CRM_OK;
		return;
	}
	it->verdict = op->repeatable ? CRM_RETRY : CRM_UNKNOWN;
	if (failed)
		it->err = m->stray->err;
	else
		err_set(&it->err, ERR_REMOTE, "crm.silent",
		    "the answer says nothing of this object");
}

/* What was found in an earlier part of the answer is found. */
static void
settle_items(struct mark *m, bool first, struct cel_val *vars)
{
	struct crm_item stray = { .verdict = CRM_OK };
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (first) {
			m->items[i]->hits = NULL;
			m->items[i]->nhits = 0;
		}
		m->seen[i] = m->items[i]->nhits > 0;
	}
	if (m->op->has_results) {
		m->rule = &m->op->results;
		m->found = found_result;
		mark_all(m, vars);
	}
	if (m->op->has_failures) {
		m->rule = &m->op->failures;
		m->found = found_failure;
		m->stray = &stray;
		mark_all(m, vars);
	}
	m->stray = &stray;
	for (i = 0; i < m->n; i++)
		if (!m->seen[i])
			settle_unseen(m, m->items[i]);
	m->stray = NULL;
}

void
answer_mark(const struct crm *crm, const struct crm_op *as,
    const struct crm_op *op, struct crm_item **items, size_t n,
    struct cel_val *vars, struct arena *a)
{
	struct hmap index;
	struct mark m = { .items = items, .n = n, .arena = a, .crm = crm,
	    .op = as, .index = &index };
	size_t i;

	hmap_init(&index, a);
	m.seen = arena_array(a, n + 1, sizeof(*m.seen));
	for (i = 0; i < n; i++)
		*hmap_slot(&index, items[i]->key) = items[i];
	if (op->has_results) {
		m.rule = &op->results;
		m.found = found_result;
		mark_all(&m, vars);
	}
	if (op->has_failures) {
		m.rule = &op->failures;
		m.found = found_failure;
		mark_all(&m, vars);
	}
}

/*
 * A page that something between us and the CRM made up, or half an answer,
 * must not be read as "there is nothing" or "done".
 */
static bool
is_no_answer(const struct crm_op *op, const struct http_response *r,
    const struct cel_val *vars)
{
	return op->has_results && r->body.len > 0 &&
	    vars[PV_BODY].kind == CEL_NULL;
}

static bool
succeeded(const struct crm *crm, const struct http_response *r,
    const struct cel_val *vars, struct arena *a)
{
	if (crm->rules->ok != NULL)
		return cel_true(crm->rules->ok, vars, a);
	return r->status >= 200 && r->status < 300;
}

enum { PAGES_MAX = 100000 };

bool
answer_next(const struct crm *crm, const struct crm_op *op,
    const struct cel_val *vars, struct crm_page *page, struct arena *a)
{
	struct crm_page was = *page;
	bool more;

	(void)crm;
	page->next = page->url = STR_NONE;
	more = cel_text(op->next, vars, a, &page->next) &&
	    page->next.len > 0;
	more |= cel_text(op->next_url, vars, a, &page->url) &&
	    page->url.len > 0;
	page->number++;
	/* A CRM that names the same part for ever is not followed for ever. */
	return more && page->number < PAGES_MAX &&
	    (!str_eq(was.next, page->next) || !str_eq(was.url, page->url));
}

static enum answer_got
read_failed(const struct mark *m, struct cel_val *vars,
    const struct http_response *r, enum crm_class *whole, struct err *e)
{
	struct crm_item *only = m->n == 1 ? m->items[0] : NULL;
	struct str existing;

	vars[PV_ERROR] = vars[PV_BODY];
	*whole = classify(m->crm, m->op, vars, only, &existing, m->arena, e);
	if (only != NULL)
		only->existing = existing;
	if (e->msg[0] == '\0')
		snprintf(e->msg, sizeof(e->msg), "the CRM answered %d",
		    r->status);
	return READ_FAILED;
}

/* What was asked, as the request's own expressions saw it. */
static void
asked_vars(struct mark *m, struct cel_val *vars)
{
	struct json *list = ARENA_NEW(m->arena, struct json);
	size_t i;

	*list = json_array();
	for (i = 0; i < m->n; i++)
		if (m->items[i]->view.type == JSON_OBJECT)
			json_push(list, m->items[i]->view, m->arena);
	if (list->len == 0)
		return;
	vars[PV_ITEMS] = cel_from_json(list);
	vars[PV_ITEM] = cel_from_json(&list->items[0]);
}

enum answer_got
answer_read(const struct crm *crm, const struct crm_op *op,
    struct crm_item **items, size_t n, struct crm_request *q,
    const struct http_response *r, struct arena *a, enum crm_class *whole,
    struct err *e)
{
	struct mark m = { .items = items, .n = n, .arena = a, .crm = crm,
	    .op = op };
	struct cel_val vars[PV_COUNT] = { 0 };
	struct str request = STR_NONE;
	size_t i;

	answer_vars(crm, op, r, a, vars);
	vars[PV_PAGING] = paging_var(&q->page, a);
	asked_vars(&m, vars);
	cel_text(crm->rules->request, vars, a, &request);
	for (i = 0; i < n; i++)
		items[i]->request = request;
	if (!succeeded(crm, r, vars, a))
		return read_failed(&m, vars, r, whole, e);
	if (is_no_answer(op, r, vars)) {
		*whole = CRM_UNKNOWN;
		err_set(e, ERR_REMOTE, "crm.answer",
		    "the CRM's answer cannot be read");
		return READ_FAILED;
	}
	if (n > 1 && cel_true(op->truncated, vars, a))
		return READ_CUT;
	m.seen = arena_array(a, n + 1, sizeof(*m.seen));
	settle_items(&m, q->page.number == 0, vars);
	return answer_next(crm, op, vars, &q->page, a) ? READ_MORE :
	    READ_ALL;
}
