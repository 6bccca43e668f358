#include "driver/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

bool
spawn_beside(const char *name, char *out, size_t size)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (n <= 0)
		return false;
	self[n] = '\0';
	if ((slash = strrchr(self, '/')) == NULL)
		return false;
	*slash = '\0';
	return snprintf(out, size, "%s/%s", self, name) < (int)size;
}

int
spawn_exec(char *const *argv, struct err *e)
{
	char path[PATH_MAX];

	/* A child starts with the signals as a shell would leave them. */
	signal(SIGPIPE, SIG_DFL);
	if (spawn_beside(argv[0], path, sizeof(path)))
		execv(path, argv);
	execvp(argv[0], argv);
	signal(SIGPIPE, SIG_IGN);
	if (errno == ENOENT)
		return err_set(e, ERR_USAGE, "usage.command",
		    "there is no command %.64s; see chatcrm help", argv[0]);
	return err_errno(e, ERR_IO, "cannot run %.64s", argv[0]);
}

static _Noreturn void
become_reader(char *const *argv, const int pipe_fds[2])
{
	struct err e = { 0 };

	close(pipe_fds[1]);
	if (dup2(pipe_fds[0], STDIN_FILENO) == STDIN_FILENO) {
		if (pipe_fds[0] != STDIN_FILENO)
			close(pipe_fds[0]);
		spawn_exec(argv, &e);
	} else
		err_errno(&e, ERR_IO, "cannot pass on standard input");
	err_print(argv[0], &e);
	_exit(status_of(e.kind));
}

int
spawn_reader(char *const *argv, pid_t *pid, struct err *e)
{
	int fds[2];

	if (pipe(fds) != 0)
		return err_errno(e, ERR_IO, "cannot make a pipe");
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	if ((*pid = fork()) < 0) {
		err_errno(e, ERR_IO, "cannot start %.64s", argv[0]);
		close(fds[0]);
		close(fds[1]);
		return -1;
	}
	if (*pid == 0)
		become_reader(argv, fds);
	close(fds[0]);
	return fds[1];
}

static bool
give(int fd, int as)
{
	if (fd == as)
		return fcntl(fd, F_SETFD, 0) == 0;
	return dup2(fd, as) == as;
}

int
spawn_start(char *const *argv, int in, int out, pid_t *pid, struct err *e)
{
	struct err why = { 0 };

	if ((*pid = fork()) < 0)
		return err_errno(e, ERR_IO, "cannot start %.64s", argv[0]);
	if (*pid > 0)
		return 0;
	if (give(in, STDIN_FILENO) && give(out, STDOUT_FILENO))
		spawn_exec(argv, &why);
	else
		err_errno(&why, ERR_IO, "cannot pass on standard streams");
	err_print(argv[0], &why);
	_exit(status_of(why.kind));
}

int
spawn_wait(pid_t pid, struct err *e)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return err_errno(e, ERR_BUG, "cannot wait");
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	return err_set(e, ERR_BUG, "child.killed",
	    "the command that was started ended by signal %d",
	    WTERMSIG(status));
}
