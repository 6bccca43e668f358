#include "record/down.h"

static bool
has(const struct json *list, const struct json *v)
{
	size_t i;

	for (i = 0; i < list->len; i++)
		if (json_equal(&list->items[i], v))
			return true;
	return false;
}

static void
add_leases(struct json *list, const struct json *lease, struct arena *a)
{
	size_t i;

	if (lease == NULL)
		return;
	if (lease->type != JSON_ARRAY) {
		if (!has(list, lease))
			json_push(list, json_copy(lease, a), a);
		return;
	}
	for (i = 0; i < lease->len; i++)
		if (!has(list, &lease->items[i]))
			json_push(list, json_copy(&lease->items[i], a), a);
}

const struct json *
down_lease(const struct json *root, const struct json *with,
    struct arena *a)
{
	struct json *list;
	size_t i;

	if (root->type != JSON_ARRAY)
		return json_path(root, "source.lease");
	list = ARENA_NEW(a, struct json);
	*list = json_array();
	add_leases(list, with, a);
	for (i = 0; i < root->len; i++)
		add_leases(list, json_path(&root->items[i], "source.lease"),
		    a);
	return list->len > 0 ? list : NULL;
}

void
down_paths(struct json_paths *p)
{
	static const struct str lease[] = {
		{ "source", 6 }, { "lease", 5 }
	};

	json_paths_add(p, lease, 2, true);
}

void
down_write(const struct json_doc *d, struct arena *a, struct buf *b)
{
	const struct json *lease = down_lease(&d->root, NULL, a);
	const struct json_note *note;
	struct json o = json_object(), notes = json_array(), one;

	for (note = d->notes; note != NULL; note = note->next) {
		one = json_object();
		json_add(&one, STR("what"), json_uint(note->what, a), a);
		json_add(&one, STR("path"), json_str(note->path), a);
		json_push(&notes, one, a);
	}
	if (lease != NULL)
		json_add(&o, STR("lease"), *lease, a);
	if (notes.len > 0)
		json_add(&o, STR("notes"), notes, a);
	if (o.len > 0)
		json_write(&o, b);
}

static void
read_notes(const struct json *list, const struct json_note ***last,
    struct arena *a)
{
	struct json_note *note;
	int64_t what = 0;
	size_t i;

	for (i = 0; list != NULL && i < list->len; i++) {
		json_to_int(json_get(&list->items[i], STR("what")), &what);
		note = ARENA_NEW(a, struct json_note);
		note->what = (enum json_mend)what;
		note->path = json_get_str(&list->items[i], STR("path"));
		**last = note;
		*last = (const struct json_note **)&note->next;
	}
}

struct down
down_read(struct str text, struct json_parser *p, struct arena *a)
{
	struct down down = { NULL, NULL };
	const struct json_note **last = &down.notes;
	struct json *lease = ARENA_NEW(a, struct json);
	struct json_doc doc;
	struct err e;
	size_t i;

	text = arena_printf(a, "[%.*s]", STR_ARG(text));
	if (json_parse(p, text, a, &doc, &e) == -1)
		return down;
	*lease = json_array();
	for (i = 0; i < doc.root.len; i++) {
		add_leases(lease, json_get(&doc.root.items[i], STR("lease")),
		    a);
		read_notes(json_get(&doc.root.items[i], STR("notes")), &last,
		    a);
	}
	if (lease->len > 0)
		down.lease = lease;
	return down;
}
