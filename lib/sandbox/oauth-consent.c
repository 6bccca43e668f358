/* Where a person consents: the redirect, and the page of devices. */
#include <inttypes.h>
#include <string.h>

#include "sandbox/html.h"
#include "sandbox/oauth.h"
#include "sandbox/page.h"
#include "sandbox/server.h"

enum { CODE_MS = 60000, DEVICE_S = 600, INTERVAL_S = 1 };

static void
plain(struct answer *r, int status, struct str text)
{
	r->status = status;
	r->text = text;
	r->type = "text/plain; charset=utf-8";
}

static void
put_encoded(struct buf *b, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (ascii_alpha(s.p[i]) || ascii_digit(s.p[i]) ||
		    strchr("-._~", s.p[i]) != NULL)
			buf_addc(b, s.p[i]);
		else
			buf_printf(b, "%%%02X", (unsigned char)s.p[i]);
}

/* Back to the client with ${name} and, if there was one, the state. */
static void
redirect(struct request *q, struct answer *r, const char *name,
    struct str value)
{
	struct str to = oauth_param(q, "redirect_uri");
	struct str state = oauth_param(q, "state");
	struct buf b = { 0 };

	buf_adds(&b, to);
	buf_addc(&b, str_find(to, STR("?")) == (size_t)-1 ? '?' : '&');
	buf_printf(&b, "%s=", name);
	put_encoded(&b, value);
	if (state.p != NULL) {
		buf_adds(&b, STR("&state="));
		put_encoded(&b, state);
	}
	api_answer_header(r, "Location", arena_str(q->a, buf_str(&b)));
	buf_free(&b);
	plain(r, 302, STR(""));
}

void
oauth_authorize(struct request *q, struct answer *r)
{
	struct token t = { .kind = TOKEN_CODE, .expires = q->now + CODE_MS,
	    .client = oauth_client(q), .scope = oauth_scope(q),
	    .more = json_object() };
	struct str challenge = oauth_param(q, "code_challenge");

	if (t.client.len == 0 ||
	    !oauth_loopback(oauth_param(q, "redirect_uri"))) {
		plain(r, 400, STR("client_id or redirect_uri is missing or "
		    "not on this machine\n"));
		return;
	}
	if (!str_eq(oauth_param(q, "response_type"), STR("code"))) {
		redirect(q, r, "error", STR("unsupported_response_type"));
		return;
	}
	if (challenge.len > 0 && !str_eq(oauth_param(q,
	    "code_challenge_method"), STR("S256"))) {
		redirect(q, r, "error", STR("invalid_request"));
		return;
	}
	json_set(&t.more, STR("redirect_uri"), json_str(oauth_param(q,
	    "redirect_uri")), q->a);
	if (challenge.len > 0)
		json_set(&t.more, STR("challenge"), json_str(challenge),
		    q->a);
	token_new(q, &t);
	redirect(q, r, "code", t.text);
}

/* Eight letters that cannot be mistaken for each other. */
static struct str
user_code(struct request *q)
{
	static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ";
	uint64_t bits = api_chance(q);
	char text[10];
	size_t i;

	for (i = 0; i < 9; i++) {
		text[i] = i == 4 ? '-' : letters[bits % 20];
		bits /= i == 4 ? 1 : 20;
	}
	text[9] = '\0';
	return arena_str(q->a, (struct str){ text, 9 });
}

static struct str
device_uri(struct request *q)
{
	const struct persona_oauth *o = q->persona->oauth;

	return arena_printf(q->a, "%.*s%s", STR_ARG(api_base(q)),
	    o != NULL && o->device_uri != NULL ? o->device_uri :
	    "/_sandbox/device");
}

void
oauth_device(struct request *q, struct answer *r)
{
	struct token t = { .kind = TOKEN_DEVICE, .client = oauth_client(q),
	    .scope = oauth_scope(q),
	    .expires = q->now + DEVICE_S * 1000, .more = json_object() };
	struct str code = user_code(q), uri = device_uri(q);

	if (t.client.len == 0) {
		oauth_refuse(q, r, "invalid_client", "no client is named");
		return;
	}
	json_set(&t.more, STR("user_code"), json_str(code), q->a);
	json_set(&t.more, STR("interval"), json_int(INTERVAL_S, q->a), q->a);
	token_new(q, &t);
	r->status = 200;
	r->body = json_object();
	json_set(&r->body, STR("device_code"), json_str(t.text), q->a);
	json_set(&r->body, STR("user_code"), json_str(code), q->a);
	json_set(&r->body, STR("verification_uri"), json_str(uri), q->a);
	json_set(&r->body, STR("verification_uri_complete"),
	    json_str(arena_printf(q->a, "%.*s?user_code=%.*s", STR_ARG(uri),
	    STR_ARG(code))), q->a);
	json_set(&r->body, STR("expires_in"), json_int(DEVICE_S, q->a), q->a);
	json_set(&r->body, STR("interval"), json_int(INTERVAL_S, q->a), q->a);
	api_answer_header(r, "Cache-Control", STR("no-store"));
}

void
oauth_approve(struct request *q, struct answer *r)
{
	struct buf b = { 0 };

	page_head(&b, q, "Connect a device");
	buf_adds(&b, STR("<h1>Connect a device</h1>\n<form method=\"post\" "
	    "action=\"/_sandbox/device\"><p><label>Code <input "
	    "name=\"user_code\" required autocomplete=\"off\" value=\""));
	html_text(&b, api_query(q, "user_code"));
	buf_adds(&b, STR("\"></label></p>\n<p><button name=\"answer\" "
	    "value=\"allow\">Allow</button> <button name=\"answer\" "
	    "value=\"deny\">Deny</button></p></form>\n"));
	page_end(&b, q, r);
}

void
oauth_approved(struct request *q, struct answer *r)
{
	struct str said = api_form(q, "answer");
	struct token t;

	if (!token_by_code(q, api_form(q, "user_code"), &t) ||
	    !token_live(q, &t)) {
		plain(r, 404, STR("that code is not known or has expired\n"));
		return;
	}
	if (!str_eq(said, STR("allow")) && !str_eq(said, STR("deny"))) {
		plain(r, 400, STR("say allow or deny\n"));
		return;
	}
	json_set(&t.more, STR("answer"), json_str(said), q->a);
	token_set(q, &t);
	plain(r, 200, STR("noted; go back to the device\n"));
}
