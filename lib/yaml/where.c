/* where: from a node of the tree back to its place in the file. */
#include "yaml/yaml.h"

#include "yaml/source.h"
#include "yaml/walk.h"

struct where
yaml_where(const struct json *v)
{
	const struct yaml_source *s = source_of(v);

	return (struct where){ s != NULL ? s->name : NULL, v->line, v->col };
}

struct where
yaml_key_where(const struct json *o, size_t i)
{
	const struct json_member *m = &o->members[i];
	const struct yaml_source *s = source_of(&m->value);
	size_t k;

	if (s == NULL)
		return yaml_where(o);
	for (k = 0; k < s->nkeys; k++)
		if (s->keys[k].p == m->key.p)
			return source_where(s, s->keys[k].offset);
	return yaml_where(&m->value);
}

struct where
yaml_where_in(const struct json *v, size_t offset)
{
	const struct yaml_source *s = source_of(v);
	size_t start;

	if (s == NULL || v->type != JSON_STRING)
		return yaml_where(v);
	start = source_offset(s, v->line, v->col);
	return source_where(s, walk_to(v, s->text, start, offset));
}

struct str
yaml_text(const struct json *v)
{
	const struct yaml_source *s = source_of(v);
	struct str rest;
	size_t n = 0;

	if (v->type == JSON_ARRAY || v->type == JSON_OBJECT)
		return STR_NONE;
	if (v->type == JSON_STRING || s == NULL ||
	    (v->flags & YAML_STYLE) != YAML_PLAIN)
		return (struct str){ v->text, v->text != NULL ? v->len : 0 };
	rest = str_from(s->text, walk_start(v, s->text,
	    source_offset(s, v->line, v->col)));
	while (n < rest.len && (ascii_alpha(rest.p[n]) ||
	    ascii_digit(rest.p[n]) || (rest.p[n] != '\0' &&
	    strchr("+-.~", rest.p[n]) != NULL)))
		n++;
	return str_to(rest, n);
}

char
yaml_stop(const struct json *v)
{
	const struct yaml_source *s = source_of(v);
	struct str rest;
	size_t i = 0;

	if (s == NULL || (v->flags & YAML_STYLE) != YAML_PLAIN ||
	    v->type != JSON_STRING)
		return '\0';
	rest = str_from(s->text, walk_to(v, s->text,
	    source_offset(s, v->line, v->col), v->len));
	while (i < rest.len && (rest.p[i] == ' ' || rest.p[i] == '\t'))
		i++;
	return i < rest.len && memchr("#,[]{}", rest.p[i], 6) != NULL ?
	    rest.p[i] : '\0';
}
