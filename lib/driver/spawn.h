/*
 * spawn: run another command of the suite: the one beside this program, so
 * that a build folder or a second installation stays among itself, else the
 * one in $PATH.
 */
#ifndef DRIVER_SPAWN_H
#define DRIVER_SPAWN_H

#include <sys/types.h>

#include "base/err.h"

/*
 * spawn_beside(name, out, size): the path of the file ${name} beside this
 * program; false if that is not known.
 */
bool	spawn_beside(const char *name, char *out, size_t size);

/*
 * spawn_exec(argv, e): become the command ${argv}[0] (a name without path).
 * Returns only if that fails: -1, ERR_USAGE if there is no such command.
 */
int	spawn_exec(char *const *argv, struct err *e);

/*
 * spawn_reader(argv, pid, e): start the command with a pipe as its standard
 * input; the descriptor to write to, or -1.
 */
int	spawn_reader(char *const *argv, pid_t *pid, struct err *e);

/*
 * spawn_start(argv, in, out, pid, e): start the command with these standard
 * streams; 0 or -1.
 */
int	spawn_start(char *const *argv, int in, int out, pid_t *pid,
	    struct err *e);

/* spawn_wait(pid, e): its exit status; -1 with ${e} if a signal ended it. */
int	spawn_wait(pid_t pid, struct err *e);

#endif
