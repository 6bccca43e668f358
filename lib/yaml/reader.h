/*
 * reader: one document on its way from libyaml's events to a tree; what the
 * files of this module share.
 */
#ifndef YAML_READER_H
#define YAML_READER_H

#include <yaml.h>

#include "base/hmap.h"
#include "yaml/source.h"
#include "yaml/yaml.h"

struct yaml_anchor {
	struct json	 v;
	size_t		 nodes;	/* below it, itself included */
	size_t		 height;/* levels below it */
	bool		 open;	/* still being read */
};

struct yaml_reader {
	yaml_parser_t		 parser;
	yaml_event_t		 event;		/* the one being looked at */
	struct arena		*arena;		/* the tree's */
	struct arena		 scratch;	/* tables of names */
	struct diags		*d;
	struct yaml_source	*src;
	struct hmap		 anchors;
	size_t			 nodes, deepest;
	size_t			 most;		/* errors, then it ends */
	size_t			 index, offset;	/* a mark and its byte */
};

/* reader_offset(r, mark): the byte that libyaml's mark means. */
size_t		reader_offset(struct yaml_reader *r, yaml_mark_t mark);

/* reader_here(r): the place of the current event. */
struct where	reader_here(struct yaml_reader *r);

/* reader_next(r): move to the next event; -1 with the error explained. */
int		reader_next(struct yaml_reader *r);

/*
 * reader_count(r, n, depth): ${n} more values, down to level ${depth}; -1
 * past the limits.  What an alias brings counts as if it were written out.
 */
int		reader_count(struct yaml_reader *r, size_t n, size_t depth);

/* reader_mark(r, v, flags): put place and flags of the event on ${v}. */
void		reader_mark(struct yaml_reader *r, struct json *v,
		    unsigned flags);

/* reader_node(r, depth, flow, out): the value that the event begins. */
int		reader_node(struct yaml_reader *r, size_t depth, bool flow,
		    struct json *out);

/* reader_append(r, o, key, v): one member more, with json.h's room. */
void		reader_append(struct yaml_reader *r, struct json *o,
		    struct str key, struct json v);

/*
 * An anchor is open while its value is read; meanwhile reader.nodes and
 * .deepest tell what stands below it, and ${was} keeps the deepest level met
 * before.  ${name} NULL: no anchor, nothing is done.
 */
struct yaml_anchor *anchor_open(struct yaml_reader *r,
		    const yaml_char_t *name, size_t depth, size_t *was);
void		anchor_close(struct yaml_reader *r, struct yaml_anchor *x,
		    size_t depth, size_t was, const struct json *v);

/* anchor_use(r, depth, out): the value of the alias that the event is. */
int		anchor_use(struct yaml_reader *r, size_t depth,
		    struct json *out);

/*
 * anchor_merge(r, from, seen, out): "<<": members of ${from}, or of each
 * mapping in the list ${from}, that ${out} does not have; ${seen} are its
 * keys.
 */
int		anchor_merge(struct yaml_reader *r, const struct json *from,
		    struct hmap *seen, struct json *out);

#endif
