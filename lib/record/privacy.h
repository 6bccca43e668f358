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
	 * Addresses and numbers are what people are known by, and no secret
	 * of themselves.  They are told of in what was said and understood,
	 * and taken out of it, if at all, when the fields have been filled.
	 */
	struct redact_rules	said;	/* as rules, and tell of them */
	struct redact_rules	talk;	/* take them out */
	/* All that, for fields that hold more than an address or number. */
	struct redact_rules	fields;
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
