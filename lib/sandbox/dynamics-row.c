/* Rows: which one a key names, and how an answer shows it. */
#include <stdio.h>
#include <string.h>

#include "sandbox/dynamics.h"

/* The persona's own people; rows of systemusers are not made by the API. */
static const struct {
	int64_t		 id;
	const char	*email, *name;
} users[] = {
	{ 1, "ops@sandbox.example", "Olga Ops" },
	{ 2, "sales@sandbox.example", "Sam Sales" },
};

enum { USERS = sizeof(users) / sizeof(users[0]) };

static bool
user_nth(struct request *q, const struct object_type *t, size_t i,
    struct object *out)
{
	struct json *p = &out->props;

	*out = (struct object){ .type = t, .props = json_object() };
	if (i >= USERS)
		return false;
	out->id = users[i].id;
	json_set(p, STR("systemuserid"), json_str(dyn_guid(users[i].id,
	    q->a)), q->a);
	json_set(p, STR("fullname"), json_str(str_of(users[i].name)), q->a);
	json_set(p, STR("internalemailaddress"),
	    json_str(str_of(users[i].email)), q->a);
	json_set(p, STR("isdisabled"), json_bool(false), q->a);
	return true;
}

static bool
find_user(struct request *q, const struct object_type *t, struct str guid,
    struct object *out)
{
	size_t i;

	for (i = 0; user_nth(q, t, i, out); i++)
		if (str_ieq(json_get_str(&out->props, STR("systemuserid")),
		    guid))
			return true;
	return false;
}

/* "NAME='VALUE'", its quotes doubled inside. */
static bool
split_key(struct str key, struct arena *a, struct str *name,
    struct str *value)
{
	size_t eq = str_find(key, STR("='")), i, n = 0;
	char *out;

	if (eq == (size_t)-1 || eq == 0 || !str_ends(key, STR("'")))
		return false;
	*name = str_to(key, eq);
	key = str_from(key, eq + 2);
	if (key.len == 0)
		return false;
	key.len--;
	out = arena_alloc(a, key.len + 1);
	for (i = 0; i < key.len; i++) {
		out[n++] = key.p[i];
		if (key.p[i] == '\'' && ++i < key.len && key.p[i] != '\'')
			return false;
	}
	out[n] = '\0';
	*value = (struct str){ out, n };
	return true;
}

bool
dyn_row(struct request *q, const struct object_type *t, struct str key,
    struct str *name, struct str *value, struct object *out)
{
	const struct property *p;
	int64_t id;

	*name = STR_NONE;
	if (dyn_is_guid(key)) {
		*name = str_of(dyn_key(t));
		*value = key;
	} else if (!split_key(key, q->a, name, value) ||
	    (p = property_find(q, t, *name)) == NULL ||
	    (p->flags & PROPERTY_UNIQUE) == 0) {
		*name = STR_NONE;
		return false;
	}
	if (strcmp(t->name, "systemusers") == 0)
		return find_user(q, t, *value, out);
	p = property_find(q, t, *name);
	id = store_key(q->store, t, p->name, *value);
	return id != 0 && store_get_exact(q->store, t, id, q->a, out) &&
	    !out->archived;
}

static bool
is_selected(struct str select, struct str name)
{
	size_t comma;

	while (select.len > 0) {
		comma = str_find(select, STR(","));
		if (str_eq(str_trim(str_to(select, comma)), name))
			return true;
		if (comma == (size_t)-1)
			return false;
		select = str_from(select, comma + 1);
	}
	return false;
}

static void
show(struct request *q, const struct object *o, struct str select,
    struct str name, struct json *out)
{
	const struct json *v = json_get(&o->props, name);

	if (select.len == 0 || is_selected(select, name))
		json_set(out, name, v != NULL ? *v : json_null(), q->a);
}

/* Times of rows have whole seconds. */
static struct json
seconds(struct request *q, int64_t ms)
{
	char text[TIME_TEXT];
	size_t n = time_format((struct instant){ ms / 1000, 0 }, text);

	return json_str(arena_str(q->a, (struct str){ text, n }));
}

struct json
dyn_json(struct request *q, const struct object *o, struct str select)
{
	const struct property *p;
	struct json out = json_object();
	struct str key = str_of(dyn_key(o->type));
	size_t i;

	json_set(&out, STR("@odata.etag"), json_str(arena_printf(q->a,
	    "W/\"%lld\"", (long long)o->updated)), q->a);
	for (p = o->type->properties; p->name != NULL; p++)
		show(q, o, select, str_of(p->name), &out);
	for (i = 0; (p = property_nth(q, o->type, i)) != NULL; i++)
		show(q, o, select, str_of(p->name), &out);
	if (select.len == 0 || is_selected(select, STR("createdon")))
		json_set(&out, STR("createdon"), seconds(q, o->created), q->a);
	if (select.len == 0 || is_selected(select, STR("modifiedon")))
		json_set(&out, STR("modifiedon"), seconds(q, o->updated),
		    q->a);
	json_set(&out, key, *json_get(&o->props, key), q->a);
	return out;
}

/* The row after ${o}, in the order of ids, of users too. */
static bool
next_row(struct request *q, const struct object_type *t, size_t i,
    struct object *o)
{
	if (strcmp(t->name, "systemusers") == 0)
		return user_nth(q, t, i, o);
	return store_next(q->store, t, o->id, false, q->a, o);
}

/* A column that is asked for must be there. */
static bool
select_ok(struct request *q, const struct object_type *t, struct str select,
    struct answer *r)
{
	struct str name;
	size_t comma;

	while (select.len > 0) {
		comma = str_find(select, STR(","));
		name = str_trim(str_to(select, comma));
		if (property_find(q, t, name) == NULL &&
		    !str_eq(name, str_of(t->created)) &&
		    !str_eq(name, str_of(t->modified))) {
			dyn_fail(q, r, 400, "0x80060888", "Could not find a "
			    "property named '%.*s' on type "
			    "'Microsoft.Dynamics.CRM.%s'.", STR_ARG(name),
			    t->singular);
			return false;
		}
		if (comma == (size_t)-1)
			break;
		select = str_from(select, comma + 1);
	}
	return true;
}

void
dyn_get(struct request *q, struct answer *r)
{
	const struct object_type *t = dyn_type(q, 1, r);
	struct str select = api_query(q, "$select"), name, value;
	struct object o;

	if (t == NULL || !select_ok(q, t, select, r))
		return;
	if (!dyn_row(q, t, q->args[2], &name, &value, &o)) {
		dyn_fail(q, r, 404, "0x80040217", "Entity '%s' With Id = "
		    "%.*s Does Not Exist", t->singular,
		    STR_ARG(q->args[2]));
		return;
	}
	r->status = 200;
	r->body = dyn_json(q, &o, select);
}

struct page {
	const struct object_type	*t;
	const struct dyn_filter		*filter;
	struct str			 select;
	size_t				 skip, most;
	bool				 by_time;
};

/* Prefer: odata.maxpagesize=500 */
static size_t
page_size(struct request *q)
{
	struct str prefer = api_header(q, "Prefer");
	size_t at = str_find(prefer, STR("odata.maxpagesize="));
	size_t n = 0;

	for (at += 18; at >= 18 && at < prefer.len &&
	    ascii_digit(prefer.p[at]) && n < DYN_PAGE; at++)
		n = n * 10 + (size_t)(prefer.p[at] - '0');
	return n > 0 && n < DYN_PAGE ? n : DYN_PAGE;
}

static bool
page_read(struct request *q, struct page *p, struct answer *r)
{
	struct str why;

	p->t = dyn_type(q, 1, r);
	p->select = api_query(q, "$select");
	if (p->t == NULL || !select_ok(q, p->t, p->select, r))
		return false;
	if (!dyn_filter_parse(q, p->t, api_query(q, "$filter"), &p->filter,
	    &why)) {
		dyn_fail(q, r, 400, "0x80060888", "%.*s", STR_ARG(why));
		return false;
	}
	p->skip = (size_t)api_id(api_query(q, "$skiptoken"));
	p->most = page_size(q);
	p->by_time = str_starts(api_query(q, "$orderby"), STR("modifiedon"));
	return true;
}

/* In the order of ids, or of (modifiedon, id). */
static bool
next_of(struct request *q, const struct page *p, size_t i, struct object *o)
{
	if (!p->by_time)
		return next_row(q, p->t, i, o);
	return store_changed(q->store, p->t, i == 0 ? -1 : o->updated,
	    i == 0 ? 0 : o->id, false, q->a, o);
}

static void
escape(struct str s, struct buf *b)
{
	char text[4];
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (ascii_alpha(s.p[i]) || ascii_digit(s.p[i]) ||
		    s.p[i] == '-' || s.p[i] == '_' || s.p[i] == '$') {
			buf_addc(b, s.p[i]);
			continue;
		}
		snprintf(text, sizeof(text), "%%%02X", (unsigned char)s.p[i]);
		buf_add(b, text, 3);
	}
}

/* "http://host/path?...&$skiptoken=n": to be followed as it is. */
static struct json
next_link(struct request *q, size_t skip)
{
	struct buf b = { 0 };
	struct json out;
	size_t i;

	buf_adds(&b, STR("http://"));
	buf_adds(&b, api_header(q, "Host"));
	buf_adds(&b, q->path);
	buf_addc(&b, '?');
	for (i = 0; i < q->nquery; i++) {
		if (str_eq(q->query[i].name, STR("$skiptoken")))
			continue;
		escape(q->query[i].name, &b);
		buf_addc(&b, '=');
		escape(q->query[i].value, &b);
		buf_addc(&b, '&');
	}
	out = json_str(arena_printf(q->a, "%.*s$skiptoken=%zu",
	    STR_ARG(buf_str(&b)), skip));
	buf_free(&b);
	return out;
}

void
dyn_list(struct request *q, struct answer *r)
{
	struct page p = { 0 };
	struct json rows = json_array();
	struct object o = { .id = 0 };
	size_t i, seen = 0;
	int64_t top = api_id(api_query(q, "$top"));

	if (!page_read(q, &p, r))
		return;
	r->status = 200;
	r->body = json_object();
	for (i = 0; next_of(q, &p, i, &o); i++) {
		if (p.filter != NULL && !dyn_filter_match(p.filter, &o))
			continue;
		if (seen++ < p.skip)
			continue;
		if (rows.len == p.most) {
			json_set(&r->body, STR("@odata.nextLink"),
			    next_link(q, p.skip + rows.len), q->a);
			break;
		}
		json_push(&rows, dyn_json(q, &o, p.select), q->a);
		if (top > 0 && rows.len == (size_t)top)
			break;
	}
	json_set(&r->body, STR("value"), rows, q->a);
}
