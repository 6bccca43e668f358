/*
 * limits: the CRM's limits on requests: as the profile says, as headers
 * correct it, as the user wants it, and with a reserve for people.
 */
#include <limits.h>

#include "crm/wire.h"

enum { DAY_MS = 86400000 };

/* Limits of an hour and longer are shared with people. */
#define LONG	(INT64_C(3600) * 1000000000)

static unsigned
ours(const struct crm *crm, unsigned tokens, int64_t per)
{
	unsigned n = (unsigned)(tokens * crm->daily_share);

	if (per < LONG || tokens == 0)
		return tokens;
	return n > 0 ? n : 1;
}

void
wire_budgets(const struct crm *crm, struct http *h)
{
	const struct profile *p = crm->rules;
	unsigned i;

	for (i = 0; i < p->nbudgets; i++)
		http_budget(h, i, ours(crm, p->budgets[i].tokens,
		    p->budgets[i].per_ns), p->budgets[i].per_ns);
}

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

/*
 * The CRM allows ${max} in ${per}: no more than the user does at that rate.
 * False: what the user said is stricter, as he said it.
 */
static bool
bound(const struct crm_budget *b, unsigned *max, int64_t per)
{
	double own = (double)b->tokens * (double)per / (double)b->per_ns;

	if (!b->own || own > *max)
		return true;
	if (*max >= b->tokens)
		return false;
	*max = own > 1 ? (unsigned)own : 1;	/* the CRM takes no burst */
	return true;
}

static void
take(const struct crm *crm, unsigned i, const struct cel_val *vars,
    struct arena *a, struct http *h)
{
	const struct crm_budget *b = &crm->rules->budgets[i];
	unsigned max = b->tokens, ms, left, reserve;
	int64_t per = b->per_ns;

	if (b->own && b->tokens == 0)
		return;
	if (told(b->interval, vars, a, 1, DAY_MS, &ms))
		per = ms * INT64_C(1000000);
	if (told(b->max, vars, a, 1, CRM_BUDGET_MAX, &max) &&
	    bound(b, &max, per))
		http_budget_told(h, i, ours(crm, max, per), per);
	if (b->tokens == 0 || !told(b->left, vars, a, 0, UINT_MAX, &left))
		return;
	reserve = max - ours(crm, max, per);
	http_budget_left(h, i, left > reserve ? left - reserve : 0);
}

void
answer_budgets(const struct crm *crm, const struct http_response *r,
    struct http *h)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	struct arena a = { 0 };
	unsigned i;

	header_vars(r, &a, vars);
	for (i = 0; i < crm->rules->nbudgets; i++)
		take(crm, i, vars, &a, h);
	arena_free(&a);
}

void
crm_forecast(const struct crm *crm, uint64_t *calls, int64_t *ns)
{
	const struct crm_budget *b;
	int64_t need;
	uint64_t n;
	unsigned i, tokens;

	*calls = crm->wire->calls;
	*ns = 0;
	for (i = 0; i < crm->rules->nbudgets; i++) {
		b = &crm->rules->budgets[i];
		tokens = ours(crm, b->tokens, b->per_ns);
		n = crm->wire->calls_of[i];
		if (tokens == 0 || n == 0)
			continue;
		/* The first of an interval's requests wait for nothing. */
		need = (int64_t)((n - 1) / tokens) * b->per_ns;
		if (need > *ns)
			*ns = need;
	}
}
