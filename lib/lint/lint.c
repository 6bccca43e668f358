#include "lint/lint.h"

#include "lint/private.h"

void
lint(const struct conf *c, const struct conf_key *sections,
    const struct crm *crm, struct arena *a)
{
	struct lint l = { .c = c, .sections = sections, .crm = crm, .a = a,
	    .d = c->diags, .map = conf_section(c, "map") };

	if (l.map != NULL && l.map->type != JSON_OBJECT)
		l.map = NULL;
	lint_made(&l);
	lint_conditions(&l);
	lint_rules(&l);
	lint_route(&l);
	lint_fields(&l);
	if (crm != NULL)
		lint_crm(&l);
}

struct str
lint_joined(const struct lint *l, const struct conf_strs *list)
{
	enum { SHOWN = 10 };
	struct buf b = { .max = 1024 };
	struct str s;
	size_t i;

	for (i = 0; i < list->n && i < SHOWN; i++)
		buf_printf(&b, "%s%.*s", i == 0 ? "" : i + 1 == list->n ?
		    " and " : ", ", STR_ARG(list->p[i]));
	if (list->n > SHOWN)
		buf_printf(&b, " and %zu more", list->n - SHOWN);
	s = arena_str(l->a, buf_str(&b));
	buf_free(&b);
	return s;
}

bool
lint_has(const struct conf_strs *list, struct str s)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (str_eq(list->p[i], s))
			return true;
	return false;
}
