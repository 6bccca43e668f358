/*
 * option: the switches of a profile are those that its expressions name.  One
 * that none of them names would do nothing, silently.
 */
#include "crm/profile.h"

enum { OPTIONS = 64 };

struct names {
	const char	*v[OPTIONS];
	size_t		 n;
	struct arena	*a;
};

static bool
is_word(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

static void
add(struct names *names, struct str name)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (str_eq(name, str_of(names->v[i])))
			return;
	if (names->n < OPTIONS && name.len > 0)
		names->v[names->n++] = arena_str(names->a, name).p;
}

/* "options.stage" and "options.?stage", but not "it.options.map". */
static void
scan(struct names *names, struct str s)
{
	const struct str word = STR("options.");
	struct str rest = s;
	size_t at, n;

	while ((at = str_find(rest, word)) != (size_t)-1) {
		bool own = rest.p + at == s.p || (!is_word(rest.p[at - 1]) &&
		    rest.p[at - 1] != '.');

		rest = str_from(rest, at + word.len);
		if (rest.len > 0 && rest.p[0] == '?')
			rest = str_from(rest, 1);
		for (n = 0; n < rest.len && is_word(rest.p[n]);)
			n++;
		if (own)
			add(names, str_to(rest, n));
	}
}

static void
scan_all(struct names *names, const struct json *v)
{
	size_t i;

	if (v->type == JSON_STRING)
		scan(names, (struct str){ v->text, v->len });
	for (i = 0; v->type == JSON_ARRAY && i < v->len; i++)
		scan_all(names, &v->items[i]);
	for (i = 0; v->type == JSON_OBJECT && i < v->len; i++)
		scan_all(names, &v->members[i].value);
}

static bool
has(const struct names *names, struct str name)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (str_eq(name, str_of(names->v[i])))
			return true;
	return false;
}

void
profile_options(struct profile_reader *r, const struct json *options)
{
	struct names names = { .a = r->arena };
	size_t i;

	if (options == NULL || options->type != JSON_OBJECT)
		return;
	scan_all(&names, r->p->root);
	for (i = 0; i < options->len; i++)
		if (!has(&names, options->members[i].key))
			conf_unknown(r->diags, yaml_key_where(options, i),
			    "crm.options", options->members[i].key, names.v,
			    names.n);
}
