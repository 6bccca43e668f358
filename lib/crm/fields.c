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

static int
encode(const struct crm *crm, const struct crm_field *f, struct json *v,
    struct arena *a, struct err *e)
{
	struct cel_val vars[PV_COUNT] = { 0 };

	if (v->type == JSON_NULL)
		return 0;
	if (f->encode != NULL) {
		vars[PV_VALUE] = cel_from_json(v);
		vars[PV_OPTIONS] = cel_from_json(&crm->options);
		if (evaluate(f->encode, vars, a, v, e) == -1)
			return err_field(e, f->name);
	}
	*v = as_sent(v, crm->rules->text, a);
	return 0;
}

int
crm_fields(const struct crm *crm, enum crm_type t,
    const struct json_doc *doc, struct cel_val *vars,
    const struct json *extra, struct arena *a, struct json *out,
    struct err *e)
{
	const struct crm_object *o = &crm->objects[t];
	const struct json *own = json_get(&doc->root,
	    str_of(crm_type_names[t])), *member;
	size_t i;

	if (extra != NULL)
		vars[crm->rules->note_var] = cel_from_json(extra);
	for (i = 0; i < o->nfields; i++) {
		out[i] = json_null();
		if (o->fields[i].from == NULL) {
			member = json_get(own, o->fields[i].name);
			if (member != NULL)
				out[i] = *member;
		} else if (evaluate(o->fields[i].from, vars, a, &out[i],
		    e) == -1)
			return err_field(e, o->fields[i].name);
		if (encode(crm, &o->fields[i], &out[i], a, e) == -1)
			return -1;
	}
	return 0;
}
