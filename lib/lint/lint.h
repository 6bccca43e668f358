/*
 * lint: what a configuration may say and nobody can mean.
 *
 * Each stage reads its own section and refuses what is wrong in it.  Here
 * the sections are held against each other, and against the profile of the
 * CRM: conditions that are never true, values that nothing produces, fields
 * that nobody fills.  All of it are warnings.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "conf/conf.h"
#include "crm/catalogue.h"

/*
 * lint(c, sections, crm, a): complain in c->diags.  ${sections} describe the
 * whole configuration; ${crm}, its compiled section, may be NULL.
 */
void	lint(const struct conf *c, const struct conf_key *sections,
	    const struct crm *crm, struct arena *a);

/*
 * lint_catalogue(c, crm, catalogue, f, a): what ${crm} writes of what map
 * makes, against the fields of the account.  On ${f} (or NULL) it says of
 * each key to match by whether it is unique there.
 */
void	lint_catalogue(const struct conf *c, const struct crm *crm,
	    const struct crm_catalogue *catalogue, FILE *f, struct arena *a);

#endif
