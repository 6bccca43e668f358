#include "crm/profile.h"

#include <limits.h>
#include <stdio.h>

#include "crm/wire.h"

bool
cel_text(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct str *out)
{
	struct cel_val v;
	struct json j;
	struct err e;

	if (p == NULL || cel_eval(p, vars, a, &v, &e) != CEL_OK)
		return false;
	if (v.kind == CEL_STRING) {
		*out = v.s;
		return true;
	}
	if (cel_to_json(v, a, &j, &e) == -1 || (j.type != JSON_NUMBER &&
	    j.type != JSON_STRING))
		return false;
	*out = (struct str){ j.text, j.len };
	return true;
}

bool
cel_true(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a)
{
	struct cel_val v;
	struct err e;

	return p != NULL && cel_eval(p, vars, a, &v, &e) == CEL_OK &&
	    v.kind == CEL_BOOL && v.b;
}

static struct str
lower(struct str s, struct arena *a)
{
	char *p = arena_alloc(a, s.len + 1);
	size_t i;

	for (i = 0; i < s.len; i++)
		p[i] = ascii_lower(s.p[i]);
	p[s.len] = '\0';
	return (struct str){ p, s.len };
}

static void
header_vars(const struct http_response *r, struct arena *a,
    struct cel_val *vars)
{
	struct json *headers = ARENA_NEW(a, struct json);
	size_t i;

	*headers = json_object();
	for (i = 0; i < r->nheaders; i++)
		json_set(headers, lower(r->headers[i].name, a),
		    json_str(arena_str(a, r->headers[i].value)), a);
	vars[PV_STATUS] = cel_int(r->status);
	vars[PV_HEADERS] = cel_from_json(headers);
}

void
answer_vars(const struct http_response *r, struct arena *a,
    struct cel_val *vars)
{
	struct json_doc *doc = ARENA_NEW(a, struct json_doc);
	struct json_parser *parser;

	header_vars(r, a, vars);
	parser = json_parser_new(NULL, NULL);
	if (json_parse(parser, arena_str(a, r->body), a, doc, NULL) == -1)
		doc->root = json_null();
	json_parser_free(parser);
	vars[PV_BODY] = cel_from_json(&doc->root);
}

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

static void
mark_which(struct mark *m, struct str which, const struct cel_val *vars)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (!is_about(m, i, which))
			continue;
		m->seen[i] = true;
		m->found(m, m->items[i], vars);
	}
}

/* One result: it may be about several items, by a list of names. */
static void
mark_one(struct mark *m, struct cel_val *vars)
{
	struct cel_val which;
	struct str s;
	size_t i;

	if (m->rule->when != NULL &&
	    !cel_true(m->rule->when, vars, m->arena))
		return;
	if (m->rule->by == BY_ALL) {
		mark_which(m, STR(""), vars);
		return;
	}
	if (cel_text(m->rule->which, vars, m->arena, &s)) {
		mark_which(m, s, vars);
		return;
	}
	if (cel_eval(m->rule->which, vars, m->arena, &which, NULL) != CEL_OK ||
	    which.kind != CEL_LIST)
		return;
	for (i = 0; i < cel_list_len(which); i++)
		if (cel_list_at(which, i).kind == CEL_STRING)
			mark_which(m, cel_list_at(which, i).s, vars);
}

static void
mark_all(struct mark *m, struct cel_val *vars)
{
	struct cel_val list;
	size_t i, n;

	if (m->rule->each == NULL) {
		vars[PV_IT] = vars[PV_BODY];
		mark_one(m, vars);
		return;
	}
	if (cel_eval(m->rule->each, vars, m->arena, &list, NULL) != CEL_OK ||
	    list.kind != CEL_LIST)
		return;
	n = cel_list_len(list);
	for (i = 0; i < n; i++) {
		vars[PV_IT] = cel_list_at(list, i);
		mark_one(m, vars);
	}
}

static void
add_hit(struct mark *m, struct crm_item *it, struct str id,
    const struct json *fields)
{
	struct crm_hit *h = ARENA_NEW(m->arena, struct crm_hit), **tail;

	h->id = id;
	h->fields = *fields;
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
		add_hit(m, it, id, &fields);
		return;
	}
	if (m->rule->id == NULL || cel_eval(m->rule->id, vars, m->arena, &v,
	    NULL) != CEL_OK || v.kind != CEL_LIST)
		return;
	for (i = 0; i < cel_list_len(v); i++)
		if (cel_list_at(v, i).kind == CEL_STRING)
			add_hit(m, it, cel_list_at(v, i).s, &fields);
}

static enum err_kind
kind_of(enum crm_class c)
{
	switch (c) {
	case CRM_AUTH:
		return ERR_AUTH;
	case CRM_RETRY:
	case CRM_UNKNOWN:
	case CRM_QUOTA:
		return ERR_REMOTE;
	default:
		return ERR_REJECTED;
	}
}

/*
 * What a failure is, by the first rule that holds.  The message is the
 * CRM's own words and may hold people's data: it goes into the result line,
 * quoted and cut, never into the log.
 */
static enum crm_class
classify(const struct crm *crm, const struct cel_val *vars, struct arena *a,
    struct str *existing, struct err *e)
{
	const struct profile *p = crm->rules;
	const struct crm_trouble *t;
	enum crm_class class = CRM_REFUSED;
	struct str s;
	char quoted[200];

	*existing = STR_NONE;
	for (t = p->troubles; t < p->troubles + p->ntroubles; t++) {
		if (!cel_true(t->when, vars, a))
			continue;
		class = t->class;
		cel_text(t->existing, vars, a, existing);
		break;
	}
	if (!cel_text(p->message, vars, a, &s))
		s = STR("");
	err_set(e, kind_of(class), NULL, "%s", err_quote(s, quoted,
	    sizeof(quoted)));
	e->code = crm_code_name(class);
	return class;
}

static void
found_failure(struct mark *m, struct crm_item *it,
    const struct cel_val *vars)
{
	struct cel_val with[PV_COUNT];

	memcpy(with, vars, sizeof(with));
	with[PV_ERROR] = vars[PV_IT];
	it->verdict = classify(m->crm, with, m->arena, &it->existing,
	    &it->err);
}

/* An item of which the answer says nothing. */
static void
settle_unseen(const struct crm_op *op, struct crm_item *it)
{
	if (!op->writes || !op->has_results) {
		it->verdict = CRM_OK;
		return;
	}
	it->verdict = op->repeatable ? CRM_RETRY : CRM_UNKNOWN;
	err_set(&it->err, ERR_REMOTE, "crm.silent",
	    "the answer says nothing of this object");
}

static void
settle_items(const struct crm *crm, const struct crm_op *op,
    struct crm_item **items, size_t n, struct cel_val *vars,
    struct arena *a)
{
	struct mark m = { .items = items, .n = n, .arena = a, .crm = crm };
	size_t i;

	m.seen = arena_array(a, n + 1, sizeof(*m.seen));
	for (i = 0; i < n; i++) {
		items[i]->hits = NULL;
		items[i]->nhits = 0;
	}
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
	for (i = 0; i < n; i++)
		if (!m.seen[i])
			settle_unseen(op, items[i]);
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

int
answer_read(const struct crm *crm, const struct crm_op *op,
    struct crm_item **items, size_t n, const struct http_response *r,
    struct arena *a, enum crm_class *whole, struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	struct str existing, request = STR_NONE;
	size_t i;

	answer_vars(r, a, vars);
	vars[PV_OPTIONS] = cel_from_json(&crm->options);
	cel_text(crm->rules->request, vars, a, &request);
	for (i = 0; i < n; i++)
		items[i]->request = request;
	if (!succeeded(crm, r, vars, a)) {
		vars[PV_ERROR] = vars[PV_BODY];
		*whole = classify(crm, vars, a, &existing, e);
		if (n == 1)
			items[0]->existing = existing;
		if (e->msg[0] == '\0')
			snprintf(e->msg, sizeof(e->msg),
			    "the CRM answered %d", r->status);
		return 0;
	}
	if (is_no_answer(op, r, vars)) {
		*whole = CRM_UNKNOWN;
		err_set(e, ERR_REMOTE, "crm.answer",
		    "the CRM's answer is no JSON");
		return 0;
	}
	if (n > 1 && cel_true(op->truncated, vars, a))
		return 2;
	settle_items(crm, op, items, n, vars, a);
	return 1;
}

enum { DAY_MS = 86400000 };

/*
 * A number that a header tells; false for what no limit can be, such as one
 * that nobody could keep count of.
 */
static bool
told(const struct cel_prog *p, const struct cel_val *vars, struct arena *a,
    int64_t least, int64_t most, unsigned *out)
{
	struct json n = { .type = JSON_NUMBER };
	struct str s;
	int64_t v;

	if (!cel_text(p, vars, a, &s) || s.len == 0)
		return false;
	n.text = s.p;
	n.len = s.len;
	if (!json_to_int(&n, &v) || v < least || v > most)
		return false;
	*out = (unsigned)v;
	return true;
}

/* Headers may correct what the profile says of the CRM's limits. */
void
answer_budgets(const struct crm *crm, const struct http_response *r,
    struct http *h)
{
	const struct profile *p = crm->rules;
	struct arena a = { 0 };
	struct cel_val vars[PV_COUNT] = { 0 };
	const struct crm_budget *b;
	unsigned i, max, ms, left;
	int64_t per;

	header_vars(r, &a, vars);
	for (i = 0; i < p->nbudgets; i++) {
		b = &p->budgets[i];
		per = told(b->interval, vars, &a, 1, DAY_MS, &ms) ?
		    ms * INT64_C(1000000) : b->per_ns;
		if (told(b->max, vars, &a, 1, CRM_BUDGET_MAX, &max))
			http_budget_told(h, i, max, per);
		if (b->tokens > 0 && told(b->left, vars, &a, 0, UINT_MAX,
		    &left))
			http_budget_left(h, i, left);
	}
	arena_free(&a);
}
