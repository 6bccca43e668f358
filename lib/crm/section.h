/*
 * section: the section "crm" of the configuration as it is written, before
 * its profile is known; private to this folder.  Apart from open.c, since
 * filters check the section and must not pay for all that compiles a profile.
 */
#ifndef CRM_SECTION_H
#define CRM_SECTION_H

#include "crm/crm.h"

struct match_conf {
	struct conf_strs	contact, company;
	int			propose;
};

struct retry_conf {
	int64_t	first, attempts, breaker;
};

/* A field of crm.fields, and of a profile, as it is written. */
struct field_conf {
	struct str		 to;
	const struct json	*from, *encode, *decode;
	int			 policy;
	bool			 computed, clock, owner;
	double			 step;
	struct conf_strs	 order, others;
};

extern const struct conf_key crm_field_keys[];
extern const char *const crm_policy_names[];	/* as enum crm_policy */

struct crm_conf {
	struct str		 profile, url, ca_file, proxy;
	int			 environment, trust, verify, new_person, bulk;
	struct match_conf	 match;
	struct retry_conf	 retry;
	const struct json	*auth, *write, *fields, *options, *limits;
	int64_t			 connections, batch, timeout, connect_timeout,
				 cache;
	bool			 notes;
};

/*
 * crm_section_read(conf, c, a): its keys into ${c}, with their defaults; what
 * is wrong goes to conf->diags.  Durations are nanoseconds.
 */
void	crm_section_read(const struct conf *conf, struct crm_conf *c,
	    struct arena *a);

#endif
