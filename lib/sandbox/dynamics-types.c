/* Dynamics 365: its tables, their columns, and what leads where. */
#include "sandbox/dynamics.h"

#define TEXT(n, l)	{ n, l, PROPERTY_STRING, 0, NULL }
#define MAIL(n, l)	{ n, l, PROPERTY_STRING, PROPERTY_INDEXED, NULL }
#define NUMBER(n, l)	{ n, l, PROPERTY_NUMBER, 0, NULL }
#define FLAG(n, l)	{ n, l, PROPERTY_BOOL, 0, NULL }
#define DATE(n, l)	{ n, l, PROPERTY_DATETIME, 0, NULL }
#define DAY(n, l)	{ n, l, PROPERTY_DATE, 0, NULL }
#define CHOICE(n, l, o)	{ n, l, PROPERTY_ENUMERATION, 0, o }
#define KEY(n)		{ n, n, PROPERTY_STRING, PROPERTY_UNIQUE, NULL }
/* Written through its navigation property alone. */
#define LOOKUP(n)	{ n, n, PROPERTY_STRING, PROPERTY_READ_ONLY, NULL }
#define OWN		{ .name = NULL }

static const char *const sources[] = { "1", "2", "3", "4", "5", "6", "7",
    "8", "9", "10", NULL };
static const char *const two_states[] = { "0", "1", NULL };
static const char *const three_states[] = { "0", "1", "2", NULL };
static const char *const priorities[] = { "0", "1", "2", NULL };
static const char *const origins[] = { "1", "2", "3", "2483", "3986", NULL };
static const char *const ratings[] = { "1", "2", "3", NULL };

static const char *const members[] = { "1", "2", "4", NULL };

static const struct property contact[] = {
	KEY("contactid"),
	TEXT("firstname", "First Name"),
	{ "lastname", "Last Name", PROPERTY_STRING, 0, NULL },
	TEXT("fullname", "Full Name"),
	MAIL("emailaddress1", "Email"), MAIL("emailaddress2", "Email 2"),
	MAIL("emailaddress3", "Email 3"),
	TEXT("telephone1", "Business Phone"),
	TEXT("mobilephone", "Mobile Phone"),
	TEXT("jobtitle", "Job Title"), TEXT("websiteurl", "Website"),
	TEXT("address1_line1", "Street"), TEXT("address1_city", "City"),
	TEXT("address1_stateorprovince", "State"),
	TEXT("address1_postalcode", "ZIP"),
	TEXT("address1_country", "Country"),
	TEXT("description", "Description"),
	CHOICE("leadsourcecode", "Lead Source", sources),
	FLAG("donotemail", "Do not allow Emails"),
	FLAG("donotbulkemail", "Do not allow Bulk Emails"),
	FLAG("donotphone", "Do not allow Phone Calls"),
	FLAG("merged", "Merged"),
	CHOICE("statecode", "Status", two_states),
	NUMBER("statuscode", "Status Reason"),
	LOOKUP("_parentcustomerid_value"), LOOKUP("_ownerid_value"),
	LOOKUP("_originatingleadid_value"), LOOKUP("_masterid_value"),
	OWN
};

static const struct property account[] = {
	KEY("accountid"),
	{ "name", "Account Name", PROPERTY_STRING, PROPERTY_REQUIRED, NULL },
	MAIL("websiteurl", "Website"), MAIL("emailaddress1", "Email"),
	TEXT("telephone1", "Main Phone"),
	TEXT("address1_line1", "Street"), TEXT("address1_city", "City"),
	TEXT("address1_stateorprovince", "State"),
	TEXT("address1_postalcode", "ZIP"),
	TEXT("address1_country", "Country"),
	TEXT("description", "Description"),
	NUMBER("numberofemployees", "Employees"),
	NUMBER("revenue", "Annual Revenue"),
	CHOICE("statecode", "Status", two_states),
	NUMBER("statuscode", "Status Reason"),
	LOOKUP("_ownerid_value"), LOOKUP("_masterid_value"),
	FLAG("merged", "Merged"),
	OWN
};

static const struct property lead[] = {
	KEY("leadid"),
	{ "subject", "Topic", PROPERTY_STRING, PROPERTY_REQUIRED, NULL },
	TEXT("firstname", "First Name"), TEXT("lastname", "Last Name"),
	TEXT("fullname", "Full Name"),
	TEXT("companyname", "Company"), MAIL("emailaddress1", "Email"),
	MAIL("emailaddress2", "Email 2"), MAIL("emailaddress3", "Email 3"),
	TEXT("telephone1", "Business Phone"),
	TEXT("mobilephone", "Mobile Phone"), TEXT("jobtitle", "Job Title"),
	TEXT("websiteurl", "Website"), TEXT("description", "Description"),
	TEXT("address1_line1", "Street"), TEXT("address1_city", "City"),
	TEXT("address1_stateorprovince", "State"),
	TEXT("address1_postalcode", "ZIP"),
	TEXT("address1_country", "Country"),
	CHOICE("leadsourcecode", "Lead Source", sources),
	FLAG("donotemail", "Do not allow Emails"),
	FLAG("donotbulkemail", "Do not allow Bulk Emails"),
	CHOICE("statecode", "Status", three_states),
	NUMBER("statuscode", "Status Reason"),
	LOOKUP("_parentcontactid_value"), LOOKUP("_parentaccountid_value"),
	LOOKUP("_ownerid_value"),
	OWN
};

static const struct property opportunity[] = {
	KEY("opportunityid"),
	{ "name", "Topic", PROPERTY_STRING, PROPERTY_REQUIRED, NULL },
	NUMBER("estimatedvalue", "Est. Revenue"),
	DAY("estimatedclosedate", "Est. Close Date"),
	NUMBER("closeprobability", "Probability"),
	CHOICE("opportunityratingcode", "Rating", ratings),
	TEXT("description", "Description"), TEXT("stepname", "Step"),
	CHOICE("statecode", "Status", three_states),
	NUMBER("statuscode", "Status Reason"),
	LOOKUP("_parentcontactid_value"), LOOKUP("_parentaccountid_value"),
	LOOKUP("_customerid_value"), LOOKUP("_ownerid_value"),
	LOOKUP("_originatingleadid_value"),
	OWN
};

static const struct property incident[] = {
	KEY("incidentid"),
	{ "title", "Case Title", PROPERTY_STRING, PROPERTY_REQUIRED, NULL },
	TEXT("description", "Description"),
	CHOICE("caseorigincode", "Origin", origins),
	CHOICE("prioritycode", "Priority", priorities),
	CHOICE("statecode", "Status", three_states),
	NUMBER("statuscode", "Status Reason"),
	{ "_customerid_value", "Customer", PROPERTY_STRING,
	    PROPERTY_READ_ONLY | PROPERTY_REQUIRED, NULL },
	LOOKUP("_primarycontactid_value"), LOOKUP("_ownerid_value"),
	OWN
};

static const struct property annotation[] = {
	KEY("annotationid"),
	TEXT("subject", "Title"), TEXT("notetext", "Description"),
	TEXT("filename", "File Name"), TEXT("mimetype", "Mime Type"),
	TEXT("documentbody", "Document"),
	DATE("overriddencreatedon", "Record Created On"),
	LOOKUP("_objectid_value"), LOOKUP("_ownerid_value"),
	OWN
};

static const struct property task[] = {
	KEY("activityid"),
	{ "subject", "Subject", PROPERTY_STRING, PROPERTY_REQUIRED, NULL },
	TEXT("description", "Description"),
	DATE("scheduledend", "Due Date"), DATE("actualend", "Actual End"),
	CHOICE("prioritycode", "Priority", priorities),
	CHOICE("statecode", "Status", three_states),
	NUMBER("statuscode", "Status Reason"),
	LOOKUP("_regardingobjectid_value"), LOOKUP("_ownerid_value"),
	OWN
};

static const struct property user[] = {
	KEY("systemuserid"),
	TEXT("fullname", "Full Name"),
	MAIL("internalemailaddress", "Primary Email"),
	FLAG("isdisabled", "Status"),
	OWN
};

static const struct property list[] = {
	KEY("listid"),
	{ "listname", "Name", PROPERTY_STRING,
	    PROPERTY_REQUIRED | PROPERTY_INDEXED, NULL },
	CHOICE("createdfromcode", "Member Type", members),
	FLAG("type", "Dynamic"), TEXT("description", "Description"),
	OWN
};

static const struct object_type types[] = {
	{ .name = "contacts", .singular = "contact", .id = "2",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = contact, .role = ROLE_PERSON,
	    .title = "firstname lastname", .subtitle = "emailaddress1" },
	{ .name = "accounts", .singular = "account", .id = "1",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = account, .role = ROLE_COMPANY,
	    .title = "name", .subtitle = "websiteurl" },
	{ .name = "leads", .singular = "lead", .id = "4",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = lead, .role = ROLE_PERSON,
	    .title = "firstname lastname", .subtitle = "emailaddress1" },
	{ .name = "opportunities", .singular = "opportunity", .id = "3",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = opportunity, .role = ROLE_DEAL, .title = "name",
	    .subtitle = "stepname" },
	{ .name = "incidents", .singular = "incident", .id = "112",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = incident, .role = ROLE_ACTIVITY,
	    .title = "title", .body = "description" },
	{ .name = "annotations", .singular = "annotation", .id = "5",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = annotation, .role = ROLE_ACTIVITY,
	    .title = "subject", .body = "notetext",
	    .time = "overriddencreatedon" },
	{ .name = "tasks", .singular = "task", .id = "4212",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = task, .role = ROLE_ACTIVITY,
	    .title = "subject", .body = "description" },
	{ .name = "lists", .singular = "list", .id = "4300",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = list, .role = ROLE_OTHER, .title = "listname" },
	{ .name = "systemusers", .singular = "systemuser", .id = "8",
	    .created = "createdon", .modified = "modifiedon",
	    .properties = user, .role = ROLE_OTHER, .title = "fullname" },
	{ .name = NULL }
};

/* Ties are kept as edges beside the columns: the page and tests see them. */
static const struct association_type ties[] = {
	{ "contacts", "accounts", 1, 2, NULL, NULL },
	{ "leads", "contacts", 3, 4, NULL, NULL },
	{ "leads", "accounts", 5, 6, NULL, NULL },
	{ "opportunities", "contacts", 7, 8, NULL, NULL },
	{ "opportunities", "accounts", 9, 10, NULL, NULL },
	{ "incidents", "contacts", 11, 12, NULL, NULL },
	{ "incidents", "accounts", 13, 14, NULL, NULL },
	{ "annotations", "contacts", 15, 16, NULL, NULL },
	{ "annotations", "accounts", 17, 18, NULL, NULL },
	{ "annotations", "leads", 19, 20, NULL, NULL },
	{ "annotations", "opportunities", 21, 22, NULL, NULL },
	{ "annotations", "incidents", 23, 24, NULL, NULL },
	{ "tasks", "contacts", 25, 26, NULL, NULL },
	{ "tasks", "accounts", 27, 28, NULL, NULL },
	{ "tasks", "leads", 29, 30, NULL, NULL },
	{ "tasks", "opportunities", 31, 32, NULL, NULL },
	{ "tasks", "incidents", 33, 34, NULL, NULL },
	{ "lists", "contacts", 35, 36, NULL, NULL },
	{ "lists", "leads", 37, 38, NULL, NULL },
	{ "opportunities", "leads", 39, 40, NULL, NULL },
	{ .from = NULL }
};

const struct schema dyn_schema = { types, ties };

const struct dyn_lookup dyn_lookups[] = {
	{ "contacts", "parentcustomerid_account", "_parentcustomerid_value",
	    "accounts" },
	{ "contacts", "originatingleadid", "_originatingleadid_value",
	    "leads" },
	{ "leads", "parentcontactid", "_parentcontactid_value", "contacts" },
	{ "leads", "parentaccountid", "_parentaccountid_value", "accounts" },
	{ "opportunities", "parentcontactid", "_parentcontactid_value",
	    "contacts" },
	{ "opportunities", "originatingleadid", "_originatingleadid_value",
	    "leads" },
	{ "opportunities", "parentaccountid", "_parentaccountid_value",
	    "accounts" },
	{ "opportunities", "customerid_contact", "_customerid_value",
	    "contacts" },
	{ "opportunities", "customerid_account", "_customerid_value",
	    "accounts" },
	{ "incidents", "customerid_contact", "_customerid_value",
	    "contacts" },
	{ "incidents", "customerid_account", "_customerid_value",
	    "accounts" },
	{ "incidents", "primarycontactid", "_primarycontactid_value",
	    "contacts" },
	{ "annotations", "objectid_contact", "_objectid_value", "contacts" },
	{ "annotations", "objectid_account", "_objectid_value", "accounts" },
	{ "annotations", "objectid_lead", "_objectid_value", "leads" },
	{ "annotations", "objectid_opportunity", "_objectid_value",
	    "opportunities" },
	{ "annotations", "objectid_incident", "_objectid_value",
	    "incidents" },
	{ "tasks", "regardingobjectid_contact_task",
	    "_regardingobjectid_value", "contacts" },
	{ "tasks", "regardingobjectid_account_task",
	    "_regardingobjectid_value", "accounts" },
	{ "tasks", "regardingobjectid_lead_task",
	    "_regardingobjectid_value", "leads" },
	{ "tasks", "regardingobjectid_opportunity_task",
	    "_regardingobjectid_value", "opportunities" },
	{ "tasks", "regardingobjectid_incident_task",
	    "_regardingobjectid_value", "incidents" },
	{ "contacts", "ownerid", "_ownerid_value", "systemusers" },
	{ "accounts", "ownerid", "_ownerid_value", "systemusers" },
	{ "leads", "ownerid", "_ownerid_value", "systemusers" },
	{ "opportunities", "ownerid", "_ownerid_value", "systemusers" },
	{ "incidents", "ownerid", "_ownerid_value", "systemusers" },
	{ "annotations", "ownerid", "_ownerid_value", "systemusers" },
	{ "tasks", "ownerid", "_ownerid_value", "systemusers" },
	{ .type = NULL }
};
