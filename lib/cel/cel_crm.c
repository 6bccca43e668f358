/* cel_crm: the functions that are chatcrm's own. */
#include <math.h>
#include <stdlib.h>

#include "base/hmap.h"
#include "base/html.h"
#include "base/utf8.h"
#include "base/webmail.h"
#include "cel/cel_proto.h"
#include "cel/cel.h"
#include "cel/text.h"
#include "cel/value.h"

/* Labels and dots; what is beyond ASCII may be an internationalised name. */
static bool
is_domain(struct str s)
{
	size_t i, dots = 0;

	for (i = 0; i < s.len; i++) {
		dots += s.p[i] == '.';
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    (unsigned char)s.p[i] < 0x80 && s.p[i] != '-' &&
		    s.p[i] != '.')
			return false;
	}
	return dots > 0 && s.p[0] != '.' && s.p[s.len - 1] != '.';
}

/* The host of "https://www.acme.example:80/x", or what follows an "@". */
static struct str
host(struct str s)
{
	size_t i;

	s = str_trim(s);
	if ((i = str_find(s, STR("://"))) != (size_t)-1)
		s = str_from(s, i + 3);
	for (i = s.len; i > 0 && s.p[i - 1] != '@'; i--)
		continue;
	s = str_from(s, i);
	for (i = 0; i < s.len; i++)
		if (s.p[i] == '\0' || strchr("/?#:", s.p[i]) != NULL)
			break;
	s = str_to(s, i);
	return str_ieq(str_to(s, 4), STR("www.")) ? str_from(s, 4) : s;
}

static int
domain(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct str s = host(v[0].s);

	(void)n;
	(void)e;
	*out = cel_string(is_domain(s) ? ascii_recase(s, 'A', 'Z', a) :
	    STR(""));
	return 0;
}

static struct cel_val *
new_value(struct arena *a, struct cel_val *optional)
{
	struct cel_val *v = ARENA_NEW(a, struct cel_val);

	*optional = (struct cel_val){ .kind = CEL_OPTIONAL, .opt = v };
	return v;
}

static int
work_domain(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct cel_val *name = new_value(a, out);

	domain(v, n, a, name, e);
	if (name->s.len == 0 || webmail_find(name->s) != NULL)
		out->opt = NULL;
	return 0;
}

/* thousands(s): do commas, if any, part thousands before the point? */
static bool
thousands(struct str s)
{
	size_t i = s.len > 0 && (s.p[0] == '-' || s.p[0] == '+'), run = 0;
	bool comma = false;

	for (; i < s.len && (ascii_digit(s.p[i]) || s.p[i] == ','); i++) {
		if (s.p[i] != ',') {
			run++;
			continue;
		}
		if (run == 0 || run > 3 || (comma && run != 3))
			return false;
		comma = true;
		run = 0;
	}
	return (!comma || run == 3) &&
	    str_find(str_from(s, i), STR(",")) == (size_t)-1;
}

/* A comma that does not part thousands could be a decimal one: no guess. */
static int
number_of_string(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct str s = str_trim(v[0].s);
	char text[64], *end = text;
	size_t i, len = 0;
	double d = 0;

	(void)n;
	(void)a;
	for (i = 0; i < s.len && len + 1 < sizeof(text); i++)
		if (ascii_digit(s.p[i]) || (s.p[i] != '\0' &&
		    strchr("+-.eE", s.p[i]) != NULL))
			text[len++] = s.p[i];
		else if (s.p[i] != ',')
			break;
	text[len] = '\0';
	if (len > 0 && i == s.len && thousands(s))
		d = strtod(text, &end);
	if (len == 0 || end != text + len || isinf(d))
		return err_set(e, ERR_INPUT, NULL, "number() was given text "
		    "that is no number");
	*out = cel_double(d);
	return 0;
}

static int
number(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	(void)n;
	(void)a;
	(void)e;
	if (v[0].kind == CEL_DOUBLE)
		*out = v[0];
	else
		*out = cel_double(v[0].kind == CEL_INT ? (double)v[0].i :
		    (double)v[0].u);
	return 0;
}

static int
json(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct json_doc *doc = ARENA_NEW(a, struct json_doc);
	struct cel_val *value = new_value(a, out);
	struct err why;

	(void)n;
	(void)e;
	if (json_parse(p, v[0].s, a, doc, &why) == 0)
		*value = cel_from_json(&doc->root);
	else
		out->opt = NULL;
	json_parser_free(p);
	return 0;
}

static int
lower(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct str s = v[0].s;
	char *to = arena_alloc(a, 3 * s.len);	/* U+FFFD for a bad byte */
	size_t i = 0, len = 0;

	(void)n;
	(void)e;
	while (i < s.len)
		len += utf8_put(utf8_lower(utf8_next(s, &i)), to + len);
	*out = cel_string((struct str){ to, len });
	return 0;
}

static int
html_text(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct buf b = { 0 };

	(void)n;
	(void)e;
	html_to_text(&b, v[0].s);
	*out = cel_string(arena_str(a, buf_str(&b)));
	buf_free(&b);
	return 0;
}

/*
 * From the root of a tree to one of its nodes, each of which names the one
 * above it.  No node comes twice: a ring ends where it closes.
 */
static int
path_to(const struct cel_val *v, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	size_t i, max = map_len(v[0]), from = max;
	struct cel_val *path = arena_array(a, max + 1, sizeof(*path));
	struct cel_val *nodes = arena_array(a, max + 1, sizeof(*nodes));
	struct cel_val key;
	struct hmap by_key;
	void **node;

	(void)n;
	(void)e;
	hmap_init(&by_key, a);
	for (i = 0; i < max; i++) {
		nodes[i] = map_value(v[0], i);
		key = map_key(v[0], i);
		if (key.kind == CEL_STRING)
			*hmap_slot(&by_key, key.s) = &nodes[i];
	}
	key = v[1];
	while (key.kind == CEL_STRING &&
	    *(node = hmap_slot(&by_key, key.s)) != NULL) {
		path[--from] = *(struct cel_val *)*node;
		*node = NULL;
		if (path[from].kind != CEL_MAP ||
		    !map_find(path[from], v[2], &key))
			break;
	}
	*out = cel_list_new(path + from, max - from, a);
	return 0;
}

void
cel_env_crm(struct cel_env *env)
{
	cel_env_function(env, "number", "double", "double", number);
	cel_env_function(env, "number", "int", "double", number);
	cel_env_function(env, "number", "uint", "double", number);
	cel_env_function(env, "number", "string", "double", number_of_string);
	cel_env_function(env, "domain", "string", "string", domain);
	cel_env_function(env, "work_domain", "string",
	    "optional_type(string)", work_domain);
	cel_env_function(env, "json", "string", "optional_type(dyn)", json);
	cel_env_function(env, "lower", "string", "string", lower);
	cel_env_function(env, "path_to",
	    "map(string, dyn), string, string", "list(dyn)", path_to);
	cel_env_function(env, "html_text", "string", "string", html_text);
	cel_env_function(env, "unproto", "dyn", "dyn", cel_unproto);
}
