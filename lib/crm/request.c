#include "crm/profile.h"

/* The item as expressions see it. */
static void
make_view(struct crm_item *it, struct arena *a)
{
	struct json v = json_object();

#define PUT(name, s) json_set(&v, STR(name), json_str((s).p != NULL ? (s) : \
	STR("")), a)
	PUT("token", it->token);
	PUT("id", it->id);
	PUT("key", it->key);
	PUT("trace", it->trace);
	PUT("contact", it->contact);
	PUT("company", it->company);
#undef PUT
	json_set(&v, STR("fields"), it->fields.type == JSON_OBJECT ?
	    it->fields : json_object(), a);
	json_set(&v, STR("current"), it->current.type == JSON_OBJECT ?
	    it->current : json_object(), a);
	it->view = v;
}

static struct cel_val
make_views(struct crm_item *const *items, size_t n, struct arena *a)
{
	struct json *list = ARENA_NEW(a, struct json);
	size_t i;

	*list = json_array();
	for (i = 0; i < n; i++) {
		items[i]->trace = arena_printf(a, "%zu", i + 1);
		make_view(items[i], a);
		json_push(list, items[i]->view, a);
	}
	return cel_from_json(list);
}

static int
add_path(const struct crm_op *op, const struct cel_val *vars,
    struct arena *a, struct buf *b, struct err *e)
{
	struct str s;
	size_t i;

	for (i = 0; i < op->npath; i++) {
		if (op->path[i].prog == NULL) {
			buf_adds(b, op->path[i].text);
			continue;
		}
		if (!cel_text(op->path[i].prog, vars, a, &s) || s.len == 0)
			return err_set(e, ERR_CONFIG, "profile.path",
			    "%s: an expression in the path has no value",
			    op->name.p);
		http_escape(s, b);
	}
	return 0;
}

static void
add_query(const struct crm_op *op, const struct cel_val *vars,
    struct arena *a, struct buf *b)
{
	char sep = '?';
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
	json_write(&tree, &b);
	*out = arena_str(a, buf_str(&b));
	buf_free(&b);
	return 0;
}

static int
build(const struct crm *crm, const struct crm_op *op, struct cel_val *vars,
    struct arena *a, struct crm_request *out, struct err *e)
{
	struct json none = json_array();
	struct buf url = { 0 };
	int rc = -1;

	vars[PV_FIELDS] = cel_from_json(op->fields != NULL ? op->fields :
	    &none);
	vars[PV_OPTIONS] = cel_from_json(&crm->options);
	out->method = op->method;
	buf_adds(&url, crm->url);
	if (add_path(op, vars, a, &url, e) == -1)
		goto out;
	add_query(op, vars, a, &url);
	out->url = arena_str(a, buf_str(&url));
	rc = make_body(op, vars, a, &out->body, e);
out:
	buf_free(&url);
	return rc;
}

int
request_build(const struct crm *crm, const struct crm_op *op,
    struct crm_item *const *items, size_t n, struct arena *a,
    struct crm_request *out, struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	size_t i;

	vars[PV_ITEMS] = make_views(items, n, a);
	for (i = 0; i < n && op->alias != NULL; i++) {
		vars[PV_ITEM] = cel_from_json(&items[i]->view);
		cel_text(op->alias, vars, a, &items[i]->alias);
	}
	vars[PV_ITEM] = cel_from_json(&items[0]->view);
	return build(crm, op, vars, a, out, e);
}

int
request_build_for(const struct crm *crm, const struct crm_op *op,
    const struct json *item, struct arena *a, struct crm_request *out,
    struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	if (item != NULL)
		vars[PV_ITEM] = cel_from_json(item);
	return build(crm, op, vars, a, out, e);
}
