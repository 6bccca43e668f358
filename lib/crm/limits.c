/* limits: what an answer's headers tell of the CRM's limits. */
#include <limits.h>

#include "crm/wire.h"

enum { DAY_MS = 86400000 };

/*
 * A number that a header tells; false for what no limit can be, such as one
 * that nobody could keep count of.
 */
static bool
told(const struct cel_prog *p, const struct cel_val *vars, struct arena *a,
    int64_t least, int64_t most, unsigned *out)
{
	struct json n = { .type = JSON_NUMBER };
	struct str s;
	int64_t v;

	if (!cel_text(p, vars, a, &s) || s.len == 0)
		return false;
	n.text = s.p;
	n.len = s.len;
	if (!json_to_int(&n, &v) || v < least || v > most)
		return false;
	*out = (unsigned)v;
	return true;
}

/* Headers may correct what the profile says of the CRM's limits. */
void
answer_budgets(const struct crm *crm, const struct http_response *r,
    struct http *h)
{
	const struct profile *p = crm->rules;
	struct arena a = { 0 };
	struct cel_val vars[PV_COUNT] = { 0 };
	const struct crm_budget *b;
	unsigned i, max, ms, left;
	int64_t per;

	header_vars(r, &a, vars);
	for (i = 0; i < p->nbudgets; i++) {
		b = &p->budgets[i];
		per = told(b->interval, vars, &a, 1, DAY_MS, &ms) ?
		    ms * INT64_C(1000000) : b->per_ns;
		if (told(b->max, vars, &a, 1, CRM_BUDGET_MAX, &max))
			http_budget_told(h, i, max, per);
		if (b->tokens > 0 && told(b->left, vars, &a, 0, UINT_MAX,
		    &left))
			http_budget_left(h, i, left);
	}
	arena_free(&a);
}
