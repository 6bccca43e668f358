/* Dates by format; strftime(3) obeys the locale and the process's zone,
 * which a filter must not. */
#include <stdio.h>

#include "stage/map_calendar.h"
#include "stage/map_time.h"

const char *const map_months[12] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"
};
const char *const map_weekdays[7] = {
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday"
};

/* The composite directives, spelled out. */
struct str
map_directive(char c)
{
	switch (c) {
	case 'T':
		return STR("%H:%M:%S");
	case 'R':
		return STR("%H:%M");
	case 'F':
		return STR("%Y-%m-%d");
	case 'D':
		return STR("%m/%d/%y");
	default:
		return STR_NONE;
	}
}

bool
map_time_format_ok(struct str format, size_t *bad)
{
	size_t i;

	*bad = format.len;
	if (format.len > MAP_TIME_FORMAT)
		return false;
	for (i = 0; i < format.len; i++) {
		if (format.p[i] != '%')
			continue;
		*bad = i++;
		if (i >= format.len ||
		    strchr("YymdeHIMSfpzZbBaAsTFDRj%", format.p[i]) == NULL)
			return false;
	}
	return true;
}

/* What is printed; formats are limited so that it always fits. */
struct line {
	char	p[MAP_TIME_TEXT];
	size_t	len;
};

static void
put(struct line *l, struct str s)
{
	size_t room = sizeof(l->p) - l->len;

	s = str_to(s, room);
	memcpy(l->p + l->len, s.p, s.len);
	l->len += s.len;
}

/* ${n} with at least ${width} digits. */
static void
put_number(struct line *l, int64_t n, int width)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%0*lld", width, (long long)n);

	put(l, (struct str){ text, (size_t)len });
}

static void
put_offset(struct line *l, int32_t offset)
{
	int minutes = (offset < 0 ? -offset : offset) / 60;

	put(l, offset < 0 ? STR("-") : STR("+"));
	put_number(l, minutes / 60 * 100 + minutes % 60, 4);
}

/* The directives that are numbers; the value, and its width in digits. */
static int
field(char d, const struct civil *c, struct instant t, int64_t *n)
{
	switch (d) {
	case 'Y':
		*n = c->year;
		return 4;
	case 'y':
		*n = c->year % 100;
		return 2;
	case 'm':
		*n = c->month;
		return 2;
	case 'd':
	case 'e':
		*n = c->day;
		return d == 'd' ? 2 : 1;
	case 'H':
		*n = c->hour;
		return 2;
	case 'I':
		*n = c->hour % 12 == 0 ? 12 : c->hour % 12;
		return 2;
	case 'M':
		*n = c->min;
		return 2;
	case 'S':
		*n = c->sec;
		return 2;
	case 'f':
		*n = t.nsec / 1000;
		return 6;
	case 'j':
		*n = c->yday + 1;
		return 3;
	case 's':
		*n = t.sec;
		return 1;
	default:
		return 0;
	}
}

static void
print_format(struct line *l, struct str format, const struct civil *c,
    struct instant t)
{
	int64_t n;
	size_t i;
	int width;

	for (i = 0; i < format.len; i++) {
		if (format.p[i] != '%' || ++i == format.len) {
			put(l, str_to(str_from(format, i), 1));
			continue;
		}
		width = field(format.p[i], c, t, &n);
		if (width > 0)
			put_number(l, n, width);
		else if (format.p[i] == 'p')
			put(l, c->hour < 12 ? STR("AM") : STR("PM"));
		else if (format.p[i] == 'z')
			put_offset(l, c->offset);
		else if (format.p[i] == 'b')
			put(l, str_to(str_of(map_months[c->month - 1]), 3));
		else if (format.p[i] == 'B')
			put(l, str_of(map_months[c->month - 1]));
		else if (format.p[i] == 'a')
			put(l, str_to(str_of(map_weekdays[c->wday]), 3));
		else if (format.p[i] == 'A')
			put(l, str_of(map_weekdays[c->wday]));
		else if (format.p[i] == '%')
			put(l, STR("%"));
		else
			print_format(l, map_directive(format.p[i]), c, t);
	}
}

struct str
map_time_print(struct instant t, struct str format, const struct zone *z,
    struct arena *a)
{
	struct line l = { .len = 0 };
	struct civil c;

	time_civil(t, z, &c);
	print_format(&l, format, &c, t);
	return arena_str(a, (struct str){ l.p, l.len });
}
