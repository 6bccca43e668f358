/* anchor: what "&x", "*x" and "<<" mean. */
#include "yaml/reader.h"

int
anchor_use(struct yaml_reader *r, size_t depth, struct json *out)
{
	struct str name = str_of((const char *)r->event.data.alias.anchor);
	struct yaml_anchor *x = hmap_get(&r->anchors, name);
	char quoted[64];

	err_quote(name, quoted, sizeof(quoted));
	if (x == NULL)
		return diag_error(r->d, reader_here(r), "yaml.alias",
		    "no anchor '&%s' above; an expression that begins with "
		    "'*' must be quoted", quoted);
	if (x->open)
		return diag_error(r->d, reader_here(r), "yaml.alias",
		    "'*%s' stands inside what it means", quoted);
	if (reader_count(r, x->nodes - 1, depth + x->height) == -1)
		return -1;
	*out = x->v;
	out->flags |= YAML_ALIASED;
	return 0;
}

struct yaml_anchor *
anchor_open(struct yaml_reader *r, const yaml_char_t *name, size_t depth,
    size_t *was)
{
	struct yaml_anchor *x;

	if (name == NULL)
		return NULL;
	x = ARENA_NEW(&r->scratch, struct yaml_anchor);
	x->open = true;
	x->nodes = r->nodes;
	*was = r->deepest;
	r->deepest = depth;
	*hmap_slot(&r->anchors, arena_str(&r->scratch,
	    str_of((const char *)name))) = x;
	return x;
}

void
anchor_close(struct yaml_reader *r, struct yaml_anchor *x, size_t depth,
    size_t was, const struct json *v)
{
	if (x == NULL)
		return;
	x->v = *v;
	x->nodes = r->nodes - x->nodes + 1;
	x->height = r->deepest - depth;
	x->open = false;
	if (was > r->deepest)
		r->deepest = was;
}

/* Members of ${from} that ${out} does not have itself. */
static void
merge_one(struct yaml_reader *r, const struct json *from, struct hmap *seen,
    struct json *out)
{
	struct json v;
	void **slot;
	size_t i;

	for (i = 0; i < from->len; i++) {
		slot = hmap_slot(seen, from->members[i].key);
		if (*slot != NULL)
			continue;
		*slot = r;
		v = from->members[i].value;
		v.flags |= YAML_ALIASED;
		reader_append(r, out, from->members[i].key, v);
	}
}

int
anchor_merge(struct yaml_reader *r, const struct json *from, struct hmap *seen,
    struct json *out)
{
	size_t i, n = from->type == JSON_ARRAY ? from->len : 1;
	const struct json *one = from->type == JSON_ARRAY ? from->items : from;

	for (i = 0; i < n; i++) {
		if (one[i].type != JSON_OBJECT)
			return diag_error(r->d, yaml_where(&one[i]),
			    "yaml.merge", "'<<' merges "
			    "mappings only; name one as *ANCHOR");
		if (reader_count(r, one[i].len, 0) == -1)
			return -1;
		merge_one(r, &one[i], seen, out);
	}
	return 0;
}
