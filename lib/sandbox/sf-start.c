/* What every org has from its first day: an owner, users, a queue. */
#include <string.h>

#include "sandbox/sf.h"

static void
add(struct request *q, const char *type, const char *const *pairs,
    bool active)
{
	struct object o = { .type = sf_type(q, str_of(type)),
	    .created = q->now, .updated = q->now, .props = json_object() };

	for (; *pairs != NULL; pairs += 2)
		json_set(&o.props, str_of(pairs[0]), json_str(str_of(
		    pairs[1])), q->a);
	if (strcmp(type, "User") == 0)
		json_set(&o.props, STR("IsActive"), json_bool(active), q->a);
	if (strcmp(type, "Organization") == 0)
		json_set(&o.props, STR("IsSandbox"), json_bool(strcmp(
		    api_conf(q)->account_type, "SANDBOX") == 0), q->a);
	store_insert(q->store, &o);
}

void
sf_begin(struct request *q)
{
	static const char *const org[] = { "Name", "Sandbox",
	    "OrganizationType", "Enterprise Edition", "InstanceName", "SB0",
	    "TimeZoneSidKey", "UTC", "DefaultLocaleSidKey", "en_US", NULL };
	static const char *const robot[] = { "Username",
	    "integration@sandbox.example", "FirstName", "Ida", "LastName",
	    "Integration", "Email", "integration@sandbox.example", "Alias",
	    "integr", "UserType", "Standard", NULL };
	static const char *const ops[] = { "Username", "ops@sandbox.example",
	    "FirstName", "Olga", "LastName", "Ops", "Email",
	    "ops@sandbox.example", "Alias", "oops", "UserType", "Standard",
	    NULL };
	static const char *const sales[] = { "Username",
	    "sales@sandbox.example", "FirstName", "Sam", "LastName", "Sales",
	    "Email", "sales@sandbox.example", "Alias", "ssales", "UserType",
	    "Standard", NULL };
	static const char *const gone[] = { "Username",
	    "gone@sandbox.example", "FirstName", "Greg", "LastName", "Gone",
	    "Email", "gone@sandbox.example", "Alias", "ggone", "UserType",
	    "Standard", NULL };
	static const char *const queue[] = { "Name", "Support",
	    "DeveloperName", "Support", "Type", "Queue", "Email",
	    "support@sandbox.example", NULL };

	if (store_count(q->store, sf_type(q, STR("Organization"))) > 0)
		return;
	add(q, "Organization", org, true);
	add(q, "User", robot, true);
	add(q, "User", ops, true);
	add(q, "User", sales, true);
	add(q, "User", gone, false);
	add(q, "Group", queue, true);
}

/* The first of them. */
int64_t
sf_running_user(struct request *q)
{
	struct object o = { 0 };

	sf_begin(q);
	store_next(q->store, sf_type(q, STR("User")), 0, false, q->a, &o);
	return o.id;
}
