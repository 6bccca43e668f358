/* suite: the files of tests that were run, and how that is told. */
#ifndef DRIVER_SUITE_H
#define DRIVER_SUITE_H

#include "driver/cases.h"

struct verdict_of {
	const struct test_case	*c;
	struct mismatches	 m;		/* none: it passed */
	bool			 updated;
};

struct suite {
	struct test_file	 file;
	struct str		 text;		/* of the file */
	struct verdict_of	*verdicts;
	size_t			 n;
};

struct paths {
	const char	**v;
	size_t		 n, cap;
	struct arena	*arena;
};

/*
 * paths_find(p, path, e): ${path} itself if it is a file, else all files
 * *.test.yaml below it, in the order of their names.  0 or -1.
 */
int	paths_find(struct paths *p, const char *path, struct err *e);

/* suite_text(path, text, a, e): read the file. */
int	suite_text(const char *path, struct str *text, struct arena *a,
	    struct err *e);

/* As the Test Anything Protocol, version 13, and as JUnit's XML. */
void	suites_tap(const struct suite *s, size_t n, struct buf *b);
void	suites_junit(const struct suite *s, size_t n, struct buf *b);

#endif
