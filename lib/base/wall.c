#define _DEFAULT_SOURCE		/* syscall */
#include "base/wall.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>
#endif

#if defined(__linux__) && defined(__x86_64__)
#define ARCH	AUDIT_ARCH_X86_64
#elif defined(__linux__) && defined(__aarch64__)
#define ARCH	AUDIT_ARCH_AARCH64
#elif defined(__linux__) && defined(__riscv) && __riscv_xlen == 64
#define ARCH	AUDIT_ARCH_RISCV64
#endif

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#endif

#if defined(SANITIZED)

int
wall_raise(struct err *e)
{
	(void)e;
	return 0;
}

#elif defined(ARCH)

/* What reads, writes, waits, asks for memory, and ends; no number twice. */
static const int allowed[] = {
	SYS_read, SYS_readv, SYS_pread64, SYS_write, SYS_writev,
	SYS_pwrite64, SYS_lseek, SYS_close, SYS_fsync, SYS_fdatasync,
	SYS_fcntl, SYS_fstat, SYS_newfstatat, SYS_ppoll,
	SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_mprotect, SYS_madvise,
	SYS_futex, SYS_sched_yield, SYS_sched_getaffinity, SYS_membarrier,
	SYS_set_robust_list, SYS_rseq, SYS_rt_sigaction, SYS_rt_sigprocmask,
	SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall,
	SYS_clock_gettime, SYS_clock_nanosleep, SYS_getrandom, SYS_getrusage,
	SYS_getpid, SYS_gettid, SYS_tgkill, SYS_wait4, SYS_exit,
	SYS_exit_group, SYS_ioctl,
#ifdef SYS_poll
	SYS_poll,
#endif
};

/*
 * Of some calls only what is harmless in one argument: ioctl may ask a
 * terminal about itself (there are others that type into it), fcntl may not
 * have signals sent to others, and tgkill is for this process alone, whose
 * id, MYSELF here, is known when the program is written.
 */
#define MYSELF	UINT32_MAX
enum { VALUES = 8 };

static const struct part {
	int		call;
	unsigned	arg;
	uint32_t	values[VALUES];
	size_t		n;
} parts[] = {
	{ SYS_ioctl, 1, { TCGETS, TIOCGWINSZ, TIOCGPGRP }, 3 },
	{ SYS_fcntl, 1, { F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL,
	    F_GETLK, F_SETLK, F_SETLKW }, 8 },
	{ SYS_tgkill, 0, { MYSELF }, 1 },
};

enum {
	ALLOWED = sizeof(allowed) / sizeof(allowed[0]),
	PARTS = sizeof(parts) / sizeof(parts[0]),
	FIRST_PART = 3 + 2 * ALLOWED - 1,	/* instructions before it */
	PART = VALUES + 2,			/* of one: all have room */
	DENY = FIRST_PART + PARTS * PART,
	ALLOW = DENY + 1,
	LENGTH = ALLOW + 1
};
_Static_assert(LENGTH < 256, "a jump goes no further");

struct program {
	struct sock_filter	f[LENGTH];
	size_t			n;
};

static void
add(struct program *p, struct sock_filter f)
{
	p->f[p->n++] = f;
}

static void
load(struct program *p, size_t offset)
{
	add(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    (uint32_t)offset));
}

/* Go to instruction ${yes} if what was loaded is ${value}, else to ${no}. */
static void
branch(struct program *p, uint32_t value, size_t yes, size_t no)
{
	add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value,
	    (uint8_t)(yes - p->n - 1), (uint8_t)(no - p->n - 1)));
}

/* Where the program goes on for a system call that is in the list. */
static size_t
place_of(int call)
{
	size_t i;

	for (i = 0; i < PARTS; i++)
		if (parts[i].call == call)
			return FIRST_PART + i * PART;
	return ALLOW;
}

/*
 * A search through ${n} sorted numbers by halves: the kernel tries the
 * program for each system call there is when it is put in place.
 */
static void
search(struct program *p, const int *sorted, size_t n)
{
	size_t left = n / 2;

	if (n == 1) {
		branch(p, (uint32_t)*sorted, place_of(*sorted), DENY);
		return;
	}
	add(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K,
	    (uint32_t)sorted[left], (uint8_t)(2 * left - 1), 0));
	search(p, sorted, left);
	search(p, sorted + left, n - left);
}

/* The low half of an argument: all that the kernel reads of these. */
static size_t
argument(unsigned i)
{
	const uint16_t one = 1;
	bool little = *(const uint8_t *)&one == 1;

	return offsetof(struct seccomp_data, args) + 8 * i + (little ? 0 : 4);
}

static void
write_part(struct program *p, const struct part *part)
{
	const uint32_t myself = (uint32_t)getpid();
	size_t i, end = p->n + PART;
	uint32_t v;

	load(p, argument(part->arg));
	for (i = 0; i < part->n; i++) {
		v = part->values[i];
		branch(p, v == MYSELF ? myself : v, ALLOW, p->n + 1);
	}
	while (p->n < end)
		add(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		    SECCOMP_RET_ERRNO | EPERM));
}

static int
by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return *x - *y;
}

/*
 * Another architecture's calls have other numbers; those of x32 have one bit
 * more and are not in the list.
 */
static void
write_program(struct program *p)
{
	int sorted[ALLOWED];
	size_t i;

	memcpy(sorted, allowed, sizeof(allowed));
	qsort(sorted, ALLOWED, sizeof(sorted[0]), by_number);
	load(p, offsetof(struct seccomp_data, arch));
	branch(p, ARCH, p->n + 1, DENY);
	load(p, offsetof(struct seccomp_data, nr));
	search(p, sorted, ALLOWED);
	for (i = 0; i < PARTS; i++)
		write_part(p, &parts[i]);
	add(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_ERRNO | EPERM));
	add(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_ALLOW));
}

int
wall_raise(struct err *e)
{
	struct program p = { .n = 0 };
	const struct sock_fprog program = { LENGTH, p.f };

	write_program(&p);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &program) == 0)
		return 0;
	return err_set(e, ERR_IO, "wall", "this system does not let "
	    "a program give up the network and files; --no-sandbox does "
	    "without");
}

#else

int
wall_raise(struct err *e)
{
	return err_set(e, ERR_IO, "wall", "on this system a program "
	    "cannot give up the network and files; --no-sandbox does "
	    "without");
}

#endif
