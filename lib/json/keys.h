/* keys: objects of any size without quadratic work; capacity. */
#ifndef JSON_KEYS_H
#define JSON_KEYS_H

#include "json/json.h"

/* json_cap(n): for how many elements there is room where ${n} are used. */
size_t	json_cap(size_t n);

/*
 * json_order(m, n, a): indices of the ${n} members ${m}, ordered by key and
 * then by place.  Sorting, unlike hashing, has no worst case that hostile
 * keys could be made for.
 */
uint32_t *json_order(const struct json_member *m, size_t n, struct arena *a);

/*
 * json_twins(m, n, a): for each member the index of the first with its key;
 * NULL if all keys are different (then ${a} may have been used all the same).
 */
uint32_t *json_twins(const struct json_member *m, size_t n, struct arena *a);

#endif
