/*
 * Two sorts: by key, which brings the lines of a group together; then the
 * groups by the number of their first line, which restores their order.
 */
#include "base/buf.h"
#include "record/extsort.h"
#include "record/group.h"

/* Stands before a line, or a group, in the sorters. */
struct stamp {
	const char	*name;		/* of the input; lives as long */
	size_t		 line;
	size_t		 lines;		/* in the group */
	size_t		 down;		/* bytes before the text: what is
					   handed down */
};

struct group {
	struct framer		 framer;
	const struct group_ops	*ops;
	void			*arg;
	size_t			 bound;
	uint64_t		 count;		/* lines taken */
	struct arena		 scratch;	/* one line's */
	struct extsort		*lines, *groups;
	struct buf		 buf;		/* the group being joined */
};

static void
put(struct extsort *s, struct str key, uint64_t number, struct stamp stamp,
    struct str down, struct str text, struct buf *buf)
{
	stamp.down = down.len;
	buf_reset(buf);
	buf_add(buf, &stamp, sizeof(stamp));
	buf_adds(buf, down);
	buf_adds(buf, text);
	extsort_add(s, &(struct extsort_item){ key, number, buf_str(buf) });
}

static struct str
take(const struct extsort_item *item, struct stamp *stamp, struct str *down)
{
	struct str rest = str_from(item->data, sizeof(*stamp));

	memcpy(stamp, item->data.p, sizeof(*stamp));
	*down = str_to(rest, stamp->down);
	return str_from(rest, stamp->down);
}

/* A line without a key gets one that no other line can have. */
static struct str
distinct(struct group *g, struct str key)
{
	buf_reset(&g->buf);
	if (key.p == NULL)
		buf_printf(&g->buf, "-%ju", (uintmax_t)g->count);
	else
		buf_printf(&g->buf, "+");
	buf_adds(&g->buf, key);
	return arena_str(&g->scratch, buf_str(&g->buf));
}

int
group_push(struct framer *f, struct str line, struct str down,
    struct where at, struct err *e)
{
	struct group *g = (struct group *)f;
	struct stamp stamp = { at.name, at.line, 1, 0 };
	struct str key;

	arena_reset(&g->scratch);
	if (g->ops->key(g->arg, line, at, &g->scratch, &key, e) == -1)
		return -1;
	key = distinct(g, key);
	put(g->lines, key, g->count++, stamp, down, line, &g->buf);
	return 0;
}

static int
push(struct framer *f, struct str line, struct where at, struct err *e)
{
	return group_push(f, line, STR_NONE, at, e);
}

/* A group under construction. */
struct joint {
	struct arena	 key_arena;
	struct str	 key;
	uint64_t	 first;
	struct stamp	 stamp;
	struct buf	 text;		/* its lines, joined by commas */
	struct buf	 down;		/* what is handed down to them, too */
};

static void
finish(struct group *g, struct joint *j)
{
	struct str text = buf_str(&j->text);

	if (j->stamp.lines == 0)
		return;
	if (j->stamp.lines > 1)
		buf_addc(&j->text, ']');
	text = buf_str(&j->text);
	if (j->stamp.lines == 1)
		text = str_from(text, 1);
	put(g->groups, STR(""), j->first, j->stamp, buf_str(&j->down), text,
	    &g->buf);
	j->stamp.lines = 0;
}

static void
begin(struct joint *j, const struct extsort_item *item)
{
	arena_reset(&j->key_arena);
	j->key = arena_str(&j->key_arena, item->key);
	j->first = item->number;
	buf_reset(&j->text);
	buf_reset(&j->down);
}

static void
join(struct joint *j, struct str line, struct str down)
{
	buf_addc(&j->text, j->stamp.lines == 0 ? '[' : ',');
	buf_adds(&j->text, line);
	if (down.len > 0 && j->down.len > 0)
		buf_addc(&j->down, ',');
	buf_adds(&j->down, down);
	j->stamp.lines++;
}

static void
end(struct framer *f)
{
	struct group *g = (struct group *)f;
	struct joint j = { .key = STR_NONE };
	struct extsort_item item;
	struct stamp stamp;
	struct str line, down;

	while (extsort_next(g->lines, &item)) {
		line = take(&item, &stamp, &down);
		if (j.stamp.lines > 0 && (!str_eq(j.key, item.key) ||
		    j.text.len + line.len > g->bound))
			finish(g, &j);
		if (j.stamp.lines == 0) {
			begin(&j, &item);
			j.stamp = stamp;
			j.stamp.lines = 0;
		}
		join(&j, line, down);
	}
	finish(g, &j);
	extsort_free(g->lines);
	g->lines = NULL;
	arena_free(&j.key_arena);
	buf_free(&j.text);
	buf_free(&j.down);
}

static bool
next(struct framer *f, struct framer_group *out)
{
	struct group *g = (struct group *)f;
	struct extsort_item item;
	struct stamp stamp;
	struct str text, down;

	if (g->lines != NULL || !extsort_next(g->groups, &item))
		return false;
	text = take(&item, &stamp, &down);
	*out = (struct framer_group){ .text = text,
	    .at = { stamp.name, stamp.line, 0 }, .lines = stamp.lines,
	    .down = down };
	return true;
}

static void
free_group(struct framer *f)
{
	struct group *g = (struct group *)f;

	extsort_free(g->lines);
	extsort_free(g->groups);
	buf_free(&g->buf);
	arena_free(&g->scratch);
	if (g->ops->free != NULL)
		g->ops->free(g->arg);
}

struct framer *
group_new(const struct group_ops *ops, void *arg, size_t bound,
    struct arena *a)
{
	struct group *g = ARENA_NEW(a, struct group);

	g->framer = (struct framer){ push, end, next, free_group };
	g->ops = ops;
	g->arg = arg;
	g->bound = bound;
	g->lines = extsort_new(bound / 2);
	g->groups = extsort_new(bound / 2);
	return &g->framer;
}
