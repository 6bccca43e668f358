/*
 * validate: what a CRM may be given.  The compiled section "validate";
 * private to stage_validate.
 *
 *	validate:
 *	  region: US			# of telephone numbers without code
 *	  lists: {disposable: throw-away-domains.txt}
 *	  contact:
 *	    email:   {required: true, on_invalid: reject,
 *	              disposable: disposable, on_disposable: drop}
 *	    phone:   {region: US, min_digits: 10, on_invalid: ask,
 *	              ask: {en: 'Which number may we call?'}}
 *	    country: {type: country}
 *	    name:    {min_length: 2, rule: 'value != "test"',
 *	              code: name.test, message: a name, please}
 *	    rules:   [{rule: 'has(contact.email) || has(contact.phone)',
 *	              code: contact.unreachable}]
 *	  rules:     [...]
 *
 * Fields first, in the order of the file, then the rules of the objects,
 * then those of the record.  A field that is named email or phone has that
 * type, a contact's name, first_name and last_name are names; these five of
 * the contact are checked even if the section does not name them.
 *
 * What is wrong with a value meets its on_invalid: "reject" refuses the
 * record, "drop" (the default of fields that are not required now) takes the
 * value away, "ask" does too and has the visitor asked for a better one,
 * "keep" leaves it; the last three are findings with the old value as "was",
 * secrets redacted.  A required field that is missing, or was just dropped,
 * refuses the record unless its on_invalid is "keep" or "ask".
 *
 * Values are normalised: white space and unseen marks at both ends go, an
 * address's domain is in lower case, a telephone number E.164 (RFC 3966's
 * ";ext=" for an extension), an allowed value spelled as in the list.
 * What passed once passes again unchanged, without new findings.
 */
#ifndef STAGE_VALIDATE_H
#define STAGE_VALIDATE_H

#include "base/hmap.h"
#include "base/regex.h"
#include "record/record.h"
#include "text/email.h"
#include "text/list.h"

enum on_invalid { ON_REJECT, ON_DROP, ON_KEEP, ON_ASK, ON_DEFAULT };
enum field_type { FIELD_TEXT, FIELD_EMAIL, FIELD_PHONE, FIELD_NAME,
	FIELD_COUNTRY, FIELD_CURRENCY, FIELD_URL, FIELD_DATE, FIELD_NUMBER,
	FIELD_IMPLIED };
enum mail_domain { DOMAIN_PUBLIC, DOMAIN_ANY };
enum emoji { EMOJI_KEEP, EMOJI_STRIP, EMOJI_REFUSE, EMOJI_DEFAULT };
enum country_form { AS_ALPHA2, AS_ALPHA3, AS_NAME };

/* What to say to the visitor, by language; none: whatever he speaks. */
struct ask {
	struct ask_text {
		struct str	language, text;
	}	*p;
	size_t	 n;
};

/* An expression that must be true, and what to say when it is not. */
struct rule {
	struct cel_prog	*prog;		/* NULL: no rule */
	const char	*code, *message;
	int		 on_invalid;
	struct str	 object, field;	/* what it drops; none: nothing */
	const char	*path;		/* named in findings */
	const struct ask *ask;
};

/* From and to, of a number or a time; both included. */
struct bounds {
	bool		 has_min, has_max;
	double		 min, max;
	struct instant	 from, to;
};

struct mail_rules {
	unsigned	 accept, fold;	/* EMAIL_*, see text/email.h */
	bool		 suggest;
	const struct list *roles, *disposable;
	int		 on_role, on_disposable;
};

struct phone_rules {
	bool		 library;	/* see text/phone_library.h */
	unsigned	 kinds;		/* a bit each; 0: all */
	struct str	 kind_field;	/* gets the kind; or none */
	int64_t		 min_digits;
};

struct field {
	struct str	 name;
	const char	*path;		/* "contact.email" */
	bool		 required;	/* always, or: */
	struct cel_prog	*required_when;
	int		 type, on_invalid;
	bool		 rejects;	/* when required_when holds, whatever
					   on_invalid is by default */
	struct mail_rules mail;
	struct phone_rules phone;
	struct str	 region;
	int64_t		 min_length, max_length;
	int		 emoji;
	struct bounds	 bounds;
	struct regex	*pattern;	/* or NULL */
	const struct list *known;	/* of its type: countries; or NULL */
	const struct list *allow, *rubbish;	/* NULL: all; none */
	struct rule	 rule;
	const struct ask *ask;
};

struct rules {
	struct rule	*p;
	size_t		 n;
};

enum { OBJECTS = 4 };		/* contact, company, deal, ticket; behind
				   them the user's own, "objects.NAME" */

struct object {
	struct str	 name;
	struct field	*fields;
	size_t		 n;
	struct rules	 rules;
	bool		 demands;	/* a field can be required */
};

struct validate {
	struct object	*objects;
	size_t		 n;
	struct rules	 rules;
	struct instant	 now;
	const struct redact_rules *redact;	/* of findings; or NULL */
	struct str	 region;
	int		 value_var;	/* index of "value" in expressions */
	bool		 reads_locale, asks;
	bool		 library;	/* of telephone numbers */
	bool		 conditions;	/* some field is required when... */
	bool		 takes;		/* a rule may take a field away */
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

/* A field under judgement. */
struct value {
	const struct object	*o;
	const struct field	*f;
	struct json		*json;		/* in the record */
	struct str		 text;		/* normalised */
	struct email		 mail;		/* if that is its type */
	int			 kind;		/* enum phone_kind */
	bool			 unassigned;	/* a number, for all we know */
};

/*
 * validate_field(j, o, f): judge and normalise one field; -1 if the record
 * is refused, with ${j}->e set.
 */
int	validate_field(struct judged *j, const struct object *o,
	    const struct field *f);

/*
 * validate_required(j, o, f): is it there, if it is required?  Once all
 * fields are as they will be, since an expression may say so that reads them.
 */
int	validate_required(struct judged *j, const struct object *o,
	    const struct field *f);

/*
 * validate_value(j, v, e): by its type and its field's limits; puts the
 * normal form into ${v}->text.  NULL, or the code of ${e}.
 */
const char *validate_value(struct judged *j, struct value *v, struct err *e);

/*
 * validate_phone(j, v, e): as validate_value, for telephone numbers;
 * validate_phone_told(j, v): what is to be told of one that is right;
 * validate_phone_meant(j, v): the one number in what is none, or none.
 */
const char *validate_phone(struct judged *j, struct value *v,
	    struct err *e);
void	validate_phone_told(struct judged *j, const struct value *v);
struct str validate_phone_meant(struct judged *j, const struct value *v);

/* validate_number(s): is it a number as RFC 8259 has it? */
bool	validate_number(struct str s);

/*
 * validate_mail(j, v): what is told of an address that is one: a slip of
 * the finger, a role, a throw-away domain; and its key.  -1 if the record is
 * refused, 1 if the value was taken away.
 */
int	validate_mail(struct judged *j, const struct value *v);

/* validate_vars(j): let expressions see the record as it is now. */
void	validate_vars(struct judged *j);

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
	const struct ask *ask;
	int		 type;		/* of the field; FIELD_TEXT */
};

/*
 * validate_fault(j, f, was): reject (-1), drop, ask or keep (0) with a
 * finding.  ${was} (NULL: none) is the value, which is redacted first.
 */
int	validate_fault(struct judged *j, const struct fault *f,
	    const struct json *was);

/* validate_ask(j, f): a line for the chatbot, which asks the visitor. */
void	validate_ask(struct judged *j, const struct fault *f);

/* validate_asked(j, path): was the visitor asked for it already? */
bool	validate_asked(struct judged *j, const char *path);

/*
 * validate_object(j, name, edit): the object of the record, opened, to be
 * changed in place if ${edit}; NULL if it has none.
 */
struct json *validate_object(struct judged *j, struct str name, bool edit);

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

/*
 * validate_add(j, path, code, key, text): a member more of the last finding,
 * if it is of that field and code: it is not when the record had the finding
 * already.
 */
void	validate_add(struct judged *j, const char *path, const char *code,
	    struct str key, struct str text);

/* validate_suggest(j, path, code, meant): "suggestion" of it, redacted. */
void	validate_suggest(struct judged *j, const char *path,
	    const char *code, struct str meant);

#endif
