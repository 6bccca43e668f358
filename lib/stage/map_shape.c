/* What a conversation looks like once its events are final. */
#include "base/hmap.h"
#include "stage/map_shape.h"
#include "stage/map_time.h"

struct intent {
	int64_t		 count;
	const struct json *best;	/* highest confidence; or NULL */
};

struct slot {
	struct json	 last;		/* last value that was not null */
	struct json	 now;
	struct json	 history;
	size_t		 resets;	/* how many came before its value */
};

/* While slots are replayed: when each reset was. */
struct replay {
	struct conv	*conv;
	struct hmap	 slots;
	const struct conv_event **resets;
	size_t		 nresets;
};

static void
messages(struct conv *c, struct json *out)
{
	struct json list = json_array();
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->events[i].kind == CONV_MESSAGE)
			json_push(&list, c->events[i].value, c->arena);
	if (list.len > 0)
		json_add(out, STR("messages"), list, c->arena);
}

static void
count_intent(struct hmap *m, const struct json *intent)
{
	const struct json *conf = json_get(intent, STR("confidence"));
	void **slot = hmap_slot(m, json_get_str(intent, STR("name")));
	struct intent *s = *slot;
	double new_, old;

	if (s == NULL)
		*slot = s = ARENA_NEW(m->arena, struct intent);
	s->count++;
	if (conf == NULL || !json_to_double(conf, &new_))
		return;
	if (s->best == NULL || !json_to_double(s->best, &old) || new_ > old)
		s->best = conf;
}

static void
intents(struct conv *c, struct json *out)
{
	struct json names = json_array(), stats = json_object(), one;
	struct arena *a = c->arena;
	struct hmap m;
	struct intent *s;
	size_t i, j;

	hmap_init(&m, a);
	for (i = 0; i < c->n; i++)
		for (j = 0; c->events[i].kind == CONV_MESSAGE &&
		    j < c->events[i].intents.len; j++)
			count_intent(&m, &c->events[i].intents.items[j]);
	if (m.n == 0)
		return;
	for (i = 0; i < m.n; i++) {
		s = m.entries[i].value;
		one = json_object();
		json_add(&one, STR("count"), json_int(s->count, a), a);
		if (s->best != NULL)
			json_add(&one, STR("confidence"), *s->best, a);
		json_push(&names, json_str(m.entries[i].key), a);
		json_add(&stats, m.entries[i].key, one, a);
	}
	json_add(out, STR("intents"), names, a);
	json_add(out, STR("intent_stats"), stats, a);
}

static void
note(struct conv *c, struct slot *s, struct json value,
    const struct conv_event *e)
{
	struct json entry = json_object();

	json_add(&entry, STR("value"), value, c->arena);
	if (c->timed)
		json_add(&entry, STR("at"), map_time_json(e->at, c->arena),
		    c->arena);
	json_push(&s->history, entry, c->arena);
	s->now = value;
	if (value.type != JSON_NULL)
		s->last = value;
}

/* A reset is noted on a slot only when somebody looks at it again, so that
 * many resets of many slots stay linear. */
static void
catch_up(struct replay *r, struct slot *s)
{
	if (s->resets < r->nresets && s->now.type != JSON_NULL)
		note(r->conv, s, json_null(), r->resets[s->resets]);
	s->resets = r->nresets;
}

static void
set_slot(struct replay *r, const struct conv_event *e)
{
	void **place = hmap_slot(&r->slots, e->name);
	struct slot *s = *place;

	if (s == NULL) {
		*place = s = ARENA_NEW(r->conv->arena, struct slot);
		s->now = s->last = json_null();
		s->history = json_array();
		s->resets = r->nresets;
	}
	catch_up(r, s);
	if (!json_equal(&s->now, &e->value))
		note(r->conv, s, e->value, e);
}

static void
lay_out_slots(struct replay *r, struct json *out)
{
	struct json values = json_object(), histories = json_object();
	struct arena *a = r->conv->arena;
	struct slot *s;
	size_t i;

	for (i = 0; i < r->slots.n; i++) {
		s = r->slots.entries[i].value;
		catch_up(r, s);
		if (s->last.type == JSON_NULL)
			continue;	/* never filled */
		json_add(&values, r->slots.entries[i].key, s->last, a);
		json_add(&histories, r->slots.entries[i].key, s->history, a);
	}
	if (values.len > 0) {
		json_add(out, STR("slots"), values, a);
		json_add(out, STR("slot_history"), histories, a);
	}
}

static void
slots(struct conv *c, struct json *out)
{
	struct replay r = { .conv = c };
	const struct conv_event *e;
	size_t i, n = 0;

	for (i = 0; i < c->n; i++)
		n += c->events[i].kind == CONV_RESET_SLOTS;
	r.resets = arena_array(c->arena, n + 1, sizeof(*r.resets));
	hmap_init(&r.slots, c->arena);
	for (i = 0; i < c->n; i++) {
		e = &c->events[i];
		if (e->kind == CONV_SLOT)
			set_slot(&r, e);
		else if (e->kind == CONV_RESET_SLOTS)
			r.resets[r.nresets++] = e;
	}
	lay_out_slots(&r, out);
}

/* Platforms open a session twice in a row; one without words is none. */
static void
sessions(struct conv *c, struct json *out)
{
	bool spoken = false;
	int64_t n = 1;
	size_t i;

	for (i = 0; i < c->n; i++) {
		if (c->events[i].kind == CONV_SESSION && spoken) {
			n++;
			spoken = false;
		}
		spoken |= c->events[i].kind == CONV_MESSAGE;
	}
	if (n > 1)
		json_add(out, STR("sessions"), json_int(n, c->arena),
		    c->arena);
}

void
shape(struct conv *c, struct json *out)
{
	messages(c, out);
	intents(c, out);
	slots(c, out);
	sessions(c, out);
}
