/* tables: what the files of the store share; private to it. */
#ifndef SANDBOX_TABLES_H
#define SANDBOX_TABLES_H

#include "db/db.h"
#include "sandbox/store.h"

struct store {
	const struct schema	*schema;
	struct db		*db;
	struct err		 err;	/* the first failure */
	struct json_parser	*parser;
	struct buf		 text;	/* JSON being bound */
	int64_t			 next_id;
	bool			 lagging;	/* keep versions */
};

/* The number under which a type is stored. */
int64_t		store_type(const struct store *s,
		    const struct object_type *t);

/* Run a bound statement, or fetch its next row, unless all is lost. */
void		store_run(struct store *s, struct db_stmt *q);
bool		store_row(struct store *s, struct db_stmt *q);
/* A value as text, valid until the next call; a column as a value. */
struct str	store_text(struct store *s, const struct json *v);
struct json	store_json(struct store *s, struct db_stmt *q, int col,
		    struct arena *a);

/* Keep what an object is now, if the search index lags. */
void		store_version_put(struct store *s, const struct object *o);

/* The index follows an object's values; it is dropped when one is merged. */
void		store_index(struct store *s, const struct object *o);
void		store_unindex(struct store *s, int64_t id);

#endif
