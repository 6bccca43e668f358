/* Where it shall go: what each CRM wants to know of us. */
#include "driver/starter.h"
#include "driver/yamlout.h"

/* What is to be filled in is in capitals. */
static const struct way {
	const char	*profile, *url, *auth;
} ways[] = {
	{ "hubspot", NULL, "  auth: {token: {env: HUBSPOT_TOKEN}}\n" },
	{ "pipedrive", NULL,
	    "  auth: {api_key: {env: PIPEDRIVE_API_KEY}}\n" },
	{ "espocrm", "https://CRM.EXAMPLE.COM",
	    "  auth: {api_key: {env: ESPOCRM_API_KEY}}\n" },
	{ "tryton", "https://ERP.EXAMPLE.COM/DATABASE",
	    "  auth:\n"
	    "    basic: {user: {env: TRYTON_USER}, "
	    "password: {env: TRYTON_PASSWORD}}\n" },
	{ "salesforce", "https://MYDOMAIN.my.salesforce.com",
	    "  auth:\n"
	    "    oauth:\n"
	    "      grant: client_credentials\n"
	    "      client_id: {env: SALESFORCE_CLIENT_ID}\n"
	    "      client_secret: {env: SALESFORCE_CLIENT_SECRET}\n"
	    "      token_url: "
	    "https://MYDOMAIN.my.salesforce.com/services/oauth2/token\n" },
	{ "zoho", NULL,
	    "  auth:\n"
	    "    oauth:\n"
	    "      grant: refresh_token\n"
	    "      client_id: {env: ZOHO_CLIENT_ID}\n"
	    "      client_secret: {env: ZOHO_CLIENT_SECRET}\n"
	    "      refresh_token: {env: ZOHO_REFRESH_TOKEN}\n" },
	{ "dynamics", "https://ORG.crm.dynamics.com",
	    "  options: {tenant: TENANT}\n"
	    "  auth:\n"
	    "    oauth:\n"
	    "      grant: client_credentials\n"
	    "      client_id: {env: DYNAMICS_CLIENT_ID}\n"
	    "      client_secret: {env: DYNAMICS_CLIENT_SECRET}\n" }
};

static void
put_way(struct str profile, struct buf *b)
{
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (!str_eq(profile, str_of(ways[i].profile)))
			continue;
		if (ways[i].url != NULL)
			buf_printf(b, "  url: %s\n", ways[i].url);
		buf_adds(b, str_of(ways[i].auth));
		return;
	}
	buf_adds(b, STR("  auth: {token: {env: CRM_TOKEN}}\n"));
}

static void
put_match(const struct starter *s, struct buf *b)
{
	const struct guess *g = s->guess;
	bool mail = g->best[GUESS_EMAIL] != NULL || s->words,
	    phone = g->best[GUESS_PHONE] != NULL || s->words;

	buf_adds(b, STR("  match:\n    contact: ["));
	buf_adds(b, mail || !phone ? STR("email") : STR("phone"));
	if (mail && phone)
		buf_adds(b, STR(", phone"));
	buf_adds(b, STR("]  # who is who, strongest key first\n"
	    "    company: [domain]\n"));
}

void
starter_crm(const struct starter *s, struct buf *b)
{
	struct json profile;

	if (s->crm.p == NULL) {
		buf_adds(b, STR("\n# Where it shall go; chatcrm init --crm "
		    "writes this for your CRM.\n"
		    "#crm:\n"
		    "#  profile: hubspot\n"
		    "#  environment: sandbox\n"
		    "#  auth: {token: {env: HUBSPOT_TOKEN}}\n"
		    "#  match: {contact: [email, phone], "
		    "company: [domain]}\n"));
		return;
	}
	profile = json_str(s->crm);
	buf_adds(b, STR("\ncrm:\n  profile: "));
	yamlout_flow(&profile, b);
	buf_addc(b, '\n');
	buf_adds(b, STR("  environment: sandbox  # any other account is "
	    "refused; production when all is well\n"));
	put_way(s->crm, b);
	put_match(s, b);
	buf_adds(b, STR("  write: {default: fill_if_empty}\n"
	    "\nledger: sqlite:chatcrm.db\n"));
}
