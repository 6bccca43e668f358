/*
 * cases: the tests of a mapping, as they stand in NAME.test.yaml; the format
 * is chatcrm-test(5).
 */
#ifndef DRIVER_CASES_H
#define DRIVER_CASES_H

#include "record/trial.h"

/* What a test expects stands under one of these keys. */
enum case_want { WANT_RECORD, WANT_REFUSED, WANT_SKIPPED, WANTS };
extern const char *const case_wants[WANTS];

struct test_case {
	struct str		 name;
	struct where		 at;
	const struct json	*node;		/* the test's mapping */
	const struct json	*given;		/* or NULL: ${file} */
	struct str		 file;		/* path, from where we are */
	const struct json	*want[WANTS];	/* NULL: not said */
	struct instant		 now;
	int			 stage, to;	/* index into case_stages */
	bool			 group;
};
extern const char *const case_stages[];

struct test_file {
	const char		*path;
	struct json		 root;
	struct conf_strs	 config;	/* paths, from where we are */
	struct test_case	*cases;
	size_t			 n;
};

/*
 * cases_parse(path, text, now, f, a, d): read ${text}, which is that of
 * ${path} and lives as long as ${f}.  ${now} not NULL: the time of all
 * tests, whatever they say.  0, or -1 with the mistakes in ${d}.
 */
int	cases_parse(const char *path, struct str text,
	    const struct instant *now, struct test_file *f, struct arena *a,
	    struct diags *d);

/*
 * case_run(c, t, a, out, e): take what is given through ${t}.  -1 if it
 * cannot be read.
 */
int	case_run(const struct test_case *c, struct trial *t, struct arena *a,
	    struct results *out, struct err *e);

/* Where a result is not what was expected. */
struct mismatch {
	struct str		 path;		/* "contact.email" */
	const struct json	*want;		/* its node; NULL: none */
	struct str		 expected, got;	/* as JSON, or in words */
	struct json		 value;		/* got */
	bool			 whole;		/* not of a value, but of what
						   happened at all */
};

struct mismatches {
	struct mismatch	*v;
	size_t		 n, cap;
	struct arena	*arena;
};

/* case_judge(c, r, m): what of ${r} is not as ${c} wants it. */
void	case_judge(const struct test_case *c, const struct results *r,
	    struct mismatches *m);

/*
 * An edit of a file: the bytes ${from} to ${to} become ${text}.
 */
struct edit {
	size_t		 from, to;
	struct str	 text;
};

struct edits {
	struct edit	*v;
	size_t		 n, cap;
	struct arena	*arena;
};

/*
 * case_update(c, r, m, text, out): what makes ${c}, in the file's ${text},
 * expect ${r}; false if it is written so that this cannot be done.
 */
bool	case_update(const struct test_case *c, const struct results *r,
	    const struct mismatches *m, struct str text, struct edits *out);

/* edits_apply(x, text, b): ${text} with the edits, appended to ${b}. */
void	edits_apply(struct edits *x, struct str text, struct buf *b);

/*
 * edits_write(x, path, text, e): the file anew, whole or not at all; not if
 * it would be YAML no more.
 */
int	edits_write(struct edits *x, const char *path, struct str text,
	    struct err *e);

#endif
