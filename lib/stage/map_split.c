/* One line, several records. */
#include "base/hmap.h"
#include "record/items.h"
#include "stage/map_fold.h"
#include "stage/map_split.h"

/* The items of a list as texts; which conversation each is of. */
struct items {
	const struct json	*v;
	struct str		*texts;
	size_t			*owner;		/* index of a part */
	size_t			 n, cap;
	struct arena		*a;
};

/* The items of a list as they were written. */
static void
cut(struct str text, const struct json *list, struct items *it)
{
	it->v = list->items;
	it->n = list->len;
	it->texts = items_cut(text, it->n, it->a);
}

/* What an expression made of the line; lists in lists are one list. */
static void
flatten(const struct json *list, struct json *out, struct arena *a)
{
	size_t i;

	for (i = 0; i < list->len; i++)
		if (list->items[i].type == JSON_ARRAY)
			flatten(&list->items[i], out, a);
		else
			json_push(out, list->items[i], a);
}

static void
print(struct map_run *run, const struct json *list, struct items *it)
{
	struct json *flat = ARENA_NEW(it->a, struct json);
	struct buf *b = &run->scratch->buf;
	size_t i;

	*flat = json_array();
	flatten(list, flat, it->a);
	it->v = flat->items;
	it->n = flat->len;
	it->texts = arena_array(it->a, it->n + 1, sizeof(*it->texts));
	for (i = 0; i < it->n; i++) {
		buf_reset(b);
		json_write(&flat->items[i], b);
		it->texts[i] = arena_str(it->a, buf_str(b));
	}
}

/*
 * Tell the pieces to their conversations; the number of these.  A piece that
 * does not say is of that of the one before it, at the beginning of the
 * first that there is.  ${any}: is one of them a piece?
 */
static size_t
assign(const struct map_source *s, struct map_run *run, struct items *it,
    bool *any)
{
	size_t i, n = 0, last = 0, *slot, *blank = NULL;
	struct map_head head;
	struct hmap owners;
	bool named = false;
	void **place;

	hmap_init(&owners, it->a);
	*any = false;
	it->owner = arena_array(it->a, it->n + 1, sizeof(*it->owner));
	for (i = 0; i < it->n; i++) {
		if (!map_expr_given(&s->x[SOURCE_PIECE]) ||
		    !map_fold_id(s, run, &it->v[i], &head)) {
			it->owner[i] = n++;
			continue;
		}
		if (head.id.len == 0 && *any) {
			it->owner[i] = last;
			continue;
		}
		place = hmap_slot(&owners, map_fold_key(&head, it->a));
		slot = *place;
		if (slot == NULL && blank != NULL && !named)
			*place = slot = blank;
		if (slot == NULL) {
			*place = slot = ARENA_NEW(it->a, size_t);
			*slot = n++;
		}
		if (head.id.len == 0)
			blank = slot;
		named |= head.id.len > 0;
		it->owner[i] = last = *slot;
		*any = true;
	}
	return n;
}

static void
join(struct items *it, struct rec_parts *out)
{
	struct buf *bufs = arena_array(it->a, out->n + 1, sizeof(*bufs));
	size_t *counts = arena_array(it->a, out->n + 1, sizeof(*counts));
	size_t i, k;

	for (i = 0; i < it->n; i++)
		counts[it->owner[i]]++;
	for (i = 0; i < it->n; i++) {
		k = it->owner[i];
		if (counts[k] == 1) {
			out->v[k].text = it->texts[i];
			continue;
		}
		buf_addc(&bufs[k], bufs[k].len == 0 ? '[' : ',');
		buf_adds(&bufs[k], it->texts[i]);
	}
	for (k = 0; k < out->n; k++) {
		if (counts[k] == 1)
			continue;
		buf_addc(&bufs[k], ']');
		out->v[k].text = arena_str(it->a, buf_str(&bufs[k]));
		buf_free(&bufs[k]);
	}
}

static void
apart(struct items *it, struct rec_parts *out)
{
	size_t i;

	for (i = 0; i < it->n; i++)
		out->v[i].text = it->texts[i];
}

static bool
is_container(const struct json *v)
{
	return v->type == JSON_OBJECT || v->type == JSON_ARRAY ||
	    (v->type == JSON_RAW && (v->text[0] == '{' || v->text[0] == '['));
}

/* Is the list one conversation, whose events are its items? */
static bool
is_one(const struct map_source *s, struct map_run *run,
    const struct json *root)
{
	return root->len == 0 || !is_container(&root->items[0]) ||
	    map_fold_list(s, run, root);
}

static void
make_room(struct rec_parts *out, size_t n, struct arena *a)
{
	out->n = n;
	out->made = false;
	out->v = arena_array(a, n + 1, sizeof(*out->v));
}

/* The lines that the items of a list hold: webhooks that were collected. */
static bool
spread(const struct map_source *s, struct map_run *run,
    const struct json *root, struct json *out)
{
	struct json list;
	bool any = false;
	size_t i;

	*out = json_array();
	for (i = 0; i < root->len; i++)
		if (map_fold_each(s, run, &root->items[i], &list)) {
			any = true;
			json_push(out, list, run->a);
		} else {
			json_push(out, root->items[i], run->a);
		}
	return any;
}

/* The items of a line, if it has any; ${each}: made by an expression. */
static bool
find_items(const struct map_source *s, struct map_run *run,
    const struct json *root, struct str text, struct items *it, bool *each)
{
	struct json list;

	*each = map_fold_each(s, run, root, &list) ||
	    (root->type == JSON_ARRAY && map_expr_given(&s->x[SOURCE_EACH]) &&
	    spread(s, run, root, &list));
	if (*each)
		print(run, &list, it);
	else if (root->type == JSON_ARRAY)
		cut(text, root, it);
	return it->n > 0;
}

bool
map_split(const struct map_source *s, struct map_run *run,
    const struct json *root, struct str text, struct arena *a,
    struct rec_parts *out)
{
	struct items it = { .a = a };
	bool each, pieces;
	size_t n;

	if (!find_items(s, run, root, text, &it, &each))
		return false;
	n = assign(s, run, &it, &pieces);
	if (!each && (pieces ? n == 1 : is_one(s, run, root)))
		return false;
	make_room(out, n, a);
	out->made = each;
	join(&it, out);
	return true;
}

bool
map_split_items(const struct map_source *s, struct map_run *run,
    const struct json *root, struct str text, struct arena *a,
    struct rec_parts *out)
{
	struct items it = { .a = a };
	bool each;

	if (!find_items(s, run, root, text, &it, &each) ||
	    (!each && is_one(s, run, root)))
		return false;
	make_room(out, it.n, a);
	out->made = each;
	apart(&it, out);
	return true;
}

bool
map_split_sessions(const struct map_source *s, struct map_run *run,
    const struct json *root, struct str text, struct arena *a,
    struct rec_parts *out)
{
	/* Each is folded anew: together no more than so many bytes. */
	enum { FEW = 16, BYTES = 64 * 1024 * 1024 };
	size_t n = s->split ? map_fold_sessions(s, run, root) : 1, i;
	size_t most = FEW + BYTES / (text.len + 1);

	if (n < 2)
		return false;
	make_room(out, n < most ? n : most, a);
	for (i = 0; i < out->n; i++)
		out->v[i] = (struct rec_part){ STR_NONE, (uint32_t)i,
		    (uint32_t)out->n };
	return true;
}
