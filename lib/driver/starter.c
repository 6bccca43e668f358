#include "driver/starter.h"

#include <inttypes.h>

#include "stage/map_number.h"

static void
put_count(const struct starter *s, struct buf *b, const struct seen *p)
{
	buf_printf(b, "  # filled in %" PRIu64 " of %" PRIu64 "\n",
	    p->filled, s->survey->lines);
}

/* NAME: PATH, or PATH within an expression or a type. */
static void
put_field(const struct starter *s, struct buf *b, const char *name,
    enum guess_field field, const char *fmt, const char *type)
{
	const struct seen *p = s->guess->best[field];

	if (p == NULL)
		return;
	buf_printf(b, "    %s: ", name);
	if (type != NULL)
		buf_adds(b, STR("{from: "));
	starter_path(b, fmt, p);
	if (type != NULL)
		buf_printf(b, ", type: %s}", type);
	put_count(s, b, p);
}

/* Several expressions, on one line if that is short. */
static void
put_places(const struct starter *s, struct buf *b, const char *name,
    const struct seen *p, const struct seen *q)
{
	bool lines = p->expr.len > 40 || (q != NULL && q->expr.len > 40);

	if (lines)
		put_count(s, b, p);
	buf_adds(b, lines ? STR("      - ") : STR(" ["));
	starter_expr(b, p->expr);
	if (q != NULL) {
		buf_adds(b, lines ? STR("\n      - ") : STR(", "));
		starter_expr(b, q->expr);
	}
	if (s->words)
		buf_printf(b, "%sfacts.%s", lines ? "\n      - " : ", ",
		    name);
	if (lines) {
		buf_addc(b, '\n');
		return;
	}
	buf_addc(b, ']');
	put_count(s, b, p);
}

/* A key to know the person by: several places, then the words. */
static void
put_key(const struct starter *s, struct buf *b, const char *name,
    enum guess_field field)
{
	const struct seen *p = s->guess->best[field],
	    *q = s->guess->second[field];

	if (p == NULL && !s->words) {
		buf_printf(b, "    #%s: input.PATH  # nothing here looks "
		    "like it\n", name);
		return;
	}
	buf_printf(b, "    %s: ", name);
	if (q == NULL && !s->words) {
		starter_expr(b, p->expr);
		put_count(s, b, p);
		return;
	}
	if (p == NULL) {
		buf_printf(b, "facts.%s  # from what people wrote\n", name);
		return;
	}
	b->len--;	/* the blank */
	put_places(s, b, name, p, q);
}

/* "Berg, Ana", as directories have it; not "Ana Berg, PhD". */
static bool
is_inverted(const struct seen *p)
{
	size_t i, comma;
	struct str v;

	for (i = 0; i < p->values.n; i++) {
		v = p->values.entries[i].key;
		comma = str_find(v, STR(", "));
		if (comma != (size_t)-1 && comma > 0 &&
		    memchr(v.p, ' ', comma) == NULL)
			return true;
	}
	return false;
}

/* Is a name better defined, than said three times? */
static bool
is_defined(const struct seen *p)
{
	return p->expr.len > 40 || is_inverted(p);
}


static void
put_name(const struct starter *s, struct buf *b)
{
	const struct seen *p = s->guess->best[GUESS_NAME];

	put_field(s, b, "first_name", GUESS_FIRST, "@", NULL);
	put_field(s, b, "last_name", GUESS_LAST, "@", NULL);
	if (p == NULL || s->guess->best[GUESS_LAST] != NULL ||
	    s->guess->best[GUESS_FIRST] != NULL)
		return;
	if (is_defined(p)) {
		buf_adds(b, STR("    first_name: 'full_name.split(\" \")[0]'"));
		put_count(s, b, p);
	} else {
		put_field(s, b, "first_name", GUESS_NAME,
		    "@.split(\" \")[0]", NULL);
	}
	buf_adds(b, STR("    last_name:\n      from: "));
	starter_path(b, is_defined(p) ?
	    "full_name.substring(full_name.indexOf(\" \") + 1)" :
	    "@.substring(@.indexOf(\" \") + 1)", p);
	buf_adds(b, STR("\n      when: "));
	starter_path(b, is_defined(p) ? "full_name.contains(\" \")" :
	    "@.contains(\" \")", p);
	buf_addc(b, '\n');
}

/* A name that is far away is said once. */
static void
put_define(const struct starter *s, struct buf *b)
{
	const struct seen *p = s->guess->best[GUESS_NAME];

	if (p == NULL || !is_defined(p) || s->guess->best[GUESS_LAST] != NULL ||
	    s->guess->best[GUESS_FIRST] != NULL)
		return;
	buf_adds(b, STR("\n  define:  # names for expressions\n"
	    "    full_name: "));
	starter_path(b, !is_inverted(p) ? "@" : "cel.bind(n, @, "
	    "n.matches(\"^[^ ,]+, \") ? n.split(\", \")[1] + \" \" + "
	    "n.split(\", \")[0] : n)", p);
	buf_addc(b, '\n');
}

static void
put_contact(const struct starter *s, struct buf *b)
{
	buf_adds(b, STR("\n  contact:\n"));
	put_key(s, b, "email", GUESS_EMAIL);
	put_key(s, b, "phone", GUESS_PHONE);
	put_name(s, b);
	put_field(s, b, "job_title", GUESS_TITLE, "@", NULL);
	put_field(s, b, "country", GUESS_COUNTRY, "@", NULL);
	put_field(s, b, "city", GUESS_CITY, "@", NULL);
	buf_adds(b, STR("    lead_source: {value: chatbot}\n"));
}

/* Has anything to do with a company's domain been mapped? */
static bool
has_domain(const struct starter *s)
{
	return s->words || s->guess->best[GUESS_DOMAIN] != NULL ||
	    s->guess->best[GUESS_EMAIL] != NULL;
}

static bool
has_company(const struct starter *s)
{
	return has_domain(s) || s->guess->best[GUESS_COMPANY] != NULL ||
	    s->guess->best[GUESS_SIZE] != NULL ||
	    s->guess->best[GUESS_INDUSTRY] != NULL;
}

static void
put_others(const struct starter *s, struct buf *b)
{
	const struct guess *g = s->guess;
	const struct seen *size = g->best[GUESS_SIZE];
	bool number = size != NULL && seen_share(size, LOOK_NUMBER) > 0.9;

	if (has_company(s))
		buf_adds(b, STR("\n  company:\n"));
	put_field(s, b, "name", GUESS_COMPANY, "@", NULL);
	if (g->best[GUESS_DOMAIN] != NULL)
		put_field(s, b, "domain", GUESS_DOMAIN, "domain(@)", NULL);
	else if (has_domain(s))
		buf_adds(b, STR("    domain: work_domain(contact.email)  "
		    "# none for public mail providers\n"));
	put_field(s, b, "size", GUESS_SIZE, "@", number ? "integer" : NULL);
	put_field(s, b, "industry", GUESS_INDUSTRY, "@", NULL);
	if (g->best[GUESS_AMOUNT] == NULL && g->best[GUESS_TIMELINE] == NULL)
		return;
	buf_adds(b, STR("\n  deal:\n"));
	put_field(s, b, "amount", GUESS_AMOUNT, "@", "number");
	put_field(s, b, "timeline", GUESS_TIMELINE, "@", NULL);
}

/* Are the sample's numbers written as is usual in the region? */
static bool
is_usual(const struct starter *s, const struct numerals *n)
{
	enum map_point usual = map_region_point(str_of(s->guess->region));

	return usual == POINT_DOT ? n->comma == 0 :
	    usual != POINT_COMMA || n->dot == 0;
}

/* Can each of them be read in one way only, and all in the same? */
static bool
is_told(const struct numerals *n)
{
	return n->doubtful == 0 && (n->dot > 0) != (n->comma > 0);
}

/* A region that the sample's numbers contradict would misread them. */
static void
put_region(const struct starter *s, const struct numerals *n, struct buf *b)
{
	const char *region = s->guess->region;
	bool fits = is_usual(s, n) || is_told(n);

	if (region[0] == '\0')
		buf_adds(b, STR("  #region: US  # of telephone numbers "
		    "without a country code\n"));
	else
		buf_printf(b, "  %sregion: %s  # of telephone numbers without "
		    "a country code%s\n", fits ? "" : "#", region,
		    fits ? "" : "; set locale as well");
}

/* Whose way of writing it is, as far as the currency tells. */
static const char *
locale_of(const struct numerals *n, bool comma)
{
	static const struct {
		const char	*currencies[4], *locale;
		bool		 comma;
	} all[] = {
		{ { "R$", "BRL", NULL }, "pt-BR", true },
		{ { "zł", "PLN", NULL }, "pl-PL", true },
		{ { "£", "GBP", NULL }, "en-GB", false }
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].comma == comma &&
		    str_in(n->currency, all[i].currencies))
			return all[i].locale;
	return comma ? "de-DE" : "en-US";
}

/*
 * Numbers that can be read in one way only tell how numbers are written; all
 * else is for who knows where they come from.
 */
static void
put_locale(const struct starter *s, const struct numerals *n, struct buf *b)
{
	bool comma = n->comma > n->dot;

	if (s->guess->region[0] != '\0' && is_usual(s, n))
		return;
	if (n->doubtful == 0 && n->dot > 0 && n->comma > 0) {
		buf_printf(b, "  # %" PRIu64 " amounts are like 1,234.5, %"
		    PRIu64 " like 1.234,5, and each can be read in one\n"
		    "  # way only: no locale is needed\n", n->dot, n->comma);
		return;
	}
	buf_printf(b, "  %slocale: %s  # ", is_told(n) ? "" : "#",
	    locale_of(n, comma));
	if (n->dot > 0 && n->comma > 0)
		buf_printf(b, "values contradict: %" PRIu64 " like 1,234.5, "
		    "%" PRIu64 " like 1.234,5\n", n->dot, n->comma);
	else if (n->dot + n->comma == 0)
		buf_adds(b, STR("is 1,234 a thousand, or a bit more than "
		    "one?\n"));
	else if (n->doubtful > 0)
		buf_printf(b, "%" PRIu64 " like %s: a thousand, or a bit more "
		    "than one?\n", n->dot + n->comma,
		    comma ? "1.234" : "1,234");
	else
		buf_printf(b, "%" PRIu64 " like %s\n",
		    n->dot + n->comma, comma ? "1.234,5" : "1,234.5");
}

static void
put_head(const struct starter *s, struct buf *b)
{
	const char *group = s->pieces ? "--group " : "";
	const struct seen *amount = s->guess->best[GUESS_AMOUNT];
	struct numerals n = { 0 };
	char sample[80];

	err_quote(str_of(s->sample), sample, sizeof(sample));

	buf_printf(b, "# A first mapping, guessed by \"chatcrm init\" from %"
	    PRIu64 " %s of %s.\n# Read it, correct what is wrong, and try "
	    "it:\n#   chatcrm check\n#   chatcrm-map %s%s | jq .contact\n"
	    "#   chatcrm run --to score %s%s\n"
	    "# A field is an expression (chatcrm-cel(7)) over what is read; "
	    "plain text needs\n# {value: ...}.  chatcrm-map(1) and "
	    "chatcrm-config(5) have the rest.\n\nmap:\n",
	    s->survey->lines, s->rows ? "elements" : "lines", sample,
	    group, sample, group, sample);
	if (str_eq(s->platform, STR("json")))
		starter_talk(s, b);
	else
		buf_printf(b, "  source: %.*s\n", STR_ARG(s->platform));
	if (s->guess->best[GUESS_EMAIL] != NULL ||
	    s->guess->best[GUESS_PHONE] != NULL)
		buf_adds(b, STR("  anonymous: skip  # whoever left no way to "
		    "be reached\n"));
	else
		buf_adds(b, STR("  anonymous: keep  # skip, once an address "
		    "or a number is mapped\n"));
	if (amount != NULL)
		guess_numerals(amount, &n);
	put_region(s, &n, b);
	if (amount != NULL)
		put_locale(s, &n, b);
}

static void
put_validate(const struct starter *s, struct buf *b)
{
	buf_adds(b, STR("\nvalidate:\n"));
	if (s->guess->region[0] != '\0')
		buf_printf(b, "  region: %s\n", s->guess->region);
	else
		buf_adds(b, STR("  #region: US\n"));
	buf_adds(b, STR("  contact:\n"
	    "    email: {on_invalid: reject}  # what is no address does not "
	    "reach the CRM\n"));
	if (s->words || s->guess->best[GUESS_PHONE] != NULL)
		buf_adds(b, STR("    phone: {on_invalid: drop}\n"));
}

/* Something that the rules below can reach. */
static int
threshold(const struct starter *s)
{
	int most = (s->words ? 45 : 0) + (has_domain(s) ? 15 : 5) +
	    (s->guess->best[GUESS_AMOUNT] != NULL ? 25 : 0);

	return most > 50 ? 50 : most;
}

static void
put_score(const struct starter *s, struct buf *b)
{
	buf_printf(b, "\nscore:\n  half_life: 90d\n  threshold: %d\n"
	    "  rules:  # invented: set them to what sells\n", threshold(s));
	if (s->words)
		buf_adds(b, STR("    - {name: pricing, mentions: [pricing, "
		    "price, how much, quote], points: 10}\n"
		    "    - {name: urgency, mentions: [urgent, asap, "
		    "today], points: 15}\n"
		    "    - {name: demo, mentions: [demo, trial, meeting], "
		    "points: 20}\n"));
	if (has_domain(s))
		buf_adds(b, STR("    - {name: company, "
		    "when: 'company.domain != \"\"', points: 15}\n"));
	else
		buf_adds(b, STR("    - {name: anybody, when: 'true', "
		    "points: 5}\n"));
	if (s->guess->best[GUESS_AMOUNT] != NULL)
		buf_adds(b, STR("    - {name: budget, "
		    "when: 'deal.amount >= 10000.0', points: 25}\n"));
}

void
starter_write(const struct starter *s, struct buf *b)
{
	put_head(s, b);
	put_define(s, b);
	put_contact(s, b);
	put_others(s, b);
	starter_rest(s, b);
	put_validate(s, b);
	put_score(s, b);
	starter_route(b);
	starter_crm(s, b);
}
