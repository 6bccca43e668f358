/* load: configuration files, merged. */
#include <sys/stat.h>

#include <stdlib.h>
#include <unistd.h>

#include "conf/conf.h"

static const char *const sections[] = { "map", "validate", "score", "route",
    "crm", "vault", "ledger", "dead", "limits" };

enum { NSECTIONS = sizeof(sections) / sizeof(sections[0]) };

static struct json	merge(const struct json *base,
			    const struct json *over, struct arena *a);

/* Put ${m} into ${o}, merged with what is there under its key. */
static void
merge_member(struct json *o, const struct json_member *m, struct arena *a)
{
	struct json *old = json_get(o, m->key);
	struct json_member *place;

	if (old == NULL) {
		json_set(o, m->key, m->value, a);
		return;
	}
	place = &o->members[0];
	while (&place->value != old)
		place++;
	/* the key too, so that it is found in the file of its value */
	*place = (struct json_member){ m->key, merge(old, &m->value, a) };
}

static struct json
merge(const struct json *base, const struct json *over, struct arena *a)
{
	struct json o;
	size_t i;

	if (base->type != JSON_OBJECT || over->type != JSON_OBJECT)
		return *over;
	o = *over;
	o.members = NULL;
	o.len = 0;
	for (i = 0; i < base->len; i++)
		json_set(&o, base->members[i].key, base->members[i].value, a);
	for (i = 0; i < over->len; i++)
		merge_member(&o, &over->members[i], a);
	return o;
}

static void
check_sections(const struct json *root, struct diags *d)
{
	size_t i, k;

	for (i = 0; i < root->len; i++) {
		for (k = 0; k < NSECTIONS; k++)
			if (str_eq(root->members[i].key, str_of(sections[k])))
				break;
		if (k == NSECTIONS)
			conf_unknown(d, yaml_key_where(root, i),
			    "the configuration", root->members[i].key,
			    sections, NSECTIONS);
	}
}

static int
load_one(const char *path, struct conf *c)
{
	struct json tree = json_null();

	yaml_read(path, c->arena, &tree, c->diags);
	if (tree.type == JSON_NULL)
		return 0;
	if (tree.type != JSON_OBJECT)
		return diag_error(c->diags, yaml_where(&tree), "config.type",
		    "a configuration is a mapping of sections (map: ...)");
	check_sections(&tree, c->diags);
	c->root = merge(&c->root, &tree, c->arena);
	return 0;
}

/*
 * A file in the working directory can be anybody's, and it may name commands
 * to run; what -c and the environment name, this user chose.
 */
static const char *
default_file(struct diags *d)
{
	static const char here[] = "chatcrm.yaml";
	const char *env = getenv("CHATCRM_CONFIG");
	struct stat st;

	if (env != NULL && env[0] != '\0')
		return env;
	if (stat(here, &st) == -1)
		return NULL;
	if (st.st_uid == geteuid() || st.st_uid == 0)
		return here;
	diag_error(d, (struct where){ .name = here }, "config.owner",
	    "belongs to another user; name it with -c if you trust it");
	return NULL;
}

int
conf_load(const char *const *files, size_t n, struct arena *a,
    struct diags *d, struct conf *out)
{
	size_t errors = d->errors, i;
	const char *file;

	*out = (struct conf){ json_object(), a, d };
	for (i = 0; i < n; i++)
		load_one(files[i], out);
	if (n == 0 && (file = default_file(d)) != NULL)
		load_one(file, out);
	return d->errors == errors ? 0 : -1;
}

/* The value is read as in a file, but for itself: it can be no section. */
int
conf_set(struct conf *c, const char *section, const char *option,
    const char *text)
{
	struct str all = str_of(text), name;
	struct json value, keys = json_object(), over = json_object();
	size_t end = str_find(all, STR("="));

	name = str_to(all, end);
	if (end == (size_t)-1 || name.len == 0)
		return diag_error(c->diags, (struct where){ .name = option },
		    "usage.pair", "'%.*s' is not NAME=VALUE",
		    STR_ARG(str_to(all, 40)));
	if (yaml_parse(option, str_from(all, end + 1), c->arena, &value,
	    c->diags) == -1)
		return -1;
	json_set(&keys, name, value, c->arena);
	json_set(&over, str_of(section), keys, c->arena);
	c->root = merge(&c->root, &over, c->arena);
	return 0;
}

const struct json *
conf_section(const struct conf *c, const char *name)
{
	return json_get(&c->root, str_of(name));
}

const char *
conf_env(const struct json *node, const char *what, struct diags *d)
{
	struct str name = json_get_str(node, STR("env"));
	const char *text;

	if (name.p == NULL || node->len != 1) {
		diag_error(d, yaml_where(node), "config.secret",
		    "%s is a secret: write {env: NAME}", what);
		return NULL;
	}
	text = getenv(arena_str(d->arena, name).p);
	if (text == NULL || *text == '\0') {
		diag_error(d, yaml_where(node), "config.secret",
		    "the environment has no %.*s, which %s names",
		    STR_ARG(name), what);
		return NULL;
	}
	return text;
}
