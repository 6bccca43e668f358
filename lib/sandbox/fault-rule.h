/* fault-rule: one rule of faults; private to them. */
#ifndef SANDBOX_FAULT_RULE_H
#define SANDBOX_FAULT_RULE_H

#include "sandbox/faults.h"

/* rule_number(v, least, most, out): a plain number between the two? */
bool		rule_number(const struct json *v, double least, double most,
		    double *out);
struct json	rule_json(const struct fault_rule *r, struct arena *a);
/* rule_names(r): does it say which path, as one for tokens must? */
bool		rule_names(const struct fault_rule *r);
/* rule_fires(r, q, route): does it, for this request?  It counts. */
bool		rule_fires(struct fault_rule *r, const struct request *q,
		    const struct route *route);

#endif
