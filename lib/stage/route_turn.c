/*
 * route_turn: whose turn it is.
 *
 * Rendezvous hashing: everybody draws a number for the person, as often as
 * he has shares, and the highest one wins.  What somebody draws depends on
 * nobody else, so that a change of the list moves only those whom it must.
 * Source: Thaler and Ravishankar, "Using name-based mappings to increase hit
 * rates", 1998; SipHash for the numbers, so that they stay the same between
 * versions.
 */
#include "base/siphash.h"
#include "stage/route.h"

static uint64_t
draw(struct str person, struct str name, int64_t share)
{
	static const unsigned char key[SIPHASH_KEY] = "chatcrm-route-1";
	const unsigned char ends[] = { 0, (unsigned char)share };
	struct siphash h;
	uint64_t out[2];

	siphash_init(&h, key);
	siphash_add(&h, name);
	siphash_add(&h, (struct str){ (const char *)ends, sizeof(ends) });
	siphash_add(&h, person);
	siphash_end(&h, out);
	return out[0];
}

static struct str
path_text(const struct rec *r, const char *part, const char *path)
{
	struct json *v = doc_get(&r->doc, str_of(part));

	return v != NULL ? json_scalar(json_path(v, path)) : STR_NONE;
}

static struct str
first_identifier(const struct rec *r)
{
	struct json *v = doc_get(&r->doc, STR("person"));
	const struct json *list = v != NULL ?
	    json_get(v, STR("identifiers")) : NULL;

	return list != NULL && list->type == JSON_ARRAY && list->len > 0 ?
	    json_get_str(&list->items[0], STR("value")) : STR_NONE;
}

/* The same person in any conversation, as far as can be told from one. */
static struct str
person_of(const struct rec *r)
{
	struct str s = path_text(r, "keys", "contact.email"), lower;
	char *p;
	size_t i;

	if (s.len == 0)
		s = path_text(r, "contact", "email");
	if (s.len == 0)
		s = path_text(r, "contact", "phone");
	if (s.len == 0)
		s = first_identifier(r);
	if (s.len == 0)
		s = json_scalar(doc_get(&r->doc, STR("id")));
	lower = arena_str(r->arena, s);
	p = (char *)(uintptr_t)lower.p;
	for (i = 0; i < lower.len; i++)
		p[i] = ascii_lower(p[i]);
	return lower;
}

/* What the configuration says, or else the person. */
static struct str
deciding(struct routing *g, const struct route_rule *rule,
    const struct route_share *share)
{
	struct err e = { 0 };
	struct json v;
	size_t which;
	struct str s;

	switch (map_expr_json(&share->by, g->vars, g->r->arena, &v, &which,
	    &e)) {
	case CEL_OK:
		if ((s = json_scalar(&v)).len > 0)
			return s;
		break;
	case CEL_FAIL:
		route_fault(g, rule, ROUTE_FAULT_EXPR);
		break;
	case CEL_ABSENT:
		break;
	}
	return person_of(g->r);
}

struct str
route_turn(struct routing *g, const struct route_rule *rule,
    const struct route_share *share)
{
	struct str person = deciding(g, rule, share);
	size_t i, best = 0;
	uint64_t most = 0, drawn;
	int64_t k;

	for (i = 0; i < share->n; i++)
		for (k = 0; k < share->weights[i]; k++) {
			drawn = draw(person, share->names[i], k);
			if (drawn <= most)
				continue;
			most = drawn;
			best = i;
		}
	return share->names[best];
}
