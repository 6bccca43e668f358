/* report: complaints about a configuration for programs that show them. */
#ifndef CONF_REPORT_H
#define CONF_REPORT_H

#include "base/diag.h"
#include "json/json.h"

/*
 * report_json(d, a): {"errors": 1, "warnings": 0, "diagnostics": [{"file",
 * "line", "column", "level", "code", "message", "remedy"}, ...]}; columns
 * count characters from 1.  What has no place has no file.
 */
struct json	report_json(const struct diags *d, struct arena *a);

/*
 * report_sarif(d, a): a log for code hosts and editors.
 * Source: SARIF 2.1.0 (OASIS).
 */
struct json	report_sarif(const struct diags *d, struct arena *a);

#endif
