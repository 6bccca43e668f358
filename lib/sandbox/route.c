/* Which path is answered by whom. */
#include <string.h>

#include "sandbox/oauth.h"
#include "sandbox/page.h"
#include "sandbox/server.h"

enum { MAX_PATH = 4096 };

/* What belongs to no CRM. */
static const struct route own[] = {
	{ "GET", "/_sandbox/state", admin_state, ROUTE_OWN },
	{ "GET", "/_sandbox/faults", admin_faults, ROUTE_OWN },
	{ "POST", "/_sandbox/faults", admin_faults, ROUTE_OWN },
	{ "POST", "/_sandbox/admin", admin_post, ROUTE_OWN & ~ROUTE_READ },
	{ "GET", "/_sandbox/device", oauth_approve, ROUTE_OWN },
	{ "POST", "/_sandbox/device", oauth_approved,
	    ROUTE_OWN | ROUTE_RAW },
	{ "GET", "/_sandbox/page.css", page_style, ROUTE_OWN },
	{ "GET", "/_sandbox/page.js", page_script, ROUTE_OWN },
	{ "GET", "/_sandbox/pulse", page_pulse, ROUTE_OWN },
	{ "GET", "/", page_index, ROUTE_OWN },
	{ "GET", "/record/{}", page_record, ROUTE_OWN },
	{ .method = NULL }
};

static int
hex_digit(char c)
{
	if (ascii_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str
route_decode(struct str s, bool plus, struct arena *a)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t i, n = 0;
	int hi, lo;

	for (i = 0; i < s.len; i++) {
		out[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
		if (s.p[i] != '%' || i + 2 >= s.len)
			continue;
		hi = hex_digit(s.p[i + 1]);
		lo = hex_digit(s.p[i + 2]);
		if (hi == -1 || lo == -1)
			continue;
		out[n - 1] = (char)(hi << 4 | lo);
		i += 2;
	}
	out[n] = '\0';
	return (struct str){ out, n };
}

/*
 * Does ${path} fit the rest of a pattern?  A variable part takes as little
 * as lets the rest fit.  Arguments from ${n} on are filled as they came.
 */
static bool
fits(struct request *q, const char *pattern, struct str path, size_t n)
{
	size_t i;

	for (; *pattern != '\0' && *pattern != '{'; pattern++) {
		if (path.len == 0 || path.p[0] != *pattern)
			return false;
		path = str_from(path, 1);
	}
	if (*pattern == '\0')
		return path.len == 0;
	if (n == API_ARGS)
		return false;
	if (strcmp(pattern, "{*}") == 0) {
		q->args[n] = path;
		return true;
	}
	pattern += 2;
	for (i = 1; i <= path.len && path.p[i - 1] != '/'; i++)
		if ((*pattern == '\0' || (i < path.len &&
		    path.p[i] == *pattern) || *pattern == '{') &&
		    fits(q, pattern, str_from(path, i), n + 1)) {
			q->args[n] = str_to(path, i);
			return true;
		}
	return false;
}

static const struct route *
find_in(struct request *q, const struct route *r, struct str path,
    bool *other)
{
	for (; r->method != NULL; r++) {
		memset(q->args, 0, sizeof(q->args));
		if (!fits(q, r->pattern, path, 0))
			continue;
		if (strcmp(r->method, q->method) == 0)
			return r;
		*other = true;
	}
	return NULL;
}

const struct route *
route_find(struct request *q, struct str path, bool *other)
{
	const struct persona *p = q->persona;
	const struct route *r;
	size_t i;

	*other = false;
	if (path.len > MAX_PATH)
		return NULL;
	if (p->path != NULL)
		path = p->path(path, q->a);
	if (path.len > 1 && str_ends(path, STR("/")))
		path.len--;
	if ((r = find_in(q, own, path, other)) == NULL)
		r = find_in(q, p->routes, path, other);
	for (i = 0; r != NULL && i < API_ARGS; i++)
		if (q->args[i].p != NULL)
			q->args[i] = route_decode(q->args[i], false, q->a);
	return r;
}
