/*
 * privacy: what the operator wants taken out of records, by the key redact
 * of the section map.  All stages and dead letters go by it: a letter is
 * redacted as its record would be.
 */
#ifndef RECORD_PRIVACY_H
#define RECORD_PRIVACY_H

#include "record/record.h"
#include "text/redact.h"

struct privacy {
	struct redact_rules	rules;	/* for whatever leaves a stage */
	/*
	 * Addresses and numbers are what people are known by: fields keep
	 * them, and these rules are for the words of a conversation alone.
	 */
	struct redact_rules	talk;
};

/* The keys of redact. */
extern const struct conf_key privacy_conf_keys[];

/*
 * privacy_read(node, p, a, d): compile the mapping ${node} (or NULL) into
 * ${p}, which lives as long as ${a}.
 */
void	privacy_read(const struct json *node, struct privacy *p,
	    struct arena *a, struct diags *d);

/*
 * privacy_rules(c, a): the rules of a configuration, whose mistakes the
 * stage map tells.
 */
const struct redact_rules *privacy_rules(const struct conf *c,
	    struct arena *a);

#endif
