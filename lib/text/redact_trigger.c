/*
 * redact_trigger: where a password or key may be near, fast.
 *
 * Wu and Manber's search for many words (1994): the two bytes at the end of
 * a window of LEAST bytes tell how far it may move before any trigger could
 * begin in it.  The bytes are folded to five bits each, which makes letters
 * of either case one.
 */
#include "text/redact_parts.h"

#include <pthread.h>

enum { LEAST = 3, PAIRS = 32 * 32 };

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

static uint8_t shift[PAIRS];
static uint8_t head[PAIRS];		/* 1 + index of the first trigger */
static uint8_t chain[TRIGGERS];		/* 1 + index of the next */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static size_t
pair(const char *p)
{
	return ((size_t)p[0] & 31) << 5 | ((size_t)p[1] & 31);
}

static void
build(void)
{
	size_t i, k, at;

	memset(shift, LEAST - 1, sizeof(shift));
	for (i = TRIGGERS; i-- > 0;) {
		for (k = 0; k + 2 <= LEAST; k++) {
			at = pair(triggers[i].text + k);
			if (shift[at] > LEAST - 2 - k)
				shift[at] = (uint8_t)(LEAST - 2 - k);
		}
		at = pair(triggers[i].text + LEAST - 2);
		chain[i] = head[at];
		head[at] = (uint8_t)(i + 1);
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

static const struct trigger *
trigger_at(struct str s, size_t i)
{
	size_t k = head[pair(s.p + i + LEAST - 2)];

	for (; k > 0; k = chain[k - 1])
		if (stands_at(s, i, &triggers[k - 1]))
			return &triggers[k - 1];
	return NULL;
}

const struct trigger *
trigger_next(struct str s, size_t *i)
{
	const struct trigger *t;
	size_t at, skip;

	pthread_once(&once, build);
	for (at = *i; at + LEAST <= s.len;) {
		skip = shift[pair(s.p + at + LEAST - 2)];
		if (skip > 0) {
			at += skip;
			continue;
		}
		if ((t = trigger_at(s, at)) != NULL) {
			*i = at;
			return t;
		}
		at++;
	}
	*i = s.len;
	return NULL;
}
