/*
 * route: what is to be done about a record, and by whom.  The compiled
 * section "route"; private to stage_route.
 *
 *	route:
 *	  - name: enterprise
 *	    when: score.total > 60.0 && company.revenue >= 10000000
 *	    owner: ops@acme.example		# who answers for the rule
 *	    max_age: 24h
 *	    stop: true
 *	    do:
 *	      - task: {subject: Call within the day, due: 24h,
 *	               owner: {among: [ana@acme.example, bo@acme.example]}}
 *	      - set: {lifecycle: {value: opportunity}}
 *	      - tag: hot
 *
 * Rules are tried in the order of the file, and all that hold fire, until
 * one with "stop" has fired.  What is absent makes a condition false; any
 * other error is the finding expr.error, whose field is "route.NAME".  No
 * record is refused.
 *
 *	route: {rules: [{rule, owner, why}], stopped}
 *	actions: [{type, workflow, id, ..., max_age}]
 *
 * "why" are the short values that the condition read, by their paths;
 * "stopped" is the rule behind which none was tried.  An action is as
 * chatcrm-record(5) has it: "workflow" is the rule's name, and "id" names the
 * action within the rule, so that push knows it again whatever else the
 * conversation asks for.  Actions that others have put there stay, before
 * ours; routing again replaces what routing did, which is known by a rule's
 * name and an id.  All expressions see the record without it.
 *
 * A record whose person has not consented (withheld) is routed nowhere:
 * route: {rules: [], skipped: "consent"}.
 */
#ifndef STAGE_ROUTE_H
#define STAGE_ROUTE_H

#include "record/record.h"
#include "stage/map_expr.h"

enum route_type { ROUTE_TASK, ROUTE_TICKET, ROUTE_ASSIGN, ROUTE_SET,
	ROUTE_TAG, ROUTE_LIST, ROUTE_UNSUBSCRIBE, ROUTE_NOTIFY,
	ROUTE_TYPES };
extern const char *const route_types[ROUTE_TYPES + 1];	/* NULL ends them */

/* What a member of an action must come out as. */
enum route_form {
	ROUTE_TEXT,		/* a scalar, written as text */
	ROUTE_DUE,		/* a text that is a time or a duration */
	ROUTE_NAMES,		/* a text or a list of them */
	ROUTE_ANY		/* a field's value */
};

struct route_value {
	struct str		 key;
	enum route_form		 form;
	struct map_expr		 x;
};

/* Several who take turns: each person has one of them, always the same. */
struct route_share {
	struct str		*names;
	int64_t			*weights;	/* 1 to 100 */
	size_t			 n;
	struct map_expr		 by;	/* what decides; not given: the
					   person */
};

struct route_action {
	enum route_type		 type;
	struct str		 id;
	struct str		 object;	/* assign, set: of which */
	struct str		 max_age;	/* as it is written, or none */
	struct cel_prog		*when;		/* or NULL */
	struct route_value	*values;
	size_t			 n;
	const struct route_share *share;	/* whose turn "owner" is */
	bool			 remove;	/* tag, list: take away */
};

struct route_rule {
	struct str		 name, owner;	/* owner: or none */
	const char		*path;		/* "route.NAME", in findings */
	struct cel_prog		*when;		/* NULL: always */
	struct str		*read;		/* paths that it reads */
	size_t			 nread;
	bool			 stop;
	struct route_action	*actions;
	size_t			 n;
};

struct route {
	struct instant		 now;
	bool			 on;		/* there is such a section */
	struct route_rule	*rules;
	size_t			 n;
};

/* route_read(c, s, a): compile the section; complaints in c->diags. */
void	route_read(const struct conf *c, struct route *s, struct arena *a);

/* What the readers of the section share. */
struct route_reader {
	struct cel_env	*env;
	struct arena	*a;
	struct diags	*d;
};

/*
 * route_read_actions(rd, list, max_age, r): compile the list "do" of rule
 * ${r}; ${max_age} is the rule's own, or none.
 */
void	route_read_actions(struct route_reader *rd, const struct json *list,
	    struct str max_age, struct route_rule *r);
extern const struct conf_key route_action_item[];

/*
 * route_check_name(rd, node, key): a rule and an action are known by their
 * names in messages, tables and the ledger: of one line each.  ${node} may be
 * NULL.
 */
void	route_check_name(struct route_reader *rd, const struct json *node,
	    const char *key);

/* What went wrong while a rule was judged, told once it is done: bits. */
enum { ROUTE_FAULT_EXPR = 1, ROUTE_FAULT_DUE = 2 };

/* A record while it is routed. */
struct routing {
	const struct route	*s;
	struct rec		*r;
	struct cel_val		 vars[RECORD_VARS];
	uint8_t			*faults;	/* by rule */
	struct json		 fired, actions;
	bool			 no_actions, no_findings;	/* any more */
};

/*
 * route_act(g, rule, act): what ${act} asks for is added to g->actions; not
 * if its condition is false, or what makes it an action is missing.
 */
void	route_act(struct routing *g, const struct route_rule *rule,
	    const struct route_action *act);

/* route_fault(g, rule, bit): something of ${rule} cannot be evaluated. */
void	route_fault(struct routing *g, const struct route_rule *rule,
	    uint8_t bit);

/*
 * route_turn(g, rule, share): whose turn it is with the record's person.
 * Stable between runs and versions; who joins takes over an equal share from
 * each of the others, and who leaves leaves his to them: nobody else moves.
 */
struct str route_turn(struct routing *g, const struct route_rule *rule,
	    const struct route_share *share);

/* route_holds(g, rule, when): does the condition hold?  NULL does. */
bool	route_holds(struct routing *g, const struct route_rule *rule,
	    const struct cel_prog *when);

/*
 * route_why_read(rd, r, source): note the paths that the condition of ${r}
 * reads.  route_why(g, r): their values, as far as they are short.
 */
void	route_why_read(struct route_reader *rd, struct route_rule *r,
	    struct str source);
struct json route_why(const struct routing *g, const struct route_rule *r);

/*
 * route_paths(s, p): the parts of a record that ${s} reads.
 */
void	route_paths(const struct route *s, struct json_paths *p);

/*
 * route_forget(g): take out of the record what routing it has put there.
 * route_tidy(g): when all is done, lists in which that left nothing, and
 * nothing new has come.
 */
void	route_forget(struct routing *g);
void	route_tidy(struct routing *g);

#endif
