/*
 * functions: what the expressions of a profile can do beyond CEL: telephone
 * numbers, which every CRM spells in its own way, and lists of arguments.
 */
#include "crm/profile.h"
#include "text/phone.h"

/* national("+14155550123") is "4155550123". */
static int
national(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	(void)n;
	(void)a;
	(void)e;
	*out = cel_string(phone_national(args[0].s));
	return 0;
}

/* e164("+1 (415) 555-0123"): none without a country code of its own. */
static int
e164(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct phone phone;
	struct cel_val *v;

	(void)n;
	(void)e;
	*out = (struct cel_val){ .kind = CEL_OPTIONAL };
	if (phone_parse(args[0].s, STR_NONE, a, &phone, NULL) == -1)
		return 0;
	v = ARENA_NEW(a, struct cel_val);
	*v = cel_string(phone.e164);
	out->opt = v;
	return 0;
}

/* flatten([[1, 2], [3]]) is [1, 2, 3]: one level, as CEL has no folds. */
static int
flatten(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct cel_val *all, inner;
	size_t i, k, total = 0;

	(void)n;
	for (i = 0; i < cel_list_len(args[0]); i++) {
		inner = cel_list_at(args[0], i);
		if (inner.kind != CEL_LIST)
			return err_set(e, ERR_INPUT, "expr.error",
			    "flatten() wants a list of lists");
		total += cel_list_len(inner);
	}
	all = arena_array(a, total + 1, sizeof(*all));
	total = 0;
	for (i = 0; i < cel_list_len(args[0]); i++) {
		inner = cel_list_at(args[0], i);
		for (k = 0; k < cel_list_len(inner); k++)
			all[total++] = cel_list_at(inner, k);
	}
	*out = cel_list_new(all, total, a);
	return 0;
}

static int
put_all(struct cel_val map, struct arena *a, struct json *out,
    struct err *e)
{
	struct json m;
	size_t i;

	if (cel_to_json(map, a, &m, e) == -1)
		return -1;
	if (m.type != JSON_OBJECT)
		return err_set(e, ERR_INPUT, "expr.error",
		    "merge() wants two maps");
	for (i = 0; i < m.len; i++)
		json_set(out, m.members[i].key, m.members[i].value, a);
	return 0;
}

/* merge({"a": 1}, {"b": 2}) has both; where both have a key, the second's. */
static int
merge(const struct cel_val *args, size_t n, struct arena *a,
    struct cel_val *out, struct err *e)
{
	struct json *all = ARENA_NEW(a, struct json);
	size_t i;

	*all = json_object();
	for (i = 0; i < n; i++)
		if (put_all(args[i], a, all, e) == -1)
			return -1;
	*out = cel_from_json(all);
	return 0;
}

void
profile_functions(struct cel_env *env)
{
	cel_env_crm(env);
	quote_functions(env);
	cel_env_function(env, "national", "string", "string", national);
	cel_env_function(env, "e164", "string", "optional_type(string)", e164);
	cel_env_function(env, "flatten", "list(dyn)", "list(dyn)", flatten);
	cel_env_function(env, "merge", "dyn, dyn", "map(string, dyn)", merge);
}
