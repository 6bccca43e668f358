/*
 * driver: what "chatcrm" does itself; all other commands are programs of
 * their own.  Each takes argv from its own name on and returns the status
 * to exit with, and ${e} set where that is to be told.
 */
#ifndef DRIVER_DRIVER_H
#define DRIVER_DRIVER_H

#include "base/err.h"

/*
 * driver_run: map, validate, score and route fused in this process; chatcrm-push
 * at the end of a pipe, so that this program loads no HTTP and starts fast.
 */
enum status	driver_run(int argc, char **argv, struct err *e);

/* driver_check: every section of the configuration. */
enum status	driver_check(int argc, char **argv, struct err *e);

/* driver_diff: two configurations over the same input. */
enum status	driver_diff(int argc, char **argv, struct err *e);

/* driver_init: a first configuration, guessed from a sample. */
enum status	driver_init(int argc, char **argv, struct err *e);

/* driver_test: the tests of a mapping. */
enum status	driver_test(int argc, char **argv, struct err *e);

/* driver_eval: one expression over each line. */
enum status	driver_eval(int argc, char **argv, struct err *e);

/* driver_csv: tables to JSON lines. */
enum status	driver_csv(int argc, char **argv, struct err *e);

/* driver_help: a manual page, or what a code means. */
enum status	driver_help(int argc, char **argv, struct err *e);

#endif
