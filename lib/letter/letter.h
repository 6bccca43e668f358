/*
 * letter: what people do with dead letters: look, mend, replay, close.
 *
 * All of it is appended to the file that the letters are in (journal.h), so
 * that nothing is lost and everything can be looked up; only compact takes
 * lines out.
 */
#ifndef LETTER_LETTER_H
#define LETTER_LETTER_H

#include <stdio.h>

#include "base/time.h"

#include "letter/journal.h"
#include "record/cmd.h"
#include "record/letters.h"

enum letter_by { BY_NOTHING, BY_CODE, BY_STAGE, BY_FIELD, BY_FILE, BY_RUN };

/* What the command line says. */
struct letter_desk {
	const struct cmd_common	*common;
	const char	*file;		/* NULL: as configured */
	const char	*key_file;	/* of sealed letters; or NULL */
	const char	*code, *stage;	/* only these; or NULL */
	const char	*to;		/* last stage of a replay; or NULL */
	const char	*reason;	/* of closing; or NULL */
	struct opt_list	 set;		/* PATH=TEXT or PATH:=JSON */
	int		 by;		/* enum letter_by */
	bool		 all;		/* closed ones too; all of them */
	bool		 json;
	int64_t		 before;	/* ns that closed ones are kept */
	struct instant	 now;
	char *const	*ids;		/* prefixes of ids */
	size_t		 nids;

	/* Open. */
	struct arena	 arena;
	struct conf	 conf;
	struct diags	 diags;
	struct letters	 letters;
	struct journal	 journal;
};

/* letter_open(d, e): the configuration and the file; letter_close follows. */
int	letter_open(struct letter_desk *d, struct err *e);
void	letter_close(struct letter_desk *d);

/*
 * letter_chosen(d, x): is it one that ids, --code and --stage name?  Without
 * ids, of those that are open; with d->all of all.
 */
bool	letter_chosen(const struct letter_desk *d, const struct entry *x);

/*
 * letter_text(d, x, a, stage, text, e): what is to be replayed of ${x}, out
 * of its seal where it has one; -1 and ${e} if it does not hold all.
 */
struct dead_letter;
int	letter_text(struct letter_desk *d, const struct entry *x,
	    struct arena *a, struct dead_letter *out, struct err *e);

/*
 * letter_seal(d, text, a, sealed, e): ${text} as a letter has it, for the
 * holder of the key that ${d} was given.
 */
int	letter_seal(struct letter_desk *d, struct str text, struct arena *a,
	    struct str *sealed, struct err *e);

/* letter_append(d, lines, e): to the file, and onto the disk. */
int	letter_append(struct letter_desk *d, struct str lines,
	    struct err *e);

/* The verbs.  They print on standard output. */
int	letter_list(struct letter_desk *d, struct err *e);
int	letter_show(struct letter_desk *d, struct err *e);
int	letter_repair(struct letter_desk *d, struct err *e);
int	letter_dismiss(struct letter_desk *d, struct err *e);
int	letter_compact(struct letter_desk *d, struct err *e);

/* letter_replay(d, e): the status to exit with. */
enum status letter_replay(struct letter_desk *d, struct err *e);

/* letter_key(path, e): make a secret key, print the public one. */
int	letter_key(const char *path, struct err *e);

/* letter_add_closing(d, x, outcome, record, b): a line that closes ${x}. */
void	letter_add_closing(const struct letter_desk *d,
	    const struct entry *x, struct str outcome, struct str record,
	    struct buf *b);

#endif
