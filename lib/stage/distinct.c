#include "stage/distinct.h"

#include <math.h>

/* Every bit depends on every other; never 0. */
static uint64_t
mix(uint64_t h)
{
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	h ^= h >> 33;
	return h != 0 ? h : 1;
}

static bool
remember(struct distinct *d, uint64_t h)
{
	size_t i = h % DISTINCT_SLOTS;

	while (d->slots[i] != 0 && d->slots[i] != h)
		i = (i + 1) % DISTINCT_SLOTS;
	if (d->slots[i] == h || d->n > DISTINCT_EXACT)
		return false;
	d->slots[i] = h;
	d->n++;
	return true;
}

bool
distinct_add(struct distinct *d, struct str s)
{
	uint64_t h = mix(str_hash(s)), rest = h / DISTINCT_REGISTERS;
	uint8_t *r = &d->registers[h % DISTINCT_REGISTERS], zeros = 1;

	for (; zeros < 54 && (rest & 1) == 0; rest >>= 1)
		zeros++;
	if (zeros > *r)
		*r = zeros;
	return remember(d, h);
}

uint64_t
distinct_count(const struct distinct *d, bool *exact)
{
	const double m = DISTINCT_REGISTERS, alpha = 0.7213 / (1 + 1.079 / m);
	double sum = 0;
	size_t i;

	*exact = d->n <= DISTINCT_EXACT;
	if (*exact)
		return d->n;
	for (i = 0; i < DISTINCT_REGISTERS; i++)
		sum += ldexp(1, -d->registers[i]);
	return (uint64_t)(alpha * m * m / sum + 0.5);
}
