/* fn_network: the extension "network": IP addresses and CIDR networks. */
#include "cel/env.h"
#include "cel/net.h"
#include "cel/run.h"

static int
make(struct run *r, struct str s, bool cidr, struct cel_net *net)
{
	const char *wrong = net_parse(s, cidr, net);

	return wrong == NULL ? 0 : cel_fail_text(r, str_of(wrong));
}

static int
keep(struct run *r, const struct cel_net *net, int kind, struct cel_val *out)
{
	struct cel_net *p = arena_alloc(r->a, sizeof(*p));

	*p = *net;
	*out = (struct cel_val){ .kind = (uint8_t)kind, .net = p };
	return 0;
}

static int
ip(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct cel_net net;

	(void)n;
	return make(r, v[0].s, false, &net) == -1 ? -1 :
	    keep(r, &net, CEL_IP, out);
}

static int
cidr(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct cel_net net;

	(void)n;
	return make(r, v[0].s, true, &net) == -1 ? -1 :
	    keep(r, &net, CEL_CIDR, out);
}

static int
is_ip(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct cel_net net;

	(void)r;
	(void)n;
	*out = cel_bool(net_parse(v[0].s, false, &net) == NULL);
	return 0;
}

static int
is_cidr(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct cel_net net;

	(void)r;
	(void)n;
	*out = cel_bool(net_parse(v[0].s, true, &net) == NULL);
	return 0;
}

static int
is_canonical(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct cel_net net;
	char text[NET_TEXT];

	(void)n;
	if (make(r, v[0].s, false, &net) == -1)
		return -1;
	*out = cel_bool(str_eq(v[0].s, (struct str){ text,
	    net_format(&net, false, text) }));
	return 0;
}

static int
family(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_int(v[0].net->family);
	return 0;
}

static bool
all_bytes(const struct cel_net *a, uint8_t byte)
{
	size_t i, n = a->family == 4 ? 4 : 16;

	for (i = 0; i < n; i++)
		if (a->addr[i] != byte)
			return false;
	return true;
}

static bool
unspecified(const struct cel_net *a)
{
	return all_bytes(a, 0);
}

static bool
loopback(const struct cel_net *a)
{
	static const uint8_t one[16] = { [15] = 1 };

	return a->family == 4 ? a->addr[0] == 127 :
	    memcmp(a->addr, one, sizeof(one)) == 0;
}

static bool
multicast(const struct cel_net *a)
{
	return a->family == 4 ? a->addr[0] >> 4 == 14 : a->addr[0] == 0xff;
}

static bool
link_local_multicast(const struct cel_net *a)
{
	const uint8_t *p = a->addr;

	return a->family == 4 ? p[0] == 224 && p[1] == 0 && p[2] == 0 :
	    p[0] == 0xff && (p[1] & 15) == 2;
}

static bool
link_local_unicast(const struct cel_net *a)
{
	const uint8_t *p = a->addr;

	return a->family == 4 ? p[0] == 169 && p[1] == 254 :
	    p[0] == 0xfe && p[1] >> 6 == 2;
}

static bool
global_unicast(const struct cel_net *a)
{
	return !unspecified(a) && !loopback(a) && !multicast(a) &&
	    !link_local_unicast(a) && !(a->family == 4 && all_bytes(a, 255));
}

#define PREDICATE(fn, test)						\
static int								\
fn(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out) \
{									\
	(void)r;							\
	(void)n;							\
	*out = cel_bool(test(v[0].net));				\
	return 0;							\
}
PREDICATE(is_unspecified, unspecified)
PREDICATE(is_loopback, loopback)
PREDICATE(is_link_local_multicast, link_local_multicast)
PREDICATE(is_link_local_unicast, link_local_unicast)
PREDICATE(is_global_unicast, global_unicast)

static bool
within(const struct cel_net *net, const struct cel_net *a)
{
	size_t whole = net->bits / 8, left = net->bits % 8;
	unsigned mask = 0xff00u >> left;

	return net->family == a->family &&
	    memcmp(net->addr, a->addr, whole) == 0 && (left == 0 ||
	    ((net->addr[whole] ^ a->addr[whole]) & mask & 0xff) == 0);
}

static int
contains_ip(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct cel_net net;

	(void)n;
	if (v[1].kind == CEL_IP)
		net = *v[1].net;
	else if (make(r, v[1].s, false, &net) == -1)
		return -1;
	*out = cel_bool(within(v[0].net, &net));
	return 0;
}

static int
contains_cidr(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct cel_net net;

	(void)n;
	if (v[1].kind == CEL_CIDR)
		net = *v[1].net;
	else if (make(r, v[1].s, true, &net) == -1)
		return -1;
	*out = cel_bool(v[0].net->bits <= net.bits && within(v[0].net, &net));
	return 0;
}

static int
cidr_ip(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	struct cel_net net = *v[0].net;

	(void)n;
	net.bits = 0;
	return keep(r, &net, CEL_IP, out);
}

static int
masked(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct cel_net net = *v[0].net;
	size_t i;

	(void)n;
	for (i = net.bits; i < 128; i++)
		net.addr[i / 8] &= (uint8_t)~(0x80u >> i % 8);
	return keep(r, &net, CEL_CIDR, out);
}

static int
prefix_length(struct run *r, const struct cel_val *v, size_t n,
    struct cel_val *out)
{
	(void)r;
	(void)n;
	*out = cel_int(v[0].net->bits);
	return 0;
}

const struct builtin cel_network[] = {
	{ "ip", "(string)net.IP", ip },
	{ "ip", "net.CIDR.()net.IP", cidr_ip },
	{ "isIP", "(string)bool", is_ip },
	{ "ip.isCanonical", "(string)bool", is_canonical },
	{ "family", "net.IP.()int", family },
	{ "isUnspecified", "net.IP.()bool", is_unspecified },
	{ "isLoopback", "net.IP.()bool", is_loopback },
	{ "isGlobalUnicast", "net.IP.()bool", is_global_unicast },
	{ "isLinkLocalMulticast", "net.IP.()bool", is_link_local_multicast },
	{ "isLinkLocalUnicast", "net.IP.()bool", is_link_local_unicast },
	{ "cidr", "(string)net.CIDR", cidr },
	{ "isCIDR", "(string)bool", is_cidr },
	{ "containsIP", "net.CIDR.(net.IP)bool", contains_ip },
	{ "containsIP", "net.CIDR.(string)bool", contains_ip },
	{ "containsCIDR", "net.CIDR.(net.CIDR)bool", contains_cidr },
	{ "containsCIDR", "net.CIDR.(string)bool", contains_cidr },
	{ "masked", "net.CIDR.()net.CIDR", masked },
	{ "prefixLength", "net.CIDR.()int", prefix_length },
	{ NULL, NULL, NULL }
};
