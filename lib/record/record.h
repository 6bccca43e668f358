/*
 * record: what travels the pipe, and the stages it passes.
 *
 * A stage is a pure function of (configuration, record) to record: no
 * socket, no database, no clock but --now.  The line engine (engine.h) runs
 * one stage or several in a row over a stream.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/time.h"
#include "cel/cel.h"
#include "conf/conf.h"
#include "json/json.h"

enum { RECORD_VERSION = 1 };	/* the value of "chatcrm" */

struct framer;
struct redact_rules;

/* One record, or the input line it is made from. */
struct rec {
	struct json_doc	 doc;
	struct arena	*arena;		/* reset after the record */
	struct where	 at;		/* input name and line; of what is
					   replayed, where it was first */
	struct str	 letter;	/* the dead letter it was, by id */
	bool		 last;		/* no stage follows that needs text */
	struct buf	*asks;		/* lines for --asks; NULL: not wanted */
	uint32_t	 part, parts;	/* which of the records that the line
					   gives, and how many */
	/* of the line that it was made from by an expression; or NULL */
	const struct json *lease;
	const struct json_note *notes;
};

enum verdict {
	REC_PASS,
	REC_REFUSED,	/* err has code, field, message: a dead letter */
	REC_SKIPPED,	/* err has code and message: counted, not refused */
	REC_HELD	/* skipped, but with a dead letter, to be replayed when
			   what it waits for is there; without a place for
			   letters it is refused */
};

/*
 * One of the records that a line gives.  ${text}: it is made of this text
 * alone, as if that were a line; none: of the line, whose record ${k} of
 * ${n} it is.
 */
struct rec_part {
	struct str	 text;
	uint32_t	 k, n;
};

struct rec_parts {
	struct rec_part	*v;
	size_t		 n;
	bool		 made;		/* by an expression: what the line has
					   beside them is not in their texts */
};

/* What is the same for all records of a run. */
struct run_env {
	struct instant	 now;		/* --now, or the start of the run */
	const char	*run;		/* names the run in dead letters */
	/* what is taken out of all that leaves; NULL: secrets */
	const struct redact_rules *redact;
	bool		 strict;
	/* map: is shown each line as it is; one thread then; or NULL */
	void		(*look)(void *arg, const struct json *input);
	void		*look_arg;
	const char	*explain;	/* map: how fields came about: this one,
					   "" all; NULL: it makes records */
};

/*
 * The shape of a stage.  ${open} compiles its section of the configuration
 * (complaining into conf->diags) into something immutable that all threads
 * share; ${scratch} makes what one thread needs (NULL: nothing).
 */
struct stage_ops {
	const char	*name;		/* "map" */
	bool		 source;	/* reads any JSON and makes records;
					   the others read records */
	bool		 as_is;		/* a source that makes none: the line
					   stays as it is, mends untold */
	void		*(*open)(const struct conf *c,
			    const struct run_env *env, struct arena *a);
	/* what of its input it reads and keeps; all if NULL */
	void		 (*paths)(const void *stage, struct json_paths *p);
	void		*(*scratch)(const void *stage);
	void		 (*scratch_free)(void *scratch);
	/*
	 * Look at the first ${texts} of the input, JSON texts by line, before
	 * they are worked on, and while nobody else works.  Called again for
	 * those behind them.  -1: the input cannot be read.  NULL: no need.
	 */
	int		(*look)(const void *stage, void *scratch,
			    struct str texts, struct err *e);
	/*
	 * What the line ${r}, read from ${text}, gives, in ${a}: false if it
	 * is one record.  ${split}: it is such a part already, and may have
	 * parts without text only.  NULL: always false.
	 */
	bool		(*split)(const void *stage, void *scratch,
			    const struct rec *r, struct str text, bool split,
			    struct arena *a, struct rec_parts *out);
	/*
	 * Is a list that begins with the text ${first} one line?  ${apart}:
	 * pieces are wanted one by one, to be grouped.  NULL: no.
	 */
	bool		(*whole)(const void *stage, void *scratch,
			    struct str first, bool apart);
	/* --group: folds lines ahead of it (framer.h); NULL: it cannot */
	struct framer	*(*framer)(const void *stage, struct arena *a);
	enum verdict	 (*run)(const void *stage, void *scratch,
			    struct rec *r, struct err *e);
};

extern const struct stage_ops stage_map, stage_validate, stage_score,
    stage_route;

/* stages_all: all of them in the order of the row; NULL ends it. */
extern const struct stage_ops *const stages_all[];

/*
 * stages_check(c, a): read the sections of all stages, and the limits, for a
 * command that runs none of them: what is wrong goes to c->diags.
 */
void		 stages_check(const struct conf *c, struct arena *a);

/*
 * The environment of expressions over a record, one for validate, score,
 * route, --select and the CRM profiles alike: chatcrm, id, at, source,
 * person, contact, company, deal, ticket, conversation, findings, score,
 * actions, history, crm, tags, high_value, withheld, objects, route, and
 * now.  record_vars fills ${vars} (of RECORD_VARS values) from a record; a
 * missing part is an empty map.  record_vars_read fills those alone that
 * have a bit in ${reads}, which record_reads finds: what the program ${p}
 * looks at.
 */
enum { RECORD_VARS = 28 };	/* four of them for who needs more */
struct cel_env	*record_env(struct arena *a);
void		 record_vars(const struct json_doc *d, struct instant now,
		    struct cel_val vars[RECORD_VARS]);
void		 record_vars_read(const struct json_doc *d,
		    struct instant now, uint32_t reads,
		    struct cel_val vars[RECORD_VARS]);
uint32_t	 record_reads(const struct cel_prog *p);
/* record_paths(p, out): the parts of a record that ${p} may read. */
void		 record_paths(const struct cel_prog *p,
		    struct json_paths *out);

/*
 * What a line of a pipe holds besides records: a stub stands for a leased
 * record that was refused or skipped; the closing stub ends the stream.
 * Both pass every stage as they are.
 */
enum record_kind { RECORD_DATA, RECORD_STUB, RECORD_END };
enum record_kind record_kind(const struct json_doc *d);

/*
 * record_redact(v, rules, a): what ${rules} (NULL: secrets; text/redact.h)
 * take out of all strings, keys and numbers below ${v}, but for ids and
 * times.  Raw parts are opened.
 */
void		 record_redact(struct json *v,
		    const struct redact_rules *rules, struct arena *a);

/* {"name": "password", "value": "..."}: is what is under "value" one? */
bool		 record_names_password(const struct json *o);

/*
 * record_find(r, field, code, severity, did, was): append to findings.
 * ${did}: "dropped", "normalised", "kept", "redacted", "repaired"...;
 * ${field} and ${was} may be NULL; ${was} must never be a redacted value.
 * A finding that already stands there (field, code, did) is not repeated.
 */
void		 record_find(struct rec *r, const char *field,
		    const char *code, const char *severity, const char *did,
		    const struct json *was);

/* record_found(r, code): does a finding of that ${code} stand on it? */
bool		 record_found(const struct rec *r, struct str code);

/*
 * record_withholds(r, what): did something of the record stay behind for the
 * sake of ${what}: "consent", or a sensitive topic?
 */
bool		 record_withholds(const struct rec *r, struct str what);

#endif
