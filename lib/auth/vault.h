/*
 * vault: tokens and passwords in one sealed file.
 *
 * The file is a line that names the format and the key, then the entries,
 * sealed under the key (XChaCha20-Poly1305, which authenticates the line as
 * well).  An entry is a name and fields.  Opened, it lies in locked memory
 * and is wiped afterwards.
 *
 * Every change rewrites the file: written beside it, synced, renamed over
 * it, and the folder synced, so that a reader and a power cut see the old
 * or the new one.  Who changes it holds the lock (FILE.lock) and has read
 * the file after taking it: see vault_lock.
 *
 * A struct vault is cheap until it is used: the file is opened at the first
 * question, and made, with a key of its own beside it if the configuration
 * names no other, at the first change.
 */
#ifndef AUTH_VAULT_H
#define AUTH_VAULT_H

#include "base/time.h"
#include "conf/conf.h"

enum {
	VAULT_FILE_MAX = 4 << 20,	/* bytes */
	VAULT_VALUE_MAX = 64 << 10,	/* of one value */
	VAULT_NAME_MAX = 100,		/* of an entry's name */
	VAULT_ENTRIES_MAX = 1000
};

/* The section "vault" of the configuration. */
struct vault_conf {
	struct str		 file;		/* none: see vault_default */
	struct str		 key_file, key_env, key_credential;
};

extern const struct conf_key vault_conf_keys[];

/*
 * vault_conf_read(c, a, out): the section; complaints in c->diags.  At most
 * one place of the key is named.
 */
void		 vault_conf_read(const struct conf *c, struct arena *a,
		    struct vault_conf *out);

struct vault_field {
	struct str	 name, value;	/* a NUL after each, none inside */
};

struct vault_entry {
	struct str		 name;
	struct vault_field	*fields;
	size_t			 n;
};

/* The entries of a vault, opened. */
struct vault_text {
	struct vault_entry	*entries;
	size_t			 n;
};

/*
 * vault_parse(text, len, a, out, e): entries from what was sealed; they
 * point into ${text}.  ${a} holds no secret, only the index.
 * vault_size(t): bytes that vault_print(t, out) writes.
 */
int		 vault_parse(const char *text, size_t len, struct arena *a,
		    struct vault_text *out, struct err *e);
size_t		 vault_size(const struct vault_text *t);
void		 vault_print(const struct vault_text *t, char *out);

/* vault_name_ok(name): letters, digits and . _ : / @ + -, not too long. */
bool		 vault_name_ok(struct str name);

struct vault;

/* vault_new(c, key_file): ${key_file} (or NULL) goes before all others. */
struct vault	*vault_new(const struct vault_conf *c, const char *key_file);
void		 vault_free(struct vault *v);

/* vault_path(v): where it is. */
const char	*vault_path(const struct vault *v);

/*
 * vault_load(v, e): read the file as it is now.  What was returned before is
 * gone.  No file is an empty vault.
 * Errors: ERR_CONFIG for a wrong key or mode, ERR_IO.
 */
int		 vault_load(struct vault *v, struct err *e);

/* vault_list(v, e): all entries; NULL on error.  Valid until changed. */
const struct vault_text *vault_list(struct vault *v, struct err *e);

/* vault_get(v, name, out, e): 1 if it is there, 0 if not, -1. */
int		 vault_get(struct vault *v, struct str name,
		    const struct vault_entry **out, struct err *e);

/* vault_field(en, name): the value, or none; of ${en} NULL, none. */
struct str	 vault_field(const struct vault_entry *en, const char *name);

/* vault_time(en, name): a field that holds a time; false if it has none. */
bool		 vault_time(const struct vault_entry *en, const char *name,
		    struct instant *out);

/*
 * vault_lock(v, e): wait for the lock, at most a minute (then ERR_LOCKED),
 * and read the file as it is now: another process may just have changed it.
 */
int		 vault_lock(struct vault *v, struct err *e);
void		 vault_unlock(struct vault *v);

/* vault_lock_fd(v): its descriptor, for a child that keeps it; or -1. */
int		 vault_lock_fd(const struct vault *v);

/*
 * vault_put(v, en, e): store ${en}, in place of the entry of its name; on
 * the disk when this returns.  vault_remove: the same without it; 0 if there
 * was none.  The lock is held.
 */
int		 vault_put(struct vault *v, const struct vault_entry *en,
		    struct err *e);
int		 vault_remove(struct vault *v, struct str name,
		    struct err *e);

/*
 * vault_rekey(v, new_file, e): seal it under another key.  With the key in a
 * file of ours, ${new_file} NULL, a new key takes its place; a stop in
 * between is mended by the next who opens it.  Else the key in ${new_file}
 * is used from now on, and the operator puts it where the old one was.
 * The lock is held.
 */
int		 vault_rekey(struct vault *v, const char *new_file,
		    struct err *e);

#endif
