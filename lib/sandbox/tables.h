/* tables: what the files of the store share; private to it. */
#ifndef SANDBOX_TABLES_H
#define SANDBOX_TABLES_H

#include "db/db.h"
#include "sandbox/store.h"

struct store {
	struct db		*db;
	struct err		 err;	/* the first failure */
	struct json_parser	*parser;
	struct buf		 text;	/* JSON being bound */
	int64_t			 next_id;
};

bool		store_ok(const struct store *s);
/* Run a bound statement, or fetch its next row, unless all is lost. */
void		store_run(struct store *s, struct db_stmt *q);
bool		store_row(struct store *s, struct db_stmt *q);
/* A value as text, valid until the next call; a column as a value. */
struct str	store_text(struct store *s, const struct json *v);
struct json	store_json(struct store *s, struct db_stmt *q, int col,
		    struct arena *a);

#endif
