/*
 * conf: where the ledger is.  Apart from the rest, so that a filter can
 * check its section without loading SQLite.
 */
#include "ledger/private.h"

const char *const ledger_conf_urls[] = {
	"^(sqlite:.+|[^:]+|[./][^:]*/.+)$", "sqlite:chatcrm.db", NULL
};

/* "postgres:x": another kind of ledger, and no file of that name. */
static bool
has_scheme(struct str url)
{
	size_t i = 0;

	while (i < url.len && (ascii_alpha(url.p[i]) ||
	    (i > 0 && (ascii_digit(url.p[i]) || url.p[i] == '+' ||
	    url.p[i] == '-' || url.p[i] == '.'))))
		i++;
	return i > 0 && i < url.len && url.p[i] == ':';
}

int
ledger_path(struct str url, struct arena *a, const char **path,
    struct err *e)
{
	if (str_starts(url, STR("sqlite:")))
		url = str_from(url, 7);
	else if (has_scheme(url))
		return err_set(e, ERR_CONFIG, "ledger.url",
		    "this ledger is of no known kind; write sqlite:PATH");
	if (url.len == 0 || memchr(url.p, '\0', url.len) != NULL)
		return err_set(e, ERR_CONFIG, "ledger.url",
		    "the ledger needs a path; write sqlite:PATH");
	*path = arena_str(a, url).p;
	return 0;
}

struct str
ledger_conf(const struct conf *c)
{
	const struct json *node = conf_section(c, "ledger");
	struct err e = { 0 };
	const char *path;
	struct str url;

	if (node == NULL)
		return STR("sqlite:chatcrm.db");
	url = (struct str){ node->text, node->len };
	if (node->type != JSON_STRING)
		err_set(&e, ERR_CONFIG, NULL,
		    "ledger is one value: sqlite:PATH");
	else if (ledger_path(url, c->arena, &path, &e) == 0)
		return url;
	diag_error(c->diags, yaml_where(node), "config.ledger", "%s", e.msg);
	return STR_NONE;
}
