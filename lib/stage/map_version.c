/* Versions of a message. */
#include "base/hmap.h"
#include "stage/map_version.h"

static struct str
key_of(struct conv *c, enum conv_role role, struct str id)
{
	buf_reset(c->buf);
	buf_addc(c->buf, (char)('0' + role));
	buf_adds(c->buf, id);
	return buf_str(c->buf);
}

static bool
same_text(const struct json *a, const struct json *b)
{
	return str_eq(json_get_str(a, STR("text")),
	    json_get_str(b, STR("text"))) &&
	    str_eq(json_get_str(a, STR("payload")),
	    json_get_str(b, STR("payload")));
}

/* What ${from} knows of a message and ${to} does not. */
static void
fill_in(struct json *to, const struct json *from, struct arena *a)
{
	size_t i;

	for (i = 0; i < from->len; i++)
		if (json_get(to, from->members[i].key) == NULL)
			json_add(to, from->members[i].key,
			    from->members[i].value, a);
}

/* Is ${later}, which arrived after ${e}, the newer version of it? */
static bool
is_newer(const struct conv_event *later, const struct conv_event *e)
{
	if (later->revised != e->revised)
		return later->revised;
	if (later->revised)
		return time_cmp(later->version, e->version) >= 0;
	return time_cmp(later->at, e->at) >= 0;
}

static void
take_content(struct conv_event *to, const struct conv_event *from)
{
	to->value = from->value;
	to->intents = from->intents;
	to->version = from->version;
	to->revised = from->revised;
}

/* It keeps its place, and the time at which it was first written. */
static void
take_time(struct conv_event *to, const struct conv_event *from)
{
	to->timed = from->timed;
	to->at = from->at;
}

/* ${later} is the message ${e} again: make one of them, in ${e}. */
static void
join(struct conv *c, struct conv_event *e, struct conv_event *later)
{
	struct json old = e->value, new_ = later->value;
	const struct json *at = json_get(&old, STR("at"));
	bool newer = is_newer(later, e), same = same_text(&old, &new_);
	bool edited = !same || json_get(&old, STR("edited")) != NULL;

	if (later->timed && (!e->timed || time_cmp(later->at, e->at) < 0)) {
		at = json_get(&new_, STR("at"));
		take_time(e, later);
	}
	if (newer)
		take_content(e, later);
	if (same)
		fill_in(&e->value, newer ? &old : &new_, c->arena);
	if (at != NULL)
		json_set(&e->value, STR("at"), *at, c->arena);
	if (edited)
		json_set(&e->value, STR("edited"), json_bool(true), c->arena);
	later->again = true;
	c->repeated++;
}

/*
 * Are they one message?  Some bots give the same id to all: what differs
 * without being told to be an edit, or comes later, is another.
 */
static bool
is_again(const struct conv_event *e, const struct conv_event *later)
{
	enum { SECONDS = 2 };	/* one time may be told to the second only */
	int64_t apart = later->at.sec - e->at.sec;

	if (later->revised || e->revised)
		return true;
	return apart <= SECONDS && apart >= -SECONDS &&
	    same_text(&e->value, &later->value);
}

static void
find_versions(struct conv *c, struct hmap *seen)
{
	struct conv_event *e;
	void **slot;
	size_t i;

	for (i = 0; i < c->n; i++) {
		e = &c->events[i];
		if (e->kind != CONV_MESSAGE || e->id.len == 0)
			continue;
		slot = hmap_slot(seen, arena_str(c->arena, key_of(c,
		    (enum conv_role)e->role, e->id)));
		if (*slot == NULL)
			*slot = e;
		else if (is_again(*slot, e))
			join(c, *slot, e);
	}
}

/* That there was something is told, what it said is not. */
static void
empty(struct conv *c, struct conv_event *e)
{
	static const char *const kept[] = { "id", "at", "role", "author",
	    "private" };
	struct json m = json_object();
	const struct json *v;
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if ((v = json_get(&e->value, str_of(kept[i]))) != NULL)
			json_add(&m, str_of(kept[i]), *v, c->arena);
	json_add(&m, STR("deleted"), json_bool(true), c->arena);
	e->value = m;
	e->intents = json_array();
}

static void
apply_deletes(struct conv *c, struct hmap *seen)
{
	struct conv_event *e, *message;
	size_t i;
	int role;

	for (i = 0; i < c->n; i++) {
		e = &c->events[i];
		for (role = 0; e->kind == CONV_DELETE && role < CONV_ROLES;
		    role++) {
			message = hmap_get(seen, key_of(c,
			    (enum conv_role)role, e->id));
			if (message != NULL)
				empty(c, message);
		}
	}
}

void
conv_join_versions(struct conv *c)
{
	struct hmap seen;
	size_t i, n = 0;

	for (i = 0; i < c->n && c->events[i].id.len == 0; i++)
		;
	if (i == c->n)
		return;
	hmap_init(&seen, c->arena);
	find_versions(c, &seen);
	apply_deletes(c, &seen);
	for (i = 0; i < c->n; i++)
		if (!c->events[i].again)
			c->events[n++] = c->events[i];
	c->n = n;
}
