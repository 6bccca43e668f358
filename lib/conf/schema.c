/*
 * schema: tables of keys as a JSON Schema.
 *
 * A table that stands in several places becomes one definition, named after
 * the first: the fields of company are those of contact.  Texts may also be
 * numbers and booleans, since that is how YAML reads what people write for
 * text, and so do we.  Data, which programs write, has none of that.
 * Source: JSON Schema draft 07, core and validation.
 */
#include "base/hmap.h"
#include "conf/conf.h"

struct writer {
	struct arena	*a;
	struct hmap	 names;		/* of tables, by their address */
	struct json	*definitions;
	bool		 data;		/* no configuration */
};

static struct json	value(struct writer *w, const struct conf_key *k,
			    const char *path, bool form);

static void
set(struct writer *w, struct json *o, const char *key, struct json v)
{
	json_set(o, str_of(key), v, w->a);
}

static void
set_str(struct writer *w, struct json *o, const char *key, const char *s)
{
	set(w, o, key, json_str(str_of(s)));
}

static struct json
list(struct writer *w, const char *const *words)
{
	struct json l = json_array();

	for (; *words != NULL; words++)
		json_push(&l, json_str(str_of(*words)), w->a);
	return l;
}

static struct json
of_type(struct writer *w, const char *type)
{
	struct json o = json_object();

	set_str(w, &o, "type", type);
	return o;
}

static struct json
text(struct writer *w)
{
	static const char *const scalars[] = { "string", "number", "boolean",
	    NULL };
	struct json o = json_object();

	if (w->data)
		return of_type(w, "string");
	set(w, &o, "type", list(w, scalars));
	return o;
}

static struct json
pattern(struct writer *w, const char *re)
{
	struct json o = of_type(w, "string");

	set_str(w, &o, "pattern", re);
	return o;
}

static struct json
bound(double d, struct arena *a)
{
	return d == (double)(int64_t)d ? json_int((int64_t)d, a) :
	    json_double(d, a);
}

static void
bounds(struct writer *w, struct json *o, const struct conf_key *k)
{
	if (k->min == 0 && k->max == 0)
		return;
	set(w, o, "minimum", bound(k->min, w->a));
	set(w, o, "maximum", bound(k->max, w->a));
}

static struct json
number(struct writer *w, const struct conf_key *k, const char *type)
{
	struct json o = of_type(w, type);

	bounds(w, &o, k);
	return o;
}

static struct json
size(struct writer *w, const struct conf_key *k)
{
	static const char *const types[] = { "integer", "string", NULL };
	struct json o = json_object();

	set(w, &o, "type", list(w, types));
	set_str(w, &o, "pattern",
	    "^[0-9]+ *(([kKmMgG][iI]?)?[bB]|[kKmMgG])?$");
	bounds(w, &o, k);
	return o;
}

static struct json
any_of(struct writer *w, struct json one, struct json other)
{
	struct json o = json_object(), forms = json_array();

	json_push(&forms, one, w->a);
	json_push(&forms, other, w->a);
	set(w, &o, "anyOf", forms);
	return o;
}

static struct json
array(struct writer *w, struct json items)
{
	struct json o = of_type(w, "array");

	set(w, &o, "items", items);
	return o;
}

/*
 * {env: NAME} and its likes: one key, beside which there is no other.  That
 * is said of each, since where the whole has at most one an editor offers
 * nothing as soon as a key is begun.
 */
static struct json
secret(struct writer *w)
{
	static const struct {
		const char *name, *help;
	} forms[] = {
		{ "env", "the environment variable that holds it" },
		{ "file", "a file that nobody else may read" },
		{ "command", "a program that prints it" },
		{ "vault", "an entry of the vault" }
	};
	struct json o = of_type(w, "object"), keys = json_object(), k;
	struct json alone = of_type(w, "object"), only = json_object();
	size_t i;

	set(w, &alone, "maxProperties", json_int(1, w->a));

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		k = i == 2 ? array(w, text(w)) : of_type(w, "string");
		set_str(w, &k, "description", forms[i].help);
		set(w, &k, i == 2 ? "minItems" : "minLength",
		    json_int(1, w->a));
		set(w, &keys, forms[i].name, k);
		set(w, &only, forms[i].name, alone);
	}
	set(w, &o, "properties", keys);
	set(w, &o, "additionalProperties", json_bool(false));
	set(w, &o, "minProperties", json_int(1, w->a));
	set(w, &o, "dependencies", only);
	return o;
}

static void
or_null(struct writer *w, struct json *o, const char *type)
{
	struct json types = json_array();

	json_push(&types, json_str(str_of(type)), w->a);
	json_push(&types, json_str(STR("null")), w->a);
	set(w, o, "type", types);
}

/* Nothing, where a mapping or a list could be, is an empty one. */
static void
or_nothing(struct writer *w, struct json *o, const char *type)
{
	if (w->data)
		set_str(w, o, "type", type);
	else
		or_null(w, o, type);
}

static bool
wants_any(const struct conf_key *keys)
{
	for (; keys->name != NULL; keys++)
		if (keys->flags & CONF_REQUIRED)
			return true;
	return false;
}

static void
mapping(struct writer *w, const struct conf_key *keys, const char *path,
    struct json *o)
{
	struct json props = json_object(), required = json_array();
	struct json others = json_bool(false);
	const struct conf_key *k;
	const char *name;

	for (k = keys; k->name != NULL; k++) {
		name = arena_printf(w->a, "%s%s%s", path, *path == '\0' ?
		    "" : ".", *k->name == '*' ? "NAME" : k->name).p;
		if (*k->name == '*')
			others = value(w, k, name, false);
		else
			set(w, &props, k->name, value(w, k, name, false));
		if (k->flags & CONF_REQUIRED)
			json_push(&required, json_str(str_of(k->name)), w->a);
	}
	if (props.len > 0)
		set(w, o, "properties", props);
	if (required.len > 0)
		set(w, o, "required", required);
	set(w, o, "additionalProperties", others);
}

/* A reference to the definition of a table, which is made when first met. */
static struct json
reference(struct writer *w, const struct conf_key *keys, const char *path,
    bool form)
{
	const struct conf_key **key = ARENA_NEW(w->a, const struct conf_key *);
	struct json o = json_object(), ref = json_object();
	const char *name;
	void **slot;

	*key = keys;
	slot = hmap_slot(&w->names, (struct str){ (const char *)key,
	    sizeof(keys) });
	if (*slot == NULL) {
		name = arena_str(w->a, str_of(path)).p;
		*slot = (void *)(uintptr_t)name;
		if (form || wants_any(keys))
			set_str(w, &o, "type", "object");
		else
			or_nothing(w, &o, "object");
		mapping(w, keys, path, &o);
		set(w, w->definitions, name, o);
	} else
		name = *slot;
	set(w, &ref, "$ref", json_str(arena_printf(w->a, "#/definitions/%s",
	    name)));
	return ref;
}

static struct json
items(struct writer *w, const struct conf_key *k, const char *path, bool form)
{
	struct json o = array(w, value(w, k->sub, path, true));

	if (!form)
		or_nothing(w, &o, "array");
	return o;
}

static struct json
either(struct writer *w, const struct conf_key *k, const char *path)
{
	struct json o = json_object(), forms = json_array(), one;
	const struct conf_key *form;

	/* An editor shows the form that is there, and not what it is one of. */
	for (form = k->sub; form->name != NULL; form++) {
		one = value(w, form, path, true);
		set_str(w, &one, "title", form->name);
		if (k->help != NULL && !w->data)
			set(w, &one, "description", json_str(arena_printf(w->a,
			    "%s%s%s", k->help, form->help != NULL ? ": " : "",
			    form->help != NULL ? form->help : "")));
		json_push(&forms, one, w->a);
	}
	set(w, &o, "anyOf", forms);
	return o;
}

static struct json
words(struct writer *w, const struct conf_key *k)
{
	struct json o = json_object();

	set(w, &o, "enum", list(w, k->names));
	return o;
}

/* What a text looks like, and some that one may write. */
static void
examples(struct writer *w, const struct conf_key *k, struct json *o)
{
	if (k->names == NULL)
		return;
	if (k->names[0][0] != '\0')
		set_str(w, o, "pattern", k->names[0]);
	if (k->names[1] != NULL)
		set(w, o, "examples", list(w, k->names + 1));
}

static struct json
bare(struct writer *w, const struct conf_key *k, const char *path, bool form)
{
	struct json one;

	switch (k->type) {
	case CONF_BOOL:
		return of_type(w, "boolean");
	case CONF_INT:
		return number(w, k, "integer");
	case CONF_NUM:
		return number(w, k, "number");
	case CONF_DURATION:
		return pattern(w, "^\\+?(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)"
		    "(ns|us|\xc2\xb5s|\xce\xbcs|ms|s|m|h|d|w))+$");
	case CONF_SIZE:
		return size(w, k);
	case CONF_ENUM:
		return words(w, k);
	case CONF_STRS:
		one = text(w);
		examples(w, k, &one);
		if (w->data)
			return array(w, one);
		return any_of(w, one, array(w, one));
	case CONF_SECRET:
		return secret(w);
	case CONF_OBJ:
	case CONF_MAP:
		return reference(w, k->sub, path, form);
	case CONF_LIST:
		return items(w, k, path, form);
	case CONF_EITHER:
		return either(w, k, path);
	case CONF_CEL:
		if (k->flags & CONF_CONDITION)
			return any_of(w, of_type(w, "string"),
			    of_type(w, "boolean"));
		return text(w);
	case CONF_STR:
		return text(w);
	case CONF_NODE:
		break;
	}
	return json_object();
}

/* ${form}: nothing instead of a mapping would be another form. */
static struct json
value(struct writer *w, const struct conf_key *k, const char *path, bool form)
{
	struct json o = bare(w, k, path, form);

	if ((k->flags & CONF_NULL) != 0)
		or_null(w, &o, json_get_str(&o, STR("type")).p);
	if (k->help != NULL)
		set_str(w, &o, "description", k->help);
	if (k->type != CONF_ENUM && k->type != CONF_STRS)
		examples(w, k, &o);
	return o;
}

struct json
conf_schema(const struct conf_key *keys, const char *id, const char *title,
    struct arena *a)
{
	struct json o = json_object(), definitions = json_object();
	struct writer w = { .a = a, .definitions = &definitions };

	hmap_init(&w.names, a);
	set_str(&w, &o, "$schema", "http://json-schema.org/draft-07/schema#");
	set_str(&w, &o, "$id", id);
	set_str(&w, &o, "title", title);
	or_null(&w, &o, "object");
	mapping(&w, keys, "", &o);
	set(&w, &o, "definitions", definitions);
	return o;
}

/* One of several: each its own definition, by its name. */
static void
forms(struct writer *w, const struct conf_key *form, struct json *o)
{
	struct json list = json_array();

	for (; form->name != NULL; form++)
		json_push(&list, value(w, form, form->name, true), w->a);
	set(w, o, "anyOf", list);
}

struct json
conf_data_schema(const struct conf_key *form, const char *id,
    const char *title, struct arena *a)
{
	struct json o = json_object(), definitions = json_object();
	struct writer w = { .a = a, .definitions = &definitions,
	    .data = true };

	hmap_init(&w.names, a);
	set_str(&w, &o, "$schema", "http://json-schema.org/draft-07/schema#");
	set_str(&w, &o, "$id", id);
	set_str(&w, &o, "title", title);
	set_str(&w, &o, "type", "object");
	if (form->type == CONF_EITHER)
		forms(&w, form->sub, &o);
	else
		mapping(&w, form->sub, "", &o);
	set(&w, &o, "definitions", definitions);
	return o;
}
