/* phone_read: see phone_read.h. */
#include "text/phone_read.h"

#include "base/utf8.h"
#include "text/phone.h"

static bool
is_separator(uint32_t c)
{
	return utf8_space(c) || utf8_unseen(c) ||
	    (c < 0x80 && c != 0 && strchr("-.()[]/~_", (int)c) != NULL) ||
	    (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30fb ||
	    c == 0x30fc || c == 0xff08 || c == 0xff09 || c == 0xff0d ||
	    c == 0xff0e || c == 0xb7 || c == 0x2022;
}

/*
 * The length of the word that announces an extension at byte ${i}, or 0.  Of
 * two that begin alike the longer one comes first.
 */
static size_t
extension_mark(struct str s, size_t i)
{
	static const char *const marks[] = { ";ext=", "extension",
		"extensión", "extensie", "extn", "ext", "xtn", "x", "ｘ", "#",
		"доб", "доп", "внутр", "вн.", "anexo", "poste", "ramal",
		"interno", "int", "wewn", "wew", "w.", "toestel", "tst",
		"anknytning", "ankn", "ank", "anx", "apparat", "app", "nst",
		"klapka", "linka", "lokal", "local", "mellék",
		"dahili", "εσωτ", "máy lẻ", "שלוחה", "تحويلة", "داخلی",
		"داخلي", "内線", "内线", "分机", "分機", "转", "轉", "내선",
		NULL };

	return phone_word(str_from(s, i), marks);
}

/*
 * German exchanges have the extension dialled right behind the number: words
 * for it are a separator.  So is what Brazilians write for the carrier that
 * everybody chooses himself: 0xx11.
 */
static size_t
through_mark(struct str s, size_t i, const struct dialled *d)
{
	static const char *const marks[] = { "durchwahl", "dw", "klappe",
		NULL };
	static const char *const carrier[] = { "xx", NULL };

	if (d->n == 1 && d->digits[0] == '0')
		return phone_word(str_from(s, i), carrier);
	return phone_word(str_from(s, i), marks);
}

/* What follows a mark, without the signs and words that close or join it. */
static struct str
bare_extension(struct str s)
{
	static const char *const joins[] = { "number", "nr", "no", "n°", "nº",
		"：", NULL };
	size_t n;

	s = utf8_trim(s);
	while (s.len > 0 && ((n = phone_word(s, joins)) > 0 ||
	    (n = memchr(":.-#=", s.p[0], 5) != NULL) > 0))
		s = utf8_trim(str_from(s, n));
	while (s.len > 0 && memchr(")]#", s.p[s.len - 1], 3) != NULL)
		s = utf8_trim(str_to(s, s.len - 1));
	if (str_ends(s, STR("）")))
		s = utf8_trim(str_to(s, s.len - 3));
	return s;
}

/* ${s} is all that follows the mark: digits, with space around them. */
static int
read_extension(struct str s, struct dialled *d, struct err *e)
{
	size_t i = 0, n = 0;
	int v;

	s = bare_extension(s);
	while (i < s.len) {
		v = utf8_digit(utf8_next(s, &i));
		if (v == -1)
			return err_set(e, ERR_INPUT, "phone.letters",
			    "the telephone number has letters in it");
		if (n < EXT_MAX)
			d->ext[n] = (char)('0' + v);
		n++;
	}
	if (n >= EXT_MAX)
		return err_set(e, ERR_INPUT, "phone.too_long",
		    "the telephone number's extension is too long");
	d->ext_len = n;
	return 0;
}

/*
 * What telephones write for a pause: ",12", ",,12#", ";12", or a comma
 * before a word for it.  The byte where the extension begins, or 0: a second
 * number stands behind a comma and a space.
 */
static size_t
pause_mark(struct str s, size_t i)
{
	size_t at = i, k, n;

	while (at < s.len && (s.p[at] == ',' || s.p[at] == ';'))
		at++;
	for (k = at; k < s.len && s.p[k] == ' '; k++)
		;
	if ((n = k < s.len ? extension_mark(s, k) : 0) > 0)
		return k + n;
	for (k = at; k < s.len && ascii_digit(s.p[k]); k++)
		;
	if (k == at || k - at > 6)
		return 0;
	return k == s.len || (s.p[k] == '#' && k + 1 == s.len) ? at : 0;
}

/* One sign that is neither digit nor separator. */
static int
odd_sign(uint32_t c, struct err *e)
{
	if (ascii_alpha(c < 0x80 ? (char)c : '\0') || c >= 0xc0)
		return err_set(e, ERR_INPUT, "phone.letters",
		    "the telephone number has letters in it");
	return err_set(e, ERR_INPUT, "phone.syntax",
	    "the telephone number has a sign in it that none has");
}

/*
 * Where the extension of the number begins, if its mark is at ${i}; or 0.  A
 * "p" or "w" right before digits is a pause, as telephones dial it.
 */
static size_t
extension_at(struct str s, size_t i)
{
	size_t n = extension_mark(s, i);

	if (n > 0)
		return i + n;
	if ((ascii_lower(s.p[i]) == 'p' || ascii_lower(s.p[i]) == 'w') &&
	    i + 1 < s.len && ascii_digit(s.p[i + 1]))
		return i + 1;
	return s.p[i] == ',' || s.p[i] == ';' ? pause_mark(s, i) : 0;
}

static void
add_digit(struct dialled *d, int v)
{
	if (d->n < DIGITS_MAX)
		d->digits[d->n] = (char)('0' + v);
	d->n++;
}

int
phone_read(struct str s, struct dialled *d, struct err *e)
{
	size_t i = 0, at, n;
	uint32_t c;
	int v;

	while (i < s.len) {
		at = i;
		c = utf8_next(s, &i);
		v = utf8_digit(c);
		if (v == 0 && at > 0 && s.p[at - 1] == '(' && i < s.len &&
		    s.p[i] == ')')
			d->zero = d->n + 1;
		if (v >= 0)
			add_digit(d, v);
		else if ((c == '+' || c == 0xff0b) && d->n == 0)
			d->plus = true;
		else if (is_separator(c))
			continue;
		else if (d->n > 0 && (n = through_mark(s, at, d)) > 0)
			i = at + n;
		else if (d->n > 0 && (n = extension_at(s, at)) > 0)
			return read_extension(str_from(s, n), d, e);
		else
			return odd_sign(c, e);
	}
	return 0;
}
