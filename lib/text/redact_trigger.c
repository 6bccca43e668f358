/*
 * redact_trigger: where a password or key may be near, fast.
 *
 * Each trigger is known by three neighbouring bytes of it, the rarest in
 * prose.  The bytes are folded to five bits each, which makes letters of
 * either case one, and the 2^15 triples fit a table of 4 KiB.
 *
 * Of a triple, one of its two pairs stands at an even place.  A look at
 * every other pair, in a table by its folded bytes, passes nearly all text.
 */
#include "text/redact_parts.h"

#include <pthread.h>

enum { PAIRS = 0x1f1f + 1, TRIPLES = 1 << 15, HEADS = 256 };

#define WORD(t)		{ t, SECRET_PASSWORD, 0, NULL }
#define NAMED(t)	{ t, SECRET_KEY, 0, NULL }

/* Longer before shorter where one begins another. */
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

static uint8_t paired[PAIRS];		/* by pair: is it in a triple? */
static uint8_t known[TRIPLES / 8];	/* a bit for each triple */
static uint8_t head[HEADS];		/* 1 + index of the first trigger */
static uint8_t chain[TRIGGERS];		/* 1 + index of the next */
static uint8_t offset[TRIGGERS];	/* of its triple */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Two bytes, folded, in whatever order the machine loads them. */
static unsigned
pair_at(const char *p)
{
	uint16_t w;

	memcpy(&w, p, sizeof(w));
	return w & 0x1f1f;
}

static unsigned
triple_at(const char *p)
{
	return (p[0] & 31u) << 10 | (p[1] & 31u) << 5 | (p[2] & 31u);
}

/* How rare a byte is in prose, more or less. */
static unsigned
rarity(char c)
{
	static const char order[] = " etaoinsrhdlucmfywgpbvkqxjz";
	const char *at = strchr(order, ascii_lower(c));

	return at != NULL ? (unsigned)(at - order) : sizeof(order);
}

/* The pairs that prose is full of. */
static bool
is_common(const char *p)
{
	static const char pairs[] = "th he in er an re on at en nd ti es or "
	    "te ed is it al ar st to nt ng se ha as ou le ve me de hi ri ro "
	    "ne ea ra li ll be si ta ur w p ke co";
	const char pair[] = { ascii_lower(p[0]), ascii_lower(p[1]), '\0' };

	return strstr(pairs, pair) != NULL;
}

/* What few texts hold: rare bytes, and above all no common pair. */
static size_t
rarest_triple(const char *t)
{
	size_t i, best = 0;
	unsigned r, most = 0;

	for (i = 0; t[i + 2] != '\0'; i++) {
		r = 1 + rarity(t[i]) + rarity(t[i + 1]) + rarity(t[i + 2]);
		if (!is_common(t + i))
			r += 100;
		if (!is_common(t + i + 1))
			r += 100;
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
	unsigned triple;
	size_t i;

	for (i = TRIGGERS; i-- > 0;) {
		const char *t = triggers[i].text;

		offset[i] = (uint8_t)rarest_triple(t);
		t += offset[i];
		paired[pair_at(t)] = paired[pair_at(t + 1)] = 1;
		triple = triple_at(t);
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
 * The trigger that has its triple at byte ${mid} and begins at or after
 * ${from}; where, in ${at}.
 */
static inline const struct trigger *
trigger_around(struct str s, size_t from, size_t mid, size_t *at)
{
	unsigned triple;
	size_t k;

	if (mid < from || mid + 3 > s.len)
		return NULL;
	triple = triple_at(s.p + mid);
	if ((known[triple / 8] >> triple % 8 & 1) == 0)
		return NULL;
	for (k = head[triple % HEADS]; k > 0; k = chain[k - 1])
		if (mid >= from + offset[k - 1] && stands_at(s,
		    mid - offset[k - 1], &triggers[k - 1])) {
			*at = mid - offset[k - 1];
			return &triggers[k - 1];
		}
	return NULL;
}

const struct trigger *
trigger_next(struct str s, size_t *i)
{
	const struct trigger *t;
	size_t from = *i, at;

	pthread_once(&once, build);
	for (at = from; at + 2 <= s.len; at += 2)
		if (paired[pair_at(s.p + at)] != 0 &&
		    ((at > from &&
		    (t = trigger_around(s, from, at - 1, i)) != NULL) ||
		    (t = trigger_around(s, from, at, i)) != NULL))
			return t;
	*i = s.len;
	return NULL;
}
