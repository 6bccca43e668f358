/*
 * json: RFC 8259 text to a tree in an arena and back, exactly.
 *
 * Numbers keep their text, strings keep every byte (NUL included), objects
 * keep the order of their members.  libyaml's documents become the same
 * tree (yaml/yaml.h), and CEL evaluates over it (cel/cel.h).
 *
 * yajl does the tokens and is seen by this module alone.  Where it is laxer
 * than RFC 8259, this module is not.
 */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum json_type {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,	/* text: as written, by JSON's grammar */
	JSON_STRING,	/* text: decoded UTF-8, may hold NUL */
	JSON_ARRAY,	/* items */
	JSON_OBJECT,	/* members, in order; no key twice */
	JSON_RAW	/* text: a valid JSON value that was left unparsed */
};

/*
 * A value.  ${len} counts bytes of text, items or members.  Arrays and
 * objects have room for the next power of two (at least 4) of elements, so
 * json_set and json_push rarely move them.  ${line} and ${col} (from 1,
 * bytes) are set by yaml/, 0 elsewhere; ${flags} and ${source} are yaml/'s.
 */
struct json {
	uint8_t		 type;		/* enum json_type */
	uint8_t		 flags;
	uint16_t	 source;
	uint32_t	 len;
	union {
		const char		*text;
		struct json		*items;
		struct json_member	*members;
	};
	uint32_t	 line, col;
};

struct json_member {
	struct str	 key;
	struct json	 value;
};

/* What a parser saw that it could mend, for the record's findings. */
enum json_mend {
	JSON_DUPLICATE_KEY,	/* last one won */
	JSON_SURROGATE,		/* lone surrogate in a value: U+FFFD */
	JSON_UTF8		/* invalid UTF-8 in a value: U+FFFD */
};

struct json_note {
	struct json_note	*next;
	enum json_mend		 what;
	struct str		 path;		/* "events[3].metadata" */
};

struct json_limits {
	size_t	bytes;		/* of the text, under 4 GiB; 0: 64 MiB */
	size_t	depth;		/* of nesting, at most 10,000; 0: 256 */
	size_t	string;		/* bytes of one string as written; 0: 16 MiB */
	size_t	number;		/* bytes of one number; 0: 1,024 */
	size_t	members;	/* values in one document; 0: 4,000,000 */
	bool	strict;		/* what could be mended is an error */
};

/*
 * json_paths: which parts of a document are read at all.  The parser may
 * leave others as JSON_RAW, checked as strictly as the rest, but for keys
 * that stand twice in them, which have no note then.  Under ${strict} all is
 * read.
 */
struct json_paths;

struct json_paths *json_paths_new(struct arena *a);

/*
 * json_paths_add(p, keys, n, whole): ${keys} lead to a value that is read;
 * "*" stands for every item of an array or member of an object.  ${whole}:
 * with all below it, else the value alone (a scalar, or its keys and size).
 */
void	json_paths_add(struct json_paths *p, const struct str *keys, size_t n,
	    bool whole);

/*
 * json_paths_read(p, keys, n): is what ${keys} lead to read at all?  "*"
 * stands for an item, and in ${p} for a member, too, but not of the root,
 * which is a list then.
 */
bool	json_paths_read(const struct json_paths *p, const struct str *keys,
	    size_t n);

/* json_paths_all(p): everything is read. */
void	json_paths_all(struct json_paths *p);

/*
 * json_paths_drop(p): the document is not passed on, so that what is not
 * read need not even be kept: unread members of objects may be missing from
 * the tree, except where a path ends (their keys and number may be read).
 */
void	json_paths_drop(struct json_paths *p);

/*
 * A parser is reused for line after line by one thread.  ${limits} and
 * ${paths} (NULL: all) are borrowed.
 */
struct json_parser;

struct json_parser *json_parser_new(const struct json_limits *limits,
	    const struct json_paths *paths);
void	json_parser_free(struct json_parser *p);

/*
 * A document: the tree, and for each member of its root the text it was read
 * from, so that a record that only gains a key is written as it came.
 */
struct json_doc {
	struct json	 root;
	struct str	*raw;		/* by member of root; p NULL: changed */
	size_t		 nraw;
	struct json_note *notes;	/* in order */
	struct arena	*arena;
};

/*
 * json_parse(p, text, a, out, e): parse one JSON text.  A leading BOM is
 * skipped.  Strings without escapes, numbers and raw parts borrow ${text},
 * which must live as long as the document; the rest is in ${a}.
 * Errors: -1, ERR_INPUT or ERR_LIMIT with a code "json.*" and e->at.col the
 * byte (from 1) in ${text}; name and line are the caller's to fill.
 * Source: RFC 8259; RFC 3629.
 */
int	json_parse(struct json_parser *p, struct str text, struct arena *a,
	    struct json_doc *out, struct err *e);

/* json_open(v, a): parse a JSON_RAW value in place, if it is one. */
void	json_open(struct json *v, struct arena *a);

/* Making values. */
struct json	json_null(void);
struct json	json_bool(bool b);
struct json	json_str(struct str s);			/* borrows s */
struct json	json_int(int64_t i, struct arena *a);
struct json	json_uint(uint64_t u, struct arena *a);
/* Shortest text that reads back as ${d}; integral values end in ".0". */
struct json	json_double(double d, struct arena *a);
struct json	json_object(void);
struct json	json_array(void);

/* json_get(o, key): its member, or NULL; NULL too if ${o} is no object. */
struct json	*json_get(const struct json *o, struct str key);
/* json_path(o, "a.b.c"): json_get along the dots, or NULL. */
struct json	*json_path(const struct json *o, const char *path);
/* The text of member ${key} if it is a string, else none. */
struct str	 json_get_str(const struct json *o, struct str key);

/*
 * json_scalar(v): a scalar as text: "true", a number as it is written; none
 * for null, lists and objects, and a ${v} that is NULL.
 */
struct str	 json_scalar(const struct json *v);

/* json_set: put or replace; return its place, valid until the next set. */
struct json	*json_set(struct json *o, struct str key, struct json v,
		    struct arena *a);
/* json_add: the same for a key that is known to be new: it is not looked
 * for. */
struct json	*json_add(struct json *o, struct str key, struct json v,
		    struct arena *a);
struct json	*json_push(struct json *array, struct json v, struct arena *a);
/* json_del(o, key): take it out, keeping order; was it there? */
bool		 json_del(struct json *o, struct str key);

/* The same on the root of a document, keeping ${raw} true. */
struct json	*doc_get(const struct json_doc *d, struct str key);
struct json	*doc_set(struct json_doc *d, struct str key, struct json v);
/* doc_edit(d, key): its member, to be changed in place; or NULL. */
struct json	*doc_edit(struct json_doc *d, struct str key);
bool		 doc_del(struct json_doc *d, struct str key);

/* Numbers: does the value fit?  Text such as "1e3" or "5.0" is no integer. */
bool		 json_to_int(const struct json *v, int64_t *out);
bool		 json_to_uint(const struct json *v, uint64_t *out);
bool		 json_to_double(const struct json *v, double *out);

/*
 * json_whole(v, a): the text of a string or number; of a whole number that
 * is written with a fraction or exponent its digits: 4.1e3 is 4100.  Not of
 * more than forty.
 */
struct str	 json_whole(const struct json *v, struct arena *a);

/* json_equal(a, b): the same value; numbers by text, member order no matter. */
bool		 json_equal(const struct json *a, const struct json *b);

/* json_copy(v, a): deep copy, sharing no memory with the original. */
struct json	 json_copy(const struct json *v, struct arena *a);

/*
 * json_write(v, b), doc_write(d, b): compact text without line feed; bytes
 * below 0x20, '"' and '\\' escaped, all else as it is.
 */
int		 json_write(const struct json *v, struct buf *b);
int		 doc_write(const struct json_doc *d, struct buf *b);
/* json_text(v, a): what json_write() writes, as a text of ${a}. */
struct str	 json_text(const struct json *v, struct arena *a);
/* json_write_str(s, b): one string, quoted. */
int		 json_write_str(struct str s, struct buf *b);

#endif
