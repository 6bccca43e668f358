#include "credential/input.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t caught;

static void
on_signal(int sig)
{
	caught = sig;
}

/* Read to the end, or on a terminal to the end of the line. */
static int
read_all(struct secret *s, bool line, struct err *e)
{
	ssize_t n;

	for (;;) {
		n = read(STDIN_FILENO, s->p + s->len, SECRET_MAX + 1 -
		    s->len);
		if (n == -1 && errno == EINTR && caught == 0)
			continue;
		if (n == -1)
			return err_errno(e, ERR_IO, "standard input");
		s->len += (size_t)n;
		if (s->len > SECRET_MAX)
			return err_set(e, ERR_INPUT, "secret.long",
			    "the secret is longer than %d bytes",
			    SECRET_MAX);
		if (n == 0 || (line && memchr(s->p, '\n', s->len) != NULL))
			return 0;
	}
}

static int
check(struct secret *s, struct err *e)
{
	while (s->len > 0 && (s->p[s->len - 1] == '\n' ||
	    s->p[s->len - 1] == '\r'))
		s->len--;
	if (s->len == 0)
		return err_set(e, ERR_INPUT, "secret.empty",
		    "there is no secret on standard input");
	if (memchr(s->p, '\0', s->len) != NULL)
		return err_set(e, ERR_INPUT, "secret.control",
		    "the secret has a NUL in it");
	return 0;
}

/* A signal must not leave the terminal without echo. */
static int
read_silently(const char *prompt, struct secret *s, struct err *e)
{
	struct sigaction sa = { .sa_handler = on_signal }, was[3];
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct termios old, quiet;
	int i, r;

	if (tcgetattr(STDIN_FILENO, &old) == -1)
		return err_errno(e, ERR_IO, "terminal");
	for (i = 0; i < 3; i++)
		sigaction(signals[i], &sa, &was[i]);
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	fprintf(stderr, "%s: ", prompt);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	r = read_all(s, true, e);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	fputc('\n', stderr);
	for (i = 0; i < 3; i++)
		sigaction(signals[i], &was[i], NULL);
	if (caught != 0)
		raise(caught);
	return r;
}

int
input_secret(const char *prompt, struct secret *out, struct err *e)
{
	int r;

	secret_new(STR(""), out);
	if (isatty(STDIN_FILENO))
		r = read_silently(prompt, out, e);
	else
		r = read_all(out, false, e);
	if (r == 0)
		r = check(out, e);
	if (r == -1)
		secret_free(out);
	return r;
}
