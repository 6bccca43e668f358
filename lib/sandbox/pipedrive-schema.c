/* What Pipedrive defines by itself. */
#include "sandbox/pipedrive.h"

#define TEXT(n)		{ .name = n, .label = n }
#define FIELD(n, t, f)	{ .name = n, .label = n, .type = t, .flags = f }
#define NUMBER(n)	FIELD(n, PROPERTY_NUMBER, 0)
#define TIE(n)		FIELD(n, PROPERTY_NUMBER, PROPERTY_INDEXED)
#define SYSTEM \
	FIELD("add_time", PROPERTY_DATETIME, PROPERTY_READ_ONLY), \
	FIELD("update_time", PROPERTY_DATETIME, PROPERTY_READ_ONLY), \
	{ .name = NULL }

static const char *const marketing[] = { "no_consent", "unsubscribed",
    "subscribed", "archived", NULL };
static const char *const deal_states[] = { "open", "won", "lost", NULL };

/* Lists (emails and the like) are texts here; see pipedrive_is_list. */
static const struct property person_fields[] = {
	FIELD("name", PROPERTY_STRING, PROPERTY_REQUIRED),
	FIELD("emails", PROPERTY_STRING, PROPERTY_INDEXED),
	FIELD("phones", PROPERTY_STRING, PROPERTY_INDEXED),
	TIE("org_id"),
	NUMBER("owner_id"),
	NUMBER("visible_to"),
	TEXT("label_ids"),
	{ .name = "marketing_status", .label = "marketing_status",
	    .type = PROPERTY_ENUMERATION, .options = marketing },
	TEXT("custom_fields"),
	SYSTEM
};

static const struct property organization_fields[] = {
	FIELD("name", PROPERTY_STRING, PROPERTY_REQUIRED),
	TEXT("address"),
	NUMBER("owner_id"),
	NUMBER("visible_to"),
	TEXT("label_ids"),
	TEXT("custom_fields"),
	SYSTEM
};

static const struct property deal_fields[] = {
	FIELD("title", PROPERTY_STRING, PROPERTY_REQUIRED),
	NUMBER("value"),
	TEXT("currency"),
	TIE("person_id"),
	TIE("org_id"),
	NUMBER("pipeline_id"),
	NUMBER("stage_id"),
	{ .name = "status", .label = "status", .type = PROPERTY_ENUMERATION,
	    .options = deal_states },
	FIELD("expected_close_date", PROPERTY_DATE, 0),
	NUMBER("owner_id"),
	NUMBER("visible_to"),
	TEXT("label_ids"),
	TEXT("custom_fields"),
	SYSTEM
};

static const struct property activity_fields[] = {
	TEXT("subject"),
	TEXT("type"),
	FIELD("done", PROPERTY_BOOL, 0),
	FIELD("due_date", PROPERTY_DATE, 0),
	TEXT("due_time"),
	TEXT("duration"),
	NUMBER("owner_id"),
	FIELD("person_id", PROPERTY_NUMBER, PROPERTY_READ_ONLY |
	    PROPERTY_INDEXED),
	TIE("org_id"),
	TIE("deal_id"),
	TEXT("lead_id"),
	TEXT("participants"),
	NUMBER("priority"),
	TEXT("note"),
	SYSTEM
};

static const struct property note_fields[] = {
	FIELD("content", PROPERTY_STRING, PROPERTY_REQUIRED),
	TIE("person_id"),
	TIE("org_id"),
	TIE("deal_id"),
	TEXT("lead_id"),
	NUMBER("user_id"),
	NUMBER("pinned_to_person_flag"),
	FIELD("add_time", PROPERTY_DATETIME, 0),
	FIELD("update_time", PROPERTY_DATETIME, PROPERTY_READ_ONLY),
	{ .name = NULL }
};

static const struct property lead_fields[] = {
	FIELD("title", PROPERTY_STRING, PROPERTY_REQUIRED),
	TIE("person_id"),
	TIE("organization_id"),
	TEXT("value"),
	NUMBER("owner_id"),
	TEXT("label_ids"),
	TEXT("expected_close_date"),
	NUMBER("channel"),
	FIELD("channel_id", PROPERTY_STRING, PROPERTY_INDEXED),
	TEXT("origin_id"),
	TEXT("visible_to"),
	SYSTEM
};

#define TYPE(n, s, f)	.name = n, .singular = s, .properties = f, \
	.created = "add_time", .modified = "update_time"

static const struct object_type types[] = {
	{ TYPE("persons", "person", person_fields), .role = ROLE_PERSON,
	    .title = "name", .subtitle = "emails phones" },
	{ TYPE("organizations", "organization", organization_fields),
	    .role = ROLE_COMPANY, .title = "name" },
	{ TYPE("deals", "deal", deal_fields), .role = ROLE_DEAL,
	    .title = "title", .subtitle = "status" },
	{ TYPE("activities", "activity", activity_fields),
	    .role = ROLE_ACTIVITY, .title = "subject", .subtitle = "type",
	    .body = "note" },
	{ TYPE("notes", "note", note_fields), .role = ROLE_ACTIVITY,
	    .body = "content", .time = "add_time" },
	{ TYPE("leads", "lead", lead_fields), .role = ROLE_DEAL,
	    .title = "title" },
	{ .name = NULL }
};

#define BY(f, t, p)	{ .from = f, .to = t, .property = p }

static const struct association_type ties[] = {
	BY("persons", "organizations", "org_id"),
	BY("deals", "persons", "person_id"),
	BY("deals", "organizations", "org_id"),
	BY("activities", "persons", "person_id"),
	BY("activities", "organizations", "org_id"),
	BY("activities", "deals", "deal_id"),
	BY("notes", "persons", "person_id"),
	BY("notes", "organizations", "org_id"),
	BY("notes", "deals", "deal_id"),
	BY("leads", "persons", "person_id"),
	BY("leads", "organizations", "organization_id"),
	{ .from = NULL }
};

const struct schema pipedrive_schema = { .types = types,
    .associations = ties };

const struct pipedrive_user pipedrive_users[] = {
	{ 9001, "Olga Ops", "ops@sandbox.example" },
	{ 9002, "Sam Sales", "sales@sandbox.example" },
	{ 0, NULL, NULL }
};

bool
pipedrive_is_list(struct str name)
{
	static const char *const lists[] = { "emails", "phones",
	    "label_ids", "participants", NULL };

	return str_in(name, lists);
}
