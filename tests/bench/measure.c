/*
 * measure: what a command costs.
 *
 *	measure [-n RUNS] [-i FILE] [-o FILE] COMMAND [ARGUMENT...]
 *
 * Runs it RUNS times one after the other and prints for one run, on average:
 * wall seconds, CPU seconds (user and system, of all its processes), and the
 * peak of resident memory in MB.  Fails if the command fails.
 */
#define _DEFAULT_SOURCE
#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char *in = "/dev/null", *out = "/dev/null";

static void
redirect(const char *path, int flags, int to)
{
	int fd = open(path, flags, 0600);

	if (fd == -1 || dup2(fd, to) == -1) {
		perror(path);
		_exit(127);
	}
	close(fd);
}

static void
run(char **argv)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		redirect(in, O_RDONLY, 0);
		redirect(out, O_WRONLY | O_CREAT | O_TRUNC, 1);
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, &status, 0) == -1 || status != 0) {
		fprintf(stderr, "measure: %s failed\n", argv[0]);
		exit(1);
	}
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct timespec t0, t1;
	struct rusage ru;
	int c, i, n = 1;

	while ((c = getopt(argc, argv, "+n:i:o:")) != -1)
		if (c == 'n')
			n = atoi(optarg);
		else if (c == 'i')
			in = optarg;
		else if (c == 'o')
			out = optarg;
		else
			return 64;
	if (optind == argc || n < 1)
		return 64;
	clock_gettime(CLOCK_MONOTONIC, &t0);
	for (i = 0; i < n; i++)
		run(argv + optind);
	clock_gettime(CLOCK_MONOTONIC, &t1);
	getrusage(RUSAGE_CHILDREN, &ru);
	printf("%.6f %.6f %.1f\n", ((double)(t1.tv_sec - t0.tv_sec) +
	    (double)(t1.tv_nsec - t0.tv_nsec) / 1e9) / n,
	    (seconds(ru.ru_utime) + seconds(ru.ru_stime)) / n,
	    (double)ru.ru_maxrss / 1024);
	return 0;
}
