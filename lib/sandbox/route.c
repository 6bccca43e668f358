/* Which path is answered by whom. */
#include <string.h>

#include "sandbox/server.h"

#define OBJECTS		"/crm/v3/objects/{}"
#define V4		"/crm/v4/associations/{}/{}"
#define EDGES		"/crm/v4/objects/{}/{}/associations"

static const struct route routes[] = {
	{ "POST", OBJECTS "/batch/read", batch_read, ROUTE_READ },
	{ "POST", OBJECTS "/batch/create", batch_create, 0 },
	{ "POST", OBJECTS "/batch/update", batch_update, 0 },
	{ "POST", OBJECTS "/batch/upsert", batch_upsert, 0 },
	{ "POST", OBJECTS "/batch/archive", batch_archive, 0 },
	{ "POST", OBJECTS "/search", search, ROUTE_READ | ROUTE_SEARCH },
	{ "POST", OBJECTS "/merge", object_merge, 0 },
	{ "POST", OBJECTS "/gdpr-delete", object_erase, 0 },
	{ "POST", OBJECTS, object_create, 0 },
	{ "GET", OBJECTS, object_list, ROUTE_READ },
	{ "GET", OBJECTS "/{}", object_get, ROUTE_READ },
	{ "PATCH", OBJECTS "/{}", object_patch, 0 },
	{ "DELETE", OBJECTS "/{}", object_archive, 0 },

	{ "PUT", EDGES "/default/{}/{}", association_default, 0 },
	{ "PUT", EDGES "/{}/{}", association_create, 0 },
	{ "DELETE", EDGES "/{}/{}", association_archive, 0 },
	{ "GET", EDGES "/{}", association_list, ROUTE_READ },
	{ "POST", V4 "/batch/associate/default", association_batch_default,
	    0 },
	{ "POST", V4 "/batch/create", association_batch_create, 0 },
	{ "POST", V4 "/batch/read", association_batch_read, ROUTE_READ },
	{ "POST", V4 "/batch/archive", association_batch_archive, 0 },
	{ "GET", V4 "/labels", association_labels, ROUTE_READ },

	{ "GET", "/crm/v3/properties/{}", property_list, ROUTE_READ },
	{ "POST", "/crm/v3/properties/{}", property_create, ROUTE_SCHEMA },
	{ "POST", "/crm/v3/properties/{}/batch/create",
	    property_batch_create, ROUTE_SCHEMA },
	{ "GET", "/crm/v3/properties/{}/{}", property_get, ROUTE_READ },

	{ "GET", "/crm/v3/pipelines/{}", pipeline_list, ROUTE_READ },
	{ "GET", "/crm/v3/owners", owner_list, ROUTE_READ },
	{ "GET", "/crm/v3/owners/{}", owner_get, ROUTE_READ },
	{ "GET", "/account-info/v3/details", account_details, ROUTE_READ },
	{ "POST", "/oauth/v1/token", token_grant,
	    ROUTE_READ | ROUTE_OPEN | ROUTE_FORM },
	{ "POST", "/oauth/v3/token", token_grant,
	    ROUTE_READ | ROUTE_OPEN | ROUTE_FORM },

	{ "GET", "/_sandbox/state", admin_state, ROUTE_READ | ROUTE_OPEN },
	{ "GET", "/_sandbox/faults", admin_faults, ROUTE_READ | ROUTE_OPEN },
	{ "POST", "/_sandbox/faults", admin_faults,
	    ROUTE_READ | ROUTE_OPEN },
	{ "GET", "/", page_index, ROUTE_READ | ROUTE_OPEN },
	{ "GET", "/contact/{}", page_contact, ROUTE_READ | ROUTE_OPEN },
	{ NULL, NULL, NULL, 0 }
};

/* The next part of a path; ${path} moves past it. */
static struct str
next_part(struct str *path)
{
	struct str part;
	size_t n;

	*path = str_from(*path, 1);
	n = str_find(*path, STR("/"));
	part = str_to(*path, n);
	*path = str_from(*path, part.len);
	return part;
}

static struct str
decode(struct str s, struct arena *a)
{
	static const char hex[] = "0123456789abcdef";
	char *out = arena_alloc(a, s.len + 1);
	const char *hi, *lo;
	size_t i, n = 0;

	for (i = 0; i < s.len; i++) {
		out[n++] = s.p[i];
		if (s.p[i] != '%' || i + 2 >= s.len)
			continue;
		hi = strchr(hex, ascii_lower(s.p[i + 1]));
		lo = strchr(hex, ascii_lower(s.p[i + 2]));
		if (hi == NULL || lo == NULL || *hi == '\0' || *lo == '\0')
			continue;
		out[n - 1] = (char)((hi - hex) << 4 | (lo - hex));
		i += 2;
	}
	out[n] = '\0';
	return (struct str){ out, n };
}

static bool
fits(struct request *q, const char *pattern, struct str path)
{
	struct str want = str_of(pattern), part, name;
	size_t n = 0;

	while (path.len > 0 && want.len > 0) {
		part = next_part(&path);
		name = next_part(&want);
		if (!str_eq(name, STR("{}"))) {
			if (!str_eq(name, part))
				return false;
		} else if (part.len == 0 || n == API_ARGS)
			return false;
		else
			q->args[n++] = decode(part, q->a);
	}
	return path.len == 0 && want.len == 0;
}

/* "2026-03": a version by date. */
static bool
is_date(struct str s)
{
	return s.len == 7 && s.p[4] == '-' && ascii_digit(s.p[0]) &&
	    ascii_digit(s.p[3]) && ascii_digit(s.p[6]);
}

/*
 * The dated spelling says "/crm/objects/2026-09/..." for what was
 * "/crm/v3/objects/...", or v4 where associations are concerned; the newest
 * schema of labels says "/crm/associations/v4/...".
 */
static struct str
old_spelling(struct str path, struct arena *a)
{
	struct str rest = path, first, area, version;

	first = next_part(&rest);
	if (!str_eq(first, STR("crm")) || rest.len == 0)
		return path;
	area = next_part(&rest);
	if (rest.len == 0)
		return path;
	version = next_part(&rest);
	if (!is_date(version) && !str_eq(version, STR("v4")))
		return path;
	version = str_eq(area, STR("associations")) ||
	    str_find(rest, STR("/associations/")) != (size_t)-1 ?
	    STR("v4") : STR("v3");
	return arena_printf(a, "/crm/%.*s/%.*s%.*s", STR_ARG(version),
	    STR_ARG(area), STR_ARG(rest));
}

const struct route *
route_find(struct request *q, struct str path, bool *other)
{
	const struct route *r;

	*other = false;
	path = old_spelling(path, q->a);
	if (path.len > 1 && str_ends(path, STR("/")))
		path.len--;
	for (r = routes; r->method != NULL; r++) {
		if (!fits(q, r->pattern, path))
			continue;
		if (strcmp(r->method, q->method) == 0)
			return r;
		*other = true;
	}
	return NULL;
}
