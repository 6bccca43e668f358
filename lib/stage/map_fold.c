/* A source profile at work: expressions in, events of a conversation out. */
#include "stage/map_fold.h"
#include "stage/map_message.h"
#include "stage/map_person.h"
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
	f->vars[SOURCE_GROUP] = cel_from_json(&f->group);
	f->vars[SOURCE_LET] = cel_from_json(&f->let);
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

static void
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

static bool
holds(struct fold *f, enum source_key key, const char *name)
{
	struct cel_val v;

	return fold_value(f, &f->s->x[key], name, &v) &&
	    v.kind == CEL_BOOL && v.b;
}

/* False if there is no list. */
static bool
fold_list(struct fold *f)
{
	struct cel_val list;
	size_t i, n, before;

	if (!fold_value(f, &f->s->x[SOURCE_EVENTS], "events", &list))
		return false;
	if (list.kind != CEL_LIST) {
		map_note(f->run, "source.events", "warning", "dropped", NULL,
		    "source.events");
		return false;
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
	f->vars[SOURCE_EVENT] = f->vars[SOURCE_DOC];
	return true;
}

/* One document: a whole conversation or a piece of one. */
static void
fold_doc(struct fold *f, const struct json *input)
{
	const struct instant *last = NULL;
	struct instant t;

	f->doc_timed = false;
	set_vars(f, input);
	fold_lets(f, false);
	if (!fold_list(f) && holds(f, SOURCE_PIECE, "piece"))
		fold_event(f);
	if (f->doc_timed)
		last = &f->doc_last;
	/* The final state comes last: it is the newest there is. */
	set_slots(f, &f->s->x[SOURCE_SLOTS], "slots", last);
	fold_person(f, last);
	if (fold_time(f, &f->s->x[SOURCE_STARTED], "started_at", &t))
		conv_time(&f->conv, t);
	if (fold_time(f, &f->s->x[SOURCE_ENDED], "ended_at", &t))
		conv_time(&f->conv, t);
}

static void
know(struct fold *f, enum source_key key, const char *name, struct str *out)
{
	if (out->len == 0)
		*out = fold_text(f, &f->s->x[key], name);
}

/* What is told of the whole; of a group's pieces the first that tells it. */
static void
fold_head(struct fold *f, struct map_head *h)
{
	know(f, SOURCE_ID, "id", &h->id);
	know(f, SOURCE_ACCOUNT, "account", &h->account);
	know(f, SOURCE_SESSION, "session", &h->session);
	know(f, SOURCE_LANGUAGE, "language", &h->language);
	know(f, SOURCE_CHANNEL, "channel", &h->channel);
	know(f, SOURCE_NAME, "event", &h->event);
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

/* A session is named by the time of its first event. */
static void
name_session(struct fold *f, struct map_head *h)
{
	struct buf *b = f->conv.buf;
	struct civil c;

	if (!f->s->split || !f->conv.timed)
		return;
	time_civil(f->conv.first, NULL, &c);
	buf_reset(b);
	buf_adds(b, h->session);
	if (h->session.len > 0)
		buf_addc(b, '-');
	buf_printf(b, "%04d%02d%02dT%02d%02d%02dZ", (int)c.year, c.month,
	    c.day, c.hour, c.min, c.sec);
	h->session = arena_str(f->run->a, buf_str(b));
}

static void
put_times(struct fold *f, struct map_head *h, struct json *out)
{
	struct arena *a = f->run->a;
	struct json at;

	if (!f->conv.timed)
		return;
	json_add(out, STR("started_at"), map_time_json(f->conv.first, a), a);
	at = map_time_json(f->conv.last, a);
	json_add(out, STR("ended_at"), at, a);
	h->at = (struct str){ at.text, at.len };
}

/* The whole conversation, or the session of it that is asked for. */
static void
settle(struct fold *f, const struct map_part *part)
{
	conv_settle(&f->conv);
	if (part->n > 1)
		conv_narrow(&f->conv, f->s->gap, part->k,
		    part->k + 1 == part->n);
}

static void
lay_out(struct fold *f, struct map_head *h, struct json *out)
{
	struct arena *a = f->run->a;

	name_session(f, h);
	put_times(f, h, out);
	if (h->language.len == 0)
		h->language = map_text(&f->language.v);
	if (h->channel.len == 0)
		h->channel = map_text(&f->channel.v);
	h->language = language_tag(map_redact_text(f->run, h->language,
	    "conversation.language"), a);
	h->channel = map_redact_text(f->run, h->channel,
	    "conversation.channel");
	h->event = map_redact_text(f->run, h->event, "event");
	h->account = map_redact_id(f->run, h->account, "source.account");
	if (h->language.len > 0)
		json_add(out, STR("language"), json_str(h->language), a);
	if (h->channel.len > 0)
		json_add(out, STR("channel"), json_str(h->channel), a);
	conv_shape(&f->conv, out);
}

static void
fold_init(struct fold *f, const struct map_source *s, struct map_run *run)
{
	*f = (struct fold){ .s = s, .run = run, .group = json_array(),
	    .let = json_object(), .identifiers = json_array() };
	conv_init(&f->conv, run->a, &run->scratch->buf);
}

/* The documents of all pieces, where some expression looks at them. */
static void
gather(struct fold *f, const struct json *pieces, size_t n)
{
	size_t i;

	for (i = 0; f->s->reads_group && i < n; i++)
		json_push(&f->group, *map_source_doc(f->s, &pieces[i],
		    f->run->scratch->parser, f->run->a), f->run->a);
	set_vars(f, pieces);
	fold_lets(f, true);
}

/* The pieces of a group; a list of whole conversations is none. */
static int
fold_pieces(struct fold *f, const struct json *input, struct map_head *h,
    struct err *e)
{
	struct str id;
	size_t i;

	gather(f, input->items, input->len);
	for (i = 0; i < input->len; i++) {
		fold_doc(f, &input->items[i]);
		id = fold_text(f, &f->s->x[SOURCE_ID], "id");
		if (h->id.len > 0 && id.len > 0 && !str_eq(h->id, id))
			return err_set(e, ERR_INPUT, "source.list",
			    "a list of several conversations; write one a "
			    "line");
		fold_head(f, h);
	}
	return 0;
}

/* Why the line is no conversation, or none. */
static struct str
why_skipped(struct fold *f)
{
	struct json v;

	if (!fold_json(f, &f->s->x[SOURCE_SKIP], "skip", &v))
		return STR_NONE;
	if (v.type == JSON_TRUE)
		return STR("the line holds nothing of a conversation");
	return map_text(&v);
}

/* Fold ${input} as far as what it is called. */
static enum verdict
fold_input(struct fold *f, const struct json *input, struct map_head *head,
    struct err *e)
{
	struct str why;

	*head = (struct map_head){ .id = STR_NONE };
	if (input->type == JSON_ARRAY && input->len > 0 &&
	    map_expr_given(&f->s->x[SOURCE_PIECE]))
		return fold_pieces(f, input, head, e) == -1 ? REC_REFUSED :
		    REC_PASS;
	gather(f, input, 1);
	why = why_skipped(f);
	if (why.len > 0) {
		err_set(e, ERR_INPUT, "source.no_message", "%.*s",
		    STR_ARG(why));
		return REC_SKIPPED;
	}
	fold_doc(f, input);
	fold_head(f, head);
	return REC_PASS;
}

enum verdict
map_fold(const struct map_source *s, struct map_run *run,
    const struct json *input, const struct map_part *part,
    struct map_head *head, struct json *out, struct json *person,
    struct err *e)
{
	enum verdict v;
	struct fold f;

	fold_init(&f, s, run);
	v = fold_input(&f, input, head, e);
	if (v != REC_PASS)
		return v;
	settle(&f, part);
	lay_out(&f, head, out);
	fold_told(&f, person);
	return REC_PASS;
}

size_t
map_fold_sessions(const struct map_source *s, struct map_run *run,
    const struct json *input)
{
	struct map_head head;
	struct fold f;
	struct err e;

	fold_init(&f, s, run);
	if (!s->split || fold_input(&f, input, &head, &e) != REC_PASS)
		return 1;
	settle(&f, &(struct map_part){ 0, 1 });
	return conv_sessions(&f.conv, s->gap);
}

bool
map_fold_id(const struct map_source *s, struct map_run *run,
    const struct json *input, struct str *id, struct str *session)
{
	struct fold f;

	fold_init(&f, s, run);
	gather(&f, input, 1);
	fold_lets(&f, false);
	*id = fold_text(&f, &s->x[SOURCE_ID], "id");
	*session = fold_text(&f, &s->x[SOURCE_SESSION], "session");
	return why_skipped(&f).len == 0 && holds(&f, SOURCE_PIECE, "piece");
}

bool
map_fold_list(const struct map_source *s, struct map_run *run,
    const struct json *input)
{
	struct cel_val list;
	struct fold f;

	fold_init(&f, s, run);
	set_vars(&f, input);
	return fold_value(&f, &s->x[SOURCE_EVENTS], "events", &list) &&
	    list.kind == CEL_LIST && cel_list_len(list) > 0;
}

bool
map_fold_each(const struct map_source *s, struct map_run *run,
    const struct json *input, struct json *out)
{
	struct fold f;

	fold_init(&f, s, run);
	set_vars(&f, input);
	return fold_json(&f, &s->x[SOURCE_EACH], "each", out) &&
	    out->type == JSON_ARRAY;
}
