/* field: fields of objects, and the user's own words on them. */
#include "crm/profile.h"
#include "crm/section.h"

static struct crm_field *
field_named(struct crm_object *o, struct str name)
{
	const struct crm_field *f = crm_field(o, name);

	return f != NULL ? &o->fields[f - o->fields] : NULL;
}

/* "score.total", which can be turned round; other expressions cannot. */
static bool
is_path(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && s.p[i] != '_' && s.p[i] != '.')
			return false;
	return true;
}

static void
read_field(struct profile_reader *r, struct crm_object *o, struct str name,
    const struct json *node)
{
	struct field_conf c = { 0 };
	struct crm_field *f = field_named(o, name);
	const char *what;
	struct str src;

	if (f == NULL)
		f = &o->fields[o->nfields++];
	*f = (struct crm_field){ .name = name };
	if (node->type == JSON_STRING) {
		f->to = (struct str){ node->text, node->len };
		return;
	}
	what = arena_printf(r->arena, "fields.%s.%.*s",
	    crm_type_names[o - r->crm->objects], STR_ARG(name)).p;
	if (conf_read(node, what, crm_field_keys, &c, r->arena,
	    r->diags) == -1)
		return;
	f->to = c.to;
	f->computed = c.computed || c.clock;
	f->clock = c.clock;
	f->step = c.step;
	f->order = c.order;
	f->others = c.others;
	f->owner = c.owner;
	f->policy = f->computed && c.policy != CRM_ADD ? CRM_OVERWRITE :
	    (enum crm_policy)c.policy;
	if (c.from != NULL) {
		src = (struct str){ c.from->text, c.from->len };
		f->from = cel_compile(r->p->record, src, c.from, r->arena,
		    r->diags);
		f->from_text = src;
		if (is_path(src))
			f->path = src;
	}
	f->encode = profile_cel(r, c.encode);
	f->decode = profile_cel(r, c.decode);
	/* What depends on what is there is written then, not before. */
	f->late = f->decode != NULL || (f->encode != NULL &&
	    cel_reads(f->encode, PV_CURRENT));
	if (f->to.p == NULL)
		diag_error(r->diags, yaml_where(node), "profile.field",
		    "field '%.*s' needs 'to', the CRM's name for it",
		    STR_ARG(name));
}

/* The CRM's names of all fields, and of the token, for reading. */
static void
list_names(struct crm_object *o, struct arena *a)
{
	const struct conf_strs *more;
	size_t i, k;

	o->names = json_array();
	for (i = 0; i < o->nfields; i++)
		if (o->fields[i].to.p != NULL)
			json_push(&o->names, json_str(o->fields[i].to), a);
	for (i = 0; i < o->nfields; i++) {
		more = &o->fields[i].others;
		for (k = 0; k < more->n; k++)
			json_push(&o->names, json_str(more->p[k]), a);
	}
	if (o->token.p != NULL)
		json_push(&o->names, json_str(o->token), a);
}

void
profile_fields(struct profile_reader *r, struct crm_object *o,
    const struct json *node)
{
	struct crm_field *old = o->fields;
	size_t i;

	node = profile_mapping(r, node, "fields");
	list_names(o, r->arena);
	if (node == NULL)
		return;
	o->fields = arena_array(r->arena, o->nfields + node->len + 1,
	    sizeof(*o->fields));
	if (o->nfields > 0)
		memcpy(o->fields, old, o->nfields * sizeof(*old));
	for (i = 0; i < node->len; i++)
		read_field(r, o, node->members[i].key,
		    &node->members[i].value);
	list_names(o, r->arena);
}

static int
policy_named(struct profile_reader *r, const struct json *node)
{
	struct str s = { node->text, node->len };
	const char *near;
	int i;

	for (i = 0; crm_policy_names[i] != NULL; i++)
		if (node->type == JSON_STRING && str_eq(s, str_of(crm_policy_names[i])))
			return i;
	near = nearest(node->type == JSON_STRING ? s : STR(""),
	    crm_policy_names, (size_t)i);
	return diag_error(r->diags, yaml_where(node), "crm.policy",
	    "a write policy is fill_if_empty, overwrite, never_downgrade, "
	    "never or add%s%s%s", near != NULL ? "; did you mean '" : "",
	    near != NULL ? near : "", near != NULL ? "'?" : "");
}

/* Notes and tasks are this program's own: there is nothing to weigh. */
static bool
is_shared(int t)
{
	return t != CRM_NOTE && t != CRM_TASK;
}

static void
default_policy(struct profile_reader *r, const struct json *node)
{
	struct crm_object *o;
	int t, policy = node != NULL ? policy_named(r, node) : -1;
	size_t i;

	for (t = 0; policy != -1 && t < CRM_TYPES; t++) {
		o = &r->crm->objects[t];
		for (i = 0; is_shared(t) && i < o->nfields; i++)
			if (o->fields[i].policy == CRM_FILL_IF_EMPTY)
				o->fields[i].policy = (enum crm_policy)policy;
	}
}

/* "contact.score: overwrite" */
static void
field_policy(struct profile_reader *r, const struct json *fields, size_t i)
{
	struct str key = fields->members[i].key;
	size_t dot = str_find(key, STR("."));
	int policy, t = dot != (size_t)-1 ? profile_type(str_to(key, dot)) :
	    -1;
	struct crm_field *f = NULL;

	if (t != -1)
		f = field_named(&r->crm->objects[t], str_from(key, dot + 1));
	if (f == NULL && r->p->root != NULL)
		diag_error(r->diags, yaml_key_where(fields, i), "crm.policy",
		    "the profile has no field '%.*s'; name it as "
		    "contact.NAME, company.NAME and so on", STR_ARG(key));
	policy = policy_named(r, &fields->members[i].value);
	if (f != NULL && policy != -1)
		f->policy = (enum crm_policy)policy;
}

int
profile_policies(struct profile_reader *r, const struct json *write)
{
	const struct json *fields;
	size_t i, before = r->diags->errors;

	write = profile_mapping(r, write, "crm.write");
	fields = profile_mapping(r, json_get(write, STR("fields")),
	    "crm.write.fields");
	for (i = 0; write != NULL && i < write->len; i++)
		if (!str_eq(write->members[i].key, STR("default")) &&
		    !str_eq(write->members[i].key, STR("fields")))
			diag_error(r->diags, yaml_key_where(write, i),
			    "config.unknown", "unknown key '%.*s' of "
			    "crm.write; it has default and fields",
			    STR_ARG(write->members[i].key));
	default_policy(r, json_get(write, STR("default")));
	for (i = 0; fields != NULL && i < fields->len; i++)
		field_policy(r, fields, i);
	return r->diags->errors > before ? -1 : 0;
}

int
profile_own_fields(struct profile_reader *r, const struct json *fields)
{
	size_t i;
	int t;

	fields = profile_mapping(r, fields, "crm.fields");
	for (i = 0; fields != NULL && i < fields->len; i++) {
		t = profile_type(fields->members[i].key);
		if (t == -1)
			conf_unknown(r->diags, yaml_key_where(fields, i),
			    "crm.fields", fields->members[i].key,
			    crm_type_names, CRM_TYPES);
		else
			profile_fields(r, &r->crm->objects[t],
			    &fields->members[i].value);
	}
	return 0;
}
