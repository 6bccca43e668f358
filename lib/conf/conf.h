/*
 * conf: the configuration: files merged, sections read by tables.
 *
 * A section is described by a table of keys; conf_read fills a struct from
 * it and complains of all that is wrong, with the nearest right name.  The
 * JSON Schema and "chatcrm check --show" come from the same tables, so they
 * cannot drift.
 */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include "base/diag.h"
#include "json/json.h"
#include "yaml/yaml.h"

enum conf_type {
	CONF_STR,	/* struct str: a string; what YAML takes for a number,
			   true or false is the text as written ("007") */
	CONF_BOOL,	/* bool */
	CONF_INT,	/* int64_t, min..max */
	CONF_NUM,	/* double, min..max */
	CONF_DURATION,	/* int64_t nanoseconds, not negative: "90d", "30s" */
	CONF_SIZE,	/* int64_t bytes: 512, "64M", "1 KiB" (powers of 1,024),
			   "1 MB" (of 1,000) */
	CONF_ENUM,	/* int: index into names */
	CONF_STRS,	/* struct conf_strs: a string or a list of them */
	CONF_SECRET,	/* const struct json *: {env:|file:|command:|vault:},
			   its form checked; auth/secret.h fetches it */
	CONF_CEL,	/* const struct json *: a scalar; its owner compiles */
	CONF_NODE,	/* const struct json *: any value, read by its owner */
	CONF_OBJ,	/* struct described by sub, in place */

	/*
	 * const struct json *, only its kind checked: its owner reads what
	 * is inside, each part by the table that sub has for it.
	 */
	CONF_MAP,	/* names of the user's choice: sub says what each may
			   have; "*" is for those it does not name */
	CONF_LIST,	/* sub[0] says what each item may be */
	CONF_EITHER	/* one of the forms in sub; the name of each says what
			   it is in messages: "an expression" */
};

enum {
	CONF_REQUIRED = 1,
	CONF_CONDITION = 2,	/* of CONF_CEL: true or false, no number */
	CONF_NULL = 4		/* of data: null too, see conf_data_schema */
};

struct conf_strs {
	struct str	*p;
	size_t		 n;
};

struct conf_key {
	const char		*name;		/* NULL ends a table */
	enum conf_type		 type;
	size_t			 offset;	/* of the field in the struct */
	const char		*help;		/* one sentence */
	unsigned		 flags;
	double			 min, max;	/* both 0: no bounds */
	const char *const	*names;		/* NULL-terminated: the words of
						   CONF_ENUM; of other texts a
						   pattern (ECMA 262, "" for
						   none) for editors, and then
						   examples */
	const struct conf_key	*sub;		/* CONF_OBJ, and see above */
};

/*
 * What stands in a table that is nobody's struct: forms, items and "*".
 *
 *	static const struct conf_key field_forms[] = {
 *		CONF_FORM("an expression", CONF_CEL, "its value", NULL),
 *		CONF_FORM("a mapping", CONF_OBJ, "more than that", field_keys),
 *		{ 0 }
 *	};
 *	static const struct conf_key fields[] = {
 *		CONF_FORM("*", CONF_EITHER, "a field", field_forms), { 0 }
 *	};
 *	... { "contact", CONF_MAP, offsetof(...), "...", 0, 0, 0, NULL, fields }
 */
#define CONF_FORM(name, type, help, sub) \
	{ name, type, 0, help, 0, 0, 0, NULL, sub }

/*
 * conf_read(node, what, keys, out, a, d): fill ${out} (defaults already in
 * it) from the mapping ${node} (NULL or null: nothing to do, but for required
 * keys of null); ${what} names it in messages ("map", "contact").  A key
 * without a value is an error, except for CONF_NODE and collections.
 * 0, or -1 with all errors in ${d}.
 */
int	conf_read(const struct json *node, const char *what,
	    const struct conf_key *keys, void *out, struct arena *a,
	    struct diags *d);

/*
 * conf_known(keys, name): the key of that name in ${keys}, else "*", else
 * NULL.  For readers of CONF_MAP.
 */
const struct conf_key *conf_known(const struct conf_key *keys,
	    struct str name);

/*
 * conf_unknown(d, at, what, key, names, n): complain at ${at} that ${what}
 * knows no ${key}, with the nearest of the ${n} ${names}; return -1.  For
 * readers of CONF_NODE.
 */
int	conf_unknown(struct diags *d, struct where at, const char *what,
	    struct str key, const char *const *names, size_t n);

/*
 * conf_walk(keys, node, path, a, fn, arg): call ${fn} for each value below
 * ${node} that ${keys} know, with the row that describes it (of several
 * forms the one it has) and its path, "score.rules.when".
 */
typedef void (*conf_visit)(void *arg, const struct conf_key *k,
	    const char *path, const struct json *v);
void	conf_walk(const struct conf_key *keys, const struct json *node,
	    const char *path, struct arena *a, conf_visit fn, void *arg);

/*
 * conf_schema(keys, id, title, a): the JSON Schema (draft 07, which editors
 * know best) of a mapping that ${keys} describe, in ${a}.
 */
struct json conf_schema(const struct conf_key *keys, const char *id,
	    const char *title, struct arena *a);

/*
 * conf_data_schema(form, id, title, a): the same of what programs write:
 * texts are texts and no numbers, nothing is null but what has CONF_NULL, and
 * CONF_STRS is a list.  ${form} is a CONF_OBJ, or CONF_EITHER of those.
 */
struct json conf_data_schema(const struct conf_key *form, const char *id,
	    const char *title, struct arena *a);

/* The merged configuration. */
struct conf {
	struct json	 root;		/* a mapping; each node has its mark */
	struct arena	*arena;
	struct diags	*diags;
};

/*
 * conf_load(files, n, a, d, out): read and merge; later files win key by
 * key, lists are replaced.  ${n} 0: $CHATCRM_CONFIG, else ./chatcrm.yaml
 * (refused when another user owns it), else an empty configuration.
 * Unknown sections are errors.  A file that is not YAML leaves ${out} with
 * what the others say, so that their mistakes come out as well.
 */
int	conf_load(const char *const *files, size_t n, struct arena *a,
	    struct diags *d, struct conf *out);

/*
 * conf_set(c, section, option, text): lay "NAME=VALUE", which ${option} of
 * the command line gave, over what the files say in ${section}; -1 with a
 * mistake in c->diags.
 */
int	conf_set(struct conf *c, const char *section, const char *option,
	    const char *text);

/* conf_section(c, name): its node, or NULL. */
const struct json *conf_section(const struct conf *c, const char *name);

/*
 * conf_env(node, what, d): the text of the environment variable that the
 * secret ${node}, {env: NAME}, names; NULL with a complaint about ${what}
 * in ${d} if it has another form or the variable is unset or empty.  For
 * the pure stages; where a process may do more, see auth/secret.h.
 */
const char *conf_env(const struct json *node, const char *what,
	    struct diags *d);

/*
 * conf_show(c, f): the merged configuration as YAML, each value with its
 * origin as a comment.  Text under a key that is named like a secret, where
 * none should be, is not shown.
 */
void	conf_show(const struct conf *c, FILE *f);

#endif
