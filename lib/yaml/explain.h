/* explain: libyaml's syntax errors in words that help. */
#ifndef YAML_EXPLAIN_H
#define YAML_EXPLAIN_H

#include <yaml.h>

#include "base/diag.h"
#include "yaml/source.h"

/*
 * yaml_explain(p, s, d): tell in ${d} of the error that stopped ${p} in
 * ${s}; return -1.  Where the line looks like an expression that YAML cannot
 * start with, say to quote it.
 */
int		yaml_explain(const yaml_parser_t *p,
		    const struct yaml_source *s, struct diags *d);

#endif
