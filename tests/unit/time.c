/* time: calendar, RFC 3339, zones, durations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>

#include "base/time.h"

static void
parses_and_formats_rfc_3339(void **state)
{
	static const struct {
		const char	*text, *same;
	} t[] = {
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z" },
		{ "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z" },
		{ "2026-03-01t10:15:30.250z", "2026-03-01T10:15:30.250Z" },
		{ "2026-03-01 10:15:30+02:00", "2026-03-01T08:15:30Z" },
		{ "2026-03-01T00:15:30.000001-11:30",
		    "2026-03-01T11:45:30.000001Z" },
		{ "2000-02-29T00:00:00.123456789Z",
		    "2000-02-29T00:00:00.123456789Z" },
		{ "1900-03-01T00:00:00Z", "1900-03-01T00:00:00Z" },
		{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z" },
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
		{ "9999-12-31T23:59:59.999999999Z",
		    "9999-12-31T23:59:59.999999999Z" },
	};
	char out[TIME_TEXT];
	struct instant i;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(t) / sizeof(t[0]); n++) {
		assert_int_equal(time_parse(str_of(t[n].text), &i), 0);
		assert_int_equal(time_format(i, out), strlen(t[n].same));
		assert_string_equal(out, t[n].same);
	}
	assert_int_equal(time_parse(STR("1969-12-31T23:59:59.5Z"), &i), 0);
	assert_int_equal(i.sec, -1);
	assert_int_equal(i.nsec, 500000000);
	assert_int_equal(time_parse(STR("0001-01-01T00:00:00Z"), &i), 0);
	assert_true(i.sec == INSTANT_MIN_SEC);
	assert_int_equal(time_parse(STR("9999-12-31T23:59:59Z"), &i), 0);
	assert_true(i.sec == INSTANT_MAX_SEC);
}

static void
refuses_what_is_no_instant(void **state)
{
	static const char *const bad[] = { "", "2026-03-01",
	    "2026-03-01T10:15:30", "2026-02-29T00:00:00Z",
	    "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
	    "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z",
	    "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
	    "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z",
	    "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+24:00",
	    "2026-01-01T00:00:00+0200", "2026-01-01T00:00:00Zx",
	    " 2026-01-01T00:00:00Z", "2026-1-01T00:00:00Z",
	    "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01",
	    "9999-12-31T23:59:59-00:01", "2026-01-01T-1:00:00Z" };
	struct instant t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (time_parse(str_of(bad[i]), &t) == 0)
			fail_msg("accepted: %s", bad[i]);
}

static void
counts_days_both_ways(void **state)
{
	struct civil c;
	int64_t day;

	(void)state;
	assert_int_equal(time_days(1970, 1, 1), 0);
	assert_int_equal(time_days(2000, 3, 1), 11017);
	assert_int_equal(time_days(1, 1, 1), -719162);
	for (day = -719162; day < 2932896; day += 97) {
		time_civil((struct instant){ .sec = day * 86400 + 86399 },
		    NULL, &c);
		assert_int_equal(time_days(c.year, c.month, c.day), day);
		assert_int_equal(c.sec + c.min * 60 + c.hour * 3600, 86399);
		assert_int_equal(time_days(c.year, 1, 1) + c.yday, day);
	}
	time_civil((struct instant){ .sec = -1 }, NULL, &c);
	assert_int_equal(c.wday, 3);	/* a Wednesday */
	assert_int_equal(c.yday, 364);
}

/* Seconds east of UTC in ${zone} at ${text}. */
static int32_t
offset_at(const char *zone, const char *text)
{
	const struct zone *z = time_zone(str_of(zone));
	struct instant t;
	struct civil c;

	if (z == NULL)
		fail_msg("no zone %s: is tzdata installed?", zone);
	assert_int_equal(time_parse(str_of(text), &t), 0);
	time_civil(t, z, &c);
	return c.offset;
}

static void
knows_the_offset_at_an_instant(void **state)
{
	enum { H = 3600 };
	static const struct {
		const char	*zone, *at;
		int32_t		 offset;
	} t[] = {
		{ "America/New_York", "2024-03-10T06:59:59Z", -5 * H },
		{ "America/New_York", "2024-03-10T07:00:00Z", -4 * H },
		{ "America/New_York", "2024-11-03T05:59:59Z", -4 * H },
		{ "America/New_York", "2024-11-03T06:00:00Z", -5 * H },
		/* behind the last transition: the rule */
		{ "America/New_York", "2050-03-13T06:59:59Z", -5 * H },
		{ "America/New_York", "2050-03-13T07:00:00Z", -4 * H },
		{ "America/New_York", "2050-11-06T05:59:59Z", -4 * H },
		{ "America/New_York", "2050-11-06T06:00:00Z", -5 * H },
		/* before the first: local mean time */
		{ "America/New_York", "1800-01-01T00:00:00Z", -17762 },
		{ "America/New_York", "1944-01-01T00:00:00Z", -4 * H },
		{ "Australia/Sydney", "2024-01-15T00:00:00Z", 11 * H },
		{ "Australia/Sydney", "2060-01-15T00:00:00Z", 11 * H },
		{ "Australia/Sydney", "2060-07-15T00:00:00Z", 10 * H },
		{ "Australia/Lord_Howe", "2024-07-01T00:00:00Z", 37800 },
		{ "Australia/Lord_Howe", "2060-01-01T00:00:00Z", 11 * H },
		{ "Asia/Kolkata", "2024-01-01T00:00:00Z", 19800 },
		{ "Asia/Kathmandu", "2050-01-01T00:00:00Z", 20700 },
		/* its winter is the exception, an hour back */
		{ "Europe/Dublin", "2050-07-01T00:00:00Z", 1 * H },
		{ "Europe/Dublin", "2050-01-01T00:00:00Z", 0 },
		{ "America/Phoenix", "2024-07-01T00:00:00Z", -7 * H },
		{ "Pacific/Apia", "2011-12-30T09:59:59Z", -10 * H },
		{ "Pacific/Apia", "2011-12-30T10:00:00Z", 14 * H },
		{ "UTC", "2024-07-01T00:00:00Z", 0 },
		{ "Z", "2024-07-01T00:00:00Z", 0 },
		{ "+02:00", "2024-07-01T00:00:00Z", 2 * H },
		{ "02:00", "2024-07-01T00:00:00Z", 2 * H },
		{ "-11:30", "2024-07-01T00:00:00Z", -41400 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (offset_at(t[i].zone, t[i].at) != t[i].offset)
			fail_msg("%s at %s: %d", t[i].zone, t[i].at,
			    (int)offset_at(t[i].zone, t[i].at));
}

static void
reads_the_clocks_on_the_wall(void **state)
{
	static const struct {
		const char	*zone, *clock, *utc;
	} t[] = {
		{ "America/New_York", "2024-07-01T12:00:00Z",
		    "2024-07-01T16:00:00Z" },
		/* gap: clocks jumped from 02:00 to 03:00 */
		{ "America/New_York", "2024-03-10T02:30:00Z",
		    "2024-03-10T07:30:00Z" },
		{ "America/New_York", "2024-03-10T01:59:59Z",
		    "2024-03-10T06:59:59Z" },
		{ "America/New_York", "2024-03-10T03:00:00Z",
		    "2024-03-10T07:00:00Z" },
		/* overlap: 01:30 came twice */
		{ "America/New_York", "2024-11-03T01:30:00Z",
		    "2024-11-03T05:30:00Z" },
		{ "America/New_York", "2024-11-03T02:00:00Z",
		    "2024-11-03T07:00:00Z" },
		{ "Australia/Sydney", "2024-10-06T02:30:00Z",
		    "2024-10-05T16:30:00Z" },
		{ "Australia/Sydney", "2024-04-07T02:30:00Z",
		    "2024-04-06T15:30:00Z" },
		/* a day that never was, and the first after it */
		{ "Pacific/Apia", "2011-12-30T12:00:00Z",
		    "2011-12-30T22:00:00Z" },
		{ "Pacific/Apia", "2011-12-31T01:00:00Z",
		    "2011-12-30T11:00:00Z" },
		{ "Asia/Kolkata", "1969-12-31T23:00:00Z",
		    "1969-12-31T17:30:00Z" },
	};
	struct instant clock, got, want;
	struct civil c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(time_parse(str_of(t[i].clock), &clock), 0);
		assert_int_equal(time_parse(str_of(t[i].utc), &want), 0);
		time_civil(clock, NULL, &c);
		assert_int_equal(time_local(&c, time_zone(str_of(t[i].zone)),
		    &got), 0);
		if (time_cmp(got, want) != 0)
			fail_msg("%s in %s", t[i].clock, t[i].zone);
	}
	c.day = 31;
	c.month = 6;
	assert_int_equal(time_local(&c, NULL, &got), -1);
}

static void
knows_no_other_zones(void **state)
{
	static const char *const bad[] = { "", "Mars/Olympus", "../etc/passwd",
	    "/etc/localtime", "America", "America/../America/Phoenix",
	    "zone.tab", "+2:00", "+02", "+02:60", "+24:00", "02:00:00" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (time_zone(str_of(bad[i])) != NULL)
			fail_msg("%s", bad[i]);
	assert_ptr_equal(time_zone(STR("Asia/Tokyo")),
	    time_zone(STR("Asia/Tokyo")));
}

static void *
look_up(void *out)
{
	static const char *const names[] = { "Europe/Paris", "+05:45",
	    "Asia/Tokyo", "Nowhere/Land" };
	const struct zone **zones = out;
	size_t i;

	for (i = 0; i < 4; i++)
		zones[i] = time_zone(str_of(names[i]));
	return NULL;
}

static void
gives_threads_the_same_zones(void **state)
{
	enum { THREADS = 4 };
	const struct zone *zones[THREADS][4];
	pthread_t t[THREADS];
	size_t i;

	(void)state;
	for (i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&t[i], NULL, look_up,
		    zones[i]), 0);
	for (i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(t[i], NULL), 0);
	assert_non_null(zones[0][0]);
	assert_null(zones[0][3]);
	for (i = 1; i < THREADS; i++)
		assert_memory_equal(zones[i], zones[0], sizeof(zones[0]));
}

static void
orders_instants(void **state)
{
	struct instant a = { -1, 999999999 }, b = { 0, 0 }, c = { 0, 1 };

	(void)state;
	assert_int_equal(time_cmp(a, b), -1);
	assert_int_equal(time_cmp(c, b), 1);
	assert_int_equal(time_cmp(b, b), 0);
}

static void
reads_durations(void **state)
{
	static const struct {
		const char	*text;
		int64_t		 ns;
	} good[] = {
		{ "0", 0 }, { "0s", 0 }, { "1h30m", 5400000000000 },
		{ "-1.5h", -5400000000000 }, { "90d", 7776000000000000 },
		{ "2w", 1209600000000000 }, { "+250ms", 250000000 },
		{ "1\xc2\xb5s", 1000 }, { "1\xce\xbcs1us", 2000 },
		{ ".5s", 500000000 }, { "0.000000001s", 1 },
		{ "1.123456789s", 1123456789 },
		{ "9223372036854775807ns", INT64_MAX },
	};
	static const char *const bad[] = { "", "-", "1", "s", "1x", "1h-3m",
	    ".s", "1 h", "9223372036854775808ns", "300000h1y", "1.2.3s",
	    "15251w", "2562048h" };
	int64_t ns;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(duration_parse(str_of(good[i].text), true,
		    &ns), 0);
		assert_true(ns == good[i].ns);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (duration_parse(str_of(bad[i]), true, &ns) == 0)
			fail_msg("accepted: %s", bad[i]);
	assert_int_equal(duration_parse(STR("1d"), false, &ns), -1);
	assert_int_equal(duration_parse(STR("1h"), false, &ns), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_and_formats_rfc_3339),
		cmocka_unit_test(refuses_what_is_no_instant),
		cmocka_unit_test(counts_days_both_ways),
		cmocka_unit_test(knows_the_offset_at_an_instant),
		cmocka_unit_test(reads_the_clocks_on_the_wall),
		cmocka_unit_test(knows_no_other_zones),
		cmocka_unit_test(gives_threads_the_same_zones),
		cmocka_unit_test(orders_instants),
		cmocka_unit_test(reads_durations),
	};

	return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
