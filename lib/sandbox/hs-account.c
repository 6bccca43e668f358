/* The account: its owners and its limits. */
#include "sandbox/hs.h"

static const struct {
	const char	*id, *email, *first, *last;
} owners[] = {
	{ "701", "ops@sandbox.example", "Olga", "Ops" },
	{ "702", "sales@sandbox.example", "Sam", "Sales" },
};

static struct json
owner_json(struct request *q, size_t i)
{
	struct json o = json_object();

	api_set(q, &o, "id", api_text(owners[i].id));
	api_set(q, &o, "email", api_text(owners[i].email));
	api_set(q, &o, "type", api_text("PERSON"));
	api_set(q, &o, "firstName", api_text(owners[i].first));
	api_set(q, &o, "lastName", api_text(owners[i].last));
	api_set(q, &o, "userId", json_int(9000 + (int64_t)i, q->a));
	api_set(q, &o, "createdAt", api_text("2026-01-01T00:00:00.000Z"));
	api_set(q, &o, "updatedAt", api_text("2026-01-01T00:00:00.000Z"));
	api_set(q, &o, "archived", json_bool(false));
	return o;
}

void
hs_owner_list(struct request *q, struct answer *r)
{
	struct str email = api_query(q, "email");
	struct json list = json_array();
	size_t i;

	for (i = 0; i < sizeof(owners) / sizeof(owners[0]); i++)
		if (email.len == 0 || str_ieq(email, str_of(owners[i].email)))
			json_push(&list, owner_json(q, i), q->a);
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "results", list);
}

void
hs_owner_get(struct request *q, struct answer *r)
{
	size_t i;

	for (i = 0; i < sizeof(owners) / sizeof(owners[0]); i++)
		if (str_eq(q->args[0], str_of(owners[i].id))) {
			r->status = 200;
			r->body = owner_json(q, i);
			return;
		}
	hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "No such owner");
}

void
hs_account_details(struct request *q, struct answer *r)
{
	const struct sandbox_conf *c = api_conf(q);

	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "portalId", json_int(c->portal, q->a));
	api_set(q, &r->body, "accountType", api_text(c->account_type));
	api_set(q, &r->body, "timeZone", api_text("UTC"));
	api_set(q, &r->body, "companyCurrency", api_text("USD"));
	api_set(q, &r->body, "additionalCurrencies", json_array());
	api_set(q, &r->body, "utcOffset", api_text("+00:00"));
	api_set(q, &r->body, "utcOffsetMilliseconds", json_int(0, q->a));
	api_set(q, &r->body, "uiDomain", api_text("app.hubspot.com"));
	api_set(q, &r->body, "dataHostingLocation", api_text("na1"));
}

/* What each private app used today; there is one. */
void
hs_account_usage(struct request *q, struct answer *r)
{
	struct json list = json_array(), o = json_object();
	struct usage u;

	api_usage(q, &u);
	api_set(q, &o, "name", api_text("private-apps-api-calls-daily"));
	api_set(q, &o, "usageLimit", json_int(u.daily > 0 ? u.daily : 250000,
	    q->a));
	api_set(q, &o, "currentUsage", json_int(u.daily > 0 ? u.daily -
	    u.daily_left : 0, q->a));
	api_set(q, &o, "collectedAt", api_time(q->a, q->now));
	api_set(q, &o, "fetchStatus", api_text("SUCCESS"));
	api_set(q, &o, "resetsAt", api_time(q->a, (q->now / 86400000 + 1) *
	    86400000));
	json_push(&list, o, q->a);
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "results", list);
}

/* There are no custom objects. */
void
hs_schema_list(struct request *q, struct answer *r)
{
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "results", json_array());
}
