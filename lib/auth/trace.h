/*
 * trace: requests and answers on file, without secrets and people's data.
 *
 * One JSON line a request.  What is shown: method, status, times, names of
 * headers, the structure and keys of bodies, numbers that are short, and
 * words of the CRM's own vocabulary: those that stand in its profile.  Every
 * other text is a mark, "~LENGTH:HASH", the same for the same text within a
 * file and, under a key that nobody has, good for nothing else.
 *
 * Fail closed: what is not known to be harmless is masked.
 */
#ifndef AUTH_TRACE_H
#define AUTH_TRACE_H

#include "base/err.h"
#include "http/http.h"

struct trace;

/* trace_open(path, e): a new file, mode 0600, or one to append to. */
struct trace	*trace_open(const char *path, struct err *e);
void		 trace_close(struct trace *t);

/* trace_words(t, text): each word of ${text} may be shown from now on. */
void		 trace_words(struct trace *t, struct str text);

/* trace_http(t, x): write one line; for http_conf. */
void		 trace_http(void *t, const struct http_exchange *x);

/* trace_fd(t): its descriptor; -1 of NULL. */
int		 trace_fd(const struct trace *t);

#endif
