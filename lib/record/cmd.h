/*
 * cmd: what every command does the same way.
 *
 *	int
 *	main(int argc, char **argv)
 *	{
 *		struct err e = { 0 };
 *		...
 *		cmd_init();
 *		n = cmd_options(&options, &common, argc, argv);
 *		status = work(..., &e);
 *		return cmd_exit(status, &e);
 *	}
 *
 * Only cmd.c ends a command early.
 */
#ifndef RECORD_CMD_H
#define RECORD_CMD_H

#include "base/opts.h"
#include "conf/conf.h"

/* The options that every command has. */
struct cmd_common {
	struct opt_list	 config;	/* -c FILE */
	bool		 quiet;		/* -q */
	int		 verbose;	/* -v, -vv */
	int		 log_format;	/* enum log_format */
};

/*
 * cmd_init(): the C locale; standard streams that are open (a closed one
 * fails on use, and no file takes its number); writes to a closed pipe fail
 * with EPIPE; no core file, which could hold secrets.
 */
void		 cmd_init(void);

/*
 * cmd_options(o, common, argc, argv): read the command line by the tables
 * of ${o} and the common one, and open the log.  Return the number of
 * operands, from argv[1].  --help, --version and --completion print and
 * exit 0; a wrong command line exits 64.
 */
int		 cmd_options(const struct opts *o, struct cmd_common *common,
		    int argc, char **argv);

/*
 * cmd_conf(common, a, d, out): load the configuration that -c names, else
 * the default one.  Complaints are gathered in ${d} for cmd_conf_done.
 */
int		 cmd_conf(const struct cmd_common *common, struct arena *a,
		    struct diags *d, struct conf *out);

/*
 * cmd_conf_done(d, e): once all sections were read: print what was found.
 * 0, or -1 with ERR_CONFIG in ${e} if there were errors.
 */
int		 cmd_conf_done(const struct diags *d, struct err *e);

/*
 * cmd_verb(program, word, names, n, e): which of ${n} ${names} ${word} is;
 * -1 with ERR_USAGE and the nearest one in ${e}.
 */
int		 cmd_verb(const char *program, const char *word,
		    const char *const *names, size_t n, struct err *e);

/* cmd_env(name): the environment's value, NULL if unset or empty. */
const char	*cmd_env(const char *name);

/*
 * cmd_exit(status, e): flush standard output, so that the last good record
 * precedes the complaint; print ${e} if it is set (a reader that went away,
 * code "io.closed", is no news); return the status to exit with: ${status},
 * or if that is 0 the one ${e} calls for.  A failed flush is never 0.
 */
int		 cmd_exit(enum status status, const struct err *e);

#endif
