/* verbs: log in, look, try, renew, end. */
#include <stdio.h>

#include "credential/credential.h"
#include "credential/input.h"
#include "credential/report.h"
#include "record/log.h"

static bool
is_oauth(const struct desk *d)
{
	return crm_auth_conf(d->crm)->kind == AUTH_OAUTH;
}

static int
need_oauth(const struct desk *d, const char *verb, struct err *e)
{
	if (is_oauth(d))
		return 0;
	return err_set(e, ERR_USAGE, "usage.oauth", "%s is for OAuth; "
	    "crm.auth has %s", verb,
	    auth_kind_names[crm_auth_conf(d->crm)->kind]);
}

static void
say(const char *text)
{
	fprintf(stderr, "%s\n", text);
}

/* A credential from elsewhere must not fail for the vault's sake. */
static bool
is_in_vault(const struct auth_conf *c)
{
	return c->kind == AUTH_OAUTH || json_get(auth_conf_secret(c),
	    STR("vault")) != NULL;
}

/* What is known by now, and what the CRM said. */
static int
report(struct desk *d, const struct crm_who *who, struct arena *a,
    struct report *r, struct err *e)
{
	/* Asking may have renewed it. */
	if (is_in_vault(crm_auth_conf(d->crm)) &&
	    vault_load(d->vault, e) == -1)
		return -1;
	if (report_make(d, a, r, e) == -1)
		return -1;
	if (who == NULL)
		return 0;
	r->who = *who;
	r->asked = true;
	if (who->admin == 1)
		report_warn(r, a, "the credential is an administrator's; "
		    "make one that may do no more than the profile needs");
	return 0;
}

/* After a change, what there is now. */
static int
show(struct desk *d, struct err *e)
{
	struct arena a = { 0 };
	struct report r;
	int rc;

	rc = report(d, NULL, &a, &r, e);
	if (rc == 0)
		report_print(d, &r, &a);
	arena_free(&a);
	return rc;
}

/* A code is as good as a password for some minutes: it is no argument. */
static int
login_with_code(struct desk *d, struct err *e)
{
	struct secret code;
	int r;

	if (input_secret("code: ", &code, e) == -1)
		return -1;
	r = auth_login_code(crm_auth(d->crm), secret_str(&code), e);
	secret_free(&code);
	return r;
}

int
desk_login(struct desk *d, struct err *e)
{
	int r;

	if (need_oauth(d, "login", e) == -1 || desk_connect(d, e) == -1)
		return -1;
	r = d->code ? login_with_code(d, e) : auth_login(crm_auth(d->crm),
	    say, e);
	return r == -1 ? -1 : show(d, e);
}

int
desk_refresh(struct desk *d, struct err *e)
{
	if (need_oauth(d, "refresh", e) == -1 || desk_connect(d, e) == -1 ||
	    auth_grant_now(crm_auth(d->crm), e) == -1)
		return -1;
	return show(d, e);
}

static bool
is_useless(const struct report *r)
{
	return strcmp(r->state, "missing") == 0 ||
	    (strcmp(r->state, "expired") == 0 && !r->renewable);
}

/*
 * Status 77 where nothing can be sent with it.  That the CRM cannot be asked
 * is no fault of the credential.
 */
int
desk_status(struct desk *d, struct err *e)
{
	struct arena a = { 0 };
	struct err why = { 0 };
	struct crm_who who;
	struct report r;
	bool asked = false;
	int rc = report(d, NULL, &a, &r, e);

	if (rc == 0 && !is_useless(&r) && !d->offline &&
	    r.conf->kind != AUTH_NONE) {
		asked = desk_connect(d, &why) == 0 &&
		    crm_who(d->crm, &a, &who, &why) == 0;
		rc = report(d, asked ? &who : NULL, &a, &r, e);
		if (!asked)
			report_warn(&r, &a, "%s", why.msg);
	}
	if (rc == 0) {
		report_print(d, &r, &a);
		if (is_useless(&r) || why.kind == ERR_AUTH)
			rc = err_set(e, ERR_AUTH, "auth.status",
			    "the credential is of no use as it is");
	}
	arena_free(&a);
	return rc;
}

/* Addresses that no one outside sees (RFC 1918, 6598, 4193). */
static bool
is_private(const char *ip)
{
	unsigned a = 0, b = 0;

	if (sscanf(ip, "%u.%u.", &a, &b) == 2)
		return a == 10 || a == 127 || (a == 192 && b == 168) ||
		    (a == 172 && b >= 16 && b < 32) || (a == 169 &&
		    b == 254) || (a == 100 && b >= 64 && b < 128);
	return strcmp(ip, "::1") == 0 || strncmp(ip, "fc", 2) == 0 ||
	    strncmp(ip, "fd", 2) == 0 || strncmp(ip, "fe80", 4) == 0;
}

/* An address, as text alone or as the member "ip" of an object. */
static void
take_ip(struct str body, struct arena *a, struct str *out)
{
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct json_doc doc;
	size_t i;

	*out = str_trim(body);
	if (json_parse(p, body, a, &doc, NULL) == 0 &&
	    json_get_str(&doc.root, STR("ip")).p != NULL)
		*out = json_get_str(&doc.root, STR("ip"));
	json_parser_free(p);
	for (i = 0; i < out->len; i++)
		if (!ascii_digit(out->p[i]) && !ascii_alpha(out->p[i]) &&
		    out->p[i] != '.' && out->p[i] != ':')
			*out = STR_NONE;
	if (out->len == 0 || out->len > 45)
		*out = STR_NONE;
}

/* From where the world sees us; only a third party can tell. */
static int
ask_echo(const char *url, struct arena *a, struct str *out, struct err *e)
{
	const struct http_conf c = { .connections = 1, .max_answer = 4096,
	    .total_ns = INT64_C(10000000000) };
	const struct http_request q = { .method = "GET",
	    .url = str_of(url) };
	struct http *h = http_new(&c, e);
	struct http_response *r;
	int rc = -1;

	*out = STR_NONE;
	if (h == NULL || http_submit(h, &q, e) == -1)
		goto out;
	while ((r = http_take(h)) == NULL)
		http_wait(h, -1, -1);
	if (r->error == HTTP_OK && r->status == 200)
		take_ip(arena_str(a, r->body), a, out);
	rc = out->p != NULL ? 0 : err_set(e, ERR_REMOTE, "auth.echo",
	    "the echo URL gave no address");
	http_release(h, r);
out:
	http_free(h);
	return rc;
}

static int
show_ip(const struct desk *d, const struct crm_who *w, struct arena *a,
    struct err *e)
{
	struct json o = json_object();
	struct str seen = STR_NONE;

	if (d->echo_url != NULL && ask_echo(d->echo_url, a, &seen, e) == -1)
		return -1;
	if (d->json) {
		json_set(&o, STR("from"), json_str(str_of(w->self)), a);
		json_set(&o, STR("to"), json_str(str_of(w->peer)), a);
		if (seen.p != NULL)
			json_set(&o, STR("seen"), json_str(seen), a);
		desk_put(&o);
		return 0;
	}
	printf("from:     %s, as this machine has it, to %s\n", w->self,
	    w->peer);
	if (seen.p != NULL)
		printf("seen:     %.*s, by the echo URL\n", STR_ARG(seen));
	else if (is_private(w->self))
		printf("seen:     not known: %s is a private address, the "
		    "CRM sees your gateway's; ask with --echo-url\n",
		    w->self);
	return 0;
}

int
desk_test(struct desk *d, struct err *e)
{
	struct arena a = { 0 };
	struct report r = { 0 };
	struct crm_who who;
	int rc = -1;

	if (desk_connect(d, e) == 0 && crm_who(d->crm, &a, &who, e) == 0 &&
	    report(d, &who, &a, &r, e) == 0) {
		report_print(d, &r, &a);
		rc = d->show_ip ? show_ip(d, &who, &a, e) : 0;
	}
	arena_free(&a);
	return rc;
}

int
desk_revoke(struct desk *d, struct err *e)
{
	const struct auth_conf *c = crm_auth_conf(d->crm);
	struct str name = json_get_str(auth_conf_secret(c), STR("vault"));
	int r;

	if (!is_oauth(d) && name.p == NULL)
		return err_set(e, ERR_USAGE, "usage.revoke", "the "
		    "credential is not in the vault; revoke it in the CRM, "
		    "and delete it where it is");
	if (!is_oauth(d)) {
		r = entry_remove(d->vault, name, e);
		if (r == 1)
			log_msg(LOG_WARNING, "forgotten here; revoke it in "
			    "the CRM too, which has no way to be told");
		return r == 0 ? err_set(e, ERR_AUTH, "auth.login",
		    "there is no such entry in the vault") : r == 1 ? 0 : -1;
	}
	if (desk_connect(d, e) == -1)
		return -1;
	r = auth_revoke(crm_auth(d->crm), e);
	if (r == 0)
		log_msg(LOG_WARNING, "forgotten here; the provider has no "
		    "revoke_url, so revoke it there by hand");
	return r == -1 ? -1 : 0;
}
