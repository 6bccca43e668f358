/* fn_encode: the extension "encoders". */
#include "base/base64.h"
#include "cel/env.h"
#include "cel/run.h"

static int
encode(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	(void)n;
	if (spend_bytes(r, 2 * v[0].s.len) == -1)
		return -1;
	*out = cel_string(base64_encode(v[0].s, r->a));
	return 0;
}

static int
decode(struct run *r, const struct cel_val *v, size_t n, struct cel_val *out)
{
	struct str s;

	(void)n;
	if (spend_bytes(r, v[0].s.len) == -1)
		return -1;
	if (!base64_decode(v[0].s, r->a, &s))
		return cel_fail_text(r, STR("the string is not base64"));
	*out = cel_bytes(s);
	return 0;
}

const struct builtin cel_encoders[] = {
	{ "base64.encode", "(bytes)string", encode },
	{ "base64.decode", "(string)bytes", decode },
	{ NULL, NULL, NULL }
};
