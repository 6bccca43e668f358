/* dynamics: a $filter is read or refused, and what was read can be asked. */
#include <stdint.h>
#include <stdlib.h>

#include "sandbox/dynamics.h"
#include "sandbox/server.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
row(struct object *o, const struct object_type *t, struct arena *a)
{
	*o = (struct object){ .type = t, .id = 1, .created = 1772000000000,
	    .updated = 1772000000000, .props = json_object() };
	json_set(&o->props, STR("firstname"), json_str(STR("Ana")), a);
	json_set(&o->props, STR("emailaddress1"),
	    json_str(STR("ana@x.example")), a);
	json_set(&o->props, STR("statecode"), json_int(0, a), a);
	json_set(&o->props, STR("merged"), json_bool(false), a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct sandbox sb = { .persona = &persona_dynamics };
	struct arena a = { 0 };
	struct request q = { .sb = &sb, .persona = &persona_dynamics,
	    .a = &a };
	const struct object_type *t = dyn_schema.types;
	struct str text = { (const char *)data, size }, why;
	const struct dyn_filter *f;
	struct object o;

	hmap_init(&sb.properties[0], &a);
	row(&o, t, &a);
	if (!dyn_filter_parse(&q, t, text, &f, &why)) {
		if (why.len == 0)
			abort();
	} else if (f != NULL)
		dyn_filter_match(f, &o);
	arena_free(&a);
	return 0;
}
