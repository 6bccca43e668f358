#include <stdio.h>

#include "stage/map_run.h"

enum { NOTES_MAX = 200, FIELD_MAX = 200 };

/* One event in a thousand fails like the others: once is enough. */
static bool
noted(const struct map_run *run, const char *code, const char *field)
{
	const struct map_note *n;

	for (n = run->notes; n != NULL; n = n->next)
		if (strcmp(n->code, code) == 0 &&
		    strcmp(n->field, field) == 0)
			return true;
	return false;
}

void
map_note(struct map_run *run, const char *code, const char *severity,
    const char *did, const struct json *was, const char *fmt, ...)
{
	char field[FIELD_MAX];
	struct map_note *n;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(field, sizeof(field), fmt, ap);
	va_end(ap);
	if (run->nnotes >= NOTES_MAX || noted(run, code, field))
		return;
	run->nnotes++;
	n = ARENA_NEW(run->a, struct map_note);
	n->field = arena_str(run->a, str_of(field)).p;
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
