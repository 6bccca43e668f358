/* check: the sections of push, for commands that touch no CRM. */
#ifndef PUSH_CHECK_H
#define PUSH_CHECK_H

#include "conf/conf.h"

/*
 * push_check(c, a): read the sections "crm" and "ledger" if they are there:
 * what is wrong goes to c->diags.  The profile that crm names is not opened:
 * compiling it would double what a filter takes to start, and push, at the
 * end of the same pipe, refuses what only the profile can judge.
 */
void	push_check(const struct conf *c, struct arena *a);

#endif
