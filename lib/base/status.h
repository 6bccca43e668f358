/*
 * status: what a chatcrm command can exit with.  The numbers are those of
 * sysexits(3) where one fits; status.c maps kinds of error to them, and no
 * other file chooses a number.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_DIFFERENT = 1,	/* reconcile, diff, plan --exit-code */
	STATUS_USAGE = 64,	/* the command line is wrong */
	STATUS_REFUSED = 65,	/* more records refused than allowed */
	STATUS_UNAVAILABLE = 69,/* the CRM cannot be reached */
	STATUS_BUG = 70,	/* an error in the program itself */
	STATUS_IO = 74,		/* reading or writing failed, input cut off */
	STATUS_DEFERRED = 75,	/* work left for the next run; lock held */
	STATUS_DENIED = 77,	/* not authorised */
	STATUS_CONFIG = 78	/* the configuration is wrong */
};

enum err_kind {
	ERR_NONE,
	ERR_USAGE,	/* options or arguments */
	ERR_CONFIG,	/* configuration, expression, profile */
	ERR_INPUT,	/* one record; the run goes on */
	ERR_LIMIT,	/* one record exceeds a limit; the run goes on */
	ERR_IO,		/* local files, pipes, the ledger's disk */
	ERR_REMOTE,	/* the CRM failed for now: retry */
	ERR_REJECTED,	/* the CRM refused for good */
	ERR_AUTH,	/* credentials missing, wrong or without scope */
	ERR_LOCKED,	/* another run holds the ledger */
	ERR_BUG		/* cannot happen */
};

/* status_of(kind): the exit status that tells of ${kind}. */
enum status	status_of(enum err_kind kind);

#endif
