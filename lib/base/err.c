#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"

int
err_set(struct err *e, enum err_kind kind, const char *code,
    const char *fmt, ...)
{
	va_list ap;

	if (e == NULL)
		return -1;
	*e = (struct err){ .kind = kind, .code = code };
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return -1;
}

int
err_at(struct err *e, struct where at)
{
	if (e != NULL)
		e->at = at;
	return -1;
}

int
err_field(struct err *e, struct str field)
{
	if (e != NULL)
		snprintf(e->field, sizeof(e->field), "%.*s", STR_ARG(field));
	return -1;
}

/* Put ${before} in front of the message; what no longer fits is cut. */
static void
prepend(struct err *e, const char *before)
{
	char old[sizeof(e->msg)];

	memcpy(old, e->msg, sizeof(old));
	snprintf(e->msg, sizeof(e->msg), "%.120s: %s", before, old);
}

int
err_wrap(struct err *e, const char *fmt, ...)
{
	char before[128];
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	vsnprintf(before, sizeof(before), fmt, ap);
	va_end(ap);
	prepend(e, before);
	return -1;
}

int
err_errno(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	int saved = errno;
	char what[160];
	va_list ap;

	if (e == NULL)
		return -1;
	*e = (struct err){ .kind = kind };
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	snprintf(e->msg, sizeof(e->msg), "%s: %s", what, strerror(saved));
	return -1;
}

const char *
err_quote(struct str s, char *out, size_t size)
{
	size_t i, n, o = 0;
	char one[8];

	if (size == 0)
		return out;
	for (i = 0; i < s.len; i += n) {
		unsigned char c = (unsigned char)s.p[i];

		n = utf8_valid_at(s, i);
		if (n == 0 || c < 0x20 || c == 0x7f) {
			n = 1;
			snprintf(one, sizeof(one), "\\x%02x", c);
		} else if (c == '\'' || c == '\\')
			snprintf(one, sizeof(one), "\\%c", c);
		else
			snprintf(one, sizeof(one), "%.*s", (int)n, s.p + i);
		if (o + strlen(one) + 4 > size) {
			o += (size_t)snprintf(out + o, size - o, "%.*s",
			    (int)(size - o - 1), "...");
			return out;
		}
		memcpy(out + o, one, strlen(one));
		o += strlen(one);
	}
	out[o] = '\0';
	return out;
}

void
err_print(const char *program, const struct err *e)
{
	char line[640], place[256] = "";
	ssize_t put;
	int n;

	if (e->at.name != NULL && e->at.line > 0 && e->at.col > 0)
		snprintf(place, sizeof(place), "%.200s:%zu:%zu: ", e->at.name,
		    e->at.line, e->at.col);
	else if (e->at.name != NULL && e->at.line > 0)
		snprintf(place, sizeof(place), "%.200s:%zu: ", e->at.name,
		    e->at.line);
	n = snprintf(line, sizeof(line), "%s: %s%s\n", program, place, e->msg);
	if (n > (int)sizeof(line) - 1)
		n = (int)sizeof(line) - 1;
	put = write(STDERR_FILENO, line, (size_t)n);
	(void)put;
}
