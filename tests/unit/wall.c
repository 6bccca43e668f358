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
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/wall.h"

/* Run ${f} behind the wall in a child; how that ended. */
static int
end_behind(int (*f)(void))
{
	struct err e = { 0 };
	int status;
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	if (pid == 0)
		_exit(wall_raise(&e) == -1 ? 100 : f());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* The same; what it returned. */
static int
behind(int (*f)(void))
{
	int status = end_behind(f);

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
	    denied(syscall(SYS_tgkill, getppid(), getppid(), 0)) &&
	    denied(fcntl(STDIN_FILENO, F_SETOWN, getppid())) &&
	    denied(ioctl(STDIN_FILENO, TIOCSTI, "")) &&
	    syscall(SYS_tgkill, getpid(), getpid(), 0) == 0;
}

/*
 * Every way that is known to files, the network, programs, threads, other
 * processes, the kernel's machinery, and out of the wall itself.  A call that
 * is not there on some system is as good as denied.
 */
static const struct {
	const char	*name;
	long		 number;
} calls[] = {
#define CALL(name)	{ #name, SYS_##name }
#ifdef SYS_open
	CALL(open), CALL(creat), CALL(rename), CALL(unlink), CALL(mkdir),
	CALL(symlink), CALL(chmod), CALL(fork), CALL(vfork), CALL(pipe),
	CALL(alarm), CALL(utime),
#endif
	CALL(openat), CALL(open_by_handle_at), CALL(name_to_handle_at),
	CALL(renameat2), CALL(unlinkat), CALL(mkdirat), CALL(linkat),
	CALL(symlinkat), CALL(mknodat), CALL(fchmodat), CALL(fchownat),
	CALL(truncate), CALL(ftruncate), CALL(fallocate), CALL(getdents64),
	CALL(chdir), CALL(chroot), CALL(pivot_root), CALL(mount),
	CALL(umount2), CALL(setxattr), CALL(utimensat), CALL(memfd_create),
	CALL(inotify_init1), CALL(fanotify_init), CALL(statfs),
	CALL(readlinkat), CALL(faccessat), CALL(splice), CALL(tee),
	CALL(vmsplice), CALL(sendfile), CALL(copy_file_range),
	CALL(socket), CALL(socketpair), CALL(connect), CALL(bind),
	CALL(listen), CALL(accept4), CALL(sendto), CALL(sendmsg),
	CALL(sendmmsg), CALL(recvfrom), CALL(recvmsg), CALL(setsockopt),
	CALL(execve), CALL(execveat), CALL(clone), CALL(unshare),
	CALL(setns), CALL(kill), CALL(tkill), CALL(rt_sigqueueinfo),
	CALL(rt_tgsigqueueinfo), CALL(ptrace), CALL(process_vm_readv),
	CALL(process_vm_writev), CALL(kcmp), CALL(setpgid), CALL(setsid),
	CALL(setuid), CALL(setgid), CALL(setresuid), CALL(setgroups),
	CALL(capset), CALL(prctl), CALL(seccomp), CALL(setrlimit),
	CALL(prlimit64), CALL(setpriority), CALL(sched_setaffinity),
	CALL(personality), CALL(bpf), CALL(perf_event_open),
	CALL(userfaultfd), CALL(add_key), CALL(keyctl), CALL(request_key),
	CALL(io_setup), CALL(io_submit), CALL(epoll_create1),
	CALL(eventfd2), CALL(signalfd4), CALL(timerfd_create),
	CALL(timer_create), CALL(setitimer), CALL(shmget), CALL(shmat),
	CALL(msgget), CALL(semget), CALL(mq_open), CALL(pipe2),
	CALL(settimeofday), CALL(clock_settime), CALL(adjtimex),
	CALL(init_module), CALL(finit_module), CALL(delete_module),
	CALL(kexec_load), CALL(reboot), CALL(sethostname), CALL(swapon),
	CALL(acct), CALL(syslog), CALL(quotactl),
#ifdef SYS_arch_prctl
	CALL(arch_prctl), CALL(modify_ldt), CALL(iopl), CALL(ioperm),
#endif
	/* newer than some systems' headers; the numbers are everywhere so */
	{ "pidfd_send_signal", 424 }, { "io_uring_setup", 425 },
	{ "io_uring_enter", 426 }, { "io_uring_register", 427 },
	{ "open_tree", 428 }, { "move_mount", 429 }, { "fsopen", 430 },
	{ "fsmount", 432 }, { "pidfd_open", 434 }, { "clone3", 435 },
	{ "openat2", 437 }, { "pidfd_getfd", 438 },
	{ "process_madvise", 440 }, { "mount_setattr", 442 },
	{ "landlock_create_ruleset", 444 }, { "landlock_restrict_self", 446 },
	{ "memfd_secret", 447 }, { "no such call", 5000 }
};

static int
try_calls(void)
{
	const size_t n = sizeof(calls) / sizeof(calls[0]);
	size_t i, through = 0;

	for (i = 0; i < n; i++)
		if (!denied(syscall(calls[i].number, -1, -1, -1, -1, -1,
		    -1))) {
			print_message("# %s is not denied\n", calls[i].name);
			through++;
		}
	return through == 0;
}

#ifdef __x86_64__
enum { X32 = 0x40000000, I386_OPEN = 5, I386_SOCKET = 359 };

static int
try_x32(void)
{
	return denied(syscall(X32 | SYS_open, "/dev/null", O_RDONLY)) &&
	    denied(syscall(X32 | SYS_write, STDERR_FILENO, "", 0)) &&
	    denied(syscall(X32 | 520 /* execve */, NULL, NULL, NULL));
}

/* By the gate of 32-bit programs; where it is closed, a signal ends us. */
static long
i386(long number, long first, long second)
{
	long ret;

	__asm__ volatile ("int $0x80" : "=a" (ret) : "a" (number),
	    "b" (first), "c" (second), "d" (0L) : "memory");
	return (int)ret;
}

static int
try_i386(void)
{
	return i386(I386_OPEN, 0, 0) == -EPERM &&
	    i386(I386_SOCKET, AF_INET, SOCK_STREAM) == -EPERM &&
	    i386(20 /* getpid */, 0, 0) == -EPERM;
}
#endif

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
no_call_that_is_not_needed_comes_through(void **state)
{
	(void)state;
	assert_int_equal(behind(try_calls), 1);
}

static void
the_gates_of_other_programs_are_shut(void **state)
{
	(void)state;
#ifdef __x86_64__
	int status = end_behind(try_i386);

	assert_int_equal(behind(try_x32), 1);
	assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 1);
#endif
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
		cmocka_unit_test(no_call_that_is_not_needed_comes_through),
		cmocka_unit_test(the_gates_of_other_programs_are_shut),
		cmocka_unit_test(all_threads_stand_behind_it),
		cmocka_unit_test(work_goes_on),
	};

	if (!has_wall()) {
		print_message("1..0 # SKIP sanitizers open files\n");
		return 0;
	}
	return cmocka_run_group_tests_name("wall", tests, NULL, NULL);
}
