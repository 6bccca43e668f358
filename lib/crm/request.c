/* request: an operation and its items as a request over HTTP. */
#include "crm/wire.h"

/*
 * Where people are made as leads, an id of push's may be a lead's: then it
 * begins so, unless the CRM's ids tell one from a contact's by themselves.
 */
static bool
take_lead(struct str *id)
{
	const struct str mark = STR("lead/");

	if (id->p == NULL || !str_starts(*id, mark))
		return false;
	*id = (struct str){ id->p + mark.len, id->len - mark.len };
	return true;
}

static bool
is_lead(const struct crm *crm, const struct crm_item *it, struct str *id)
{
	if (it->type != CRM_CONTACT)
		return it->type == CRM_LEAD;
	return take_lead(id) || (id->len == 0 &&
	    crm->new_person == CRM_LEAD);
}

void
request_view(const struct crm *crm, struct crm_item *it, struct arena *a)
{
	struct str id = it->id, contact = it->contact, lead = it->lead;
	enum crm_type type = is_lead(crm, it, &id) ? CRM_LEAD : it->type;
	struct json v = json_object();

	if (take_lead(&contact)) {
		lead = contact;
		contact = STR_NONE;
	}
#define PUT(name, s) json_set(&v, STR(name), json_str((s).p != NULL ? (s) : \
	STR("")), a)
	PUT("type", str_of(crm_type_names[type]));
	PUT("token", it->token);
	PUT("id", id);
	PUT("key", it->key);
	PUT("trace", it->trace);
	PUT("contact", contact);
	PUT("lead", lead);
	PUT("person", contact.len > 0 ? contact : lead);
	PUT("company", it->company);
	PUT("deal", it->deal);
	PUT("ticket", it->ticket);
	PUT("list", it->list);
#undef PUT
	json_set(&v, STR("fields"), it->fields.type == JSON_OBJECT ?
	    it->fields : json_object(), a);
	json_set(&v, STR("current"), it->current.type == JSON_OBJECT ?
	    it->current : json_object(), a);
	it->view = v;
}

static struct cel_val
make_views(const struct crm *crm, struct crm_item *const *items, size_t n,
    struct arena *a)
{
	struct json *list = ARENA_NEW(a, struct json);
	size_t i;

	*list = json_array();
	for (i = 0; i < n; i++) {
		items[i]->trace = arena_printf(a, "%zu", i + 1);
		request_view(crm, items[i], a);
		json_push(list, items[i]->view, a);
	}
	return cel_from_json(list);
}

static int
add_path(const struct crm_op *op, const struct cel_val *vars,
    struct arena *a, struct buf *b, struct err *e)
{
	const struct crm_piece *p = op->path.pieces;
	struct str s;
	size_t i;

	for (i = 0; i < op->path.n; i++) {
		if (p[i].prog == NULL) {
			buf_adds(b, p[i].text);
			continue;
		}
		if (!cel_text(p[i].prog, vars, a, &s) || s.len == 0)
			return err_set(e, ERR_CONFIG, "profile.path",
			    "%s: an expression in the path has no value",
			    op->name.p);
		http_escape(s, b);
	}
	return 0;
}

/* A header whose expression has no value is left out. */
static bool
expand(const struct crm_template *t, const struct cel_val *vars,
    struct arena *a, struct str *out)
{
	struct buf b = { 0 };
	struct str s;
	size_t i;

	for (i = 0; i < t->n; i++) {
		s = t->pieces[i].text;
		if (t->pieces[i].prog != NULL &&
		    !cel_text(t->pieces[i].prog, vars, a, &s))
			break;
		buf_adds(&b, s);
	}
	*out = arena_str(a, buf_str(&b));
	buf_free(&b);
	return i == t->n;
}

static void
add_headers(const struct crm_header *list, size_t n,
    const struct cel_val *vars, struct arena *a, struct crm_request *out)
{
	struct http_header *h;
	size_t i;

	for (i = 0; i < n; i++) {
		h = &out->headers[out->nheaders];
		h->name = list[i].name;
		if (expand(&list[i].value, vars, a, &h->value))
			out->nheaders++;
	}
}

static void
make_headers(const struct crm *crm, const struct crm_op *op,
    const struct cel_val *vars, struct arena *a, struct crm_request *out)
{
	static const struct str types[] = {
		[CRM_JSON] = { "application/json", 16 },
		[CRM_FORM] = { "application/x-www-form-urlencoded", 33 },
		[CRM_CSV] = { "text/csv; charset=UTF-8", 23 }
	};
	const struct profile *p = crm->rules;

	out->headers = arena_array(a, p->nheaders + op->nheaders + 2,
	    sizeof(*out->headers));
	out->nheaders = 0;
	out->headers[out->nheaders++] = (struct http_header){ STR("Accept"),
	    op->answer == CRM_CSV ? STR("text/csv") :
	    STR("application/json") };
	if (op->body != NULL)
		out->headers[out->nheaders++] = (struct http_header){
		    STR("Content-Type"), types[op->content] };
	add_headers(p->headers, p->nheaders, vars, a, out);
	add_headers(op->headers, op->nheaders, vars, a, out);
}

static void
add_query(const struct crm_op *op, const struct cel_val *vars,
    struct arena *a, struct buf *b)
{
	char sep = memchr(b->p, '?', b->len) != NULL ? '&' : '?';
	struct str s;
	size_t i;

	for (i = 0; i < op->nquery; i++) {
		if (!cel_text(op->query[i].prog, vars, a, &s))
			continue;
		buf_addc(b, sep);
		sep = '&';
		http_escape(op->query[i].name, b);
		buf_addc(b, '=');
		http_escape(s, b);
	}
}

static int
make_body(const struct crm_op *op, const struct cel_val *vars,
    struct arena *a, struct str *out, struct err *e)
{
	struct buf b = { 0 };
	struct cel_val v;
	struct json tree;

	*out = STR_NONE;
	if (op->body == NULL)
		return 0;
	if (cel_eval(op->body, vars, a, &v, e) != CEL_OK ||
	    cel_to_json(v, a, &tree, e) == -1)
		return err_wrap(e, "%s: body", op->name.p);
	if (body_write(op, &tree, &b, e) == -1) {
		buf_free(&b);
		return err_wrap(e, "%s: body", op->name.p);
	}
	*out = arena_str(a, buf_str(&b));
	buf_free(&b);
	return 0;
}

/*
 * Where the next part of an answer is, as the CRM said: a path, or a URL of
 * the same host; nobody else is shown the credentials.
 */
static int
add_next_url(const struct crm *crm, struct str next, struct buf *b,
    struct err *e)
{
	struct str base = crm->url;
	size_t host = str_find(base, STR("://"));

	host = host == (size_t)-1 ? 0 : host + 3;
	while (host < base.len && base.p[host] != '/')
		host++;
	base = str_to(base, host);
	if (str_eq(str_to(next, base.len), base) && (next.len == base.len ||
	    strchr("/?", next.p[base.len]) != NULL))
		return buf_adds(b, next);
	if (next.len == 0 || next.p[0] != '/' || str_eq(str_to(next, 2),
	    STR("//")))
		return err_set(e, ERR_REMOTE, "crm.page", "the CRM says that "
		    "its answer goes on at another host");
	buf_adds(b, base);
	return buf_adds(b, next);
}

struct cel_val
paging_var(const struct crm_page *page, struct arena *a)
{
	struct json *v = ARENA_NEW(a, struct json);

	*v = json_object();
	json_set(v, STR("page"), json_int(page->number, a), a);
	if (page->next.len > 0)
		json_set(v, STR("next"), json_str(page->next), a);
	return cel_from_json(v);
}

static int
make_url(const struct crm *crm, const struct crm_op *op,
    const struct cel_val *vars, struct arena *a, struct crm_request *out,
    struct err *e)
{
	struct buf url = { 0 };
	int rc = 0;

	if (out->page.url.len > 0)
		rc = add_next_url(crm, out->page.url, &url, e);
	else {
		buf_adds(&url, crm->url);
		rc = add_path(op, vars, a, &url, e);
		if (rc == 0)
			add_query(op, vars, a, &url);
	}
	out->url = arena_str(a, buf_str(&url));
	buf_free(&url);
	return rc;
}

/* What no cost can be counts as one token. */
static void
add_costs(const struct crm_op *op, const struct cel_val *vars,
    struct arena *a, struct crm_request *out)
{
	struct cel_val v;
	unsigned i;

	memcpy(out->costs, op->costs, sizeof(out->costs));
	for (i = 0; i < HTTP_BUDGETS; i++)
		if (op->costing[i] != NULL && cel_eval(op->costing[i], vars,
		    a, &v, NULL) == CEL_OK && v.kind == CEL_INT &&
		    v.i >= 1 && v.i <= CRM_BUDGET_MAX)
			out->costs[i] = (unsigned)v.i;
}

static int
build(const struct crm *crm, const struct crm_op *op, struct cel_val *vars,
    struct arena *a, struct crm_request *out, struct err *e)
{
	struct json none = json_array();

	common_vars(crm, vars);
	vars[PV_FIELDS] = cel_from_json(op->fields != NULL ? op->fields :
	    &none);
	vars[PV_PAGING] = paging_var(&out->page, a);
	out->method = op->method;
	if (make_url(crm, op, vars, a, out, e) == -1)
		return -1;
	make_headers(crm, op, vars, a, out);
	add_costs(op, vars, a, out);
	return make_body(op, vars, a, &out->body, e);
}

int
request_build(const struct crm *crm, const struct crm_op *op,
    struct crm_item *const *items, size_t n, struct arena *a,
    struct crm_request *out, struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	size_t i;

	common_vars(crm, vars);
	vars[PV_ITEMS] = make_views(crm, items, n, a);
	for (i = 0; i < n && op->alias != NULL; i++) {
		vars[PV_ITEM] = cel_from_json(&items[i]->view);
		cel_text(op->alias, vars, a, &items[i]->alias);
	}
	vars[PV_ITEM] = cel_from_json(&items[0]->view);
	return build(crm, op, vars, a, out, e);
}

int
request_build_for(const struct crm *crm, const struct crm_op *op,
    struct cel_val *vars, struct arena *a, struct crm_request *out,
    struct err *e)
{
	return build(crm, op, vars, a, out, e);
}
