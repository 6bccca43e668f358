/*
 * Duplicate rules.  One for each of Contact and Lead: the same address and
 * last name.  Off until a test turns it on: "alert" gives way to allowSave,
 * "block" does not.
 */
#include <string.h>

#include "sandbox/sf.h"

static const char kept_rules[] = "salesforce rules";

struct json
sf_rule(struct request *q, const char *name)
{
	const struct json *v;
	struct json rules;

	if (!store_kept(q->store, kept_rules, q->a, &rules) ||
	    (v = json_get(&rules, str_of(name))) == NULL)
		return json_null();
	return *v;
}

static struct json
match_json(struct request *q, const struct object *o)
{
	struct json m = json_object(), record, paths = json_array();

	record = sf_record(q, o, &paths);
	json_set(&record, STR("Id"), json_str(sf_id_text(o->type, o->id,
	    q->a)), q->a);
	json_set(&m, STR("additionalInformation"), json_array(), q->a);
	json_set(&m, STR("fieldDiffs"), json_array(), q->a);
	json_set(&m, STR("matchConfidence"), json_double(100, q->a), q->a);
	json_set(&m, STR("record"), record, q->a);
	return m;
}

static struct json
result_json(struct request *q, const struct object_type *t,
    struct json matches, bool alert)
{
	struct json r = json_object(), m = json_object(), list = json_array();
	struct str rule = arena_printf(q->a, "Standard_%s_Duplicate_Rule",
	    t->name);

	json_set(&m, STR("entityType"), json_str(str_of(t->name)), q->a);
	json_set(&m, STR("errors"), json_array(), q->a);
	json_set(&m, STR("matchEngine"), json_str(STR("FuzzyMatchEngine")),
	    q->a);
	json_set(&m, STR("matchRecords"), matches, q->a);
	json_set(&m, STR("rule"), json_str(arena_printf(q->a,
	    "Standard_%s_Match_Rule_v1_1", t->name)), q->a);
	json_set(&m, STR("size"), json_int(matches.len, q->a), q->a);
	json_set(&m, STR("success"), json_bool(true), q->a);
	json_push(&list, m, q->a);
	json_set(&r, STR("allowSave"), json_bool(alert), q->a);
	json_set(&r, STR("duplicateRule"), json_str(rule), q->a);
	json_set(&r, STR("duplicateRuleEntityType"),
	    json_str(str_of(t->name)), q->a);
	json_set(&r, STR("errorMessage"),
	    json_str(STR("Use one of these records?")), q->a);
	json_set(&r, STR("matchResults"), list, q->a);
	return r;
}

bool
sf_duplicate(struct request *q, const struct object *o, struct sf_error *e)
{
	struct json kept = sf_rule(q, o->type->name);
	struct str rule = sf_text(&kept), email, last, allow;
	struct json matches = json_array();
	struct object other = { 0 };
	bool alert = str_eq(rule, STR("alert"));

	if (rule.len == 0 || str_eq(rule, STR("off")))
		return false;
	allow = api_header(q, "Sforce-Duplicate-Rule-Header");
	if (alert && str_find(allow, STR("allowSave=true")) != (size_t)-1)
		return false;
	email = json_get_str(&o->props, STR("Email"));
	last = json_get_str(&o->props, STR("LastName"));
	while (email.len > 0 && store_find(q->store, o->type, "Email", email,
	    other.id, q->a, &other))
		if (other.id != o->id && store_has(&other, "LastName", last))
			json_push(&matches, match_json(q, &other), q->a);
	if (matches.len == 0)
		return false;
	sf_fail(q, e, "DUPLICATES_DETECTED", NULL,
	    "Use one of these records?");
	e->matches = result_json(q, o->type, matches, alert);
	return true;
}

/*
 * POST {"Contact": "alert", "bulk_rows": 5}: turn rules on and off; let bulk
 * jobs fail behind so many rows.
 */
void
sf_rules(struct request *q, struct answer *r)
{
	if (q->in.type == JSON_OBJECT)
		store_keep(q->store, kept_rules, &q->in);
	r->status = 200;
	r->body = q->in.type == JSON_OBJECT ? q->in : json_object();
}
