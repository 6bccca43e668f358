/* pull: what changed in the CRM, and which fields it has. */
#include "crm/wire.h"

static struct cel_val
since_var(struct instant since, struct arena *a)
{
	char text[TIME_TEXT];
	struct str s = { text, time_format(since, text) };

	return cel_string(arena_str(a, s));
}

struct pull {
	struct crm		*crm;
	enum crm_type		 type;
	struct instant		 since;
	int			(*each)(const struct crm_hit *h, void *arg,
				    struct err *e);
	void			*arg;
};

/* Some lists tell of all times: what is of an earlier one is passed over. */
static bool
is_before(const struct pull *u, const struct crm_hit *h)
{
	struct str at = h->fields.type == JSON_OBJECT ?
	    json_get_str(&h->fields, STR("at")) : STR_NONE;
	struct instant t;

	return at.len > 0 && time_parse(at, &t) == 0 &&
	    time_cmp(t, u->since) < 0;
}

/* All that ${op} lists, a page at a time. */
static int
pull(const struct pull *u, const struct crm_op *op, bool timed,
    struct err *e)
{
	struct crm_page page = { 0 };
	struct arena one = { 0 }, kept = { 0 };
	const struct crm_hit *h;
	int more = 1;

	while (more == 1) {
		struct cel_val vars[PV_COUNT] = { 0 };
		struct crm_item it = { .type = u->type };

		arena_reset(&one);
		vars[PV_SINCE] = since_var(u->since, &one);
		more = crm_ask(u->crm, op, vars, &page, &it, &one, e);
		page.next = arena_str(&kept, page.next);
		page.url = arena_str(&kept, page.url);
		for (h = more != -1 ? it.hits : NULL; h != NULL; h = h->next)
			if (!(timed && is_before(u, h)) &&
			    u->each(h, u->arg, e) == -1)
				more = -1;
	}
	arena_free(&one);
	arena_free(&kept);
	return more;
}

int
crm_changed(struct crm *crm, enum crm_type t, struct instant since,
    int (*each)(const struct crm_hit *h, void *arg, struct err *e),
    void *arg, struct err *e)
{
	const struct pull u = { crm, t, since, each, arg };

	if (crm->objects[t].changed == NULL)
		return err_set(e, ERR_CONFIG, "profile.changed", "profile "
		    "%.*s does not say how changes of a %s are read",
		    STR_ARG(crm->profile), crm_type_names[t]);
	return crm_learn(crm, e) == -1 ? -1 : pull(&u,
	    crm->objects[t].changed, false, e);
}

int
crm_gone(struct crm *crm, enum crm_type t, struct instant since,
    int (*each)(const struct crm_hit *h, void *arg, struct err *e),
    void *arg, struct err *e)
{
	const struct pull u = { crm, t, since, each, arg };
	const struct crm_object *o = &crm->objects[t];

	if (crm_learn(crm, e) == -1 || (o->deleted != NULL &&
	    pull(&u, o->deleted, true, e) == -1))
		return -1;
	return o->merged != NULL ? pull(&u, o->merged, true, e) : 0;
}

static void
read_options(struct cel_val list, struct arena *a, struct conf_strs *out)
{
	size_t i, n = list.kind == CEL_LIST ? cel_list_len(list) : 0;
	struct cel_val v;

	out->p = arena_array(a, n + 1, sizeof(*out->p));
	for (i = 0; i < n; i++) {
		v = cel_list_at(list, i);
		if (v.kind == CEL_STRING)
			out->p[out->n++] = v.s;
	}
}

static bool
read_property(const struct crm_schema *s, const struct cel_val *vars,
    struct arena *a, struct crm_property *out)
{
	struct cel_val list = { 0 };

	*out = (struct crm_property){ 0 };
	if (!cel_text(s->name, vars, a, &out->name))
		return false;
	cel_text(s->type, vars, a, &out->type);
	out->required = cel_true(s->required, vars, a);
	out->read_only = cel_true(s->read_only, vars, a);
	out->unique = cel_true(s->unique, vars, a);
	out->custom = s->custom != NULL && cel_true(s->custom, vars, a);
	if (s->options != NULL && cel_eval(s->options, vars, a, &list,
	    NULL) == CEL_OK)
		read_options(list, a, &out->options);
	return true;
}

/* One part of the answer, behind those that are there. */
static void
add_properties(const struct crm_schema *s, struct cel_val *vars,
    struct arena *a, struct crm_property **out, size_t *n)
{
	struct cel_val list;
	size_t i, more;

	if (cel_eval(s->each, vars, a, &list, NULL) != CEL_OK ||
	    list.kind != CEL_LIST)
		return;
	more = cel_list_len(list);
	*out = arena_grow(a, *out, *n * sizeof(**out), (*n + more + 1) *
	    sizeof(**out));
	for (i = 0; i < more; i++) {
		vars[PV_IT] = cel_list_at(list, i);
		if (read_property(s, vars, a, &(*out)[*n]))
			(*n)++;
	}
}

int
crm_properties(struct crm *crm, enum crm_type t, struct arena *a,
    struct crm_property **out, size_t *n, struct err *e)
{
	const struct crm_schema *s = crm->objects[t].schema;
	struct crm_page page = { 0 };
	int more = 1;

	*out = NULL;
	*n = 0;
	if (s == NULL || s->ask == NULL)
		return err_set(e, ERR_CONFIG, "profile.schema", "profile "
		    "%.*s does not say which fields a %s has",
		    STR_ARG(crm->profile), crm_type_names[t]);
	if (crm_learn(crm, e) == -1)
		return -1;
	while (more == 1) {
		struct cel_val vars[PV_COUNT] = { 0 };

		more = crm_ask(crm, s->ask, vars, &page, NULL, a, e);
		if (more != -1)
			add_properties(s, vars, a, out, n);
	}
	return more;
}
