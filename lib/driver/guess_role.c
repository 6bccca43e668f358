/* Who speaks, by the words, letters and booleans that platforms use. */
#include "driver/guess.h"

enum {
	SPEAKERS = 12,		/* more are names of people */
	CODES = 4		/* kinds of speakers, where nothing tells */
};

/* Of a value as a whole, and of one of its words: "human_operator". */
static const struct {
	const char	*words;
	enum guess_role	 role;
} wholes[] = {
	{ "|in|inbound|incoming|received|", ROLE_CUSTOMER },
	{ "|out|outbound|outgoing|virtual_agent|virtual agent|",
	    ROLE_BOT },
	{ "|human_agent|", ROLE_AGENT }
}, letters[] = {
	{ "|v|c|u|", ROLE_CUSTOMER }, { "|b|", ROLE_BOT },
	{ "|a|o|", ROLE_AGENT }, { "|s|", ROLE_SYSTEM }
}, parts[] = {
	{ "|bot|assistant|ai|chatbot|machine|virtual|robot|automation|"
	    "automated|gpt|model|", ROLE_BOT },
	{ "|agent|operator|admin|staff|support|rep|representative|employee|"
	    "advisor|teammate|sales|mitarbeiter|berater|agente|conseiller|",
	    ROLE_AGENT },
	{ "|user|customer|visitor|client|human|lead|guest|contact|enduser|"
	    "person|prospect|caller|consumer|kunde|kundin|besucher|cliente|"
	    "usuario|visiteur|utilisateur|klant|", ROLE_CUSTOMER },
	{ "|system|note|event|info|internal|", ROLE_SYSTEM }
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool
is_listed(struct str word, const char *words)
{
	char own[40];
	size_t i;

	if (word.len == 0 || word.len + 2 > sizeof(own))
		return false;
	own[0] = own[word.len + 1] = '|';
	for (i = 0; i < word.len; i++)
		own[i + 1] = ascii_lower(word.p[i]);
	return str_find(str_of(words), (struct str){ own, word.len + 2 }) !=
	    (size_t)-1;
}

/* Cut the first word off ${s}: operator_bot, end-user, humanAgent. */
static struct str
cut_word(struct str *s)
{
	struct str word;
	size_t i;

	for (i = 0; i < s->len && (ascii_alpha(s->p[i]) ||
	    ascii_digit(s->p[i])); i++)
		if (i > 0 && s->p[i] >= 'A' && s->p[i] <= 'Z' &&
		    s->p[i - 1] >= 'a' && s->p[i - 1] <= 'z')
			break;
	word = str_to(*s, i);
	while (i < s->len && !ascii_alpha(s->p[i]) && !ascii_digit(s->p[i]))
		i++;
	*s = str_from(*s, i);
	return word;
}

/* A bot before an agent before a user: "operator_bot", "human_operator". */
static enum guess_role
role_of_words(struct str value)
{
	struct str rest;
	size_t k, before;

	for (k = 0; k < COUNT(parts); k++) {
		if (is_listed(value, parts[k].words))
			return parts[k].role;
		for (rest = value; rest.len > 0;) {
			before = rest.len;
			if (is_listed(cut_word(&rest), parts[k].words))
				return parts[k].role;
			if (rest.len == before)
				break;	/* of another script */
		}
	}
	return ROLE_NONE;
}

/* is_bot, fromOperator, sent_by_me: who it is when that is true. */
static enum guess_role
role_of_flag(const struct seen *p)
{
	static const char *const starts[] = { "is ", "sent ", "from ",
	    "by " };
	struct str s = p->last;
	size_t i;

	for (i = 0; i < COUNT(starts); i++)
		if (str_starts(s, str_of(starts[i])))
			s = str_from(s, strlen(starts[i]));
	if (is_listed(s, "|isbot|me|us|self|outgoing|outbound|"))
		return ROLE_BOT;
	if (is_listed(s, "|incoming|inbound|"))
		return ROLE_CUSTOMER;
	for (i = 0; i < COUNT(parts); i++)
		if (is_listed(s, parts[i].words) && !str_eq(s, STR("lead")))
			return parts[i].role;
	return ROLE_NONE;
}

/* Letters alone say too little, unless a name does the rest: sender.t. */
static bool
is_of_speaker(const struct seen *p)
{
	struct str rest = p->words, word;

	while (rest.len > 0) {
		word = cut_word(&rest);
		if (is_listed(word, "|sender|author|from|who|role|speaker|"
		    "user|participant|actor|by|"))
			return true;
		if (word.len == 0)
			break;
	}
	return false;
}

/* A word for the customer that is not "user". */
static bool
is_plain_customer(struct str value)
{
	return !is_listed(value, "|user|users|") &&
	    role_of_words(value) == ROLE_CUSTOMER;
}

/* Where there are contacts or visitors, and nobody else is an agent, users
 * are those of the platform: the agents. */
static bool
are_users_agents(const struct seen *p)
{
	bool others = false;
	struct str v;
	size_t i;

	for (i = 0; i < p->values.n; i++) {
		v = p->values.entries[i].key;
		if (role_of_words(v) == ROLE_AGENT)
			return false;
		others |= is_plain_customer(v);
	}
	return others;
}

bool
guess_is_bot(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return p->filled > 0 && seen_share(p, LOOK_BOOL) == 1 &&
	    role_of_flag(p) == ROLE_BOT && !is_listed(p->last,
	    "|me|us|self|outgoing|outbound|from me|sent by me|");
}

enum guess_role
guess_role(const struct seen *p, struct str value)
{
	enum guess_role flag;
	size_t k;

	if (seen_share(p, LOOK_BOOL) > 0) {
		flag = role_of_flag(p);
		if (flag == ROLE_NONE || str_eq(value, STR("true")))
			return flag;
		return flag == ROLE_CUSTOMER ? ROLE_BOT :
		    flag == ROLE_SYSTEM ? ROLE_NONE : ROLE_CUSTOMER;
	}
	for (k = 0; k < COUNT(wholes); k++)
		if (is_listed(value, wholes[k].words))
			return wholes[k].role;
	for (k = 0; k < COUNT(letters) && is_of_speaker(p); k++)
		if (is_listed(value, letters[k].words))
			return letters[k].role;
	if (is_listed(value, "|user|users|") && are_users_agents(p))
		return ROLE_AGENT;
	return role_of_words(value);
}

size_t
guess_roles(const struct seen *p, enum guess_role role)
{
	size_t i, n = 0;

	for (i = 0; i < p->values.n; i++)
		n += guess_role(p, p->values.entries[i].key) == role;
	return n;
}

bool
guess_is_role(const struct seen *p, uint64_t lines)
{
	(void)lines;
	if (str_find(p->words, STR("recipient")) != (size_t)-1)
		return false;	/* who is spoken to */
	return guess_roles(p, ROLE_CUSTOMER) > 0 &&
	    guess_roles(p, ROLE_NONE) * 2 <= p->values.n;
}

bool
guess_may_be_role(const struct seen *p, uint64_t lines)
{
	(void)lines;
	return str_find(p->words, STR("recipient")) == (size_t)-1 &&
	    p->values.n <= SPEAKERS && guess_roles(p, ROLE_CUSTOMER) +
	    guess_roles(p, ROLE_BOT) + guess_roles(p, ROLE_AGENT) > 0;
}

/* "XB", "1": a program's, and no name of a person. */
static bool
are_codes(const struct hmap *values)
{
	struct str v;
	size_t i, k;

	for (i = 0; i < values->n; i++) {
		v = values->entries[i].key;
		for (k = 0; k < v.len; k++)
			if (!ascii_digit(v.p[k]) && v.p[k] != '_' &&
			    (v.p[k] < 'A' || v.p[k] > 'Z'))
				return false;
	}
	return true;
}

bool
guess_is_code(const struct seen *p, uint64_t n)
{
	return p->filled == n && p->values.n > 1 && p->values.n <= CODES &&
	    n > p->values.n && (seen_share(p, LOOK_BOOL) == 1 ||
	    are_codes(&p->values));
}

enum guess_role
guess_rest(const struct seen *p)
{
	return guess_roles(p, ROLE_CUSTOMER) > 0 ? ROLE_BOT : ROLE_CUSTOMER;
}
