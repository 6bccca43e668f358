#include "crypto/key.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { KEY_TEXT = 65 };		/* 64 hexadecimal digits and a line feed */

static struct key *
key_alloc(void)
{
	/* Guarded, locked, and left out of core files. */
	return locked_alloc(sizeof(struct key));
}

void
key_free(struct key *k)
{
	sodium_free(k);
}

struct key *
key_random(void)
{
	struct key *k = key_alloc();

	randombytes_buf(k->bytes, sizeof(k->bytes));
	return k;
}

struct key *
key_derive(const struct key *master, const char *purpose)
{
	char context[crypto_kdf_CONTEXTBYTES] = { 0 };
	struct str s = str_to(str_of(purpose), sizeof(context));
	struct key *k = key_alloc();

	memcpy(context, s.p, s.len);
	crypto_kdf_derive_from_key(k->bytes, sizeof(k->bytes), 1, context,
	    master->bytes);
	return k;
}

static int
check_file(const char *path, int fd, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(e, ERR_IO, "%.160s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_CONFIG, "key.file",
		    "%.160s is no regular file", path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(e, ERR_CONFIG, "key.owner",
		    "key %.160s belongs to another user", path);
	if ((st.st_mode & 077) != 0)
		return err_set(e, ERR_CONFIG, "key.mode",
		    "key %.160s can be read by others: chmod 600 it", path);
	return 0;
}

struct key *
key_parse(struct str text, const char *what, struct err *e)
{
	struct key *k = key_alloc();
	size_t len;

	if (text.len == KEY_TEXT && text.p[text.len - 1] == '\n')
		text.len--;
	if (text.len == KEY_TEXT - 1 && sodium_hex2bin(k->bytes,
	    sizeof(k->bytes), text.p, text.len, NULL, &len, NULL) == 0 &&
	    len == sizeof(k->bytes))
		return k;
	err_set(e, ERR_CONFIG, "key.form",
	    "%.160s holds no key: 64 hexadecimal digits", what);
	key_free(k);
	return NULL;
}

static struct key *
read_key(const char *path, int fd, struct err *e)
{
	struct key *k = NULL;
	char text[KEY_TEXT + 1];
	ssize_t n;

	if (check_file(path, fd, e) == -1)
		return NULL;
	n = pread(fd, text, sizeof(text), 0);
	if (n == -1)
		err_errno(e, ERR_IO, "%.160s", path);
	else
		k = key_parse((struct str){ text, (size_t)n }, path, e);
	sodium_memzero(text, sizeof(text));
	return k;
}

/* Make the folder's entry of ${path} survive a power cut. */
static int
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[4096] = ".";
	int fd, r;

	if (slash != NULL)
		snprintf(folder, sizeof(folder), "%.*s",
		    (int)(slash - path + 1), path);
	if ((fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return -1;
	r = fsync(fd);
	close(fd);
	return r;
}

static int
write_key(int fd)
{
	uint8_t bytes[sizeof(((struct key *)NULL)->bytes)];
	char text[KEY_TEXT + 1];
	int r;

	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(text, sizeof(text), bytes, sizeof(bytes));
	text[KEY_TEXT - 1] = '\n';
	r = write(fd, text, KEY_TEXT) == KEY_TEXT ? fsync(fd) : -1;
	sodium_memzero(text, sizeof(text));
	sodium_memzero(bytes, sizeof(bytes));
	return r;
}

/*
 * The key is written whole under another name and then linked to its own,
 * which fails when somebody else was quicker: ${*taken}, theirs is the key.
 */
static int
make_file(const char *path, bool *taken, struct err *e)
{
	char temp[4096];
	int fd, r = -1;

	if (snprintf(temp, sizeof(temp), "%s.XXXXXX", path) >=
	    (int)sizeof(temp))
		return err_set(e, ERR_CONFIG, "key.path",
		    "the key's path is too long");
	if ((fd = mkstemp(temp)) == -1)		/* mode 0600 */
		return err_errno(e, ERR_IO, "making the key %.160s", path);
	*taken = false;
	if (write_key(fd) == -1 || (link(temp, path) == -1 &&
	    !(*taken = errno == EEXIST)) || sync_folder(path) == -1)
		err_errno(e, ERR_IO, "making the key %.160s", path);
	else
		r = 0;
	close(fd);
	unlink(temp);
	return r;
}

int
key_create(const char *path, struct err *e)
{
	bool taken;

	if (make_file(path, &taken, e) == -1)
		return -1;
	return taken ? err_set(e, ERR_CONFIG, "key.exists",
	    "%.160s is there already", path) : 0;
}

struct key *
key_open(const char *path, bool create, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct key *k;
	bool taken;

	if (fd == -1 && errno == ENOENT && create) {
		if (make_file(path, &taken, e) == -1)
			return NULL;
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	}
	if (fd == -1) {
		err_errno(e, errno == ENOENT || errno == ELOOP ? ERR_CONFIG :
		    ERR_IO, "key %.160s", path);
		return NULL;
	}
	k = read_key(path, fd, e);
	close(fd);
	return k;
}
