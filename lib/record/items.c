#include "record/items.h"

/* Where in ${text}, a JSON list, the item behind byte ${i} ends. */
static size_t
item_end(struct str text, size_t i)
{
	bool in_string = false;
	size_t depth = 0;

	for (; i < text.len; i++) {
		char c = text.p[i];

		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"')
			in_string = true;
		else if (c == '[' || c == '{')
			depth++;
		else if (depth == 0 && (c == ',' || c == ']'))
			break;
		else if (c == ']' || c == '}')
			depth--;
	}
	return i;
}

struct str *
items_cut(struct str text, size_t n, struct arena *a)
{
	struct str *items = arena_array(a, n + 1, sizeof(*items));
	size_t i = str_find(text, STR("[")) + 1, end, k;

	for (k = 0; k < n; k++) {
		end = item_end(text, i);
		items[k] = str_trim((struct str){ text.p + i, end - i });
		i = end + 1;
	}
	return items;
}
