/*
 * input: the engine's reading side: files one after the other, cut into
 * jobs of whole lines.
 */
#ifndef RECORD_INPUT_H
#define RECORD_INPUT_H

#include "base/opts.h"
#include "record/document.h"
#include "record/engine.h"
#include "record/job.h"

struct input {
	const struct engine_opts *o;
	int		 fds[OPT_LIST_MAX];	/* of o->files, opened ahead */
	size_t		 next;		/* index of the file to read next */
	int		 fd;		/* -1: none */
	struct where	 at;		/* name, and number of the next line */
	uint64_t	 offset;	/* of the next line in its file */
	uint64_t	 bytes;		/* read so far, of all files */
	struct buf	 carry;		/* begin of a line not yet complete */
	bool		 stopped;	/* the rest is not read */
	bool		 raw;		/* this file is one long list */
	bool		 begun;		/* some of it was more than blank */
	bool		 first;		/* what was read last is where it began */
	bool		 more;		/* the first line is not to come alone */
	bool		 cut_next;	/* the next line is above the limit */
};

enum input_got { INPUT_FAILED = -1, INPUT_END = 0, INPUT_LINES = 1 };

void		input_init(struct input *in, const struct engine_opts *o);
/*
 * input_open(in, e): open all files, before the process gives up opening any
 * (base/wall.h); the writer of a FIFO is not waited for.
 */
int		input_open(struct input *in, struct err *e);
void		input_free(struct input *in);

/*
 * input_fill(in, j, e): the next lines, as soon as there is at least one.
 * A line above the limit comes alone, refused and cut.  A file whose first
 * line is a list, and a long one, comes as it is read: the last line of a
 * job goes on in the next one.
 */
enum input_got	input_fill(struct input *in, struct job *j, struct err *e);

/*
 * input_unread(in, j, n): the last line of ${j}, from byte ${n} on, comes
 * again with the line behind it, or when its file is at its end; ${j} has no
 * others if ${n} is 0.
 */
void		input_unread(struct input *in, struct job *j, size_t n);

/*
 * input_has_next(in): may there be a line behind those of the last job that
 * can be looked at with them?  Not at the end of a file, nor where the next
 * one is above the limit.
 */
bool		input_has_next(const struct input *in);

/* input_lines(s): how many lines, the last without its end counting. */
size_t		input_lines(struct str s);

/* input_size(o): bytes in all files, 0 if not known. */
uint64_t	input_size(const struct engine_opts *o);

/*
 * The same with a framer between: what comes in a job are its groups.
 */
struct grouped {
	struct input	*in;
	struct framer	*framer;	/* or NULL */
	struct document	*document;	/* borrowed */
	bool		 texts;		/* ${document} stands ahead of the
					   framer, or is the framer */
	struct job	 raw;		/* lines being pushed */
	size_t		 pos;		/* in raw.in */
	size_t		 texts_at;	/* there, where texts begin */
	struct where	 at;		/* of the line at pos */
	struct job	 alone;		/* one line to be handed on as it is */
	struct buf	 closing;	/* the closing stub, if it was last */
	struct where	 closing_at;
	bool		 has_alone, ended;
	bool		 is_next;	/* ${alone}, before any group */
};

void		grouped_init(struct grouped *g, struct input *in,
		    struct framer *f, struct document *d);

/*
 * grouped_find(g, j): where in ${j} texts over several lines begin, or
 * (size_t)-1; when that can't be told of the last line, it is unread.
 * grouped_start(g, j, n) then takes the lines from byte ${n} on, and puts
 * texts together; what was before them stays in ${j}.
 */
size_t		grouped_find(struct grouped *g, struct job *j);
void		grouped_start(struct grouped *g, struct job *j, size_t n);
void		grouped_free(struct grouped *g);
enum input_got	grouped_fill(struct grouped *g, struct job *j,
		    struct err *e);

#endif
