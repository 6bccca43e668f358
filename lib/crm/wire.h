/* wire: the way to the CRM while a run lasts; private to this folder. */
#ifndef CRM_WIRE_H
#define CRM_WIRE_H

#include "crm/profile.h"

struct crm_wire {
	struct http		*http;
	struct http_retry	 retry;
	struct http_header	*headers;	/* of every request */
	size_t			 nheaders;
	struct buf		 secret;	/* the header with the token */
	FILE			*dry;		/* print writes there, or NULL */
	struct err		 stopped;	/* ERR_NONE: go on */
	uint64_t		 answers;	/* good ones so far */
};

/* crm_code_name(c): "crm.refused"; static. */
const char	*crm_code_name(enum crm_class c);

#endif
