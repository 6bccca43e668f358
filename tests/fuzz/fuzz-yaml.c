/* fuzz-yaml: any bytes are a tree or an error, and places lie in the text. */
#include <stdlib.h>

#include "base/buf.h"
#include "yaml/yaml.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
byte_at(struct str text, struct where w)
{
	size_t line, nl;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_from(text, 3);
	for (line = 1; line < w.line; line++) {
		nl = str_find(text, STR("\n"));
		if (nl == (size_t)-1)
			abort();
		text = str_from(text, nl + 1);
	}
	if (w.col == 0 || w.col > text.len + 1)
		abort();
	return text.p + w.col - 1;
}

/* A place inside a scalar without escapes shows the very byte. */
static void
check_scalar(struct str text, const struct json *v)
{
	struct where start = yaml_where(v), w;
	size_t i;

	yaml_text(v);
	yaml_stop(v);
	if (v->type != JSON_STRING)
		return;
	yaml_where_in(v, v->len);
	for (i = 0; i < v->len && i < 16; i++) {
		w = yaml_where_in(v, i);
		if ((v->flags & YAML_STYLE) == YAML_DOUBLE ||
		    ascii_space(v->text[i]) ||
		    (w.line == start.line && w.col == start.col))
			continue;
		if (*byte_at(text, w) != v->text[i])
			abort();
	}
}

static void
check(struct str text, const struct json *v, size_t *budget)
{
	size_t i;

	if (*budget == 0)
		return;
	--*budget;
	byte_at(text, yaml_where(v));
	if (v->type == JSON_ARRAY)
		for (i = 0; i < v->len; i++)
			check(text, &v->items[i], budget);
	else if (v->type == JSON_OBJECT)
		for (i = 0; i < v->len; i++) {
			byte_at(text, yaml_key_where(v, i));
			check(text, &v->members[i].value, budget);
		}
	else
		check_scalar(text, v);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct diags d;
	struct json v;
	size_t budget = 1000;
	FILE *f = fopen("/dev/null", "w");

	diags_init(&d, &a);
	if (yaml_parse("fuzz.yaml", text, &a, &v, &d) == 0)
		check(text, &v, &budget);
	else if (d.errors == 0 || f == NULL)
		abort();
	if (f != NULL) {
		diags_print(&d, f);
		fclose(f);
	}
	arena_free(&a);
	return 0;
}
