/* Fields: what the tables do not say of them, and what the org added. */
#include <string.h>

#include "sandbox/sf.h"

/*
 * Longer than 255, or a reference.  ${object} NULL: wherever the name
 * stands.
 */
static const struct more {
	const char	*object, *name;
	const char	*type;		/* NULL: as the table has it */
	int64_t		 length;
	const char	*refers, *relationship;
} more[] = {
	{ NULL, "Id", "id", 18, NULL, NULL },
	{ NULL, "OwnerId", "reference", 18, "User Group", "Owner" },
	{ NULL, "CreatedById", "reference", 18, "User", "CreatedBy" },
	{ NULL, "LastModifiedById", "reference", 18, "User",
	    "LastModifiedBy" },
	{ "Contact", "MasterRecordId", "reference", 18, "Contact",
	    "MasterRecord" },
	{ "Lead", "MasterRecordId", "reference", 18, "Lead", "MasterRecord" },
	{ "Account", "MasterRecordId", "reference", 18, "Account",
	    "MasterRecord" },
	{ NULL, "AccountId", "reference", 18, "Account", "Account" },
	{ NULL, "ContactId", "reference", 18, "Contact", "Contact" },
	{ NULL, "LeadId", "reference", 18, "Lead", "Lead" },
	{ NULL, "CampaignId", "reference", 18, "Campaign", "Campaign" },
	{ NULL, "OpportunityId", "reference", 18, "Opportunity",
	    "Opportunity" },
	{ NULL, "WhoId", "reference", 18, "Contact Lead", "Who" },
	{ NULL, "WhatId", "reference", 18, "Account Opportunity Case "
	    "Campaign", "What" },
	{ "Account", "ParentId", "reference", 18, "Account", "Parent" },
	{ "CaseComment", "ParentId", "reference", 18, "Case", "Parent" },
	{ "Note", "ParentId", "reference", 18, "Contact Lead Account "
	    "Opportunity Case Campaign", "Parent" },
	{ "FieldPermissions", "ParentId", "reference", 18, "PermissionSet",
	    "Parent" },
	{ NULL, "PermissionSetId", "reference", 18, "PermissionSet",
	    "PermissionSet" },
	{ NULL, "AssigneeId", "reference", 18, "User", "Assignee" },
	{ NULL, "ConvertedAccountId", "reference", 18, "Account",
	    "ConvertedAccount" },
	{ NULL, "ConvertedContactId", "reference", 18, "Contact",
	    "ConvertedContact" },
	{ NULL, "ConvertedOpportunityId", "reference", 18, "Opportunity",
	    "ConvertedOpportunity" },
	{ NULL, "FirstName", NULL, 40, NULL, NULL },
	{ NULL, "LastName", NULL, 80, NULL, NULL },
	{ NULL, "Salutation", NULL, 40, NULL, NULL },
	{ "Contact", "Name", NULL, 121, NULL, NULL },
	{ "Lead", "Name", NULL, 121, NULL, NULL },
	{ "Opportunity", "Name", NULL, 120, NULL, NULL },
	{ "Campaign", "Name", NULL, 80, NULL, NULL },
	{ "Note", "Title", NULL, 80, NULL, NULL },
	{ NULL, "Title", NULL, 128, NULL, NULL },
	{ NULL, "Department", NULL, 80, NULL, NULL },
	{ NULL, "Website", "url", 255, NULL, NULL },
	{ NULL, "MailingCity", NULL, 40, NULL, NULL },
	{ NULL, "City", NULL, 40, NULL, NULL },
	{ NULL, "BillingCity", NULL, 40, NULL, NULL },
	{ NULL, "MailingState", NULL, 80, NULL, NULL },
	{ NULL, "MailingPostalCode", NULL, 20, NULL, NULL },
	{ NULL, "PostalCode", NULL, 20, NULL, NULL },
	{ NULL, "MailingCountry", NULL, 80, NULL, NULL },
	{ NULL, "Description", "textarea", 32000, NULL, NULL },
	{ "Note", "Body", "textarea", 32000, NULL, NULL },
	{ NULL, "CommentBody", "textarea", 4000, NULL, NULL },
	{ NULL, "NumberOfEmployees", "int", 0, NULL, NULL },
	{ NULL, "AnnualRevenue", "currency", 0, NULL, NULL },
	{ NULL, "Amount", "currency", 0, NULL, NULL },
	{ NULL, "Probability", "percent", 0, NULL, NULL },
};

static const char *
type_name(const struct property *p)
{
	static const char *const names[] = {
		[PROPERTY_STRING] = "string", [PROPERTY_NUMBER] = "double",
		[PROPERTY_BOOL] = "boolean", [PROPERTY_ENUMERATION] =
		"picklist", [PROPERTY_DATE] = "date", [PROPERTY_DATETIME] =
		"datetime", [PROPERTY_PHONE] = "phone"
	};

	if ((p->flags & PROPERTY_EMAIL) != 0)
		return "email";
	if ((p->flags & PROPERTY_MANY) != 0)
		return "multipicklist";
	return names[p->type];
}

static int64_t
usual_length(const struct property *p)
{
	if ((p->flags & PROPERTY_EMAIL) != 0)
		return 80;
	switch (p->type) {
	case PROPERTY_STRING:
	case PROPERTY_ENUMERATION:
		return 255;
	case PROPERTY_PHONE:
		return 40;
	default:
		return 0;
	}
}

static void
add_more(const struct object_type *t, struct sf_field *f)
{
	const struct more *m;
	size_t i;

	for (i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		m = &more[i];
		if (strcmp(m->name, f->name) != 0 || (m->object != NULL &&
		    strcmp(m->object, t->name) != 0))
			continue;
		if (m->type != NULL)
			f->type = m->type;
		f->length = m->length;
		f->refers = m->refers;
		f->relationship = m->relationship;
		return;
	}
}

/* A custom field made through the Tooling API: its metadata. */
static void
add_definition(const struct json *def, struct sf_field *f)
{
	const struct json *v = json_get(def, STR("length"));

	if (v != NULL)
		json_to_int(v, &f->length);
	v = json_get(def, STR("externalId"));
	f->external = v != NULL && v->type == JSON_TRUE;
	v = json_get(def, STR("caseSensitive"));
	f->case_sensitive = v != NULL && v->type == JSON_TRUE;
	v = json_path(def, "valueSet.restricted");
	f->restricted = v != NULL && v->type == JSON_TRUE;
	if (str_ieq(json_get_str(def, STR("type")), STR("LongTextArea")) ||
	    str_ieq(json_get_str(def, STR("type")), STR("TextArea")))
		f->type = "textarea";
	else if (str_ieq(json_get_str(def, STR("type")), STR("Url")))
		f->type = "url";
}

static void
make(const struct object_type *t, const struct property *p,
    struct sf_field *f)
{
	static const char *const derived[] = { "Id", "IsDeleted",
	    "CreatedDate", "CreatedById", "LastModifiedDate",
	    "LastModifiedById", "SystemModstamp", NULL };
	size_t i;

	*f = (struct sf_field){ .name = p->name, .label = p->label,
	    .type = type_name(p), .flags = p->flags,
	    .length = usual_length(p), .options = p->options };
	if ((p->flags & PROPERTY_CUSTOM) == 0)
		add_more(t, f);
	else if (property_def(p) != NULL)
		add_definition(property_def(p), f);
	else
		f->external = (p->flags & PROPERTY_UNIQUE) != 0;
	for (i = 0; derived[i] != NULL; i++)
		f->derived |= strcmp(derived[i], p->name) == 0;
	/* A person's name is made of its parts. */
	f->derived |= strcmp(p->name, "Name") == 0 &&
	    property_in(t, STR("LastName")) != NULL;
}

bool
sf_field_nth(const struct request *q, const struct object_type *t, size_t i,
    struct sf_field *out)
{
	const struct property *p;
	size_t n;

	for (n = 0; t->properties[n].name != NULL; n++)
		if (n == i) {
			make(t, &t->properties[n], out);
			return true;
		}
	if ((p = property_nth(q, t, i - n)) == NULL)
		return false;
	make(t, p, out);
	return true;
}

bool
sf_field(const struct request *q, const struct object_type *t,
    struct str name, struct sf_field *out)
{
	const struct property *p;
	size_t i;

	for (p = t->properties; p->name != NULL; p++)
		if (str_ieq(str_of(p->name), name)) {
			make(t, p, out);
			return true;
		}
	for (i = 0; (p = property_nth(q, t, i)) != NULL; i++)
		if (str_ieq(str_of(p->name), name)) {
			make(t, p, out);
			return true;
		}
	return false;
}

bool
sf_parent(const struct request *q, const struct object_type *t,
    struct str relationship, struct sf_field *out)
{
	size_t i;

	for (i = 0; sf_field_nth(q, t, i, out); i++)
		if (out->relationship != NULL &&
		    str_ieq(str_of(out->relationship), relationship))
			return true;
	return false;
}

bool
sf_is(const struct sf_field *f, const char *type)
{
	return strcmp(f->type, type) == 0;
}

bool
sf_is_text(const struct sf_field *f)
{
	static const char *const others[] = { "id", "reference", "boolean",
	    "double", "int", "currency", "percent", "date", "datetime",
	    NULL };
	size_t i;

	for (i = 0; others[i] != NULL; i++)
		if (sf_is(f, others[i]))
			return false;
	return true;
}

const struct object_type *
sf_type(const struct request *q, struct str name)
{
	const struct object_type *t;

	(void)q;
	for (t = sf_schema.types; t->name != NULL; t++)
		if (str_ieq(str_of(t->name), name))
			return t;
	return NULL;
}
