/* catalogue: read from its file; apart from what asks the CRM for it. */
#include "crm/catalogue.h"

static bool
is_true(const struct json *o, const char *key)
{
	const struct json *v = json_get(o, str_of(key));

	return v != NULL && v->type == JSON_TRUE;
}

static struct crm_property
property(const struct json *v, struct arena *a)
{
	const struct json *options = json_get(v, STR("options"));
	struct crm_property p = { .name = json_get_str(v, STR("name")),
	    .type = json_get_str(v, STR("type")),
	    .required = is_true(v, "required"),
	    .read_only = is_true(v, "read_only"),
	    .unique = is_true(v, "unique"),
	    .custom = is_true(v, "custom") };
	size_t i;

	if (options == NULL || options->type != JSON_ARRAY)
		return p;
	p.options.p = arena_array(a, options->len + 1, sizeof(struct str));
	for (i = 0; i < options->len; i++)
		if (options->items[i].type == JSON_STRING)
			p.options.p[p.options.n++] = json_scalar(
			    &options->items[i]);
	return p;
}

/* A count; -1 where none is told. */
static int64_t
count(const struct json *o, const char *key)
{
	const struct json *v = json_get(o, str_of(key));
	int64_t n;

	return v != NULL && v->type == JSON_NUMBER && json_to_int(v, &n) &&
	    n >= 0 ? n : -1;
}

static struct crm_quota
quota(const struct json *v)
{
	return (struct crm_quota){ .custom = count(v, "custom"),
	    .limit = count(v, "limit"), .left = count(v, "left"),
	    .documented = json_get_str(v, STR("documented")) };
}

static int
type_named(struct str name)
{
	int t;

	for (t = 0; t < CRM_TYPES; t++)
		if (str_eq(name, str_of(crm_type_names[t])))
			return t;
	return -1;
}

static int
read_line(const struct json *o, struct arena *a, struct crm_catalogue *out)
{
	const struct json *list = json_get(o, STR("properties"));
	struct str name = json_get_str(o, STR("type"));
	int t = type_named(name);
	size_t i;

	if (name.p == NULL || list == NULL || list->type != JSON_ARRAY)
		return -1;
	if (t == -1)
		return 0;
	out->known[t] = true;
	out->quota[t] = quota(json_get(o, STR("quota")));
	out->n[t] = 0;
	out->v[t] = arena_array(a, list->len + 1, sizeof(*out->v[t]));
	for (i = 0; i < list->len; i++)
		out->v[t][out->n[t]++] = property(&list->items[i], a);
	return 0;
}

int
catalogue_read(struct str text, struct arena *a, struct crm_catalogue *out,
    struct err *e)
{
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct json_doc *doc;
	struct str line;
	size_t end;
	int rc = 0;

	*out = (struct crm_catalogue){ 0 };
	for (; text.len > 0 && rc == 0; text = str_from(text, end + 1)) {
		end = str_find(text, STR("\n"));
		line = str_trim(str_to(text, end));
		if (end == (size_t)-1)
			end = text.len - 1;
		if (line.len == 0)
			continue;
		doc = ARENA_NEW(a, struct json_doc);
		if (json_parse(parser, arena_str(a, line), a, doc,
		    NULL) == -1 || read_line(&doc->root, a, out) == -1)
			rc = err_set(e, ERR_INPUT, "crm.catalogue",
			    "this is no list of a CRM's fields; make one with "
			    "chatcrm-push --properties");
	}
	json_parser_free(parser);
	return rc;
}

const struct crm_property *
catalogue_find(const struct crm_catalogue *c, enum crm_type t,
    struct str name)
{
	size_t i;

	for (i = 0; i < c->n[t]; i++)
		if (str_eq(c->v[t][i].name, name))
			return &c->v[t][i];
	return NULL;
}
