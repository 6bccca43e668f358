/* Reading Pipedrive's records: by id, in pages, changed since. */
#include <stdlib.h>

#include "sandbox/pipedrive.h"

enum { PER_PAGE = 100, MOST = 500 };

/* Parameters of the query that name a record the listed ones hang on. */
static const char *const owners[] = { "person_id", "org_id", "deal_id",
    "organization_id" };

struct listing {
	const struct object_type	*t;
	struct str			 ids;	/* "1,2", or none */
	int64_t				 since;	/* ms */
	size_t				 skip, limit;
	struct json			 data;
	bool				 more;
};

static bool
is_listed(struct str ids, struct str id)
{
	size_t comma;

	while (ids.len > 0) {
		comma = str_find(ids, STR(","));
		if (str_eq(str_to(ids, comma), id))
			return true;
		ids = comma == (size_t)-1 ? STR("") : str_from(ids,
		    comma + 1);
	}
	return false;
}

static bool
fits(struct request *q, const struct listing *l, const struct object *o)
{
	struct str want;
	size_t i;

	if (l->ids.p != NULL && !is_listed(l->ids, pipedrive_id(o->type,
	    o->id, q->a)))
		return false;
	for (i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
		want = api_query(q, owners[i]);
		if (want.len > 0 && (property_in(l->t, str_of(owners[i])) ==
		    NULL || api_id(want) != pipedrive_ref(NULL,
		    json_get(&o->props, str_of(owners[i])))))
			return false;
	}
	return true;
}

static void
collect(struct request *q, struct listing *l)
{
	struct object o = { .updated = l->since - 1 };
	size_t seen = 0;

	while (!l->more && store_changed(q->store, l->t, o.updated, o.id,
	    false, q->a, &o)) {
		if (!fits(q, l, &o) || seen++ < l->skip)
			continue;
		if (l->data.len < l->limit)
			json_push(&l->data, pipedrive_record(q, &o), q->a);
		else
			l->more = true;
	}
}

/* RFC 3339 without a fraction. */
static bool
read_since(struct request *q, struct listing *l)
{
	struct str s = api_query(q, "updated_since");
	struct instant t;

	if (s.len == 0)
		return true;
	if (memchr(s.p, '.', s.len) != NULL || time_parse(s, &t) == -1)
		return false;
	l->since = t.sec * 1000;
	return true;
}

/* v2 hands out a cursor, v1 counts. */
static void
frame(struct request *q, struct answer *r, struct listing *l)
{
	struct json more = json_object(), page = json_object();
	int64_t next = (int64_t)(l->skip + l->limit);

	pipedrive_answer(q, r, 200, l->data);
	if (!pipedrive_is_v1(q))
		json_set(&more, STR("next_cursor"), l->more ? json_str(
		    arena_printf(q->a, "c%lld", (long long)next)) :
		    json_null(), q->a);
	else {
		json_set(&page, STR("start"), json_int((int64_t)l->skip,
		    q->a), q->a);
		json_set(&page, STR("limit"), json_int((int64_t)l->limit,
		    q->a), q->a);
		json_set(&page, STR("more_items_in_collection"),
		    json_bool(l->more), q->a);
		if (l->more)
			json_set(&page, STR("next_start"), json_int(next,
			    q->a), q->a);
		json_set(&more, STR("pagination"), page, q->a);
	}
	json_set(&r->body, STR("additional_data"), more, q->a);
}

void
pipedrive_list(struct request *q, struct answer *r)
{
	struct listing l = { .t = pipedrive_type(q), .data = json_array(),
	    .ids = api_query(q, "ids") };
	struct str cursor = api_query(q, "cursor");
	int64_t limit = api_id(api_query(q, "limit"));
	size_t i, ids = 1;

	for (i = 0; i < l.ids.len; i++)
		ids += l.ids.p[i] == ',';
	if (!read_since(q, &l) || limit > MOST || ids > 100) {
		pipedrive_refuse(q, r, 400, STR("Bad request"));
		return;
	}
	l.limit = limit > 0 ? (size_t)limit : PER_PAGE;
	l.skip = (size_t)api_id(cursor.len > 1 ? str_from(cursor, 1) :
	    api_query(q, "start"));
	collect(q, &l);
	frame(q, r, &l);
}

void
pipedrive_get(struct request *q, struct answer *r)
{
	const struct object_type *t = pipedrive_type(q);
	struct object o;

	if (!store_get_exact(q->store, t, pipedrive_number(t, q->args[0]),
	    q->a, &o) || o.archived)
		pipedrive_refuse(q, r, 404, arena_printf(q->a,
		    "%s not found", t->singular));
	else
		pipedrive_answer(q, r, 200, pipedrive_record(q, &o));
}
