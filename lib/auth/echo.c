/* echo: does a provider say what we sent, into a message that is logged? */
#include "auth/oauth.h"

#include "base/base64.h"

enum { WINDOW = 8, WORDS_MAX = 2048 };

/* Have they ${WINDOW} bytes in a row in common, or all of a short secret? */
static bool
overlap(struct str words, struct str secret)
{
	size_t i, width = secret.len < WINDOW ? secret.len : WINDOW;

	for (i = 0; width > 0 && i + width <= secret.len; i++)
		if (str_find(words, str_to(str_from(secret, i), width)) !=
		    (size_t)-1)
			return true;
	return false;
}

/* As it was sent, and as it was before it was encoded. */
static bool
overlap_both(struct str words, struct str sent, struct arena *a)
{
	struct buf query = { 0 };
	struct str plain;
	bool r = overlap(words, sent);

	buf_printf(&query, "v=%.*s", STR_ARG(sent));
	if (!r && query_get(buf_str(&query), "v", a, &plain))
		r = overlap(words, plain);
	buf_wipe(&query);
	return r;
}

static bool
is_public(struct str name)
{
	static const char *const names[] = { "grant_type", "client_id",
	    "scope", "redirect_uri", "token_type_hint", "response_type",
	    NULL };

	return str_in(name, names);
}

bool
oauth_echoes(struct str words, const struct buf *form,
    const struct buf *header)
{
	struct str rest = buf_str(form), part, pair;
	struct arena a = { 0 };
	size_t n;
	bool r = false;

	words = str_to(words, WORDS_MAX);
	while (!r && rest.len > 0) {
		part = str_to(rest, str_find(rest, STR("&")));
		rest = str_from(rest, part.len + 1);
		n = str_find(part, STR("="));
		r = !is_public(str_to(part, n)) && overlap_both(words,
		    str_from(part, n + 1), &a);
	}
	part = str_from(buf_str(header), strlen("Basic "));
	if (!r && part.len > 0)
		r = overlap(words, part) || (base64_decode(part, &a, &pair) &&
		    overlap_both(words, str_from(pair, str_find(pair,
		    STR(":")) + 1), &a));
	arena_wipe(&a);
	return r;
}
