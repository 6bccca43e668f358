/*
 * phone_library: libphonenumber, where it is installed: it knows which
 * numbers each country assigns, and of what kind they are.
 *
 * It lives in a shared object that is loaded only on demand: with ICU and
 * protobuf it costs ten milliseconds and ten megabytes at each start, where
 * all the rest of a filter costs one and three.  And it is asked for by
 * name, never taken because it happens to be there: two hosts with the same
 * configuration must judge alike.
 */
#ifndef TEXT_PHONE_LIBRARY_H
#define TEXT_PHONE_LIBRARY_H

#include "text/phone.h"
#include "text/phone_plugin.h"

/* The kinds of numbers by name, "mobile"; NULL ends them. */
extern const char *const phone_kinds[];

/*
 * phone_library_load(e): find and load it, once for the process, and let it
 * open what it needs.  -1 with ERR_CONFIG if it is not installed.
 */
int	phone_library_load(struct err *e);

/*
 * phone_library_parse(s, region, a, out, kind): as phone_parse, for numbers
 * that are assigned: 0; -1 if it does not know it as such.  It must be
 * loaded.
 */
int	phone_library_parse(struct str s, struct str region, struct arena *a,
	    struct phone *out, enum phone_kind *kind);

#endif
