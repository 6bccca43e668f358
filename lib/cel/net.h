/* net: IP addresses and networks as text. */
#ifndef CEL_NET_H
#define CEL_NET_H

#include "cel/value.h"

/*
 * net_parse(s, cidr, out): an address, or with ${cidr} "ADDRESS/BITS".
 * Return NULL, or what is wrong.  An IPv4 address written as the last 32
 * bits of ::ffff:0:0 in hexadecimal is that IPv4 address; with dots it is
 * refused, as zones are.  Source: RFC 4291, RFC 4632.
 */
const char	*net_parse(struct str s, bool cidr, struct cel_net *out);

/* net_format(n, cidr, out): RFC 5952; return its length. */
enum { NET_TEXT = 64 };
size_t		 net_format(const struct cel_net *n, bool cidr, char *out);

#endif
