#include "yaml/yaml.h"

#include "base/utf8.h"
#include "yaml/reader.h"

/* From the stream's start to its end: one document, or none (null). */
static int
read_stream(struct yaml_reader *r, struct json *out)
{
	*out = (struct json){ .type = JSON_NULL, .line = 1, .col = 1,
	    .source = r->src->id };
	if (reader_next(r) == -1 || reader_next(r) == -1)
		return -1;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return 0;
	if (reader_next(r) == -1 || reader_node(r, 0, false, out) == -1)
		return -1;
	if (reader_next(r) == -1 || reader_next(r) == -1)
		return -1;
	if (r->event.type != YAML_STREAM_END_EVENT)
		return diag_error(r->d, reader_here(r), "yaml.documents",
		    "a second document begins here; write one to a file");
	return 0;
}

/* libyaml would accept UTF-16, and names no line for bad bytes. */
static int
check_bytes(const struct yaml_source *s, struct diags *d)
{
	size_t i, n;

	if (s->text.len > YAML_MAX_BYTES)
		return diag_error(d, (struct where){ .name = s->name },
		    "yaml.limit", "larger than %d MiB",
		    YAML_MAX_BYTES >> 20);
	if (utf8_valid(s->text))
		return 0;
	for (i = 0; (n = utf8_valid_at(s->text, i)) > 0; i += n)
		continue;
	return diag_error(d, source_where(s, i), "yaml.utf8",
	    "byte 0x%02x is not UTF-8; save the file as UTF-8",
	    (unsigned char)s->text.p[i]);
}

int
yaml_parse(const char *name, struct str text, struct arena *a,
    struct json *out, struct diags *d)
{
	struct yaml_reader r = { .arena = a, .d = d,
	    .most = d->errors + YAML_MAX_ERRORS };
	size_t errors = d->errors;
	int rc;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	r.src = source_new(name, text, a);
	diags_source(d, r.src->name, text);
	if (check_bytes(r.src, d) == -1)
		return -1;
	if (!yaml_parser_initialize(&r.parser))
		return diag_error(d, (struct where){ .name = r.src->name },
		    NULL, "out of memory");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser,
	    (const unsigned char *)(text.p != NULL ? text.p : ""), text.len);
	hmap_init(&r.anchors, &r.scratch);
	rc = read_stream(&r, out);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	arena_free(&r.scratch);
	if (rc == -1)
		*out = json_null();
	return rc == -1 || d->errors > errors ? -1 : 0;
}
