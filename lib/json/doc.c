/* A document: its root, and which of its members are still as they came. */
#include "json/json.h"

struct json *
doc_get(const struct json_doc *d, struct str key)
{
	return json_get(&d->root, key);
}

static void
changed(struct json_doc *d, const struct json *value)
{
	size_t i;

	for (i = 0; i < d->nraw; i++)
		if (&d->root.members[i].value == value)
			d->raw[i] = STR_NONE;
}

struct json *
doc_set(struct json_doc *d, struct str key, struct json v)
{
	struct json *place = json_set(&d->root, key, v, d->arena);

	changed(d, place);
	return place;
}

struct json *
doc_edit(struct json_doc *d, struct str key)
{
	struct json *v = doc_get(d, key);

	if (v != NULL)
		changed(d, v);
	return v;
}

bool
doc_del(struct json_doc *d, struct str key)
{
	struct json *v = doc_get(d, key);
	size_t i;

	for (i = 0; v != NULL && i < d->nraw; i++)
		if (&d->root.members[i].value == v) {
			memmove(&d->raw[i], &d->raw[i + 1],
			    (--d->nraw - i) * sizeof(*d->raw));
			break;
		}
	return json_del(&d->root, key);
}
