/* What the readers of the section "validate" share; see validate.h. */
#ifndef STAGE_VALIDATE_CONF_H
#define STAGE_VALIDATE_CONF_H

#include "stage/validate.h"

struct reader {
	struct validate	*v;
	struct cel_env	*env;
	struct arena	*a;
	struct diags	*d;
	struct hmap	 lists;		/* the operator's, by name */
	struct list	*rubbish[2];	/* built in; made when needed */
};

/* The table of a field's keys. */
extern const struct conf_key validate_field_keys[];
/* The forms of "ask", and the words of "on_invalid". */
extern const struct conf_key validate_ask_forms[];
extern const char *const validate_on_invalid[];

/* A field of ${object} as the file has it in ${node}. */
void	validate_read_field(struct reader *rd, struct field *f,
	    struct str object, struct str name, const struct json *node);

/* A field of which the file says nothing. */
void	validate_default_field(struct reader *rd, struct field *f,
	    struct str object, struct str name);

/* validate_read_ask(rd, node): NULL if there is none. */
const struct ask *validate_read_ask(struct reader *rd,
	    const struct json *node);

/* validate_read_lists(rd, node): the section's "lists". */
void	validate_read_lists(struct reader *rd, const struct json *node);

/*
 * validate_list(rd, name, field, key): the list of that name, NULL with a
 * complaint at ${key} of ${field} if there is none; NULL too if ${name} is
 * none.
 */
const struct list *validate_list(struct reader *rd, struct str name,
	    const struct json *field, const char *key);

/*
 * validate_check_allow(rd, known, allow, field): of a country or currency,
 * values that are ${known} (or NULL: any) are in one form, so what is allowed
 * must be so, too.
 */
void	validate_check_allow(struct reader *rd, const struct list *known,
	    const struct conf_strs *allow, const struct json *field);

/* Lists that are built in. */
const struct list *validate_countries(struct reader *rd, int form);
const struct list *validate_currencies(struct reader *rd);
const struct list *validate_rubbish(struct reader *rd, struct str name);

/* validate_words(rd, words): a list of what stands in the file itself. */
const struct list *validate_words(struct reader *rd,
	    const struct conf_strs *words);

/* A text of the file, with NUL, for the run; ${other} if it is none. */
const char *validate_text(struct reader *rd, struct str s,
	    const char *other);

#endif
