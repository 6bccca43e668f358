/*
 * share: budgets of one account in a file, for all processes of this host;
 * private to http.
 *
 * The file is mapped; whoever looks at it or changes it holds its lock, for
 * microseconds.  Times in it are of the monotonic clock, which all processes
 * of a host share; after a reboot they are brought over by means of the
 * clock on the wall.
 */
#ifndef HTTP_SHARE_H
#define HTTP_SHARE_H

#include "base/err.h"
#include "http/budget.h"
#include "http/http.h"

struct shared {
	char		 magic[16];
	char		 boot[40];	/* which start of the machine */
	int64_t		 offset;	/* wall clock - monotonic, then */
	int64_t		 paused_until;	/* start nothing before */
	struct budget	 budgets[HTTP_BUDGETS];
};

struct share {
	int		 fd;		/* -1: this process alone */
	struct shared	*map;
};

/* share_private(s): memory of this process.  share_open: the file ${path}. */
void	share_private(struct share *s);
int	share_open(struct share *s, const char *path, struct err *e);
void	share_close(struct share *s);

/* Around every use of s->map. */
void	share_lock(struct share *s);
void	share_unlock(struct share *s);

#endif
