/*
 * compare: what two configurations make of the same input, counted by field,
 * with the first few examples of each.
 *
 * A field is a member of a part of the record ("contact.email",
 * "score.total"), or a part that has none ("tags").  What one configuration
 * passed and the other did not is no change of fields, but of the outcome.
 */
#ifndef DRIVER_COMPARE_H
#define DRIVER_COMPARE_H

#include "base/hmap.h"
#include "record/trial.h"

struct example {
	struct str	 id;		/* of the record, or none */
	struct str	 file;
	size_t		 line;
	struct json	 before, after;	/* of a field; null: it has none */
};

/* One field that changed, or one change of the outcome. */
struct change {
	struct str	 name;		/* "contact.email" */
	struct str	 from, to;	/* "passed", "refused (email.syntax)" */
	uint64_t	 added, removed, changed;	/* outcome: changed */
	struct example	*examples;
	size_t		 nexamples;
};

/* By enum verdict. */
enum { VERDICTS = 3 };
extern const char *const verdict_names[VERDICTS];

struct comparison {
	struct arena	*arena;
	struct arena	 line;		/* for the input under way */
	size_t		 most;		/* examples of each change */
	uint64_t	 records, different;
	uint64_t	 before[VERDICTS], after[VERDICTS];
	struct hmap	 fields, outcomes;	/* struct change */
};

/* comparison_init(c, most, a): nothing yet. */
void	comparison_init(struct comparison *c, size_t most, struct arena *a);

/*
 * compare(c, old, new, at): what one line gave, which came from ${at}; where
 * one gave fewer records than the other, the rest of it are skipped ones.
 */
void	compare(struct comparison *c, const struct results *old,
	    const struct results *new_, struct where at);

void	comparison_free(struct comparison *c);

/*
 * comparison_sort(c, m, a): the changes of ${m}, the most frequent first.
 */
struct change **comparison_sort(const struct hmap *m, struct arena *a);

/* comparison_text(c, b), comparison_json(c, b): for people; one object. */
void	comparison_text(const struct comparison *c, struct buf *b);
void	comparison_json(const struct comparison *c, struct buf *b);

#endif
