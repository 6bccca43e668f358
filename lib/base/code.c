#include "base/code.h"
#include "base/diag.h"

#define FAMILY(prefix, heading)
#define CODE(name, cause, remedy) { name, cause, remedy },
const struct code codes[] = {
#include "base/code.def"
};
#undef CODE

#define CODE(name, cause, remedy) name,
static const char *const names[] = {
#include "base/code.def"
};

const size_t ncodes = sizeof(codes) / sizeof(codes[0]);

const struct code *
code_find(const char *name)
{
	size_t i;

	for (i = 0; i < ncodes; i++) {
		if (strcmp(codes[i].name, name) == 0)
			return &codes[i];
	}
	return NULL;
}

const struct code *
code_near(const char *name)
{
	const char *near = nearest(str_of(name), names, ncodes);

	return near != NULL ? code_find(near) : NULL;
}
