/*
 * fields: values from the record's form into the CRM's, and back.
 *
 * A value is compared with what the CRM has.  Most are put into the CRM's
 * spelling first; one with a "decode", or whose "encode" asks for what is
 * there, is compared as the record has it and spelled when it is written.
 */
#include "crm/profile.h"

/* Values of an array become one text, as most CRMs want their lists. */
static struct json
join(const struct json *v, struct arena *a)
{
	struct buf b = { 0 };
	struct json out;
	size_t i;

	for (i = 0; i < v->len; i++) {
		if (v->items[i].type != JSON_STRING)
			continue;
		if (b.len > 0)
			buf_addc(&b, ';');
		buf_add(&b, v->items[i].text, v->items[i].len);
	}
	out = b.len > 0 ? json_str(arena_str(a, buf_str(&b))) : json_null();
	buf_free(&b);
	return out;
}

/* An empty text says nothing: it must not clear what the CRM has. */
static struct json
as_sent(const struct json *v, bool text, struct arena *a)
{
	double d;

	switch (v->type) {
	case JSON_NUMBER:
		if (!text)
			return *v;
		/* 10.0 is a double in the record; people write 10. */
		if (json_to_double(v, &d) && d >= -1e15 && d <= 1e15 &&
		    d == (double)(int64_t)d)
			return json_str(arena_printf(a, "%lld",
			    (long long)d));
		return json_str((struct str){ v->text, v->len });
	case JSON_STRING:
		return v->len > 0 ? *v : json_null();
	case JSON_TRUE:
	case JSON_FALSE:
		if (!text)
			return *v;
		return json_str(v->type == JSON_TRUE ? STR("true") :
		    STR("false"));
	case JSON_ARRAY:
		return join(v, a);
	default:
		return json_null();
	}
}

/* The value of ${p}; JSON_NULL where something it names is absent. */
static int
evaluate(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct json *out, struct err *e)
{
	struct err why = { 0 };
	struct cel_val v;

	*out = json_null();
	switch (cel_eval(p, vars, a, &v, &why)) {
	case CEL_OK:
		return cel_to_json(v, a, out, e);
	case CEL_ABSENT:
		return 0;
	case CEL_FAIL:
		break;
	}
	if (e != NULL)
		*e = why;
	return -1;
}

/* What "encode" makes of it is as the CRM wants it, lists and all. */
static int
encode(const struct crm *crm, const struct crm_field *f, struct json *v,
    const struct json *current, struct arena *a, struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };
	bool text = crm->rules->text;
	struct json *value;

	if (v->type == JSON_NULL || f->encode == NULL)
		return 0;
	/* What comes out may be what went in, and is written over ${v}. */
	value = ARENA_NEW(a, struct json);
	*value = *v;
	common_vars(crm, vars);
	vars[PV_VALUE] = cel_from_json(value);
	if (current != NULL)
		vars[PV_CURRENT] = cel_from_json(current);
	if (evaluate(f->encode, vars, a, v, e) == -1)
		return err_field(e, f->name);
	if (text || (v->type != JSON_ARRAY && v->type != JSON_OBJECT))
		*v = as_sent(v, text, a);
	return 0;
}

static int
prepare(const struct crm *crm, const struct crm_field *f, struct json *v,
    struct arena *a, struct err *e)
{
	struct json plain;

	if (f->encode == NULL || f->late)
		*v = as_sent(v, crm->rules->text, a);
	plain = *v;	/* if it cannot be spelled, that is told now */
	if (encode(crm, f, f->late ? &plain : v, NULL, a, e) == -1)
		return -1;
	return 0;
}

/* A lead is made of what is known of the person: of the contact. */
static struct str
member(enum crm_type t)
{
	return str_of(crm_type_names[t == CRM_LEAD ? CRM_CONTACT : t]);
}

int
crm_fields(const struct crm *crm, enum crm_type t,
    const struct json_doc *doc, struct cel_val *vars,
    const struct json *own, struct arena *a, struct json *out,
    struct err *e)
{
	const struct crm_object *o = &crm->objects[t];
	const struct json *v;
	size_t i;

	if (own != NULL)
		vars[crm->rules->own_var[t]] = cel_from_json(own);
	else
		own = json_get(&doc->root, member(t));
	for (i = 0; i < o->nfields; i++) {
		out[i] = json_null();
		if (o->fields[i].from == NULL) {
			v = json_get(own, o->fields[i].name);
			if (v != NULL)
				out[i] = *v;
		} else if (evaluate(o->fields[i].from, vars, a, &out[i],
		    e) == -1)
			return err_field(e, o->fields[i].name);
		if (prepare(crm, &o->fields[i], &out[i], a, e) == -1)
			return -1;
	}
	return 0;
}

bool
crm_wants(const struct crm *crm, enum crm_type t,
    const struct cel_val *vars, struct arena *a)
{
	const struct crm_object *o = &crm->objects[t];

	return o->create != NULL && (o->when == NULL ||
	    cel_true(o->when, vars, a));
}

/* "custom.colour" stands in the member "colour" of "custom". */
static const struct json *
get_path(const struct json *fields, struct str path)
{
	const struct json *v = json_get(fields, path);
	size_t dot;

	if (v != NULL || (dot = str_find(path, STR("."))) == (size_t)-1)
		return v;
	v = json_get(fields, str_to(path, dot));
	return v != NULL ? get_path(v, str_from(path, dot + 1)) : NULL;
}

static void
put_path(struct json *o, struct str path, const struct json *v,
    struct arena *a)
{
	size_t dot = str_find(path, STR("."));
	struct json *part;

	if (dot == (size_t)-1) {
		json_set(o, path, *v, a);
		return;
	}
	part = json_get(o, str_to(path, dot));
	if (part == NULL || part->type != JSON_OBJECT)
		part = json_set(o, str_to(path, dot), json_object(), a);
	put_path(part, str_from(path, dot + 1), v, a);
}

struct json
crm_value(const struct crm *crm, const struct crm_field *f,
    const struct json *fields, struct arena *a)
{
	const struct json *v = f->to.p != NULL ? get_path(fields, f->to) :
	    NULL;
	struct cel_val vars[PV_COUNT] = { 0 };
	struct json out = json_null();

	if (v == NULL || f->decode == NULL || v->type == JSON_NULL)
		return v != NULL ? *v : out;
	common_vars(crm, vars);
	vars[PV_VALUE] = cel_from_json(v);
	evaluate(f->decode, vars, a, &out, NULL);
	return out;
}

struct str
crm_text(const struct crm *crm, const struct crm_field *f,
    const struct json *fields, struct arena *a)
{
	struct json v = crm_value(crm, f, fields, a);

	return v.type == JSON_STRING ? (struct str){ v.text, v.len } :
	    STR_NONE;
}

/* A text with ";" between its parts. */
static void
split(struct str s, struct arena *a, struct conf_strs *out)
{
	size_t end;
	struct str one;

	for (;;) {
		end = str_find(s, STR(";"));
		one = str_trim(end == (size_t)-1 ? s : str_to(s, end));
		out->p = arena_grow(a, out->p, out->n * sizeof(*out->p),
		    (out->n + 1) * sizeof(*out->p));
		if (one.len > 0)
			out->p[out->n++] = one;
		if (end == (size_t)-1)
			return;
		s = str_from(s, end + 1);
	}
}

/* All texts in ${v}: CRMs have lists of addresses, or of what holds one. */
static void
collect(const struct json *v, struct arena *a, struct conf_strs *out)
{
	size_t i;

	switch (v->type) {
	case JSON_STRING:
		split((struct str){ v->text, v->len }, a, out);
		break;
	case JSON_ARRAY:
		for (i = 0; i < v->len; i++)
			collect(&v->items[i], a, out);
		break;
	case JSON_OBJECT:
		for (i = 0; i < v->len; i++)
			collect(&v->members[i].value, a, out);
		break;
	default:
		break;
	}
}

struct conf_strs
crm_texts(const struct crm *crm, const struct crm_field *f,
    const struct json *fields, struct arena *a)
{
	struct json first = crm_value(crm, f, fields, a);
	struct conf_strs out = { 0 };
	const struct json *v;
	size_t i;

	if (first.type == JSON_STRING && first.len > 0)
		collect(&first, a, &out);
	for (i = 0; i < f->others.n; i++) {
		v = get_path(fields, f->others.p[i]);
		if (v != NULL)
			collect(v, a, &out);
	}
	return out;
}

void
crm_put(const struct crm *crm, const struct crm_field *f,
    const struct json *v, const struct json *current, struct json *write,
    struct arena *a)
{
	const struct json *stands = get_path(current, f->to);
	struct json out = *v;

	if (f->late && (encode(crm, f, &out, stands, a, NULL) == -1 ||
	    (stands != NULL && json_equal(&out, stands))))
		return;
	if (out.type != JSON_NULL)
		put_path(write, f->to, &out, a);
}
