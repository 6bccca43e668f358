/* HubSpot's object types, properties and associations. */
#include "sandbox/hs.h"

#define RO	PROPERTY_READ_ONLY
#define SHOWN	PROPERTY_SHOWN

static const char *const lifecycle[] = { "subscriber", "lead",
    "marketingqualifiedlead", "salesqualifiedlead", "opportunity",
    "customer", "evangelist", "other", NULL };
static const char *const lead_status[] = { "NEW", "OPEN", "IN_PROGRESS",
    "OPEN_DEAL", "UNQUALIFIED", "ATTEMPTED_TO_CONTACT", "CONNECTED",
    "BAD_TIMING", NULL };
static const char *const task_status[] = { "NOT_STARTED", "IN_PROGRESS",
    "WAITING", "DEFERRED", "COMPLETED", NULL };
static const char *const priority[] = { "LOW", "MEDIUM", "HIGH", NULL };
static const char *const ticket_priority[] = { "LOW", "MEDIUM", "HIGH",
    "URGENT", NULL };
static const char *const task_type[] = { "EMAIL", "CALL", "TODO", NULL };
static const char *const channel[] = { "WHATS_APP", "LINKEDIN_MESSAGE",
    "SMS", NULL };
static const char *const deal_pipeline[] = { "default", NULL };
static const char *const deal_stage[] = { "appointmentscheduled",
    "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin",
    "contractsent", "closedwon", "closedlost", NULL };
static const char *const ticket_pipeline[] = { "0", NULL };
static const char *const ticket_stage[] = { "1", "2", "3", "4", NULL };
static const char *const call_direction[] = { "INBOUND", "OUTBOUND", NULL };
static const char *const call_status[] = { "BUSY", "CALLING_CRM_USER",
    "CANCELED", "COMPLETED", "CONNECTING", "FAILED", "IN_PROGRESS",
    "NO_ANSWER", "QUEUED", "RINGING", NULL };
static const char *const logged_from[] = { "CRM", NULL };

/* Every object has these; ${created} and ${modified} differ by type. */
#define SYSTEM(created, modified) \
	{ created, "Create date", PROPERTY_DATETIME, RO | SHOWN, NULL }, \
	{ modified, "Last modified", PROPERTY_DATETIME, RO | SHOWN, NULL }, \
	{ "hs_object_id", "Record ID", PROPERTY_NUMBER, RO | SHOWN, NULL }, \
	{ "hubspot_owner_id", "Owner", PROPERTY_STRING, 0, NULL }
#define TEXT(name, label)	{ name, label, PROPERTY_STRING, 0, NULL }
#define END	{ NULL, NULL, PROPERTY_STRING, 0, NULL }

static const struct property contact[] = {
	{ "email", "Email", PROPERTY_STRING, PROPERTY_UNIQUE |
	    PROPERTY_NEEDED | PROPERTY_EMAIL | SHOWN, NULL },
	{ "firstname", "First name", PROPERTY_STRING,
	    PROPERTY_NEEDED | SHOWN, NULL },
	{ "lastname", "Last name", PROPERTY_STRING,
	    PROPERTY_NEEDED | SHOWN, NULL },
	SYSTEM("createdate", "lastmodifieddate"),
	{ "phone", "Phone number", PROPERTY_PHONE, 0, NULL },
	{ "mobilephone", "Mobile phone number", PROPERTY_PHONE, 0, NULL },
	{ "lifecyclestage", "Lifecycle stage", PROPERTY_ENUMERATION,
	    PROPERTY_FORWARD, lifecycle },
	{ "hs_lead_status", "Lead status", PROPERTY_ENUMERATION, 0,
	    lead_status },
	{ "numemployees", "Number of employees", PROPERTY_STRING, 0, NULL },
	{ "hs_additional_emails", "Additional emails", PROPERTY_STRING, RO,
	    NULL },
	{ "hs_merged_object_ids", "Merged contact IDs", PROPERTY_STRING, RO,
	    NULL },
	{ "hs_email_optout", "Unsubscribed from all email", PROPERTY_BOOL,
	    RO, NULL },
	{ "hs_email_optout_101", "Opted out of email: Marketing Information",
	    PROPERTY_BOOL, RO, NULL },
	{ "hs_email_optout_102", "Opted out of email: Customer Service "
	    "Communication", PROPERTY_BOOL, RO, NULL },
	{ "hs_analytics_source", "Original source", PROPERTY_STRING, RO,
	    NULL },
	{ "hs_searchable_calculated_phone_number", "Phone, for search",
	    PROPERTY_STRING, RO | PROPERTY_INDEXED, NULL },
	TEXT("company", "Company name"), TEXT("jobtitle", "Job title"),
	TEXT("website", "Website"), TEXT("address", "Street address"),
	TEXT("city", "City"), TEXT("state", "State"),
	TEXT("zip", "Postal code"), TEXT("country", "Country"),
	TEXT("industry", "Industry"), TEXT("message", "Message"),
	TEXT("annualrevenue", "Annual revenue"),
	TEXT("hs_language", "Preferred language"),
	TEXT("salutation", "Salutation"), TEXT("fax", "Fax number"),
	END
};

static const struct property company[] = {
	{ "name", "Company name", PROPERTY_STRING, PROPERTY_NEEDED | SHOWN |
	    PROPERTY_INDEXED, NULL },
	{ "domain", "Company domain", PROPERTY_STRING, PROPERTY_NEEDED |
	    SHOWN | PROPERTY_INDEXED, NULL },
	SYSTEM("createdate", "hs_lastmodifieddate"),
	{ "phone", "Phone number", PROPERTY_PHONE, 0, NULL },
	{ "numberofemployees", "Number of employees", PROPERTY_NUMBER, 0,
	    NULL },
	{ "annualrevenue", "Annual revenue", PROPERTY_NUMBER, 0, NULL },
	{ "lifecyclestage", "Lifecycle stage", PROPERTY_ENUMERATION,
	    PROPERTY_FORWARD, lifecycle },
	{ "hs_merged_object_ids", "Merged company IDs", PROPERTY_STRING, RO,
	    NULL },
	{ "hs_additional_domains", "Additional domains", PROPERTY_STRING, RO,
	    NULL },
	TEXT("website", "Website"), TEXT("industry", "Industry"),
	TEXT("description", "Description"), TEXT("address", "Address"),
	TEXT("city", "City"), TEXT("state", "State"),
	TEXT("zip", "Postal code"), TEXT("country", "Country"),
	END
};

static const struct property note[] = {
	SYSTEM("hs_createdate", "hs_lastmodifieddate"),
	{ "hs_timestamp", "Activity date", PROPERTY_DATETIME,
	    PROPERTY_REQUIRED, NULL },
	TEXT("hs_note_body", "Body"), TEXT("hs_attachment_ids", "Files"),
	END
};

static const struct property task[] = {
	SYSTEM("hs_createdate", "hs_lastmodifieddate"),
	{ "hs_timestamp", "Due date", PROPERTY_DATETIME, PROPERTY_REQUIRED,
	    NULL },
	{ "hs_task_status", "Status", PROPERTY_ENUMERATION, 0, task_status },
	{ "hs_task_priority", "Priority", PROPERTY_ENUMERATION, 0, priority },
	{ "hs_task_type", "Type", PROPERTY_ENUMERATION, 0, task_type },
	TEXT("hs_task_subject", "Title"), TEXT("hs_task_body", "Notes"),
	TEXT("hs_task_reminders", "Reminders"),
	END
};

static const struct property communication[] = {
	SYSTEM("hs_createdate", "hs_lastmodifieddate"),
	{ "hs_timestamp", "Activity date", PROPERTY_DATETIME,
	    PROPERTY_REQUIRED, NULL },
	{ "hs_communication_channel_type", "Channel", PROPERTY_ENUMERATION,
	    PROPERTY_REQUIRED, channel },
	{ "hs_communication_logged_from", "Logged from",
	    PROPERTY_ENUMERATION, 0, logged_from },
	TEXT("hs_communication_body", "Body"),
	END
};

static const struct property ticket[] = {
	SYSTEM("createdate", "hs_lastmodifieddate"),
	{ "subject", "Ticket name", PROPERTY_STRING,
	    PROPERTY_REQUIRED | SHOWN, NULL },
	{ "hs_pipeline_stage", "Status", PROPERTY_ENUMERATION,
	    PROPERTY_REQUIRED | SHOWN, ticket_stage },
	{ "hs_pipeline", "Pipeline", PROPERTY_ENUMERATION, SHOWN,
	    ticket_pipeline },
	{ "content", "Description", PROPERTY_STRING, SHOWN, NULL },
	{ "hs_ticket_priority", "Priority", PROPERTY_ENUMERATION, SHOWN,
	    ticket_priority },
	{ "hs_ticket_category", "Category", PROPERTY_STRING, SHOWN, NULL },
	END
};

static const struct property deal[] = {
	SYSTEM("createdate", "hs_lastmodifieddate"),
	{ "dealname", "Deal name", PROPERTY_STRING, PROPERTY_NEEDED | SHOWN,
	    NULL },
	{ "dealstage", "Stage", PROPERTY_ENUMERATION, SHOWN, deal_stage },
	{ "pipeline", "Pipeline", PROPERTY_ENUMERATION, SHOWN,
	    deal_pipeline },
	{ "amount", "Amount", PROPERTY_NUMBER, SHOWN, NULL },
	{ "closedate", "Close date", PROPERTY_DATETIME, SHOWN, NULL },
	TEXT("description", "Deal description"),
	END
};

static const struct property call[] = {
	SYSTEM("hs_createdate", "hs_lastmodifieddate"),
	{ "hs_timestamp", "Activity date", PROPERTY_DATETIME,
	    PROPERTY_REQUIRED, NULL },
	{ "hs_call_direction", "Direction", PROPERTY_ENUMERATION, 0,
	    call_direction },
	{ "hs_call_status", "Status", PROPERTY_ENUMERATION, 0, call_status },
	{ "hs_call_duration", "Duration (ms)", PROPERTY_NUMBER, 0, NULL },
	TEXT("hs_call_title", "Title"), TEXT("hs_call_body", "Notes"),
	TEXT("hs_call_to_number", "To"), TEXT("hs_call_from_number", "From"),
	TEXT("hs_call_disposition", "Outcome"),
	END
};

static const struct property list[] = {
	{ "name", "Name", PROPERTY_STRING, PROPERTY_INDEXED, NULL },
	TEXT("objectTypeId", "Objects"),
	TEXT("processingType", "Kind"),
	END
};

static const struct object_type types[] = {
	{ .name = "contacts", .singular = "contact", .id = "0-1",
	    .created = "createdate", .modified = "lastmodifieddate",
	    .properties = contact, .role = ROLE_PERSON,
	    .title = "firstname lastname", .subtitle = "email phone" },
	{ .name = "companies", .singular = "company", .id = "0-2",
	    .created = "createdate", .modified = "hs_lastmodifieddate",
	    .properties = company, .role = ROLE_COMPANY,
	    .title = "name", .subtitle = "domain" },
	{ .name = "deals", .singular = "deal", .id = "0-3",
	    .created = "createdate", .modified = "hs_lastmodifieddate",
	    .properties = deal, .role = ROLE_DEAL, .title = "dealname",
	    .subtitle = "dealstage" },
	{ .name = "tickets", .singular = "ticket", .id = "0-5",
	    .created = "createdate", .modified = "hs_lastmodifieddate",
	    .properties = ticket, .role = ROLE_ACTIVITY,
	    .title = "subject", .body = "content" },
	{ .name = "communications", .singular = "communication",
	    .id = "0-18", .created = "hs_createdate",
	    .modified = "hs_lastmodifieddate", .properties = communication,
	    .role = ROLE_ACTIVITY, .body = "hs_communication_body",
	    .time = "hs_timestamp" },
	{ .name = "tasks", .singular = "task", .id = "0-27",
	    .created = "hs_createdate", .modified = "hs_lastmodifieddate",
	    .properties = task, .role = ROLE_ACTIVITY,
	    .title = "hs_task_subject", .body = "hs_task_body",
	    .time = "hs_timestamp" },
	{ .name = "notes", .singular = "note", .id = "0-46",
	    .created = "hs_createdate", .modified = "hs_lastmodifieddate",
	    .properties = note, .role = ROLE_ACTIVITY,
	    .body = "hs_note_body", .time = "hs_timestamp" },
	{ .name = "calls", .singular = "call", .id = "0-48",
	    .created = "hs_createdate", .modified = "hs_lastmodifieddate",
	    .properties = call, .role = ROLE_ACTIVITY,
	    .title = "hs_call_title", .body = "hs_call_body",
	    .time = "hs_timestamp" },
	/* No type of the API: it has no number. */
	{ .name = "lists", .singular = "list", .created = "hs_createdate",
	    .modified = "hs_lastmodifieddate", .properties = list,
	    .title = "name" },
	{ .name = NULL }
};

/* Each edge once; the way back is found by ${inverse}. */
static const struct association_type associations[] = {
	{ "contacts", "companies", 279, 280, NULL, NULL },
	{ "contacts", "companies", 1, 2, "Primary", NULL },
	{ "deals", "contacts", 3, 4, NULL, NULL },
	{ "deals", "companies", 341, 342, NULL, NULL },
	{ "deals", "companies", 5, 6, "Primary", NULL },
	{ "deals", "tickets", 27, 28, NULL, NULL },
	{ "tickets", "contacts", 16, 15, NULL, NULL },
	{ "tickets", "companies", 339, 340, NULL, NULL },
	{ "tickets", "companies", 26, 25, "Primary", NULL },
	{ "communications", "contacts", 81, 82, NULL, NULL },
	{ "communications", "companies", 87, 88, NULL, NULL },
	{ "communications", "tickets", 83, 84, NULL, NULL },
	{ "communications", "deals", 85, 86, NULL, NULL },
	{ "tasks", "contacts", 204, 203, NULL, NULL },
	{ "tasks", "companies", 192, 191, NULL, NULL },
	{ "tasks", "deals", 216, 215, NULL, NULL },
	{ "tasks", "tickets", 230, 229, NULL, NULL },
	{ "notes", "contacts", 202, 201, NULL, NULL },
	{ "notes", "companies", 190, 189, NULL, NULL },
	{ "notes", "deals", 214, 213, NULL, NULL },
	{ "notes", "tickets", 228, 227, NULL, NULL },
	{ "calls", "contacts", 194, 193, NULL, NULL },
	{ "calls", "companies", 182, 181, NULL, NULL },
	{ "calls", "deals", 206, 205, NULL, NULL },
	{ "calls", "tickets", 220, 219, NULL, NULL },
	/* Ours: members of lists. */
	{ "lists", "contacts", 9001, 9002, NULL, NULL },
	{ "lists", "companies", 9003, 9004, NULL, NULL },
	{ "lists", "deals", 9005, 9006, NULL, NULL },
	{ "lists", "tickets", 9007, 9008, NULL, NULL },
	{ .from = NULL }
};

const struct schema hs_schema = { types, associations };
