/* EspoCRM: its entities and their attributes. */
#include "sandbox/espo.h"

#define TEXT(n)		{ n, n, PROPERTY_STRING, 0, NULL }
#define FIND(n)		{ n, n, PROPERTY_STRING, PROPERTY_INDEXED, NULL }
#define MUST(n)		{ n, n, PROPERTY_STRING, PROPERTY_REQUIRED, NULL }
#define NUMBER(n)	{ n, n, PROPERTY_NUMBER, 0, NULL }
#define FLAG(n)		{ n, n, PROPERTY_BOOL, 0, NULL }
#define DATE(n)		{ n, n, PROPERTY_DATE, 0, NULL }
#define TIME(n)		{ n, n, PROPERTY_DATETIME, 0, NULL }
#define ENUM(n, o)	{ n, n, PROPERTY_ENUMERATION, 0, o }
/* A list: ids, or mappings with addresses. */
#define LIST(n)		{ n, n, PROPERTY_STRING, PROPERTY_MANY, NULL }

#define PERSON \
	TEXT("firstName"), MUST("lastName"), TEXT("title"), \
	FIND("emailAddress"), LIST("emailAddressData"), \
	FLAG("emailAddressIsOptedOut"), \
	FIND("phoneNumber"), LIST("phoneNumberData"), \
	TEXT("addressStreet"), TEXT("addressCity"), TEXT("addressState"), \
	TEXT("addressPostalCode"), TEXT("addressCountry"), \
	TEXT("description"), FLAG("doNotCall"), \
	TEXT("assignedUserId"), LIST("targetListsIds"), TEXT("campaignId")

static const char *const lead_statuses[] = { "New", "Assigned", "In Process",
    "Converted", "Recycled", "Dead", NULL };
static const char *const lead_sources[] = { "Call", "Email",
    "Existing Customer", "Partner", "Public Relations", "Web Site",
    "Campaign", "Other", NULL };
static const char *const industries[] = { "Advertising", "Banking",
    "Consulting", "Education", "Finance", "Manufacturing", "Retail",
    "Software", "Technology", NULL };
static const char *const stages[] = { "Prospecting", "Qualification",
    "Proposal", "Negotiation", "Closed Won", "Closed Lost", NULL };
static const char *const case_statuses[] = { "New", "Assigned", "Pending",
    "Closed", "Rejected", "Duplicate", NULL };
static const char *const case_types[] = { "Question", "Incident", "Problem",
    NULL };
static const char *const priorities[] = { "Low", "Normal", "High", "Urgent",
    NULL };
static const char *const task_statuses[] = { "Not Started", "Started",
    "Completed", "Canceled", "Deferred", NULL };
static const char *const call_statuses[] = { "Planned", "Held", "Not Held",
    NULL };
static const char *const directions[] = { "Outbound", "Inbound", NULL };

static const struct property contact[] = {
	PERSON, FIND("accountId"), LIST("accountsIds"), { .name = NULL }
};

static const struct property lead[] = {
	PERSON, TEXT("accountName"), TEXT("website"),
	ENUM("status", lead_statuses), ENUM("source", lead_sources),
	TEXT("createdContactId"), TEXT("createdAccountId"),
	TEXT("createdOpportunityId"), { .name = NULL }
};

static const struct property account[] = {
	MUST("name"), FIND("website"), FIND("emailAddress"),
	LIST("emailAddressData"), FIND("phoneNumber"),
	LIST("phoneNumberData"), ENUM("industry", industries),
	TEXT("type"), TEXT("billingAddressStreet"),
	TEXT("billingAddressCity"), TEXT("billingAddressState"),
	TEXT("billingAddressPostalCode"), TEXT("billingAddressCountry"),
	TEXT("description"), TEXT("assignedUserId"), { .name = NULL }
};

static const struct property opportunity[] = {
	MUST("name"), NUMBER("amount"), TEXT("amountCurrency"),
	ENUM("stage", stages), NUMBER("probability"),
	{ "closeDate", "closeDate", PROPERTY_DATE, PROPERTY_REQUIRED, NULL },
	FIND("accountId"), LIST("contactsIds"), TEXT("contactId"),
	TEXT("leadSource"), TEXT("description"), TEXT("assignedUserId"),
	{ .name = NULL }
};

static const struct property kase[] = {
	MUST("name"), ENUM("status", case_statuses),
	ENUM("priority", priorities), ENUM("type", case_types),
	FIND("accountId"), FIND("contactId"), LIST("contactsIds"),
	FIND("leadId"), TEXT("description"), TEXT("assignedUserId"),
	{ .name = NULL }
};

static const struct property task[] = {
	MUST("name"), ENUM("status", task_statuses),
	ENUM("priority", priorities), TIME("dateEnd"),
	TEXT("parentType"), FIND("parentId"), TEXT("description"),
	MUST("assignedUserId"), { .name = NULL }
};

static const struct property call[] = {
	MUST("name"), ENUM("status", call_statuses),
	ENUM("direction", directions), TIME("dateStart"), TIME("dateEnd"),
	TEXT("parentType"), FIND("parentId"), LIST("contactsIds"),
	LIST("leadsIds"), TEXT("description"), TEXT("assignedUserId"),
	{ .name = NULL }
};

static const struct property list[] = {
	MUST("name"), TEXT("description"), { .name = NULL }
};

static const struct property user[] = {
	TEXT("name"), TEXT("userName"), TEXT("emailAddress"),
	{ .name = NULL }
};

static const struct object_type types[] = {
	{ .name = "Contact", .singular = "contact", .id = "Contact",
	    .created = "createdAt", .modified = "modifiedAt",
	    .properties = contact, .role = ROLE_PERSON,
	    .title = "firstName lastName",
	    .subtitle = "emailAddress phoneNumber" },
	{ .name = "Account", .singular = "account", .id = "Account",
	    .created = "createdAt", .modified = "modifiedAt",
	    .properties = account, .role = ROLE_COMPANY, .title = "name",
	    .subtitle = "website" },
	{ .name = "Lead", .singular = "lead", .id = "Lead",
	    .created = "createdAt", .modified = "modifiedAt",
	    .properties = lead, .role = ROLE_PERSON,
	    .title = "firstName lastName",
	    .subtitle = "emailAddress phoneNumber" },
	{ .name = "Opportunity", .singular = "opportunity",
	    .id = "Opportunity", .created = "createdAt",
	    .modified = "modifiedAt", .properties = opportunity,
	    .role = ROLE_DEAL, .title = "name", .subtitle = "stage" },
	{ .name = "Case", .singular = "case", .id = "Case",
	    .created = "createdAt", .modified = "modifiedAt",
	    .properties = kase, .role = ROLE_ACTIVITY, .title = "name",
	    .body = "description" },
	{ .name = "Task", .singular = "task", .id = "Task",
	    .created = "createdAt", .modified = "modifiedAt",
	    .properties = task, .role = ROLE_ACTIVITY, .title = "name",
	    .body = "description" },
	{ .name = "Call", .singular = "call", .id = "Call",
	    .created = "createdAt", .modified = "modifiedAt",
	    .properties = call, .role = ROLE_ACTIVITY, .title = "name",
	    .body = "description" },
	{ .name = "TargetList", .singular = "targetlist",
	    .id = "TargetList", .created = "createdAt",
	    .modified = "modifiedAt", .properties = list,
	    .role = ROLE_OTHER, .title = "name" },
	{ .name = "User", .singular = "user", .id = "User",
	    .created = "createdAt", .modified = "modifiedAt",
	    .properties = user, .role = ROLE_OTHER, .title = "name" },
	{ .name = NULL }
};

static const struct association_type ties[] = {
	{ "Contact", "Account", 1, 2, NULL, "accountsIds" },
	{ "Contact", "TargetList", 3, 4, NULL, "targetListsIds" },
	{ "Lead", "TargetList", 5, 6, NULL, "targetListsIds" },
	{ "Opportunity", "Account", 7, 8, NULL, "accountId" },
	{ "Opportunity", "Contact", 9, 10, NULL, "contactsIds" },
	{ "Case", "Account", 11, 12, NULL, "accountId" },
	{ "Case", "Contact", 13, 14, NULL, "contactId" },
	{ "Case", "Lead", 15, 16, NULL, "leadId" },
	{ "Task", "Contact", 17, 18, NULL, "parentId" },
	{ "Task", "Lead", 19, 20, NULL, "parentId" },
	{ "Task", "Account", 21, 22, NULL, "parentId" },
	{ "Call", "Contact", 23, 24, NULL, "contactsIds" },
	{ "Call", "Lead", 25, 26, NULL, "leadsIds" },
	{ "Call", "Account", 27, 28, NULL, "parentId" },
	{ .from = NULL }
};

const struct schema espo_schema = { types, ties };
