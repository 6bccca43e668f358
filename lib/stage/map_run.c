#include "stage/map_run.h"

enum { NOTES_MAX = 200 };

void
map_note(struct map_run *run, const char *code, const char *severity,
    const char *did, const struct json *was, const char *fmt, ...)
{
	struct map_note *n;
	va_list ap;

	if (run->nnotes++ >= NOTES_MAX)
		return;
	n = ARENA_NEW(run->a, struct map_note);
	va_start(ap, fmt);
	n->field = arena_vprintf(run->a, fmt, ap).p;
	va_end(ap);
	n->code = code;
	n->severity = severity;
	n->did = did;
	n->was = was;
	*run->last = n;
	run->last = &n->next;
}

struct str
map_text(const struct json *v)
{
	const struct json *oid;

	if (v->type == JSON_STRING || v->type == JSON_NUMBER)
		return (struct str){ v->text, v->len };
	oid = json_get(v, STR("$oid"));
	return oid != NULL ? map_text(oid) : STR_NONE;
}
