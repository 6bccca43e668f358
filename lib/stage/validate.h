/*
 * validate: what a CRM may be given.  The compiled section "validate";
 * private to stage_validate.
 *
 *	validate:
 *	  region: US			# of telephone numbers without code
 *	  contact:
 *	    email:   {required: true, on_invalid: reject}
 *	    phone:   {region: US, min_digits: 10, on_invalid: drop}
 *	    country: {allow: [US, CA, DE]}
 *	    name:    {min_length: 2, rule: 'value != "test"',
 *	              code: name.test, message: a name, please}
 *	    rules:   [{rule: 'has(contact.email) || has(contact.phone)',
 *	              code: contact.unreachable}]
 *	  rules:     [...]
 *
 * Fields first, in the order of the file, then the rules of the objects,
 * then those of the record.  A field that is named email or phone has that
 * type; contact.email and contact.phone are checked even if the section
 * does not name them.
 *
 * What is wrong with a value meets its on_invalid: "reject" refuses the
 * record, "drop" (the default of fields that are not required) takes the
 * value away, "keep" leaves it; the last two are findings with the old value
 * as "was", secrets redacted.  A required field that is missing, or was just
 * dropped, refuses the record unless its on_invalid is "keep".
 *
 * Values are normalised: white space and unseen marks at both ends go, an
 * address's domain is in lower case, a telephone number E.164 (RFC 3966's
 * ";ext=" for an extension), an allowed value spelled as in the list.
 * What passed once passes again unchanged, without new findings.
 */
#ifndef STAGE_VALIDATE_H
#define STAGE_VALIDATE_H

#include "base/hmap.h"
#include "record/record.h"

enum on_invalid { ON_REJECT, ON_DROP, ON_KEEP, ON_DEFAULT };
enum field_type { FIELD_TEXT, FIELD_EMAIL, FIELD_PHONE, FIELD_IMPLIED };
enum mail_domain { DOMAIN_PUBLIC, DOMAIN_ANY };

/* An expression that must be true, and what to say when it is not. */
struct rule {
	struct cel_prog	*prog;		/* NULL: no rule */
	const char	*code, *message;
	int		 on_invalid;
	struct str	 object, field;	/* what it drops; none: nothing */
	const char	*path;		/* named in findings */
};

struct field {
	struct str	 name;
	const char	*path;		/* "contact.email" */
	bool		 required;
	int		 type, on_invalid;
	unsigned	 accept;	/* EMAIL_* */
	struct str	 region;
	int64_t		 min_digits, min_length, max_length;
	struct hmap	*allow;		/* folded → struct str; NULL: all */
	struct rule	 rule;
};

struct rules {
	struct rule	*p;
	size_t		 n;
};

enum { OBJECTS = 4 };		/* contact, company, deal, ticket */

struct object {
	struct str	 name;
	struct field	*fields;
	size_t		 n;
	struct rules	 rules;
};

struct validate {
	struct object	 objects[OBJECTS];
	struct rules	 rules;
	struct instant	 now;
	struct str	 region;
	int		 value_var;	/* index of "value" in expressions */
	bool		 reads_locale;
};

/* validate_read(c, v, a): compile the section; complaints in c->diags. */
void	validate_read(const struct conf *c, struct validate *v,
	    struct arena *a);

/* What is known while one record is judged. */
struct judged {
	const struct validate	*v;
	struct rec		*r;
	struct err		*e;
	struct cel_val		 vars[RECORD_VARS];
	bool			 vars_fresh;
};

/*
 * validate_field(j, o, f): judge and normalise one field; -1 if the record
 * is refused, with ${j}->e set.
 */
int	validate_field(struct judged *j, const struct object *o,
	    const struct field *f);

/*
 * validate_rule(j, rule, value, why): evaluate; ${value} (NULL: none) is
 * what "value" names.  0 if it holds or does not apply, else -1 with ${why}.
 */
int	validate_rule(struct judged *j, const struct rule *rule,
	    const struct json *value, struct err *why);

/* validate_rules(j, rules): all of them; -1 if the record is refused. */
int	validate_rules(struct judged *j, const struct rules *rules);

/* What is wrong with a field or object, and what is to be done about it. */
struct fault {
	const char	*path;		/* "contact.email"; or NULL */
	const char	*code, *message;
	const char	*note;		/* the operator's message, or NULL */
	struct str	 object, field;	/* to be dropped; none: nothing */
	int		 on_invalid;
};

/*
 * validate_fault(j, f, was): reject (-1), drop or keep (0) with a finding.
 * ${was} (NULL: none) is the value, which is redacted first.
 */
int	validate_fault(struct judged *j, const struct fault *f,
	    const struct json *was);

/*
 * validate_set(j, object, field, v), validate_drop: change the record, and
 * let the expressions see it anew.
 */
void	validate_set(struct judged *j, struct str object, struct str field,
	    struct json v);
void	validate_drop(struct judged *j, struct str object, struct str field);

/* validate_find(j, path, code, did, was): add a finding, ${was} redacted. */
void	validate_find(struct judged *j, const char *path, const char *code,
	    const char *did, const struct json *was);

#endif
