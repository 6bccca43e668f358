#include "yaml/reader.h"

#include "yaml/explain.h"

/*
 * libyaml counts characters; marks mostly come in ascending order, and the
 * text is known to be UTF-8.
 */
size_t
reader_offset(struct yaml_reader *r, yaml_mark_t mark)
{
	struct str text = r->src->text;

	if (mark.index < r->index)
		r->index = r->offset = 0;
	while (r->index < mark.index && r->offset < text.len) {
		r->offset++;
		while (r->offset < text.len &&
		    ((unsigned char)text.p[r->offset] & 0xc0) == 0x80)
			r->offset++;
		r->index++;
	}
	return r->offset;
}

struct where
reader_here(struct yaml_reader *r)
{
	return source_where(r->src, reader_offset(r, r->event.start_mark));
}

int
reader_next(struct yaml_reader *r)
{
	yaml_event_delete(&r->event);
	if (r->d->errors >= r->most)
		return -1;
	if (yaml_parser_parse(&r->parser, &r->event))
		return 0;
	return yaml_explain(&r->parser, r->src, r->d);
}

int
reader_count(struct yaml_reader *r, size_t n, size_t depth)
{
	if (depth > YAML_MAX_DEPTH)
		return diag_error(r->d, reader_here(r), "yaml.limit",
		    "nested deeper than %d levels", YAML_MAX_DEPTH);
	if (depth > r->deepest)
		r->deepest = depth;
	if (n <= YAML_MAX_NODES - r->nodes) {
		r->nodes += n;
		return 0;
	}
	return diag_error(r->d, reader_here(r), "yaml.limit",
	    "more than %d values, aliases included", YAML_MAX_NODES);
}

void
reader_mark(struct yaml_reader *r, struct json *out, unsigned flags)
{
	struct where at = reader_here(r);

	out->line = (uint32_t)at.line;
	out->col = (uint32_t)at.col;
	out->source = r->src->id;
	out->flags = (uint8_t)flags;
}
