#include "auth/vault.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "auth/vault-file.h"
#include "auth/vault-key.h"

enum { ID = 16, HEAD = 16 + ID + 1, PATH_SIZE = 4096 };

static const char magic[] = "chatcrm vault 1 ";

struct vault {
	struct vault_conf	 conf;
	const char		*own_key;	/* --key-file, or NULL */
	char			 path[PATH_SIZE], key_path[PATH_SIZE];
	struct key		*key;		/* NULL until there is a file */
	char			*plain;		/* locked; entries lie there */
	struct vault_text	 text;
	struct arena		 index;
	bool			 loaded;
	int			 lock;
};

struct vault *
vault_new(const struct vault_conf *c, const char *key_file)
{
	struct vault *v = calloc(1, sizeof(*v));

	if (v == NULL)
		abort();
	v->conf = *c;
	v->own_key = key_file;
	v->lock = -1;
	return v;
}

static void
forget(struct vault *v)
{
	locked_free(v->plain);
	v->plain = NULL;
	arena_free(&v->index);
	v->text = (struct vault_text){ 0 };
	v->loaded = false;
}

void
vault_free(struct vault *v)
{
	if (v == NULL)
		return;
	vault_unlock(v);
	forget(v);
	if (v->key != NULL)
		key_free(v->key);
	free(v);
}

const char *
vault_path(const struct vault *v)
{
	struct vault *w = (struct vault *)(uintptr_t)v;
	struct err e;

	if (v->path[0] == '\0' && vault_file(&v->conf, w->path, &e) == -1)
		w->path[0] = '\0';
	return v->path;
}

/* The first line: what it is, and which key opens it. */
static void
make_head(const struct key *k, char head[HEAD + 1])
{
	const struct str what = STR("vault key id");
	uint8_t hash[CRYPTO_ID];
	char text[2 * CRYPTO_ID + 1];

	hash_keyed(k, &what, 1, hash, sizeof(hash));
	hex(hash, sizeof(hash), text);
	snprintf(head, HEAD + 1, "%s%.*s\n", magic, (int)ID, text);
}

static bool
is_key_of(const struct key *k, struct str file)
{
	char head[HEAD + 1];

	make_head(k, head);
	return str_starts(file, str_of(head));
}

/*
 * A change of keys that was cut off: the vault has the new key, its file
 * still the name KEY.new.  Who holds the lock brings it to an end.
 */
static struct key *
other_key(struct vault *v, struct str file)
{
	char path[PATH_SIZE + 8];
	struct err why;
	struct key *k;

	if (v->key_path[0] == '\0')
		return NULL;
	snprintf(path, sizeof(path), "%s.new", v->key_path);
	if ((k = key_open(path, false, &why)) == NULL)
		return NULL;
	if (!is_key_of(k, file)) {
		key_free(k);
		return NULL;
	}
	if (v->lock != -1 && rename(path, v->key_path) == 0)
		folder_sync(v->key_path);
	return k;
}

static int
find_key(struct vault *v, struct str file, struct err *e)
{
	struct key *k;

	if (!str_starts(file, STR(magic)) || file.len < HEAD)
		return err_set(e, ERR_CONFIG, "vault.form",
		    "%.160s is no vault of this version", v->path);
	if (v->key != NULL && is_key_of(v->key, file))
		return 0;
	if (v->key != NULL)
		key_free(v->key);
	v->key = vault_key(&v->conf, v->own_key, v->key_path, false, e);
	if (v->key != NULL && is_key_of(v->key, file))
		return 0;
	if ((k = other_key(v, file)) != NULL) {
		*e = (struct err){ 0 };
		if (v->key != NULL)
			key_free(v->key);
		v->key = k;
		return 0;
	}
	if (v->key == NULL)
		return -1;
	key_free(v->key);
	v->key = NULL;
	return err_set(e, ERR_CONFIG, "vault.key",
	    "vault %.160s was sealed under another key", v->path);
}

/* ${file} is the whole file; ${v} gets what is in it. */
static int
open_sealed(struct vault *v, struct str file, struct err *e)
{
	struct str sealed = str_from(file, HEAD);
	size_t len;

	if (find_key(v, file, e) == -1)
		return -1;
	len = sealed.len < CRYPTO_SEAL ? 0 : sealed.len - CRYPTO_SEAL;
	v->plain = locked_alloc(len);
	if (unseal_into(v->key, str_to(file, HEAD), sealed, v->plain,
	    e) == -1)
		return err_wrap(e, "vault %.120s", v->path);
	return vault_parse(v->plain, len, &v->index, &v->text, e);
}

int
vault_load(struct vault *v, struct err *e)
{
	struct buf file = { .max = VAULT_FILE_MAX };
	int r;

	forget(v);
	if (vault_file(&v->conf, v->path, e) == -1)
		return -1;
	process_hide();
	r = file_read(v->path, &file, e);
	if (r == 1)
		r = open_sealed(v, buf_str(&file), e);
	buf_free(&file);
	if (r == -1) {
		forget(v);
		return -1;
	}
	v->loaded = true;
	return 0;
}

const struct vault_text *
vault_list(struct vault *v, struct err *e)
{
	if (!v->loaded && vault_load(v, e) == -1)
		return NULL;
	return &v->text;
}

int
vault_get(struct vault *v, struct str name, const struct vault_entry **out,
    struct err *e)
{
	const struct vault_text *t = vault_list(v, e);
	size_t i;

	*out = NULL;
	for (i = 0; t != NULL && i < t->n; i++)
		if (str_eq(t->entries[i].name, name))
			*out = &t->entries[i];
	return t == NULL ? -1 : *out != NULL;
}

struct str
vault_field(const struct vault_entry *en, const char *name)
{
	size_t i;

	for (i = 0; en != NULL && i < en->n; i++)
		if (str_eq(en->fields[i].name, str_of(name)))
			return en->fields[i].value;
	return STR_NONE;
}

bool
vault_time(const struct vault_entry *en, const char *name,
    struct instant *out)
{
	return time_parse(vault_field(en, name), out) == 0;
}

int
vault_lock(struct vault *v, struct err *e)
{
	if (v->lock != -1)
		return err_set(e, ERR_BUG, "vault.locked",
		    "the vault is locked twice");
	if (vault_file(&v->conf, v->path, e) == -1 ||
	    folder_make(v->path, e) == -1 ||
	    (v->lock = file_lock(v->path, e)) == -1)
		return -1;
	if (vault_load(v, e) == 0)
		return 0;
	vault_unlock(v);
	return -1;
}

void
vault_unlock(struct vault *v)
{
	if (v->lock != -1)
		close(v->lock);
	v->lock = -1;
}

int
vault_lock_fd(const struct vault *v)
{
	return v->lock;
}

/* Seal ${t} under ${k} and put the file in place of the old one. */
static int
store(struct vault *v, const struct key *k, const struct vault_text *t,
    struct err *e)
{
	size_t len = vault_size(t);
	char head[HEAD + 1], *plain;
	struct arena a = { 0 };
	struct buf file = { 0 };
	int r = -1;

	if (v->lock == -1)
		return err_set(e, ERR_BUG, "vault.lock",
		    "the vault is changed without its lock");
	if (len > VAULT_FILE_MAX - HEAD - CRYPTO_SEAL)
		return err_set(e, ERR_CONFIG, "vault.full",
		    "vault %.160s is full", v->path);
	plain = locked_alloc(len);
	vault_print(t, plain);
	make_head(k, head);
	buf_adds(&file, str_of(head));
	buf_adds(&file, seal(k, str_of(head), (struct str){ plain, len },
	    &a));
	r = file_replace(v->path, buf_str(&file), e);
	locked_free(plain);
	buf_free(&file);
	arena_free(&a);
	return r == 0 ? vault_load(v, e) : -1;
}

static int
need_key(struct vault *v, struct err *e)
{
	if (v->key == NULL)
		v->key = vault_key(&v->conf, v->own_key, v->key_path, true,
		    e);
	return v->key != NULL ? 0 : -1;
}

static bool
is_sound(const struct vault_entry *en)
{
	size_t i;

	for (i = 0; i < en->n; i++)
		if (en->fields[i].name.len == 0 ||
		    en->fields[i].value.len > VAULT_VALUE_MAX ||
		    (en->fields[i].value.len > 0 &&
		    memchr(en->fields[i].value.p, '\0',
		    en->fields[i].value.len) != NULL))
			return false;
	return vault_name_ok(en->name);
}

/* The entries but for ${name}, and room for one more. */
static struct vault_text
without(const struct vault *v, struct str name, struct arena *a)
{
	struct vault_text t = { arena_array(a, v->text.n + 1,
	    sizeof(*t.entries)), 0 };
	size_t i;

	for (i = 0; i < v->text.n; i++)
		if (!str_eq(v->text.entries[i].name, name))
			t.entries[t.n++] = v->text.entries[i];
	return t;
}

int
vault_put(struct vault *v, const struct vault_entry *en, struct err *e)
{
	struct arena a = { 0 };
	struct vault_text t = without(v, en->name, &a);
	int r = -1;

	if (!is_sound(en))
		err_set(e, ERR_CONFIG, "vault.entry", "a vault's entry has a "
		    "name of letters, digits and ._:/@+-, and values of at "
		    "most %d bytes without NUL", VAULT_VALUE_MAX);
	else if (t.n == VAULT_ENTRIES_MAX)
		err_set(e, ERR_CONFIG, "vault.full", "vault %.160s is full",
		    v->path);
	else if (need_key(v, e) == 0) {
		t.entries[t.n++] = *en;
		r = store(v, v->key, &t, e);
	}
	arena_free(&a);
	return r;
}

int
vault_remove(struct vault *v, struct str name, struct err *e)
{
	struct arena a = { 0 };
	struct vault_text t = without(v, name, &a);
	int r = (int)(v->text.n - t.n);

	if (r == 1 && store(v, v->key, &t, e) == -1)
		r = -1;
	arena_free(&a);
	return r;
}

/* Our own file: KEY.new, the vault under it, then its name. */
static struct key *
next_key(const struct vault *v, char *path, struct err *e)
{
	if (v->key_path[0] == '\0') {
		err_set(e, ERR_USAGE, "vault.rekey", "the key is not in a "
		    "file of ours; make one with --new-key-file, and put it "
		    "where the old one is");
		return NULL;
	}
	snprintf(path, PATH_SIZE, "%s.new", v->key_path);
	unlink(path);		/* of a change that was cut off early */
	return key_create(path, e) == -1 ? NULL : key_open(path, false, e);
}

int
vault_rekey(struct vault *v, const char *new_file, struct err *e)
{
	char path[PATH_SIZE + 8] = "";
	struct key *k;
	int r = -1;

	if (need_key(v, e) == -1)
		return -1;
	k = new_file != NULL ? key_open(new_file, true, e) :
	    next_key(v, path, e);
	if (k == NULL)
		return -1;
	if (new_file != NULL) {
		v->own_key = new_file;
		v->key_path[0] = '\0';
	}
	if (store(v, k, &v->text, e) == -1)
		;
	else if (new_file == NULL && strcmp(path, v->key_path) != 0 &&
	    access(path, F_OK) == 0 && (rename(path, v->key_path) == -1 ||
	    folder_sync(v->key_path) == -1))
		err_errno(e, ERR_IO, "key %.160s", v->key_path);
	else
		r = 0;
	key_free(k);
	return r;
}
