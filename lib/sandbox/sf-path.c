/* Along relationships: "Account.Owner.Name". */
#include "sandbox/sf.h"

static bool
no_column(struct request *q, const struct object_type *t, struct str name,
    struct sf_error *e)
{
	sf_fail(q, e, "INVALID_FIELD", NULL, "No such column '%.*s' on "
	    "entity '%s'. If you are attempting to use a custom field, be "
	    "sure to append the '__c' after the custom field name. Please "
	    "reference your WSDL or the describe call for the appropriate "
	    "names.", STR_ARG(str_to(name, 100)), t->name);
	return false;
}

/* Of several types that a reference may lead to, one that has it will do. */
static bool
through(struct request *q, const struct sf_field *ref, struct str rest,
    struct sf_field *out, struct sf_error *e)
{
	struct str list = str_of(ref->refers), name;
	const struct object_type *t;

	while (list.len > 0) {
		name = str_to(list, str_find(list, STR(" ")));
		list = str_from(list, name.len + 1);
		t = sf_type(q, name);
		if (t != NULL && sf_path_field(q, t, rest, out, e))
			return true;
	}
	return false;
}

bool
sf_path_field(struct request *q, const struct object_type *t,
    struct str path, struct sf_field *out, struct sf_error *e)
{
	size_t dot = str_find(path, STR("."));
	struct sf_field ref;

	if (dot == (size_t)-1)
		return sf_field(q, t, path, out) || no_column(q, t, path, e);
	if (!sf_parent(q, t, str_to(path, dot), &ref)) {
		sf_fail(q, e, "INVALID_FIELD", NULL, "Didn't understand "
		    "relationship '%.*s' in field path. If you are "
		    "attempting to use a custom relationship, be sure to "
		    "append the '__r' after the custom relationship name. "
		    "Please reference your WSDL or the describe call for "
		    "the appropriate names.", STR_ARG(str_to(path, dot)));
		return false;
	}
	return through(q, &ref, str_from(path, dot + 1), out, e);
}

bool
sf_follow(struct request *q, const struct object *o, struct str relationship,
    struct object *out)
{
	const struct object_type *t;
	struct sf_field ref;
	struct json id;

	if (!sf_parent(q, o->type, relationship, &ref))
		return false;
	id = sf_value(q, o, &ref);
	t = sf_id_type(sf_text(&id));
	return t != NULL && store_get_exact(q->store, t,
	    sf_id_number(t, sf_text(&id)), q->a, out);
}

struct json
sf_path_value(struct request *q, const struct object *o, struct str path)
{
	size_t dot = str_find(path, STR("."));
	struct object parent;
	struct sf_field f;

	if (dot != (size_t)-1)
		return sf_follow(q, o, str_to(path, dot), &parent) ?
		    sf_path_value(q, &parent, str_from(path, dot + 1)) :
		    json_null();
	return sf_field(q, o->type, path, &f) ? sf_value(q, o, &f) :
	    json_null();
}
