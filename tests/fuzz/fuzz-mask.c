/* fuzz-mask: no body and no address gets a word into a trace. */
#include <stdlib.h>

#include "auth/mask.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A mark is "~", digits, ":" and hexadecimal digits: no capital letter. */
static void
check(struct str s)
{
	if (str_find(s, STR("Ana Lopez")) != (size_t)-1 ||
	    str_find(s, STR("ana@")) != (size_t)-1)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = { (const char *)data, size };
	struct arena a = { 0 }, words = { 0 };
	struct buf b = { 0 };
	struct mask m;
	struct json v;

	mask_init(&m, &words);
	mask_words(&m, STR("email /crm/v3 inputs properties"));
	if (mask_json(&m, body, &a, &v)) {
		json_write(&v, &b);
		check(buf_str(&b));
	}
	if (mask_form(&m, body, &a, &v)) {
		buf_reset(&b);
		json_write(&v, &b);
		check(buf_str(&b));
	}
	check(mask_url(&m, body, &a));
	buf_free(&b);
	mask_free(&m);
	arena_free(&a);
	arena_free(&words);
	return 0;
}
