/* Which sign begins a fraction, by language and country. */
#include "stage/map_number.h"

/* Codes of two letters, a blank between them. */
static bool
among(const char *codes, struct str code)
{
	for (; code.len == 2; codes += 3) {
		if (str_ieq((struct str){ codes, 2 }, code))
			return true;
		if (codes[2] == '\0')
			return false;
	}
	return false;
}

static const char dot_languages[] = "en ja zh ko th he hi bn ta te ur ms sw "
    "mt cy ga am gu mr pa si my ne";
static const char comma_languages[] = "de fr es it pt nl pl sv da nb nn no "
    "fi cs sk sl hr sr bs bg ro hu ru uk be el tr et lv lt is id vi ca gl "
    "eu sq mk hy ka az kk uz fo af mn ky tk";

static const char dot_countries[] = "US GB IE AU NZ IN PK BD LK MY SG HK TW "
    "CN JP KR TH PH MX GT HN NI SV PA DO PR CU PE NG KE GH TZ UG ZW IL MT "
    "CH LI JM TT BS BZ NP MM KH";
static const char comma_countries[] = "DE AT FR ES IT PT NL BE LU PL SE DK "
    "NO FI CZ SK SI HR RS BA ME MK AL BG RO HU RU UA BY GR CY TR EE LV LT "
    "IS ID VN BR AR CL CO VE EC UY PY BO CR AZ KZ UZ GE AM MD MC AD SM VA "
    "GL FO";

enum map_point
map_region_point(struct str region)
{
	return among(dot_countries, region) ? POINT_DOT :
	    among(comma_countries, region) ? POINT_COMMA : POINT_UNKNOWN;
}

/* The country of "de-CH", "zh-Hant-TW" and "de_CH.UTF-8", or none. */
static struct str
country(struct str locale)
{
	size_t i, from = locale.len;

	for (i = 0; i <= locale.len; i++) {
		if (i < locale.len && strchr("-_.@", locale.p[i]) == NULL)
			continue;
		if (from < locale.len && i - from == 2)
			return (struct str){ locale.p + from, 2 };
		from = i + 1;
	}
	return STR_NONE;
}

/*
 * A language's countries differ: Spanish in Mexico, German in Switzerland.
 * But who writes French in the USA is not known to write like an American.
 */
enum map_point
map_locale_point(struct str locale)
{
	struct str language = str_to(locale, 2);
	enum map_point usual, there;

	if (locale.len > 2 && strchr("-_.@", locale.p[2]) == NULL)
		return POINT_UNKNOWN;
	usual = among(dot_languages, language) ? POINT_DOT :
	    among(comma_languages, language) ? POINT_COMMA : POINT_UNKNOWN;
	there = map_region_point(country(locale));
	if (usual == POINT_UNKNOWN || there == POINT_UNKNOWN || usual == there)
		return usual;
	if (among("es de it pt", language))
		return among("US", country(locale)) &&
		    !among("es", language) ? POINT_UNKNOWN : there;
	return among("en", language) ? POINT_DOT : POINT_UNKNOWN;
}
