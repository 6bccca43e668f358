/*
 * renew: one new token for all processes that share a vault.
 *
 * A provider that replaces refresh tokens has forgotten the old one when its
 * answer leaves it, and takes a second use of it for theft, which ends the
 * whole login.  So between that answer and the disk nothing may come:
 *
 *	- the lock is held from before the vault is read until the new token
 *	  is on the disk, so nobody sends the old one meanwhile;
 *	- the vault is marked before the request leaves, so that a failure
 *	  after a lost answer can say what happened;
 *	- a child makes the request and stores the answer.  It holds the
 *	  lock, hears no signal for an orderly end, and lives on when this
 *	  process is killed.
 *
 * What is left is the power cut in that moment.  Then the next run sends the
 * old refresh token: providers that allow for lost answers take it, and with
 * the others somebody must log in again, which nobody could prevent.
 */
#include "auth/oauth.h"

#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "auth/trace.h"
#include "crypto/crypto.h"

enum { FIELDS = 16 };

struct fields {
	struct vault_field	v[FIELDS];
	size_t			n;
};

static void
add(struct fields *f, const char *name, struct str value)
{
	if (value.len > 0)
		f->v[f->n++] = (struct vault_field){ str_of(name), value };
}

static struct str
time_text(struct instant t, char text[TIME_TEXT])
{
	t.nsec = 0;
	return (struct str){ text, time_format(t, text) };
}

/* Says which refresh token of the configuration an entry began with. */
static int
seed_of(struct auth *au, char out[33], struct err *e)
{
	struct secret s;
	struct str part;
	uint8_t hash[CRYPTO_ID];

	out[0] = '\0';
	if (au->conf->oauth.refresh_token == NULL)
		return 0;
	if (secret_read(au->conf->oauth.refresh_token, au->vault, &s,
	    e) == -1)
		return -1;
	part = secret_str(&s);
	hash_keyed(NULL, &part, 1, hash, sizeof(hash));
	hex(hash, sizeof(hash), out);
	secret_free(&s);
	return 0;
}

int
oauth_store(struct auth *au, const struct vault_entry *en,
    const struct token *t, bool fresh, struct err *e)
{
	const struct oauth_conf *c = &au->conf->oauth;
	char at[TIME_TEXT], end[TIME_TEXT], since[TIME_TEXT], seed[33];
	struct instant now = time_now(), then = now;
	struct fields f = { .n = 0 };
	int64_t life = t->lifetime >= 0 ? t->lifetime :
	    c->lifetime / 1000000000;

	if (seed_of(au, seed, e) == -1)
		return -1;
	if (fresh || vault_field(en, "since").p == NULL)
		en = NULL;
	then.sec += life;
	add(&f, "kind", STR("oauth"));
	add(&f, "client", au->client_id);
	add(&f, "token_url", c->token_url);
	add(&f, "access_token", t->access);
	add(&f, "obtained", time_text(now, at));
	if (life > 0)
		add(&f, "expires", time_text(then, end));
	add(&f, "since", en != NULL ? vault_field(en, "since") :
	    time_text(now, since));
	add(&f, "refresh_token", t->refresh.p != NULL ? t->refresh :
	    vault_field(en, "refresh_token"));
	add(&f, "scope", t->scope.p != NULL ? t->scope :
	    vault_field(en, "scope"));
	add(&f, "url", t->url.p != NULL ? t->url : vault_field(en, "url"));
	add(&f, "seed", str_of(seed));
	return vault_put(au->vault, &(struct vault_entry){ c->name, f.v,
	    f.n }, e);
}

/* Has somebody else got another token than ${stale}, good for a while? */
static bool
is_renewed(const struct auth *au, const struct vault_entry *en,
    struct str stale)
{
	struct str token = vault_field(en, "access_token");
	struct instant due, ends;

	if (!oauth_mine(au, en) || token.len == 0 || str_eq(token, stale))
		return false;
	if (!oauth_due(en, &due, &ends))
		return stale.p != NULL;
	return time_cmp(time_now(), due) < 0;
}

/*
 * Mark the entry: a refresh token is under way and its answer not here; or
 * take the mark off.
 */
static int
mark(struct auth *au, bool pending, struct err *e)
{
	const struct vault_entry *en;
	struct vault_field v[FIELDS + 1];
	char at[TIME_TEXT];
	size_t i, n = 0;

	if (vault_get(au->vault, au->conf->oauth.name, &en, e) != 1)
		return -1;
	for (i = 0; i < en->n && n < FIELDS; i++)
		if (!str_eq(en->fields[i].name, STR("pending")))
			v[n++] = en->fields[i];
	if (pending)
		v[n++] = (struct vault_field){ STR("pending"),
		    time_text(time_now(), at) };
	return vault_put(au->vault, &(struct vault_entry){ en->name, v, n },
	    e);
}

static void
close_others(int keep, int keep2, int keep3)
{
	DIR *d = opendir("/proc/self/fd");
	struct dirent *en;
	int fd;

	while (d != NULL && (en = readdir(d)) != NULL) {
		fd = atoi(en->d_name);
		if (fd > 2 && fd != keep && fd != keep2 && fd != keep3 &&
		    fd != dirfd(d))
			close(fd);
	}
	if (d != NULL)
		closedir(d);
}

/*
 * The child shares nothing that this process still needs: not the pipes
 * that somebody waits for the end of, not the ledger's lock.
 */
static void
become_child(struct auth *au, int out)
{
	int null = open("/dev/null", O_RDWR);

	setsid();
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	close_others(out, vault_lock_fd(au->vault), trace_fd(au->way.trace));
}

static int
ask_and_store(struct auth *au, struct err *e)
{
	const struct vault_entry *en;
	struct arena a = { 0 };
	struct token t;
	int r = vault_get(au->vault, au->conf->oauth.name, &en, e);

	if (r != -1 && !oauth_mine(au, en))
		en = NULL;
	if (r != -1)
		r = oauth_grant(au, en, &a, &t, e);
	if (r == 0)
		r = oauth_store(au, en, &t, false, e);
	arena_wipe(&a);
	return r;
}

/* What the child says at its end; its memory is a copy of ours. */
struct verdict {
	int		r;
	struct err	e;
};

static void
child(struct auth *au, int out)
{
	struct verdict v = { 0 };
	ssize_t n;

	become_child(au, out);
	v.r = ask_and_store(au, &v.e);
	v.e.at.name = NULL;
	n = write(out, &v, sizeof(v));
	_exit(n == sizeof(v) ? 0 : 1);
}

static int
in_child(struct auth *au, struct err *e)
{
	struct verdict v = { .r = -1 };
	int fd[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe(fd) == -1)
		return err_errno(e, ERR_IO, "renewing the token");
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	if ((pid = fork()) == -1) {
		close(fd[0]);
		close(fd[1]);
		return err_errno(e, ERR_IO, "renewing the token");
	}
	if (pid == 0)
		child(au, fd[1]);
	close(fd[1]);
	do
		n = read(fd[0], &v, sizeof(v));
	while (n == -1 && errno == EINTR);
	close(fd[0]);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	if (n != sizeof(v))
		return err_set(e, ERR_REMOTE, "auth.cut",
		    "the renewal of the token was cut off");
	if (v.r == -1)
		*e = v.e;
	return v.r;
}

static bool
needs_person(const struct auth *au)
{
	int g = au->conf->oauth.grant;

	return g == GRANT_REFRESH || g == GRANT_DEVICE || g == GRANT_CODE;
}

/* A refresh token put into the configuration anew goes before the vault's. */
static int
check_seed(struct auth *au, const struct vault_entry **en, struct err *e)
{
	char seed[33];

	if (seed_of(au, seed, e) == -1)
		return -1;
	if (seed[0] != '\0' && *en != NULL && !str_eq(vault_field(*en,
	    "seed"), str_of(seed))) {
		if (vault_remove(au->vault, au->conf->oauth.name, e) == -1)
			return -1;
		*en = NULL;
	}
	return 0;
}

/*
 * With a refresh token.  ${en} has one, or NULL: that of the configuration.
 * A mark that was there before is of a run that never saw the answer.
 */
static int
refresh(struct auth *au, const struct vault_entry *en, struct err *e)
{
	struct str at = vault_field(en, "pending");
	char lost[TIME_TEXT];
	struct err none;

	snprintf(lost, sizeof(lost), "%.*s", STR_ARG(at));
	if (en != NULL && lost[0] == '\0' && mark(au, true, e) == -1)
		return -1;
	if (in_child(au, e) == 0)
		return 0;
	if (e->kind != ERR_AUTH)
		return -1;
	if (en != NULL)
		mark(au, false, &none);
	if (e->code == NULL || strcmp(e->code, "auth.grant") != 0)
		return -1;
	if (lost[0] == '\0')
		return err_wrap(e, "log in again: chatcrm-auth login");
	return err_wrap(e, "the answer to the refresh of %s was lost; log "
	    "in again: chatcrm-auth login", lost);
}

static int
renew_locked(struct auth *au, struct str stale, struct err *e)
{
	const struct vault_entry *en;

	if (vault_get(au->vault, au->conf->oauth.name, &en, e) == -1)
		return -1;
	if (is_renewed(au, en, stale))
		return 0;
	if (!oauth_mine(au, en))
		en = NULL;
	if (oauth_may_store(au, e) == -1)
		return -1;
	if (!needs_person(au))
		return in_child(au, e);
	if (check_seed(au, &en, e) == -1)
		return -1;
	if (vault_field(en, "refresh_token").p == NULL &&
	    au->conf->oauth.refresh_token == NULL)
		return err_set(e, ERR_AUTH, "auth.login",
		    "nobody has logged in yet, or the login cannot be "
		    "renewed: chatcrm-auth login");
	return refresh(au, en, e);
}

int
renew(struct auth *au, struct str stale, struct err *e)
{
	int r;

	if (vault_lock(au->vault, e) == -1)
		return -1;
	r = renew_locked(au, stale, e);
	vault_unlock(au->vault);
	if (r == -1)
		return -1;
	return vault_load(au->vault, e);
}
