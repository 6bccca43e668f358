/* html: whatever a note holds, a page has only tags that we put there; and
 * any HTML reads as text of its size. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "sandbox/html.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The kept tag that begins at ${p}: its length, and 1 or -1, 0 for br. */
static size_t
tag(const char *p, int *step)
{
	static const char *const names[] = { "p", "b", "i", "em", "strong",
	    "ul", "ol", "li", "div", "blockquote" };
	size_t i, n;
	int end = p[1] == '/';

	*step = 0;
	if (strncmp(p, "<br>", 4) == 0)
		return 4;
	*step = end ? -1 : 1;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		n = strlen(names[i]);
		if (strncmp(p + 1 + end, names[i], n) == 0 &&
		    p[1 + end + n] == '>')
			return n + 2 + (size_t)end;
	}
	abort();
}

static void
check_rich(const struct buf *b)
{
	const char *p = b->p, *end = p + b->len;
	int depth = 0, step;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		p += tag(p, &step);
		depth += step;
		if (depth < 0)
			abort();
	}
	if (depth != 0)
		abort();
}

static void
check_text(const struct buf *b)
{
	size_t i;

	for (i = 0; i < b->len; i++)
		if (strchr("<>\"'", b->p[i]) != NULL && b->p[i] != '\0')
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct buf b = { 0 };

	buf_addc(&b, ' ');
	html_rich(&b, s);
	check_rich(&b);
	buf_reset(&b);
	buf_addc(&b, ' ');
	html_plain(&b, s, 100);
	check_text(&b);
	html_text(&b, s);
	check_text(&b);
	buf_reset(&b);
	html_to_text(&b, s);
	if (b.len > 3 * size + 1)
		abort();
	buf_free(&b);
	return 0;
}
