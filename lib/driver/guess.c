#include "driver/guess.h"

#include "text/phone.h"

enum { ANY = LOOKS, GOOD = 25, SECOND = 50 };

/* Words that a path ends in, parted by '|'; what most values look like. */
static const struct target {
	const char	*phrases;
	int		 look;		/* enum look, or ANY */
	bool		 by_value;	/* values alone can tell */
} targets[GUESS_FIELDS] = {
	[GUESS_EMAIL] = { "email|e mail|mail|email address|emailaddress|"
	    "mail address|correo", LOOK_EMAIL, true },
	[GUESS_PHONE] = { "phone|mobile|telephone|tel|cell|phone number|"
	    "phonenumber|mobile number|mobile phone|cell phone|msisdn|"
	    "whatsapp|whatsapp number|telefon|telefono|handy|telefonnummer|"
	    "handynummer|rückruf|mobil|portable", LOOK_PHONE,
	    true },
	[GUESS_FIRST] = { "first name|firstname|first|given name|fname|forename|"
	    "vorname|prenom|prénom", LOOK_NAME, false },
	[GUESS_LAST] = { "last name|lastname|last|surname|family name|lname|"
	    "nachname|apellido|apellidos|cognome|sobrenome", LOOK_NAME, false },
	[GUESS_COMPANY] = { "company|company name|organization|organisation|"
	    "organization name|organisation name|org|org name|employer|"
	    "business|business name|account name|firm|firma|empresa|entreprise|"
	    "societe|société|azienda|bedrijf|unternehmen", LOOK_TEXT,
	    false },
	[GUESS_DOMAIN] = { "domain|website|company domain|company website|"
	    "web site|homepage|site", LOOK_DOMAIN, false },
	[GUESS_SIZE] = { "company size|employees|headcount|team size|"
	    "employee count|number of employees|num employees|seats|users|"
	    "number of users|user count|num users|mitarbeiter|"
	    "mitarbeiterzahl|empleados|effectif|dipendenti|medewerkers", ANY,
	    false },
	[GUESS_INDUSTRY] = { "industry|sector|branch", LOOK_TEXT, false },
	[GUESS_NAME] = { "full name|fullname|name|customer name|display name|"
	    "visitor name|contact name|lead name|client name|your name|"
	    "sender name|author name|nickname|"
	    "anzeigename|nombre|nom|nome",
	    LOOK_NAME, false },
	[GUESS_TITLE] = { "job title|jobtitle|title|position|job|occupation|"
	    "job role", LOOK_TEXT, false },
	[GUESS_COUNTRY] = { "country|country code|nation|land|pais|país|"
	    "pays|paese", LOOK_TEXT, false },
	[GUESS_CITY] = { "city|town|stadt|ciudad|ville|cidade|città",
	    LOOK_TEXT, false },
	[GUESS_AMOUNT] = { "budget|amount|deal value|deal amount|deal size|"
	    "estimated value|monthly budget|annual budget|budget amount|"
	    "presupuesto|orcamento|orçamento|importe|montant|betrag",
	    LOOK_NUMBER, false },
	[GUESS_TIMELINE] = { "timeline|time line|timeframe|time frame|"
	    "purchase timeline|purchase timeframe", LOOK_TEXT, false }
};

/* Whose the values are not, and whose they are. */
static const char others[] = "agent|operator|bot|assignee|staff|owner|admin|"
    "support|intent|channel|flow|campaign|product|plan|file|event|rep|"
    "department|team|inbox|page|app|password|assigned|item|conversation|"
    "recipient";
static const char persons[] = "customer|visitor|user|contact|lead|client|"
    "person|profile|prechat|form|attributes|guest";

/* Is ${s} one of ${phrases}, or does it end in one (${tail})? */
static bool
is_one_of(struct str s, const char *phrases, bool tail)
{
	struct str all = str_of(phrases), one;
	size_t bar;

	for (;;) {
		bar = str_find(all, STR("|"));
		one = str_to(all, bar);
		if (str_eq(s, one) || (tail && s.len > one.len &&
		    str_ends(s, one) && s.p[s.len - one.len - 1] == ' '))
			return true;
		if (bar == (size_t)-1)
			return false;
		all = str_from(all, bar + 1);
	}
}

static bool
has_word(struct str words, const char *list)
{
	size_t space;

	for (;;) {
		space = str_find(words, STR(" "));
		if (is_one_of(str_to(words, space), list, false))
			return true;
		if (space == (size_t)-1)
			return false;
		words = str_from(words, space + 1);
	}
}

bool
guess_is_person(const struct seen *p)
{
	return has_word(p->words, persons);
}

/* "budget usd" and "phone 2" are budget and phone. */
static bool
begins_with(struct str s, const char *phrases)
{
	size_t i;

	for (i = s.len; i > 0; i--)
		if (s.p[i - 1] == ' ' &&
		    is_one_of(str_to(s, i - 1), phrases, false))
			return true;
	return false;
}

/*
 * The last key alone, or with those before it ("company.name"), or the end
 * of it ("work_email"), unless that says too little.
 */
static int
score_name(const struct seen *p, const struct target *t)
{
	static const char vague[] = "title|name|position|job|site|land|tel|"
	    "cell|branch|mail|nation|business|town";
	size_t space;
	struct str end;

	if (is_one_of(p->last, t->phrases, false))
		return 100;
	for (end = p->words; end.len > p->last.len;
	    end = str_from(end, space + 1)) {
		if (is_one_of(end, t->phrases, false))
			return 95;
		if ((space = str_find(end, STR(" "))) == (size_t)-1)
			break;
	}
	if (is_one_of(p->last, t->phrases, true) &&
	    !is_one_of(p->last, vague, true))
		return 60;
	return (t->by_value || t->look == LOOK_NUMBER) &&
	    begins_with(p->last, t->phrases) ? 55 : 0;
}

static int
score(const struct seen *p, const struct target *t, bool known)
{
	bool person = has_word(p->words, persons);

	int n = score_name(p, t);

	if (p->items != NULL || (n == 0 && !t->by_value))
		return 0;
	if (p->filled > 0 && t->look != ANY &&
	    seen_share(p, (enum look)t->look) < (n > 0 ? 0.5 : 0.8))
		return 0;
	if (p->filled > 0 && t->look == LOOK_TEXT &&
	    seen_share(p, LOOK_PROSE) > 0.5)
		return 0;
	/* Bare digits without a name may be anything. */
	if (n == 0 && p->filled > 0 && seen_share(p, LOOK_NUMBER) < 0.5)
		n = 40;
	n -= p->filled == 0 ? 30 : 0;
	/* A name that says it all may have such a word in it: team_size. */
	n -= has_word(n >= 100 ? str_to(p->words, p->words.len -
	    p->last.len) : p->words, others) ? 80 : 0;
	n += person ? 10 : 0;
	n -= known && !person && str_starts(p->expr, STR("input")) ? 80 : 0;
	n += str_starts(p->expr, STR("person.")) ? 20 : 0;
	n += str_starts(p->expr, STR("slots")) ? 15 : 0;
	return n - (int)p->depth;
}

static void
find(const struct survey *s, const struct target *t, bool known,
    struct seen **best, struct seen **second)
{
	int n, most = 0, more = 0;
	struct seen *p;
	size_t i;

	*best = *second = NULL;
	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		n = p->used ? 0 : score(p, t, known);
		if (n < GOOD)
			continue;
		if (n > most || (n == most && p->filled > (*best)->filled)) {
			*second = *best;
			more = most;
			*best = p;
			most = n;
		} else if (n > more) {
			*second = p;
			more = n;
		}
	}
	if (more < SECOND || !t->by_value)
		*second = NULL;
}

/* The country of most people, where it is told by its two letters. */
static void
guess_region(const struct survey *s, struct guess *g)
{
	const struct seen *p = g->best[GUESS_COUNTRY];
	struct str v = p != NULL ? seen_most(p) : STR_NONE;
	size_t i;

	for (i = 0; v.len == 0 && i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (is_one_of(p->last, "locale|language|lang", false))
			v = seen_most(p);
		v = v.len == 5 && (v.p[2] == '-' || v.p[2] == '_') ?
		    str_from(v, 3) : STR_NONE;
	}
	if (v.len != 2 || !phone_region_known(v))
		return;
	g->region[0] = ascii_upper(v.p[0]);
	g->region[1] = ascii_upper(v.p[1]);
}

void
guess_fields(const struct survey *s, bool known, struct guess *g)
{
	int i;

	for (i = 0; i < GUESS_FIELDS; i++) {
		if (i == GUESS_NAME && g->best[GUESS_FIRST] != NULL)
			continue;
		find(s, &targets[i], known, &g->best[i], &g->second[i]);
		if (g->best[i] != NULL)
			g->best[i]->used = true;
		if (g->second[i] != NULL)
			g->second[i]->used = true;
	}
	guess_region(s, g);
}
