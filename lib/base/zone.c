/* Time zones by name, and the offset that holds at an instant. */
#include "base/zone.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

enum { FILE_MAX = 1 << 20 };

int32_t
zone_offset(const struct zone *z, int64_t sec)
{
	size_t lo = 0, hi = z->n, mid;

	if (z->n == 0 || sec >= z->at[z->n - 1])
		return z->has_rule ? tzrule_offset(&z->rule, sec) :
		    z->offset[z->n > 0 ? z->type[z->n - 1] : 0];
	if (sec < z->at[0])
		return z->offset[0];
	while (hi - lo > 1) {		/* at[lo] <= sec < at[hi] */
		mid = lo + (hi - lo) / 2;
		if (sec < z->at[mid])
			hi = mid;
		else
			lo = mid;
	}
	return z->offset[z->type[lo]];
}

/* "+02:00", "-11:30" or "02:00"; hours and minutes. */
static int
fixed(struct str s, struct zone *z)
{
	bool sign = s.len > 0 && (s.p[0] == '+' || s.p[0] == '-');
	struct str hhmm = str_from(s, sign);
	int sec;

	if (str_eq(s, STR("UTC")) || str_eq(s, STR("Z")))
		sec = 0;
	else if (hhmm.len != 5 || hhmm.p[2] != ':' ||
	    !ascii_digit(hhmm.p[0]) || tz_hours(&s, 23, &sec) == -1 ||
	    s.len != 0)
		return -1;
	z->has_rule = true;
	z->rule = (struct rule){ .std = sec };
	return 0;
}

/* No name may lead out of the database. */
static bool
is_name(struct str s)
{
	size_t i;

	if (s.len == 0 || s.len > 64 || !ascii_alpha(s.p[0]) ||
	    str_find(s, STR("..")) != (size_t)-1)
		return false;
	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    strchr("_+-/", s.p[i]) == NULL)
			return false;
	return true;
}

static int
from_database(struct str name, struct arena *a, struct zone *z)
{
	const char *dir = getenv("TZDIR");
	struct buf b = { .max = FILE_MAX };
	char path[1024];
	size_t n;
	FILE *f;
	int r;

	if (!is_name(name))
		return -1;
	snprintf(path, sizeof(path), "%s/%.*s", dir != NULL && *dir != '\0' ?
	    dir : "/usr/share/zoneinfo", STR_ARG(name));
	if ((f = fopen(path, "rbe")) == NULL)
		return -1;
	while (buf_room(&b, 4096) == 0 &&
	    (n = fread(b.p + b.len, 1, 4096, f)) > 0)
		b.len += n;
	fclose(f);
	r = b.len > 0 ? tzif_parse(buf_str(&b), a, z) : -1;
	buf_free(&b);
	return r;
}

struct known {
	struct known	*next;
	struct str	 name;
	struct zone	 zone;
};

/* Only names that exist are kept, so that hostile ones cost no memory. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena memory;
static struct known *all;

const struct zone *
time_zone(struct str name)
{
	struct zone z = { 0 };
	struct known *k;

	pthread_mutex_lock(&lock);
	for (k = all; k != NULL && !str_eq(k->name, name);)
		k = k->next;
	if (k == NULL && (fixed(name, &z) == 0 ||
	    from_database(name, &memory, &z) == 0)) {
		k = ARENA_NEW(&memory, struct known);
		k->name = arena_str(&memory, name);
		k->zone = z;
		k->next = all;
		all = k;
	}
	pthread_mutex_unlock(&lock);
	return k != NULL ? &k->zone : NULL;
}
