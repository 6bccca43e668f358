/* match: a record's keys beside those that the CRM shows and the ledger has. */
#include "push/people.h"

struct str
key_kind(const struct push *p, size_t k)
{
	return p->crm->match[CRM_CONTACT].p[k];
}

/* The contact's field that match key ${k} stands in, or NULL. */
static const struct crm_field *
key_field(const struct push *p, size_t k)
{
	return crm_field(&p->crm->objects[CRM_CONTACT], key_kind(p, k));
}

enum ledger_match
hit_match(struct push *p, const struct job *j, size_t k,
    const struct json *fields)
{
	const struct crm_field *f = key_field(p, k);
	enum ledger_match m = LEDGER_NO_KEY;
	struct conf_strs all;
	struct str have;
	size_t i;

	if (j->keys[k].p == NULL || f == NULL)
		return LEDGER_NO_KEY;
	all = crm_texts(p->crm, f, fields, &p->arena);
	for (i = 0; i < all.n; i++) {
		have = key_form(key_kind(p, k), all.p[i], &p->arena);
		if (have.p != NULL && str_eq(have, j->keys[k]))
			return LEDGER_SAME;
		if (have.p != NULL)
			m = LEDGER_OTHER;
	}
	return m;
}

bool
hit_contradicts(struct push *p, const struct job *j, size_t k,
    const struct json *fields)
{
	size_t i;

	for (i = 0; i < k; i++)
		if (hit_match(p, j, i, fields) == LEDGER_OTHER)
			return true;
	return false;
}

int
learn_keys(struct push *p, struct str token, const struct json *fields,
    struct err *e)
{
	const struct crm_field *f;
	struct conf_strs all;
	struct str s;
	size_t k, i;

	for (k = 0; k < p->crm->match[CRM_CONTACT].n && k < MATCH_MAX; k++) {
		f = key_field(p, k);
		if (f == NULL)
			continue;
		all = crm_texts(p->crm, f, fields, &p->arena);
		for (i = 0; i < all.n; i++) {
			s = key_form(key_kind(p, k), all.p[i], &p->arena);
			if (s.p != NULL && ledger_key_add(p->ledger,
			    LEDGER_CONTACT, token, key_kind(p, k).p, s,
			    e) == -1)
				return -1;
		}
	}
	return 0;
}
