/*
 * Communication preferences: who wants which kind of mail.  They hang on the
 * address, whether or not a contact has it; the contact shows them.
 */
#include <string.h>

#include "sandbox/hs.h"

static const struct {
	const char	*id, *name, *about;
} kinds[] = {
	{ "101", "Marketing Information", "Marketing offers and updates" },
	{ "102", "Customer Service Communication", "Answers to requests" },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static struct json
kind_json(struct request *q, size_t i)
{
	struct json o = json_object();

	api_set(q, &o, "id", api_text(kinds[i].id));
	api_set(q, &o, "name", api_text(kinds[i].name));
	api_set(q, &o, "description", api_text(kinds[i].about));
	api_set(q, &o, "purpose", api_text("Marketing"));
	api_set(q, &o, "communicationMethod", api_text("Email"));
	api_set(q, &o, "isActive", json_bool(true));
	api_set(q, &o, "isDefault", json_bool(false));
	api_set(q, &o, "isInternal", json_bool(false));
	api_set(q, &o, "createdAt", api_text("2026-01-01T00:00:00.000Z"));
	api_set(q, &o, "updatedAt", api_text("2026-01-01T00:00:00.000Z"));
	return o;
}

static bool
is_v4(const struct request *q)
{
	return str_starts(q->path, STR("/communication-preferences/v4/"));
}

void
hs_subscription_kinds(struct request *q, struct answer *r)
{
	struct json list = json_array();
	size_t i;

	for (i = 0; i < KINDS; i++)
		json_push(&list, kind_json(q, i), q->a);
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, is_v4(q) ? "results" : "subscriptionDefinitions",
	    list);
}

static const char *
key_of(struct request *q, struct str address)
{
	char *lower = arena_alloc(q->a, address.len + 1);
	size_t i;

	for (i = 0; i < address.len; i++)
		lower[i] = ascii_lower(address.p[i]);
	lower[i] = '\0';
	return arena_printf(q->a, "subscription %s", lower).p;
}

/* What an address said of each kind: an object of true and false. */
static struct json
wishes(struct request *q, struct str address)
{
	struct json o;

	if (!store_kept(q->store, key_of(q, address), q->a, &o))
		o = json_object();
	return o;
}

static struct json
status_json(struct request *q, size_t i, struct str address,
    const struct json *wish)
{
	const struct json *v = json_get(wish, str_of(kinds[i].id));
	bool in = v == NULL || v->type == JSON_TRUE;
	struct json o = json_object();

	if (is_v4(q)) {
		api_set(q, &o, "channel", api_text("EMAIL"));
		api_set(q, &o, "subscriberIdString", json_str(address));
		api_set(q, &o, "subscriptionId", json_int(api_id(str_of(
		    kinds[i].id)), q->a));
		api_set(q, &o, "subscriptionName", api_text(kinds[i].name));
		api_set(q, &o, "status", api_text(v == NULL ? "NOT_SPECIFIED" :
		    in ?
		    "SUBSCRIBED" : "UNSUBSCRIBED"));
		api_set(q, &o, "source", api_text("API"));
		api_set(q, &o, "timestamp", api_time(q->a, q->now));
		return o;
	}
	api_set(q, &o, "id", api_text(kinds[i].id));
	api_set(q, &o, "name", api_text(kinds[i].name));
	api_set(q, &o, "description", api_text(kinds[i].about));
	api_set(q, &o, "status", api_text(in ? "SUBSCRIBED" :
	    "NOT_SUBSCRIBED"));
	api_set(q, &o, "sourceOfStatus", api_text("SUBSCRIPTION_STATUS"));
	return o;
}

void
hs_subscription_status(struct request *q, struct answer *r)
{
	struct json list = json_array(), wish = wishes(q, q->args[0]);
	size_t i;

	for (i = 0; i < KINDS; i++)
		json_push(&list, status_json(q, i, q->args[0], &wish), q->a);
	r->status = 200;
	r->body = json_object();
	if (is_v4(q)) {
		api_set(q, &r->body, "status", api_text("COMPLETE"));
		api_set(q, &r->body, "results", list);
		api_set(q, &r->body, "startedAt", api_time(q->a, q->now));
		api_set(q, &r->body, "completedAt", api_time(q->a, q->now));
	} else {
		api_set(q, &r->body, "recipient", json_str(q->args[0]));
		api_set(q, &r->body, "subscriptionStatuses", list);
	}
}

static void
show_on_contact(struct request *q, struct str address,
    const struct json *wish)
{
	const struct object_type *t = schema_type(&hs_schema,
	    STR("contacts"));
	struct object o;
	size_t i, out = 0;
	const struct json *v;
	bool no;

	if (!hs_lookup(q, t, address, STR("email"), &o))
		return;
	for (i = 0; i < KINDS; i++) {
		v = json_get(wish, str_of(kinds[i].id));
		no = v != NULL && v->type == JSON_FALSE;
		out += no;
		api_set(q, &o.props, arena_printf(q->a, "hs_email_optout_%s",
		    kinds[i].id).p, api_text(no ? "true" : "false"));
	}
	api_set(q, &o.props, "hs_email_optout", api_text(out == KINDS ? "true" :
	    "false"));
	o.updated = q->now;
	store_update(q->store, &o);
}

/* Set one kind (or all, KINDS) for an address. */
static void
wish_for(struct request *q, struct str address, size_t kind, bool in)
{
	struct json wish = wishes(q, address);
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (kind == i || kind == KINDS)
			api_set(q, &wish, kinds[i].id, json_bool(in));
	store_keep(q->store, key_of(q, address), &wish);
	show_on_contact(q, address, &wish);
}

/* The kind that a request names, as text or number; KINDS and a 400. */
static size_t
kind_named(struct request *q, struct answer *r)
{
	struct str id = store_scalar(json_get(&q->in,
	    STR("subscriptionId")));
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (str_eq(id, str_of(kinds[i].id)))
			return i;
	hs_fail(q, r, 400, "VALIDATION_ERROR",
	    "Subscription id %.*s does not exist", STR_ARG(id));
	return KINDS;
}

static void
subscribe(struct request *q, struct answer *r, bool in)
{
	struct str address = json_get_str(&q->in, STR("emailAddress"));
	size_t kind = kind_named(q, r);
	struct json wish;

	if (kind == KINDS)
		return;
	if (str_find(address, STR("@")) == (size_t)-1) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "emailAddress is missing or has no valid value");
		return;
	}
	wish_for(q, address, kind, in);
	wish = wishes(q, address);
	r->status = 200;
	r->body = status_json(q, kind, address, &wish);
}

void
hs_subscribe(struct request *q, struct answer *r)
{
	subscribe(q, r, true);
}

void
hs_unsubscribe(struct request *q, struct answer *r)
{
	subscribe(q, r, false);
}

/* The fourth version: one kind, to the state that is named. */
void
hs_subscription_set(struct request *q, struct answer *r)
{
	struct str state = json_get_str(&q->in, STR("statusState"));
	size_t kind = kind_named(q, r);
	struct json wish;

	if (kind == KINDS)
		return;
	if (!str_eq(state, STR("SUBSCRIBED")) &&
	    !str_eq(state, STR("UNSUBSCRIBED"))) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "statusState is missing or has no valid value");
		return;
	}
	wish_for(q, q->args[0], kind, str_eq(state, STR("SUBSCRIBED")));
	wish = wishes(q, q->args[0]);
	r->status = 200;
	r->body = status_json(q, kind, q->args[0], &wish);
}

void
hs_unsubscribe_all(struct request *q, struct answer *r)
{
	if (!str_eq(api_query(q, "channel"), STR("EMAIL"))) {
		hs_fail(q, r, 400, "VALIDATION_ERROR",
		    "channel must be EMAIL");
		return;
	}
	wish_for(q, q->args[0], KINDS, false);
	hs_subscription_status(q, r);
}
