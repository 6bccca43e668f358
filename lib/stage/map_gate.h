/*
 * map_gate: what may leave map: the person's consent, topics that wait for
 * somebody's approval, and what of a record stays behind for their sake.
 */
#ifndef STAGE_MAP_GATE_H
#define STAGE_MAP_GATE_H

#include "stage/map_run.h"
#include "text/match.h"

enum map_otherwise { CONSENT_REFUSE, CONSENT_SKIP, CONSENT_STRIP };

/* What stays behind; each takes more than the one before. */
enum map_withheld {
	WITHHELD_NOTHING,
	WITHHELD_TRANSCRIPT,	/* what was said */
	WITHHELD_TALK,		/* and what was understood of it */
	WITHHELD_PERSON,	/* and who said it: figures remain */
	WITHHELD_ALL		/* the record is held */
};

struct map_topic {
	const char	*name;		/* "health" */
	const char	*code;		/* of its findings: topic.NAME */
	int		 withheld;	/* enum map_withheld */
};

struct map_gate {
	struct map_expr	  consent;
	int		  otherwise;	/* enum map_otherwise */
	struct map_topic *topics;
	size_t		  ntopics;
	struct match_set *words;	/* rule i is of topics[i]; or NULL */
};

/* A gate as the configuration has it. */
struct map_gate_keys {
	const struct json *consent, *topics;
};
extern const struct conf_key map_consent_forms[], map_topics[];

/*
 * map_gate_read(k, env, now, g, a, d): compile.  A topic that somebody has
 * approved by ${now} is none any more.
 */
void	map_gate_read(const struct map_gate_keys *k, struct cel_env *env,
	    struct instant now, struct map_gate *g, struct arena *a,
	    struct diags *d);

/* map_topic_words(name, n): those of a topic that is built in, or NULL. */
const char *const *map_topic_words(struct str name, size_t *n);
extern const char *const map_topic_names[];	/* NULL ends them */

/*
 * What map_gate_judge found: how much stays behind, and for whose sake: a
 * list of "consent" and names of topics.
 */
struct map_judgement {
	enum map_withheld	withheld;
	struct json		reasons;
};

/*
 * map_gate_judge(g, run, vars, conversation, j, e): may the record leave?
 * REC_REFUSED, REC_SKIPPED and REC_HELD with ${e}.
 */
enum verdict map_gate_judge(const struct map_gate *g, struct map_run *run,
	    const struct cel_val *vars, const struct json *conversation,
	    struct map_judgement *j, struct err *e);

/*
 * map_withhold(conversation, how, a): take out of it what stays behind; of
 * the messages their number remains.
 */
void	map_withhold(struct json *conversation, enum map_withheld how,
	    struct arena *a);

/*
 * map_withhold_words(g, run, object, label): take fields of ${object} in
 * which words of a topic stand, out of it and out of findings: a transcript
 * in a field is one as well.
 */
void	map_withhold_words(const struct map_gate *g, struct map_run *run,
	    struct json *object, const char *label);

#endif
