/*
 * url: an address of the World Wide Web as a person would give it.  Source:
 * RFC 3986 for the form, RFC 1123 and RFC 5890 for host names.
 */
#ifndef TEXT_URL_H
#define TEXT_URL_H

#include "base/arena.h"
#include "base/err.h"

/*
 * url_parse(s, a, out, e): http or https, or no scheme but a public host
 * name ("acme.example/shop", which stays without).  Scheme and host go into
 * lower case, the rest stays.  0, or -1 with ${e}: "url.syntax",
 * "url.scheme" (javascript:, ftp:...), "url.host" (no public host) or
 * "url.user" (a name or password in it).
 */
int	url_parse(struct str s, struct arena *a, struct str *out,
	    struct err *e);

#endif
