/* How a platform that nobody has described is read: its events and words. */
#include "driver/starter.h"

enum { LISTED = 10 };		/* values in a comment */

/* An expression as YAML takes it. */
void
starter_expr(struct buf *b, struct str s)
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
void
starter_path(struct buf *b, const char *fmt, const struct seen *p)
{
	struct buf x = { 0 };

	for (; *fmt != '\0'; fmt++)
		if (*fmt == '@')
			buf_adds(&x, p->expr);
		else
			buf_addc(&x, *fmt);
	starter_expr(b, buf_str(&x));
	buf_free(&x);
}

const char *
starter_role(enum guess_role role)
{
	static const char *const names[] = { "customer", "bot", "agent",
	    "system" };

	return names[role];
}

/* A key of a profile in place, with a path in it. */
static void
put_place(struct buf *b, const char *key, const struct seen *p,
    const char *fmt)
{
	if (p == NULL)
		return;
	buf_adds(b, str_of(key));
	starter_path(b, fmt, p);
	buf_addc(b, '\n');
}

/* 'event.bot ? bot : ', where another value tells the rest. */
static void
put_bot(struct buf *b, const struct talk *t)
{
	size_t dot;

	if (t->bot == NULL)
		return;
	dot = t->bot->expr.len - t->bot->keys[t->bot->depth - 1].len;
	if (t->bot->filled == t->nmessages || !str_is_name(str_from(
	    t->bot->expr, dot))) {
		buf_adds(b, t->bot->expr);
		buf_adds(b, STR(" == true ? bot : "));
		return;
	}
	buf_adds(b, str_to(t->bot->expr, dot));
	buf_addc(b, '?');
	buf_adds(b, str_from(t->bot->expr, dot));
	buf_adds(b, STR(".orValue(false) ? bot : "));
}

/* Who has the customer's id is he. */
static void
put_author(struct buf *b, const struct talk *t)
{
	struct buf x = { 0 };

	buf_adds(&x, t->author->expr);
	buf_adds(&x, STR(" == "));
	buf_adds(&x, t->person->expr);
	buf_adds(&x, STR(" ? customer : agent"));
	buf_adds(b, STR("          role: "));
	starter_expr(b, buf_str(&x));
	buf_addc(b, '\n');
	buf_free(&x);
}

/* 'event.from == "visitor" ? customer : ...' */
static void
put_role(struct buf *b, const struct talk *t)
{
	const struct seen *p = t->role;
	enum guess_role role, rest = guess_rest(p);
	bool flag = seen_share(p, LOOK_BOOL) > 0,
	    others = guess_roles(p, ROLE_BOT) + guess_roles(p, ROLE_AGENT) +
	    guess_roles(p, ROLE_NONE) > 0;
	struct buf x = { 0 };
	struct str v;
	size_t i;

	put_bot(&x, t);
	/* Who answers and is no bot is an agent. */
	rest = t->bot != NULL && rest == ROLE_BOT ? ROLE_AGENT : rest;
	for (i = 0; i < p->values.n; i++) {
		v = p->values.entries[i].key;
		role = guess_role(p, v);
		role = t->bot != NULL && role == ROLE_BOT ? ROLE_AGENT : role;
		/* Where nobody else answers, the system is the bot. */
		if (role == rest || role == ROLE_NONE ||
		    (role == ROLE_SYSTEM && !others))
			continue;
		buf_adds(&x, p->expr);
		buf_adds(&x, STR(" == "));
		if (flag)
			buf_adds(&x, v);
		else
			json_write_str(v, &x);
		buf_printf(&x, " ? %s : ", starter_role(role));
	}
	buf_adds(&x, str_of(starter_role(rest)));
	buf_adds(b, STR("          role: "));
	starter_expr(b, buf_str(&x));
	buf_addc(b, '\n');
	buf_free(&x);
}

/* A word that a program wrote, and no person's name. */
static bool
is_word(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    s.p[i] != '_' && s.p[i] != '-')
			return false;
	return s.len > 0 && s.len <= 24;
}

/* Who speaks is not told by these values. */
static void
put_unknown(struct buf *b, const struct seen *p)
{
	struct str v;
	size_t i, n = guess_roles(p, ROLE_NONE), told = 0;

	if (n == 0)
		return;
	buf_adds(b, STR("          # not known, and taken for "));
	buf_printf(b, "%s: %zu of the values of ",
	    starter_role(guess_rest(p)), n);
	buf_adds(b, p->expr);
	for (i = 0; i < p->values.n; i++) {
		v = p->values.entries[i].key;
		if (guess_role(p, v) != ROLE_NONE || !is_word(v) ||
		    told == LISTED)
			continue;
		buf_adds(b, told++ == 0 ? STR(": ") : STR(", "));
		json_write_str(v, b);
	}
	buf_addc(b, '\n');
}

/* A value as it stands in an expression. */
static void
put_value(struct buf *b, const struct seen *p, struct str v)
{
	if (seen_share(p, LOOK_BOOL) > 0 || seen_share(p, LOOK_TEXT) == 0)
		buf_adds(b, v);
	else
		json_write_str(v, b);
}

/*
 * Who speaks is coded: the choice is the reader's.  Who speaks first, and
 * greets, is mostly the bot.
 */
static void
put_code(struct buf *b, const struct seen *p)
{
	struct buf x = { 0 };
	size_t i;

	buf_adds(&x, p->expr);
	buf_adds(&x, STR(" == "));
	put_value(&x, p, p->values.entries[0].key);
	buf_adds(&x, STR(" ? bot : customer"));
	buf_adds(b, STR("          # Or does "));
	buf_adds(b, p->expr);
	buf_adds(b, STR(" tell it?  It is "));
	for (i = 0; i < p->values.n; i++) {
		buf_adds(b, i > 0 ? STR(", ") : STR(""));
		put_value(b, p, p->values.entries[i].key);
	}
	buf_adds(b, STR(".  Then in place of that:\n          #role: "));
	starter_expr(b, buf_str(&x));
	buf_addc(b, '\n');
	buf_free(&x);
}

/* Names and their scores, where there are any. */
static void
put_intent(struct buf *b, const struct talk *t)
{
	struct buf x = { 0 };

	if (t->intent == NULL)
		return;
	if (t->score == NULL) {
		put_place(b, "          intent: ", t->intent, "@");
		return;
	}
	buf_adds(&x, STR("{\"name\": "));
	buf_adds(&x, t->intent->expr);
	buf_adds(&x, STR(", \"confidence\": "));
	buf_adds(&x, t->score->expr);
	buf_addc(&x, '}');
	buf_adds(b, STR("          intent:\n            - "));
	starter_expr(b, buf_str(&x));
	buf_addc(b, '\n');
	put_place(b, "            - ", t->intent, "@");
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
	starter_expr(b, buf_str(&x));
	buf_addc(b, '\n');
	buf_free(&x);
}

/* The columns of a mapping in the line, called with its keys before them. */
static void
put_within(struct buf *b, const struct seen *p)
{
	size_t i;

	buf_adds(b, STR(",\n            (type(event"));
	for (i = 0; i + 1 < p->depth; i++) {
		buf_adds(b, STR(".?"));
		buf_adds(b, p->keys[i]);
	}
	buf_adds(b, STR(".orValue(0)) == map ? event"));
	for (i = 0; i + 1 < p->depth; i++) {
		buf_addc(b, '.');
		buf_adds(b, p->keys[i]);
	}
	buf_adds(b, STR(" : {})\n            .transformMapEntry(k, v, "
	    "v != \"\", {\""));
	for (i = 0; i + 1 < p->depth; i++) {
		buf_adds(b, p->keys[i]);
		buf_addc(b, '_');
	}
	buf_adds(b, STR("\" + k: v})"));
}

static void
put_columns(struct buf *b, const struct talk *t)
{
	static const char all[] =
	    "event.transformMap(k, v, v != \"\", v)";
	size_t i;

	if (t->nwithin == 0) {
		buf_printf(b, "'%s'\n", all);
		return;
	}
	buf_printf(b, ">-\n            [%s", all);
	for (i = 0; i < t->nwithin; i++)
		put_within(b, t->within[i]);
	buf_adds(b, STR("]\n"));
}

/* What lines leave as slots: an agent's address is not the customer's. */
static void
put_slots(struct buf *b, const struct talk *t)
{
	const struct seen *role = t->role;
	struct buf x = { 0 };
	enum guess_role who;
	struct str v;
	size_t i;

	for (i = 0; role != NULL && i < role->values.n; i++) {
		v = role->values.entries[i].key;
		who = guess_role(role, v);
		if (who == ROLE_CUSTOMER || who == ROLE_NONE)
			continue;
		buf_adds(&x, x.len > 0 ? STR(" || ") : STR(""));
		buf_adds(&x, role->expr);
		buf_adds(&x, STR(" == "));
		if (seen_share(role, LOOK_BOOL) > 0)
			buf_adds(&x, v);
		else
			json_write_str(v, &x);
	}
	buf_adds(b, STR("      # Of all columns the last that is filled "
	    "counts"));
	if (x.len == 0) {
		buf_adds(b, STR(".\n      - slots: "));
		put_columns(b, t);
		return;
	}
	buf_adds(&x, STR(" ? {} : dyn(null)"));
	buf_adds(b, STR(", but those of\n      # whoever answers.\n"
	    "      - slots:\n          - "));
	starter_expr(b, buf_str(&x));
	buf_adds(b, STR("\n          - "));
	put_columns(b, t);
	buf_free(&x);
}

/* Times in a form of their own, and on whose clock. */
static void
put_form(struct buf *b, const struct talk *t)
{
	if (t->form.len == 0)
		return;
	buf_printf(b, "    times:\n      parse: \"%.*s\"",
	    STR_ARG(t->form));
	if (t->other.len > 0)
		buf_printf(b, "  # or \"%.*s\": no value tells",
		    STR_ARG(t->other));
	buf_adds(b, STR("\n      #zone: Europe/Berlin  # whose clock? UTC, if "
	    "nothing is said\n"));
}

void
starter_talk(const struct starter *s, struct buf *b)
{
	const struct talk *t = &s->guess->talk;

	buf_adds(b, STR("  # No platform that is known; its words and times "
	    "stand here.\n  source:\n    profile: json\n"));
	if (s->page.len > 0) {
		buf_adds(b, STR("    each: "));
		starter_expr(b, s->page);
		buf_adds(b, STR("  # a line holds many; below, input is one of "
		    "them\n"));
	}
	if (t->id == NULL)
		buf_adds(b, STR("    #id: input.  # what names the "
		    "conversation; without it a longer\n"
		    "    # telling of the same counts as another one\n"));
	put_place(b, "    id: ", t->id, "@");
	put_place(b, "    language: ", t->language, "@");
	put_form(b, t);
	put_place(b, "    started_at: ", t->started, "@");
	put_place(b, "    ended_at: ", t->ended, "@");
	if (t->text == NULL)
		return;
	if (t->pieces)
		buf_adds(b, STR("    piece: 'true'  # a line is one "
		    "message\n"));
	else if (t->list != NULL)
		put_place(b, "    events: ", t->list, "@");
	else
		put_row(b, t->text);
	if (t->at == NULL)
		buf_adds(b, STR("    #at: event.  # when it was said; see "
		    "Times in chatcrm-source(5)\n"));
	put_place(b, "    at: ", t->at, "@");
	buf_adds(b, STR("    rules:\n"));
	if (t->pieces)
		put_slots(b, t);
	buf_adds(b, t->pieces ? STR("        message:\n") :
	    STR("      - message:\n"));
	if (t->role != NULL) {
		put_unknown(b, t->role);
		put_role(b, t);
	} else if (t->author != NULL) {
		put_author(b, t);
	} else {
		buf_adds(b, STR("          role: customer  # who speaks? "
		    "customer, bot, agent or system\n"));
		if (t->code != NULL)
			put_code(b, t->code);
	}
	put_place(b, "          id: ", t->message_id, "@");
	put_place(b, "          private: ", t->hidden, "@");
	put_place(b, "          text: ", t->text,
	    seen_share(t->text, LOOK_HTML) > 0.3 ? "html_text(@)" : "@");
	put_intent(b, t);
}
