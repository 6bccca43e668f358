/*
 * store: what the CRM holds, in SQLite; private to the sandbox.
 *
 * The first failure sticks: later calls do nothing, look-ups find nothing,
 * and store_end returns it; so a handler need not look after every call.
 * Ids are unique over all types, and handed out once in a process's life also
 * when a transaction is undone.  Times are milliseconds since 1970.
 */
#ifndef SANDBOX_STORE_H
#define SANDBOX_STORE_H

#include "base/arena.h"
#include "base/err.h"
#include "json/json.h"
#include "sandbox/schema.h"

struct store;

struct object {
	const struct object_type *type;
	int64_t			 id;
	bool			 archived;
	int64_t			 created, updated;
	struct json		 props;	/* an object; values as the persona
					   likes them */
};

/*
 * store_open(file, persona, c, out, e): NULL ${file}: in memory.  A file that
 * another persona made is ERR_CONFIG.
 */
int	store_open(const char *file, const char *persona,
	    const struct schema *c, struct store **out, struct err *e);
void	store_close(struct store *s);

/* A transaction for each request; ${keep} false undoes it. */
void	store_begin(struct store *s);
int	store_end(struct store *s, bool keep, struct err *e);

/*
 * store_mark(s): then either store_undo(s), which undoes what came after it,
 * or store_unmark(s).  Marks nest.
 */
void	store_mark(struct store *s);
void	store_undo(struct store *s);
void	store_unmark(struct store *s);

/* store_get: follows merges, so the id in ${out} may be another. */
bool	store_get(struct store *s, const struct object_type *t, int64_t id,
	    struct arena *a, struct object *out);
/* store_get_exact: does not, so that one that was merged away is not found. */
bool	store_get_exact(struct store *s, const struct object_type *t,
	    int64_t id, struct arena *a, struct object *out);
/* store_any: the same for an object of any type. */
bool	store_any(struct store *s, int64_t id, struct arena *a,
	    struct object *out);
/*
 * store_find: the live object with the smallest id above ${after} that has
 * ${value} as ${property}, whatever the case of ASCII letters.  An array has
 * each of its items, an object its "value".  Quick where the type's table
 * has the property as PROPERTY_INDEXED, else a scan.
 */
bool	store_find(struct store *s, const struct object_type *t,
	    const char *property, struct str value, int64_t after,
	    struct arena *a, struct object *out);
bool	store_has(const struct object *o, const char *property,
	    struct str value);
/* store_scalar(v): a value as text, as store_find sees it; or none. */
struct str store_scalar(const struct json *v);
/*
 * store_changed: the first in the order of (updated, id) that comes after
 * (${since}, ${after}); begin with (time - 1, 0) for "at or after".
 */
bool	store_changed(struct store *s, const struct object_type *t,
	    int64_t since, int64_t after, bool archived, struct arena *a,
	    struct object *out);
/* store_changed_ids: of all that live and changed at or after ${since}. */
size_t	store_changed_ids(struct store *s, const struct object_type *t,
	    int64_t since, struct arena *a, int64_t **out);
/*
 * store_recent: the live one that was changed last, before (${updated},
 * ${id}); begin with INT64_MAX.
 */
bool	store_recent(struct store *s, const struct object_type *t,
	    int64_t updated, int64_t id, struct arena *a,
	    struct object *out);
/* store_next: the object after ${after} in the order of ids. */
bool	store_next(struct store *s, const struct object_type *t,
	    int64_t after, bool archived, struct arena *a,
	    struct object *out);
void	store_insert(struct store *s, struct object *o);
void	store_update(struct store *s, const struct object *o);
/* store_merge(s, from, to): ${from} is gone and means ${to} from now on. */
void	store_merge(struct store *s, int64_t from, int64_t to);
int64_t	store_count(struct store *s, const struct object_type *t);

/* Values of unique properties: who has them. */
int64_t	store_key(struct store *s, const struct object_type *t,
	    const char *property, struct str value);	/* 0: nobody */
void	store_key_put(struct store *s, const struct object_type *t,
	    const char *property, struct str value, int64_t id);
void	store_key_del(struct store *s, const struct object_type *t,
	    const char *property, struct str value);
void	store_keys_move(struct store *s, const struct object_type *t,
	    int64_t from, int64_t to);	/* to 0: forget them */

/*
 * store_touch: a value was changed, after its object was made; store_touched:
 * when that was for the last time, or 0.
 */
void	store_touch(struct store *s, int64_t id, struct str property,
	    int64_t at);
int64_t	store_touched(struct store *s, int64_t id, struct str property);

/* store_lag(s, on): while on, versions are kept of all that is written. */
void	store_lag(struct store *s, bool on);
/*
 * store_version(s, id, before, a, props): 1: the latest up to ${before};
 * 0: none was ever kept; -1: all are later.
 */
int	store_version(struct store *s, int64_t id, int64_t before,
	    struct arena *a, struct json *props);

struct edge {
	struct edge_type	 type;	/* as seen from the one asked about */
	int64_t			 to;
};

void	store_edge_put(struct store *s, struct edge_type t, int64_t from,
	    int64_t to);
void	store_edge_del(struct store *s, struct edge_type t, int64_t from,
	    int64_t to);
/* store_edges: from one object to all of a type, by id; return how many. */
size_t	store_edges(struct store *s, const struct object_type *ft,
	    int64_t from, const struct object_type *tt, struct arena *a,
	    struct edge **out);
/* store_edges_move: all edges of ${from} are ${to}'s. */
void	store_edges_move(struct store *s, int64_t from, int64_t to);

/* Anything else that a persona keeps, as JSON under a name of its own. */
void	store_keep(struct store *s, const char *name,
	    const struct json *value);
bool	store_kept(struct store *s, const char *name, struct arena *a,
	    struct json *out);

/* Properties made through the API: their definitions as JSON. */
void	store_property_put(struct store *s, const struct object_type *t,
	    struct str name, const struct json *def);
void	store_property_del(struct store *s, const struct object_type *t,
	    struct str name);
bool	store_property_next(struct store *s, const struct object_type *t,
	    struct str after, struct arena *a, struct str *name,
	    struct json *def);

#endif
