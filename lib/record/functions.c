/* The functions of our own that every expression may call. */
#include <stdlib.h>

#include "record/expr.h"

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

/* "ana@Acme.example", "https://www.acme.example/x": acme.example. */
static int
fn_domain(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct str s = str_trim(args[0].s);
	size_t i;
	char *p;

	(void)n;
	(void)e;
	if ((i = str_find(s, STR("://"))) != (size_t)-1)
		s = str_from(s, i + 3);
	for (i = s.len; i > 0 && s.p[i - 1] != '@'; i--)
		;
	s = str_from(s, i);
	for (i = 0; i < s.len && strchr("/?#:", s.p[i]) == NULL; i++)
		;
	s = str_to(s, i);
	if (str_ieq(str_to(s, 4), STR("www.")))
		s = str_from(s, 4);
	if (!is_domain(s))
		s = STR("");
	s = arena_str(a, s);
	p = (char *)s.p;
	for (i = 0; i < s.len; i++)
		p[i] = ascii_lower(p[i]);
	*out = cel_string(s);
	return 0;
}

/* Where anybody has an address: no company's domain. */
static bool
is_public_mail(struct str domain)
{
	static const char *const known[] = {
		"126.com", "163.com", "aol.com", "fastmail.com", "gmail.com",
		"gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
		"googlemail.com", "hotmail.co.uk", "hotmail.com", "hotmail.fr",
		"icloud.com", "libero.it", "live.com", "mac.com", "mail.com",
		"mail.ru", "me.com", "msn.com", "naver.com", "orange.fr",
		"outlook.com", "pm.me", "proton.me", "protonmail.com",
		"qq.com", "t-online.de", "web.de", "yahoo.co.in",
		"yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br",
		"yahoo.de", "yahoo.es", "yahoo.fr", "yandex.ru", "ymail.com",
		"zoho.com"
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_eq(domain, str_of(known[i])))
			return true;
	return false;
}

static int
fn_work_domain(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct cel_val *v = ARENA_NEW(a, struct cel_val);

	fn_domain(args, n, a, v, e);
	*out = (struct cel_val){ .kind = CEL_OPTIONAL };
	if (v->s.len > 0 && !is_public_mail(v->s))
		out->opt = v;
	return 0;
}

/* The double that text holds, thousands' separators left out. */
static bool
read_number(struct str s, double *out)
{
	char text[64], *end;
	size_t i, n = 0;

	s = str_trim(s);
	for (i = 0; i < s.len; i++) {
		if (s.p[i] == ',')
			continue;
		if (n + 1 == sizeof(text) || (!ascii_digit(s.p[i]) &&
		    (s.p[i] == '\0' || strchr("+-.eE", s.p[i]) == NULL)))
			return false;
		text[n++] = s.p[i];
	}
	text[n] = '\0';
	*out = strtod(text, &end);
	return n > 0 && *end == '\0';
}

static int
fn_number(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	double d;

	(void)n;
	(void)a;
	switch ((enum cel_kind)args[0].kind) {
	case CEL_INT:
		d = (double)args[0].i;
		break;
	case CEL_UINT:
		d = (double)args[0].u;
		break;
	case CEL_DOUBLE:
		d = args[0].d;
		break;
	case CEL_STRING:
		if (read_number(args[0].s, &d))
			break;
		/* FALLTHROUGH */
	default:
		return err_set(e, ERR_INPUT, "expr.error",
		    "number() was given no number");
	}
	*out = cel_double(d);
	return 0;
}

static int
fn_json(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct json_parser *p = json_parser_new(NULL, NULL);
	struct json_doc *doc = ARENA_NEW(a, struct json_doc);
	struct cel_val *v = ARENA_NEW(a, struct cel_val);
	struct err why;

	(void)n;
	(void)e;
	*out = (struct cel_val){ .kind = CEL_OPTIONAL };
	if (json_parse(p, args[0].s, a, doc, &why) == 0) {
		*v = cel_from_json(&doc->root);
		out->opt = v;
	}
	json_parser_free(p);
	return 0;
}

void
expr_functions(struct cel_env *env)
{
	cel_env_function(env, "domain", "string", "string", fn_domain);
	cel_env_function(env, "work_domain", "string",
	    "optional_type(string)", fn_work_domain);
	cel_env_function(env, "number", "dyn", "double", fn_number);
	cel_env_function(env, "json", "string", "optional_type(dyn)",
	    fn_json);
}
