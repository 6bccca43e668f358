/* value: one YAML value by its kind; private to conf/. */
#ifndef CONF_VALUE_H
#define CONF_VALUE_H

#include "conf/conf.h"

/*
 * conf_value(v, name, k, out, a, d): put ${v} into the field of the struct
 * ${out} that the key ${k} means; ${name} is its full name for messages.
 */
int	conf_value(const struct json *v, const char *name,
	    const struct conf_key *k, void *out, struct arena *a,
	    struct diags *d);

/* conf_fits(v, form): is ${v} of the kind that this form has? */
bool	conf_fits(const struct json *v, const struct conf_key *form);

#endif
