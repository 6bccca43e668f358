/* part: members that no record has, such as "score.totl". */
#include "lint/private.h"
#include "record/shape.h"

static const char **
names_of(const struct conf_key *keys, struct arena *a, size_t *n)
{
	const struct conf_key *k;
	const char **names;

	for (*n = 0; keys[*n].name != NULL; ++*n)
		;
	names = arena_array(a, *n + 1, sizeof(*names));
	for (*n = 0, k = keys; k->name != NULL; k++)
		names[(*n)++] = k->name;
	return names;
}

/* Where ${name} stands in ${node}, which has ${path} at byte ${off}. */
static struct where
place(const struct json *node, size_t off, struct str path, struct str name)
{
	struct str text = { node->text, node->len };
	size_t skip = (size_t)(name.p - path.p);

	text = str_from(text, off);
	if (node->type == JSON_STRING && str_starts(text, path))
		off += skip;
	return yaml_where_in(node, off);
}

void
lint_part(struct lint *l, const struct json *node, size_t off,
    struct str path)
{
	const struct conf_key *keys = shape_record.sub->sub, *k;
	struct str rest = path, name = STR_NONE;
	const char **names, *near;
	size_t n;

	for (k = NULL; rest.len > 0; keys = k->sub) {
		name = str_to(rest, str_find(rest, STR(".")));
		if ((k = conf_known(keys, name)) == NULL)
			break;
		if (k->type != CONF_OBJ)
			return;
		rest = str_from(rest, name.len == rest.len ? rest.len :
		    name.len + 1);
	}
	if (k != NULL || name.p == path.p)
		return;
	names = names_of(keys, l->a, &n);
	near = nearest(name, names, n);
	diag_warn(l->d, place(node, off, path, name), "lint.unmapped",
	    "no record has %.*s%s%s%s", STR_ARG(str_to(path, (size_t)(name.p -
	    path.p) + name.len)), near != NULL ? "; did you mean '" : "",
	    near != NULL ? near : "", near != NULL ? "'?" : "");
}
