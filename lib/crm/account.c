/* account: whose CRM this is, and what it must have before a push. */
#include "crm/wire.h"

/* A token of the wrong account is noticed before anything is written. */
static int
check_environment(struct crm *crm, const struct cel_val *vars,
    struct arena *a, struct err *e)
{
	const struct profile *p = crm->rules;
	bool sandbox;

	if (p->is_sandbox == NULL)
		return 0;
	sandbox = cel_true(p->is_sandbox, vars, a);
	crm->production = !sandbox;
	if (p->environment == ANY_ACCOUNT || sandbox == (p->environment == SANDBOX_ACCOUNT))
		return 0;
	return err_set(e, ERR_CONFIG, "crm.environment",
	    "the token belongs to a %s account, crm.environment says %s",
	    sandbox ? "sandbox" : "production", sandbox ? "production" :
	    "sandbox");
}

int
crm_account(struct crm *crm, struct arena *a, struct str *id, struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	*id = STR_NONE;
	if (crm_learn(crm, e) == -1)
		return -1;
	if (crm->rules->account == NULL)
		return 0;
	if (crm_ask(crm, crm->rules->account, vars, NULL, NULL, a, e) == -1)
		return -1;
	if (!cel_text(crm->rules->account_id, vars, a, id))
		return err_set(e, ERR_REMOTE, "crm.account",
		    "the CRM does not say which account this is");
	return check_environment(crm, vars, a, e);
}

static void
print_need(FILE *f, const char *what, const struct json *need)
{
	struct buf b = { 0 };

	json_write(need, &b);
	fprintf(f, "%s %.*s\n", what, STR_ARG(buf_str(&b)));
	buf_free(&b);
}

/* 1: it is there; 0: it is not. */
static int
look_for(struct crm *crm, const struct json *need, struct arena *a,
    struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	vars[PV_ITEM] = cel_from_json(need);
	if (crm_ask(crm, crm->rules->check, vars, NULL, NULL, a, e) == -1)
		return -1;
	return cel_true(crm->rules->exists, vars, a);
}

/* A create that was done and whose answer was lost fails the second time. */
static int
make(struct crm *crm, const struct json *need, struct arena *a,
    struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	struct err why = { 0 };

	vars[PV_ITEM] = cel_from_json(need);
	if (crm_ask(crm, crm->rules->make, vars, NULL, NULL, a, &why) != -1 ||
	    look_for(crm, need, a, e) == 1)
		return 0;
	*e = why;
	return -1;
}

int
crm_setup(struct crm *crm, bool apply, FILE *f, struct err *e)
{
	const struct profile *p = crm->rules;
	struct arena a = { 0 };
	int missing = 0, there = 0;
	size_t i;

	if (crm_learn(crm, e) == -1)
		return -1;
	for (i = 0; p->need != NULL && i < p->need->len; i++) {
		arena_reset(&a);
		there = look_for(crm, &p->need->items[i], &a, e);
		if (there == -1)
			break;
		print_need(f, there ? "have" : apply ? "make" : "lack",
		    &p->need->items[i]);
		if (there)
			continue;
		if (!apply)
			missing++;
		else if ((there = make(crm, &p->need->items[i], &a, e)) == -1)
			break;
	}
	arena_free(&a);
	return there == -1 ? -1 : missing;
}
