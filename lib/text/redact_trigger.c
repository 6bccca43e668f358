/*
 * redact_trigger: where a password or key may be near, fast.
 *
 * Each trigger is known by four neighbouring bytes of it, the rarest in
 * prose, that is by two triples; so one look at every second byte sees one of
 * them.  Bytes are folded to five bits, which makes letters of either case
 * one, and the 2^15 triples fit a table of 4 KiB.
 */
#include "text/redact_parts.h"

#include <pthread.h>

enum { TRIPLES = 1 << 15, PAIRS = 1 << 10 };

#define WORD(t)		{ t, SECRET_PASSWORD, 0, NULL }
#define NAMED(t)	{ t, SECRET_KEY, 0, NULL }

/* None begins with another; three bytes or more. */
static const struct trigger triggers[] = {
	WORD("password"), WORD("passwd"), WORD("passwort"), WORD("passcode"),
	WORD("passphrase"), WORD("pass word"), WORD("pasword"),
	WORD("passwrd"), WORD("pwd"), WORD("pw:"), WORD("pw="),
	WORD("pass:"), WORD("pass="), WORD("kennwort"), WORD("clave:"),
	WORD("clave es"),
	WORD("contraseña"), WORD("contrasena"), WORD("mot de passe"),
	WORD("mdp"), WORD("parola d'ordine"), WORD("senha"),
	WORD("palavra-passe"), WORD("wachtwoord"), WORD("hasło"),
	WORD("haslo"), WORD("lösenord"), WORD("adgangskode"),
	WORD("passord"), WORD("salasana"), WORD("heslo"), WORD("jelszó"),
	WORD("şifre"), WORD("пароль"), WORD("Пароль"), WORD("密码"),
	WORD("密碼"), WORD("パスワード"), WORD("비밀번호"),
	NAMED("api key"), NAMED("api_key"), NAMED("api-key"),
	NAMED("apikey"), NAMED("access token"), NAMED("access_token"),
	NAMED("secret key"), NAMED("secret_key"), NAMED("client secret"),
	NAMED("client_secret"), NAMED("auth token"), NAMED("bearer"),
	{ "sk-", SECRET_KEY, 20, "-_" },	/* OpenAI, Anthropic */
	{ "sk_live_", SECRET_KEY, 16, "" },	/* Stripe */
	{ "sk_test_", SECRET_KEY, 16, "" },
	{ "rk_live_", SECRET_KEY, 16, "" },
	{ "whsec_", SECRET_KEY, 16, "" },
	{ "AKIA", SECRET_KEY, 16, "" },		/* Amazon */
	{ "ASIA", SECRET_KEY, 16, "" },
	{ "AIza", SECRET_KEY, 35, "-_" },	/* Google */
	{ "ghp_", SECRET_KEY, 36, "" },		/* GitHub */
	{ "gho_", SECRET_KEY, 36, "" },
	{ "ghs_", SECRET_KEY, 36, "" },
	{ "github_pat_", SECRET_KEY, 22, "_" },
	{ "glpat-", SECRET_KEY, 20, "-_" },	/* GitLab */
	{ "xoxb-", SECRET_KEY, 20, "-" },	/* Slack */
	{ "xoxp-", SECRET_KEY, 20, "-" },
	{ "xapp-", SECRET_KEY, 20, "-" },
	{ "pat-na", SECRET_KEY, 36, "-" },	/* HubSpot */
	{ "pat-eu", SECRET_KEY, 36, "-" },
	{ "shpat_", SECRET_KEY, 32, "" },	/* Shopify */
	{ "npm_", SECRET_KEY, 36, "" },
	{ "hf_", SECRET_KEY, 30, "" },		/* Hugging Face */
	{ "SG.", SECRET_KEY, 60, "-_." },	/* SendGrid */
	{ "eyJ", SECRET_KEY, 40, "-_." },	/* JSON Web Token */
	{ "-----BEGIN ", SECRET_KEY, 1, NULL },	/* RFC 7468 */
};

enum { TRIGGERS = sizeof(triggers) / sizeof(triggers[0]) };

/* A triple of a trigger, found by its last two bytes. */
struct sight {
	uint8_t	trigger;
	uint8_t	back;		/* from the triple's end to the trigger */
	uint8_t	next;		/* 1 + index of another with these bytes */
};

static uint8_t known[TRIPLES / 8];	/* a bit for each triple */
static uint8_t head[PAIRS];		/* 1 + index of the first sight */
static struct sight sights[2 * TRIGGERS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The last six bytes, of which three count. */
static unsigned
push_byte(unsigned bytes, char c)
{
	return bytes << 5 | ((unsigned char)c & 31);
}

static bool
is_known(unsigned bytes)
{
	bytes &= TRIPLES - 1;
	return (known[bytes / 8] >> bytes % 8 & 1) != 0;
}

static void
make_known(unsigned bytes)
{
	bytes &= TRIPLES - 1;
	known[bytes / 8] |= (uint8_t)(1 << bytes % 8);
}

/* How rare a byte is in prose, more or less. */
static unsigned
rarity(char c)
{
	static const char order[] = " etaoinsrhdlucmfywgpbvkqxjz";
	const char *at = strchr(order, ascii_lower(c));

	return at != NULL ? (unsigned)(at - order) : sizeof(order);
}

/* Where the rarest four bytes of ${t} begin; it has four or more. */
static int
rarest_four(const char *t)
{
	unsigned r, most = 0;
	int i, best = 0;

	for (i = 0; t[i + 3] != '\0'; i++) {
		r = rarity(t[i]) + rarity(t[i + 1]) + rarity(t[i + 2]) +
		    rarity(t[i + 3]);
		if (r > most) {
			most = r;
			best = i;
		}
	}
	return best;
}

/*
 * The triple that begins at ${at} of a trigger.  At -1, before a trigger of
 * three bytes, its first may be any.
 */
static void
add_sight(size_t k, size_t trigger, int at)
{
	const char *t = triggers[trigger].text;
	unsigned pair = push_byte(push_byte(0, t[at + 1]), t[at + 2]), c;

	if (at >= 0)
		make_known(push_byte(0, t[at]) << 10 | pair);
	for (c = 0; at < 0 && c < 32; c++)
		make_known(c << 10 | pair);
	sights[k] = (struct sight){ (uint8_t)trigger, (uint8_t)(at + 3),
	    head[pair] };
	head[pair] = (uint8_t)(k + 1);
}

static void
build(void)
{
	size_t i;
	int at;

	_Static_assert(2 * TRIGGERS < UINT8_MAX, "too many triggers");
	for (i = 0; i < TRIGGERS; i++) {
		at = strlen(triggers[i].text) > 3 ?
		    rarest_four(triggers[i].text) : -1;
		add_sight(2 * i, i, at);
		add_sight(2 * i + 1, i, at + 1);
	}
}

/* Words in any case, keys as they are spelled. */
static bool
stands_at(struct str s, size_t i, const struct trigger *t)
{
	size_t n = strlen(t->text);
	struct str here = str_to(str_from(s, i), n);

	if (s.len - i < n)
		return false;
	return t->tail == 0 ? str_ieq(here, str_of(t->text)) :
	    memcmp(here.p, t->text, n) == 0;
}

/*
 * The trigger of which the last triple of ${bytes}, that ends before byte
 * ${end}, is one, if it begins at or after ${from}; where, in ${at}.
 */
static const struct trigger *
trigger_at(struct str s, size_t from, size_t end, unsigned bytes, size_t *at)
{
	const struct sight *p;
	size_t k;

	for (k = head[bytes & (PAIRS - 1)]; k > 0; k = p->next) {
		p = &sights[k - 1];
		if (end >= from + p->back &&
		    stands_at(s, end - p->back, &triggers[p->trigger])) {
			*at = end - p->back;
			return &triggers[p->trigger];
		}
	}
	return NULL;
}

const struct trigger *
trigger_next(struct str s, size_t *i)
{
	const struct trigger *t;
	unsigned bytes = 0;
	size_t at = *i;

	pthread_once(&once, build);
	while (at < s.len) {
		bytes = push_byte(bytes, s.p[at++]);
		if (at < s.len)
			bytes = push_byte(bytes, s.p[at++]);
		if (is_known(bytes) &&
		    (t = trigger_at(s, *i, at, bytes, i)) != NULL)
			return t;
	}
	*i = s.len;
	return NULL;
}
