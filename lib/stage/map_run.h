/* map_run: one record on its way through map. */
#ifndef STAGE_MAP_RUN_H
#define STAGE_MAP_RUN_H

#include "record/privacy.h"
#include "stage/map_expr.h"
#include "text/match.h"

/* What one thread needs. */
struct map_scratch {
	struct buf		 buf;		/* to write in */
	struct json_parser	*parser;	/* for JSON inside texts */
	struct match_scratch	*match;		/* for topics; or NULL */
};

/*
 * A finding, until the record is there that it stands on.  ${did} NULL: none.
 */
struct map_note {
	struct map_note	*next;
	const char	*field, *code, *severity, *did;
	const struct json *was;			/* or NULL */
};

/* A text of the record in which ${by} find nothing. */
struct map_clean {
	struct str			 text;
	const struct redact_rules	*by;
};
enum { MAP_CLEAN = 32 };

struct map_run {
	const struct run_env	*env;
	struct map_scratch	*scratch;
	struct arena		*a;
	const struct privacy	*privacy;
	const struct redact_rules *redact;	/* those at work */
	const unsigned char	*id_key;	/* SIPHASH_KEY bytes */
	struct str		 locale;	/* the person's, or none */
	struct json		 events;	/* names of webhooks' events */
	bool			 identified;	/* gave a key, right or wrong */
	struct map_note		*notes, **last;
	struct map_told		*told;		/* --explain; or NULL */
	size_t			 nnotes;
	struct map_clean	 clean[MAP_CLEAN];	/* by address */
};

/*
 * map_note(run, code, severity, did, was, fmt, ...): a finding about the
 * field that ${fmt} names.  Beyond a few hundred on one record they are
 * dropped.
 */
void	map_note(struct map_run *run, const char *code, const char *severity,
	    const char *did, const struct json *was, const char *fmt, ...)
	    __attribute__((format(printf, 6, 7)));

/* map_text(v): the text of a string or number, of {"$oid": ...}, or none. */
struct str map_text(const struct json *v);

#endif
