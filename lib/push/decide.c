/*
 * decide: what people answered for records that nobody could place.
 *
 * An answer holds for all records with exactly the same keys: one more key,
 * or one less, is another question.
 */
#include "push/people.h"

static struct ledger_decision
question(const struct push *p, const struct job *j)
{
	return (struct ledger_decision){
		.kinds = p->crm->match[CRM_CONTACT].p,
		.values = j->keys,
		.n = p->crm->match[CRM_CONTACT].n < MATCH_MAX ?
		    p->crm->match[CRM_CONTACT].n : MATCH_MAX
	};
}

int
decision_keep(struct push *p, struct job *j, struct err *e)
{
	struct ledger_decision d = question(p, j);

	if (j->decision.len == 0 || j->answered)
		return 0;
	d.answer = j->decision;
	d.at = now_millis();
	d.run = p->run;
	return ledger_decision_put(p->ledger, &d, e);
}

/* The same for each record with these keys. */
static struct str
token_apart(struct push *p, const struct job *j)
{
	const struct ledger_decision d = question(p, j);
	struct str all = STR("");
	size_t i;

	for (i = 0; i < d.n; i++)
		if (j->keys[i].p != NULL)
			all = arena_printf(&p->arena, "%.*s%.*s=%.*s\n",
			    STR_ARG(all), STR_ARG(d.kinds[i]),
			    STR_ARG(j->keys[i]));
	return mint("person", STR("apart"), all, &p->arena);
}

static int
place_apart(struct push *p, struct job *j, struct err *e)
{
	if (entity_get(p, CRM_CONTACT, token_apart(p, j), &j->person,
	    e) == -1)
		return -1;
	j->person->apart = true;
	return 1;
}

static int
place_with(struct push *p, struct job *j, struct str id, struct err *e)
{
	struct ledger_object old;
	struct str token;
	int known = ledger_object_by_id(p->ledger, LEDGER_CONTACT, id,
	    &p->arena, &old, e);

	if (known == -1)
		return -1;
	token = known == 1 ? old.token : mint("person", STR("id"), id,
	    &p->arena);
	if (entity_get(p, CRM_CONTACT, token, &j->person, e) == -1)
		return -1;
	if (j->person->thing.id.p == NULL && !j->person->thing.lost)
		j->person->thing.id = id;
	return person_keep(p, &j->person->thing, e) == -1 ? -1 : 1;
}

int
by_decision(struct push *p, struct job *j, struct err *e)
{
	struct ledger_decision d = question(p, j);
	int known = ledger_decision_get(p->ledger, &d, &p->arena, e);

	if (known != 1)
		return known;
	j->decided = true;
	if (str_eq(d.answer, STR("new")))
		return place_apart(p, j, e);
	if (!str_eq(d.answer, STR("skip")))
		return place_with(p, j, d.answer, e);
	j->answered = true;
	j->outcome = OUT_SKIPPED;
	err_set(&j->err, ERR_INPUT, "identity.skip",
	    "people decided to leave this one out");
	return 1;
}
