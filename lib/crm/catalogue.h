/*
 * catalogue: which fields the types of the account have, as a file: so that
 * who may not, or need not, ask the CRM can hold a mapping against it.
 *
 * A line of JSON for each type: {"profile": "hubspot", "type": "contact",
 * "properties": [{"name", "type", "options", "required", "read_only",
 * "unique", "custom"}, ...], "quota": {"custom", "limit", "left",
 * "documented"}}; what is false, empty or not told is left out.
 */
#ifndef CRM_CATALOGUE_H
#define CRM_CATALOGUE_H

#include "crm/crm.h"

struct crm_catalogue {
	struct crm_property	*v[CRM_TYPES];
	size_t			 n[CRM_TYPES];
	bool			 known[CRM_TYPES];
	struct crm_quota	 quota[CRM_TYPES];
};

/*
 * catalogue_print(crm, f, e): ask the CRM for each type that its profile can
 * tell of, and print them; -1 if one cannot be had.
 */
int	catalogue_print(struct crm *crm, FILE *f, struct err *e);

/*
 * catalogue_read(text, a, out, e): what such a file says, in ${a}; lines of
 * unknown types are passed over.  -1 with "crm.catalogue" if it is none.
 */
int	catalogue_read(struct str text, struct arena *a,
	    struct crm_catalogue *out, struct err *e);

/* catalogue_find(c, t, name): that field, or NULL. */
const struct crm_property *catalogue_find(const struct crm_catalogue *c,
	    enum crm_type t, struct str name);

#endif
