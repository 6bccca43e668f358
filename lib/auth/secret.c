#include "auth/secret.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "yaml/yaml.h"

enum { ARGS_MAX = 32, HIDDEN_MAX = 32 };

extern char **environ;

/* Names of variables that hold secrets; see secret_hide. */
static char hidden[HIDDEN_MAX][64] = { "CHATCRM_VAULT_KEY" };
static size_t nhidden = 1;

void
secret_hide(const struct json *form)
{
	secret_hide_name(json_get_str(form, STR("env")));
}

void
secret_hide_name(struct str name)
{
	if (name.p != NULL && name.len < sizeof(hidden[0]) &&
	    nhidden < HIDDEN_MAX)
		snprintf(hidden[nhidden++], sizeof(hidden[0]), "%.*s",
		    STR_ARG(name));
}

static bool
is_hidden(const char *variable)
{
	size_t i, n;

	for (i = 0; i < nhidden; i++) {
		n = strlen(hidden[i]);
		if (strncmp(variable, hidden[i], n) == 0 &&
		    variable[n] == '=')
			return true;
	}
	return false;
}

void
secret_new(struct str s, struct secret *out)
{
	*out = (struct secret){ locked_alloc(SECRET_MAX + 2), 0 };
	out->len = s.len <= SECRET_MAX ? s.len : SECRET_MAX;
	if (out->len > 0)
		memcpy(out->p, s.p, out->len);
	process_hide();
}

void
secret_free(struct secret *s)
{
	locked_free(s->p);
	*s = (struct secret){ 0 };
}

/* What cannot be a header's value: a line break would end the header. */
static int
refuse_control(const struct secret *s, const char *what, struct err *e)
{
	size_t i;

	for (i = 0; i < s->len; i++)
		if ((unsigned char)s->p[i] < 0x20 || s->p[i] == 0x7f)
			return err_set(e, ERR_AUTH, "secret.control",
			    "%.200s holds a line break or another control "
			    "character", what);
	return 0;
}

static int
finish(struct secret *s, const char *what, struct err *e)
{

	while (s->len > 0 && (s->p[s->len - 1] == '\n' ||
	    s->p[s->len - 1] == '\r'))
		s->len--;
	s->p[s->len] = '\0';
	if (s->len == 0)
		return err_set(e, ERR_AUTH, "secret.empty",
		    "%.200s is empty", what);
	return 0;
}

/* Read ${fd} to its end. */
static int
slurp(int fd, struct secret *s, const char *what, struct err *e)
{
	ssize_t n;

	while ((n = read(fd, s->p + s->len, SECRET_MAX + 1 - s->len)) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_errno(e, ERR_AUTH, "%.160s", what);
		s->len += (size_t)n;
		if (s->len > SECRET_MAX)
			return err_set(e, ERR_AUTH, "secret.long",
			    "%.200s is longer than %d bytes", what,
			    SECRET_MAX);
	}
	return 0;
}

static int
from_env(const char *name, struct secret *s, struct err *e)
{
	const char *value = getenv(name);
	char what[128];

	snprintf(what, sizeof(what), "environment variable %.90s", name);
	if (value == NULL)
		return err_set(e, ERR_AUTH, "secret.unset", "%s is not set",
		    what);
	if (strlen(value) > SECRET_MAX)
		return err_set(e, ERR_AUTH, "secret.long",
		    "%s is longer than %d bytes", what, SECRET_MAX);
	s->len = strlen(value);
	memcpy(s->p, value, s->len);
	return finish(s, what, e);
}

static int
from_file(const char *path, struct secret *s, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), r = -1;
	struct stat st;

	if (fd == -1 || fstat(fd, &st) == -1)
		err_errno(e, ERR_AUTH, "secret file %.160s", path);
	else if (!S_ISREG(st.st_mode))
		err_set(e, ERR_AUTH, "secret.file",
		    "%.160s is no regular file", path);
	else if ((st.st_mode & 077) != 0)
		err_set(e, ERR_AUTH, "secret.mode",
		    "secret file %.160s is open to others: chmod 600 it", path);
	else if (st.st_uid != geteuid() && st.st_uid != 0)
		err_set(e, ERR_AUTH, "secret.owner",
		    "secret file %.160s belongs to another user", path);
	else if (slurp(fd, s, path, e) == 0)
		r = finish(s, path, e);
	if (fd != -1)
		close(fd);
	return r;
}

/* The environment without what it must not hand on, in ${a}. */
static char **
environment(struct arena *a)
{
	char **out;
	size_t i, n = 0;

	for (i = 0; environ[i] != NULL; i++)
		;
	out = arena_array(a, i + 1, sizeof(*out));
	for (i = 0; environ[i] != NULL; i++)
		if (!is_hidden(environ[i]))
			out[n++] = environ[i];
	return out;
}

static int
run(char *const *argv, char **env, int *out, pid_t *pid)
{
	posix_spawn_file_actions_t fa;
	int fd[2], r;

	if (pipe(fd) == -1)
		return -1;
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_addopen(&fa, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&fa, fd[1], STDOUT_FILENO);
	if (fd[1] != STDOUT_FILENO)
		posix_spawn_file_actions_addclose(&fa, fd[1]);
	r = posix_spawnp(pid, argv[0], &fa, NULL, argv, env);
	posix_spawn_file_actions_destroy(&fa);
	close(fd[1]);
	if (r != 0) {
		close(fd[0]);
		errno = r;
		return -1;
	}
	*out = fd[0];
	return 0;
}

static int
from_command(char *const *argv, char **env, struct secret *s, struct err *e)
{
	int fd, status, r;
	char what[128];
	pid_t pid;

	snprintf(what, sizeof(what), "secret command %.90s", argv[0]);
	if (run(argv, env, &fd, &pid) == -1)
		return err_errno(e, ERR_AUTH, "%s", what);
	r = slurp(fd, s, what, e);
	close(fd);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (r == -1)
		return -1;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(e, ERR_AUTH, "secret.command",
		    "%s failed (status %d)", what,
		    WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return finish(s, what, e);
}

static int
wrong_form(struct err *e)
{
	return err_set(e, ERR_CONFIG, "secret.form", "a secret is given as "
	    "{env: NAME}, {file: PATH}, {command: [PROGRAM, ...]} or "
	    "{vault: NAME}");
}

static int
command_form(const struct json *v, struct secret *s, struct arena *a,
    struct err *e)
{
	char *argv[ARGS_MAX + 1];
	uint32_t i;

	if (v->type != JSON_ARRAY || v->len == 0 || v->len > ARGS_MAX)
		return wrong_form(e);
	for (i = 0; i < v->len; i++) {
		if (v->items[i].type != JSON_STRING)
			return wrong_form(e);
		argv[i] = (char *)(uintptr_t)arena_str(a, (struct str){
		    v->items[i].text, v->items[i].len }).p;
	}
	argv[i] = NULL;
	return from_command(argv, environment(a), s, e);
}

static int
from_vault(struct vault *v, struct str name, struct secret *s,
    struct err *e)
{
	const struct vault_entry *en;
	struct str value;
	int r;

	if (v == NULL)
		return err_set(e, ERR_CONFIG, "secret.vault",
		    "there is no vault here");
	if ((r = vault_get(v, name, &en, e)) == -1)
		return -1;
	if (r == 0)
		return err_set(e, ERR_AUTH, "secret.unset",
		    "vault %.120s has no entry %.*s; chatcrm-auth put makes "
		    "one", vault_path(v), STR_ARG(name));
	value = vault_field(en, "value");
	if (value.p == NULL || value.len > SECRET_MAX)
		return err_set(e, ERR_AUTH, "secret.kind",
		    "entry %.*s of the vault is no single secret",
		    STR_ARG(name));
	s->len = value.len;
	memcpy(s->p, value.p, value.len);
	return finish(s, "the vault's entry", e);
}

static int
read_form(const struct json *form, struct vault *v, struct secret *s,
    struct arena *a, struct err *e)
{
	const struct json_member *m;
	struct str text;

	if (form == NULL || form->type != JSON_OBJECT || form->len != 1)
		return wrong_form(e);
	m = &form->members[0];
	if (str_eq(m->key, STR("command")))
		return command_form(&m->value, s, a, e);
	if (m->value.type != JSON_STRING)
		return wrong_form(e);
	text = arena_str(a, (struct str){ m->value.text, m->value.len });
	if (str_eq(m->key, STR("env")))
		return from_env(text.p, s, e);
	if (str_eq(m->key, STR("file")))
		return from_file(text.p, s, e);
	if (str_eq(m->key, STR("vault")))
		return from_vault(v, text, s, e);
	return wrong_form(e);
}

int
secret_read_text(const struct json *form, struct vault *v,
    struct secret *out, struct err *e)
{
	struct arena a = { 0 };
	int r;

	secret_new(STR(""), out);
	r = read_form(form, v, out, &a, e);
	arena_free(&a);
	if (r == -1) {
		secret_free(out);
		if (form != NULL)
			err_at(e, yaml_where(form));
	}
	return r;
}

int
secret_read(const struct json *form, struct vault *v, struct secret *out,
    struct err *e)
{
	char what[128];

	if (secret_read_text(form, v, out, e) == -1)
		return -1;
	secret_where(form, what);
	if (refuse_control(out, what, e) == 0)
		return 0;
	secret_free(out);
	return err_at(e, yaml_where(form));
}

void
secret_where(const struct json *form, char out[128])
{
	const struct json *v = &form->members[0].value;
	struct str key = form->members[0].key;

	if (v->type == JSON_ARRAY)
		v = &v->items[0];
	snprintf(out, 128, "%.*s %.*s", STR_ARG(key), (int)v->len, v->text);
}
