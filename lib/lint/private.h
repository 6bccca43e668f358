/* private: what the files of this folder share. */
#ifndef LINT_PRIVATE_H
#define LINT_PRIVATE_H

#include "cel/cel.h"
#include "crm/catalogue.h"
#include "lint/lint.h"

/* What a field that "map" makes can be. */
enum made_kind {
	MADE_ANY, MADE_TEXT, MADE_NUMBER, MADE_BOOLEAN, MADE_TIME, MADE_LIST
};

struct made {
	struct str		 object, field;
	struct where		 at;
	struct str		 type;		/* as it is written, or none */
	enum made_kind		 kind;
	bool			 closed;	/* it is one of: */
	struct conf_strs	 values;
};

struct lint {
	const struct conf	*c;
	const struct conf_key	*sections;
	const struct crm	*crm;
	const struct json	*map;		/* the section, or NULL */
	struct arena		*a;
	struct diags		*d;
	struct made		*made;
	size_t			 nmade;
};

/* made.c: what the section map makes, into ${l}; and its own oddities. */
void		 lint_made(struct lint *l);
const struct made *lint_find(const struct lint *l, struct str object,
		    struct str field);

/*
 * lint_object(s): which of contact, company, deal and ticket, in the order in
 * which map makes them; or -1.  lint_is_object(s): one of these, or one of the
 * user's own, "objects.car"?
 */
int		 lint_object(struct str s);
bool		 lint_is_object(struct str s);

/*
 * lint_split(path, field): the object of "contact.email.x" or
 * "objects.car.vin", and its field, or none.
 */
struct str	 lint_split(struct str path, struct str *field);

/*
 * lint_joined(l, list): "a, b and c", at most ten of them.
 */
struct str	 lint_joined(const struct lint *l,
		    const struct conf_strs *list);

/* lint_has(list, s): is ${s} one of them? */
bool		 lint_has(const struct conf_strs *list, struct str s);

/*
 * lint_property(c, t, to): the field of the account that ${to} is written
 * to, or NULL.  "custom_fields.size" and "address.city" are found by the part
 * that has a name there.
 */
const struct crm_property *lint_property(const struct crm_catalogue *c,
		    enum crm_type t, struct str to);

/*
 * lint_quota(l, t, c, f): is there room for the fields of ${t} that are still
 * to be made?  On ${f} (or NULL) it says how much there is.
 */
void		 lint_quota(struct lint *l, enum crm_type t,
		    const struct crm_catalogue *c, FILE *f);

/*
 * lint_score_most(l): the greatest total that the rules of score can give;
 * infinite without such rules.
 */
double		 lint_score_most(const struct lint *l);

/*
 * lint_part(l, node, off, path): warn if no record has ${path}, which the
 * expression ${node} reads at byte ${off}.
 */
void		 lint_part(struct lint *l, const struct json *node,
		    size_t off, struct str path);

/* condition.c, rules.c, route.c, fields.c, account.c */
void		 lint_conditions(struct lint *l);
void		 lint_rules(struct lint *l);
void		 lint_route(struct lint *l);
void		 lint_fields(struct lint *l);
void		 lint_crm(struct lint *l);

#endif
