#include "credential/report.h"

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>

enum { DAY = 24 * 3600 };

void
report_warn(struct report *r, struct arena *a, const char *fmt, ...)
{
	va_list ap;
	struct str s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	json_push(&r->warnings, json_str(s), a);
}

static void
warn_age(struct report *r, struct arena *a)
{
	int64_t days = (r->now.sec - r->since.sec) / DAY;

	if (r->has_since && r->now.sec - r->since.sec >
	    r->conf->rotate_after / 1000000000)
		report_warn(r, a, "the credential is %lld days old: replace "
		    "it with chatcrm-auth rotate", (long long)days);
}

/* Does the list of words ${all} have ${word}? */
static bool
has_word(struct str all, struct str word)
{
	size_t n;

	while (all.len > 0) {
		n = str_find(all, STR(" "));
		if (str_eq(str_to(all, n), word))
			return true;
		all = n == (size_t)-1 ? STR_NONE : str_from(all, n + 1);
	}
	return false;
}

static bool
is_needed(const struct auth_conf *c, struct str scope)
{
	size_t i;

	for (i = 0; i < c->needs.n; i++)
		if (str_eq(c->needs.p[i], scope))
			return true;
	return false;
}

static void
warn_scopes(struct report *r, struct arena *a)
{
	const struct auth_conf *c = r->conf;
	struct str rest = r->scope, word;
	size_t i;

	while (rest.len > 0 && c->needs.n > 0) {
		word = str_to(rest, str_find(rest, STR(" ")));
		rest = str_from(rest, word.len + 1);
		if (word.len > 0 && !is_needed(c, word))
			report_warn(r, a, "the scope %.*s is beyond what the "
			    "profile needs", STR_ARG(word));
	}
	for (i = 0; r->scope.p != NULL && i < c->needs.n; i++)
		if (!has_word(r->scope, c->needs.p[i]))
			report_warn(r, a, "the profile needs the scope %.*s, "
			    "which was not granted", STR_ARG(c->needs.p[i]));
}

/* A file tells since when it is what it is; so does the vault. */
static void
since_of(const struct json *form, struct vault *v, struct report *r)
{
	struct str file = json_get_str(form, STR("file"));
	struct str name = json_get_str(form, STR("vault"));
	const struct vault_entry *en;
	struct err none;
	char path[4096];
	struct stat st;

	if (file.p != NULL) {
		snprintf(path, sizeof(path), "%.*s", STR_ARG(file));
		r->has_since = stat(path, &st) == 0;
		if (r->has_since)
			r->since.sec = st.st_mtime;
	} else if (name.p != NULL && vault_get(v, name, &en, &none) == 1)
		r->has_since = vault_time(en, "stored", &r->since);
}

static int
report_static(struct desk *d, struct report *r, struct arena *a)
{
	const struct json *form = auth_conf_secret(r->conf);
	struct secret s;
	struct err why;

	secret_where(form, r->where);
	since_of(form, d->vault, r);
	r->state = "there";
	if (secret_read(form, d->vault, &s, &why) == -1) {
		r->state = "missing";
		report_warn(r, a, "%s", why.msg);
	} else
		secret_free(&s);
	return 0;
}

static int
report_oauth(struct desk *d, struct report *r, struct arena *a,
    struct err *e)
{
	const struct oauth_conf *o = &r->conf->oauth;
	const struct vault_entry *en;
	int found = vault_get(d->vault, o->name, &en, e);
	bool person = o->grant == GRANT_CODE || o->grant == GRANT_DEVICE ||
	    o->grant == GRANT_REFRESH;

	if (found == -1)
		return -1;
	snprintf(r->where, sizeof(r->where), "entry %.*s of %.160s",
	    STR_ARG(o->name), vault_path(d->vault));
	r->renewable = !person || o->refresh_token != NULL ||
	    vault_field(en, "refresh_token").p != NULL;
	r->state = found ? "good" : r->renewable ? "none yet" : "missing";
	r->has_expiry = vault_time(en, "expires", &r->expires);
	r->has_since = vault_time(en, "since", &r->since);
	if (r->has_expiry && time_cmp(r->expires, r->now) <= 0)
		r->state = "expired";
	r->scope = vault_field(en, "scope");
	if (r->scope.p != NULL)
		r->scope = arena_str(a, r->scope);
	if (vault_field(en, "pending").p != NULL)
		report_warn(r, a, "the answer to a refresh is missing; the "
		    "next one may need a new login");
	if (!person)
		since_of(o->grant == GRANT_JWT ? o->key : o->client_secret,
		    d->vault, r);
	return 0;
}

int
report_make(struct desk *d, struct arena *a, struct report *r,
    struct err *e)
{
	int rc = 0;

	*r = (struct report){ .conf = crm_auth_conf(d->crm),
	    .state = "none", .now = time_now(), .warnings = json_array() };
	if (r->conf->kind == AUTH_OAUTH)
		rc = report_oauth(d, r, a, e);
	else if (r->conf->kind != AUTH_NONE)
		rc = report_static(d, r, a);
	warn_age(r, a);
	warn_scopes(r, a);
	return rc;
}

static struct str
time_text(struct instant t, struct arena *a)
{
	char text[TIME_TEXT];

	t.nsec = 0;
	return arena_str(a, (struct str){ text, time_format(t, text) });
}

static struct json
words(struct str s, struct arena *a)
{
	struct json list = json_array();
	struct str word;

	while (s.len > 0) {
		word = str_to(s, str_find(s, STR(" ")));
		s = str_from(s, word.len + 1);
		if (word.len > 0)
			json_push(&list, json_str(word), a);
	}
	return list;
}

static void
put_who(const struct crm_who *w, struct json *o, struct arena *a)
{
	if (w->id.p != NULL)
		json_set(o, STR("account"), json_str(w->id), a);
	if (w->name.p != NULL)
		json_set(o, STR("account_name"), json_str(w->name), a);
	if (w->sandbox != -1)
		json_set(o, STR("environment"), json_str(w->sandbox ?
		    STR("sandbox") : STR("production")), a);
	if (w->admin != -1)
		json_set(o, STR("admin"), json_bool(w->admin), a);
	json_set(o, STR("latency_ms"), json_int(w->took_ns / 1000000, a), a);
}

static void
print_json(const struct report *r, struct arena *a)
{
	struct json o = json_object();

	json_set(&o, STR("credential"), json_str(str_of(
	    auth_kind_names[r->conf->kind])), a);
	if (r->conf->kind == AUTH_OAUTH)
		json_set(&o, STR("grant"), json_str(str_of(
		    auth_grant_names[r->conf->oauth.grant])), a);
	json_set(&o, STR("where"), json_str(str_of(r->where)), a);
	json_set(&o, STR("state"), json_str(str_of(r->state)), a);
	if (r->has_expiry)
		json_set(&o, STR("expires"), json_str(time_text(r->expires,
		    a)), a);
	if (r->conf->kind == AUTH_OAUTH)
		json_set(&o, STR("renewable"), json_bool(r->renewable), a);
	if (r->has_since) {
		json_set(&o, STR("since"), json_str(time_text(r->since, a)),
		    a);
		json_set(&o, STR("age_days"), json_int((r->now.sec -
		    r->since.sec) / DAY, a), a);
	}
	if (r->scope.p != NULL)
		json_set(&o, STR("scopes"), words(r->scope, a), a);
	if (r->asked)
		put_who(&r->who, &o, a);
	json_set(&o, STR("warnings"), r->warnings, a);
	desk_put(&o);
}

static void
print_who(const struct crm_who *w)
{
	char id[80], name[120];

	printf("account:  %s%s%s%s%s\n", w->id.p == NULL ? "not told" :
	    err_quote(w->id, id, sizeof(id)), w->name.p != NULL ? ", " : "",
	    w->name.p != NULL ? err_quote(w->name, name, sizeof(name)) : "",
	    w->sandbox == 1 ? ", sandbox" : w->sandbox == 0 ?
	    ", production" : "", w->admin == 1 ? ", administrator" : "");
	printf("latency:  %lld ms\n", (long long)(w->took_ns / 1000000));
}

void
report_print(const struct desk *d, const struct report *r, struct arena *a)
{
	int kind = r->conf->kind;
	uint32_t i;

	if (d->json) {
		print_json(r, a);
		return;
	}
	printf("kind:     %s%s%s\n", auth_kind_names[kind], kind ==
	    AUTH_OAUTH ? ", " : "", kind == AUTH_OAUTH ?
	    auth_grant_names[r->conf->oauth.grant] : "");
	if (kind != AUTH_NONE)
		printf("where:    %s\n", r->where);
	printf("state:    %s", r->state);
	if (r->has_expiry)
		printf(", until %s", time_text(r->expires, a).p);
	printf("%s\n", r->renewable ? ", renewed by itself" : "");
	if (r->has_since)
		printf("since:    %s, %lld days\n", time_text(r->since, a).p,
		    (long long)((r->now.sec - r->since.sec) / DAY));
	if (r->scope.p != NULL)
		printf("scopes:   %.*s\n", STR_ARG(r->scope));
	if (r->asked)
		print_who(&r->who);
	for (i = 0; i < r->warnings.len; i++)
		printf("warning:  %.*s\n", (int)r->warnings.items[i].len,
		    r->warnings.items[i].text);
}

void
report_entry(const struct desk *d, const struct vault_entry *en)
{
	struct str kind = vault_field(en, "kind"), at;
	struct json o = json_object();
	struct arena a = { 0 };

	at = vault_field(en, str_eq(kind, STR("oauth")) ? "since" :
	    "stored");
	if (!d->json)
		printf("%-24.*s %-8.*s %.*s\n", STR_ARG(en->name),
		    STR_ARG(kind), STR_ARG(at));
	else {
		json_set(&o, STR("name"), json_str(en->name), &a);
		json_set(&o, STR("kind"), json_str(kind), &a);
		json_set(&o, STR("since"), json_str(at), &a);
		desk_put(&o);
	}
	arena_free(&a);
}
