/* url: see url.h. */
#include "text/url.h"

#include "base/utf8.h"
#include "text/email.h"
#include "text/fold.h"
#include "text/unicode.h"

/* The length of "scheme:" at the beginning of ${s}, or 0. */
static size_t
scheme_length(struct str s)
{
	size_t i = 0;

	while (i < s.len && (ascii_alpha(s.p[i]) || (i > 0 &&
	    (ascii_digit(s.p[i]) || s.p[i] == '+' || s.p[i] == '-'))))
		i++;
	/* "acme.example:8080" and "localhost:80" have none. */
	if (i == 0 || i >= s.len || s.p[i] != ':' ||
	    (i + 1 < s.len && ascii_digit(s.p[i + 1])))
		return 0;
	return i + 1;
}

/* RFC 3986 allows no white space, quote or bracket unescaped. */
static int
check_signs(struct str s, struct err *e)
{
	size_t i = 0;
	uint32_t c;

	while (i < s.len) {
		c = utf8_next(s, &i);
		if (utf8_space(c) || utf8_unseen(c) || (c < 0x80 &&
		    strchr("\"<>\\^`{|}", (int)c) != NULL))
			return err_set(e, ERR_INPUT, "url.syntax",
			    "a sign stands in the web address that none "
			    "may hold");
	}
	return 0;
}

static int
check_port(struct str s, struct err *e)
{
	size_t i;
	unsigned long port = 0;

	for (i = 0; i < s.len && ascii_digit(s.p[i]) && i < 6; i++)
		port = port * 10 + (unsigned long)(s.p[i] - '0');
	if (i == s.len && port <= 65535)
		return 0;
	return err_set(e, ERR_INPUT, "url.syntax",
	    "the port of the web address is no number up to 65535");
}

/* ${host} must be one that anybody can look up. */
static int
check_host(struct str host, struct arena *a, struct str *out, struct err *e)
{
	struct str at = arena_printf(a, "x@%.*s", STR_ARG(host));
	struct email m;

	if (host.len == 0 || email_parse(at, 0, a, &m, NULL) == -1)
		return err_set(e, ERR_INPUT, "url.host",
		    "the web address has no host name that others can reach");
	*out = m.domain;
	return 0;
}

int
url_parse(struct str s, struct arena *a, struct str *out, struct err *e)
{
	size_t scheme = scheme_length(s), end, port;
	struct str rest = str_from(s, scheme), host, lower = STR_NONE;
	bool secure = scheme > 0 && str_ieq(str_to(s, scheme), STR("https:"));

	if (scheme > 0 && !secure && !str_ieq(str_to(s, scheme),
	    STR("http:")))
		return err_set(e, ERR_INPUT, "url.scheme",
		    "a web address begins with http: or https:");
	if (scheme > 0 && !str_starts(rest, STR("//")))
		return err_set(e, ERR_INPUT, "url.syntax",
		    "'//' is missing after the web address's http:");
	if (check_signs(s, e) == -1)
		return -1;
	rest = str_from(rest, scheme > 0 ? 2 : 0);
	for (end = 0; end < rest.len && strchr("/?#", rest.p[end]) == NULL;)
		end++;
	host = str_to(rest, end);
	if (host.len > 0 && memchr(host.p, '@', host.len) != NULL)
		return err_set(e, ERR_INPUT, "url.user",
		    "a user or an e-mail address stands in the web address");
	port = str_find(host, STR(":"));
	if (port != (size_t)-1 && check_port(str_from(host, port + 1), e) ==
	    -1)
		return -1;
	if (check_host(str_to(host, port), a, &lower, e) == -1)
		return -1;
	*out = arena_printf(a, "%s%.*s%.*s%.*s", scheme == 0 ? "" :
	    secure ? "https://" : "http://", STR_ARG(lower),
	    STR_ARG(str_from(host, port < host.len ? port : host.len)),
	    STR_ARG(str_from(rest, end)));
	return 0;
}
