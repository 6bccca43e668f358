/* validate_list: the lists of words that fields are judged by. */
#include "base/utf8.h"
#include "stage/validate_conf.h"
#include "text/country.h"

/* A file is looked for beside the one that names it. */
static const char *
beside(struct reader *rd, const struct json *node, struct str path)
{
	const char *file = yaml_where(node).name;
	const char *slash = file != NULL ? strrchr(file, '/') : NULL;

	if (path.p[0] == '/' || slash == NULL)
		return arena_str(rd->a, path).p;
	return arena_printf(rd->a, "%.*s/%.*s", (int)(slash - file), file,
	    STR_ARG(path)).p;
}

static struct list *
read_list(struct reader *rd, const struct json *node)
{
	struct list *l = list_new(rd->a);
	struct str s = yaml_text(node);
	struct err e = { 0 };
	size_t i;

	if (node->type == JSON_ARRAY) {
		for (i = 0; i < node->len; i++) {
			s = utf8_trim(yaml_text(&node->items[i]));
			if (s.len > 0)
				list_add(l, s, s);
		}
	} else if (s.len == 0 || list_read(l, beside(rd, node, s), &e) == -1)
		diag_error(rd->d, yaml_where(node), "config.list",
		    "%s", s.len == 0 ? "a list is a file's path, or words" :
		    e.msg);
	return l;
}

void
validate_read_lists(struct reader *rd, const struct json *node)
{
	size_t i;

	hmap_init(&rd->lists, rd->a);
	if (node == NULL || node->type != JSON_OBJECT)
		return;
	for (i = 0; i < node->len; i++)
		*hmap_slot(&rd->lists, node->members[i].key) = read_list(rd,
		    &node->members[i].value);
}

/* The one of the section's lists that is called most like ${name}, or NULL. */
static const char *
nearest_list(const struct reader *rd, struct str name)
{
	const char **names = arena_array(rd->a, rd->lists.n + 1,
	    sizeof(*names));
	size_t i;

	for (i = 0; i < rd->lists.n; i++)
		names[i] = arena_str(rd->a, rd->lists.entries[i].key).p;
	return nearest(name, names, rd->lists.n);
}

const struct list *
validate_list(struct reader *rd, struct str name, const struct json *field,
    const char *key)
{
	const struct list *l;
	const char *near;

	if (name.p == NULL)
		return NULL;
	if ((l = hmap_get(&rd->lists, name)) != NULL)
		return l;
	near = nearest_list(rd, name);
	diag_error(rd->d, yaml_where(json_get(field, str_of(key))),
	    "config.list", "there is no list '%.*s'; %s%s%s", STR_ARG(name),
	    near != NULL ? "did you mean '" : "name its file below "
	    "validate.lists", near != NULL ? near : "",
	    near != NULL ? "'?" : "");
	return NULL;
}

void
validate_check_allow(struct reader *rd, const struct list *known,
    const struct conf_strs *allow, const struct json *field)
{
	const struct json *node = json_get(field, STR("allow"));
	struct str s, form;
	char q[64];
	size_t i;

	for (i = 0; known != NULL && i < allow->n; i++) {
		s = utf8_trim(allow->p[i]);
		form = list_find(known, s, rd->a);
		if (form.p != NULL && str_ieq(form, s))
			continue;
		diag_error(rd->d, yaml_where(node->type == JSON_ARRAY ?
		    &node->items[i] : node), "config.allow", form.p != NULL ?
		    "'%s' is never the value, which is written '%.*s' here" :
		    "'%s' is none that is known; a country is written as "
		    "US, a currency as EUR%.*s",
		    err_quote(s, q, sizeof(q)), STR_ARG(form));
	}
}

const struct list *
validate_words(struct reader *rd, const struct conf_strs *words)
{
	struct list *l = list_new(rd->a);
	struct str s;
	size_t i;

	for (i = 0; i < words->n; i++) {
		s = utf8_trim(words->p[i]);
		list_add(l, s, s);
	}
	return l;
}

/* "Germania|Allemagne" */
static void
add_others(struct list *l, struct str others, struct str canonical)
{
	size_t bar;

	while (others.len > 0) {
		bar = str_find(others, STR("|"));
		list_add(l, str_to(others, bar), canonical);
		others = bar < others.len ? str_from(others, bar + 1) :
		    STR_NONE;
	}
}

const struct list *
validate_countries(struct reader *rd, int form)
{
	struct list *l = list_new(rd->a);
	const struct country *c;
	struct str to;

	for (c = countries; c->alpha2[0] != '\0'; c++) {
		to = str_of(form == AS_ALPHA2 ? c->alpha2 :
		    form == AS_ALPHA3 ? c->alpha3 : c->name);
		list_add(l, str_of(c->alpha2), to);
		list_add(l, str_of(c->alpha3), to);
		list_add(l, str_of(c->name), to);
		add_others(l, str_of(c->others), to);
	}
	return l;
}

const struct list *
validate_currencies(struct reader *rd)
{
	struct list *l = list_new(rd->a);
	const struct currency *c;

	for (c = currencies; c->code[0] != '\0'; c++) {
		list_add(l, str_of(c->code), str_of(c->code));
		add_others(l, str_of(c->others), str_of(c->code));
	}
	return l;
}

/*
 * What nobody is called and many type.  Null, Na, Foo, Bar and None are
 * people's names, and Guest is a last name.
 */
const struct list *
validate_rubbish(struct reader *rd, struct str name)
{
	static const char *const words[] = { "test", "testing", "test test",
		"test user", "tester test", "asdf", "asdfasdf", "asdf asdf",
		"asdfg", "asdfgh", "asdfghjkl", "qwerty", "qwertz", "qwert",
		"azerty", "xxx", "xxxx", "n/a", "n.a.", "unknown",
		"anonymous", "anonym", "undefined", "no name", "noname",
		"your name", "my name", "first name", "last name",
		"firstname", "lastname", "full name" };
	bool last = str_eq(name, STR("last_name"));
	struct list **l = &rd->rubbish[last];
	size_t i;

	if (*l != NULL)
		return *l;
	*l = list_new(rd->a);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		list_add(*l, str_of(words[i]), str_of(words[i]));
	if (!last)
		list_add(*l, STR("guest"), STR("guest"));
	return *l;
}
