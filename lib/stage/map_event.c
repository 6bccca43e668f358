/* A profile's expressions over one event: what it means. */
#include "stage/map_message.h"
#include "stage/map_redact.h"
#include "stage/map_time.h"

void
fold_vars(struct fold *f, const struct json *input)
{
	const struct json *doc;
	struct str stream = f->s->singer ?
	    json_get_str(input, STR("stream")) : STR_NONE;
	int i;

	input = map_source_record(f->s, input);
	doc = map_source_doc(f->s, input, f->run->scratch->parser, f->run->a);
	f->vars[SOURCE_INPUT] = cel_from_json(input);
	f->vars[SOURCE_DOC] = cel_from_json(doc);
	f->vars[SOURCE_EVENT] = f->vars[SOURCE_DOC];
	f->vars[SOURCE_NOW] = cel_timestamp(f->run->env->now);
	f->vars[SOURCE_GROUP] = cel_from_json(&f->group);
	f->vars[SOURCE_LET] = cel_from_json(&f->let);
	f->vars[SOURCE_STREAM] = cel_string(stream);
	for (i = 0; i < CONV_ROLES; i++)
		f->vars[SOURCE_ROLES + i] =
		    cel_string(str_of(conv_roles[i]));
}

void
fold_tell(struct told *t, struct json v, const struct instant *at)
{
	if (t->given && t->timed && at != NULL && time_cmp(*at, t->at) < 0)
		return;
	*t = (struct told){ .v = v, .given = true, .timed = at != NULL };
	if (at != NULL)
		t->at = *at;
}

void
fold_happened(struct fold *f, struct instant t)
{
	conv_time(&f->conv, t);
	if (!f->doc_timed || time_cmp(t, f->doc_last) > 0)
		f->doc_last = t;
	f->doc_timed = true;
}

static bool
found(struct fold *f, enum cel_status status, const char *name)
{
	if (status == CEL_FAIL)
		map_note(f->run, "expr.error", "warning", "dropped", NULL,
		    "source.%s", name);
	return status == CEL_OK;
}

bool
fold_value(struct fold *f, const struct map_expr *x, const char *name,
    struct cel_val *out)
{
	struct err e;

	return map_expr_given(x) && found(f,
	    map_expr_eval(x, f->vars, f->run->a, out, &e), name);
}

bool
fold_json(struct fold *f, const struct map_expr *x, const char *name,
    struct json *out)
{
	struct err e;
	size_t which;

	return map_expr_given(x) && found(f,
	    map_expr_json(x, f->vars, f->run->a, out, &which, &e), name);
}

struct str
fold_text(struct fold *f, const struct map_expr *x, const char *name)
{
	struct json v;

	return map_expr_given(x) && fold_json(f, x, name, &v) ?
	    map_text(&v) : STR_NONE;
}

bool
fold_time(struct fold *f, const struct map_expr *x, const char *name,
    struct instant *out)
{
	struct json v;

	if (!map_expr_given(x) || !fold_json(f, x, name, &v))
		return false;
	if (map_forms_time(&f->s->times, map_text(&v), out) ||
	    map_time_read(&v, f->s->times.zone, out) == 0)
		return true;
	map_note(f->run, "time.unknown", "warning", "dropped", NULL,
	    "source.%s", name);
	return false;
}

static bool
fits(struct fold *f, const struct map_rule *r, struct str kind)
{
	struct cel_val v;
	enum cel_status status;
	struct err e;
	size_t i;

	for (i = 0; i < r->on.n; i++)
		if (str_eq(r->on.p[i], kind))
			break;
	if (r->on.n > 0 && i == r->on.n)
		return false;
	if (r->when == NULL)
		return true;
	status = cel_eval(r->when, f->vars, f->run->a, &v, &e);
	if (status == CEL_FAIL)
		map_note(f->run, "expr.error", "warning", "dropped", NULL,
		    "source.rules[%zu].when", (size_t)(r - f->s->rules));
	return status == CEL_OK && v.kind == CEL_BOOL && v.b;
}

static void
set_slot(struct fold *f, struct str name, struct json value,
    const struct instant *at)
{
	struct conv_event *e = conv_add(&f->conv, CONV_SLOT, at);

	map_redact_named(f->run, &name, &value, "conversation.slots");
	e->name = name;
	e->value = value;
}

void
fold_slots(struct fold *f, const struct map_expr *x, const char *name,
    const struct instant *at)
{
	const struct json *map;
	struct json v;
	size_t i, j, n;

	if (!fold_json(f, x, name, &v))
		return;
	n = v.type == JSON_ARRAY ? v.len : 1;
	for (i = 0; i < n; i++) {
		map = v.type == JSON_ARRAY ? &v.items[i] : &v;
		for (j = 0; map->type == JSON_OBJECT && j < map->len; j++)
			set_slot(f, map->members[j].key,
			    map->members[j].value, at);
	}
}

static void
apply_slot(struct fold *f, const struct map_rule *r, const struct instant *at)
{
	struct str name = fold_text(f, &r->x[RULE_SLOT_NAME], "slot.name");
	struct json value = json_null();

	if (name.len == 0)
		return;
	fold_json(f, &r->x[RULE_SLOT_VALUE], "slot.value", &value);
	set_slot(f, name, value, at);
}

static void
apply(struct fold *f, const struct map_rule *r, const struct instant *at)
{
	struct str text;

	if (r->message)
		fold_message(f, r, at);
	if (r->slot)
		apply_slot(f, r, at);
	fold_slots(f, &r->x[RULE_SLOTS], "slots", at);
	fold_entities(f, &r->x[RULE_MORE_ENTITIES], at);
	text = fold_text(f, &r->x[RULE_DELETE], "delete");
	if (text.len > 0)
		conv_add(&f->conv, CONV_DELETE, at)->id = text;
	if (r->take >= 0)
		conv_add(&f->conv, (enum conv_kind)r->take, at);
	text = fold_text(f, &r->x[RULE_LANGUAGE], "language");
	if (text.len > 0)
		fold_tell(&f->language, json_str(text), at);
	text = fold_text(f, &r->x[RULE_CHANNEL], "channel");
	if (text.len > 0)
		fold_tell(&f->channel, json_str(text), at);
}

void
fold_event(struct fold *f)
{
	struct instant t;
	bool timed = fold_time(f, &f->s->x[SOURCE_AT], "at", &t);
	struct str kind = fold_text(f, &f->s->x[SOURCE_KIND], "kind");
	size_t i;

	if (timed)
		fold_happened(f, t);
	for (i = 0; i < f->s->nrules; i++)
		if (fits(f, &f->s->rules[i], kind)) {
			apply(f, &f->s->rules[i], timed ? &t : NULL);
			return;
		}
}
