/*
 * redact_id: personal numbers that states give out.
 *
 * A number is taken for one by its shape and its check digits.  Where those
 * are weak, so that one order number in ten or a hundred would pass, the
 * name of the number must stand in the words before it too.
 */
#include <pthread.h>

#include "text/redact_check.h"
#include "text/redact_parts.h"

enum {
	ID_MAX = 24,		/* bytes of one */
	LETTERS_FIRST = 6,	/* before a digit, at most */
	DIGITS_LEAST = 6,
	WORDS_BEFORE = 48	/* bytes in which its name may stand */
};

/*
 * ${shape}: 9 a digit, A a letter, N either, ~ what may part two groups or
 * nothing; anything else is itself.  ${names}: parted by "|"; those in
 * capitals are no words otherwise spelled.
 */
struct scheme {
	const char	*shape;
	redact_check	*check;
	const char	*names;		/* NULL: needs none */
};

static const struct scheme schemes[] = {
	{ "99-99999999-9", check_ar_cuit, NULL },
	{ "99999999999", check_ar_cuit, "cuit|cuil" },
	{ "999~999~999", check_au_tfn, "TFN|tax file" },
	{ "99.99.99-999.99", check_be, NULL },
	{ "99999999999", check_be, NULL },
	{ "9999999999", check_bg_egn, "EGN|ЕГН" },
	{ "999.999.999-99", check_br_cpf, NULL },
	{ "99999999999", check_br_cpf, "CPF|cpf" },
	{ "999~999~999", check_ca_sin,
	    "SIN|social insurance|NAS|assurance sociale" },
	{ "999.9999.9999.99", check_ch_ahv, NULL },
	{ "9999999999999", check_ch_ahv, NULL },
	{ "99.999.999-N", check_cl_rut, NULL },
	{ "9.999.999-N", check_cl_rut, NULL },
	{ "99999999-N", check_cl_rut, "RUT|RUN|rut" },
	{ "9999999-N", check_cl_rut, "RUT|RUN|rut" },
	{ "99999999999999999N", check_cn, NULL },
	{ "999999/9999", check_cz, NULL },
	{ "99~999~999~999", check_de_tax,
	    "steuer|IdNr|tax id|tax number|TIN" },
	{ "999999~9999", check_dk_cpr, "CPR|cpr" },
	{ "99999999~A", check_es_dni, NULL },
	{ "A~9999999~A", check_es_nie, NULL },
	{ "999999-999N", check_fi_hetu, NULL },
	{ "999999+999N", check_fi_hetu, NULL },
	{ "999999A999N", check_fi_hetu, NULL },
	{ "9~99~99~9N~999~999~99", check_fr_nir, NULL },
	{ "AA~99~99~99~A", check_gb_nino, NULL },
	{ "A999999(N)", check_hk, NULL },
	{ "9999999A", check_ie_pps, "PPS|ppsn|personal public" },
	{ "9999999AA", check_ie_pps, "PPS|ppsn|personal public" },
	{ "999999999", check_il, "teudat zehut|תעודת זהות|ת.ז" },
	{ "9999~9999~9999", check_in_aadhaar, "aadhaar|aadhar|uidai|आधार" },
	{ "AAAAAA99A99A999A", check_it_cf, NULL },
	{ "9999~9999~9999", check_jp, "マイナンバー|個人番号|my number" },
	{ "999999-9999999", check_kr_rrn, NULL },
	{ "AAAA999999AAAAAAN9", check_mx_curp, NULL },
	{ "999999999", check_nl_bsn, "BSN|bsn|burgerservice|sofinummer" },
	{ "9999.99.999", check_nl_bsn, "BSN|bsn|burgerservice|sofinummer" },
	{ "999999~99999", check_no, NULL },
	{ "99999999999", check_pl_pesel, "pesel" },
	{ "999~999~999", check_pt_nif, "NIF|nif|contribuinte" },
	{ "9999999999999", check_ro_cnp, NULL },
	{ "999999-9999", check_se, NULL },
	{ "999999+9999", check_se, NULL },
	{ "99999999-9999", check_se, NULL },
	{ "999999999999", check_se, NULL },
	{ "A9999999A", check_sg_nric, NULL },
	{ "99999999999", check_tr, "TCKN|tckn|kimlik" },
	{ "999-99-9999", check_us_itin, NULL },
	{ "9999999999999", check_za, NULL },
	{ "999999~9999~999", check_za, NULL },
};

enum { SCHEMES = sizeof(schemes) / sizeof(schemes[0]) };

/* Is ${c} what the shape wants there?  A separator is itself. */
static bool
fits(char want, char c)
{
	switch (want) {
	case '9':
		return ascii_digit(c);
	case 'A':
		return ascii_alpha(c);
	case 'N':
		return ascii_digit(c) || ascii_alpha(c);
	default:
		return c == want;
	}
}

/*
 * ${shape} at byte ${i}: the end, or 0; what it holds but separators into
 * ${out}, how much of it into ${n}.
 */
static size_t
shape_at(struct str s, size_t i, const char *shape, char *out, size_t *n)
{
	for (*n = 0; *shape != '\0'; shape++) {
		if (*shape == '~') {
			i += separator_at(s, i);
			continue;
		}
		if (i == s.len || !fits(*shape, s.p[i]))
			return 0;
		if (alnum_at(s, i))
			out[(*n)++] = ascii_upper(s.p[i]);
		i++;
	}
	return i;
}

/* Finland's sign for a century may be a letter; it is not checked. */
static size_t
without_century(const struct scheme *k, char *c, size_t n)
{
	if (k->check != check_fi_hetu || n != 11)
		return n;
	memmove(c + 6, c + 7, 4);
	return 10;
}

/* ${name} in ${text}: in capitals as it is, else in any case. */
static bool
named(struct str text, struct str name)
{
	bool capital = name.p[0] >= 'A' && name.p[0] <= 'Z';
	struct str here;
	size_t i;

	for (i = 0; i + name.len <= text.len; i++) {
		here = (struct str){ text.p + i, name.len };
		if ((capital ? str_eq(here, name) : str_ieq(here, name)) &&
		    (i == 0 || !alnum_at(text, i - 1)) &&
		    !(capital && alnum_at(text, i + name.len)))
			return true;
	}
	return false;
}

/* Does one of ${names} stand in the words before byte ${at}? */
static bool
speaks_of(struct str s, size_t at, const char *names)
{
	size_t from = at > WORDS_BEFORE ? at - WORDS_BEFORE : 0, n;
	struct str before = { s.p + from, at - from };

	for (; *names != '\0'; names += n + (names[n] == '|')) {
		n = strcspn(names, "|");
		if (named(before, (struct str){ names, n }))
			return true;
	}
	return false;
}

/* More digits behind a separator: a part of something longer. */
static bool
goes_on(struct str s, size_t end)
{
	char kind;
	size_t gap = separator_read(s, end, &kind);

	return alnum_at(s, end) || (gap > 0 && kind == '-' &&
	    s.p[end] != ' ' && alnum_at(s, end + gap));
}

/* By how many digits it begins with: 1 + index of schemes, 0 at the end. */
static uint8_t by_digits[ID_MAX + 1][SCHEMES + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
sort_schemes(void)
{
	size_t used[ID_MAX + 1] = { 0 }, k, n, most;

	for (k = 0; k < SCHEMES; k++) {
		n = strspn(schemes[k].shape, "9");
		most = strchr("~N", schemes[k].shape[n]) != NULL &&
		    schemes[k].shape[n] != '\0' ? ID_MAX : n;
		for (; n <= most; n++)
			by_digits[n][used[n]++] = (uint8_t)(k + 1);
	}
}

static size_t
count_digits(struct str s, size_t i)
{
	size_t n = 0;

	while (n < ID_MAX && i + n < s.len && ascii_digit(s.p[i + n]))
		n++;
	return n;
}

/* A personal number that begins at the token at ${i}: its end, or 0. */
static size_t
id_at(struct str s, size_t i)
{
	const struct scheme *k;
	const uint8_t *next;
	char c[ID_MAX];
	size_t n, end;

	pthread_once(&once, sort_schemes);
	next = by_digits[count_digits(s, i)];
	for (; *next != 0; next++) {
		k = &schemes[*next - 1];
		if ((end = shape_at(s, i, k->shape, c, &n)) == 0 ||
		    goes_on(s, end))
			continue;
		if (k->check(c, without_century(k, c, n)) &&
		    (k->names == NULL || speaks_of(s, i, k->names)))
			return end;
	}
	return 0;
}

static bool
begins_token(struct str s, size_t i)
{
	char c;

	if (i == 0)
		return true;
	if (alnum_at(s, i - 1) || s.p[i - 1] == '_')
		return false;
	/* Not the tail of "12-...", a path or a decimal. */
	c = s.p[i - 1];
	return i < 2 || !(c == '-' || c == '.' || c == '/' || c == '+') ||
	    !alnum_at(s, i - 2);
}

/* Are there digits enough from byte ${i} on? */
static bool
has_digits(struct str s, size_t i)
{
	struct str near = str_to(str_from(s, i), ID_MAX);
	size_t k, n = 0;

	for (k = 0; k < near.len && n < DIGITS_LEAST; k++)
		n += ascii_digit(near.p[k]);
	return n == DIGITS_LEAST;
}

/* Where the token of the digit at ${i} begins, a few letters before it. */
static size_t
token_start(struct str s, size_t i)
{
	size_t least = i > LETTERS_FIRST ? i - LETTERS_FIRST : 0;

	while (i > least && ascii_alpha(s.p[i - 1]))
		i--;
	return i;
}

/* One or two letters and a separator before the token at ${i}: "AB 12". */
static size_t
letters_before(struct str s, size_t i)
{
	size_t at = i;

	if (i >= 2 && (s.p[i - 1] == ' ' || s.p[i - 1] == '-')) {
		for (at = i - 1; at > 0 && i - at <= 2 &&
		    ascii_alpha(s.p[at - 1]);)
			at--;
		if (at == i - 1 || !begins_token(s, at))
			at = i;
	}
	return at;
}

bool
find_id(struct str s, size_t i, struct secret_span *out)
{
	size_t at = token_start(s, i), from, end;

	if (!has_digits(s, at))
		return false;
	from = letters_before(s, at);
	end = from < at ? id_at(s, from) : 0;
	if (end == 0 && begins_token(s, at))
		end = id_at(s, from = at);
	*out = (struct secret_span){ from, end, SECRET_ID };
	return end > 0;
}
