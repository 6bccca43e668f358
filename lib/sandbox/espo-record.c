/* Records as answers show them, and lists of them. */
#include <string.h>

#include "sandbox/espo.h"

static const struct {
	int64_t		 id;
	const char	*email, *name, *user;
} users[] = {
	{ 1, "ops@sandbox.example", "Olga Ops", "olga" },
	{ 2, "sales@sandbox.example", "Sam Sales", "sam" },
};

enum { USERS = sizeof(users) / sizeof(users[0]) };

static bool
user_nth(struct request *q, const struct object_type *t, size_t i,
    struct object *out)
{
	*out = (struct object){ .type = t, .props = json_object() };
	if (i >= USERS)
		return false;
	out->id = users[i].id;
	json_set(&out->props, STR("name"), json_str(str_of(users[i].name)),
	    q->a);
	json_set(&out->props, STR("userName"),
	    json_str(str_of(users[i].user)), q->a);
	json_set(&out->props, STR("emailAddress"),
	    json_str(str_of(users[i].email)), q->a);
	return true;
}

/* Whole seconds, in UTC, without saying so. */
struct json
espo_time(struct arena *a, int64_t ms)
{
	char text[TIME_TEXT];

	time_format((struct instant){ ms / 1000, 0 }, text);
	text[10] = ' ';
	return json_str(arena_str(a, (struct str){ text, ESPO_TIME - 1 }));
}

static bool
is_data(const struct property *p)
{
	return (p->flags & PROPERTY_MANY) != 0 &&
	    str_ends(str_of(p->name), STR("Data"));
}

static void
show(struct request *q, const struct object *o, const struct property *p,
    struct json *out)
{
	const struct json *v = json_get(&o->props, str_of(p->name));

	json_set(out, str_of(p->name), v != NULL ? *v : json_null(), q->a);
}

struct json
espo_json(struct request *q, const struct object *o, bool whole)
{
	struct json out = json_object();
	const struct property *p;
	size_t i;

	json_set(&out, STR("id"), json_str(espo_id(o->type, o->id, q->a)),
	    q->a);
	for (p = o->type->properties; p->name != NULL; p++)
		if (whole || !is_data(p))
			show(q, o, p, &out);
	for (i = 0; (p = property_nth(q, o->type, i)) != NULL; i++)
		show(q, o, p, &out);
	if (property_in(o->type, STR("lastName")) != NULL)
		json_set(&out, STR("name"), json_str(str_trim(arena_printf(
		    q->a, "%.*s %.*s", STR_ARG(json_get_str(&o->props,
		    STR("firstName"))), STR_ARG(json_get_str(&o->props,
		    STR("lastName")))))), q->a);
	json_set(&out, STR("deleted"), json_bool(o->archived), q->a);
	json_set(&out, STR("createdAt"), espo_time(q->a, o->created), q->a);
	json_set(&out, STR("modifiedAt"), espo_time(q->a, o->updated), q->a);
	return out;
}

bool
espo_get(struct request *q, const struct object_type *t, struct str id,
    struct object *out, struct answer *r)
{
	int64_t n = espo_id_number(t, id);
	size_t i;

	for (i = 0; strcmp(t->name, "User") == 0 && user_nth(q, t, i,
	    out); i++)
		if (out->id == n)
			return true;
	if (n != 0 && store_get_exact(q->store, t, n, q->a, out) &&
	    !out->archived)
		return true;
	espo_fail(q, r, 404, "Record not found");
	return false;
}

void
espo_read(struct request *q, struct answer *r)
{
	const struct object_type *t = espo_type(q, 0, r);
	struct object o;

	if (t == NULL || !espo_get(q, t, q->args[1], &o, r))
		return;
	r->status = 200;
	r->body = espo_json(q, &o, true);
}

/* A list that is asked for. */
struct list {
	const struct object_type	*t;
	struct json			 where;
	int64_t				 offset, most;
	bool				 by_time;
};

/* "where[2][attribute]" into the third condition. */
static void
add_condition(struct request *q, struct list *l, struct str name,
    struct str value)
{
	struct str rest = str_from(name, 6), key;
	size_t close = str_find(rest, STR("]"));
	int64_t n = api_id(str_to(rest, close)) + 1;
	struct json *c, *list;

	if (close == (size_t)-1 || n > API_QUERY)
		return;
	while (l->where.len < (uint32_t)n)
		json_push(&l->where, json_object(), q->a);
	c = &l->where.items[n - 1];
	rest = str_from(rest, close + 1);
	if (str_starts(rest, STR("[value]["))) {
		list = json_get(c, STR("value"));
		if (list == NULL)
			list = json_set(c, STR("value"), json_array(), q->a);
		if (list->type == JSON_ARRAY)
			json_push(list, json_str(value), q->a);
		return;
	}
	if (rest.len < 3)
		return;
	key = str_to(str_from(rest, 1), rest.len - 2);
	json_set(c, key, json_str(value), q->a);
}

static void
read_query(struct request *q, struct list *l)
{
	size_t i;

	l->where = json_array();
	for (i = 0; i < q->nquery; i++)
		if (str_starts(q->query[i].name, STR("where[")))
			add_condition(q, l, q->query[i].name,
			    q->query[i].value);
	l->offset = api_id(api_query(q, "offset"));
	l->most = api_id(api_query(q, "maxSize"));
	l->by_time = str_eq(api_query(q, "orderBy"), STR("modifiedAt"));
}

/* searchParams: the same as JSON. */
static bool
read_params(struct request *q, struct list *l, struct str text)
{
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct json_doc doc;
	const struct json *v;
	int rc = json_parse(parser, text, q->a, &doc, NULL);

	json_parser_free(parser);
	if (rc == -1 || doc.root.type != JSON_OBJECT)
		return false;
	if ((v = json_get(&doc.root, STR("where"))) != NULL)
		l->where = *v;
	if ((v = json_get(&doc.root, STR("offset"))) != NULL)
		json_to_int(v, &l->offset);
	if ((v = json_get(&doc.root, STR("maxSize"))) != NULL)
		json_to_int(v, &l->most);
	l->by_time |= str_eq(json_get_str(&doc.root, STR("orderBy")),
	    STR("modifiedAt"));
	return true;
}

static bool
read_list(struct request *q, struct list *l, struct answer *r)
{
	struct str params = api_query(q, "searchParams");

	l->t = espo_type(q, 0, r);
	if (l->t == NULL)
		return false;
	read_query(q, l);
	if ((params.len > 0 && !read_params(q, l, params)) ||
	    !espo_where_ok(&l->where, 0)) {
		espo_fail(q, r, 400, "Bad where");
		return false;
	}
	if (l->most > ESPO_LIST) {
		espo_fail(q, r, 403, "Max size should not exceed 200. Use "
		    "offset and limit.");
		return false;
	}
	if (l->most <= 0)
		l->most = ESPO_LIST;
	return true;
}

static bool
next_of(struct request *q, const struct list *l, size_t i, struct object *o)
{
	if (strcmp(l->t->name, "User") == 0)
		return user_nth(q, l->t, i, o);
	if (!l->by_time)
		return store_next(q->store, l->t, i == 0 ? 0 : o->id, false,
		    q->a, o);
	return store_changed(q->store, l->t, i == 0 ? -1 : o->updated,
	    i == 0 ? 0 : o->id, false, q->a, o);
}

static void
answer_list(struct request *q, struct answer *r, struct json list,
    int64_t total)
{
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("total"), json_int(total, q->a), q->a);
	json_set(&r->body, STR("list"), list, q->a);
}

void
espo_list(struct request *q, struct answer *r)
{
	struct list l = { 0 };
	struct json list = json_array();
	struct object o;
	int64_t total = 0;
	size_t i;

	if (!read_list(q, &l, r))
		return;
	for (i = 0; next_of(q, &l, i, &o); i++) {
		if (!espo_where(q, &o, &l.where))
			continue;
		if (total++ >= l.offset && list.len < l.most)
			json_push(&list, espo_json(q, &o, false), q->a);
	}
	answer_list(q, r, list, total);
}

/* Which property of the record, or of those it leads to, holds the tie? */
static const struct association_type *
link_named(const struct object_type *t, struct str link)
{
	const struct association_type *k;
	struct str plural;

	for (k = espo_schema.associations; k->from != NULL; k++) {
		plural = str_of(strcmp(k->from, t->name) == 0 ? k->to :
		    k->from);
		if (strcmp(k->from, t->name) != 0 &&
		    strcmp(k->to, t->name) != 0)
			continue;
		if (link.len == plural.len + 1 && str_ends(link, STR("s")) &&
		    str_ieq(str_to(link, plural.len), plural))
			return k;
	}
	return NULL;
}

static bool
holds(const struct object *o, const char *property, struct str id)
{
	return store_has(o, property, id);
}

/* Records at the other end of a link. */
void
espo_related(struct request *q, struct answer *r)
{
	const struct object_type *t = espo_type(q, 0, r), *other;
	const struct association_type *k;
	struct json list = json_array();
	struct object o, to = { .id = 0 };
	bool forward;

	if (t == NULL || !espo_get(q, t, q->args[1], &o, r))
		return;
	if ((k = link_named(t, q->args[2])) == NULL) {
		espo_fail(q, r, 404, "Link does not exist");
		return;
	}
	forward = strcmp(k->from, t->name) == 0;
	other = schema_type(&espo_schema, str_of(forward ? k->to : k->from));
	while (store_next(q->store, other, to.id, false, q->a, &to))
		if (forward ? holds(&o, k->property, espo_id(other, to.id,
		    q->a)) : holds(&to, k->property, espo_id(t, o.id, q->a)))
			json_push(&list, espo_json(q, &to, false), q->a);
	answer_list(q, r, list, list.len);
}

/* Put ${id} into, or take it out of, the list that ${property} is. */
static void
change(struct request *q, struct object *o, const char *property,
    struct str id, bool add)
{
	const struct json *old = json_get(&o->props, str_of(property));
	struct json list = json_array();
	uint32_t i;

	for (i = 0; old != NULL && old->type == JSON_ARRAY && i < old->len;
	    i++)
		if (!str_eq(store_scalar(&old->items[i]), id))
			json_push(&list, old->items[i], q->a);
	if (add)
		json_push(&list, json_str(id), q->a);
	json_set(&o->props, str_of(property), list, q->a);
	/* A contact's first account is its primary one. */
	if (strcmp(property, "accountsIds") == 0)
		json_set(&o->props, STR("accountId"), list.len > 0 ?
		    list.items[0] : json_null(), q->a);
	store_update(q->store, o);
}

static bool
change_one(struct request *q, const struct association_type *k,
    struct object *o, struct str id, bool add, struct answer *r)
{
	bool forward = strcmp(k->from, o->type->name) == 0;
	struct object to;

	if (!espo_get(q, schema_type(&espo_schema, str_of(forward ? k->to :
	    k->from)), id, &to, r))
		return false;
	if (forward)
		change(q, o, k->property, id, add);
	else
		change(q, &to, k->property, espo_id(o->type, o->id, q->a),
		    add);
	return true;
}

/* {"id": "..."} or {"ids": [...]} */
static void
change_all(struct request *q, struct answer *r, bool add)
{
	const struct object_type *t = espo_type(q, 0, r);
	const struct association_type *k;
	const struct json *ids = json_get(&q->in, STR("ids"));
	struct str id = json_get_str(&q->in, STR("id"));
	struct object o;
	uint32_t i;

	if (t == NULL || !espo_get(q, t, q->args[1], &o, r))
		return;
	if ((k = link_named(t, q->args[2])) == NULL) {
		espo_fail(q, r, 404, "Link does not exist");
		return;
	}
	if (id.len > 0 && !change_one(q, k, &o, id, add, r))
		return;
	for (i = 0; ids != NULL && ids->type == JSON_ARRAY && i < ids->len;
	    i++)
		if (!change_one(q, k, &o, store_scalar(&ids->items[i]), add,
		    r))
			return;
	r->status = 200;
	r->body = json_bool(true);
}

void
espo_relate(struct request *q, struct answer *r)
{
	change_all(q, r, true);
}

void
espo_unrelate(struct request *q, struct answer *r)
{
	change_all(q, r, false);
}
