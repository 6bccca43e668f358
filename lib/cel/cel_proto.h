/* cel_proto: the function unproto of chatcrm-cel(7). */
#ifndef CEL_CEL_PROTO_H
#define CEL_CEL_PROTO_H

#include "cel/cel.h"

int	cel_unproto(const struct cel_val *v, size_t n, struct arena *a,
	    struct cel_val *out, struct err *e);

#endif
