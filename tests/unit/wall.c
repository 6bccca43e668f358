/* wall: what a process behind it can do, and what it cannot. */
#define _DEFAULT_SOURCE		/* syscall */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/wall.h"

/* Run ${f} behind the wall in a child; what it returned. */
static int
behind(int (*f)(void))
{
	struct err e = { 0 };
	int status;
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	if (pid == 0)
		_exit(wall_raise(&e) == -1 ? 100 : f());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
denied(int ret)
{
	return ret == -1 && errno == EPERM;
}

static int
try_file(void)
{
	return denied(open("/dev/null", O_RDONLY)) &&
	    denied(open("/tmp/chatcrm-wall", O_WRONLY | O_CREAT, 0600)) &&
	    denied(unlink("/tmp/chatcrm-wall"));
}

static int
try_network(void)
{
	return denied(socket(AF_INET, SOCK_STREAM, 0)) &&
	    denied(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
try_program(void)
{
	char *const args[] = { (char []){ "true" }, NULL };

	return denied(execv("/bin/true", args)) && denied(fork());
}

static int
try_others(void)
{
	return denied(kill(getppid(), 0)) &&
	    denied(ioctl(STDIN_FILENO, TIOCSTI, ""));
}

static void *
open_on_command(void *arg)
{
	int *fds = arg;
	char c;

	if (read(fds[0], &c, 1) != 1)
		return NULL;
	return try_file() ? arg : NULL;
}

/* A thread from before stands behind it too, and none can be made. */
static int
try_threads(int *fds, pthread_t thread)
{
	struct err e = { 0 };
	pthread_t other;
	void *ret;

	if (wall_raise(&e) == -1 || write(fds[1], "", 1) != 1 ||
	    pthread_join(thread, &ret) != 0)
		return 100;
	return ret != NULL &&
	    pthread_create(&other, NULL, open_on_command, fds) != 0;
}

static int
work_on(void)
{
	size_t n = 64 << 20;
	char *p = malloc(n);
	int fds[2] = { 0, 0 };

	if (p == NULL || write(STDERR_FILENO, "", 0) != 0)
		return 0;
	memset(p, 1, n);
	free(p);
	return denied(pipe(fds));
}

static void
files_network_programs_and_others_are_out_of_reach(void **state)
{
	(void)state;
	assert_int_equal(behind(try_file), 1);
	assert_int_equal(behind(try_network), 1);
	assert_int_equal(behind(try_program), 1);
	assert_int_equal(behind(try_others), 1);
}

static void
all_threads_stand_behind_it(void **state)
{
	pthread_t thread;
	int fds[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0)
		_exit(pthread_create(&thread, NULL, open_on_command, fds) != 0 ?
		    100 : try_threads(fds, thread));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 1);
	close(fds[0]);
	close(fds[1]);
}

static void
work_goes_on(void **state)
{
	(void)state;
	assert_int_equal(behind(work_on), 1);
}

/* A build with sanitizers has no wall. */
static int
has_wall(void)
{
	const char *san = getenv("SANITIZE");

	return san == NULL || *san == '\0';
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    files_network_programs_and_others_are_out_of_reach),
		cmocka_unit_test(all_threads_stand_behind_it),
		cmocka_unit_test(work_goes_on),
	};

	if (!has_wall()) {
		print_message("1..0 # SKIP sanitizers open files\n");
		return 0;
	}
	return cmocka_run_group_tests_name("wall", tests, NULL, NULL);
}
