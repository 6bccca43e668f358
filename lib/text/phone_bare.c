/*
 * phone_bare: what stands around a number and is none of it; see phone.h.
 * People copy numbers out of signatures and spreadsheets, with the word that
 * stood before it there.
 */
#include "base/utf8.h"
#include "text/fold.h"
#include "text/phone.h"
#include "text/phone_read.h"
#include "text/unicode.h"

/* What people write before a number; the longer of two alike first. */
static const char *const labels[] = {
	"telephone number", "telephone", "telefonnummer", "telefonnr",
	"telefono", "telefone", "teléfono", "téléphone", "telefon", "telf",
	"tel", "tlf", "téléf", "tél", "phone number", "phone", "fono", "fon",
	"ph", "mobilnummer", "mobiltelefon", "mobile number", "mobile",
	"mobil", "mob", "móvil", "movil", "cellphone", "cellulare", "celular",
	"cell", "cel", "handynummer", "handy", "gsm", "puh", "portable",
	"festnetz", "rufnummer", "whatsapp", "sms", "office", "work", "home",
	"number", "nummer", "nr", "no", "nº", "n°", "№", "t", "m", "p",
	"телефон", "тел", "мобильный", "моб", "номер", "τηλέφωνο", "τηλ",
	"κινητό", "κιν", "電話番号", "電話", "携帯電話", "携帯", "电话号码",
	"电话", "手机号", "手机", "手機", "전화번호", "전화", "휴대폰", "핸드폰",
	"هاتف", "جوال", "موبايل", "تلفن", "موبایل", "טלפון", "נייד", "โทร",
	"เบอร์โทร", "điện thoại", "sđt", "đt", "फ़ोन", "मोबाइल", "☎", "☏", "✆",
	"📞", "📱", "📲", NULL
};

static size_t
word_length(struct str s, struct str word)
{
	size_t i = 0, k = 0;

	while (k < word.len)
		if (i >= s.len || text_fold(utf8_next(s, &i)) !=
		    text_fold(utf8_next(word, &k)))
			return 0;
	return i;
}

size_t
phone_word(struct str s, const char *const *words)
{
	size_t n;

	for (; *words != NULL; words++)
		if ((n = word_length(s, str_of(*words))) > 0)
			return n;
	return 0;
}

/* "phoneme" is no label. */
static bool
goes_on(struct str s, size_t i)
{
	uint32_t c;

	if (i >= s.len)
		return false;
	c = utf8_next(s, &i);
	return unicode_letter(c) || (unicode_mark(c) && c != 0xfe0f);
}

/* Without "Tel.-Nr.:" and the like, if a number follows. */
static struct str
drop_label(struct str s)
{
	static const char *const signs[] = { ".", ":", "：", "-", "#", "=",
		"\xef\xb8\x8f", NULL };	/* the last: "as an emoji" */
	struct str rest = s;
	size_t n;

	while ((n = phone_word(rest, labels)) > 0 && !goes_on(rest, n)) {
		rest = utf8_trim(str_from(rest, n));
		while ((n = phone_word(rest, signs)) > 0)
			rest = utf8_trim(str_from(rest, n));
	}
	if (rest.len == 0 || goes_on(rest, 0))
		return s;
	return rest;
}

/* A note in brackets at the end, without digits: "(mobile)". */
static struct str
drop_note(struct str s)
{
	size_t open = s.len, i;

	if (s.len == 0 || s.p[s.len - 1] != ')')
		return s;
	while (open > 0 && s.p[open - 1] != '(')
		open--;
	for (i = open; i < s.len;)
		if (utf8_digit(utf8_next(s, &i)) >= 0)
			return s;
	return open > 1 ? utf8_trim(str_to(s, open - 1)) : s;
}

/* ${of} at either end. */
static struct str
drop_signs(struct str s, const char *before, const char *after)
{
	while (s.len > 0 && memchr(before, s.p[0], strlen(before)) != NULL)
		s = utf8_trim(str_from(s, 1));
	while (s.len > 0 &&
	    memchr(after, s.p[s.len - 1], strlen(after)) != NULL)
		s = utf8_trim(str_to(s, s.len - 1));
	return s;
}

/*
 * A spreadsheet's ".0" of a number that it took for a fraction: no digit of
 * it.
 */
static struct str
drop_fraction(struct str s)
{
	size_t i;

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
	/* "=" comes from a spreadsheet that was told to take it for a text. */
	s = drop_signs(utf8_trim(s), "'\"=#", "'\",;");
	s = drop_note(drop_label(s));
	return drop_fraction(drop_signs(s, "'\"", "'\",;"));
}
