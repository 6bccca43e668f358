/* check: the sections of push, for commands that touch no CRM. */
#ifndef PUSH_CHECK_H
#define PUSH_CHECK_H

#include "conf/conf.h"

/*
 * push_check(c, a): compile the sections "crm" and "ledger" if they are
 * there: what is wrong goes to c->diags.
 */
void	push_check(const struct conf *c, struct arena *a);

#endif
