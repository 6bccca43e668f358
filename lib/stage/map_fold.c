/* A source profile at work: expressions in, events of a conversation out. */
#include "stage/map_fold.h"
#include "stage/map_message.h"
#include "stage/map_redact.h"
#include "stage/map_time.h"

/* The variables for one document. */
static void
set_vars(struct fold *f, const struct json *input)
{
	const struct json *doc = map_source_doc(f->s, input,
	    f->run->scratch->parser, f->run->a);
	int i;

	f->vars[SOURCE_INPUT] = cel_from_json(input);
	f->vars[SOURCE_DOC] = cel_from_json(doc);
	f->vars[SOURCE_EVENT] = f->vars[SOURCE_DOC];
	f->vars[SOURCE_NOW] = cel_timestamp(f->run->env->now);
	for (i = 0; i < CONV_ROLES; i++)
		f->vars[SOURCE_ROLES + i] =
		    cel_string(str_of(conv_roles[i]));
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

	return fold_json(f, x, name, &v) ? map_text(&v) : STR_NONE;
}

bool
fold_time(struct fold *f, const struct map_expr *x, const char *name,
    struct instant *out)
{
	struct json v;

	if (!fold_json(f, x, name, &v))
		return false;
	if (map_time_read(&v, NULL, out) == 0)
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

/* Slots by name; or a list of such maps, one after the other. */
static void
set_slots(struct fold *f, const struct map_expr *x, const char *name,
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
	set_slots(f, &r->x[RULE_SLOTS], "slots", at);
	if (r->take >= 0)
		conv_add(&f->conv, (enum conv_kind)r->take, at);
	text = fold_text(f, &r->x[RULE_LANGUAGE], "language");
	if (text.len > 0)
		f->language = text;
	text = fold_text(f, &r->x[RULE_CHANNEL], "channel");
	if (text.len > 0)
		f->channel = text;
}

static void
fold_event(struct fold *f)
{
	struct instant t;
	bool timed = fold_time(f, &f->s->x[SOURCE_AT], "at", &t);
	struct str kind = fold_text(f, &f->s->x[SOURCE_KIND], "kind");
	size_t i;

	if (timed)
		conv_time(&f->conv, t);
	for (i = 0; i < f->s->nrules; i++)
		if (fits(f, &f->s->rules[i], kind)) {
			apply(f, &f->s->rules[i], timed ? &t : NULL);
			return;
		}
}

static bool
is_piece(struct fold *f)
{
	struct cel_val v;

	return fold_value(f, &f->s->x[SOURCE_PIECE], "piece", &v) &&
	    v.kind == CEL_BOOL && v.b;
}

static void
fold_list(struct fold *f)
{
	struct cel_val list;
	size_t i, n, before;

	if (!fold_value(f, &f->s->x[SOURCE_EVENTS], "events", &list))
		return;
	if (list.kind != CEL_LIST) {
		map_note(f->run, "source.events", "warning", "dropped", NULL,
		    "source.events");
		return;
	}
	before = f->conv.n;
	n = cel_list_len(list);
	for (i = 0; i < n; i++) {
		f->vars[SOURCE_EVENT] = cel_list_at(list, i);
		fold_event(f);
	}
	if (n > 0 && f->conv.n == before)
		map_note(f->run, "source.no_event", "warning", "kept", NULL,
		    "source.rules");
}

/* One document: a whole conversation or a piece of one. */
static void
fold_doc(struct fold *f, const struct json *input)
{
	set_vars(f, input);
	if (is_piece(f))
		fold_event(f);
	else
		fold_list(f);
	/* The final state comes last: it is the newest there is. */
	set_slots(f, &f->s->x[SOURCE_SLOTS], "slots",
	    f->conv.timed ? &f->conv.last : NULL);
}

static void
fold_head(struct fold *f, struct map_head *h)
{
	const struct map_expr *x = f->s->x;
	struct str text;

	h->id = fold_text(f, &x[SOURCE_ID], "id");
	h->account = map_redact_id(f->run,
	    fold_text(f, &x[SOURCE_ACCOUNT], "account"), "source.account");
	h->session = fold_text(f, &x[SOURCE_SESSION], "session");
	text = fold_text(f, &x[SOURCE_LANGUAGE], "language");
	h->language = text.len > 0 ? text : f->language;
	text = fold_text(f, &x[SOURCE_CHANNEL], "channel");
	h->channel = text.len > 0 ? text : f->channel;
}

/* "es_es" is written es-ES where a CRM reads it (BCP 47). */
static struct str
language_tag(struct str s, struct arena *a)
{
	size_t i, start = 0;
	char *p;

	if (s.len == 0 || s.len > 35)
		return s;
	s = arena_str(a, s);
	p = (char *)s.p;
	for (i = 0; i < s.len; i++) {
		p[i] = p[i] == '_' ? '-' : ascii_lower(p[i]);
		if (p[i] == '-')
			start = i + 1;
	}
	if (start > 0 && s.len - start == 2)
		for (i = start; i < s.len; i++)
			if (ascii_alpha(p[i]))
				p[i] -= 'a' - 'A';
	return s;
}

static void
lay_out(struct fold *f, struct map_head *h, struct json *out)
{
	struct arena *a = f->run->a;
	struct instant t;
	struct json at;

	if (fold_time(f, &f->s->x[SOURCE_STARTED], "started_at", &t))
		conv_time(&f->conv, t);
	if (fold_time(f, &f->s->x[SOURCE_ENDED], "ended_at", &t))
		conv_time(&f->conv, t);
	if (f->conv.timed) {
		json_add(out, STR("started_at"),
		    map_time_json(f->conv.first, a), a);
		at = map_time_json(f->conv.last, a);
		json_add(out, STR("ended_at"), at, a);
		h->at = (struct str){ at.text, at.len };
	}
	h->language = language_tag(map_redact_text(f->run, h->language,
	    "conversation.language"), a);
	h->channel = map_redact_text(f->run, h->channel,
	    "conversation.channel");
	if (h->language.len > 0)
		json_add(out, STR("language"), json_str(h->language), a);
	if (h->channel.len > 0)
		json_add(out, STR("channel"), json_str(h->channel), a);
	conv_finish(&f->conv, out);
}

static void
fold_init(struct fold *f, const struct map_source *s, struct map_run *run)
{
	*f = (struct fold){ .s = s, .run = run };
	conv_init(&f->conv, run->a, &run->scratch->buf);
}

/* The pieces of a group; a list of whole conversations is none. */
static int
fold_group(struct fold *f, const struct json *input, struct err *e)
{
	struct str first = STR_NONE, id;
	size_t i;

	for (i = 0; i < input->len; i++) {
		fold_doc(f, &input->items[i]);
		id = fold_text(f, &f->s->x[SOURCE_ID], "id");
		if (i == 0)
			first = id;
		else if (!str_eq(first, id))
			return err_set(e, ERR_INPUT, "source.list",
			    "a list of several conversations; write one a "
			    "line");
	}
	set_vars(f, &input->items[0]);
	return 0;
}

int
map_fold(const struct map_source *s, struct map_run *run,
    const struct json *input, struct map_head *head, struct json *out,
    struct err *e)
{
	struct fold f;

	fold_init(&f, s, run);
	*head = (struct map_head){ .id = STR_NONE };
	if (input->type == JSON_ARRAY && input->len > 0 &&
	    map_expr_given(&s->x[SOURCE_PIECE])) {
		if (fold_group(&f, input, e) == -1)
			return -1;
	} else {
		fold_doc(&f, input);
		f.vars[SOURCE_EVENT] = f.vars[SOURCE_DOC];
	}
	fold_head(&f, head);
	lay_out(&f, head, out);
	return 0;
}

bool
map_fold_id(const struct map_source *s, struct map_run *run,
    const struct json *input, struct str *id, struct str *session)
{
	struct fold f;

	fold_init(&f, s, run);
	set_vars(&f, input);
	*id = fold_text(&f, &s->x[SOURCE_ID], "id");
	*session = fold_text(&f, &s->x[SOURCE_SESSION], "session");
	return is_piece(&f);
}
