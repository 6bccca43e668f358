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
#include "crm/crm.h"

/*
 * lint(c, sections, crm, a): complain in c->diags.  ${sections} describe the
 * whole configuration; ${crm}, its compiled section, may be NULL.
 */
void	lint(const struct conf *c, const struct conf_key *sections,
	    const struct crm *crm, struct arena *a);

#endif
