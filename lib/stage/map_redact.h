/*
 * map_redact: secrets out of a record before it leaves map, each with a
 * finding that says what kind and where, never what.
 */
#ifndef STAGE_MAP_REDACT_H
#define STAGE_MAP_REDACT_H

#include "stage/map_run.h"

/*
 * map_redact(run, v, where): strings, keys and numbers below ${v}, in place.
 * What stands under a key "password" is one, whatever it looks like; what
 * stands under "id" or "..._id" is treated as map_redact_id has it.
 */
void	map_redact(struct map_run *run, struct json *v, const char *where);

/*
 * map_redact_field(run, v, contact, where): the same of the value of a field,
 * and what rules ask of people's addresses and numbers, unless they are what
 * it is there for: ${contact}, or a text that holds nothing else.
 */
void	map_redact_field(struct map_run *run, struct json *v, bool contact,
	    const char *where);

/*
 * map_redact_named(run, name, v, where): ${v} and the name it stands under;
 * a finding is about ${where}.${name}.
 */
void	map_redact_named(struct map_run *run, struct str *name,
	    struct json *v, const char *where);

/* map_redact_text(run, s, where): ${s} without secrets. */
struct str map_redact_text(struct map_run *run, struct str s,
	    const char *where);

/*
 * map_redact_id(run, id, where): an id must stay an id: one that looks like
 * a secret becomes its keyed hash, 32 hexadecimal digits.
 */
struct str map_redact_id(struct map_run *run, struct str id,
	    const char *where);

/*
 * map_redact_said(run, conversation): ids, texts and what hangs on them, and
 * what people's addresses and numbers stand in, slots too.
 */
void	map_redact_said(struct map_run *run, struct json *conversation);

/*
 * map_redact_talk(run, rules, conversation): what ${rules} find in all that
 * was said and understood, once the fields have been filled from it.
 */
void	map_redact_talk(struct map_run *run, const struct redact_rules *rules,
	    struct json *conversation);

/* map_redact_words: the same of any part of the record. */
void	map_redact_words(struct map_run *run,
	    const struct redact_rules *rules, struct json *v,
	    const char *where);

/* map_hash(run, s): the keyed hash of ${s}. */
struct str map_hash(struct map_run *run, struct str s);

#endif
