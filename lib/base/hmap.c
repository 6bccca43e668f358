#include "base/hmap.h"

void
hmap_init(struct hmap *m, struct arena *a)
{
	*m = (struct hmap){ .arena = a };
}

static size_t
probe(const struct hmap *m, struct str key, uint64_t hash)
{
	size_t i = hash & (m->nslots - 1);
	const struct hmap_entry *e;

	for (; m->slots[i] != 0; i = (i + 1) & (m->nslots - 1)) {
		e = &m->entries[m->slots[i] - 1];
		if (e->hash == hash && str_eq(e->key, key))
			break;
	}
	return i;
}

static void
rehash(struct hmap *m)
{
	size_t i;

	m->nslots = m->nslots > 0 ? m->nslots * 2 : 16;
	m->slots = arena_array(m->arena, m->nslots, sizeof(*m->slots));
	for (i = 0; i < m->n; i++)
		m->slots[probe(m, m->entries[i].key, m->entries[i].hash)] =
		    (uint32_t)i + 1;
}

void *
hmap_get(const struct hmap *m, struct str key)
{
	size_t i;

	if (m->n == 0)
		return NULL;
	i = probe(m, key, str_hash(key));
	return m->slots[i] != 0 ? m->entries[m->slots[i] - 1].value : NULL;
}

void **
hmap_slot(struct hmap *m, struct str key)
{
	uint64_t hash = str_hash(key);
	size_t i, cap;

	if ((m->n + 1) * 4 > m->nslots * 3)
		rehash(m);
	i = probe(m, key, hash);
	if (m->slots[i] == 0) {
		if (m->n == m->cap) {
			cap = m->cap > 0 ? m->cap * 2 : 8;
			m->entries = arena_grow(m->arena, m->entries,
			    m->cap * sizeof(*m->entries),
			    cap * sizeof(*m->entries));
			m->cap = cap;
		}
		m->entries[m->n] = (struct hmap_entry){ key, NULL, hash };
		m->slots[i] = (uint32_t)++m->n;
	}
	return &m->entries[m->slots[i] - 1].value;
}
