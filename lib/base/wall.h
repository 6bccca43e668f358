/*
 * wall: give up what the rest of the run does not need.
 *
 * After wall_raise no thread of the process can open a file, use the
 * network, start a program or a thread, signal others or trace them; what
 * is open stays so.  Whoever talks a parser into running code of his then
 * has the record at hand, and the streams that carry it, and no more.
 *
 * Linux's seccomp in filter mode: a list of the system calls that are
 * allowed; any other fails with EPERM.  Landlock would judge which files may
 * be opened and which ports reached: here that is none, by the list.
 */
#ifndef BASE_WALL_H
#define BASE_WALL_H

#include "base/err.h"

/*
 * wall_raise(e): for all threads, now and for ever.  -1 with ERR_IO
 * where the system has no such thing.  Does nothing in a build with
 * sanitizers, which open files of their own: 0.
 */
int	wall_raise(struct err *e);

#endif
