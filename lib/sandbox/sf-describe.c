/* What the org has: versions, objects, fields. */
#include <string.h>

#include "sandbox/sf.h"

/* Objects that people work with; the rest is the org's own. */
static bool
is_writable(const struct object_type *t)
{
	return strcmp(t->name, "Organization") != 0 &&
	    strcmp(t->name, "User") != 0 && strcmp(t->name, "Group") != 0;
}

static struct json
summary(struct request *q, const struct object_type *t)
{
	static const char *const can[] = { "createable", "updateable",
	    "deletable", "queryable", "retrieveable", "searchable", NULL };
	struct json o = json_object(), urls = json_object();
	struct str base = arena_printf(q->a, "%.*s/sobjects/%s",
	    STR_ARG(sf_base(q)), t->name);
	size_t i;

	api_set(q, &o, "name", api_text(t->name));
	api_set(q, &o, "label", api_text(t->name));
	api_set(q, &o, "labelPlural", json_str(arena_printf(q->a, "%ss",
	    t->name)));
	api_set(q, &o, "keyPrefix", api_text(t->id));
	api_set(q, &o, "custom", json_bool(false));
	for (i = 0; can[i] != NULL; i++)
		api_set(q, &o, can[i], json_bool(i > 2 || is_writable(t)));
	api_set(q, &urls, "sobject", json_str(base));
	api_set(q, &urls, "describe", json_str(arena_printf(q->a,
	    "%.*s/describe",
	    STR_ARG(base))));
	api_set(q, &urls, "rowTemplate", json_str(arena_printf(q->a,
	    "%.*s/{ID}",
	    STR_ARG(base))));
	api_set(q, &o, "urls", urls);
	return o;
}

void
sf_describe_all(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct json list = json_array();

	for (t = sf_schema.types; t->name != NULL; t++)
		json_push(&list, summary(q, t), q->a);
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "encoding", api_text("UTF-8"));
	api_set(q, &r->body, "maxBatchSize", json_int(SF_BATCH, q->a));
	api_set(q, &r->body, "sobjects", list);
}

void
sf_object_info(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);

	if (t == NULL)
		return;
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "objectDescribe", summary(q, t));
	api_set(q, &r->body, "recentItems", json_array());
}

static struct json
picklist(struct request *q, const struct sf_field *f)
{
	struct json list = json_array(), o;
	size_t i;

	for (i = 0; f->options != NULL && f->options[i] != NULL; i++) {
		o = json_object();
		api_set(q, &o, "active", json_bool(true));
		api_set(q, &o, "defaultValue", json_bool(false));
		api_set(q, &o, "label", api_text(f->options[i]));
		api_set(q, &o, "validFor", json_null());
		api_set(q, &o, "value", api_text(f->options[i]));
		json_push(&list, o, q->a);
	}
	return list;
}

static struct json
targets(struct request *q, const struct sf_field *f)
{
	struct str rest = str_of(f->refers != NULL ? f->refers : ""), one;
	struct json list = json_array();

	for (; rest.len > 0; rest = str_from(rest, one.len + 1)) {
		one = str_to(rest, str_find(rest, STR(" ")));
		json_push(&list, json_str(one), q->a);
	}
	return list;
}

static struct json
field_json(struct request *q, const struct object_type *t,
    const struct sf_field *f)
{
	bool must = (f->flags & PROPERTY_REQUIRED) != 0;
	bool may = (f->flags & PROPERTY_READ_ONLY) == 0 && !f->derived &&
	    is_writable(t);
	bool bool_ = sf_is(f, "boolean"), key = f->external ||
	    strcmp(f->name, "Id") == 0 || sf_is(f, "email");
	struct json o = json_object();

	api_set(q, &o, "name", api_text(f->name));
	api_set(q, &o, "label", api_text(f->label));
	api_set(q, &o, "type", api_text(f->type));
	api_set(q, &o, "length", json_int(f->length, q->a));
	api_set(q, &o, "byteLength", json_int(f->length * 3, q->a));
	api_set(q, &o, "nillable", json_bool(!must && !bool_ && (may ||
	    strcmp(f->name, "Id") != 0)));
	api_set(q, &o, "defaultedOnCreate", json_bool(bool_ ||
	    strcmp(f->name, "OwnerId") == 0 || !may));
	api_set(q, &o, "createable", json_bool(may));
	api_set(q, &o, "updateable", json_bool(may));
	api_set(q, &o, "custom", json_bool((f->flags & PROPERTY_CUSTOM) != 0));
	api_set(q, &o, "externalId", json_bool(f->external));
	api_set(q, &o, "idLookup", json_bool(key));
	api_set(q, &o, "unique", json_bool((f->flags & PROPERTY_UNIQUE) != 0));
	api_set(q, &o, "caseSensitive", json_bool(f->case_sensitive));
	api_set(q, &o, "calculated", json_bool(false));
	api_set(q, &o, "filterable", json_bool(!sf_is(f, "textarea")));
	api_set(q, &o, "restrictedPicklist", json_bool(f->restricted));
	api_set(q, &o, "picklistValues", picklist(q, f));
	api_set(q, &o, "referenceTo", targets(q, f));
	api_set(q, &o, "relationshipName", f->relationship != NULL ?
	    api_text(f->relationship) : json_null());
	api_set(q, &o, "precision", json_int(sf_is(f, "double") ? 18 : 0,
	    q->a));
	api_set(q, &o, "scale", json_int(sf_is(f, "double") ? 2 : 0, q->a));
	return o;
}

void
sf_describe(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);
	struct json list = json_array();
	struct sf_field f;
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; sf_field_nth(q, t, i, &f); i++)
		json_push(&list, field_json(q, t, &f), q->a);
	r->status = 200;
	r->body = summary(q, t);
	api_set(q, &r->body, "fields", list);
	api_set(q, &r->body, "childRelationships",
	    sf_children_described(q, t));
	api_set(q, &r->body, "recordTypeInfos", json_array());
}

/* The list of versions needs no token. */
void
sf_versions(struct request *q, struct answer *r)
{
	static const char *const labels[] = { "Spring", "Summer", "Winter" };
	struct json o;
	int v;

	r->status = 200;
	r->body = json_array();
	for (v = 31; v <= 67; v++) {
		o = json_object();
		api_set(q, &o, "label", json_str(arena_printf(q->a, "%s '%02d",
		    labels[(v - 1) % 3], 14 + (v - 30) / 3)));
		api_set(q, &o, "url", json_str(arena_printf(q->a,
		    "/services/data/v%d.0", v)));
		api_set(q, &o, "version", json_str(arena_printf(q->a, "%d.0",
		    v)));
		json_push(&r->body, o, q->a);
	}
}

void
sf_resources(struct request *q, struct answer *r)
{
	static const char *const names[] = { "sobjects", "query", "queryAll",
	    "composite", "limits", "jobs", "tooling", "parameterizedSearch",
	    NULL };
	size_t i;

	r->status = 200;
	r->body = json_object();
	for (i = 0; names[i] != NULL; i++)
		api_set(q, &r->body, names[i], json_str(arena_printf(q->a,
		    "%.*s/%s", STR_ARG(sf_base(q)), names[i])));
}

static void
add_limit(struct request *q, struct json *o, const char *name, int64_t max,
    int64_t left)
{
	struct json l = json_object();

	api_set(q, &l, "Max", json_int(max, q->a));
	api_set(q, &l, "Remaining", json_int(left, q->a));
	api_set(q, o, name, l);
}

void
sf_limits(struct request *q, struct answer *r)
{
	struct usage u;

	api_usage(q, &u);
	r->status = 200;
	r->body = json_object();
	add_limit(q, &r->body, "DailyApiRequests", u.daily > 0 ? u.daily :
	    100000, u.daily > 0 ? u.daily_left : 100000);
	add_limit(q, &r->body, "DailyBulkV2QueryJobs", 10000, 10000);
	add_limit(q, &r->body, "DailyBulkApiBatches", 15000, 15000);
	add_limit(q, &r->body, "DataStorageMB", 1024, 1024);
}

static struct str
org_id(struct request *q)
{
	return sf_id_text(sf_type(q, STR("Organization")),
	    api_conf(q)->portal, q->a);
}

static struct str
here(struct request *q)
{
	return arena_printf(q->a, "http://%.*s", STR_ARG(api_header(q,
	    "Host")));
}

struct str
sf_identity_url(struct request *q)
{
	return arena_printf(q->a, "%.*s/id/%.*s/%.*s", STR_ARG(here(q)),
	    STR_ARG(org_id(q)), STR_ARG(sf_id_text(sf_type(q, STR("User")),
	    sf_running_user(q), q->a)));
}

/* Who the token stands for: both spellings at once. */
void
sf_identity(struct request *q, struct answer *r)
{
	struct str user = sf_id_text(sf_type(q, STR("User")),
	    sf_running_user(q), q->a), id = sf_identity_url(q);
	struct json urls = json_object();

	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "sub", json_str(id));
	api_set(q, &r->body, "id", json_str(id));
	api_set(q, &r->body, "user_id", json_str(user));
	api_set(q, &r->body, "organization_id", json_str(org_id(q)));
	api_set(q, &r->body, "username",
	    api_text("integration@sandbox.example"));
	api_set(q, &r->body, "preferred_username",
	    api_text("integration@sandbox.example"));
	api_set(q, &r->body, "email", api_text("integration@sandbox.example"));
	api_set(q, &r->body, "display_name", api_text("Ida Integration"));
	api_set(q, &r->body, "name", api_text("Ida Integration"));
	api_set(q, &r->body, "active", json_bool(true));
	api_set(q, &r->body, "user_type", api_text("STANDARD"));
	api_set(q, &urls, "rest", json_str(arena_printf(q->a,
	    "%.*s/services/data/v{version}/", STR_ARG(here(q)))));
	api_set(q, &r->body, "urls", urls);
}
