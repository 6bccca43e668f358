/*
 * yaml: a YAML 1.2 core-schema document as a json tree with source marks.
 *
 * libyaml does the tokens and is seen by this module alone.  Plain scalars
 * have YAML 1.2's core meaning ("no" is a string, 0o17 and 0x1f are
 * integers, written as decimals; .inf and .nan, for which JSON has no text,
 * stay strings); anchors, aliases and "<<" merges work, bounded against
 * expansion.  A key twice is an error.
 *
 * What an alias leads to is shared: change a tree only where it was copied.
 * Source: YAML 1.2.2; merge keys as in YAML 1.1's type repository.
 */
#ifndef YAML_YAML_H
#define YAML_YAML_H

#include "base/diag.h"
#include "json/json.h"

/* In json.flags, how a scalar or collection stood there. */
enum yaml_flag {
	YAML_PLAIN = 1,
	YAML_SINGLE = 2,
	YAML_DOUBLE = 3,
	YAML_LITERAL = 4,	/* | */
	YAML_FOLDED = 5,	/* > */
	YAML_STYLE = 7,		/* mask of the above */
	YAML_FLOW = 8,		/* {a: b}, [a, b], or a scalar inside one */
	YAML_TAGGED = 16,	/* had an explicit, non-core tag (!consent) */
	YAML_ALIASED = 32,	/* reached through an alias or merge */
	YAML_HOLED = 64		/* a mapping with a key that is none: told, and
				   left out */
};

/* Past these a file is refused with an error at the place. */
enum {
	YAML_MAX_BYTES = 16 << 20,
	YAML_MAX_DEPTH = 64,
	YAML_MAX_NODES = 1 << 20,	/* aliases counted as often as used */
	YAML_MAX_ERRORS = 100		/* told; then reading ends */
};

/*
 * yaml_parse(name, text, a, out, d): the first document of ${text} (which
 * must outlive the tree); more than one is an error.  Marks: line, col of
 * each value; keys have the line of their value's mark or above it, see
 * yaml_key_where.  0, or -1 with the errors in ${d};
 * ${out} is then null if the text could not be read to its end, else all
 * that it says (of a key that stands there twice, the first), so that other
 * mistakes in it can be told as well.
 */
int		yaml_parse(const char *name, struct str text,
		    struct arena *a, struct json *out, struct diags *d);

/* yaml_read(path, a, out, d): the same from a file; limit 16 MiB. */
int		yaml_read(const char *path, struct arena *a, struct json *out,
		    struct diags *d);

/*
 * yaml_read_for(path, at, a, out, d): the same; that it cannot be read is
 * told at ${at}, where the path stands.
 */
int		yaml_read_for(const char *path, struct where at,
		    struct arena *a, struct json *out, struct diags *d);

/* yaml_where(v): the place of a value. */
struct where	yaml_where(const struct json *v);

/* yaml_key_where(o, i): the place of the key of member ${i} of ${o}. */
struct where	yaml_key_where(const struct json *o, size_t i);

/*
 * yaml_where_in(v, offset): the place of byte ${offset} of the decoded
 * scalar ${v}, so that an error in an expression points into the file.
 */
struct where	yaml_where_in(const struct json *v, size_t offset);

/*
 * yaml_text(v): the text of a scalar as it was written where YAML took it
 * for something else than a string ("007", "~", "True"); a string's own
 * text; none for a collection.
 */
struct str	yaml_text(const struct json *v);

/*
 * yaml_stop(v): what ended the plain scalar ${v}: '#' for a comment, ',' or
 * a bracket for the flow collection around it, '\0' for the line's end.
 */
char		yaml_stop(const struct json *v);

#endif
