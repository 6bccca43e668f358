/* node: events to values. */
#include "yaml/reader.h"

#include "yaml/scalar.h"

static unsigned
style_flag(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return YAML_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return YAML_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return YAML_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return YAML_FOLDED;
	default:
		return YAML_PLAIN;
	}
}

static bool
core_tag(const char *tag)
{
	static const char *const core[] = { "!", YAML_NULL_TAG, YAML_BOOL_TAG,
	    YAML_STR_TAG, YAML_INT_TAG, YAML_FLOAT_TAG, YAML_SEQ_TAG,
	    YAML_MAP_TAG };
	size_t i;

	for (i = 0; i < sizeof(core) / sizeof(core[0]); i++)
		if (strcmp(tag, core[i]) == 0)
			return true;
	return false;
}

static unsigned
tag_flag(const yaml_char_t *tag)
{
	return tag != NULL && !core_tag((const char *)tag) ? YAML_TAGGED : 0;
}

/* Is ${v} of the type that the core tag ${tag} says? */
static bool
fits_tag(const struct json *v, const char *tag)
{
	if (strcmp(tag, YAML_NULL_TAG) == 0)
		return v->type == JSON_NULL;
	if (strcmp(tag, YAML_BOOL_TAG) == 0)
		return v->type == JSON_TRUE || v->type == JSON_FALSE;
	if (strcmp(tag, YAML_INT_TAG) == 0 || strcmp(tag, YAML_FLOAT_TAG) == 0)
		return v->type == JSON_NUMBER;
	return v->type == JSON_STRING;
}

static int
read_scalar(struct yaml_reader *r, bool flow, struct json *out)
{
	const char *tag = (const char *)r->event.data.scalar.tag;
	unsigned flags = style_flag(r->event.data.scalar.style) |
	    tag_flag(r->event.data.scalar.tag) | (flow ? YAML_FLOW : 0);
	struct str text = arena_str(r->arena, (struct str){
	    (const char *)r->event.data.scalar.value,
	    r->event.data.scalar.length });
	bool string = tag == NULL ? !r->event.data.scalar.plain_implicit :
	    strcmp(tag, YAML_STR_TAG) == 0 || strcmp(tag, "!") == 0 ||
	    !core_tag(tag);

	*out = scalar_resolve(text, r->arena);
	if (string)
		*out = (struct json){ .type = JSON_STRING, .text = text.p,
		    .len = (uint32_t)text.len };
	reader_mark(r, out, flags);
	if (tag != NULL && core_tag(tag) && !fits_tag(out, tag))
		return diag_error(r->d, reader_here(r), "yaml.tag",
		    "the value is not of the type that its tag says");
	return 0;
}

/* The room json.h promises: the next power of two, at least 4. */
static void *
room_for_one(struct yaml_reader *r, void *p, size_t len, size_t size)
{
	if (len == 0)
		return arena_alloc(r->arena, 4 * size);
	if (len < 4 || (len & (len - 1)) != 0)
		return p;
	return arena_grow(r->arena, p, len * size, 2 * len * size);
}

void
reader_append(struct yaml_reader *r, struct json *o, struct str key,
    struct json v)
{
	o->members = room_for_one(r, o->members, o->len, sizeof(*o->members));
	o->members[o->len++] = (struct json_member){ key, v };
}

static int
read_sequence(struct yaml_reader *r, size_t depth, struct json *out)
{
	bool flow = r->event.data.sequence_start.style ==
	    YAML_FLOW_SEQUENCE_STYLE;
	struct json item;

	*out = (struct json){ .type = JSON_ARRAY };
	reader_mark(r, out, (flow ? YAML_FLOW : 0) |
	    tag_flag(r->event.data.sequence_start.tag));
	for (;;) {
		if (reader_next(r) == -1)
			return -1;
		if (r->event.type == YAML_SEQUENCE_END_EVENT)
			return 0;
		if (reader_node(r, depth, flow, &item) == -1)
			return -1;
		out->items = room_for_one(r, out->items, out->len,
		    sizeof(*out->items));
		out->items[out->len++] = item;
	}
}

/* The key of a member: none if it was "<<", a merge. */
static int
read_key(struct yaml_reader *r, size_t depth, bool flow, struct str *key)
{
	struct json ignored;
	size_t offset = reader_offset(r, r->event.start_mark);

	if (r->event.type != YAML_SCALAR_EVENT) {
		diag_error(r->d, reader_here(r), "yaml.key", "a key must be a plain "
		    "name or a quoted string; quote the value if a brace or "
		    "bracket belongs to it");
		*key = STR("");
		return reader_node(r, depth, flow, &ignored);
	}
	if (r->event.data.scalar.tag != NULL)
		diag_error(r->d, reader_here(r), "yaml.key",
		    "a key has no tag; quote it if '!' belongs to it");
	*key = (struct str){ (const char *)r->event.data.scalar.value,
	    r->event.data.scalar.length };
	if (r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    str_eq(*key, STR("<<"))) {
		*key = STR_NONE;
		return 0;
	}
	*key = arena_str(r->arena, *key);
	source_key(r->src, key->p, offset);
	return 0;
}

/* Remember ${key} in ${seen}; -1 if it was there. */
static int
first_time(struct yaml_reader *r, struct hmap *seen, struct str key)
{
	struct where *before;
	void **slot = hmap_slot(seen, key);
	char quoted[64];

	if (*slot != NULL) {
		before = *slot;
		return diag_error(r->d, reader_here(r), "yaml.duplicate",
		    "'%s' stands here a second time; the first is in line %zu",
		    err_quote(key, quoted, sizeof(quoted)), before->line);
	}
	before = ARENA_NEW(&r->scratch, struct where);
	*before = reader_here(r);
	*slot = before;
	return 0;
}

static int
read_members(struct yaml_reader *r, size_t depth, bool flow, struct hmap *seen,
    struct json *out)
{
	struct json v, merges = { .type = JSON_ARRAY };
	struct str key;
	size_t i;

	for (;;) {
		if (reader_next(r) == -1)
			return -1;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		if (read_key(r, depth, flow, &key) == -1)
			return -1;
		if (key.len > 0)
			first_time(r, seen, key);
		if (reader_next(r) == -1 || reader_node(r, depth, flow, &v) == -1)
			return -1;
		if (key.p != NULL) {
			reader_append(r, out, key, v);
			continue;
		}
		merges.items = room_for_one(r, merges.items, merges.len,
		    sizeof(*merges.items));
		merges.items[merges.len++] = v;
	}
	for (i = 0; i < merges.len; i++)
		if (anchor_merge(r, &merges.items[i], seen, out) == -1)
			return -1;
	return 0;
}

static int
read_mapping(struct yaml_reader *r, size_t depth, struct json *out)
{
	bool flow = r->event.data.mapping_start.style ==
	    YAML_FLOW_MAPPING_STYLE;
	struct hmap seen;

	*out = (struct json){ .type = JSON_OBJECT };
	reader_mark(r, out, (flow ? YAML_FLOW : 0) |
	    tag_flag(r->event.data.mapping_start.tag));
	hmap_init(&seen, &r->scratch);
	return read_members(r, depth, flow, &seen, out);
}

int
reader_node(struct yaml_reader *r, size_t depth, bool flow, struct json *out)
{
	struct yaml_anchor *x = NULL;
	size_t was = 0;
	int rc;

	if (reader_count(r, 1, depth) == -1)
		return -1;
	switch (r->event.type) {
	case YAML_ALIAS_EVENT:
		return anchor_use(r, depth, out);
	case YAML_SCALAR_EVENT:
		x = anchor_open(r, r->event.data.scalar.anchor, depth,
		    &was);
		rc = read_scalar(r, flow, out);
		break;
	case YAML_SEQUENCE_START_EVENT:
		x = anchor_open(r, r->event.data.sequence_start.anchor, depth,
		    &was);
		rc = read_sequence(r, depth + 1, out);
		break;
	case YAML_MAPPING_START_EVENT:
		x = anchor_open(r, r->event.data.mapping_start.anchor, depth,
		    &was);
		rc = read_mapping(r, depth + 1, out);
		break;
	default:
		return diag_error(r->d, reader_here(r), "yaml.syntax",
		    "a value is missing here");
	}
	anchor_close(r, x, depth, was, out);
	return rc;
}
