/* fd: writing all of it. */
#ifndef BASE_FD_H
#define BASE_FD_H

#include "base/err.h"

/*
 * fd_write(fd, s, name, e): write all of ${s}, also where whoever shares the
 * descriptor has set it not to block.  0, or -1 with ERR_IO ("cannot write
 * NAME") and errno still set.
 */
int	fd_write(int fd, struct str s, const char *name, struct err *e);

#endif
