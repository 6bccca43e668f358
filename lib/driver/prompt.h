/*
 * prompt: lines that a person types, with editing and a history.
 *
 * The line editor is libedit, or GNU readline, whichever is installed: it is
 * loaded when the first line is asked for, so that no other command pays for
 * it, and missed only as comfort where there is neither.
 */
#ifndef DRIVER_PROMPT_H
#define DRIVER_PROMPT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct prompt {
	bool	 typed;		/* by a person at a terminal */
	void	*lib;
	char	*(*read)(const char *text);
	int	(*remember)(const char *line);
	int	(*save)(const char *path);
	char	*history;	/* its file, or NULL */
	char	*line;
	size_t	 room;
	struct sigaction before;	/* what an interrupt did */
};

/*
 * prompt_open(p, name): read standard input; at a terminal the history is
 * the file chatcrm/${name} in $XDG_STATE_HOME (~/.local/state), mode 0600.
 */
void		 prompt_open(struct prompt *p, const char *name);

/*
 * prompt_line(p, text): the next line without its end, until the next call;
 * ${text} is shown before it at a terminal, where an interrupt begins the
 * line anew.  NULL at the end.
 */
const char	*prompt_line(struct prompt *p, const char *text);

/* prompt_close(p): keep the history. */
void		 prompt_close(struct prompt *p);

#endif
