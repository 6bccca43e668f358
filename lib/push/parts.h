/*
 * parts: what a record brings beside its person: companies, notes, deals,
 * tickets and what its actions ask for; private to push.
 */
#ifndef PUSH_PARTS_H
#define PUSH_PARTS_H

#include "push/wave.h"

/* company.c, link.c: companies, and contacts tied to them. */
int		 push_companies(struct push *p, struct err *e);
int		 push_links(struct push *p, struct err *e);

/*
 * action.c: read a record's actions.  What they do to fields goes into
 * ${doc}, of which the job's fields are made; what they make becomes
 * children; the rest waits for push_members.
 */
void		 acts_read(struct push *p, struct job *j,
		    struct json_doc *doc);
/* assign.c: does an action set field ${i} of the job's object? */
bool		 is_forced(const struct push *p, const struct job *j,
		    enum crm_type t, size_t i);
/* member.c: lists, tags and unsubscribing, once their person is there. */
int		 push_members(struct push *p, struct err *e);
/* action.c: what became of them, from what became of their objects. */
void		 acts_settle(struct job *j);

/* child.c: the deal and the ticket of the record itself. */
void		 children_make(struct push *p, struct job *j,
		    const struct json_doc *doc);
/* child.c: one made from ${own}; NULL: its fields are wrong, see j->err. */
struct child	*child_add(struct push *p, struct job *j, enum crm_type t,
		    const struct json_doc *doc, const struct json *own,
		    struct str token);
/* child.c: bring them to the CRM. */
int		 push_children(struct push *p, struct err *e);
/* child.c: what an item of a job's belongs to. */
void		 item_belongs(const struct job *j, struct crm_item *it);
/* child.c: is the job's person there, so that things can belong to him? */
bool		 has_person(const struct job *j);

/* owner.c: addresses of owners in the wave become their ids. */
int		 find_owners(struct push *p, struct err *e);
/* owner.c: ${t} may have failed because of its owner: ask for him again. */
void		 owners_doubt(struct push *p, const struct thing *t);

/* transcript.c: what is to be told of a conversation, in parts that fit. */
void		 notes_make(struct push *p, struct job *j);
/* transcript.c: the token of part ${k}, from 0, of conversation ${id}. */
struct str	 note_token(struct str id, size_t k, struct arena *a);
/* transcript.c: does note ${t}, as read, still say what was sent?  Of a note
 * the ledger has no values, but a hash of what it says. */
bool		 note_stands(struct push *p, const struct thing *t);
/* note.c: bring them to the CRM. */
int		 push_notes(struct push *p, struct err *e);
/* surplus.c: notes of which their conversation, shorter by now, has no need. */
int		 push_surplus(struct push *p, struct err *e);

#endif
