/* What expressions over a record may name. */
#include "record/record.h"

/* Parts of a record, in the order of their indices; behind them "now". */
static const struct {
	const char	*name, *type;
} vars_of[] = {
	{ "chatcrm", "int" },
	{ "id", "string" },
	{ "at", "string" },
	{ "source", "map(string, dyn)" },
	{ "person", "map(string, dyn)" },
	{ "contact", "map(string, dyn)" },
	{ "company", "map(string, dyn)" },
	{ "deal", "map(string, dyn)" },
	{ "ticket", "map(string, dyn)" },
	{ "conversation", "map(string, dyn)" },
	{ "tags", "list(dyn)" },
	{ "findings", "list(dyn)" },
	{ "score", "map(string, dyn)" },
	{ "actions", "list(dyn)" },
	{ "history", "map(string, dyn)" },
	{ "crm", "map(string, dyn)" },
	{ "high_value", "bool" },
	{ "withheld", "list(dyn)" },
	{ "objects", "map(string, dyn)" },
	{ "route", "map(string, dyn)" }
};
enum { NOW = sizeof(vars_of) / sizeof(vars_of[0]) };
/* "chatcrm eval" declares four more. */
_Static_assert((int)NOW + 4 < (int)RECORD_VARS, "RECORD_VARS is too small");
_Static_assert((int)RECORD_VARS <= 32, "a bit for each in uint32_t");

struct cel_env *
record_env(struct arena *a)
{
	struct cel_env *env = cel_env_new(a);
	size_t i;

	for (i = 0; i < NOW; i++)
		cel_env_var(env, vars_of[i].name, vars_of[i].type);
	cel_env_var(env, "now", "timestamp");
	cel_env_crm(env);
	return env;
}

/* A part that is not there: the empty value of its type. */
static struct cel_val
missing(size_t i)
{
	static const struct json empty_map = { .type = JSON_OBJECT },
	    empty_list = { .type = JSON_ARRAY };

	switch (vars_of[i].type[0]) {
	case 'b':
		return cel_bool(false);
	case 'i':
		return cel_int(0);
	case 's':
		return cel_string(STR(""));
	case 'l':
		return cel_from_json(&empty_list);
	default:
		return cel_from_json(&empty_map);
	}
}

uint32_t
record_reads(const struct cel_prog *p)
{
	uint32_t reads = 0;
	int i;

	for (i = 0; i < RECORD_VARS; i++)
		reads |= (uint32_t)cel_reads(p, i) << i;
	return reads;
}

void
record_vars(const struct json_doc *d, struct instant now,
    struct cel_val vars[RECORD_VARS])
{
	record_vars_read(d, now, UINT32_MAX, vars);
}

void
record_vars_read(const struct json_doc *d, struct instant now,
    uint32_t reads, struct cel_val vars[RECORD_VARS])
{
	const struct json *v;
	size_t i;

	for (i = 0; i < NOW; i++) {
		if ((reads >> i & 1) == 0)
			continue;
		v = doc_get(d, str_of(vars_of[i].name));
		vars[i] = v != NULL ? cel_from_json(v) : missing(i);
	}
	vars[NOW] = cel_timestamp(now);
	for (i = NOW + 1; i < RECORD_VARS; i++)
		vars[i] = (struct cel_val){ .kind = CEL_NULL };
}

void
record_paths(const struct cel_prog *p, struct json_paths *out)
{
	struct str key;
	size_t i;

	for (i = 0; i < NOW; i++) {
		key = str_of(vars_of[i].name);
		cel_paths(p, (int)i, &key, 1, out);
	}
}
