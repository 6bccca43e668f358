/* What every org has: its objects and their standard fields. */
#include "sandbox/sf.h"

#define RO	PROPERTY_READ_ONLY
#define KEY	PROPERTY_INDEXED
#define MUST	PROPERTY_REQUIRED

static const char *const sources[] = { "Web", "Phone Inquiry",
    "Partner Referral", "Purchased List", "Other", "Chatbot", NULL };
static const char *const lead_status[] = { "Open - Not Contacted",
    "Working - Contacted", "Closed - Converted", "Closed - Not Converted",
    NULL };
static const char *const rating[] = { "Hot", "Warm", "Cold", NULL };
static const char *const task_status[] = { "Not Started", "In Progress",
    "Completed", "Waiting on someone else", "Deferred", NULL };
static const char *const priority[] = { "High", "Normal", "Low", NULL };
static const char *const subtype[] = { "Task", "Email", "ListEmail",
    "Cadence", "Call", "LinkedIn", NULL };
static const char *const case_priority[] = { "High", "Medium", "Low", NULL };
static const char *const case_status[] = { "New", "Working", "Escalated",
    "Closed", NULL };
static const char *const origin[] = { "Phone", "Email", "Web", "Chat", NULL };
static const char *const stage[] = { "Prospecting", "Qualification",
    "Needs Analysis", "Value Proposition", "Proposal/Price Quote",
    "Negotiation/Review", "Closed Won", "Closed Lost", NULL };
static const char *const member_status[] = { "Sent", "Responded", NULL };

#define TEXT(name, label, flags) \
	{ name, label, PROPERTY_STRING, flags, NULL }
#define PHONE(name, label, flags) \
	{ name, label, PROPERTY_PHONE, flags, NULL }
#define EMAIL(name, label, flags) \
	{ name, label, PROPERTY_STRING, (flags) | PROPERTY_EMAIL, NULL }
#define NUMBER(name, label) \
	{ name, label, PROPERTY_NUMBER, 0, NULL }
#define BOOL(name, label, flags) \
	{ name, label, PROPERTY_BOOL, flags, NULL }
#define DATE(name, label, flags) \
	{ name, label, PROPERTY_DATE, flags, NULL }
#define TIME(name, label, flags) \
	{ name, label, PROPERTY_DATETIME, flags, NULL }
#define PICK(name, label, options, flags) \
	{ name, label, PROPERTY_ENUMERATION, flags, options }
#define END	{ NULL, NULL, PROPERTY_STRING, 0, NULL }

/* Every object has these. */
#define SYSTEM \
	TEXT("Id", "Record ID", RO), \
	BOOL("IsDeleted", "Deleted", RO), \
	TIME("CreatedDate", "Created Date", RO), \
	TEXT("CreatedById", "Created By ID", RO), \
	TIME("LastModifiedDate", "Last Modified Date", RO), \
	TEXT("LastModifiedById", "Last Modified By ID", RO), \
	TIME("SystemModstamp", "System Modstamp", RO)
#define OWNER	TEXT("OwnerId", "Owner ID", KEY)

static const struct property contact[] = {
	SYSTEM, OWNER,
	TEXT("MasterRecordId", "Master Record ID", RO),
	TEXT("AccountId", "Account ID", KEY),
	TEXT("Salutation", "Salutation", 0),
	TEXT("FirstName", "First Name", 0),
	TEXT("LastName", "Last Name", MUST),
	TEXT("Name", "Full Name", RO),
	EMAIL("Email", "Email", KEY),
	PHONE("Phone", "Business Phone", KEY),
	PHONE("MobilePhone", "Mobile Phone", KEY),
	PHONE("HomePhone", "Home Phone", KEY),
	PHONE("OtherPhone", "Other Phone", KEY),
	PHONE("Fax", "Business Fax", 0),
	TEXT("Title", "Title", 0), TEXT("Department", "Department", 0),
	TEXT("MailingStreet", "Mailing Street", 0),
	TEXT("MailingCity", "Mailing City", 0),
	TEXT("MailingState", "Mailing State/Province", 0),
	TEXT("MailingPostalCode", "Mailing Zip/Postal Code", 0),
	TEXT("MailingCountry", "Mailing Country", 0),
	PICK("LeadSource", "Lead Source", sources, 0),
	BOOL("HasOptedOutOfEmail", "Email Opt Out", 0),
	BOOL("DoNotCall", "Do Not Call", 0),
	DATE("Birthdate", "Birthdate", 0),
	TEXT("Description", "Contact Description", 0),
	END
};

static const struct property lead[] = {
	SYSTEM, OWNER,
	TEXT("MasterRecordId", "Master Record ID", RO),
	TEXT("Salutation", "Salutation", 0),
	TEXT("FirstName", "First Name", 0),
	TEXT("LastName", "Last Name", MUST),
	TEXT("Name", "Full Name", RO),
	TEXT("Company", "Company", MUST),
	EMAIL("Email", "Email", KEY),
	PHONE("Phone", "Phone", KEY),
	PHONE("MobilePhone", "Mobile Phone", KEY),
	TEXT("Title", "Title", 0), TEXT("Website", "Website", KEY),
	TEXT("Street", "Street", 0), TEXT("City", "City", 0),
	TEXT("State", "State/Province", 0),
	TEXT("PostalCode", "Zip/Postal Code", 0),
	TEXT("Country", "Country", 0), TEXT("Industry", "Industry", 0),
	NUMBER("NumberOfEmployees", "Employees"),
	NUMBER("AnnualRevenue", "Annual Revenue"),
	PICK("LeadSource", "Lead Source", sources, 0),
	PICK("Status", "Status", lead_status, 0),
	PICK("Rating", "Rating", rating, 0),
	BOOL("HasOptedOutOfEmail", "Email Opt Out", 0),
	BOOL("DoNotCall", "Do Not Call", 0),
	TEXT("Description", "Description", 0),
	BOOL("IsConverted", "Converted", RO),
	DATE("ConvertedDate", "Converted Date", RO),
	TEXT("ConvertedAccountId", "Converted Account ID", RO),
	TEXT("ConvertedContactId", "Converted Contact ID", RO),
	TEXT("ConvertedOpportunityId", "Converted Opportunity ID", RO),
	END
};

static const struct property account[] = {
	SYSTEM, OWNER,
	TEXT("MasterRecordId", "Master Record ID", RO),
	TEXT("Name", "Account Name", MUST | KEY),
	TEXT("Website", "Website", KEY),
	PHONE("Phone", "Account Phone", KEY),
	TEXT("Industry", "Industry", 0),
	NUMBER("NumberOfEmployees", "Employees"),
	NUMBER("AnnualRevenue", "Annual Revenue"),
	PICK("AccountSource", "Account Source", sources, 0),
	TEXT("ParentId", "Parent Account ID", KEY),
	TEXT("BillingStreet", "Billing Street", 0),
	TEXT("BillingCity", "Billing City", 0),
	TEXT("BillingState", "Billing State/Province", 0),
	TEXT("BillingPostalCode", "Billing Zip/Postal Code", 0),
	TEXT("BillingCountry", "Billing Country", 0),
	TEXT("Description", "Account Description", 0),
	END
};

static const struct property opportunity[] = {
	SYSTEM, OWNER,
	TEXT("Name", "Name", MUST),
	TEXT("AccountId", "Account ID", KEY),
	TEXT("ContactId", "Contact ID", KEY),
	TEXT("CampaignId", "Campaign ID", KEY),
	PICK("StageName", "Stage", stage, MUST),
	DATE("CloseDate", "Close Date", MUST),
	NUMBER("Amount", "Amount"), NUMBER("Probability", "Probability (%)"),
	PICK("LeadSource", "Lead Source", sources, 0),
	TEXT("NextStep", "Next Step", 0), TEXT("Type", "Type", 0),
	TEXT("Description", "Description", 0),
	END
};

static const struct property role[] = {
	SYSTEM,
	TEXT("OpportunityId", "Opportunity ID", MUST | KEY),
	TEXT("ContactId", "Contact ID", MUST | KEY),
	TEXT("Role", "Role", 0), BOOL("IsPrimary", "Primary", 0),
	END
};

static const struct property task[] = {
	SYSTEM, OWNER,
	TEXT("WhoId", "Name ID", KEY), TEXT("WhatId", "Related To ID", KEY),
	TEXT("Subject", "Subject", 0),
	TEXT("Description", "Description", 0),
	DATE("ActivityDate", "Due Date Only", 0),
	PICK("Status", "Status", task_status, 0),
	PICK("Priority", "Priority", priority, 0),
	PICK("TaskSubtype", "Task Subtype", subtype, 0),
	TEXT("Type", "Type", 0), TEXT("CallType", "Call Type", 0),
	BOOL("IsReminderSet", "Reminder Set", 0),
	TIME("ReminderDateTime", "Reminder Date/Time", 0),
	END
};

static const struct property cases[] = {
	SYSTEM, OWNER,
	TEXT("CaseNumber", "Case Number", RO),
	TEXT("ContactId", "Contact ID", KEY),
	TEXT("AccountId", "Account ID", KEY),
	TEXT("Subject", "Subject", 0),
	TEXT("Description", "Description", 0),
	PICK("Status", "Status", case_status, 0),
	PICK("Priority", "Priority", case_priority, 0),
	PICK("Origin", "Case Origin", origin, 0),
	TEXT("Type", "Case Type", 0), TEXT("Reason", "Case Reason", 0),
	TEXT("SuppliedName", "Name", 0),
	EMAIL("SuppliedEmail", "Email Address", 0),
	PHONE("SuppliedPhone", "Phone", 0),
	END
};

static const struct property comment[] = {
	SYSTEM,
	TEXT("ParentId", "Parent Case ID", MUST | KEY),
	TEXT("CommentBody", "Body", 0), BOOL("IsPublished", "Published", 0),
	END
};

static const struct property note[] = {
	SYSTEM, OWNER,
	TEXT("ParentId", "Parent ID", MUST | KEY),
	TEXT("Title", "Title", MUST), TEXT("Body", "Body", 0),
	BOOL("IsPrivate", "Private", 0),
	END
};

static const struct property campaign[] = {
	SYSTEM, OWNER,
	TEXT("Name", "Name", MUST | KEY),
	BOOL("IsActive", "Active", 0), TEXT("Status", "Status", 0),
	TEXT("Type", "Type", 0), TEXT("Description", "Description", 0),
	END
};

static const struct property member[] = {
	SYSTEM,
	TEXT("CampaignId", "Campaign ID", MUST | KEY),
	TEXT("LeadId", "Lead ID", KEY), TEXT("ContactId", "Contact ID", KEY),
	PICK("Status", "Status", member_status, 0),
	END
};

static const struct property user[] = {
	SYSTEM,
	TEXT("Username", "Username", KEY), TEXT("FirstName", "First Name", 0),
	TEXT("LastName", "Last Name", 0), TEXT("Name", "Full Name", RO),
	EMAIL("Email", "Email", KEY), TEXT("Alias", "Alias", 0),
	BOOL("IsActive", "Active", 0), TEXT("ProfileId", "Profile ID", RO),
	TEXT("UserType", "User Type", RO),
	END
};

static const struct property organization[] = {
	SYSTEM,
	TEXT("Name", "Name", RO), BOOL("IsSandbox", "Is Sandbox", RO),
	TEXT("OrganizationType", "Edition", RO),
	TEXT("InstanceName", "Instance Name", RO),
	TEXT("TimeZoneSidKey", "Time Zone", RO),
	TEXT("DefaultLocaleSidKey", "Locale", RO),
	END
};

static const struct property group[] = {
	SYSTEM,
	TEXT("Name", "Name", 0), TEXT("DeveloperName", "Developer Name", KEY),
	TEXT("Type", "Type", 0), EMAIL("Email", "Email", 0),
	END
};

static const struct property permission_set[] = {
	SYSTEM,
	TEXT("Name", "Permission Set Name", MUST | KEY),
	TEXT("Label", "Permission Set Label", MUST),
	TEXT("Description", "Description", 0),
	END
};

static const struct property permission[] = {
	SYSTEM,
	TEXT("ParentId", "Parent ID", MUST | KEY),
	TEXT("SobjectType", "Sobject Type Name", MUST),
	TEXT("Field", "Field Name", MUST | KEY),
	BOOL("PermissionsRead", "Read Access", 0),
	BOOL("PermissionsEdit", "Edit Access", 0),
	END
};

static const struct property assignment[] = {
	SYSTEM,
	TEXT("PermissionSetId", "Permission Set ID", MUST | KEY),
	TEXT("AssigneeId", "Assignee ID", MUST | KEY),
	END
};

#define TYPE(n, word, prefix, table, ...) \
	{ .name = n, .singular = word, .id = prefix, \
	    .created = "CreatedDate", .modified = "SystemModstamp", \
	    .properties = table, __VA_ARGS__ }

static const struct object_type types[] = {
	TYPE("Contact", "contact", "003", contact, .role = ROLE_PERSON,
	    .title = "FirstName LastName", .subtitle = "Email Phone"),
	TYPE("Lead", "lead", "00Q", lead, .role = ROLE_PERSON,
	    .title = "FirstName LastName", .subtitle = "Email Phone"),
	TYPE("Account", "account", "001", account, .role = ROLE_COMPANY,
	    .title = "Name", .subtitle = "Website"),
	TYPE("Opportunity", "opportunity", "006", opportunity,
	    .role = ROLE_DEAL, .title = "Name", .subtitle = "StageName"),
	TYPE("OpportunityContactRole", "opportunity contact role", "00K",
	    role, .title = "Role"),
	TYPE("Task", "task", "00T", task, .role = ROLE_ACTIVITY,
	    .title = "Subject", .body = "Description"),
	TYPE("Case", "case", "500", cases, .role = ROLE_ACTIVITY,
	    .title = "Subject", .body = "Description"),
	TYPE("CaseComment", "case comment", "00a", comment,
	    .title = "CommentBody"),
	TYPE("Note", "note", "002", note, .role = ROLE_ACTIVITY,
	    .title = "Title", .body = "Body"),
	TYPE("Campaign", "campaign", "701", campaign, .title = "Name"),
	TYPE("CampaignMember", "campaign member", "00v", member,
	    .title = "Status"),
	TYPE("User", "user", "005", user, .title = "FirstName LastName",
	    .subtitle = "Email"),
	TYPE("Organization", "organization", "00D", organization,
	    .title = "Name"),
	TYPE("Group", "group", "00G", group, .title = "Name"),
	TYPE("PermissionSet", "permission set", "0PS", permission_set,
	    .title = "Label"),
	TYPE("FieldPermissions", "field permissions", "01k", permission,
	    .title = "Field"),
	TYPE("PermissionSetAssignment", "permission set assignment", "0Pa",
	    assignment, .title = "AssigneeId"),
	{ .name = NULL }
};

#define TIE(source, target, field) \
	{ source, target, 0, 0, NULL, field }

static const struct association_type associations[] = {
	TIE("Contact", "Account", "AccountId"),
	TIE("Opportunity", "Account", "AccountId"),
	TIE("Opportunity", "Contact", "ContactId"),
	TIE("Task", "Contact", "WhoId"), TIE("Task", "Lead", "WhoId"),
	TIE("Task", "Account", "WhatId"),
	TIE("Task", "Opportunity", "WhatId"), TIE("Task", "Case", "WhatId"),
	TIE("Case", "Contact", "ContactId"),
	TIE("Case", "Account", "AccountId"),
	TIE("CaseComment", "Case", "ParentId"),
	TIE("Note", "Contact", "ParentId"), TIE("Note", "Lead", "ParentId"),
	TIE("Note", "Account", "ParentId"),
	TIE("CampaignMember", "Campaign", "CampaignId"),
	TIE("CampaignMember", "Contact", "ContactId"),
	TIE("CampaignMember", "Lead", "LeadId"),
	TIE(NULL, NULL, NULL)
};

const struct schema sf_schema = { types, associations };
