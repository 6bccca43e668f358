/*
 * group: the framer behind --group: interleaved lines folded by key.
 *
 * Lines of one key become one JSON array, in the order in which they came; a
 * line alone stays as it is.  Groups come out at the end of the input, in
 * the order of their first lines.  Memory is bounded (extsort.h); neither
 * the groups nor their order depend on the bound, but for a group that alone
 * exceeds it: it is handed out in parts.
 */
#ifndef RECORD_GROUP_H
#define RECORD_GROUP_H

#include "record/framer.h"
#include "base/arena.h"

struct group_ops {
	/*
	 * key(arg, line, at, a, out, e): what ${line} belongs to, in ${a};
	 * none: it stands for itself.  -1 refuses it.
	 */
	int	(*key)(void *arg, struct str line, struct where at,
		    struct arena *a, struct str *out, struct err *e);
	void	(*free)(void *arg);
};

enum { GROUP_MEMORY = 64 * 1024 * 1024 };

/* group_push(f, line, down, at, e): push, with what is handed down to it. */
int	group_push(struct framer *f, struct str line, struct str down,
	    struct where at, struct err *e);

/* group_new(ops, arg, bound, a): in ${a}; ${arg} is freed with it. */
struct framer	*group_new(const struct group_ops *ops, void *arg,
		    size_t bound, struct arena *a);

#endif
