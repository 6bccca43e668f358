/* vault-file: files that are locked, replaced and kept; private to auth. */
#ifndef AUTH_VAULT_FILE_H
#define AUTH_VAULT_FILE_H

#include "base/buf.h"
#include "base/err.h"

/*
 * file_read(path, b, e): all of a file that is this user's alone.  1; 0 if
 * there is none; -1 with ERR_CONFIG for a wrong mode or owner, ERR_IO.
 */
int	file_read(const char *path, struct buf *b, struct err *e);

/*
 * file_replace(path, s, e): ${s} is the file ${path}, whole and on the disk,
 * when this returns; until then the old one is.
 */
int	file_replace(const char *path, struct str s, struct err *e);

/* file_lock(path, e): the lock ${path}.lock; wait up to a minute. */
int	file_lock(const char *path, struct err *e);

/* folder_make(path, e): the folders above ${path}, for this user alone. */
int	folder_make(const char *path, struct err *e);

/* folder_sync(path): let the entry of ${path} survive a power cut. */
int	folder_sync(const char *path);

#endif
