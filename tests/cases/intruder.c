/*
 * intruder: code that got into a filter, as by a fault in a parser.  It is
 * loaded with LD_PRELOAD, wakes when the first record is written, tries all
 * that such code would want, and tells on standard error what it got.
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPENAT2 = 437, IO_URING_SETUP = 425 };

static void *
nothing(void *arg)
{
	return arg;
}

static void
got(const char *what, int ret)
{
	dprintf(STDERR_FILENO, "%s %s\n", what,
	    ret == -1 && errno == EPERM ? "denied" : "GOT");
}

static void
try_files(void)
{
	struct { unsigned long flags, mode, resolve; } how = { 0 };

	got("read", open("/etc/passwd", O_RDONLY));
	got("openat2", (int)syscall(OPENAT2, AT_FDCWD, "/etc/passwd", &how,
	    sizeof(how)));
	got("create", creat("stolen", 0600));
	got("remove", unlink("stolen"));
	got("memfd", (int)syscall(SYS_memfd_create, "x", 0));
	got("io_uring", (int)syscall(IO_URING_SETUP, 1, NULL));
}

static void
try_network(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
	    .sin_port = 0x0100, .sin_addr.s_addr = 0x0100007f };
	int s = socket(AF_INET, SOCK_STREAM, 0);

	got("socket", s);
	/* without a socket there is the one that somebody left open */
	got("connect", connect(s == -1 ? 0 : s, (struct sockaddr *)&to,
	    sizeof(to)));
}

static void
try_programs(void)
{
	char *const args[] = { "none", NULL };
	pthread_t t;
	pid_t pid;

	got("exec", execve("/nonexistent/none", args, NULL));
	pid = fork();
	if (pid == 0)
		_exit(0);
	got("fork", pid);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	dprintf(STDERR_FILENO, "thread %s\n",
	    pthread_create(&t, NULL, nothing, NULL) == 0 ? "GOT" : "denied");
}

ssize_t
write(int fd, const void *p, size_t n)
{
	static int tried;

	if (fd == STDOUT_FILENO && !__sync_lock_test_and_set(&tried, 1)) {
		try_files();
		try_network();
		try_programs();
	}
	return syscall(SYS_write, fd, p, n);
}
