#include "json/keys.h"

enum { FEW = 32 };	/* up to here comparing pairs is the fastest */

/* Merge the sorted runs [i, mid) and [mid, end) of ${in} into ${out}. */
static void
merge(const struct json_member *m, const uint32_t *in, size_t i, size_t mid,
    size_t end, uint32_t *out)
{
	size_t j = mid, o = i;

	while (i < mid && j < end)
		out[o++] = str_cmp(m[in[i]].key, m[in[j]].key) <= 0 ?
		    in[i++] : in[j++];
	while (i < mid)
		out[o++] = in[i++];
	while (j < end)
		out[o++] = in[j++];
}

uint32_t *
json_order(const struct json_member *m, size_t n, struct arena *a)
{
	uint32_t *from = arena_alloc(a, n * sizeof(*from)), *swap;
	uint32_t *to = arena_alloc(a, n * sizeof(*to));
	size_t i, run, mid, end;

	for (i = 0; i < n; i++)
		from[i] = (uint32_t)i;
	for (run = 1; run < n; run *= 2) {
		for (i = 0; i < n; i += 2 * run) {
			mid = i + run < n ? i + run : n;
			end = mid + run < n ? mid + run : n;
			merge(m, from, i, mid, end, to);
		}
		swap = from;
		from = to;
		to = swap;
	}
	return from;
}

/*
 * A set of 64 bits stands for the keys so far; only a key whose bit is
 * taken has to be compared.
 */
static bool
few_twins(const struct json_member *m, size_t n)
{
	uint64_t seen = 0, bit;
	size_t i, j;

	for (i = 0; i < n; i++) {
		struct str k = m[i].key;

		bit = 1;
		if (k.len > 0)
			bit <<= (k.len * 7 + (unsigned char)k.p[0] * 5u +
			    (unsigned char)k.p[k.len - 1] * 3u) & 63;
		for (j = 0; (seen & bit) != 0 && j < i; j++)
			if (str_eq(m[j].key, k))
				return true;
		seen |= bit;
	}
	return false;
}

uint32_t *
json_twins(const struct json_member *m, size_t n, struct arena *a)
{
	uint32_t *order, *first;
	bool any = false;
	size_t i;

	if (n < 2 || (n <= FEW && !few_twins(m, n)))
		return NULL;
	order = json_order(m, n, a);
	first = arena_alloc(a, n * sizeof(*first));
	for (i = 0; i < n; i++) {
		first[order[i]] = order[i];
		if (i > 0 && str_eq(m[order[i]].key, m[order[i - 1]].key)) {
			first[order[i]] = first[order[i - 1]];
			any = true;
		}
	}
	return any ? first : NULL;
}
