/*
 * rotate: another credential in place of the one that is used.
 *
 * The new one lies in the vault beside the old one, as NAME.next, and the
 * CRM must answer to it before the old one goes.
 */
#include <stdio.h>

#include "credential/credential.h"
#include "credential/input.h"
#include "credential/report.h"
#include "record/log.h"

/* {vault: NAME}, as a configuration would have it. */
static const struct json *
vault_form(struct str name, struct arena *a)
{
	struct json *o = ARENA_NEW(a, struct json);

	*o = json_object();
	json_set(o, STR("vault"), json_str(name), a);
	return o;
}

static int
try_it(struct desk *d, struct err *e)
{
	struct arena a = { 0 };
	struct crm_who who;
	int r;

	r = desk_connect(d, e) == -1 ? -1 : crm_who(d->crm, &a, &who, e);
	if (r == -1)
		err_wrap(e, "the new one does not do, the old one stays");
	else if (who.id.p == NULL)
		log_msg(LOG_WARNING, "the profile cannot tell whether the "
		    "new one works; it was stored untried");
	arena_free(&a);
	return r;
}

/* A secret that stands in the vault: ${form} is where, to be pointed. */
static int
rotate_secret(struct desk *d, const struct json **form, struct err *e)
{
	struct str name = json_get_str(*form, STR("vault")), next;
	const struct json *old = *form;
	struct secret s;
	int r = -1;

	if (name.p == NULL)
		return err_set(e, ERR_USAGE, "usage.rotate", "the secret is "
		    "not in the vault, so it cannot be replaced here; put it "
		    "there (chatcrm-auth put NAME) and write {vault: NAME}");
	next = arena_printf(&d->arena, "%.*s.next", STR_ARG(name));
	if (input_secret("new secret", &s, e) == -1)
		return -1;
	if (entry_store(d->vault, next, secret_str(&s), e) == 0) {
		*form = vault_form(next, &d->arena);
		r = try_it(d, e);
		if (r == 0)
			r = entry_store(d->vault, name, secret_str(&s), e);
		*form = old;
		entry_remove(d->vault, next, &(struct err){ 0 });
	}
	secret_free(&s);
	return r;
}

static int
copy_entry(struct vault *v, struct str from, struct str to, struct err *e)
{
	const struct vault_entry *en;
	struct vault_entry copy;
	int r = vault_get(v, from, &en, e);

	if (r != 1)
		return r;
	copy = (struct vault_entry){ to, en->fields, en->n };
	return vault_put(v, &copy, e) == -1 ? -1 : 1;
}

/*
 * The new entry under the old one's name, in one write, so that a run which
 * looks at any moment finds one of the two.  1: there was an old one.
 */
static int
exchange(struct vault *v, struct str name, struct str next, struct str old,
    struct err *e)
{
	int had = -1;

	if (vault_lock(v, e) == -1)
		return -1;
	had = copy_entry(v, name, old, e);
	if (had != -1 && (copy_entry(v, next, name, e) == -1 ||
	    vault_remove(v, next, e) == -1))
		had = -1;
	vault_unlock(v);
	return had;
}

static void
say(const char *text)
{
	fprintf(stderr, "%s\n", text);
}

/* The old login ends when the new one has taken its place. */
static void
end_old(struct desk *d, struct str old, struct str name)
{
	struct oauth_conf *o = &crm_auth_conf(d->crm)->oauth;
	struct err why = { 0 };
	int r;

	o->name = old;
	r = desk_connect(d, &why);
	if (r == 0)
		r = auth_revoke(crm_auth(d->crm), &why);
	if (r != 1) {
		log_msg(LOG_WARNING, "the old login could not be revoked%s%s",
		    r == -1 ? ": " : "", why.msg);
		entry_remove(d->vault, old, &why);
	}
	o->name = name;
}

static int
rotate_login(struct desk *d, struct err *e)
{
	struct oauth_conf *o = &crm_auth_conf(d->crm)->oauth;
	struct str name = o->name, next, old;
	int r;

	next = arena_printf(&d->arena, "%.*s.next", STR_ARG(name));
	old = arena_printf(&d->arena, "%.*s.old", STR_ARG(name));
	o->name = next;
	r = desk_connect(d, e) == -1 || auth_login(crm_auth(d->crm), say,
	    e) == -1 ? -1 : try_it(d, e);
	o->name = name;
	if (r == -1) {
		entry_remove(d->vault, next, &(struct err){ 0 });
		return -1;
	}
	if ((r = exchange(d->vault, name, next, old, e)) == 1)
		end_old(d, old, name);
	return r == -1 ? -1 : 0;
}

/* A token got with the new secret, apart from the one that is in use. */
static int
rotate_client(struct desk *d, const struct json **form, struct err *e)
{
	struct oauth_conf *o = &crm_auth_conf(d->crm)->oauth;
	struct str name = o->name;
	int r;

	o->name = arena_printf(&d->arena, "%.*s.try", STR_ARG(name));
	r = rotate_secret(d, form, e);
	entry_remove(d->vault, o->name, &(struct err){ 0 });
	o->name = name;
	return r;
}

int
desk_rotate(struct desk *d, struct err *e)
{
	struct auth_conf *c = crm_auth_conf(d->crm);
	struct arena a = { 0 };
	struct report r;
	int rc;

	if (c->kind == AUTH_NONE)
		rc = err_set(e, ERR_USAGE, "usage.rotate",
		    "crm.auth has no credential");
	else if (c->password != NULL)
		rc = rotate_secret(d, &c->password, e);
	else if (c->kind != AUTH_OAUTH)
		rc = rotate_secret(d, &c->secret, e);
	else if (c->oauth.grant == GRANT_CLIENT)
		rc = rotate_client(d, &c->oauth.client_secret, e);
	else if (c->oauth.grant == GRANT_JWT)
		rc = rotate_client(d, &c->oauth.key, e);
	else if (c->oauth.grant == GRANT_REFRESH)
		rc = err_set(e, ERR_USAGE, "usage.rotate", "put the new "
		    "refresh token where crm.auth.oauth.refresh_token says; "
		    "it is used at the next refresh");
	else
		rc = rotate_login(d, e);
	if (rc == 0 && (rc = vault_load(d->vault, e)) == 0 &&
	    (rc = report_make(d, &a, &r, e)) == 0)
		report_print(d, &r, &a);
	arena_free(&a);
	return rc;
}

int
desk_rotate_key(struct desk *d, struct err *e)
{
	int r;

	if (vault_lock(d->vault, e) == -1)
		return -1;
	r = vault_rekey(d->vault, d->new_key_file, e);
	vault_unlock(d->vault);
	if (r == 0 && d->new_key_file != NULL)
		log_msg(LOG_WARNING, "%s is now the vault's key: name it in "
		    "the configuration, or put it where the old one is",
		    d->new_key_file);
	return r;
}
