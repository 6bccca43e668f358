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

/* Text that means nothing but itself: quoted, or tagged as such. */
static bool
is_text(const yaml_event_t *ev)
{
	const char *tag = (const char *)ev->data.scalar.tag;

	if (tag == NULL)
		return !ev->data.scalar.plain_implicit;
	return strcmp(tag, YAML_STR_TAG) == 0 || strcmp(tag, "!") == 0 ||
	    !core_tag(tag);
}

static int
read_scalar(struct yaml_reader *r, bool flow, struct json *out)
{
	const yaml_event_t *ev = &r->event;
	const char *tag = (const char *)ev->data.scalar.tag;
	struct str text = arena_str(r->arena, (struct str){
	    (const char *)ev->data.scalar.value, ev->data.scalar.length });

	if (is_text(ev))
		*out = (struct json){ .type = JSON_STRING, .text = text.p,
		    .len = (uint32_t)text.len };
	else
		*out = scalar_resolve(text, r->arena);
	reader_mark(r, out, style_flag(ev->data.scalar.style) |
	    tag_flag(ev->data.scalar.tag) | (flow ? YAML_FLOW : 0));
	if (tag != NULL && core_tag(tag) && !fits_tag(out, tag))
		diag_error(r->d, reader_here(r), "yaml.tag",
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

enum key { KEY_NAME, KEY_MERGE, KEY_WRONG };

/* A key that is a list or mapping is read and forgotten. */
static int
skip_key(struct yaml_reader *r, size_t depth, bool flow)
{
	struct json ignored;

	diag_error(r->d, reader_here(r), "yaml.key", "a key must be a name or "
	    "a quoted text; quote the value if a brace or bracket belongs to "
	    "it");
	return reader_node(r, depth, flow, &ignored) == -1 ? -1 : KEY_WRONG;
}

/* The key of a member: an enum key with KEY_NAME's text in ${key}, or -1. */
static int
read_key(struct yaml_reader *r, size_t depth, bool flow, struct str *key)
{
	const yaml_event_t *ev = &r->event;

	if (ev->type != YAML_SCALAR_EVENT)
		return skip_key(r, depth, flow);
	if (ev->data.scalar.tag != NULL)
		diag_error(r->d, reader_here(r), "yaml.key",
		    "a key has no tag; quote it if '!' belongs to it");
	*key = arena_str(r->arena, (struct str){
	    (const char *)ev->data.scalar.value, ev->data.scalar.length });
	if (ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    str_eq(*key, STR("<<")))
		return KEY_MERGE;
	source_key(r->src, key->p, reader_offset(r, ev->start_mark));
	return KEY_NAME;
}

/* Remember ${key} in ${seen}; false with an error if it was there. */
static bool
first_time(struct yaml_reader *r, struct hmap *seen, struct str key)
{
	struct where *before;
	void **slot = hmap_slot(seen, key);
	char quoted[64];

	if (*slot != NULL) {
		before = *slot;
		diag_error(r->d, reader_here(r), "yaml.duplicate",
		    "'%s' stands here a second time; the first is in line %zu",
		    err_quote(key, quoted, sizeof(quoted)), before->line);
		return false;
	}
	before = ARENA_NEW(&r->scratch, struct where);
	*before = reader_here(r);
	*slot = before;
	return true;
}

/* One key and its value, into ${out}, or ${merges} for later. */
static int
read_member(struct yaml_reader *r, size_t depth, bool flow, struct hmap *seen,
    struct json *out, struct json *merges)
{
	struct str key = STR_NONE;
	struct json v;
	int kind = read_key(r, depth, flow, &key);

	if (kind == -1)
		return -1;
	if (kind == KEY_WRONG)
		out->flags |= YAML_HOLED;
	if (kind == KEY_NAME && !first_time(r, seen, key))
		kind = KEY_WRONG;
	if (reader_next(r) == -1 || reader_node(r, depth, flow, &v) == -1)
		return -1;
	if (kind != KEY_WRONG)
		reader_append(r, kind == KEY_NAME ? out : merges, key, v);
	return 0;
}

/* What is merged gives way to what the mapping itself says anywhere. */
static int
read_members(struct yaml_reader *r, size_t depth, bool flow, struct json *out)
{
	struct json merges = { .type = JSON_OBJECT };
	struct hmap seen;
	size_t i;

	hmap_init(&seen, &r->scratch);
	for (;;) {
		if (reader_next(r) == -1)
			return -1;
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		if (read_member(r, depth, flow, &seen, out, &merges) == -1)
			return -1;
	}
	for (i = 0; i < merges.len; i++)
		if (anchor_merge(r, &merges.members[i].value, &seen,
		    out) == -1)
			return -1;
	return 0;
}

static int
read_mapping(struct yaml_reader *r, size_t depth, struct json *out)
{
	bool flow = r->event.data.mapping_start.style ==
	    YAML_FLOW_MAPPING_STYLE;

	*out = (struct json){ .type = JSON_OBJECT };
	reader_mark(r, out, (flow ? YAML_FLOW : 0) |
	    tag_flag(r->event.data.mapping_start.tag));
	return read_members(r, depth, flow, out);
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
