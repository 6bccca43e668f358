/* action: what the files about a record's actions share. */
#ifndef PUSH_ACTION_H
#define PUSH_ACTION_H

#include "push/wave.h"

/* act_refuse(act, code, why): it asks for what nobody can do. */
void	act_refuse(struct act *act, const char *code, const char *why);

/*
 * act_leave(p, act, why): it is not sent; told in its place in the result,
 * and once for a run in the log.
 */
void	act_leave(struct push *p, struct act *act, const char *why);

/* act_copy(out, doc): the record with parts of its own to be changed. */
void	act_copy(struct json_doc *out, const struct json_doc *doc);

/* assign.c: fields, lists, tags and unsubscribing. */
void	act_assign(struct push *p, struct act *act, struct json_doc *doc);
void	act_set(struct push *p, struct act *act, struct json_doc *doc);
void	act_join(struct push *p, struct job *j, struct act *act,
	    struct json_doc *doc);
void	act_unsubscribe(struct push *p, struct act *act);
/* assign.c: where tags are no field, those of the record itself. */
void	act_own_tags(struct push *p, struct job *j);

/* make.c: a task or a ticket. */
void	act_make(struct push *p, struct job *j, struct act *act,
	    const struct json_doc *doc, enum crm_type t);

#endif
