/*
 * redact_word: passwords and keys that a trigger announces.
 *
 * After the word for a password comes a connector and then the secret.  A
 * strong connector (":", "=", "is:") takes what follows; "is" takes it
 * unless it is a word that people use of passwords ("is wrong"); a weak one
 * (nothing, "to", other words between) takes what looks like a secret.
 */
#include "text/redact_parts.h"

#include "base/utf8.h"

enum connector { NONE, WEAK, IS, STRONG };

/* Bytes: between word and connector, of a secret looked at, in quotes. */
enum { GAP = 40, GLANCE = 160, QUOTED_MAX = 128 };

/* "is" in the languages of the triggers. */
static const char *const is_words[] = {
	"is", "s", "was", "are", "ist", "lautet", "heißt", "heisst", "war",
	"es", "est", "era", "é", "è", "to", "brzmi", "är", "er", "on", "je",
	"это", "是", "は", "は、", "는", "은"
};

/* What is said of passwords and is none. */
static const char *const prose[] = {
	"a", "about", "actually", "again", "all", "also", "always", "an",
	"and", "asked", "at", "bad", "being", "blank", "blocked", "broken",
	"case", "changed", "compromised", "correct", "different", "disabled",
	"empty", "expired", "expiring", "fine", "for", "forgotten",
	"generated", "getting", "given", "gone", "good", "hard", "hidden",
	"i", "in", "incorrect", "invalid", "it", "just", "locked", "long",
	"longer", "lost", "mandatory", "me", "missing", "my", "needed",
	"never", "no", "not", "now", "ok", "okay", "old", "on", "one",
	"only", "optional", "or", "our", "out", "outdated", "over", "please",
	"private", "protected", "rejected", "required", "reset", "right",
	"safe", "same", "saved", "secret", "secure", "sent", "set", "short",
	"shown", "simple", "so", "something", "still", "stolen", "stored",
	"stuck", "supposed", "that", "the", "there", "this", "to", "too",
	"unknown", "used", "valid", "very", "weak", "what", "working",
	"wrong", "your",
	"nicht", "falsch", "abgelaufen", "vergessen", "ungültig", "pas",
	"incorrecta", "incorreta", "inválida", "correcta", "errada", "mal",
	"niet", "fout", "inte", "fel", "nie", "не", "неверный", "不"
};

static bool
in_list(struct str s, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_ieq(s, str_of(list[i])))
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A blank at byte ${i}, which may be a no-break space: its length, or 0. */
static size_t
blank_at(struct str s, size_t i)
{
	if (i < s.len && is_blank(s.p[i]))
		return 1;
	return str_starts(str_from(s, i), STR("\u00a0")) ? 2 : 0;
}

/* Blanks, and the marks of bold text before one: "**Password:** x". */
static size_t
skip_blanks(struct str s, size_t i)
{
	size_t mark, n;

	for (;;) {
		while ((n = blank_at(s, i)) > 0)
			i += n;
		for (mark = i; mark < s.len && mark < i + 3 &&
		    (s.p[mark] == '*' || s.p[mark] == '_'); mark++)
			;
		if (mark == i || mark == s.len || !is_blank(s.p[mark]))
			return i;
		i = mark;
	}
}

/* Bounded, since it is asked again at every trigger. */
static size_t
word_end(struct str s, size_t i)
{
	size_t end = s.len - i > GAP ? i + GAP : s.len;

	while (i < end && (ascii_alpha(s.p[i]) || ((s.p[i] & 0x80) != 0 &&
	    blank_at(s, i) == 0)))
		i++;
	return i;
}

/* The sign of a strong connector at byte ${i}: its length, or 0. */
static size_t
strong_sign(struct str s, size_t i)
{
	static const char *const signs[] = { "=>", "->", "→", ":", "=",
		"：", "＝", "–", "—" };
	size_t k;

	for (k = 0; k < sizeof(signs) / sizeof(signs[0]); k++)
		if (str_starts(str_from(s, i), str_of(signs[k])))
			return strlen(signs[k]);
	return 0;
}

/* "is" at byte ${i}: its length, or 0.  CJK runs on without a space. */
static size_t
is_word(struct str s, size_t i)
{
	size_t k, n = word_end(s, i) - i;
	struct str w = { s.p + i, n }, rest = str_from(s, i);

	if (str_ieq(str_to(rest, 5), STR("c'est")) ||
	    str_ieq(str_to(rest, 7), STR("c’est")))
		return rest.p[1] == '\'' ? 5 : 7;
	for (k = 0; k < sizeof(is_words) / sizeof(is_words[0]); k++) {
		struct str is = str_of(is_words[k]);

		if (str_ieq(w, is) || (is.len >= 3 && (is.p[0] & 0xf0) ==
		    0xe0 && str_starts(w, is)))
			return is.len;
	}
	return 0;
}

/*
 * One closing quote of JSON or prose, or the end of bold text: "password":
 * "x", **password**: x.
 */
static size_t
skip_quote(struct str s, size_t i)
{
	size_t end = i;

	while (end < s.len && end < i + 2 && s.p[end] == '*')
		end++;
	if (end > i)
		return end;
	return i < s.len && (s.p[i] == '"' || s.p[i] == '\'' ||
	    s.p[i] == '`') ? i + 1 : i;
}

/*
 * What joins the trigger that ends at ${*i} to what follows; ${*i} moves to
 * the first byte of the would-be secret.
 */
static enum connector
read_connector(struct str s, size_t *i)
{
	size_t at = skip_blanks(s, skip_quote(s, *i)), n, gap;
	enum connector c = WEAK;
	bool is = false;

	for (gap = at; at - gap < GAP && at < s.len;) {
		if ((n = strong_sign(s, at)) > 0) {
			*i = skip_blanks(s, at + n);
			return at == gap || is ? STRONG : WEAK;
		}
		if ((n = is_word(s, at)) > 0) {
			c = at == gap ? IS : WEAK;
			is = true;
			*i = at = skip_blanks(s, at + n);
			if (strong_sign(s, at) == 0)
				return c;
			continue;
		}
		n = word_end(s, at) - at;
		if (n == 0 || s.p[at + n < s.len ? at + n : at] != ' ')
			break;
		at = skip_blanks(s, at + n);
	}
	/* "password - x" may go on with the sentence as well. */
	*i = str_starts(str_from(s, gap), STR("- ")) ? gap + 2 : gap;
	return WEAK;
}

/* The quote that closes the one at the head of ${s}, or none. */
static struct str
closing_quote(struct str s, size_t *open)
{
	static const char *const pairs[][2] = { { "\"", "\"" },
		{ "'", "'" }, { "`", "`" }, { "“", "”" }, { "‘", "’" },
		{ "«", "»" }, { "„", "“" }, { "「", "」" } };
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (str_starts(s, str_of(pairs[i][0]))) {
			*open = strlen(pairs[i][0]);
			return str_of(pairs[i][1]);
		}
	return STR_NONE;
}

static bool
ends_token(uint32_t c, bool ascii)
{
	return utf8_space(c) || (c >= 0x3001 && c <= 0x3003) ||
	    c == 0xff0c || c == 0xff1b || (ascii && c >= 0x3040 && c < 0xff00);
}

/* The stretch that may be a secret: from byte ${i} on, at most ${max} long. */
static struct str
token(struct str s, size_t i, size_t max)
{
	struct str rest = str_to(str_from(s, i), max), close;
	size_t open = 0, n = 0, at;

	close = closing_quote(rest, &open);
	if (close.p != NULL) {
		at = str_find(str_to(str_from(rest, open), QUOTED_MAX), close);
		if (at != (size_t)-1)
			return (struct str){ rest.p + open, at };
	}
	rest = str_from(rest, open);
	while (n < rest.len) {
		at = n;
		if (ends_token(utf8_next(rest, &n), (rest.p[0] & 0x80) == 0)) {
			n = at;
			break;
		}
	}
	while (n > 0 && strchr(".,;:)]}\"'*", rest.p[n - 1]) != NULL &&
	    rest.p[n - 1] != '\0')
		n--;
	return str_to(rest, n);
}

/* Digits, signs amid letters or odd capitals: no word of a sentence. */
static bool
looks_secret(struct str t)
{
	bool digit = false, sign = false, lower = false, odd = false;
	size_t i;

	for (i = 0; i < t.len; i++) {
		digit |= ascii_digit(t.p[i]);
		sign |= t.p[i] != '\0' && i + 1 < t.len &&
		    strchr("!@#$%^&*+=~?", t.p[i]) != NULL;
		odd |= lower && t.p[i] >= 'A' && t.p[i] <= 'Z';
		lower |= t.p[i] >= 'a' && t.p[i] <= 'z';
	}
	return t.len >= 4 && (digit || sign || odd);
}

static bool
is_secret(struct str t, enum connector c)
{
	if (t.len == 0 || str_starts(t, STR("[password")) ||
	    str_starts(t, STR("[key")))
		return false;
	if (c == STRONG)
		return true;
	if (in_list(t, prose, sizeof(prose) / sizeof(prose[0])))
		return false;
	return c == IS ? t.len >= 3 : looks_secret(t);
}

/* The trigger must not be a part of another word: "passwords", "bypwd". */
static bool
whole_word(struct str s, size_t start, size_t end)
{
	if (start > 0 && (ascii_alpha(s.p[start - 1]) ||
	    ascii_digit(s.p[start - 1])) && ascii_alpha(s.p[start]))
		return false;
	return end >= s.len || !ascii_alpha(s.p[end]) ||
	    !ascii_alpha(s.p[end - 1]);
}

static size_t
after_word(struct str s, size_t at, const struct trigger *t,
    struct secret_list *l)
{
	size_t end = at + strlen(t->text), i = end;
	enum connector c;
	struct str secret;

	if (!whole_word(s, at, end))
		return end;
	if (t->also == NULL && strong_sign(s, end - 1) > 0)
		i--;				/* the word's own, "pw:" */
	c = read_connector(s, &i);
	if (i < s.len && s.p[i] == '\n') {	/* a form: look below */
		c = WEAK;
		i = skip_blanks(s, i + 1);
	}
	secret = token(s, i, GLANCE);
	if (!is_secret(secret, c) || (t->kind == SECRET_KEY &&
	    (secret.len < 12 || !looks_secret(secret))))
		return end;
	secret = token(s, i, s.len);
	i = (size_t)(secret.p - s.p);
	secret_add(l, t->kind, i, i + secret.len);
	return i + secret.len;
}

/* A PEM block, to its end line or the end of the text. */
static size_t
pem_block(struct str s, size_t at, struct secret_list *l)
{
	struct str rest = str_from(s, at);
	size_t end;

	if (str_find(str_to(rest, 60), STR("PRIVATE KEY")) == (size_t)-1)
		return at + 1;
	end = str_find(rest, STR("-----END "));
	if (end != (size_t)-1) {
		size_t tail = str_find(str_from(rest, end + 9), STR("-----"));

		end = tail == (size_t)-1 ? tail : end + 9 + tail + 5;
	}
	if (end == (size_t)-1)
		end = rest.len;
	secret_add(l, SECRET_KEY, at, at + end);
	return at + end;
}

/*
 * The password in what stands before the host of a URL: "//ana:x@host"; it
 * may have an '@' itself.
 */
static size_t
in_url(struct str s, size_t at, struct secret_list *l)
{
	size_t i = at + strlen("://"), from = 0, to = 0;

	for (; i < s.len && (unsigned char)s.p[i] > ' ' &&
	    strchr("/?#<>\"", s.p[i]) == NULL; i++) {
		if (s.p[i] == ':' && from == 0)
			from = i + 1;
		if (s.p[i] == '@' && from > 0)
			to = i;
	}
	if (to <= from)
		return at + 1;
	secret_add(l, SECRET_PASSWORD, from, to);
	return to;
}

/* A key of known shape: its prefix and enough of the right bytes. */
static size_t
after_prefix(struct str s, size_t at, const struct trigger *t,
    struct secret_list *l)
{
	size_t head = at + strlen(t->text), i = head;

	if (t->also == NULL)
		return t->kind == SECRET_KEY ? pem_block(s, at, l) :
		    in_url(s, at, l);
	if (at > 0 && (ascii_alpha(s.p[at - 1]) || ascii_digit(s.p[at - 1])))
		return head;
	while (i < s.len && (ascii_alpha(s.p[i]) || ascii_digit(s.p[i]) ||
	    (s.p[i] != '\0' && strchr(t->also, s.p[i]) != NULL)))
		i++;
	while (i > head && s.p[i - 1] == '.')
		i--;
	if (i - head < t->tail)
		return head;
	secret_add(l, SECRET_KEY, at, i);
	return i;
}

void
redact_words(struct str s, struct secret_list *l)
{
	const struct trigger *t;
	size_t i = 0;

	while ((t = trigger_next(s, &i)) != NULL)
		i = t->tail == 0 ? after_word(s, i, t, l) :
		    after_prefix(s, i, t, l);
}
