#include "text/redact_check.h"

#include <string.h>

static int
digit(char c)
{
	return c - '0';
}

/* The number in ${n} digits. */
static int
value(const char *c, size_t n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + digit(*c++);
	return v;
}

/* 0 to 9 for digits, 10 to 35 for letters. */
static int
base36(char c)
{
	return c <= '9' ? digit(c) : c - 'A' + 10;
}

static bool
day_of_year(int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= (month == 2 ? 29 : month == 4 || month == 6 ||
	    month == 9 || month == 11 ? 30 : 31);
}

/* "MMDD" */
static bool
month_day(const char *c)
{
	return day_of_year(value(c, 2), value(c + 2, 2));
}

static int
weighted(const char *c, const char *weights)
{
	int sum = 0;

	for (; *weights != '\0'; weights++, c++)
		sum += base36(*c) * base36(*weights);
	return sum;
}

static bool
all_same(const char *c, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		if (c[i] != c[0])
			return false;
	return true;
}

bool
check_luhn(const char *c, size_t n)
{
	int sum = 0, v;
	size_t i;

	for (i = 0; i < n; i++) {
		v = digit(c[i]);
		if ((n - i) % 2 == 0)
			v = v > 4 ? 2 * v - 9 : 2 * v;
		sum += v;
	}
	return sum % 10 == 0;
}

/* The first four characters count as if they stood last. */
bool
check_mod97(const char *c, size_t n)
{
	int r = 0, v;
	size_t i;

	for (i = 4; i < n + 4; i++) {
		v = base36(c[i % n]);
		r = (v > 9 ? r * 100 + v : r * 10 + v) % 97;
	}
	return r == 1;
}

bool
check_ar_cuit(const char *c, size_t n)
{
	int kind = value(c, 2);

	(void)n;
	return (kind == 20 || kind == 23 || kind == 24 || kind == 27) &&
	    weighted(c, "54327654321") % 11 == 0;
}

bool
check_au_tfn(const char *c, size_t n)
{
	(void)n;
	return !all_same(c, 9) && weighted(c, "14375869A") % 11 == 0;
}

/* YYMMDD, serial, check; a 2 before it for those born since 2000. */
bool
check_be(const char *c, size_t n)
{
	long long v = 0;
	size_t i;

	(void)n;
	for (i = 0; i < 9; i++)
		v = v * 10 + digit(c[i]);
	return day_of_year(value(c + 2, 2) % 20, value(c + 4, 2)) &&
	    (97 - v % 97 == value(c + 9, 2) ||
	    97 - (v + 2000000000) % 97 == value(c + 9, 2));
}

bool
check_bg_egn(const char *c, size_t n)
{
	(void)n;
	return day_of_year(value(c + 2, 2) % 20, value(c + 4, 2)) &&
	    weighted(c, "2485A9736") % 11 % 10 == digit(c[9]);
}

bool
check_br_cpf(const char *c, size_t n)
{
	(void)n;
	return !all_same(c, 11) &&
	    weighted(c, "A98765432") * 10 % 11 % 10 == digit(c[9]) &&
	    weighted(c, "BA98765432") * 10 % 11 % 10 == digit(c[10]);
}

bool
check_ca_sin(const char *c, size_t n)
{
	return c[0] != '0' && c[0] != '8' && check_luhn(c, n);
}

bool
check_ch_ahv(const char *c, size_t n)
{
	(void)n;
	return memcmp(c, "756", 3) == 0 &&
	    weighted(c, "1313131313131") % 10 == 0;
}

bool
check_cl_rut(const char *c, size_t n)
{
	int sum = 0, check;
	size_t i;

	for (i = 0; i + 1 < n; i++)
		sum += digit(c[n - 2 - i]) * (int)(2 + i % 6);
	check = (11 - sum % 11) % 11;
	return c[n - 1] == (check == 10 ? 'K' : '0' + check);
}

/* Region, YYYYMMDD, serial, check: GB 11643. */
bool
check_cn(const char *c, size_t n)
{
	int year = value(c + 6, 4);

	(void)n;
	return c[0] >= '1' && c[0] <= '8' && year >= 1900 && year < 2100 &&
	    month_day(c + 10) && c[17] ==
	    "10X98765432"[weighted(c, "79A584216379A5842") % 11];
}

/* Women's months are 50 more, 20 more again where serials ran out. */
bool
check_cz(const char *c, size_t n)
{
	long long v = 0;
	size_t i;

	for (i = 0; i < n; i++)
		v = v * 10 + digit(c[i]);
	return day_of_year(value(c + 2, 2) % 50 % 20, value(c + 4, 2)) &&
	    v % 11 == 0;
}

/* ISO/IEC 7064, MOD 11,10. */
bool
check_de_tax(const char *c, size_t n)
{
	int p = 10, i;

	(void)n;
	for (i = 0; i < 10; i++) {
		p = (p + digit(c[i])) % 10;
		p = (p == 0 ? 10 : p) * 2 % 11;
	}
	return c[0] != '0' && (11 - p) % 10 == digit(c[10]);
}

/* DDMMYY; serials since 2007 have no check. */
bool
check_dk_cpr(const char *c, size_t n)
{
	(void)n;
	return day_of_year(value(c + 2, 2), value(c, 2));
}

static const char dni_letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";

bool
check_es_dni(const char *c, size_t n)
{
	(void)n;
	return c[8] == dni_letters[value(c, 8) % 23];
}

bool
check_es_nie(const char *c, size_t n)
{
	(void)n;
	return c[0] >= 'X' && c[0] <= 'Z' && c[8] ==
	    dni_letters[((c[0] - 'X') * 10000000 + value(c + 1, 7)) % 23];
}

/* DDMMYY, a sign for the century that is not among ${c}, serial, check. */
bool
check_fi_hetu(const char *c, size_t n)
{
	static const char letters[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
	int v = value(c, 6) * 1000 + value(c + 6, 3);

	(void)n;
	return day_of_year(value(c + 2, 2), value(c, 2)) &&
	    c[9] == letters[v % 31];
}

/* Sex, YY, MM, department (2A, 2B: Corsica), commune, serial, check. */
bool
check_fr_nir(const char *c, size_t n)
{
	int month = value(c + 3, 2), i;
	long long v = 0;

	(void)n;
	for (i = 0; i < 13; i++)
		v = v * 10 + (c[i] > '9' ? 0 : digit(c[i]));
	if (c[6] > '9') {
		if (c[5] != '2' || c[6] > 'B')
			return false;
		v -= c[6] == 'A' ? 1000000 : 2000000;
	}
	return (c[0] == '1' || c[0] == '2') && ((month >= 1 && month <= 12) ||
	    (month >= 20 && month <= 42)) && 97 - v % 97 == value(c + 13, 2);
}

/* No check digit, but few letters go: "Looking at National Insurance". */
bool
check_gb_nino(const char *c, size_t n)
{
	static const char *const never[] = { "BG", "GB", "KN", "NK", "NT",
		"TN", "ZZ" };
	size_t i;

	(void)n;
	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (memcmp(c, never[i], 2) == 0)
			return false;
	return strchr("DFIQUV", c[0]) == NULL &&
	    strchr("DFIQUVO", c[1]) == NULL && c[8] >= 'A' && c[8] <= 'D';
}

bool
check_hk(const char *c, size_t n)
{
	int sum = 36 * 9 + base36(c[0]) * 8 + weighted(c + 1, "765432");
	int check = (11 - sum % 11) % 11;

	(void)n;
	return c[7] == (check == 10 ? 'A' : '0' + check);
}

bool
check_ie_pps(const char *c, size_t n)
{
	int sum = weighted(c, "8765432");

	if (n == 9)
		sum += 9 * (c[8] == 'W' ? 0 : c[8] - 'A' + 1);
	return c[7] == "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
}

bool
check_il(const char *c, size_t n)
{
	return !all_same(c, n) && check_luhn(c, n);
}

/* Verhoeff's scheme: the dihedral group of ten, and a permutation of it. */
bool
check_in_aadhaar(const char *c, size_t n)
{
	static const char times[10][11] = { "0123456789", "1234067895",
		"2340178956", "3401289567", "4012395678", "5987604321",
		"6598710432", "7659821043", "8765932104", "9876543210" };
	static const char turn[8][11] = { "0123456789", "1576283094",
		"5803796142", "8916043527", "9453126870", "4286573901",
		"2793806415", "7046913258" };
	int r = 0;
	size_t i;

	for (i = 0; i < n; i++)
		r = digit(times[r][digit(turn[i % 8][digit(c[n - 1 - i])])]);
	return c[0] > '1' && r == 0;
}

/* Three letters each of the names, YY, month, day, town, check. */
bool
check_it_cf(const char *c, size_t n)
{
	static const char odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4,
		18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
	int sum = 0, v, i;

	(void)n;
	for (i = 0; i < 15; i++) {
		v = c[i] <= '9' ? digit(c[i]) : c[i] - 'A';
		sum += i % 2 == 0 ? odd[v] : v;
	}
	return strchr("ABCDEHLMPRST", c[8]) != NULL &&
	    value(c + 9, 2) % 40 >= 1 && value(c + 9, 2) % 40 <= 31 &&
	    c[15] == 'A' + sum % 26;
}

bool
check_jp(const char *c, size_t n)
{
	int r = weighted(c, "65432765432") % 11;

	(void)n;
	return digit(c[11]) == (r <= 1 ? 0 : 11 - r);
}

/* YYMMDD, sex and century, region, check. */
bool
check_kr_rrn(const char *c, size_t n)
{
	(void)n;
	return month_day(c + 2) && c[6] >= '0' && c[6] <= '9' &&
	    (11 - weighted(c, "234567892345") % 11) % 10 == digit(c[12]);
}

/* Letters of the names, YYMMDD, sex, state, consonants, check. */
bool
check_mx_curp(const char *c, size_t n)
{
	int sum = 0, v, i;

	(void)n;
	for (i = 0; i < 17; i++) {
		v = base36(c[i]);
		sum += (v > 23 ? v + 1 : v) * (18 - i);	/* after N is Ñ */
	}
	return month_day(c + 6) && (c[10] == 'H' || c[10] == 'M') &&
	    (10 - sum % 10) % 10 == base36(c[17]);
}

bool
check_nl_bsn(const char *c, size_t n)
{
	(void)n;
	return !all_same(c, 9) &&
	    (weighted(c, "98765432") - digit(c[8])) % 11 == 0;
}

/* DDMMYY; D-numbers have days 40 more, H-numbers months. */
bool
check_no(const char *c, size_t n)
{
	int a = (11 - weighted(c, "376189452") % 11) % 11;
	int b = (11 - weighted(c, "5432765432") % 11) % 11;

	(void)n;
	return day_of_year(value(c + 2, 2) % 40, value(c, 2) % 40) &&
	    a == digit(c[9]) && b == digit(c[10]);
}

/* YYMMDD, the century in the month. */
bool
check_pl_pesel(const char *c, size_t n)
{
	(void)n;
	return day_of_year(value(c + 2, 2) % 20, value(c + 4, 2)) &&
	    weighted(c, "13791379131") % 10 == 0;
}

bool
check_pt_nif(const char *c, size_t n)
{
	int check = 11 - weighted(c, "98765432") % 11;

	(void)n;
	return strchr("123", c[0]) != NULL &&
	    digit(c[8]) == (check > 9 ? 0 : check);
}

/* Sex and century, YYMMDD, county, serial, check. */
bool
check_ro_cnp(const char *c, size_t n)
{
	int county = value(c + 7, 2);
	int r = weighted(c, "279146358279") % 11;

	(void)n;
	return c[0] >= '1' && month_day(c + 3) && county >= 1 &&
	    county <= 52 && digit(c[12]) == (r == 10 ? 1 : r);
}

/* YYMMDD and four more, the century perhaps before; days may be 60 more. */
bool
check_se(const char *c, size_t n)
{
	if (n == 12 && memcmp(c, "19", 2) != 0 && memcmp(c, "20", 2) != 0)
		return false;
	c += n - 10;
	return day_of_year(value(c + 2, 2), value(c + 4, 2) % 60) &&
	    check_luhn(c, 10);
}

bool
check_sg_nric(const char *c, size_t n)
{
	int sum = weighted(c + 1, "2765432");
	const char *letters = NULL;

	(void)n;
	if (c[0] == 'S' || c[0] == 'T')
		letters = "JZIHGFEDCBA";
	else if (c[0] == 'F' || c[0] == 'G')
		letters = "XWUTRQPNMLK";
	if (c[0] == 'T' || c[0] == 'G')
		sum += 4;
	return letters != NULL && c[8] == letters[sum % 11];
}

bool
check_tr(const char *c, size_t n)
{
	int odd = weighted(c, "101010101"), even = weighted(c, "01010101");

	(void)n;
	return c[0] != '0' && (odd * 7 + 90 - even) % 10 == digit(c[9]) &&
	    (odd + even + digit(c[9])) % 10 == digit(c[10]);
}

bool
check_us_itin(const char *c, size_t n)
{
	int group = value(c + 3, 2);

	(void)n;
	return c[0] == '9' && group >= 50 && group != 66 && group != 67 &&
	    group != 68 && group != 69 && group != 89 && group != 93;
}

/* YYMMDD, serial, citizenship, an old digit, check. */
bool
check_za(const char *c, size_t n)
{
	return month_day(c + 2) && c[10] <= '2' && check_luhn(c, n);
}
