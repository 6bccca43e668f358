/*
 * letters: the file that dead letters are appended to.
 *
 * It belongs to its owner alone, since what it holds is personal; several
 * commands of a pipe may append to the same one.  It does not grow without
 * end: at 80 % of its bound everybody is told, and at the bound the command
 * ends with ERR_IO before it loses a letter.
 */
#ifndef RECORD_LETTERS_H
#define RECORD_LETTERS_H

#include "conf/conf.h"
#include "crypto/box.h"

struct letters {
	const char	*path;		/* NULL: letters are not kept */
	int64_t		 max;		/* bytes */
	bool		 sealed;
	uint8_t		 to[BOX_KEY];	/* whom for */
	int		 fd;		/* -1: not open */
	bool		 warned;
};

extern const struct conf_key dead_conf_keys[];

/*
 * letters_conf(c, path, l): as the section "dead" says; ${path} (or NULL) is
 * the command line's and goes before its file.  Complains in c->diags.
 */
void	letters_conf(const struct conf *c, const char *path,
	    struct letters *l);

/*
 * letters_open(l, e): for appending, and made if it is not there.  A last
 * line that a crash cut short is closed off.  Nothing if there is no path.
 */
int	letters_open(struct letters *l, struct err *e);

/* letters_add(l, lines, e): append. */
int	letters_add(struct letters *l, struct str lines, struct err *e);

/* letters_sync(l, e): they are on the disk. */
int	letters_sync(struct letters *l, struct err *e);

int	letters_close(struct letters *l, struct err *e);

/* letters_seal(l): the key to seal them for, or NULL. */
static inline const uint8_t *
letters_seal(const struct letters *l)
{
	return l->sealed ? l->to : NULL;
}

#endif
