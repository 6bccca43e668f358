/* exchange: one request and its answer on libmicrohttpd's side; private. */
#ifndef SANDBOX_EXCHANGE_H
#define SANDBOX_EXCHANGE_H

#include "sandbox/server.h"

/* libmicrohttpd's callbacks: the line is read, there is more, it is over. */
void		*exchange_new(void *sandbox, const char *uri,
		    struct MHD_Connection *c);
enum MHD_Result	 exchange_handle(void *sandbox, struct MHD_Connection *c,
		    const char *url, const char *method, const char *version,
		    const char *data, size_t *size, void **exchange);
void		 exchange_done(void *sandbox, struct MHD_Connection *c,
		    void **exchange, enum MHD_RequestTerminationCode why);

/* Answers that are held back: when the next is due; let go those due. */
int64_t		 exchange_next_due(const struct sandbox *sb);
void		 exchange_release(struct sandbox *sb, int64_t now);

#endif
