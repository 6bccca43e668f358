/* Time zones by name, and the offset that holds at an instant. */
#include "base/zone.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/hmap.h"

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

static void
database_path(struct str name, char *path, size_t size)
{
	const char *dir = getenv("TZDIR");

	snprintf(path, size, "%s/%.*s", dir != NULL && *dir != '\0' ?
	    dir : "/usr/share/zoneinfo", STR_ARG(name));
}

static int
from_database(struct str name, struct arena *a, struct zone *z)
{
	struct buf b = { .max = FILE_MAX };
	char path[1024];
	size_t n;
	FILE *f;
	int r;

	if (!is_name(name))
		return -1;
	database_path(name, path, sizeof(path));
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

/* Only names that exist are kept, so that hostile ones cost no memory. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena memory;
static struct hmap zones = { .arena = &memory };

const struct zone *
time_zone(struct str name)
{
	struct zone z = { 0 }, *known;

	pthread_mutex_lock(&lock);
	known = hmap_get(&zones, name);
	if (known == NULL && (fixed(name, &z) == 0 ||
	    from_database(name, &memory, &z) == 0)) {
		known = ARENA_NEW(&memory, struct zone);
		*known = z;
		*hmap_slot(&zones, arena_str(&memory, name)) = known;
	}
	pthread_mutex_unlock(&lock);
	return known;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* All that is in the folder ${name} ("": the database), and below it. */
static void
read_below(struct str name, int depth)
{
	char path[1024], inner[80];
	struct dirent *d;
	DIR *dir;

	database_path(name, path, sizeof(path));
	if (depth == 0 || (dir = opendir(path)) == NULL)
		return;
	while ((d = readdir(dir)) != NULL) {
		snprintf(inner, sizeof(inner), "%.*s%s%s", STR_ARG(name),
		    name.len > 0 ? "/" : "", d->d_name);
		/* The same once more, and with leap seconds. */
		if (!is_name(str_of(inner)) || strcmp(inner, "posix") == 0 ||
		    strcmp(inner, "right") == 0)
			continue;
		database_path(str_of(inner), path, sizeof(path));
		if (is_folder(path))
			read_below(str_of(inner), depth - 1);
		else
			time_zone(str_of(inner));
	}
	closedir(dir);
}

static void
read_all(void)
{
	read_below(STR(""), 4);
}

void
time_zones_read(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, read_all);
}
