#include "driver/starter.h"

#include <inttypes.h>

enum { LISTED = 60 };		/* paths in the comment */

/* An expression as YAML takes it. */
static void
put_expr(struct buf *b, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    memchr("_.()", s.p[i], 4) == NULL)
			break;
	if (i == s.len) {
		buf_adds(b, s);
		return;
	}
	buf_addc(b, '\'');
	for (i = 0; i < s.len; i++) {
		if (s.p[i] == '\'')
			buf_addc(b, '\'');
		buf_addc(b, s.p[i]);
	}
	buf_addc(b, '\'');
}

/* ${fmt} with the path ${p} in place of each '@'. */
static void
put_with(struct buf *b, const char *fmt, const struct seen *p)
{
	struct buf x = { 0 };

	for (; *fmt != '\0'; fmt++)
		if (*fmt == '@')
			buf_adds(&x, p->expr);
		else
			buf_addc(&x, *fmt);
	put_expr(b, buf_str(&x));
	buf_free(&x);
}

static void
put_count(const struct starter *s, struct buf *b, const struct seen *p)
{
	buf_printf(b, "\t# filled in %" PRIu64 " of %" PRIu64 "\n",
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
	put_with(b, fmt, p);
	if (type != NULL)
		buf_printf(b, ", type: %s}", type);
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
		buf_printf(b, "    #%s: input.PATH\t# nothing here looks "
		    "like it\n", name);
		return;
	}
	buf_printf(b, "    %s: ", name);
	if (q == NULL && !s->words) {
		put_expr(b, p->expr);
		put_count(s, b, p);
		return;
	}
	if (p == NULL) {
		buf_printf(b, "facts.%s\t# from what people wrote\n", name);
		return;
	}
	buf_addc(b, '[');
	put_expr(b, p->expr);
	if (q != NULL) {
		buf_adds(b, STR(", "));
		put_expr(b, q->expr);
	}
	if (s->words)
		buf_printf(b, ", facts.%s", name);
	buf_addc(b, ']');
	put_count(s, b, p);
}

static void
put_name(const struct starter *s, struct buf *b)
{
	const struct seen *p = s->guess->best[GUESS_NAME];

	put_field(s, b, "first_name", GUESS_FIRST, "@", NULL);
	put_field(s, b, "last_name", GUESS_LAST, "@", NULL);
	if (p == NULL || s->guess->best[GUESS_LAST] != NULL)
		return;
	put_field(s, b, "first_name", GUESS_NAME, "@.split(\" \")[0]", NULL);
	buf_adds(b, STR("    last_name:\n      from: "));
	put_with(b, "@.substring(@.indexOf(\" \") + 1)", p);
	buf_adds(b, STR("\n      when: "));
	put_with(b, "@.contains(\" \")", p);
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
		buf_adds(b, STR("    domain: work_domain(contact.email)\t"
		    "# none for public mail providers\n"));
	put_field(s, b, "size", GUESS_SIZE, "@", number ? "integer" : NULL);
	put_field(s, b, "industry", GUESS_INDUSTRY, "@", NULL);
	if (g->best[GUESS_AMOUNT] == NULL && g->best[GUESS_TIMELINE] == NULL)
		return;
	buf_adds(b, STR("\n  deal:\n"));
	put_field(s, b, "amount", GUESS_AMOUNT, "@", "number");
	put_field(s, b, "timeline", GUESS_TIMELINE, "@", NULL);
}

/* A key of a profile in place, with a path in it. */
static void
put_place(struct buf *b, const char *key, const struct seen *p,
    const char *fmt)
{
	if (p == NULL)
		return;
	buf_adds(b, str_of(key));
	put_with(b, fmt, p);
	buf_addc(b, '\n');
}

/* 'event.from == "visitor" ? customer : ...' */
static void
put_role(struct buf *b, const struct seen *p)
{
	static const char *const names[] = { "customer", "bot", "agent",
	    "system" };
	struct buf x = { 0 };
	enum guess_role role;
	bool bot = false;
	struct str v;
	size_t i;

	for (i = 0; i < p->values.n; i++) {
		role = guess_role(p->values.entries[i].key);
		bot |= role != ROLE_CUSTOMER && role != ROLE_SYSTEM;
	}
	for (i = 0; i < p->values.n; i++) {
		v = p->values.entries[i].key;
		role = guess_role(v);
		/* Where nobody else answers, the system is the bot. */
		if (role == ROLE_BOT || role == ROLE_NONE ||
		    (role == ROLE_SYSTEM && !bot))
			continue;
		buf_adds(&x, p->expr);
		buf_adds(&x, STR(" == "));
		json_write_str(v, &x);
		buf_printf(&x, " ? %s : ", names[role]);
	}
	buf_adds(&x, STR("bot"));
	buf_adds(b, STR("          role: "));
	put_expr(b, buf_str(&x));
	buf_addc(b, '\n');
	buf_free(&x);
}

/* The line is its only event, if it has one; a list of lines is none. */
static void
put_row(struct buf *b, const struct seen *text)
{
	struct buf x = { 0 };

	buf_adds(&x, STR("[input].filter(row, "));
	json_write_str(text->keys[0], &x);
	buf_adds(&x, STR(" in row)"));
	buf_adds(b, STR("    events: "));
	put_expr(b, buf_str(&x));
	buf_addc(b, '\n');
	buf_free(&x);
}

static void
put_talk(struct buf *b, const struct talk *t)
{
	buf_adds(b, STR("  # No platform that is known; its words and times "
	    "stand here.\n  source:\n    profile: json\n"));
	put_place(b, "    id: ", t->id, "@");
	put_place(b, "    started_at: ", t->started, "@");
	put_place(b, "    ended_at: ", t->ended, "@");
	if (t->text == NULL)
		return;
	if (t->pieces)
		buf_adds(b, STR("    piece: 'true'\t# a line is one "
		    "message\n"));
	else if (t->list != NULL)
		put_place(b, "    events: ", t->list, "@");
	else
		put_row(b, t->text);
	put_place(b, "    at: ", t->at, "@");
	buf_adds(b, STR("    rules:\n"));
	buf_adds(b, t->pieces ? STR("      # Of all columns the last that is "
	    "filled counts.\n"
	    "      - slots: 'event.transformMap(k, v, v != \"\", v)'\n"
	    "        message:\n") : STR("      - message:\n"));
	if (t->role != NULL)
		put_role(b, t->role);
	else
		buf_adds(b, STR("          role: customer\t# who speaks? "
		    "customer, bot, agent or system\n"));
	put_place(b, "          id: ", t->message_id, "@");
	put_place(b, "          text: ", t->text, "@");
}

static bool
is_listed(const struct starter *s, const struct seen *p)
{
	if (p->used)
		return false;
	return str_eq(s->platform, STR("json")) || str_starts(p->expr,
	    STR("slots")) || str_starts(p->expr, STR("person"));
}

static void
put_unused(const struct starter *s, struct buf *b)
{
	const struct seen *p;
	size_t i, n = 0, more = 0;

	for (i = 0; i < s->survey->paths.n; i++) {
		p = survey_at(s->survey, i);
		if (!is_listed(s, p))
			continue;
		if (n == LISTED) {
			more++;
			continue;
		}
		if (n++ == 0)
			buf_adds(b, STR("\n  # What else there is, to take "
			    "or to leave:\n"));
		buf_printf(b, "  #   %.*s\t%s, filled in %" PRIu64
		    " of %" PRIu64 "\n", STR_ARG(p->expr), seen_say(p),
		    p->filled, s->survey->lines);
	}
	if (more > 0)
		buf_printf(b, "  #   and %zu more\n", more);
}

/* In dollars a comma parts thousands; else who knows. */
static void
put_locale(const struct seen *p, struct buf *b)
{
	bool dollars = false;
	size_t i;

	for (i = 0; i < p->values.n; i++)
		dollars |= p->values.entries[i].key.p[0] == '$';
	buf_adds(b, dollars ? STR("  locale: en-US") :
	    STR("  #locale: en-US"));
	buf_adds(b, STR("\t# is 1,234 a thousand, or a bit more than "
	    "one?\n"));
}

static void
put_head(const struct starter *s, struct buf *b)
{
	const char *group = s->pieces ? "--group " : "";
	char sample[80];

	err_quote(str_of(s->sample), sample, sizeof(sample));

	buf_printf(b, "# A first mapping, guessed by \"chatcrm init\" from %"
	    PRIu64 " %s of %s.\n# Read it, correct what is wrong, and try "
	    "it:\n#\tchatcrm check\n#\tchatcrm-map %s%s | jq .contact\n"
	    "#\tchatcrm run --to score %s%s\n"
	    "# A field is an expression (chatcrm-cel(7)) over what is read; "
	    "plain text needs\n# {value: ...}.  chatcrm-map(1) and "
	    "chatcrm-config(5) have the rest.\n\nmap:\n",
	    s->survey->lines, s->rows ? "elements" : "lines", sample,
	    group, sample, group, sample);
	if (str_eq(s->platform, STR("json")))
		put_talk(b, &s->guess->talk);
	else
		buf_printf(b, "  source: %.*s\n", STR_ARG(s->platform));
	if (s->guess->best[GUESS_EMAIL] != NULL ||
	    s->guess->best[GUESS_PHONE] != NULL)
		buf_adds(b, STR("  anonymous: skip\t# whoever left no way to "
		    "be reached\n"));
	else
		buf_adds(b, STR("  anonymous: keep\t# skip, once an address "
		    "or a number is mapped\n"));
	if (s->guess->region[0] != '\0')
		buf_printf(b, "  region: %s\t# of telephone numbers without "
		    "a country code\n", s->guess->region);
	else
		buf_adds(b, STR("  #region: US\t# of telephone numbers "
		    "without a country code\n"));
	if (s->guess->best[GUESS_AMOUNT] != NULL &&
	    s->guess->region[0] == '\0')
		put_locale(s->guess->best[GUESS_AMOUNT], b);
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
	    "    email: {on_invalid: reject}\t# what is no address does not "
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
	    "  rules:\t# invented: set them to what sells\n", threshold(s));
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
	put_contact(s, b);
	put_others(s, b);
	put_unused(s, b);
	put_validate(s, b);
	put_score(s, b);
	starter_crm(s, b);
}
