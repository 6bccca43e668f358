/*
 * quote: a value as a literal of a query language, with its quotes, or as
 * text in a markup; so that what people typed stays a value.
 */
#include "base/buf.h"
#include "crm/profile.h"
#include "crypto/crypto.h"

/* A language: quotes, and what stands before a byte that would end them. */
struct language {
	const char	*open, *close;
	const char	*special;	/* bytes that are escaped */
	const char	*before;	/* put before one, or "": it is doubled */
};

/* SOQL also has escapes for line ends, of which values should have none. */
static const struct language soql = { "'", "'", "\\'", "\\" };
/* Patterns of LIKE, in SOQL, which wants its quotes escaped too, and in SQL. */
static const struct language in_like = { "", "", "\\'%_", "\\" };
static const struct language like = { "", "", "\\%_", "\\" };
static const struct language odata = { "'", "'", "'", "" };
static const struct language coql = { "'", "'", "\\'", "\\" };
static const struct language criteria = { "", "", "\\(),", "\\" };

static void
quote(struct buf *b, const struct language *l, struct str s)
{
	size_t i;

	buf_adds(b, str_of(l->open));
	for (i = 0; i < s.len; i++) {
		if (s.p[i] == '\0')
			continue;
		if (strchr(l->special, s.p[i]) != NULL) {
			buf_adds(b, str_of(l->before));
			if (l->before[0] == '\0')
				buf_addc(b, s.p[i]);
		}
		buf_addc(b, s.p[i]);
	}
	buf_adds(b, str_of(l->close));
}

static struct cel_val
take(struct buf *b, struct arena *a)
{
	struct str s = arena_str(a, buf_str(b));

	buf_free(b);
	return cel_string(s);
}

static struct cel_val
one(const struct language *l, struct str s, struct arena *a)
{
	struct buf b = { 0 };

	quote(&b, l, s);
	return take(&b, a);
}

/* ('a','b'), for IN; nothing is equal to an empty text. */
static int
many(const struct language *l, struct cel_val list, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct buf b = { 0 };
	struct cel_val v;
	size_t i, n = cel_list_len(list);

	buf_addc(&b, '(');
	for (i = 0; i < n; i++) {
		v = cel_list_at(list, i);
		if (v.kind != CEL_STRING) {
			buf_free(&b);
			return err_set(e, ERR_INPUT, "expr.error",
			    "a list to be quoted holds texts only");
		}
		if (i > 0)
			buf_addc(&b, ',');
		quote(&b, l, v.s);
	}
	if (n == 0)
		buf_adds(&b, STR("''"));
	buf_addc(&b, ')');
	*out = take(&b, a);
	return 0;
}

#define QUOTE_ONE(name, lang) \
static int \
name(const struct cel_val *args, size_t n, struct arena *a, \
    struct cel_val *out, struct err *e) \
{ \
	(void)n; \
	(void)e; \
	*out = one(&lang, args[0].s, a); \
	return 0; \
}

#define QUOTE_MANY(name, lang) \
static int \
name(const struct cel_val *args, size_t n, struct arena *a, \
    struct cel_val *out, struct err *e) \
{ \
	(void)n; \
	return many(&lang, args[0], a, out, e); \
}

QUOTE_ONE(soql_one, soql)
QUOTE_MANY(soql_many, soql)
QUOTE_ONE(soql_like, in_like)
QUOTE_ONE(sql_like, like)
QUOTE_ONE(odata_one, odata)
QUOTE_MANY(odata_many, odata)
QUOTE_ONE(coql_one, coql)
QUOTE_MANY(coql_many, coql)
QUOTE_ONE(zoho_one, criteria)

static int
html(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct buf b = { 0 };

	(void)n;
	(void)e;
	add_marked_up(&b, args[0].s, CRM_HTML);
	*out = take(&b, a);
	return 0;
}

static int
markdown(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct buf b = { 0 };

	(void)n;
	(void)e;
	add_marked_up(&b, args[0].s, CRM_MARKDOWN);
	*out = take(&b, a);
	return 0;
}

/* A value as JSON text, for CRMs that want JSON in a parameter. */
static int
as_json(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct buf b = { 0 };
	struct json v;

	(void)n;
	if (cel_to_json(args[0], a, &v, e) == -1)
		return -1;
	json_write(&v, &b);
	*out = take(&b, a);
	return 0;
}

/* Percent-encoded, for an address inside of a body. */
static int
url(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct buf b = { 0 };

	(void)n;
	(void)e;
	http_escape(args[0].s, &b);
	*out = take(&b, a);
	return 0;
}

/*
 * The same UUID for the same text everywhere, so that an object whose id
 * the CRM lets us choose is never made twice (RFC 9562, version 8).
 */
static int
uuid(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	const struct str parts[] = { STR("chatcrm uuid"), args[0].s };
	uint8_t h[CRYPTO_ID];
	char t[2 * CRYPTO_ID + 1];

	(void)n;
	(void)e;
	hash_keyed(NULL, parts, 2, h, sizeof(h));
	h[6] = (uint8_t)((h[6] & 0x0f) | 0x80);
	h[8] = (uint8_t)((h[8] & 0x3f) | 0x80);
	hex(h, sizeof(h), t);
	*out = cel_string(arena_printf(a, "%.8s-%.4s-%.4s-%.4s-%.12s", t,
	    t + 8, t + 12, t + 16, t + 20));
	return 0;
}

void
quote_functions(struct cel_env *env)
{
	static const struct {
		const char	*name, *args;
		cel_fn		 fn;
	} all[] = {
		{ "soql", "string", soql_one },
		{ "soql", "list(dyn)", soql_many },
		{ "soql_like", "string", soql_like },
		{ "like", "string", sql_like },
		{ "odata", "string", odata_one },
		{ "odata", "list(dyn)", odata_many },
		{ "coql", "string", coql_one },
		{ "coql", "list(dyn)", coql_many },
		{ "zoho", "string", zoho_one },
		{ "markdown", "string", markdown },
		{ "html", "string", html },
		{ "json_text", "dyn", as_json },
		{ "url", "string", url },
		{ "uuid", "string", uuid }
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		cel_env_function(env, all[i].name, all[i].args, "string",
		    all[i].fn);
}
