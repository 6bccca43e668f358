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

/* One kind of things that the account must have, under way. */
struct setting_up {
	struct crm		*crm;
	const struct crm_setup	*s;
	struct json		 asked;	/* what ask brought so far, by name */
	struct arena		 kept, *arena;
	bool			 apply;
	FILE			*f;
	struct err		*e;
};

static int
ask(struct setting_up *x, const struct crm_op *op, const struct json *need,
    struct cel_val *vars, struct err *e)
{
	if (need != NULL)
		vars[PV_ITEM] = cel_from_json(need);
	vars[PV_JOB] = cel_from_json(&x->asked);
	return crm_ask(x->crm, op, vars, NULL, NULL, x->arena, e);
}

/* 1: it is there; 0: it is not. */
static int
look_for(struct setting_up *x, const struct json *need)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	if (ask(x, x->s->check, need, vars, x->e) == -1)
		return -1;
	return cel_true(x->s->exists, vars, x->arena);
}

/* A create that was done and whose answer was lost fails the second time. */
static int
make(struct setting_up *x, const struct json *need)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	struct err why = { 0 };

	if (ask(x, x->s->make, need, vars, &why) != -1 ||
	    look_for(x, need) == 1)
		return 0;
	*x->e = why;
	return -1;
}

static int
learn(struct setting_up *x)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	struct json body;

	if (x->s->ask == NULL)
		return 0;
	if (ask(x, x->s->ask, NULL, vars, x->e) == -1)
		return -1;
	if (cel_to_json(vars[PV_BODY], x->arena, &body, NULL) == 0)
		json_set(&x->asked, x->s->name, json_copy(&body, &x->kept),
		    &x->kept);
	return 0;
}

/* How many of the things are missing, or -1. */
static int
set_up(struct setting_up *x)
{
	const struct json *need = x->s->need;
	int missing = 0, there;
	size_t i;

	if (learn(x) == -1)
		return -1;
	for (i = 0; need != NULL && i < need->len; i++) {
		arena_reset(x->arena);
		if ((there = look_for(x, &need->items[i])) == -1)
			return -1;
		print_need(x->f, there ? "have" : x->apply ? "make" : "lack",
		    &need->items[i]);
		if (there)
			continue;
		if (!x->apply)
			missing++;
		else if (make(x, &need->items[i]) == -1)
			return -1;
	}
	return missing;
}

int
crm_setup(struct crm *crm, bool apply, FILE *f, struct err *e)
{
	struct arena a = { 0 };
	struct setting_up x = { .crm = crm, .asked = json_object(),
	    .arena = &a, .apply = apply, .f = f, .e = e };
	int missing = 0, n = 0;
	size_t i;

	if (crm_learn(crm, e) == -1)
		return -1;
	for (i = 0; i < crm->rules->nsetups && n != -1; i++) {
		x.s = &crm->rules->setups[i];
		n = set_up(&x);
		missing += n > 0 ? n : 0;
	}
	arena_free(&a);
	arena_free(&x.kept);
	return n == -1 ? -1 : missing;
}
