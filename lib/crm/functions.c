/*
 * functions: what the expressions of a profile can do with telephone
 * numbers, which every CRM spells in its own way.
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

void
profile_functions(struct cel_env *env)
{
	cel_env_function(env, "national", "string", "string", national);
	cel_env_function(env, "e164", "string", "optional_type(string)", e164);
}
