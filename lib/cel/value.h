/* value: lists, maps, equality and order of values, whatever holds them. */
#ifndef CEL_VALUE_H
#define CEL_VALUE_H

#include "cel/cel.h"

struct cel_list {
	size_t			 n;
	const struct cel_val	*items;
};

struct cel_entry {
	struct cel_val	key, val;
};

/*
 * A map keeps the order of its entries.  With more than MAP_SMALL it has an
 * index: slots (a power of two) of entry number + 1.
 */
enum { MAP_SMALL = 8 };

struct cel_map {
	size_t			 n, cap, nslots;
	struct cel_entry	*entries;
	uint32_t		*slots;
};

/* An address or a network; IPv4 stands in the first four bytes. */
struct cel_net {
	uint8_t	family;		/* 4 or 6 */
	uint8_t	bits;		/* of the prefix; CIDR */
	uint8_t	addr[16];
};

#define CEL_NULL_VAL	((struct cel_val){ .kind = CEL_NULL })

static inline struct cel_val
cel_uint(uint64_t u)
{
	return (struct cel_val){ .kind = CEL_UINT, .u = u };
}

static inline struct cel_val
cel_bytes(struct str s)
{
	return (struct cel_val){ .kind = CEL_BYTES, .s = s };
}

/* Durations: nanoseconds; both parts of the value have the same sign. */
struct cel_val	 cel_duration(int64_t ns);
int64_t		 cel_nanos(struct cel_val duration);

size_t		 map_len(struct cel_val m);
struct cel_val	 map_key(struct cel_val m, size_t i);
struct cel_val	 map_value(struct cel_val m, size_t i);

/* map_find(m, key, out): numbers of unlike type but equal value match. */
bool		 map_find(struct cel_val m, struct cel_val key,
		    struct cel_val *out);
bool		 map_find_str(struct cel_val m, struct str key,
		    struct cel_val *out);

/* map_new(n, a): room for ${n}; map_put: -1 if the key is there already. */
struct cel_map	*map_new(size_t n, struct arena *a);
int		 map_put(struct cel_map *m, struct cel_val key,
		    struct cel_val val, struct arena *a);

enum order { ORDER_LESS = -1, ORDER_SAME, ORDER_MORE, ORDER_NONE };

/* value_order(a, b, out): false if the types have no order. */
bool		 value_order(struct cel_val a, struct cel_val b,
		    enum order *out);

static inline bool
is_number(struct cel_val v)
{
	return v.kind >= CEL_INT && v.kind <= CEL_DOUBLE;
}

#endif
