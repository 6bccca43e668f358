#include "base/fd.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

static bool
wait_for_room(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

int
fd_write(int fd, struct str s, const char *name, struct err *e)
{
	ssize_t n;
	int why;

	while (s.len > 0) {
		n = write(fd, s.p, s.len);
		if (n >= 0) {
			s = str_from(s, (size_t)n);
			continue;
		}
		if (errno == EINTR || (errno == EAGAIN && wait_for_room(fd)))
			continue;
		why = errno;
		err_errno(e, ERR_IO, "cannot write %s", name);
		errno = why;
		return -1;
	}
	return 0;
}
