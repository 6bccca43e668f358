/* quota: is there room for the custom fields that are still to be made? */
#include <inttypes.h>

#include "lint/private.h"

static void
want(struct conf_strs *list, struct str name, const struct crm_catalogue *c,
    enum crm_type t)
{
	if (name.len > 0 && lint_property(c, t, name) == NULL &&
	    !lint_has(list, name))
		list->p[list->n++] = name;
}

/* What is written to fields that are not there, chatcrm's own too. */
static struct conf_strs
wanted(const struct lint *l, enum crm_type t, const struct crm_catalogue *c)
{
	const struct crm_object *o = &l->crm->objects[t];
	struct conf_strs list = { arena_array(l->a, o->nfields + 1,
	    sizeof(*list.p)), 0 };
	const struct crm_field *f;
	size_t i;

	want(&list, o->token, c, t);
	for (i = 0; i < o->nfields; i++) {
		f = &o->fields[i];
		if (f->to.p != NULL && (f->computed || lint_find(l,
		    str_of(crm_type_names[t]), f->name) != NULL))
			want(&list, f->to, c, t);
	}
	return list;
}

static void
describe(const struct lint *l, enum crm_type t, const struct crm_quota *q,
    FILE *f)
{
	fprintf(f, "%.*s %s: custom fields: %" PRId64,
	    STR_ARG(l->crm->profile), crm_type_names[t], q->custom);
	if (q->limit != -1)
		fprintf(f, " of %" PRId64, q->limit);
	if (q->left != -1)
		fprintf(f, ", room for %" PRId64 " more", q->left);
	else
		fprintf(f, ", room for more not known");
	if (q->documented.len > 0)
		fprintf(f, " (%.*s)", STR_ARG(q->documented));
	fputc('\n', f);
}

void
lint_quota(struct lint *l, enum crm_type t, const struct crm_catalogue *c,
    FILE *f)
{
	const struct crm_quota *q = &c->quota[t];
	struct conf_strs list = wanted(l, t, c);

	if (q->custom != -1 && f != NULL)
		describe(l, t, q, f);
	if (q->left == -1 || (uint64_t)q->left >= list.n)
		return;
	diag_warn(l->d, yaml_where(json_get(conf_section(l->c, "crm"),
	    STR("profile"))), "lint.quota", "the CRM has room for %" PRId64
	    " more custom field%s of a %s, and %zu %s to be made: %.*s",
	    q->left, q->left == 1 ? "" : "s", crm_type_names[t], list.n,
	    list.n == 1 ? "is" : "are", STR_ARG(lint_joined(l, &list)));
}
