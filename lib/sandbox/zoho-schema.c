/* The modules of Zoho CRM that chatcrm writes to, and their fields. */
#include "sandbox/zoho.h"

#define TEXT(n, l)		{ .name = n, .label = l }
#define FIELD(n, l, t, f)	{ .name = n, .label = l, .type = t, .flags = f }
#define PICK(n, l, o)		{ .name = n, .label = l, \
	.type = PROPERTY_ENUMERATION, .options = o }

/* What every module has. */
#define SYSTEM \
	FIELD("Created_Time", "Created Time", PROPERTY_DATETIME, \
	    PROPERTY_READ_ONLY), \
	FIELD("Modified_Time", "Modified Time", PROPERTY_DATETIME, \
	    PROPERTY_READ_ONLY), \
	TEXT("Owner", "Owner"), \
	TEXT("Tag", "Tag"), \
	{ .name = NULL }

static const char *const sources[] = { "-None-", "Advertisement",
    "Cold Call", "Employee Referral", "External Referral", "Online Store",
    "Partner", "Web Research", "Chat", "chatbot", NULL };
static const char *const stages[] = { "Qualification", "Needs Analysis",
    "Value Proposition", "Proposal/Price Quote", "Negotiation/Review",
    "Closed Won", "Closed Lost", NULL };
static const char *const task_states[] = { "Not Started", "Deferred",
    "In Progress", "Completed", "Waiting for input", NULL };
static const char *const priorities[] = { "High", "Highest", "Low",
    "Lowest", "Normal", NULL };
static const char *const case_states[] = { "New", "On Hold", "Escalated",
    "Closed", NULL };
static const char *const origins[] = { "-None-", "Email", "Phone", "Web",
    "Chat", NULL };
static const char *const case_priorities[] = { "-None-", "High", "Medium",
    "Low", NULL };

static const struct property contact_fields[] = {
	FIELD("Email", "Email", PROPERTY_STRING, PROPERTY_EMAIL |
	    PROPERTY_INDEXED),
	FIELD("Secondary_Email", "Secondary Email", PROPERTY_STRING,
	    PROPERTY_EMAIL | PROPERTY_INDEXED),
	TEXT("First_Name", "First Name"),
	FIELD("Last_Name", "Last Name", PROPERTY_STRING, PROPERTY_REQUIRED),
	FIELD("Phone", "Phone", PROPERTY_PHONE, PROPERTY_INDEXED),
	FIELD("Mobile", "Mobile", PROPERTY_PHONE, PROPERTY_INDEXED),
	TEXT("Title", "Title"),
	TEXT("Mailing_Street", "Mailing Street"),
	TEXT("Mailing_City", "Mailing City"),
	TEXT("Mailing_State", "Mailing State"),
	TEXT("Mailing_Zip", "Mailing Zip"),
	TEXT("Mailing_Country", "Mailing Country"),
	PICK("Lead_Source", "Lead Source", sources),
	FIELD("Email_Opt_Out", "Email Opt Out", PROPERTY_BOOL, 0),
	FIELD("Account_Name", "Account Name", PROPERTY_STRING,
	    PROPERTY_INDEXED),
	TEXT("Description", "Description"),
	SYSTEM
};

static const struct property lead_fields[] = {
	FIELD("Email", "Email", PROPERTY_STRING, PROPERTY_EMAIL |
	    PROPERTY_INDEXED),
	FIELD("Secondary_Email", "Secondary Email", PROPERTY_STRING,
	    PROPERTY_EMAIL | PROPERTY_INDEXED),
	TEXT("First_Name", "First Name"),
	FIELD("Last_Name", "Last Name", PROPERTY_STRING, PROPERTY_REQUIRED),
	TEXT("Company", "Company"),
	FIELD("Phone", "Phone", PROPERTY_PHONE, PROPERTY_INDEXED),
	FIELD("Mobile", "Mobile", PROPERTY_PHONE, PROPERTY_INDEXED),
	TEXT("Designation", "Title"),
	TEXT("Website", "Website"),
	TEXT("Street", "Street"),
	TEXT("City", "City"),
	TEXT("State", "State"),
	TEXT("Zip_Code", "Zip Code"),
	TEXT("Country", "Country"),
	PICK("Lead_Source", "Lead Source", sources),
	TEXT("Lead_Status", "Lead Status"),
	TEXT("Converted_Contact", "Converted Contact"),
	FIELD("Email_Opt_Out", "Email Opt Out", PROPERTY_BOOL, 0),
	TEXT("Description", "Description"),
	SYSTEM
};

static const struct property account_fields[] = {
	FIELD("Account_Name", "Account Name", PROPERTY_STRING,
	    PROPERTY_REQUIRED | PROPERTY_INDEXED),
	FIELD("Website", "Website", PROPERTY_STRING, PROPERTY_INDEXED),
	FIELD("Phone", "Phone", PROPERTY_PHONE, 0),
	TEXT("Industry", "Industry"),
	FIELD("Annual_Revenue", "Annual Revenue", PROPERTY_NUMBER, 0),
	FIELD("Employees", "Employees", PROPERTY_NUMBER, 0),
	TEXT("Billing_Street", "Billing Street"),
	TEXT("Billing_City", "Billing City"),
	TEXT("Billing_State", "Billing State"),
	TEXT("Billing_Code", "Billing Code"),
	TEXT("Billing_Country", "Billing Country"),
	TEXT("Description", "Description"),
	SYSTEM
};

static const struct property deal_fields[] = {
	FIELD("Deal_Name", "Deal Name", PROPERTY_STRING, PROPERTY_REQUIRED),
	{ .name = "Stage", .label = "Stage",
	    .type = PROPERTY_ENUMERATION, .flags = PROPERTY_REQUIRED,
	    .options = stages },
	FIELD("Amount", "Amount", PROPERTY_NUMBER, 0),
	FIELD("Closing_Date", "Closing Date", PROPERTY_DATE, 0),
	TEXT("Pipeline", "Pipeline"),
	PICK("Lead_Source", "Lead Source", sources),
	FIELD("Contact_Name", "Contact Name", PROPERTY_STRING,
	    PROPERTY_INDEXED),
	FIELD("Account_Name", "Account Name", PROPERTY_STRING,
	    PROPERTY_INDEXED),
	TEXT("Description", "Description"),
	SYSTEM
};

static const struct property case_fields[] = {
	FIELD("Subject", "Subject", PROPERTY_STRING, PROPERTY_REQUIRED),
	PICK("Status", "Status", case_states),
	PICK("Case_Origin", "Case Origin", origins),
	PICK("Priority", "Priority", case_priorities),
	TEXT("Type", "Type"),
	FIELD("Email", "Email", PROPERTY_STRING, PROPERTY_EMAIL),
	FIELD("Related_To", "Related To", PROPERTY_STRING,
	    PROPERTY_INDEXED),
	FIELD("Account_Name", "Account Name", PROPERTY_STRING,
	    PROPERTY_INDEXED),
	TEXT("Description", "Description"),
	SYSTEM
};

static const struct property task_fields[] = {
	FIELD("Subject", "Subject", PROPERTY_STRING, PROPERTY_REQUIRED),
	PICK("Status", "Status", task_states),
	PICK("Priority", "Priority", priorities),
	FIELD("Due_Date", "Due Date", PROPERTY_DATE, 0),
	FIELD("Who_Id", "Contact Name", PROPERTY_STRING, PROPERTY_INDEXED),
	FIELD("What_Id", "Related To", PROPERTY_STRING, PROPERTY_INDEXED),
	TEXT("Description", "Description"),
	SYSTEM
};

static const struct property note_fields[] = {
	TEXT("Note_Title", "Note Title"),
	FIELD("Note_Content", "Note Content", PROPERTY_STRING,
	    PROPERTY_REQUIRED),
	FIELD("Parent_Id", "Parent Id", PROPERTY_STRING, PROPERTY_REQUIRED |
	    PROPERTY_INDEXED),
	SYSTEM
};

static const struct property campaign_fields[] = {
	FIELD("Campaign_Name", "Campaign Name", PROPERTY_STRING,
	    PROPERTY_REQUIRED | PROPERTY_INDEXED),
	TEXT("Status", "Status"),
	TEXT("Type", "Type"),
	TEXT("Description", "Description"),
	SYSTEM
};

#define MODULE(n, s, f)	.name = n, .singular = s, .properties = f, \
	.created = "Created_Time", .modified = "Modified_Time"

static const struct object_type modules[] = {
	{ MODULE("Contacts", "Contact", contact_fields), .role = ROLE_PERSON,
	    .title = "First_Name Last_Name", .subtitle = "Email Phone" },
	{ MODULE("Leads", "Lead", lead_fields), .role = ROLE_PERSON,
	    .title = "First_Name Last_Name", .subtitle = "Email Phone" },
	{ MODULE("Accounts", "Account", account_fields),
	    .role = ROLE_COMPANY, .title = "Account_Name",
	    .subtitle = "Website" },
	{ MODULE("Deals", "Deal", deal_fields), .role = ROLE_DEAL,
	    .title = "Deal_Name", .subtitle = "Stage" },
	{ MODULE("Cases", "Case", case_fields), .role = ROLE_ACTIVITY,
	    .title = "Subject", .subtitle = "Status",
	    .body = "Description" },
	{ MODULE("Tasks", "Task", task_fields), .role = ROLE_ACTIVITY,
	    .title = "Subject", .subtitle = "Status",
	    .body = "Description" },
	{ MODULE("Notes", "Note", note_fields), .role = ROLE_ACTIVITY,
	    .title = "Note_Title", .body = "Note_Content" },
	{ MODULE("Campaigns", "Campaign", campaign_fields),
	    .title = "Campaign_Name" },
	{ .name = NULL }
};

enum { MEMBER_LEAD = 1, MEMBER_CONTACT };

static const struct association_type ties[] = {
	{ .from = "Contacts", .to = "Accounts", .property = "Account_Name" },
	{ .from = "Leads", .to = "Contacts",
	    .property = "Converted_Contact" },
	{ .from = "Deals", .to = "Contacts", .property = "Contact_Name" },
	{ .from = "Deals", .to = "Accounts", .property = "Account_Name" },
	{ .from = "Cases", .to = "Contacts", .property = "Related_To" },
	{ .from = "Cases", .to = "Accounts", .property = "Account_Name" },
	{ .from = "Tasks", .to = "Contacts", .property = "Who_Id" },
	{ .from = "Tasks", .to = "Accounts", .property = "What_Id" },
	{ .from = "Tasks", .to = "Leads", .property = "What_Id" },
	{ .from = "Tasks", .to = "Deals", .property = "What_Id" },
	{ .from = "Notes", .to = "Contacts", .property = "Parent_Id" },
	{ .from = "Notes", .to = "Leads", .property = "Parent_Id" },
	{ .from = "Notes", .to = "Accounts", .property = "Parent_Id" },
	{ .from = "Notes", .to = "Deals", .property = "Parent_Id" },
	{ .from = "Notes", .to = "Cases", .property = "Parent_Id" },
	{ .from = "Campaigns", .to = "Leads", .id = MEMBER_LEAD,
	    .inverse = MEMBER_LEAD },
	{ .from = "Campaigns", .to = "Contacts", .id = MEMBER_CONTACT,
	    .inverse = MEMBER_CONTACT },
	{ .from = NULL }
};

const struct schema zoho_schema = { .types = modules, .associations = ties };

const struct zoho_user zoho_users[] = {
	{ "5545974000000700001", "Olga Ops", "ops@sandbox.example" },
	{ "5545974000000700002", "Sam Sales", "sales@sandbox.example" },
	{ NULL, NULL, NULL }
};

const struct zoho_user *
zoho_user_find(struct str s)
{
	const struct zoho_user *u;

	for (u = zoho_users; u->id != NULL; u++)
		if (str_eq(s, str_of(u->id)) || str_ieq(s, str_of(u->email)))
			return u;
	return NULL;
}

const struct object_type *
zoho_target(const struct object_type *t, struct str field)
{
	const struct association_type *a;

	for (a = ties; a->from != NULL; a++)
		if (a->property != NULL && strcmp(a->from, t->name) == 0 &&
		    str_eq(field, str_of(a->property)))
			return schema_type(&zoho_schema, str_of(a->to));
	return NULL;
}
