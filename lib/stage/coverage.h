/*
 * coverage: what chatcrm-map --coverage tells after a run: how often each
 * field is filled, with how many values, and what nobody maps.
 */
#ifndef STAGE_COVERAGE_H
#define STAGE_COVERAGE_H

#include "record/engine.h"
#include "stage/distinct.h"
#include "stage/map_stage.h"
#include "stage/survey.h"

enum { COVERAGE_EXAMPLES = 3, COVERAGE_LENGTHS = 1024 };

struct covered {
	struct str	 field;		/* "contact.email" */
	uint64_t	 filled, dropped;
	struct distinct	 values;
	/* By length in characters (a list's in items); the last is more. */
	uint64_t	 lengths[COVERAGE_LENGTHS];
	size_t		 least, most;
	struct str	 examples[COVERAGE_EXAMPLES];	/* as JSON */
	size_t		 nexamples;
};

/* A finding, and on how many records it stood. */
struct found {
	struct str	 field, code;	/* "messages[].at", "time.unknown" */
	uint64_t	 records, last;	/* the number of the last of them */
	struct str	 was[COVERAGE_EXAMPLES];	/* values, as JSON */
	size_t		 nwas;
};

struct coverage {
	struct arena		 arena;
	const struct map_stage	*stage;		/* while it is there */
	/*
	 * What the mapping names of the line, of slots, of the person; known
	 * with the first line, when the source is.
	 */
	struct json_paths	*named, *slot_names, *person_names;
	struct hmap		 fields;	/* struct covered */
	struct survey		 input, slots, person;
	struct hmap		 found;		/* struct found */
	uint64_t		 records;
	uint64_t		 messages, untimed;	/* those without "at" */
	struct buf		 text;
	struct engine_sink	 sink;		/* for engine_opts: no output */
	struct coverage		*self;		/* what the sink fills */
};

/*
 * coverage_init(c): nothing yet.  coverage_look is for run_env.look, and the
 * sink counts records; one thread at a time.
 */
void	coverage_init(struct coverage *c);
void	coverage_look(void *coverage, const struct json *input);

/*
 * coverage_start(c, stage): the fields of ${stage} are told of even if they
 * are never filled; ${stage} may be gone when the rest is asked.
 */
void	coverage_start(struct coverage *c, const struct map_stage *stage);

/* coverage_text(c, b), coverage_json(c, b): for people; one object. */
void	coverage_text(struct coverage *c, struct buf *b);
void	coverage_json(struct coverage *c, struct buf *b);

/* covered_median(f): of the lengths. */
size_t	covered_median(const struct covered *f);

/*
 * What nobody maps: coverage_unmapped(c, each, arg) calls ${each} with the
 * path as people write it ("input.events[].text").
 */
void	coverage_unmapped(struct coverage *c, void (*each)(void *arg,
	    struct str path, const struct seen *p, uint64_t of), void *arg);

void	coverage_free(struct coverage *c);

#endif
