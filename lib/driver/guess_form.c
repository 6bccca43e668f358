/* In which form times are written, where it is none of those known. */
#include "driver/guess.h"
#include "stage/map_time.h"

/* Those in which the day comes first stand before the others. */
static const char *const days[] = { "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y",
    "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %b %Y", "%b %d, %Y",
    "%d.%m.%y", "%d/%m/%y", "%m/%d/%y" };
static const char *const clocks[] = { " %H:%M:%S", " %H:%M", " %I:%M:%S %p",
    " %I:%M %p", ", %H:%M:%S", ", %H:%M", ", %I:%M:%S %p", ", %I:%M %p",
    "T%H:%M:%S", " - %H:%M" };

static bool
fits(const struct seen *p, struct str form)
{
	struct instant t;
	size_t i;

	for (i = 0; i < p->values.n; i++)
		if (map_time_parse(p->values.entries[i].key, form, NULL,
		    &t) != 0)
			return false;
	return p->values.n > 0;
}

/* Who writes AM and PM mostly writes the month first. */
static struct str
choose(struct str first, struct str second, struct str *other)
{
	bool american = str_ends(first, STR("%p")) &&
	    str_starts(second, STR("%m"));

	*other = american ? first : second;
	return american ? second : first;
}

struct str
guess_form(const struct seen *p, struct str *other, struct arena *a)
{
	struct str found = STR_NONE, form;
	size_t i, k;

	*other = STR_NONE;
	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		for (k = 0; k < sizeof(clocks) / sizeof(clocks[0]); k++) {
			form = arena_printf(a, "%s%s", days[i], clocks[k]);
			if (!fits(p, form))
				continue;
			if (found.len > 0)
				return choose(found, form, other);
			found = form;
		}
	return found;
}
