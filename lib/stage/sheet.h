/*
 * sheet: the mapping as a document that people in sales and operations read:
 * what each field is made of, chatcrm-map --doc.
 */
#ifndef STAGE_SHEET_H
#define STAGE_SHEET_H

#include "stage/map_stage.h"

enum sheet_form { SHEET_CSV, SHEET_MD, SHEET_HTML };

/* A row has a text in each column; "" where there is nothing to say. */
enum sheet_column {
	SHEET_FIELD, SHEET_TARGET, SHEET_SOURCE, SHEET_TYPE, SHEET_CONDITION, SHEET_CHANGE,
	SHEET_DEFAULT, SHEET_WRONG, SHEET_PRIVACY,
	SHEET_COLUMNS
};
extern const char *const sheet_columns[SHEET_COLUMNS];

struct sheet_row {
	struct str	cell[SHEET_COLUMNS];
};

/* What route does, an action a row. */
enum sheet_route_column {
	SHEET_RULE, SHEET_WHEN, SHEET_ACTION, SHEET_WHAT, SHEET_WHOSE,
	SHEET_UNTIL, SHEET_THEN,
	SHEET_ROUTE_COLUMNS
};
extern const char *const sheet_route_columns[SHEET_ROUTE_COLUMNS];

struct sheet_rule {
	struct str	cell[SHEET_ROUTE_COLUMNS];
};

/* What is to be told beside the fields: "Consent", a sentence. */
struct sheet_note {
	const char	*name;
	struct str	 text;
};

enum { SHEET_NOTES = 8 };

struct sheet {
	struct str		 platform;
	struct sheet_row	*rows;
	size_t			 nrows;
	struct sheet_rule	*rules;
	size_t			 nrules;
	struct sheet_note	 notes[SHEET_NOTES];
	size_t			 nnotes;
};

/*
 * sheet_make(s, out, a): all that ${s} says, in ${a}; SHEET_TARGET, the CRM's
 * name for the field, is left to who knows it.
 */
void	sheet_make(const struct map_stage *s, struct sheet *out,
	    struct arena *a);

/*
 * sheet_routes(c, out, a): what the section route of ${c}, which is right,
 * says beside that.
 */
void	sheet_routes(const struct conf *c, struct sheet *out,
	    struct arena *a);

/*
 * sheet_write(s, form, b): in CSV, cells that a spreadsheet would compute
 * begin with an apostrophe, and rules and notes are rows of the same columns;
 * nothing of it is markup in the others.
 */
void	sheet_write(const struct sheet *s, enum sheet_form form,
	    struct buf *b);

#endif
