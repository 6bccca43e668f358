/* Answers of a token endpoint.  Source: RFC 6749, 5; RFC 8628, 3.5. */
#include "auth/oauth.h"

static int
bad(struct err *e, const char *what)
{
	return err_set(e, ERR_REMOTE, "auth.answer",
	    "the provider's answer %s", what);
}

/* RFC 6750, 2.1: what may stand behind "Bearer ". */
static bool
is_token(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= 0x20 ||
		    (unsigned char)s.p[i] >= 0x7f)
			return false;
	return s.len > 0 && s.len <= SECRET_MAX;
}

/*
 * "read write", or a list of texts as HubSpot's v3 has it; a comma separates
 * Zoho's.
 */
static int
take_scope(const struct json *root, struct arena *a, struct str *out)
{
	const struct json *v = json_get(root, STR("scope"));
	struct buf b = { .max = VAULT_VALUE_MAX };
	uint32_t i;

	*out = STR_NONE;
	if (v == NULL)
		v = json_get(root, STR("scopes"));
	if (v == NULL || v->type == JSON_NULL)
		return 0;
	if (v->type == JSON_STRING)
		buf_adds(&b, (struct str){ v->text, v->len });
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		if (v->items[i].type == JSON_STRING)
			buf_printf(&b, "%s%.*s", i > 0 ? " " : "",
			    (int)v->items[i].len, v->items[i].text);
	for (i = 0; i < b.len; i++)
		if (b.p[i] == ',')
			b.p[i] = ' ';
	*out = arena_str(a, buf_str(&b));
	i = b.full || memchr(out->p, '\0', out->len) != NULL;
	buf_free(&b);
	return i != 0 ? -1 : 0;
}

/* A number, or one as text; longer than ten years is no lifetime. */
static int
take_lifetime(const struct json *root, struct token *out)
{
	const struct json *v = json_get(root, STR("expires_in"));
	struct json n;

	out->lifetime = -1;
	if (v == NULL || v->type == JSON_NULL)
		return 0;
	n = *v;
	if (n.type == JSON_STRING)
		n.type = JSON_NUMBER;
	if (n.type != JSON_NUMBER || n.len == 0 || n.len > 12 ||
	    !json_to_int(&n, &out->lifetime) || out->lifetime < 0 ||
	    out->lifetime > INT64_C(10) * 366 * 24 * 3600)
		return -1;
	return 0;
}

static int
take_url(const struct json *root, const struct oauth_conf *c,
    struct token *out)
{
	struct str url = c->url.p != NULL ? json_get_str(root, c->url) :
	    STR_NONE;
	size_t i;

	out->url = STR_NONE;
	while (str_ends(url, STR("/")))
		url.len--;
	if (url.p == NULL)
		return 0;
	for (i = 0; i < url.len; i++)
		if ((unsigned char)url.p[i] <= 0x20 ||
		    (unsigned char)url.p[i] >= 0x7f ||
		    strchr("@?#\\", url.p[i]) != NULL)
			return -1;
	if (url.len >= sizeof(((struct auth *)NULL)->url_text) ||
	    (!str_starts(url, STR("https://")) &&
	    !str_starts(url, STR("http://127.0.0.1:")) &&
	    !str_starts(url, STR("http://localhost:"))))
		return -1;
	out->url = url;
	return 0;
}

static int
take(const struct json *root, const struct oauth_conf *c, struct arena *a,
    struct token *out, struct err *e)
{
	struct str type = json_get_str(root, STR("token_type"));

	*out = (struct token){ json_get_str(root, STR("access_token")),
	    json_get_str(root, STR("refresh_token")), STR_NONE, STR_NONE,
	    -1 };
	if (!is_token(out->access))
		return bad(e, "holds no usable access_token");
	if (out->refresh.len == 0)
		out->refresh = STR_NONE;
	else if (!is_token(out->refresh))
		return bad(e, "holds a refresh_token that is none");
	if (type.p != NULL && !str_ieq(type, STR("bearer")))
		return bad(e, "gives a type of token that is not spoken");
	if (take_lifetime(root, out) == -1)
		return bad(e, "holds an expires_in that is no time");
	if (take_scope(root, a, &out->scope) == -1)
		return bad(e, "holds a scope that is none");
	if (take_url(root, c, out) == -1)
		return bad(e, "names a place of the CRM that is no https URL");
	return 0;
}

static const struct json_limits limits = { .bytes = 1 << 20, .depth = 16,
    .string = 128 << 10, .members = 1000 };

int
token_parse(struct str body, const struct oauth_conf *c, struct arena *a,
    struct token *out, struct err *e)
{
	struct json_parser *p = json_parser_new(&limits, NULL);
	struct json_doc doc;
	int r;

	*out = (struct token){ .lifetime = -1 };
	if (json_parse(p, body, a, &doc, NULL) == -1 ||
	    doc.root.type != JSON_OBJECT)
		r = bad(e, "is no JSON object");
	else
		r = take(&doc.root, c, a, out, e);
	json_parser_free(p);
	return r;
}

static const struct {
	const char		*name;
	enum oauth_trouble	 trouble;
} troubles[] = {
	{ "authorization_pending", OAUTH_PENDING },
	{ "slow_down", OAUTH_SLOW_DOWN },
	{ "temporarily_unavailable", OAUTH_BUSY },
	{ "server_error", OAUTH_BUSY }
};

/* The error's name as the provider has it, and its words, made harmless. */
static void
say(int status, struct str error, struct str words, enum err_kind kind,
    struct err *e)
{
	char name[64], text[140];

	err_quote(error, name, sizeof(name));
	err_quote(words, text, sizeof(text));
	if (error.len == 0)
		err_set(e, kind, "auth.refused",
		    "the provider answered with status %d", status);
	else if (words.len == 0)
		err_set(e, kind, str_eq(error, STR("invalid_grant")) ?
		    "auth.grant" : "auth.refused",
		    "the provider says %s", name);
	else
		err_set(e, kind, str_eq(error, STR("invalid_grant")) ?
		    "auth.grant" : "auth.refused",
		    "the provider says %s: %s", name, text);
}

enum oauth_trouble
token_trouble(int status, struct str body, const struct buf *form,
    const struct buf *header, struct err *e)
{
	struct json_parser *p = json_parser_new(&limits, NULL);
	enum oauth_trouble t = status == 429 || status >= 500 ? OAUTH_BUSY :
	    OAUTH_DENIED;
	struct str error = STR_NONE, words = STR_NONE;
	struct arena a = { 0 };
	struct json_doc doc;
	size_t i;

	if (json_parse(p, body, &a, &doc, NULL) == 0) {
		error = json_get_str(&doc.root, STR("error"));
		words = json_get_str(&doc.root, STR("error_description"));
	}
	for (i = 0; i < sizeof(troubles) / sizeof(troubles[0]); i++)
		if (str_eq(error, str_of(troubles[i].name)))
			t = troubles[i].trouble;
	if (form == NULL || oauth_echoes(words, form, header))
		words = STR_NONE;
	if (form != NULL && oauth_echoes(error, form, header))
		error = STR_NONE;
	say(status, error, words, t == OAUTH_DENIED ? ERR_AUTH : ERR_REMOTE,
	    e);
	json_parser_free(p);
	arena_wipe(&a);
	return t;
}
