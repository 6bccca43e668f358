/* What belongs to a record, by the names that child queries have for it. */
#include "sandbox/sf-soql.h"
#include "sandbox/sf.h"

static const struct child {
	const char	*parent, *name, *type, *field;
} children[] = {
	{ "Account", "ChildAccounts", "Account", "ParentId" },
	{ "Account", "Contacts", "Contact", "AccountId" },
	{ "Account", "Opportunities", "Opportunity", "AccountId" },
	{ "Account", "Cases", "Case", "AccountId" },
	{ "Account", "Tasks", "Task", "WhatId" },
	{ "Account", "Notes", "Note", "ParentId" },
	{ "Contact", "Cases", "Case", "ContactId" },
	{ "Contact", "Tasks", "Task", "WhoId" },
	{ "Contact", "Notes", "Note", "ParentId" },
	{ "Contact", "CampaignMembers", "CampaignMember", "ContactId" },
	{ "Contact", "OpportunityContactRoles", "OpportunityContactRole",
	    "ContactId" },
	{ "Lead", "Tasks", "Task", "WhoId" },
	{ "Lead", "Notes", "Note", "ParentId" },
	{ "Lead", "CampaignMembers", "CampaignMember", "LeadId" },
	{ "Opportunity", "Tasks", "Task", "WhatId" },
	{ "Opportunity", "OpportunityContactRoles",
	    "OpportunityContactRole", "OpportunityId" },
	{ "Case", "CaseComments", "CaseComment", "ParentId" },
	{ "Case", "Tasks", "Task", "WhatId" },
	{ "Campaign", "CampaignMembers", "CampaignMember", "CampaignId" },
};

enum { CHILDREN = sizeof(children) / sizeof(children[0]) };

static const struct child *
find(const struct object_type *t, struct str name)
{
	size_t i;

	for (i = 0; i < CHILDREN; i++)
		if (str_eq(str_of(children[i].parent), str_of(t->name)) &&
		    str_ieq(str_of(children[i].name), name))
			return &children[i];
	return NULL;
}

struct json
sf_children_described(struct request *q, const struct object_type *t)
{
	struct json list = json_array(), one;
	size_t i;

	for (i = 0; i < CHILDREN; i++) {
		if (!str_eq(str_of(children[i].parent), str_of(t->name)))
			continue;
		one = json_object();
		api_set(q, &one, "childSObject",
		    api_text(children[i].type));
		api_set(q, &one, "field", api_text(children[i].field));
		api_set(q, &one, "relationshipName",
		    api_text(children[i].name));
		api_set(q, &one, "cascadeDelete", json_bool(false));
		api_set(q, &one, "restrictedDelete", json_bool(false));
		json_push(&list, one, q->a);
	}
	return list;
}

bool
sf_child_check(struct request *q, const struct object_type *t,
    const struct soql_item *it, struct sf_error *e)
{
	if (find(t, it->sub->from) != NULL)
		return true;
	sf_fail(q, e, "INVALID_TYPE", NULL, "Didn't understand relationship "
	    "'%.*s' in FROM part of query call. If you are attempting to use "
	    "a custom relationship, be sure to append the '__r' after the "
	    "custom relationship name. Please reference your WSDL or the "
	    "describe call for the appropriate names.",
	    STR_ARG(str_to(it->sub->from, 100)));
	e->at = it->at + 1;
	return false;
}

bool
sf_child_query(struct request *q, const struct object *o,
    const struct soql_item *it, struct soql *out)
{
	const struct child *c = find(o->type, it->sub->from);
	struct soql_cond *all, *mine;

	if (c == NULL)
		return false;
	*out = *it->sub;
	out->from = str_of(c->type);
	mine = ARENA_NEW(q->a, struct soql_cond);
	mine->node = SOQL_TEST;
	mine->field = str_of(c->field);
	mine->op = SOQL_EQ;
	mine->values = ARENA_NEW(q->a, struct soql_value);
	mine->nvalues = 1;
	mine->values[0].kind = SOQL_TEXT;
	mine->values[0].text = sf_id_text(o->type, o->id, q->a);
	mine->next = it->sub->where;
	all = ARENA_NEW(q->a, struct soql_cond);
	all->node = SOQL_AND;
	all->first = mine;
	out->where = all;
	return true;
}

struct str
sf_child_name(const struct object_type *t, const struct soql_item *it)
{
	const struct child *c = find(t, it->sub->from);

	return c != NULL ? str_of(c->name) : it->sub->from;
}
