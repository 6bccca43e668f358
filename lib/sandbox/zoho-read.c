/* Reading Zoho's records: by id, in pages, changed since, deleted, related. */
#include <stdlib.h>

#include "sandbox/zoho.h"

void
zoho_page_new(const struct request *q, struct zoho_page *p)
{
	struct str token = api_query(q, "page_token");
	int64_t page = api_id(api_query(q, "page"));
	int64_t per = api_id(api_query(q, "per_page"));

	*p = (struct zoho_page){ .data = json_array() };
	p->per_page = per > 0 && per < ZOHO_PAGE ? (size_t)per : ZOHO_PAGE;
	if (token.len > 1)
		page = api_id(str_from(token, 1));
	p->page = page > 0 ? (size_t)page : 1;
}

bool
zoho_page_wants(struct zoho_page *p)
{
	size_t n = p->seen++;

	if (n < (p->page - 1) * p->per_page)
		return false;
	p->more = n >= p->page * p->per_page;
	return !p->more;
}

static struct json
page_info(const struct request *q, const struct zoho_page *p)
{
	struct json info = json_object();

	json_set(&info, STR("per_page"), json_int((int64_t)p->per_page,
	    q->a), q->a);
	json_set(&info, STR("count"), json_int((int64_t)p->data.len, q->a),
	    q->a);
	json_set(&info, STR("page"), json_int((int64_t)p->page, q->a), q->a);
	json_set(&info, STR("more_records"), json_bool(p->more), q->a);
	if (p->more)
		json_set(&info, STR("next_page_token"), json_str(arena_printf(
		    q->a, "t%zu", p->page + 1)), q->a);
	return info;
}

void
zoho_page_answer(struct request *q, struct zoho_page *p, struct answer *r)
{
	r->status = 204;
	if (p->data.len == 0)
		return;
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), p->data, q->a);
	json_set(&r->body, STR("info"), page_info(q, p), q->a);
}

/* "fields" has to be named wherever records are listed. */
static bool
has_fields(struct request *q, struct answer *r)
{
	struct str fields = api_query(q, "fields");
	size_t i, n = 1;

	for (i = 0; i < fields.len; i++)
		n += fields.p[i] == ',';
	if (fields.len > 0 && n <= 50)
		return true;
	if (fields.len == 0) {
		zoho_refuse(q, r, 400, "REQUIRED_PARAM_MISSING",
		    "One of the expected parameter is missing");
		zoho_detail(q, &r->body, "param_name", STR("fields"));
	} else
		zoho_refuse(q, r, 400, "LIMIT_EXCEEDED",
		    "Max field limit exceeded");
	return false;
}

/* Leads that were converted are listed only where they are asked for. */
static bool
is_listed(const struct request *q, const struct object *o)
{
	struct str wanted = api_query(q, "converted");
	bool converted = json_get(&o->props, STR("$converted")) != NULL;

	if (str_eq(wanted, STR("both")))
		return true;
	return converted == str_eq(wanted, STR("true"));
}

static void
list_ids(struct request *q, const struct object_type *t, struct zoho_page *p,
    struct str ids)
{
	struct object o;
	size_t comma, n = 0;

	while (ids.len > 0 && n++ < 100) {
		comma = str_find(ids, STR(","));
		if (store_get_exact(q->store, t, zoho_number(t, str_to(ids,
		    comma)), q->a, &o) && !o.archived && is_listed(q, &o) &&
		    zoho_page_wants(p))
			json_push(&p->data, zoho_record(q, &o, api_query(q,
			    "fields")), q->a);
		ids = comma == (size_t)-1 ? STR("") : str_from(ids,
		    comma + 1);
	}
}

static void
list_changed(struct request *q, const struct object_type *t,
    struct zoho_page *p, int64_t since)
{
	struct object o = { .updated = since - 1 };

	while (!p->more && store_changed(q->store, t, o.updated, o.id, false,
	    q->a, &o))
		if (is_listed(q, &o) && zoho_page_wants(p))
			json_push(&p->data, zoho_record(q, &o, api_query(q,
			    "fields")), q->a);
}

/* Beyond the first 2,000 only a token of the page before leads. */
static bool
is_in_reach(struct request *q, const struct zoho_page *p, struct answer *r)
{
	if (api_query(q, "page_token").len > 0 ||
	    p->page * p->per_page <= ZOHO_REACH)
		return true;
	zoho_refuse(q, r, 400, "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
	    "beyond 2000 records a page_token is needed");
	return false;
}

void
zoho_list(struct request *q, struct answer *r)
{
	const struct object_type *t = zoho_module(q, 0, r);
	struct str since = api_header(q, "If-Modified-Since");
	struct str ids = api_query(q, "ids");
	struct instant at = { .sec = 0 };
	struct zoho_page p;

	if (t == NULL || !has_fields(q, r))
		return;
	zoho_page_new(q, &p);
	if (!is_in_reach(q, &p, r))
		return;
	if (ids.len > 0)
		list_ids(q, t, &p, ids);
	else if (since.len == 0 || time_parse(since, &at) == 0)
		list_changed(q, t, &p, at.sec * 1000);
	zoho_page_answer(q, &p, r);
	if (p.data.len == 0 && since.len > 0)
		r->status = 304;
}

/* The names of all fields of a module, for one record asked for whole. */
static struct str
all_fields(struct request *q, const struct object_type *t)
{
	const struct property *p;
	struct buf b = { 0 };
	struct str names;
	size_t i;

	for (p = t->properties; p->name != NULL; p++)
		buf_printf(&b, "%s,", p->name);
	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		buf_printf(&b, "%s,", p->name);
	names = arena_str(q->a, buf_str(&b));
	buf_free(&b);
	return names;
}

void
zoho_get(struct request *q, struct answer *r)
{
	const struct object_type *t = zoho_module(q, 0, r);
	struct str fields = api_query(q, "fields");
	struct json data = json_array();
	struct object o;

	if (t == NULL)
		return;
	r->status = 204;
	if (!store_get_exact(q->store, t, zoho_number(t, q->args[1]), q->a,
	    &o) || o.archived)
		return;
	if (fields.len == 0)
		fields = all_fields(q, t);
	json_push(&data, zoho_record(q, &o, fields), q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("data"), data, q->a);
}

void
zoho_deleted(struct request *q, struct answer *r)
{
	const struct object_type *t = zoho_module(q, 0, r);
	struct json one;
	struct zoho_page p;
	struct object o = { .id = 0 };

	if (t == NULL)
		return;
	zoho_page_new(q, &p);
	while (!p.more && store_next(q->store, t, o.id, true, q->a, &o)) {
		if (!zoho_page_wants(&p))
			continue;
		one = json_object();
		json_set(&one, STR("id"), json_str(zoho_id(t, o.id, q->a)),
		    q->a);
		json_set(&one, STR("deleted_time"), zoho_time(q->a,
		    o.updated), q->a);
		json_set(&one, STR("type"), json_str(STR("recycle")), q->a);
		json_push(&p.data, one, q->a);
	}
	zoho_page_answer(q, &p, r);
}

/* Does ${o} hang on record ${id}, by one of its lookups? */
static bool
is_related(const struct object *o, struct str id)
{
	const struct association_type *t;

	for (t = zoho_schema.associations; t->from != NULL; t++)
		if (t->property != NULL && strcmp(t->from, o->type->name) == 0
		    && str_eq(json_get_str(&o->props, str_of(t->property)),
		    id))
			return true;
	return false;
}

static void
list_members(struct request *q, const struct object_type *from,
    const struct object_type *t, struct zoho_page *p)
{
	struct edge *edges;
	struct object o;
	size_t i, n = store_edges(q->store, from, zoho_number(from,
	    q->args[1]), t, q->a, &edges);

	for (i = 0; i < n; i++)
		if (store_get_exact(q->store, t, edges[i].to, q->a, &o) &&
		    zoho_page_wants(p))
			json_push(&p->data, zoho_record(q, &o, api_query(q,
			    "fields")), q->a);
}

/* What hangs on a record: its notes, its tasks, the members of a campaign. */
void
zoho_related(struct request *q, struct answer *r)
{
	const struct object_type *from = zoho_module(q, 0, r), *t;
	struct zoho_page p;
	struct object o = { .id = 0 };

	if (from == NULL || !has_fields(q, r))
		return;
	if ((t = schema_type(&zoho_schema, q->args[2])) == NULL) {
		zoho_refuse(q, r, 400, "INVALID_DATA",
		    "the related list given seems to be invalid");
		return;
	}
	zoho_page_new(q, &p);
	if (strcmp(from->name, "Campaigns") == 0)
		list_members(q, from, t, &p);
	else
		while (!p.more && store_next(q->store, t, o.id, false, q->a,
		    &o))
			if (is_related(&o, q->args[1]) &&
			    zoho_page_wants(&p))
				json_push(&p.data, zoho_record(q, &o,
				    api_query(q, "fields")), q->a);
	zoho_page_answer(q, &p, r);
}
