/*
 * source: the text that a YAML tree was read from, and places in it.
 *
 * A node of the tree has room for a line, a column and a 16-bit number, not
 * for a pointer.  So the process keeps a small ring of the sources that were
 * read last, by number; a number that has left the ring has no place any
 * more, which costs a message its file name and nothing else.
 */
#ifndef YAML_SOURCE_H
#define YAML_SOURCE_H

#include "base/arena.h"
#include "base/err.h"
#include "json/json.h"

struct yaml_key {
	const char	*p;	/* the key's bytes in the tree */
	uint32_t	 offset;/* of the key in the text */
};

struct yaml_source {
	const char	*name;
	struct str	 text;
	uint32_t	*lines;	/* offset at which each line begins */
	size_t		 nlines;
	struct yaml_key	*keys;
	size_t		 nkeys, keycap;
	struct arena	*arena;
	uint16_t	 id;	/* json.source of its nodes */
};

/* source_new(name, text, a): index the lines and enter it into the ring. */
struct yaml_source *source_new(const char *name, struct str text,
		    struct arena *a);

/* source_of(v): what ${v} was read from, or NULL. */
const struct yaml_source *source_of(const struct json *v);

/* source_key(s, p, offset): the key that stands at ${p} was at ${offset}. */
void		 source_key(struct yaml_source *s, const char *p,
		    size_t offset);

/* Offset to place and back. */
struct where	 source_where(const struct yaml_source *s, size_t offset);
size_t		 source_offset(const struct yaml_source *s, size_t line,
		    size_t col);

/* source_line(s, offset): the line that holds it, without its end. */
struct str	 source_line(const struct yaml_source *s, size_t offset);

#endif
