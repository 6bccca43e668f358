/* email_find: addresses in what people write; see email.h. */
#include "base/utf8.h"
#include "text/email.h"

/*
 * Punctuation that an address in prose may hold.  The grammar knows more
 * ("=", "/", "*"...), but there it comes from URLs and mark-up.
 */
static bool
is_prose(char c)
{
	return ascii_alpha(c) || ascii_digit(c) ||
	    (c != '\0' && strchr("._%+-'&~", c) != NULL);
}

/*
 * Letters above ASCII.  Chinese, Japanese, Korean and the like are written
 * without spaces: next to an ASCII address they are prose.
 */
enum above { NOT_TEXT, SPACED, UNSPACED };

static enum above
above(uint32_t c)
{
	if (c < 0xc0 || utf8_space(c) || utf8_unseen(c) || c == 0xd7 ||
	    c == 0xf7 || (c >= 0x2000 && c < 0x2c00) ||
	    (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020) ||
	    (c >= 0xfe10 && c <= 0xff0f) || (c >= 0xff1a && c <= 0xff20) ||
	    (c >= 0xff3b && c <= 0xff40) || (c >= 0xff5b && c <= 0xff65) ||
	    c >= 0x1f000)
		return NOT_TEXT;
	return (c >= 0xe00 && c < 0x1100) || c >= 0x2e80 ? UNSPACED : SPACED;
}

/* The first byte of the character that ends before byte ${i}. */
static size_t
before(struct str s, size_t i)
{
	size_t n;

	for (n = 1; n < 4 && n < i; n++)
		if ((s.p[i - n] & 0xc0) != 0x80)
			break;
	return i - n;
}

static size_t
local_start(struct str s, size_t from, size_t at)
{
	size_t i = at, prev, next;
	bool ascii = false;
	enum above kind;

	while (i > from && at - i <= 64) {
		prev = before(s, i);
		if (prev < from)
			break;
		if (is_prose(s.p[prev])) {
			ascii = true;
			i = prev;
			continue;
		}
		next = prev;
		kind = above(utf8_next(s, &next));
		if (next != i || kind == NOT_TEXT ||
		    (kind == UNSPACED && ascii))
			break;
		i = prev;
	}
	while (i < at && strchr(".-'&%~+", s.p[i]) != NULL)
		i++;
	return i;
}

static size_t
domain_end(struct str s, size_t at)
{
	size_t i = at + 1, next;
	bool ascii = false;
	enum above kind;

	while (i < s.len && i - at <= 255) {
		if (ascii_alpha(s.p[i]) || ascii_digit(s.p[i])) {
			ascii = true;
			i++;
			continue;
		}
		if (s.p[i] == '.' || s.p[i] == '-') {
			i++;
			continue;
		}
		next = i;
		kind = above(utf8_next(s, &next));
		if (kind == NOT_TEXT || (kind == UNSPACED && ascii))
			break;
		i = next;
	}
	while (i > at + 1 && (s.p[i - 1] == '.' || s.p[i - 1] == '-'))
		i--;
	return i;
}

bool
email_find(struct str text, size_t from, struct str *hit)
{
	const char *p;
	size_t at, start, end;
	struct email m = { 0 };

	while (from < text.len && (p = memchr(text.p + from, '@',
	    text.len - from)) != NULL) {
		at = (size_t)(p - text.p);
		start = local_start(text, from, at);
		end = domain_end(text, at);
		m.text = (struct str){ text.p + start, end - start };
		m.domain = str_from(m.text, at + 1 - start);
		if (m.domain.len > 0 && email_check(m.text, NULL) == 0 &&
		    email_public(&m)) {
			*hit = m.text;
			return true;
		}
		from = at + 1;
	}
	return false;
}
