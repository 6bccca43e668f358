#include "base/diag.h"
#include "conf/embed.h"
#include "stage/map_profile.h"
#include "yaml/yaml.h"

enum { NAMES_MAX = 64, DEPTH_MAX = 8 };

static int find(const struct json *, int, struct arena *, struct diags *,
    struct json *);

static bool
is_path(struct str s)
{
	return str_find(s, STR("/")) != (size_t)-1 ||
	    str_ends(s, STR(".yaml")) || str_ends(s, STR(".yml"));
}

static int
unknown(const struct json *node, struct str name, struct diags *d)
{
	const char *names[NAMES_MAX], *near;
	const struct embedded *p;
	size_t n = 0;

	for (p = embedded; p->name != NULL && n < NAMES_MAX; p++)
		if (strncmp(p->name, "stage/", 6) == 0)
			names[n++] = p->name + 6;
	near = nearest(name, names, n);
	return diag_error(d, yaml_where(node), "config.source",
	    "unknown source '%.*s'%s%s%s; a file's path has a '/' in it",
	    STR_ARG(name), near != NULL ? "; did you mean '" : "",
	    near != NULL ? near : "", near != NULL ? "'" : "");
}

/* A file is looked for beside the one that names it. */
static const char *
beside(const struct json *node, struct str path, struct arena *a)
{
	const char *file = yaml_where(node).name;
	const char *slash = file != NULL ? strrchr(file, '/') : NULL;

	if (path.p[0] == '/' || slash == NULL)
		return arena_str(a, path).p;
	return arena_printf(a, "%.*s/%.*s", (int)(slash - file), file,
	    STR_ARG(path)).p;
}

static int
by_name(const struct json *node, int depth, struct arena *a, struct diags *d,
    struct json *out)
{
	struct str name = { node->text, node->len };
	struct json *tree = ARENA_NEW(a, struct json);
	const struct embedded *p;

	if (name.len > 0 && is_path(name)) {
		if (yaml_read_for(beside(node, name, a), yaml_where(node), a,
		    tree, d) == -1)
			return -1;
		return find(tree, depth + 1, a, d, out);
	}
	for (p = embedded; p->name != NULL; p++)
		if (strncmp(p->name, "stage/", 6) == 0 &&
		    str_eq(name, str_of(p->name + 6)))
			break;
	if (p->name == NULL)
		return unknown(node, name, d);
	if (yaml_parse(p->file, p->text, a, tree, d) == -1)
		return -1;
	return find(tree, depth + 1, a, d, out);
}

/* ${over} laid over what it names with "profile". */
static int
overlay(const struct json *over, int depth, struct arena *a, struct diags *d,
    struct json *out)
{
	const struct json *base = json_get(over, STR("profile"));
	size_t i;

	*out = json_object();
	out->line = over->line;
	out->col = over->col;
	out->source = over->source;
	if (base != NULL && find(base, depth + 1, a, d, out) == -1)
		return -1;
	for (i = 0; i < over->len; i++)
		if (&over->members[i].value != base)
			json_set(out, over->members[i].key,
			    over->members[i].value, a);
	return 0;
}

static int
find(const struct json *node, int depth, struct arena *a, struct diags *d,
    struct json *out)
{
	if (depth > DEPTH_MAX)
		return diag_error(d, yaml_where(node), "config.source",
		    "profiles name each other in a circle");
	if (node->type == JSON_OBJECT)
		return overlay(node, depth, a, d, out);
	if (node->type == JSON_STRING)
		return by_name(node, depth, a, d, out);
	return diag_error(d, yaml_where(node), "config.source",
	    "a source is a name, a file's path, or a mapping");
}

int
map_profile(const struct json *node, struct arena *a, struct diags *d,
    struct json *out)
{
	return find(node, 0, a, d, out);
}
