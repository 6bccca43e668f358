/* The account: its owners and its limits. */
#include "sandbox/hs.h"

static const struct {
	const char	*id, *email, *first, *last;
} owners[] = {
	{ "701", "ops@sandbox.example", "Olga", "Ops" },
	{ "702", "sales@sandbox.example", "Sam", "Sales" },
};

static void
set(struct request *q, struct json *o, const char *key, struct json v)
{
	json_set(o, str_of(key), v, q->a);
}

static struct json
text(const char *s)
{
	return json_str(str_of(s));
}

static struct json
owner_json(struct request *q, size_t i)
{
	struct json o = json_object();

	set(q, &o, "id", text(owners[i].id));
	set(q, &o, "email", text(owners[i].email));
	set(q, &o, "type", text("PERSON"));
	set(q, &o, "firstName", text(owners[i].first));
	set(q, &o, "lastName", text(owners[i].last));
	set(q, &o, "userId", json_int(9000 + (int64_t)i, q->a));
	set(q, &o, "createdAt", text("2026-01-01T00:00:00.000Z"));
	set(q, &o, "updatedAt", text("2026-01-01T00:00:00.000Z"));
	set(q, &o, "archived", json_bool(false));
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
	set(q, &r->body, "results", list);
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
	set(q, &r->body, "portalId", json_int(c->portal, q->a));
	set(q, &r->body, "accountType", text(c->account_type));
	set(q, &r->body, "timeZone", text("UTC"));
	set(q, &r->body, "companyCurrency", text("USD"));
	set(q, &r->body, "additionalCurrencies", json_array());
	set(q, &r->body, "utcOffset", text("+00:00"));
	set(q, &r->body, "utcOffsetMilliseconds", json_int(0, q->a));
	set(q, &r->body, "uiDomain", text("app.hubspot.com"));
	set(q, &r->body, "dataHostingLocation", text("na1"));
}

/* What each private app used today; there is one. */
void
hs_account_usage(struct request *q, struct answer *r)
{
	struct json list = json_array(), o = json_object();
	struct usage u;

	api_usage(q, &u);
	set(q, &o, "name", text("private-apps-api-calls-daily"));
	set(q, &o, "usageLimit", json_int(u.daily > 0 ? u.daily : 250000,
	    q->a));
	set(q, &o, "currentUsage", json_int(u.daily > 0 ? u.daily -
	    u.daily_left : 0, q->a));
	set(q, &o, "collectedAt", api_time(q->a, q->now));
	set(q, &o, "fetchStatus", text("SUCCESS"));
	set(q, &o, "resetsAt", api_time(q->a, (q->now / 86400000 + 1) *
	    86400000));
	json_push(&list, o, q->a);
	r->status = 200;
	r->body = json_object();
	set(q, &r->body, "results", list);
}

/* There are no custom objects. */
void
hs_schema_list(struct request *q, struct answer *r)
{
	r->status = 200;
	r->body = json_object();
	set(q, &r->body, "results", json_array());
}
