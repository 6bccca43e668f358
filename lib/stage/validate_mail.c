/* validate_mail: what is to be told of an address that is one. */
#include "stage/validate.h"
#include "text/email.h"

static int
told(struct judged *j, const struct value *v, const char *code,
    const char *message, int on_invalid)
{
	struct fault f = { v->f->path, code, message, NULL, v->o->name,
	    v->f->name, on_invalid, v->f->ask, v->f->type };

	if (validate_fault(j, &f, v->json) == -1)
		return -1;
	return on_invalid == ON_KEEP ? 0 : 1;
}

/* info, and info+news. */
static bool
is_role(struct judged *j, const struct email *m, const struct list *roles)
{
	size_t plus = str_find(m->local, STR("+"));

	return roles != NULL && (list_find(roles, m->local,
	    j->r->arena).p != NULL || list_find(roles, str_to(m->local, plus),
	    j->r->arena).p != NULL);
}

/* The domain, or one that it is below. */
static bool
is_disposable(struct judged *j, const struct email *m, const struct list *l)
{
	struct str d = m->ascii;
	size_t dot = 0;

	if (l == NULL)
		return false;
	if (list_find(l, m->domain, j->r->arena).p != NULL)
		return true;
	for (; dot != (size_t)-1; d = str_from(d, dot + 1)) {
		if (list_find(l, d, j->r->arena).p != NULL)
			return true;
		dot = str_find(d, STR("."));
	}
	return false;
}

static void
suggest(struct judged *j, const struct value *v, const struct email *m)
{
	struct str meant;

	if (!v->f->mail.suggest)
		return;
	meant = email_suggest(m, j->r->arena);
	if (meant.p == NULL)
		return;
	validate_find(j, v->f->path, "email.suggestion", "kept", NULL);
	validate_suggest(j, v->f->path, "email.suggestion", meant);
}

/*
 * keys.contact.email: what people are recognised by, if it is not what
 * everybody would make of the address himself.
 */
static void
put_key(struct judged *j, const struct value *v, const struct email *m)
{
	struct arena *a = j->r->arena;
	struct json *keys, *of, empty = json_object();
	struct str key = email_key(m, v->f->mail.fold, a);

	if (str_ieq(key, m->text))
		return;
	keys = doc_edit(&j->r->doc, STR("keys"));
	if (keys != NULL)
		json_open(keys, a);
	if (keys == NULL || keys->type != JSON_OBJECT)
		keys = doc_set(&j->r->doc, STR("keys"), json_object());
	of = json_get(keys, v->o->name);
	if (of == NULL || of->type != JSON_OBJECT)
		of = json_set(keys, v->o->name, empty, a);
	json_set(of, v->f->name, json_str(key), a);
	j->vars_fresh = false;
}

int
validate_mail(struct judged *j, const struct value *v)
{
	const struct mail_rules *rules = &v->f->mail;
	const struct email *m = &v->mail;
	int rc = 0;

	if (is_disposable(j, m, rules->disposable))
		rc = told(j, v, "email.disposable",
		    "addresses of this domain are thrown away",
		    rules->on_disposable);
	if (rc == 0 && is_role(j, m, rules->roles))
		rc = told(j, v, "email.role",
		    "this is the address of a role, not of a person",
		    rules->on_role);
	if (rc != 0)
		return rc;
	suggest(j, v, m);
	if (rules->fold != 0)
		put_key(j, v, m);
	return 0;
}
