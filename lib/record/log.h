/*
 * log: what a command tells on standard error.
 *
 * One message is one line and one write(2), so that lines of several
 * commands of a pipe do not mix.  As text "PROGRAM: NAME:LINE:COL: message",
 * or with --log-format as JSON or logfmt.  Messages name fields, never
 * people's data (see base/err.h).  Thread-safe once log_open was called.
 */
#ifndef RECORD_LOG_H
#define RECORD_LOG_H

#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };
enum log_format { LOG_TEXT, LOG_JSON, LOG_LOGFMT };

/* A figure that goes with a message, as a number of its own. */
struct log_figure {
	const char	*name;
	uint64_t	 n;
};

/*
 * log_open(program, format, least): name the program (borrowed) and say
 * what is told: messages below ${least} are not.
 */
void	log_open(const char *program, enum log_format format,
	    enum log_level least);

/* log_to_person(): does somebody look on, and not want quiet? */
bool	log_to_person(void);

/*
 * log_transient(): a line without end stands on the terminal (progress.h);
 * the next message takes its place.
 */
void	log_transient(void);

void	log_msg(enum log_level level, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* log_err(level, e): an error with its place, field and code. */
void	log_err(enum log_level level, const struct err *e);

/*
 * log_figures(level, msg, f, n): ${msg}; ${f} are written only where a
 * machine reads (JSON, logfmt).
 */
void	log_figures(enum log_level level, const char *msg,
	    const struct log_figure *f, size_t n);

#endif
