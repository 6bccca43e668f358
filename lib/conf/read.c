/* read: a mapping by its table of keys. */
#include "conf/conf.h"
#include "conf/value.h"

static size_t
count(const struct conf_key *keys)
{
	size_t n = 0;

	while (keys[n].name != NULL)
		n++;
	return n;
}

const struct conf_key *
conf_known(const struct conf_key *keys, struct str name)
{
	const struct conf_key *any = NULL;

	for (; keys->name != NULL; keys++) {
		if (str_eq(name, str_of(keys->name)))
			return keys;
		if (strcmp(keys->name, "*") == 0)
			any = keys;
	}
	return any;
}

enum { NAMES_SHOWN = 12 };

/* "{from:input.x}" has a key "from:input.x". */
static bool
is_glued(struct str key, const char *const *names, size_t n)
{
	size_t colon = str_find(key, STR(":")), i;

	for (i = 0; colon != (size_t)-1 && i < n; i++)
		if (str_eq(str_to(key, colon), str_of(names[i])))
			return true;
	return false;
}

int
conf_unknown(struct diags *d, struct where at, const char *what,
    struct str key, const char *const *names, size_t n)
{
	const char *near = nearest(key, names, n);
	struct buf all = { .max = 512 };
	char quoted[64];
	size_t i;
	int rc;

	err_quote(key, quoted, sizeof(quoted));
	if (is_glued(key, names, n))
		return diag_error(d, at, "config.unknown",
		    "unknown key '%s' of %s; a blank is missing behind the "
		    "':'", quoted, what);
	if (near != NULL)
		return diag_error(d, at, "config.unknown",
		    "unknown key '%s' of %s; did you mean '%s'?", quoted,
		    what, near);
	if (n > NAMES_SHOWN || n == 0)
		return diag_error(d, at, "config.unknown",
		    "unknown key '%s' of %s%s", quoted, what,
		    n == 0 ? ", which has none here" : "");
	for (i = 0; i < n; i++)
		buf_printf(&all, "%s%s", i == 0 ? "" : i + 1 < n ? ", " :
		    " and ", names[i]);
	rc = diag_error(d, at, "config.unknown",
	    "unknown key '%s' of %s, which has %.*s", quoted, what,
	    STR_ARG(buf_str(&all)));
	buf_free(&all);
	return rc;
}

/*
 * "{from: f(a, b)}": YAML ends the value at the comma and makes a key of
 * "b)" without a value.
 */
static bool
cut_off(const struct json *node, size_t i)
{
	struct str key = node->members[i].key;

	return node->flags & YAML_FLOW && i > 0 &&
	    node->members[i].value.type == JSON_NULL &&
	    (memchr(key.p, ')', key.len) != NULL ||
	    memchr(key.p, '(', key.len) != NULL ||
	    memchr(key.p, '"', key.len) != NULL ||
	    memchr(key.p, '\'', key.len) != NULL);
}

static const char **
names_of(const struct conf_key *keys, struct arena *a)
{
	size_t n = count(keys), k;
	const char **names = arena_array(a, n + 1, sizeof(*names));

	for (k = 0; k < n; k++)
		names[k] = keys[k].name;
	return names;
}

/* "tokn: abc" beside a token: what it holds is not to be shown. */
static bool
may_be_secret(const struct json *v, const struct conf_key *keys)
{
	for (; v->type == JSON_STRING && keys->name != NULL; keys++)
		if (keys->type == CONF_SECRET)
			return true;
	return false;
}

static int
unknown(const struct json *node, size_t i, const char *what,
    const struct conf_key *keys, struct arena *a, struct diags *d)
{
	struct where at = yaml_key_where(node, i);

	if (cut_off(node, i))
		return diag_error(d, at, "config.cut", "inside {} a comma "
		    "ends a plain value, so this was cut off from '%.*s'; "
		    "put the whole expression in single quotes",
		    STR_ARG(node->members[i - 1].key));
	conf_unknown(d, at, what, node->members[i].key, names_of(keys, a),
	    count(keys));
	return may_be_secret(&node->members[i].value, keys) ? diag_hide(d) : -1;
}

/* Is ${k} there under a name that was already told to be misspelt? */
static bool
misspelt(const struct json *node, const struct conf_key *k,
    const struct conf_key *keys, struct arena *a)
{
	const char *near;
	size_t i;

	for (i = 0; node->type == JSON_OBJECT && i < node->len; i++) {
		if (conf_known(keys, node->members[i].key) != NULL)
			continue;
		near = nearest(node->members[i].key, names_of(keys, a),
		    count(keys));
		if (near != NULL && strcmp(near, k->name) == 0)
			return true;
	}
	return false;
}

static void
require(const struct json *node, const char *what,
    const struct conf_key *keys, struct arena *a, struct diags *d)
{
	const struct conf_key *k;

	if (node->flags & YAML_HOLED)
		return;
	for (k = keys; k->name != NULL; k++)
		if (k->flags & CONF_REQUIRED && (node->type != JSON_OBJECT ||
		    json_get(node, str_of(k->name)) == NULL) &&
		    !misspelt(node, k, keys, a))
			diag_error(d, yaml_where(node), "config.missing",
			    "%s needs the key '%s': %s", what, k->name,
			    k->help != NULL ? k->help : "it is required");
}

static void
read_members(const struct json *node, const char *what,
    const struct conf_key *keys, void *out, struct arena *a, struct diags *d)
{
	const struct conf_key *k;
	const char *name;
	size_t i;

	for (i = 0; i < node->len; i++) {
		k = conf_known(keys, node->members[i].key);
		if (k == NULL) {
			unknown(node, i, what, keys, a, d);
			continue;
		}
		name = arena_printf(a, "%s.%s", what, k->name).p;
		conf_value(&node->members[i].value, name, k, out, a, d);
	}
}

int
conf_read(const struct json *node, const char *what,
    const struct conf_key *keys, void *out, struct arena *a, struct diags *d)
{
	size_t errors = d->errors;

	if (node == NULL)
		return 0;
	if (node->type != JSON_OBJECT && node->type != JSON_NULL)
		return diag_error(d, yaml_where(node), "config.type",
		    "%s must be a mapping (key: value)", what);
	if (node->type == JSON_OBJECT)
		read_members(node, what, keys, out, a, d);
	require(node, what, keys, a, d);
	return d->errors == errors ? 0 : -1;
}
