/*
 * redact_trigger: where a password or key may be near, fast.
 *
 * Each trigger is known by three neighbouring bytes of it, the rarest in
 * prose.  The bytes are folded to five bits each, which makes letters of
 * either case one, and the 2^15 triples fit a table of 4 KiB: one look a byte
 * passes nearly all text.
 */
#include "text/redact_parts.h"

#include <pthread.h>

enum { TRIPLES = 1 << 15, HEADS = 256 };

#define WORD(t)		{ t, SECRET_PASSWORD, 0, NULL }
#define NAMED(t)	{ t, SECRET_KEY, 0, NULL }

/* Longer before shorter where one begins another. */
static const struct trigger triggers[] = {
	WORD("password"), WORD("passwd"), WORD("passwort"), WORD("passcode"),
	WORD("passphrase"), WORD("pass word"), WORD("pwd"), WORD("kennwort"),
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

static uint8_t known[TRIPLES / 8];	/* a bit for each triple */
static uint8_t head[HEADS];		/* 1 + index of the first trigger */
static uint8_t chain[TRIGGERS];		/* 1 + index of the next */
static uint8_t offset[TRIGGERS];	/* of its triple */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The last six bytes, of which three count. */
static unsigned
push_byte(unsigned bytes, char c)
{
	return bytes << 5 | ((unsigned char)c & 31);
}

/* How rare a byte is in prose, more or less. */
static unsigned
rarity(char c)
{
	static const char order[] = " etaoinsrhdlucmfywgpbvkqxjz";
	const char *at = strchr(order, ascii_lower(c));

	return at != NULL ? (unsigned)(at - order) : sizeof(order);
}

static size_t
rarest_triple(const char *t)
{
	size_t i, best = 0;
	unsigned r, most = 0;

	for (i = 0; t[i + 2] != '\0'; i++) {
		r = rarity(t[i]) + rarity(t[i + 1]) + rarity(t[i + 2]);
		if (r > most) {
			most = r;
			best = i;
		}
	}
	return best;
}

static void
build(void)
{
	unsigned bytes, triple;
	size_t i, k;

	for (i = TRIGGERS; i-- > 0;) {
		const char *t = triggers[i].text;

		offset[i] = (uint8_t)rarest_triple(t);
		for (bytes = 0, k = 0; k < 3; k++)
			bytes = push_byte(bytes, t[offset[i] + k]);
		triple = bytes & (TRIPLES - 1);
		known[triple / 8] |= (uint8_t)(1 << triple % 8);
		chain[i] = head[triple % HEADS];
		head[triple % HEADS] = (uint8_t)(i + 1);
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
 * The trigger whose triple ends before byte ${end} and that begins at or
 * after ${from}; where, in ${at}.
 */
static const struct trigger *
trigger_at(struct str s, size_t from, size_t end, unsigned triple, size_t *at)
{
	size_t k = head[triple % HEADS];

	for (; k > 0; k = chain[k - 1]) {
		size_t back = offset[k - 1] + (size_t)3;

		if (end >= from + back &&
		    stands_at(s, end - back, &triggers[k - 1])) {
			*at = end - back;
			return &triggers[k - 1];
		}
	}
	return NULL;
}

const struct trigger *
trigger_next(struct str s, size_t *i)
{
	const struct trigger *t;
	unsigned bytes = 0, triple;
	size_t at;

	pthread_once(&once, build);
	for (at = *i; at < s.len; at++) {
		bytes = push_byte(bytes, s.p[at]);
		triple = bytes & (TRIPLES - 1);
		if ((known[triple / 8] >> triple % 8 & 1) != 0 &&
		    (t = trigger_at(s, *i, at + 1, triple, i)) != NULL)
			return t;
	}
	*i = s.len;
	return NULL;
}
