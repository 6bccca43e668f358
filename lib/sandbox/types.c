#include "sandbox/types.h"

#include <string.h>

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
	{ "hs_analytics_source", "Original source", PROPERTY_STRING, RO,
	    NULL },
	{ "hs_searchable_calculated_phone_number", "Phone, for search",
	    PROPERTY_STRING, RO, NULL },
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
	{ "name", "Company name", PROPERTY_STRING, PROPERTY_NEEDED | SHOWN,
	    NULL },
	{ "domain", "Company domain", PROPERTY_STRING,
	    PROPERTY_NEEDED | SHOWN, NULL },
	SYSTEM("createdate", "hs_lastmodifieddate"),
	{ "phone", "Phone number", PROPERTY_PHONE, 0, NULL },
	{ "numberofemployees", "Number of employees", PROPERTY_NUMBER, 0,
	    NULL },
	{ "annualrevenue", "Annual revenue", PROPERTY_NUMBER, 0, NULL },
	{ "lifecyclestage", "Lifecycle stage", PROPERTY_ENUMERATION,
	    PROPERTY_FORWARD, lifecycle },
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
	{ "hs_pipeline_stage", "Status", PROPERTY_STRING,
	    PROPERTY_REQUIRED | SHOWN, NULL },
	{ "hs_pipeline", "Pipeline", PROPERTY_STRING, SHOWN, NULL },
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
	{ "dealstage", "Stage", PROPERTY_STRING, SHOWN, NULL },
	{ "pipeline", "Pipeline", PROPERTY_STRING, SHOWN, NULL },
	{ "amount", "Amount", PROPERTY_NUMBER, SHOWN, NULL },
	{ "closedate", "Close date", PROPERTY_DATETIME, SHOWN, NULL },
	END
};

const struct object_type object_types[] = {
	{ "contacts", "contact", "0-1", "createdate", "lastmodifieddate",
	    "email", contact },
	{ "companies", "company", "0-2", "createdate",
	    "hs_lastmodifieddate", "name", company },
	{ "deals", "deal", "0-3", "createdate", "hs_lastmodifieddate",
	    "dealname", deal },
	{ "tickets", "ticket", "0-5", "createdate", "hs_lastmodifieddate",
	    "subject", ticket },
	{ "communications", "communication", "0-18", "hs_createdate",
	    "hs_lastmodifieddate", "hs_communication_body", communication },
	{ "tasks", "task", "0-27", "hs_createdate", "hs_lastmodifieddate",
	    "hs_task_subject", task },
	{ "notes", "note", "0-46", "hs_createdate", "hs_lastmodifieddate",
	    "hs_note_body", note },
	{ NULL, NULL, NULL, NULL, NULL, NULL, NULL }
};

/* Each edge once; the way back is found by ${inverse}. */
const struct association_type association_types[] = {
	{ "contacts", "companies", 279, 280, NULL },
	{ "contacts", "companies", 1, 2, "Primary" },
	{ "deals", "contacts", 3, 4, NULL },
	{ "deals", "companies", 341, 342, NULL },
	{ "deals", "companies", 5, 6, "Primary" },
	{ "deals", "tickets", 27, 28, NULL },
	{ "tickets", "contacts", 16, 15, NULL },
	{ "tickets", "companies", 339, 340, NULL },
	{ "tickets", "companies", 26, 25, "Primary" },
	{ "communications", "contacts", 81, 82, NULL },
	{ "communications", "companies", 87, 88, NULL },
	{ "communications", "tickets", 83, 84, NULL },
	{ "communications", "deals", 85, 86, NULL },
	{ "tasks", "contacts", 204, 203, NULL },
	{ "tasks", "companies", 192, 191, NULL },
	{ "tasks", "deals", 216, 215, NULL },
	{ "tasks", "tickets", 230, 229, NULL },
	{ "notes", "contacts", 202, 201, NULL },
	{ "notes", "companies", 190, 189, NULL },
	{ "notes", "deals", 214, 213, NULL },
	{ "notes", "tickets", 228, 227, NULL },
	{ NULL, NULL, 0, 0, NULL }
};

static const struct {
	const char	*name, *field;
} property_types[] = {
	[PROPERTY_STRING] = { "string", "text" },
	[PROPERTY_NUMBER] = { "number", "number" },
	[PROPERTY_BOOL] = { "bool", "booleancheckbox" },
	[PROPERTY_ENUMERATION] = { "enumeration", "select" },
	[PROPERTY_DATE] = { "date", "date" },
	[PROPERTY_DATETIME] = { "datetime", "date" },
	[PROPERTY_PHONE] = { "phone_number", "phonenumber" },
};

const struct object_type *
type_find(struct str s)
{
	const struct object_type *t;

	for (t = object_types; t->name != NULL; t++)
		if (str_eq(s, str_of(t->name)) ||
		    str_eq(s, str_of(t->singular)) || str_eq(s, str_of(t->id)))
			return t;
	return NULL;
}

size_t
type_index(const struct object_type *t)
{
	return (size_t)(t - object_types);
}

const char *
property_type_name(enum property_type t)
{
	return property_types[t].name;
}

const char *
property_field_type(enum property_type t)
{
	return property_types[t].field;
}

int
property_type_of(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof(property_types) / sizeof(*property_types); i++)
		if (str_eq(name, str_of(property_types[i].name)))
			return (int)i;
	return -1;
}
