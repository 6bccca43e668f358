/*
 * The signal handler writes into a pipe that is polled together with the
 * input: a signal that comes between a test and read(2) is not lost.
 */
#include "record/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

static int wake[2] = { -1, -1 };
static volatile sig_atomic_t asked;
static struct sigaction old_term, old_int;

static void
poke(void)
{
	int saved = errno;
	ssize_t n = write(wake[1], "", 1);

	(void)n;
	errno = saved;
}

static void
on_signal(int sig)
{
	(void)sig;
	asked = 1;
	poke();
}

int
stop_open(struct err *e)
{
	struct sigaction sa = { .sa_handler = on_signal };
	size_t i;

	asked = 0;
	if (pipe(wake) != 0)
		return err_errno(e, ERR_IO, "cannot make a pipe");
	for (i = 0; i < 2; i++) {
		fcntl(wake[i], F_SETFD, FD_CLOEXEC);
		fcntl(wake[i], F_SETFL, O_NONBLOCK);
	}
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = SA_RESTART | (int)SA_RESETHAND;
	sigaction(SIGTERM, &sa, &old_term);
	/* A shell starts what runs in the background with SIGINT ignored. */
	sigaction(SIGINT, NULL, &old_int);
	if (old_int.sa_handler != SIG_IGN)
		sigaction(SIGINT, &sa, NULL);
	return 0;
}

void
stop_close(void)
{
	sigaction(SIGTERM, &old_term, NULL);
	sigaction(SIGINT, &old_int, NULL);
	close(wake[0]);
	close(wake[1]);
	wake[0] = wake[1] = -1;
}

enum stop_event
stop_wait(int in, int out)
{
	return stop_wait_for(in, out, -1);
}

enum stop_event
stop_wait_for(int in, int out, int ms)
{
	struct pollfd p[3] = {
		{ .fd = wake[0], .events = POLLIN },
		{ .fd = in, .events = POLLIN },
		{ .fd = out }
	};
	int n;

	while ((n = poll(p, 3, ms)) < 0) {
		if (errno != EINTR && errno != EAGAIN)
			return STOP_INPUT;	/* read(2) will say why */
	}
	if (n == 0)
		return STOP_TIME;
	if (p[0].revents != 0)
		return asked ? STOP_SIGNAL : STOP_WOKEN;
	if (p[1].revents == 0 && (p[2].revents & POLLERR) != 0)
		return STOP_CLOSED;
	return STOP_INPUT;
}

void
stop_wake(void)
{
	poke();
}

bool
stop_asked(void)
{
	return asked != 0;
}
