/* What the org has: versions, objects, fields. */
#include <string.h>

#include "sandbox/sf.h"

static void
set(struct request *q, struct json *o, const char *key, struct json v)
{
	json_set(o, str_of(key), v, q->a);
}

static struct json
text(const char *s)
{
	return json_str(str_of(s));
}

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

	set(q, &o, "name", text(t->name));
	set(q, &o, "label", text(t->name));
	set(q, &o, "labelPlural", json_str(arena_printf(q->a, "%ss",
	    t->name)));
	set(q, &o, "keyPrefix", text(t->id));
	set(q, &o, "custom", json_bool(false));
	for (i = 0; can[i] != NULL; i++)
		set(q, &o, can[i], json_bool(i > 2 || is_writable(t)));
	set(q, &urls, "sobject", json_str(base));
	set(q, &urls, "describe", json_str(arena_printf(q->a, "%.*s/describe",
	    STR_ARG(base))));
	set(q, &urls, "rowTemplate", json_str(arena_printf(q->a, "%.*s/{ID}",
	    STR_ARG(base))));
	set(q, &o, "urls", urls);
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
	set(q, &r->body, "encoding", text("UTF-8"));
	set(q, &r->body, "maxBatchSize", json_int(SF_BATCH, q->a));
	set(q, &r->body, "sobjects", list);
}

void
sf_object_info(struct request *q, struct answer *r)
{
	const struct object_type *t = sf_wants_type(q, q->args[1], r);

	if (t == NULL)
		return;
	r->status = 200;
	r->body = json_object();
	set(q, &r->body, "objectDescribe", summary(q, t));
	set(q, &r->body, "recentItems", json_array());
}

static struct json
picklist(struct request *q, const struct sf_field *f)
{
	struct json list = json_array(), o;
	size_t i;

	for (i = 0; f->options != NULL && f->options[i] != NULL; i++) {
		o = json_object();
		set(q, &o, "active", json_bool(true));
		set(q, &o, "defaultValue", json_bool(false));
		set(q, &o, "label", text(f->options[i]));
		set(q, &o, "validFor", json_null());
		set(q, &o, "value", text(f->options[i]));
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

	set(q, &o, "name", text(f->name));
	set(q, &o, "label", text(f->label));
	set(q, &o, "type", text(f->type));
	set(q, &o, "length", json_int(f->length, q->a));
	set(q, &o, "byteLength", json_int(f->length * 3, q->a));
	set(q, &o, "nillable", json_bool(!must && !bool_ && (may ||
	    strcmp(f->name, "Id") != 0)));
	set(q, &o, "defaultedOnCreate", json_bool(bool_ ||
	    strcmp(f->name, "OwnerId") == 0 || !may));
	set(q, &o, "createable", json_bool(may));
	set(q, &o, "updateable", json_bool(may));
	set(q, &o, "custom", json_bool((f->flags & PROPERTY_CUSTOM) != 0));
	set(q, &o, "externalId", json_bool(f->external));
	set(q, &o, "idLookup", json_bool(key));
	set(q, &o, "unique", json_bool((f->flags & PROPERTY_UNIQUE) != 0));
	set(q, &o, "caseSensitive", json_bool(f->case_sensitive));
	set(q, &o, "calculated", json_bool(false));
	set(q, &o, "filterable", json_bool(!sf_is(f, "textarea")));
	set(q, &o, "restrictedPicklist", json_bool(f->restricted));
	set(q, &o, "picklistValues", picklist(q, f));
	set(q, &o, "referenceTo", targets(q, f));
	set(q, &o, "relationshipName", f->relationship != NULL ?
	    text(f->relationship) : json_null());
	set(q, &o, "precision", json_int(sf_is(f, "double") ? 18 : 0, q->a));
	set(q, &o, "scale", json_int(sf_is(f, "double") ? 2 : 0, q->a));
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
	set(q, &r->body, "fields", list);
	set(q, &r->body, "childRelationships", json_array());
	set(q, &r->body, "recordTypeInfos", json_array());
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
		set(q, &o, "label", json_str(arena_printf(q->a, "%s '%02d",
		    labels[(v - 1) % 3], 14 + (v - 30) / 3)));
		set(q, &o, "url", json_str(arena_printf(q->a,
		    "/services/data/v%d.0", v)));
		set(q, &o, "version", json_str(arena_printf(q->a, "%d.0",
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
		set(q, &r->body, names[i], json_str(arena_printf(q->a,
		    "%.*s/%s", STR_ARG(sf_base(q)), names[i])));
}

static void
add_limit(struct request *q, struct json *o, const char *name, int64_t max,
    int64_t left)
{
	struct json l = json_object();

	set(q, &l, "Max", json_int(max, q->a));
	set(q, &l, "Remaining", json_int(left, q->a));
	set(q, o, name, l);
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
	set(q, &r->body, "sub", json_str(id));
	set(q, &r->body, "id", json_str(id));
	set(q, &r->body, "user_id", json_str(user));
	set(q, &r->body, "organization_id", json_str(org_id(q)));
	set(q, &r->body, "username", text("integration@sandbox.example"));
	set(q, &r->body, "preferred_username",
	    text("integration@sandbox.example"));
	set(q, &r->body, "email", text("integration@sandbox.example"));
	set(q, &r->body, "display_name", text("Ida Integration"));
	set(q, &r->body, "name", text("Ida Integration"));
	set(q, &r->body, "active", json_bool(true));
	set(q, &r->body, "user_type", text("STANDARD"));
	set(q, &urls, "rest", json_str(arena_printf(q->a,
	    "%.*s/services/data/v{version}/", STR_ARG(here(q)))));
	set(q, &r->body, "urls", urls);
}
