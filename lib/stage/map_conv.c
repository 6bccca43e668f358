/* The fold: order, repeats, take-backs.  What is left is laid out by
 * map_shape.c. */
#include <stdlib.h>

#include "base/hmap.h"
#include "stage/map_conv.h"
#include "stage/map_later.h"
#include "stage/map_shape.h"
#include "stage/map_version.h"

const char *const conv_roles[CONV_ROLES + 1] = {
	"customer", "bot", "agent", "system", NULL
};

void
conv_init(struct conv *c, struct arena *a, struct buf *buf)
{
	*c = (struct conv){ .arena = a, .buf = buf };
}

void
conv_time(struct conv *c, struct instant t)
{
	if (!c->timed || time_cmp(t, c->first) < 0)
		c->first = t;
	if (!c->timed || time_cmp(t, c->last) > 0)
		c->last = t;
	c->timed = true;
}

struct conv_event *
conv_add(struct conv *c, enum conv_kind kind, const struct instant *at)
{
	size_t cap = c->cap > 0 ? c->cap * 2 : 32;
	struct conv_event *e;

	if (c->n == c->cap) {
		c->events = arena_grow(c->arena, c->events,
		    c->cap * sizeof(*e), cap * sizeof(*e));
		c->cap = cap;
	}
	e = &c->events[c->n];
	*e = (struct conv_event){ .kind = kind, .seq = (uint32_t)c->n++ };
	if (at != NULL) {
		e->timed = true;
		e->at = *at;
	}
	return e;
}

/* An event without a time happened when the one before it did. */
static void
infer_times(struct conv *c)
{
	struct instant t = c->first;
	size_t i;

	for (i = 0; i < c->n && !c->events[i].timed; i++)
		;
	if (i < c->n)
		t = c->events[i].at;
	for (i = 0; i < c->n; i++) {
		if (c->events[i].timed)
			t = c->events[i].at;
		else
			c->events[i].at = t;
		c->keyed |= c->events[i].timed || c->events[i].id.len > 0;
	}
}

static int
by_time(const void *pa, const void *pb)
{
	const struct conv_event *a = pa, *b = pb;
	int order = time_cmp(a->at, b->at);

	return order != 0 ? order : a->seq < b->seq ? -1 : a->seq > b->seq;
}

static void
sort(struct conv *c)
{
	size_t i;

	for (i = 1; i < c->n; i++)
		if (time_cmp(c->events[i - 1].at, c->events[i].at) > 0) {
			qsort(c->events, c->n, sizeof(*c->events), by_time);
			return;
		}
}

/* What makes two events of one instant the same event. */
static struct str
identity(struct conv *c, const struct conv_event *e)
{
	struct buf *b = c->buf;

	buf_reset(b);
	buf_printf(b, "%d %d %zu %zu ", e->kind, e->role, e->id.len,
	    e->name.len);
	buf_adds(b, e->id);
	buf_adds(b, e->name);
	if (e->kind == CONV_SLOT || e->kind == CONV_ENTITIES)
		json_write(&e->value, b);
	else
		buf_adds(b, json_get_str(&e->value, STR("text")));
	return arena_str(c->arena, buf_str(b));
}

/*
 * Events [from, to) of one instant: keep the first of each.  Without a time
 * of its own or an id an event cannot be known again: people do say "yes"
 * twice.
 */
static size_t
unique(struct conv *c, size_t from, size_t to, size_t n)
{
	struct hmap seen;
	struct conv_event *e;
	void **slot;
	size_t i;

	hmap_init(&seen, c->arena);
	for (i = from; i < to; i++) {
		e = &c->events[i];
		if (e->timed || e->id.len > 0) {
			slot = hmap_slot(&seen, identity(c, e));
			if (*slot != NULL) {
				c->repeated++;
				continue;
			}
			*slot = e;
		}
		c->events[n++] = *e;
	}
	return n;
}

static void
drop_repeats(struct conv *c)
{
	size_t from, to, n = 0;

	for (from = 0; from < c->n; from = to) {
		for (to = from + 1; to < c->n &&
		    time_cmp(c->events[from].at, c->events[to].at) == 0; to++)
			;
		if (to - from > 1)
			n = unique(c, from, to, n);
		else
			while (from < to)
				c->events[n++] = c->events[from++];
	}
	c->n = n;
}

static bool
is_customer(const struct conv_event *e)
{
	return e->kind == CONV_MESSAGE && e->role == CONV_CUSTOMER;
}

static bool
is_action(const struct conv_event *e)
{
	return e->kind == CONV_ACTION;
}

/* Take back from the last event that ${is} on; nothing if there is none. */
static size_t
take_back(struct conv_event *events, size_t n, size_t *count,
    bool (*is)(const struct conv_event *))
{
	if (*count == 0)
		return n;
	while (!is(&events[n - 1]))
		n--;
	return n - 1;
}

/* Most conversations have nothing that does. */
static bool
takes_back(const struct conv *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->events[i].kind >= CONV_REWIND &&
		    c->events[i].kind <= CONV_RESTART)
			return true;
	return false;
}

static void
apply_take_backs(struct conv *c)
{
	size_t n = 0, i, j, customers = 0, actions = 0;
	struct conv_event *e;

	for (i = 0; i < c->n; i++) {
		e = &c->events[i];
		j = n;
		if (e->kind == CONV_RESTART)
			n = 0;
		else if (e->kind == CONV_REWIND)
			n = take_back(c->events, n, &customers, is_customer);
		else if (e->kind == CONV_UNDO)
			n = take_back(c->events, n, &actions, is_action);
		else
			c->events[n++] = *e;
		for (; j > n; j--) {
			customers -= is_customer(&c->events[j - 1]);
			actions -= is_action(&c->events[j - 1]);
		}
		if (n > j) {
			customers += is_customer(e);
			actions += is_action(e);
		}
	}
	c->n = n;
}

void
conv_settle(struct conv *c)
{
	infer_times(c);
	conv_join_versions(c);
	sort(c);
	if (c->keyed)
		drop_repeats(c);
	if (takes_back(c))
		apply_take_backs(c);
	conv_tell_later(c);
}

void
conv_shape(struct conv *c, struct json *out)
{
	shape(c, out);
}
