/* phone_read: see phone_read.h. */
#include "text/phone_read.h"

#include "base/utf8.h"
#include "text/phone.h"

static bool
is_separator(uint32_t c)
{
	return utf8_space(c) || utf8_unseen(c) ||
	    (c < 0x80 && c != 0 && strchr("-.()[]/~", (int)c) != NULL) ||
	    (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30fb ||
	    c == 0x30fc || c == 0xff08 || c == 0xff09 || c == 0xff0d ||
	    c == 0xff0e || c == 0xb7 || c == 0x2022;
}

/* The length of the first of ${words} (NULL ends) at byte ${i}, or 0. */
static size_t
word_at(struct str s, size_t i, const char *const *words)
{
	for (; *words != NULL; words++) {
		struct str w = str_of(*words);

		if (s.len - i >= w.len &&
		    str_ieq((struct str){ s.p + i, w.len }, w))
			return w.len;
	}
	return 0;
}

/* The length of the word that announces an extension at byte ${i}, or 0. */
static size_t
extension_mark(struct str s, size_t i)
{
	static const char *const marks[] = { ";ext=", "extension",
		"extensión", "extensi\xc3\x93n", "extn", "ext", "x", "ｘ", "#",
		"доб", "Доб", "ДОБ", "вн.", "anexo", "poste", "ramal",
		"interno", "int", "wew", "toestel", "tst", "anknytning",
		"ankn", "klapka", "linka", "dahili", "内線", "内线", "分机",
		"分機", "转", "轉", "내선", NULL };

	return word_at(s, i, marks);
}

/*
 * German exchanges have the extension dialled right behind the number: words
 * for it are a separator.
 */
static size_t
through_mark(struct str s, size_t i)
{
	static const char *const marks[] = { "durchwahl", "dw", "klappe",
		NULL };

	return word_at(s, i, marks);
}

/* What follows a mark, without the signs that close or join it. */
static struct str
bare_extension(struct str s)
{
	s = utf8_trim(s);
	while (s.len > 0 && strchr(":.-", s.p[0]) != NULL)
		s = utf8_trim(str_from(s, 1));
	while (s.len > 0 && (s.p[s.len - 1] == ')' || s.p[s.len - 1] == '#'))
		s = utf8_trim(str_to(s, s.len - 1));
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

/* Where the extension of the number begins, if its mark is at ${i}; or 0. */
static size_t
extension_at(struct str s, size_t i)
{
	size_t n = extension_mark(s, i);

	if (n > 0)
		return i + n;
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
		else if ((c == '+' || c == 0xff0b) && d->n == 0 && !d->plus)
			d->plus = true;
		else if (d->n > 0 && (n = extension_at(s, at)) > 0)
			return read_extension(str_from(s, n), d, e);
		else if (d->n > 0 && (n = through_mark(s, at)) > 0)
			i = at + n;
		else if (!is_separator(c))
			return odd_sign(c, e);
	}
	return 0;
}

/* "Tel.:", "cell": what people write before a number. */
static struct str
drop_label(struct str s)
{
	static const char *const labels[] = { "tel:", "telephone",
		"telefon", "teléfono", "tel", "phone", "mobile", "mobil",
		"mob", "cellphone", "cell", "whatsapp", "handy", "ph", NULL };
	size_t n = word_at(s, 0, labels);
	struct str rest = str_from(s, n);

	while (n > 0 && rest.len > 0 && (strchr(".:-# ", rest.p[0]) != NULL))
		rest = str_from(rest, 1);
	/* "phoneme" is no label: a number must follow. */
	if (n == 0 || rest.len == 0 || ascii_alpha(rest.p[0]))
		return s;
	return rest;
}

/*
 * A spreadsheet's apostrophe and quotes; and the ".0" of one that has made a
 * fraction of the number, which is no digit of it.
 */
static struct str
drop_quotes(struct str s)
{
	size_t i;

	while (s.len > 0 && (s.p[0] == '\'' || s.p[0] == '"'))
		s = utf8_trim(str_from(s, 1));
	while (s.len > 0 && (s.p[s.len - 1] == '\'' ||
	    s.p[s.len - 1] == '"'))
		s = utf8_trim(str_to(s, s.len - 1));
	for (i = s.len > 0 && s.p[0] == '+'; i < s.len &&
	    ascii_digit(s.p[i]); i++)
		;
	if (i > 6 && i + 2 == s.len && s.p[i] == '.' && s.p[i + 1] == '0')
		s = str_to(s, i);
	return s;
}

struct str
phone_bare(struct str s)
{
	return drop_quotes(drop_label(drop_quotes(utf8_trim(s))));
}
