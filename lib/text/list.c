/* list: see list.h. */
#include "text/list.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hmap.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/unicode.h"

enum { FILE_MAX = 256 << 20 };

struct list {
	struct arena	*arena;
	struct hmap	 exact;		/* unicode_key → struct str */
	struct hmap	 plain;		/* unicode_plain → the same */
};

/* Neither two spaces nor what nobody sees, and quotes as they are printed. */
static bool
is_plain(struct str s)
{
	unsigned char c, last = 0;
	size_t i;

	for (i = 0; i < s.len; i++, last = c) {
		c = (unsigned char)s.p[i];
		if (c < ' ' || c > '~' || c == '`' || (c == ' ' && last == ' '))
			return false;
	}
	return true;
}

/*
 * What telephones make of a word: an apostrophe that is a quotation mark or a
 * letter, two spaces, one that does not break, marks that nobody sees.
 */
static struct str
tidy(struct str s, struct arena *a)
{
	char *out;
	size_t i = 0, n = 0;
	uint32_t c;

	if (is_plain(s) || !utf8_valid(s))
		return s;
	out = arena_alloc(a, s.len + 1);
	while (i < s.len) {
		c = utf8_next(s, &i);
		if (c == 0x2018 || c == 0x2019 || c == 0x2bb || c == 0x2bc ||
		    c == 0x60 || c == 0xb4)
			c = '\'';
		if (utf8_space(c)) {
			if (n == 0 || out[n - 1] != ' ')
				out[n++] = ' ';
		} else if (!utf8_unseen(c) || c == 0x200c || c == 0x200d)
			n += utf8_put(c, out + n);
	}
	return (struct str){ out, n };
}

/* ${key} without accents; an accent that stood alone leaves a space. */
static struct str
plain_of(struct str key, struct arena *a)
{
	return tidy(unicode_plain_key(key, a), a);
}

struct list *
list_new(struct arena *a)
{
	struct list *l = ARENA_NEW(a, struct list);

	l->arena = a;
	hmap_init(&l->exact, a);
	hmap_init(&l->plain, a);
	return l;
}

void
list_add(struct list *l, struct str word, struct str canonical)
{
	struct str *to = ARENA_NEW(l->arena, struct str);
	struct str key;
	void **slot;

	word = tidy(word, l->arena);
	key = unicode_key(word, l->arena);
	*to = canonical;
	slot = hmap_slot(&l->exact, key);
	if (*slot == NULL)
		*slot = to;
	if (text_ascii(key))
		return;
	slot = hmap_slot(&l->plain, plain_of(key, l->arena));
	if (*slot == NULL)
		*slot = to;
}

static void
add_line(struct list *l, struct str line)
{
	struct str canonical = STR_NONE, word;
	size_t tab;

	if (line.len > 0 && line.p[0] == '#')
		return;
	while (line.len > 0) {
		tab = str_find(line, STR("\t"));
		word = utf8_trim(str_to(line, tab));
		line = tab < line.len ? str_from(line, tab + 1) : STR_NONE;
		if (word.len == 0)
			continue;
		if (canonical.p == NULL)
			canonical = word;
		list_add(l, word, canonical);
	}
}

static int
slurp(int fd, struct arena *a, struct str *out)
{
	struct stat st;
	size_t len = 0, size;
	ssize_t n;
	char *p;

	if (fstat(fd, &st) == -1)
		return -1;
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_MAX) {
		errno = S_ISREG(st.st_mode) ? EFBIG : EINVAL;
		return -1;
	}
	size = (size_t)st.st_size;
	p = arena_alloc(a, size + 1);
	while (len < size && (n = read(fd, p + len, size - len)) != 0) {
		if (n > 0)
			len += (size_t)n;
		else if (errno != EINTR)
			return -1;
	}
	*out = (struct str){ p, len };
	return 0;
}

void
list_lines(struct list *l, struct str text)
{
	size_t nl;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	while (text.len > 0) {
		nl = str_find(text, STR("\n"));
		add_line(l, str_to(text, nl));
		text = nl < text.len ? str_from(text, nl + 1) : STR_NONE;
	}
}

int
list_read(struct list *l, const char *path, struct err *e)
{
	/* A pipe that nobody writes to must not hold us up. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), rc = 0;
	struct str text;

	if (fd == -1 || slurp(fd, l->arena, &text) == -1)
		rc = err_errno(e, ERR_CONFIG, "cannot read the list");
	else if (!utf8_valid(text))
		rc = err_set(e, ERR_CONFIG, "config.list",
		    "the list is not UTF-8");
	else
		list_lines(l, text);
	if (fd != -1)
		close(fd);
	return rc;
}

struct str
list_find(const struct list *l, struct str s, struct arena *a)
{
	const struct str *hit;
	struct str key;

	s = tidy(s, a);
	key = unicode_key(s, a);
	hit = hmap_get(&l->exact, key);
	/* "Espana" for "España", and "España" for "Espana". */
	if (hit == NULL && l->plain.n > 0)
		hit = hmap_get(&l->plain, plain_of(key, a));
	if (hit == NULL && !text_ascii(key))
		hit = hmap_get(&l->exact, plain_of(key, a));
	return hit != NULL ? *hit : STR_NONE;
}
