/*
 * redact_trigger: where a password or key may be near, fast.
 *
 * Each trigger is known by four neighbouring bytes of it, the rarest in
 * prose, that is by two triples; so one look at every second byte sees one of
 * them.  Bytes are folded to five bits, which makes letters of either case
 * one.  A triple is looked up by a product of its bits in a table of 4 KiB;
 * that another has the same one costs a second look and no more.
 */
#include "text/redact_parts.h"

#include <pthread.h>

enum { TRIPLES = 1 << 15, PAIRS = 1 << 10 };

#define WORD(t)		{ t, SECRET_PASSWORD, 0, NULL }
/* A word with other meanings: its own sign proves nothing. */
#define LOOSE(t)	{ t, SECRET_PASSWORD, 0, "" }
#define NAMED(t)	{ t, SECRET_KEY, 0, NULL }

/* None begins with another; three bytes or more. */
static const struct trigger triggers[] = {
	WORD("password"), WORD("passwd"), WORD("passwort"), WORD("passcode"),
	WORD("passphrase"), WORD("pass word"), WORD("pasword"),
	WORD("passwrd"), WORD("passwrod"), WORD("my pass "),
	WORD("pwd"), WORD("pw "), WORD("p/w"), WORD("pw:"), WORD("pw="),
	LOOSE("pass:"), LOOSE("pass="), WORD("kennwort"), WORD("clave:"),
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
	NAMED("secret access key"), NAMED("secret_access_key"),
	NAMED("auth_token"), NAMED("token="), NAMED("accountkey"),
	NAMED("authorization: basic"), NAMED("refresh token"),
	NAMED("refresh_token"),
	{ "sk-", SECRET_KEY, 20, "-_" },	/* OpenAI, Anthropic */
	{ "sk_live_", SECRET_KEY, 16, "" },	/* Stripe */
	{ "sk_test_", SECRET_KEY, 16, "" },
	{ "rk_live_", SECRET_KEY, 16, "" },
	{ "rk_test_", SECRET_KEY, 16, "" },
	{ "whsec_", SECRET_KEY, 16, "" },
	{ "AKIA", SECRET_KEY, 16, "" },		/* Amazon */
	{ "ASIA", SECRET_KEY, 16, "" },
	{ "AIza", SECRET_KEY, 35, "-_" },	/* Google */
	{ "ya29.", SECRET_KEY, 20, "-_." },
	{ "ghp_", SECRET_KEY, 36, "" },		/* GitHub */
	{ "gho_", SECRET_KEY, 36, "" },
	{ "ghs_", SECRET_KEY, 36, "" },
	{ "ghu_", SECRET_KEY, 36, "" },
	{ "ghr_", SECRET_KEY, 36, "" },
	{ "github_pat_", SECRET_KEY, 22, "_" },
	{ "glpat-", SECRET_KEY, 20, "-_" },	/* GitLab */
	{ "xoxb-", SECRET_KEY, 20, "-" },	/* Slack */
	{ "xoxp-", SECRET_KEY, 20, "-" },
	{ "xapp-", SECRET_KEY, 20, "-" },
	{ "xoxa-", SECRET_KEY, 20, "-" },
	{ "xoxr-", SECRET_KEY, 20, "-" },
	{ "xoxs-", SECRET_KEY, 20, "-" },
	{ "hooks.slack.com/services/", SECRET_KEY, 20, "/" },
	{ "pat-na", SECRET_KEY, 36, "-" },	/* HubSpot */
	{ "pat-eu", SECRET_KEY, 36, "-" },
	{ "shpat_", SECRET_KEY, 32, "" },	/* Shopify */
	{ "npm_", SECRET_KEY, 36, "" },
	{ "pypi-", SECRET_KEY, 40, "-_" },
	{ "key-", SECRET_KEY, 32, "" },		/* Mailgun */
	{ "dop_v1_", SECRET_KEY, 64, "" },	/* DigitalOcean */
	{ "sq0atp-", SECRET_KEY, 20, "-_" },	/* Square */
	{ "sq0csp-", SECRET_KEY, 20, "-_" },
	{ "ATATT3", SECRET_KEY, 40, "-_=" },	/* Atlassian */
	{ "hf_", SECRET_KEY, 30, "" },		/* Hugging Face */
	{ "SG.", SECRET_KEY, 60, "-_." },	/* SendGrid */
	{ "eyJ", SECRET_KEY, 40, "-_." },	/* JSON Web Token */
	{ "-----BEGIN ", SECRET_KEY, 1, NULL },	/* RFC 7468 */
	{ "://", SECRET_PASSWORD, 1, NULL },	/* RFC 3986, 3.2.1 */
};

enum { TRIGGERS = sizeof(triggers) / sizeof(triggers[0]) };

/* A triple of a trigger, found by its first two bytes. */
struct sight {
	uint8_t	trigger;
	uint8_t	back;		/* from the triple to where that begins */
	uint8_t	next;		/* 1 + index of another with these bytes */
};

static uint32_t known[TRIPLES / 32];	/* a bit for each product */
static uint8_t head[PAIRS];		/* 1 + index of the first sight */
static struct sight sights[2 * TRIGGERS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The product of the triple at ${p}, from where four bytes may be read. */
static unsigned
product(const char *p)
{
	static const unsigned char folded[4] = { 31, 31, 31, 0 };
	uint32_t bytes, mask;

	memcpy(&bytes, p, sizeof(bytes));
	memcpy(&mask, folded, sizeof(mask));
	return (bytes & mask) * 0x9e3779b1u >> 17;	/* TRIPLES of them */
}

static bool
is_known(const char *p)
{
	unsigned k = product(p);

	return (known[k / 32] >> k % 32 & 1) != 0;
}

static void
make_known(const char p[4])
{
	unsigned k = product(p);

	known[k / 32] |= 1u << k % 32;
}

static unsigned
pair(const char *p)
{
	return ((unsigned)p[0] & 31) << 5 | ((unsigned)p[1] & 31);
}

/* How rare a byte is in prose, more or less. */
static unsigned
rarity(char c)
{
	static const char order[] = " etaoinsrhdlucmfywgpbvkqxjz";
	const char *at = strchr(order, ascii_lower(c));

	return at != NULL ? (unsigned)(at - order) : sizeof(order);
}

/* Where the rarest four bytes of ${t} begin; it may have three in all. */
static size_t
rarest_four(const char *t)
{
	unsigned r, most = 0;
	size_t i, best = 0;

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
 * The triple that begins at ${at} of a trigger.  At 1 of a trigger of three
 * bytes its last may be any.
 */
static void
add_sight(size_t k, size_t trigger, size_t at)
{
	const char *t = triggers[trigger].text + at;
	char bytes[4] = { t[0], t[1], t[2] };

	make_known(bytes);
	for (; t[2] == '\0' && bytes[2] < 32; bytes[2]++)
		make_known(bytes);
	sights[k] = (struct sight){ (uint8_t)trigger, (uint8_t)at,
	    head[pair(t)] };
	head[pair(t)] = (uint8_t)(k + 1);
}

static void
build(void)
{
	size_t i, at;

	_Static_assert(2 * TRIGGERS < UINT8_MAX, "too many triggers");
	for (i = 0; i < TRIGGERS; i++) {
		at = rarest_four(triggers[i].text);
		add_sight(2 * i, i, at);
		add_sight(2 * i + 1, i, at + 1);
	}
}

/* Words in any case, keys as they are spelled. */
static bool
stands_at(struct str s, size_t i, const struct trigger *t)
{
	struct str here = str_from(s, i);
	size_t n;

	/* Most differ in their first byte. */
	if (((here.p[0] ^ t->text[0]) & 31) != 0)
		return false;
	n = strlen(t->text);
	if (here.len < n)
		return false;
	here.len = n;
	return t->tail == 0 ? str_ieq(here, str_of(t->text)) :
	    memcmp(here.p, t->text, n) == 0;
}

/*
 * The trigger of which the triple at byte ${at} is a part, if it begins at or
 * after ${from}; where, in ${begins}.
 */
static const struct trigger *
trigger_at(struct str s, size_t from, size_t at, size_t *begins)
{
	const struct sight *p;
	size_t k;

	for (k = head[pair(s.p + at)]; k > 0; k = p->next) {
		p = &sights[k - 1];
		if (at >= from + p->back &&
		    stands_at(s, at - p->back, &triggers[p->trigger])) {
			*begins = at - p->back;
			return &triggers[p->trigger];
		}
	}
	return NULL;
}

const struct trigger *
trigger_next(struct str s, size_t *i)
{
	const struct trigger *t;
	char last[4] = { 0 };		/* bytes, and nothing behind them */
	size_t at;

	pthread_once(&once, build);
	for (at = *i; at + sizeof(last) <= s.len; at += 2)
		if (is_known(s.p + at) &&
		    (t = trigger_at(s, *i, at, i)) != NULL)
			return t;
	if (at + 2 <= s.len) {
		memcpy(last, s.p + at, s.len - at);
		if (is_known(last) && (t = trigger_at(s, *i, at, i)) != NULL)
			return t;
	}
	*i = s.len;
	return NULL;
}
