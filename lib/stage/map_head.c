/* What is told of a conversation as a whole. */
#include "stage/map_head.h"
#include "stage/map_redact.h"
#include "stage/map_time.h"

static void
know(struct fold *f, enum source_key key, const char *name, struct str *out)
{
	if (out->len == 0)
		*out = fold_text(f, &f->s->x[key], name);
}

struct str
fold_id(struct fold *f)
{
	struct str id = fold_text(f, &f->s->x[SOURCE_ID], "id");

	if (id.len > 0)
		return id;
	id = fold_text(f, &f->s->x[SOURCE_PAIR], "pair");
	f->paired |= id.len > 0;
	return id;
}

bool
fold_splits(const struct fold *f)
{
	return f->s->split &&
	    (f->paired || !map_expr_given(&f->s->x[SOURCE_PAIR]));
}

/* The names of the events that are folded, each once. */
static void
hear_event(struct fold *f, struct map_head *h)
{
	enum { EVENTS_MAX = 100 };
	struct str name = fold_text(f, &f->s->x[SOURCE_NAME], "event");
	size_t i;

	if (name.len == 0)
		return;
	h->event = name;
	for (i = 0; i < h->events.len; i++)
		if (str_eq(map_text(&h->events.items[i]), name))
			return;
	if (h->events.len < EVENTS_MAX)
		json_push(&h->events, json_str(name), f->run->a);
}

void
fold_head(struct fold *f, struct map_head *h)
{
	if (h->id.len == 0)
		h->id = fold_id(f);
	know(f, SOURCE_ACCOUNT, "account", &h->account);
	know(f, SOURCE_SESSION, "session", &h->session);
	know(f, SOURCE_LANGUAGE, "language", &h->language);
	know(f, SOURCE_CHANNEL, "channel", &h->channel);
	hear_event(f, h);
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

	if (!fold_splits(f) || !f->conv.timed)
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

void
fold_settle(struct fold *f, const struct map_part *part)
{
	conv_settle(&f->conv);
	if (part->n > 1)
		conv_narrow(&f->conv, f->s->gap, part->k,
		    part->k + 1 == part->n);
}

void
fold_lay_out(struct fold *f, struct map_head *h, struct json *out)
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
