/*
 * fuzz-token: what a hostile provider or browser sends is a token that may
 * stand in a header, or an error in one printable line.
 */
#include <stdlib.h>

#include "auth/oauth.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_header(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] > '~')
			abort();
}

static void
check_line(const char *msg)
{
	for (; *msg != '\0'; msg++)
		if ((unsigned char)*msg < ' ' || *msg == 0x7f)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct oauth_conf c = { .url = STR("api_domain") };
	struct str body = { (const char *)data, size }, s;
	struct arena a = { 0 };
	struct err e = { 0 };
	struct buf form = { 0 }, header = { 0 };
	struct token t;

	if (token_parse(body, &c, &a, &t, &e) == 0) {
		if (t.access.len == 0)
			abort();
		check_header(t.access);
		check_header(t.refresh);
		check_header(t.url);
	} else
		check_line(e.msg);
	form.p = (char *)(uintptr_t)"client_secret=hunter2%2Bsecret";
	form.len = strlen(form.p);
	token_trouble(400, body, &form, &header, &e);
	if (strstr(e.msg, "hunter2+") != NULL)
		abort();
	check_line(e.msg);
	if (query_get(body, "code", &a, &s))
		check_line(s.p);
	arena_free(&a);
	return 0;
}
