/* account: whose CRM this is, and what it must have before a push. */
#include "crm/wire.h"

int
crm_who(struct crm *crm, struct arena *a, struct crm_who *out,
    struct err *e)
{
	const struct profile *p = crm->rules;
	struct cel_val vars[PV_COUNT] = { 0 };

	*out = (struct crm_who){ .sandbox = -1, .admin = -1 };
	if (crm_learn(crm, e) == -1)
		return -1;
	if (p->account == NULL)
		return 0;
	if (crm_ask(crm, p->account, vars, NULL, NULL, a, e) == -1)
		return -1;
	if (!cel_text(p->account_id, vars, a, &out->id))
		return err_set(e, ERR_REMOTE, "crm.account",
		    "the CRM does not say which account this is");
	cel_text(p->account_name, vars, a, &out->name);
	if (p->is_sandbox != NULL)
		out->sandbox = cel_true(p->is_sandbox, vars, a);
	if (p->is_admin != NULL)
		out->admin = cel_true(p->is_admin, vars, a);
	out->took_ns = crm->wire->took_ns;
	memcpy(out->self, crm->wire->self, sizeof(out->self));
	memcpy(out->peer, crm->wire->peer, sizeof(out->peer));
	return 0;
}

/* A token of the wrong account is noticed before anything is written. */
int
crm_account(struct crm *crm, struct arena *a, struct str *id, struct err *e)
{
	const struct profile *p = crm->rules;
	struct crm_who who;

	if (crm_who(crm, a, &who, e) == -1)
		return -1;
	*id = who.id;
	if (who.sandbox != -1)
		crm->production = who.sandbox == 0;
	if (p->environment == ANY_ACCOUNT || who.sandbox == -1 ||
	    (who.sandbox == 1) == (p->environment == SANDBOX_ACCOUNT))
		return 0;
	return err_set(e, ERR_CONFIG, "crm.environment",
	    "the token belongs to a %s account, crm.environment says %s",
	    who.sandbox ? "sandbox" : "production", who.sandbox ?
	    "production" : "sandbox");
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
