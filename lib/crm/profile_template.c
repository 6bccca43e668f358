/* template: text with expressions in braces: addresses and headers. */
#include "crm/profile.h"

static void
add_piece(struct profile_reader *r, struct crm_template *t, struct str s,
    const struct json *node)
{
	struct crm_piece *p = &t->pieces[t->n++];

	if (node == NULL)
		p->text = s;
	else
		p->prog = cel_compile(r->p->env, s, node, r->arena, r->diags);
}

/* "/contacts/{item.id}/notes" */
struct crm_template
profile_template(struct profile_reader *r, struct str s,
    const struct json *node)
{
	struct crm_template t = { 0 };
	size_t open, close;

	t.pieces = arena_array(r->arena, s.len + 1, sizeof(*t.pieces));
	while ((open = str_find(s, STR("{"))) != (size_t)-1) {
		if (open > 0)
			add_piece(r, &t, str_to(s, open), NULL);
		s = str_from(s, open + 1);
		close = str_find(s, STR("}"));
		if (close == (size_t)-1) {
			diag_error(r->diags, yaml_where(node),
			    "profile.template", "'{' without '}'");
			return t;
		}
		add_piece(r, &t, str_to(s, close), node);
		s = str_from(s, close + 1);
	}
	if (s.len > 0)
		add_piece(r, &t, s, NULL);
	return t;
}

static bool
is_name(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    s.p[i] != '-' && s.p[i] != '_' && s.p[i] != '.')
			return false;
	return s.len > 0;
}

struct crm_header *
profile_headers(struct profile_reader *r, const struct json *node,
    size_t *n)
{
	struct crm_header *list;
	const struct json *v;
	size_t i;

	*n = 0;
	node = profile_mapping(r, node, "headers");
	if (node == NULL)
		return NULL;
	list = arena_array(r->arena, node->len + 1, sizeof(*list));
	for (i = 0; i < node->len; i++) {
		v = &node->members[i].value;
		if (!is_name(node->members[i].key) || v->type == JSON_OBJECT ||
		    v->type == JSON_ARRAY || v->type == JSON_NULL) {
			diag_error(r->diags, yaml_key_where(node, i),
			    "profile.headers", "headers has the name of a "
			    "header and its value: a text, with expressions "
			    "in braces");
			continue;
		}
		list[*n].name = node->members[i].key;
		list[(*n)++].value = profile_template(r,
		    v->type == JSON_TRUE ? STR("true") :
		    v->type == JSON_FALSE ? STR("false") :
		    (struct str){ v->text, v->len }, v);
	}
	return list;
}
