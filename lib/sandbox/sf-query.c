/* Queries over HTTP: pages, and errors with a caret. */
#include <string.h>

#include "base/csv.h"
#include "sandbox/sf-soql.h"
#include "sandbox/sf.h"

enum { PAGE_MOST = 2000, PAGE_LEAST = 200, AROUND = 40 };

/* Salesforce shows the place in the query. */
static void
refuse(struct request *q, struct answer *r, struct str text,
    struct sf_error *e)
{
	size_t from;
	struct buf b = { 0 };

	if (e->at > 0) {
		from = e->at - 1 > AROUND ? e->at - 1 - AROUND : 0;
		buf_printf(&b, "\n%.*s\n%*s^\nERROR at Row:1:Column:%zu\n",
		    STR_ARG(str_to(str_from(text, from), 2 * AROUND)),
		    (int)(e->at - 1 - from), "", e->at);
		e->message = arena_printf(q->a, "%.*s%.*s",
		    STR_ARG(buf_str(&b)), STR_ARG(e->message));
		buf_free(&b);
	}
	sf_error_answer(q, r, e);
}

/* FIELDS(ALL) wants a LIMIT of at most 200. */
static bool
add_group(struct request *q, const struct soql *s,
    const struct object_type *t, const struct soql_item *it,
    struct json *paths, struct sf_error *e)
{
	bool custom = str_ieq(it->name, STR("CUSTOM"));
	bool all = str_ieq(it->name, STR("ALL"));
	struct sf_field f;
	size_t i;

	if ((all || custom) && (s->limit < 0 || s->limit > 200)) {
		sf_fail(q, e, "MALFORMED_QUERY", NULL, "The SOQL FIELDS "
		    "function must have a LIMIT of at most 200");
		return false;
	}
	for (i = 0; sf_field_nth(q, t, i, &f); i++)
		if (all || custom == ((f.flags & PROPERTY_CUSTOM) != 0))
			json_push(paths, json_str(str_of(f.name)), q->a);
	return true;
}

static bool
list_paths(struct request *q, const struct soql *s, struct json *paths,
    struct sf_error *e)
{
	const struct object_type *t = sf_type(q, s->from);
	const struct soql_item *it;
	struct sf_field f;
	size_t i;

	*paths = json_array();
	for (i = 0; i < s->nitems; i++) {
		it = &s->items[i];
		if (it->what == SOQL_CHILD) {
			if (!sf_child_check(q, t, it, e))
				return false;
		} else if (it->what == SOQL_FIELDS) {
			if (!add_group(q, s, t, it, paths, e))
				return false;
		} else if (it->what == SOQL_FIELD) {
			if (!sf_path_field(q, t, it->name, &f, e)) {
				e->at = it->at + 1;
				return false;
			}
			json_push(paths, json_str(it->name), q->a);
		}
	}
	return true;
}

/* LIMIT and OFFSET. */
static void
cut(const struct soql *s, struct sf_rows *rows)
{
	size_t skip = (size_t)s->offset < rows->n ? (size_t)s->offset :
	    rows->n;

	if (skip > 0)
		rows->p += skip;
	rows->n -= skip;
	if (s->limit >= 0 && (size_t)s->limit < rows->n)
		rows->n = (size_t)s->limit;
}

/* COUNT() is the size of an empty page, COUNT(Id) a row with a number. */
static bool
counted(struct request *q, const struct soql *s, const struct sf_rows *rows,
    struct json *page)
{
	struct json row = json_object(), a = json_object();
	struct str name = s->items[0].alias;

	if (s->items[0].what != SOQL_COUNT)
		return false;
	if (s->items[0].name.len == 0)
		return true;
	json_set(&a, STR("type"), json_str(STR("AggregateResult")), q->a);
	json_set(&row, STR("attributes"), a, q->a);
	json_set(&row, name.len > 0 ? name : STR("expr0"),
	    json_int((int64_t)rows->n, q->a), q->a);
	json_push(page, row, q->a);
	return true;
}

static size_t
page_size(struct request *q)
{
	struct str h = api_header(q, "Sforce-Query-Options");
	size_t at = str_find(h, STR("batchSize="));
	int64_t n = at != (size_t)-1 ? api_id(str_from(h, at + 10)) : 0;

	return n < PAGE_LEAST || n > PAGE_MOST ? PAGE_MOST : (size_t)n;
}

/*
 * A locator holds the query itself: the rows are found anew, which is as
 * good as a snapshot for what is not changed in between.
 */
static struct str
keep_query(struct request *q, struct str text, bool all)
{
	struct str id = arena_printf(q->a, "01gSB%013llx",
	    (unsigned long long)(api_chance(q) >> 12));
	struct json kept = json_object();

	json_set(&kept, STR("q"), json_str(text), q->a);
	json_set(&kept, STR("all"), json_bool(all), q->a);
	store_keep(q->store, id.p, &kept);
	return id;
}

/* null where it has none: so the real one answers. */
static struct json
child_rows(struct request *q, const struct object *o,
    const struct soql_item *it, struct sf_error *e)
{
	struct json out = json_object(), list = json_array(), paths;
	struct sf_rows rows;
	struct soql s;
	size_t i;

	if (!sf_child_query(q, o, it, &s) ||
	    !sf_select(q, &s, false, &rows, e) || !list_paths(q, &s, &paths,
	    e))
		return json_null();
	cut(&s, &rows);
	for (i = 0; i < rows.n; i++)
		json_push(&list, sf_record(q, &rows.p[i], &paths), q->a);
	if (list.len == 0)
		return json_null();
	json_set(&out, STR("totalSize"), json_int(list.len, q->a), q->a);
	json_set(&out, STR("done"), json_bool(true), q->a);
	json_set(&out, STR("records"), list, q->a);
	return out;
}

static struct json
whole_row(struct request *q, const struct soql *s, const struct object *o,
    const struct json *paths, struct sf_error *e)
{
	struct json row = sf_record(q, o, paths);
	size_t i;

	for (i = 0; i < s->nitems; i++)
		if (s->items[i].what == SOQL_CHILD)
			json_set(&row, sf_child_name(o->type, &s->items[i]),
			    child_rows(q, o, &s->items[i], e), q->a);
	return row;
}

static void
answer(struct request *q, struct answer *r, const struct soql *s,
    const struct sf_rows *rows, const struct json *paths, size_t from,
    struct str locator, struct sf_error *e)
{
	struct json page = json_array();
	size_t i, to = from + page_size(q);
	bool more = to < rows->n;

	for (i = from; i < rows->n && i < to; i++)
		json_push(&page, whole_row(q, s, &rows->p[i], paths, e),
		    q->a);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("totalSize"), json_int((int64_t)rows->n,
	    q->a), q->a);
	json_set(&r->body, STR("done"), json_bool(!more), q->a);
	if (more)
		json_set(&r->body, STR("nextRecordsUrl"), json_str(
		    arena_printf(q->a, "%.*s/query/%.*s-%zu",
		    STR_ARG(sf_base(q)), STR_ARG(locator), to)), q->a);
	json_set(&r->body, STR("records"), page, q->a);
}

static void
aggregate(struct request *q, struct answer *r, struct json page)
{
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("totalSize"), json_int(page.len, q->a), q->a);
	json_set(&r->body, STR("done"), json_bool(true), q->a);
	json_set(&r->body, STR("records"), page, q->a);
}

static void
run(struct request *q, struct answer *r, struct str text, bool all,
    size_t from, struct str locator)
{
	struct json paths, page = json_array();
	struct sf_error e = { 0 };
	struct sf_rows rows;
	struct err wrong;
	struct soql s;

	if (soql_parse(text, q->a, &s, &wrong) == -1) {
		sf_fail(q, &e, wrong.code, NULL, "%s", wrong.msg);
		e.at = wrong.at.col;
		refuse(q, r, text, &e);
		return;
	}
	if (!sf_select(q, &s, all, &rows, &e) ||
	    !list_paths(q, &s, &paths, &e) || !sf_group_check(q, &s, sf_type(q,
	    s.from), &e)) {
		refuse(q, r, text, &e);
		return;
	}
	if (s.ngroups > 0) {
		aggregate(q, r, sf_grouped(q, &s, &rows));
		return;
	}
	cut(&s, &rows);
	if (counted(q, &s, &rows, &page)) {
		answer(q, r, &s, &rows, &paths, rows.n, STR_NONE, &e);
		json_set(&r->body, STR("records"), page, q->a);
		return;
	}
	if (locator.len == 0 && rows.n > page_size(q))
		locator = keep_query(q, text, all);
	answer(q, r, &s, &rows, &paths, from, locator, &e);
	if (e.code != NULL)	/* what a child query asks for */
		refuse(q, r, text, &e);
}

static void
first_page(struct request *q, struct answer *r, bool all)
{
	struct str text = api_query(q, "q");

	if (text.len == 0)
		sf_refuse(q, r, 400, "MALFORMED_QUERY",
		    "A query string has to be specified");
	else if (text.len > SF_URL)	/* what it is in the URL is longer */
		sf_refuse(q, r, 431, "URI_TOO_LONG",
		    "The length of the URI exceeds the limit");
	else
		run(q, r, text, all, 0, STR_NONE);
}

void
sf_query(struct request *q, struct answer *r)
{
	first_page(q, r, false);
}

void
sf_query_all(struct request *q, struct answer *r)
{
	first_page(q, r, true);
}

void
sf_query_more(struct request *q, struct answer *r)
{
	struct str locator = q->args[1], id;
	size_t dash = str_find(locator, STR("-"));
	struct json kept;

	id = arena_str(q->a, str_to(locator, dash));
	if (dash == (size_t)-1 || !str_starts(id, STR("01g")) ||
	    !store_kept(q->store, id.p, q->a, &kept)) {
		sf_refuse(q, r, 400, "INVALID_QUERY_LOCATOR",
		    "invalid query locator");
		return;
	}
	run(q, r, json_get_str(&kept, STR("q")), json_get(&kept,
	    STR("all"))->type == JSON_TRUE, (size_t)api_id(str_from(locator,
	    dash + 1)), id);
}

bool
sf_export(struct request *q, struct str text, bool all, struct buf *out,
    struct answer *r)
{
	struct sf_error e = { 0 };
	struct sf_rows rows;
	struct json paths, v;
	struct err wrong;
	struct soql s;
	size_t i;
	uint32_t k;

	if (soql_parse(text, q->a, &s, &wrong) == -1)
		sf_fail(q, &e, wrong.code, NULL, "%s", wrong.msg);
	else if (sf_select(q, &s, all, &rows, &e))
		list_paths(q, &s, &paths, &e);
	if (e.code != NULL) {
		refuse(q, r, text, &e);
		return false;
	}
	cut(&s, &rows);
	for (k = 0; k < paths.len; k++)
		csv_field(out, sf_text(&paths.items[k]), k == 0);
	csv_end(out);
	for (i = 0; i < rows.n; i++) {
		for (k = 0; k < paths.len; k++) {
			v = sf_path_value(q, &rows.p[i],
			    sf_text(&paths.items[k]));
			csv_field(out, store_scalar(&v), k == 0);
		}
		csv_end(out);
	}
	return true;
}
