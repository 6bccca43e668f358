/* Yes and no, as people say them. */
#include "stage/map_numeral.h"
#include "stage/map_typed.h"

/* In English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
 * Swedish, Danish; no word means yes in one and no in another. */
static const char *const yes_words[] = {
	"true", "yes", "y", "on", "1", "t", "yeah", "yep", "yup", "ja", "j",
	"wahr", "oui", "vrai", "sí", "si", "verdadero", "cierto", "sì",
	"vero", "sim", "verdadeiro", "waar", "tak", "prawda", "sant", "jo",
	"jau", "sandt"
};
static const char *const no_words[] = {
	"false", "no", "n", "off", "0", "f", "nope", "nah", "nein", "falsch",
	"non", "faux", "falso", "não", "nao", "nee", "onwaar", "nie",
	"fałsz", "falsz", "nej", "falskt", "falsk"
};

static bool
in_words(struct str s, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (numeral_same(s, str_of(words[i])))
			return true;
	return false;
}

static bool
in_strs(struct str s, const struct conf_strs *words)
{
	size_t i;

	for (i = 0; i < words->n; i++)
		if (numeral_same(s, str_trim(words->p[i])))
			return true;
	return false;
}

/* "Ja!" and "Sí." are said like that. */
static struct str
without_marks(struct str s)
{
	while (s.len > 1 && (s.p[s.len - 1] == '.' || s.p[s.len - 1] == '!'))
		s.len--;
	return s;
}

const char *
map_to_boolean(const struct map_typing *y, struct json *v)
{
	struct str s = map_typed(v), word = without_marks(s);
	bool yes;

	/* The operator's own words come first: they may turn ours around. */
	if (in_strs(s, &y->t->yes) || in_strs(s, &y->t->no))
		yes = in_strs(s, &y->t->yes);
	else if (in_words(word, yes_words,
	    sizeof(yes_words) / sizeof(yes_words[0])))
		yes = true;
	else if (in_words(word, no_words,
	    sizeof(no_words) / sizeof(no_words[0])))
		yes = false;
	else
		return "type.boolean";
	*v = json_bool(yes);
	return NULL;
}
