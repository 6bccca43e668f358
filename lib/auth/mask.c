#include "auth/mask.h"

#include "crypto/crypto.h"

enum { WORD_MAX = 64, WORDS_MAX = 20000, ID_MAX = 40 };

/* Words of HTTP and OAuth, which stand in no profile. */
static const char own_words[] =
    "application/json application/x-www-form-urlencoded utf-8 Bearer bearer "
    "grant_type client_credentials refresh_token authorization_code code "
    "device_code urn:ietf:params:oauth:grant-type:jwt-bearer device "
    "urn:ietf:params:oauth:grant-type:device_code access_token client_id "
    "client_secret assertion scope redirect_uri code_verifier token "
    "token_type expires_in error error_description authorization_pending "
    "slow_down access_denied expired_token invalid_grant invalid_client "
    "invalid_request invalid_scope unauthorized_client true false null "
    "oauth oauth2 token_type_hint revoke auth v1 v2 v3 services limit";

static bool
is_word_byte(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '-' ||
	    c == '.' || c == ':';
}

void
mask_init(struct mask *m, struct arena *a)
{
	static const struct json_limits limits = { .depth = 64 };

	m->arena = a;
	m->key = key_random();
	m->parser = json_parser_new(&limits, NULL);
	hmap_init(&m->words, a);
	mask_words(m, STR(own_words));
	*hmap_slot(&m->words, STR("application/json")) = m;
}

void
mask_free(struct mask *m)
{
	key_free(m->key);
	json_parser_free(m->parser);
}

static void
add_word(struct mask *m, struct str s)
{
	if (s.len > 0 && s.len <= WORD_MAX && m->words.n < WORDS_MAX &&
	    hmap_get(&m->words, s) == NULL)
		*hmap_slot(&m->words, arena_str(m->arena, s)) = m;
}

/* Words with their dots and dashes, and the parts without. */
void
mask_words(struct mask *m, struct str s)
{
	size_t i, part = 0, begin = 0;
	bool in;

	for (i = 0; i <= s.len; i++) {
		in = i < s.len && is_word_byte(s.p[i]);
		if (in && s.p[i] != '.' && s.p[i] != ':')
			continue;
		add_word(m, str_to(str_from(s, part), i - part));
		part = i + 1;
		if (in)
			continue;
		add_word(m, str_to(str_from(s, begin), i - begin));
		begin = i + 1;
	}
}

struct str
mask_text(const struct mask *m, struct str s, struct arena *a)
{
	uint8_t hash[CRYPTO_ID];
	char text[2 * CRYPTO_ID + 1];

	hash_keyed(m->key, &s, 1, hash, sizeof(hash));
	hex(hash, sizeof(hash), text);
	return arena_printf(a, "~%zu:%.6s", s.len, text);
}

static bool
is_known(const struct mask *m, struct str s)
{
	return hmap_get(&m->words, s) != NULL;
}

/* What opens doors, whatever it looks like. */
static bool
is_secret_key(struct str key)
{
	static const char *const parts[] = { "token", "secret", "password",
	    "passwd", "assertion", "session", "cookie", "signature", "apikey",
	    "api_key", "authorization", "tokenkey" };
	char low[WORD_MAX];
	size_t i, n = key.len < sizeof(low) ? key.len : sizeof(low);

	for (i = 0; i < n; i++)
		low[i] = ascii_lower(key.p[i]);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (str_find((struct str){ low, n }, str_of(parts[i])) !=
		    (size_t)-1)
			return true;
	return false;
}

static bool
is_id_key(struct str key)
{
	return str_ieq(key, STR("id")) || str_ends(key, STR("Id")) ||
	    str_ends(key, STR("_id")) || str_ends(key, STR("ID"));
}

/* Has it a digit, and nothing that addresses, numbers and names have? */
static bool
is_id(struct str s)
{
	bool digit = false;
	size_t i;

	for (i = 0; i < s.len; i++) {
		digit |= ascii_digit(s.p[i]);
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    s.p[i] != '-' && s.p[i] != '_')
			return false;
	}
	return digit && s.len <= ID_MAX && s.p[0] != '-';
}

/* OBJECT_NOT_FOUND, invalid_grant. */
static bool
is_code(struct str s)
{
	size_t i, upper = 0, lower = 0, under = 0;

	for (i = 0; i < s.len; i++) {
		if (s.p[i] == '_')
			under++;
		else if (s.p[i] >= 'A' && s.p[i] <= 'Z')
			upper++;
		else if (s.p[i] >= 'a' && s.p[i] <= 'z')
			lower++;
		else
			return false;
	}
	return s.len <= WORD_MAX && under > 0 && (upper == 0 || lower == 0);
}

static bool
is_code_key(struct str key)
{
	static const char *const keys[] = { "code", "errorCode", "category",
	    "subCategory", "error", "errorType", "policyName", "statusCode",
	    "status", NULL };

	return str_in(key, keys);
}

struct str
mask_value(const struct mask *m, struct str key, struct str s,
    struct arena *a)
{
	bool show = s.len == 0;

	if (!is_secret_key(key))
		show = show || is_known(m, s) || (is_id_key(key) && is_id(s)) ||
		    (is_code_key(key) && is_code(s));
	else
		show = show || str_ieq(s, STR("bearer"));
	return show ? s : mask_text(m, s, a);
}

/* Numbers, and what a media type is made of. */
static bool
is_plain_header(struct str v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (!ascii_digit(v.p[i]) && strchr(" ,;=/.", v.p[i]) == NULL)
			return false;
	return v.len <= WORD_MAX;
}

struct str
mask_header(const struct mask *m, struct str name, struct str value,
    struct arena *a)
{
	static const char *const shown[] = { "Content-Type", "Accept",
	    "Content-Length", "Date", "Retry-After", "Transfer-Encoding",
	    "Connection", "Cache-Control", "Content-Encoding", "Vary",
	    "Allow", "Server" };
	size_t i;

	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (str_ieq(name, str_of(shown[i])) && value.len <= 100)
			return value;
	if (!is_secret_key(name) && (is_plain_header(value) ||
	    is_known(m, value)))
		return value;
	return value.len > 0 ? mask_text(m, value, a) : value;
}

/* An id in a path: digits that are too few for a telephone, or a mixture. */
static bool
is_path_id(struct str s)
{
	size_t i, digits = 0;

	for (i = 0; i < s.len; i++)
		digits += ascii_digit(s.p[i]);
	return is_id(s) && (digits == s.len ? s.len < 7 : s.len >= 12);
}

static void
put_path(const struct mask *m, struct str path, struct arena *a,
    struct buf *b)
{
	struct str part, before = STR_NONE;
	size_t n;

	while (path.len > 0) {
		buf_addc(b, '/');
		path = str_from(path, 1);
		n = str_find(path, STR("/"));
		part = str_to(path, n);
		path = str_from(path, part.len);
		if (part.len == 0 || is_known(m, part) ||
		    (is_path_id(part) && !is_secret_key(before)))
			buf_adds(b, part);
		else
			buf_adds(b, mask_text(m, part, a));
		before = part;
	}
}

static void
put_query(const struct mask *m, struct str query, struct arena *a,
    struct buf *b)
{
	struct str part, name, value;
	size_t n;

	while (query.len > 0) {
		part = str_to(query, str_find(query, STR("&")));
		query = str_from(query, part.len + 1);
		n = str_find(part, STR("="));
		name = str_to(part, n);
		value = n == (size_t)-1 ? STR_NONE : str_from(part, n + 1);
		buf_adds(b, is_known(m, name) ? name : mask_text(m, name,
		    a));
		buf_addc(b, '=');
		buf_adds(b, is_plain_header(value) && value.len < 5 ? value :
		    mask_value(m, name, value, a));
		if (query.len > 0)
			buf_addc(b, '&');
	}
}

/* "https://api.example:443": no user's name, nothing else either. */
static bool
is_origin(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    (s.p[i] == '\0' || strchr("-.:/[]", s.p[i]) == NULL))
			return false;
	return true;
}

struct str
mask_url(const struct mask *m, struct str url, struct arena *a)
{
	size_t host = str_find(url, STR("://"));
	size_t path = str_find(str_from(url, host + 3), STR("/"));
	size_t query = str_find(url, STR("?"));
	struct buf b = { 0 };
	struct str out;

	if (host == (size_t)-1)
		return mask_text(m, url, a);
	path = path == (size_t)-1 ? url.len : host + 3 + path;
	if (query < path)
		path = query;
	if (!is_origin(str_to(url, path)))
		return mask_text(m, url, a);
	buf_adds(&b, str_to(url, path));
	put_path(m, str_from(str_to(url, query), path), a, &b);
	if (query != (size_t)-1) {
		buf_addc(&b, '?');
		put_query(m, str_from(url, query + 1), a, &b);
	}
	out = arena_str(a, buf_str(&b));
	buf_free(&b);
	return out;
}
