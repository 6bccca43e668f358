#include "conf/value.h"

#include "base/time.h"

/* What is being read, for messages. */
struct target {
	const char		*name;
	const struct conf_key	*key;
	void			*field;
	struct arena		*arena;
	struct diags		*diags;
};

static int
wrong(const struct target *t, const struct json *v, const char *must)
{
	return diag_error(t->diags, yaml_where(v), "config.type",
	    "%s must be %s", t->name, must);
}

static bool
is_scalar(const struct json *v)
{
	return v->type == JSON_STRING || v->type == JSON_NUMBER ||
	    v->type == JSON_TRUE || v->type == JSON_FALSE;
}

/* Between the key's bounds, if it has any? */
static int
bounded(const struct target *t, const struct json *v, double d)
{
	const struct conf_key *k = t->key;

	if ((k->min == 0 && k->max == 0) || (d >= k->min && d <= k->max))
		return 0;
	return diag_error(t->diags, yaml_where(v), "config.range",
	    "%s must be between %.15g and %.15g", t->name, k->min, k->max);
}

static int
read_str(const struct target *t, const struct json *v)
{
	if (!is_scalar(v))
		return wrong(t, v, "text");
	*(struct str *)t->field = yaml_text(v);
	return 0;
}

/* YAML 1.1 took these for true and false; here they are texts. */
static const char *
meant_bool(const struct json *v)
{
	static const char *const yes[] = { "yes", "on", "y", "true", NULL };
	static const char *const no[] = { "no", "off", "n", "false", NULL };
	struct str s = is_scalar(v) ? yaml_text(v) : STR_NONE;
	size_t i;

	for (i = 0; s.p != NULL && yes[i] != NULL; i++)
		if (str_ieq(s, str_of(yes[i])) || str_eq(s, STR("1")))
			return "true or false; write true";
	for (i = 0; s.p != NULL && no[i] != NULL; i++)
		if (str_ieq(s, str_of(no[i])) || str_eq(s, STR("0")))
			return "true or false; write false";
	return "true or false";
}

static int
read_bool(const struct target *t, const struct json *v)
{
	if (v->type != JSON_TRUE && v->type != JSON_FALSE)
		return wrong(t, v, meant_bool(v));
	*(bool *)t->field = v->type == JSON_TRUE;
	return 0;
}

static int
read_int(const struct target *t, const struct json *v)
{
	int64_t i;
	double d;

	if (v->type == JSON_NUMBER && !json_to_int(v, &i) &&
	    json_to_double(v, &d) && (d < -0x1p63 || d >= 0x1p63) &&
	    bounded(t, v, d) == -1)
		return -1;
	if (v->type == JSON_STRING && v->len > 1 && *v->text == '0')
		return wrong(t, v, "an integer, without a zero before it");
	if (v->type != JSON_NUMBER || !json_to_int(v, &i))
		return wrong(t, v, "an integer");
	if (bounded(t, v, (double)i) == -1)
		return -1;
	*(int64_t *)t->field = i;
	return 0;
}

static int
read_num(const struct target *t, const struct json *v)
{
	double d;

	if (v->type != JSON_NUMBER || !json_to_double(v, &d))
		return wrong(t, v, "a number");
	if (bounded(t, v, d) == -1)
		return -1;
	*(double *)t->field = d;
	return 0;
}

static int
read_duration(const struct target *t, const struct json *v)
{
	int64_t ns;

	if (v->type == JSON_NUMBER)
		return wrong(t, v,
		    "a duration with its unit (30s, 15m, 12h, 90d)");
	if (v->type != JSON_STRING || duration_parse((struct str){ v->text,
	    v->len }, true, &ns) == -1 || ns < 0)
		return wrong(t, v, "a duration such as 30s, 1h30m or 90d");
	if (bounded(t, v, (double)ns) == -1)
		return -1;
	*(int64_t *)t->field = ns;
	return 0;
}

static const struct {
	const char	*name;
	int64_t		 bytes;
} units[] = {
	{ "", 1 }, { "b", 1 },
	{ "k", 1 << 10 }, { "kib", 1 << 10 }, { "kb", 1000 },
	{ "m", 1 << 20 }, { "mib", 1 << 20 }, { "mb", 1000000 },
	{ "g", 1 << 30 }, { "gib", 1 << 30 }, { "gb", 1000000000 }
};

static bool
parse_size(struct str s, int64_t *out)
{
	int64_t n = 0;
	size_t i = 0, u;

	for (; i < s.len && ascii_digit(s.p[i]); i++) {
		if (n > INT64_MAX / 10 - 1)
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	if (i == 0)
		return false;
	s = str_trim(str_from(s, i));
	for (u = 0; u < sizeof(units) / sizeof(units[0]); u++)
		if (str_ieq(s, str_of(units[u].name)))
			break;
	if (u == sizeof(units) / sizeof(units[0]) ||
	    n > INT64_MAX / units[u].bytes)
		return false;
	*out = n * units[u].bytes;
	return true;
}

static int
read_size(const struct target *t, const struct json *v)
{
	int64_t n;

	if (!is_scalar(v) ||
	    !parse_size((struct str){ v->text, v->len }, &n))
		return wrong(t, v, "a size such as 512, 64K or 16 MiB");
	if (bounded(t, v, (double)n) == -1)
		return -1;
	*(int64_t *)t->field = n;
	return 0;
}

static int
read_enum(const struct target *t, const struct json *v)
{
	struct str s = is_scalar(v) ? yaml_text(v) : STR_NONE;
	const char *const *names = t->key->names, *near;
	struct buf all = { .max = 512 };
	char quoted[64];
	size_t n;
	int rc;

	for (n = 0; names[n] != NULL; n++) {
		if (s.p != NULL && str_eq(s, str_of(names[n]))) {
			*(int *)t->field = (int)n;
			buf_free(&all);
			return 0;
		}
		buf_printf(&all, "%s%s", n > 0 ? ", " : "", names[n]);
	}
	near = s.len > 1 ? nearest(s, names, n) : NULL;
	if (s.p == NULL || near == NULL)
		rc = diag_error(t->diags, yaml_where(v), "config.enum",
		    "%s must be one of %.*s", t->name, STR_ARG(buf_str(&all)));
	else
		rc = diag_error(t->diags, yaml_where(v), "config.enum",
		    "%s cannot be '%s'; did you mean '%s'?", t->name,
		    err_quote(s, quoted, sizeof(quoted)), near);
	buf_free(&all);
	return rc;
}

static int
read_strs(const struct target *t, const struct json *v)
{
	const struct json *item = v->type == JSON_ARRAY ? v->items : v;
	size_t i, n = v->type == JSON_ARRAY ? v->len : 1;
	struct conf_strs out = { arena_array(t->arena, n + 1,
	    sizeof(*out.p)), 0 };

	for (i = 0; i < n; i++) {
		if (!is_scalar(&item[i]))
			return wrong(t, &item[i], "text or a list of texts");
		out.p[out.n++] = yaml_text(&item[i]);
	}
	*(struct conf_strs *)t->field = out;
	return 0;
}

static bool
all_text(const struct json *list)
{
	size_t i;

	for (i = 0; i < list->len; i++)
		if (!is_scalar(&list->items[i]))
			return false;
	return list->len > 0;
}

static int
not_here(const struct target *t, const struct json *v)
{
	return diag_secret(t->diags, yaml_where(v), "config.secret",
	    "%s: a secret does not belong in a configuration file; write "
	    "{env: NAME}, {file: PATH}, {command: [...]} or {vault: NAME}",
	    t->name);
}

/* Of a variable its name, not what a shell would write: "$TOKEN", "A=b". */
static bool
is_variable(const struct json *v)
{
	size_t i;

	for (i = 0; i < v->len; i++)
		if (!ascii_alpha(v->text[i]) && v->text[i] != '_' &&
		    (i == 0 || !ascii_digit(v->text[i])))
			return false;
	return true;
}

/* One key that says where the secret is. */
static int
check_place(const struct target *t, const struct json *v)
{
	static const char *const forms[] = { "env", "file", "command",
	    "vault" };
	const struct json_member *m;

	if (v->type != JSON_OBJECT || v->len != 1)
		return wrong(t, v, "{env: NAME}, {file: PATH}, "
		    "{command: [...]} or {vault: NAME}");
	m = &v->members[0];
	if (str_eq(m->key, STR("command")))
		return m->value.type == JSON_ARRAY && all_text(&m->value) ? 0 :
		    wrong(t, &m->value,
		    "a command as a list: [PROGRAM, ARGUMENT, ...]");
	if (!str_eq(m->key, STR("env")) && !str_eq(m->key, STR("file")) &&
	    !str_eq(m->key, STR("vault")))
		return conf_unknown(t->diags, yaml_key_where(v, 0), t->name,
		    m->key, forms, 4);
	if (m->value.type != JSON_STRING || m->value.len == 0)
		return wrong(t, &m->value, "a name");
	if (str_eq(m->key, STR("env")) && !is_variable(&m->value))
		return wrong(t, &m->value, "the bare name of an "
		    "environment variable, as in HUBSPOT_TOKEN");
	return 0;
}

/* What is wrong there may be the secret itself. */
static int
read_secret(const struct target *t, const struct json *v)
{
	if (is_scalar(v))
		return not_here(t, v);
	if (check_place(t, v) == -1)
		return diag_hide(t->diags);
	*(const struct json **)t->field = v;
	return 0;
}

static int
read_cel(const struct target *t, const struct json *v)
{
	if (!is_scalar(v))
		return wrong(t, v,
		    "an expression; if it is one, put it in single quotes");
	*(const struct json **)t->field = v;
	return 0;
}

static int
read_node(const struct target *t, const struct json *v)
{
	*(const struct json **)t->field = v;
	return 0;
}

static int
read_obj(const struct target *t, const struct json *v)
{
	return conf_read(v, t->name, t->key->sub, t->field, t->arena,
	    t->diags);
}

static int
take(const struct target *t, const struct json *v, bool fits,
    const char *must)
{
	if (!fits)
		return wrong(t, v, must);
	return read_node(t, v);
}

static int
read_map(const struct target *t, const struct json *v)
{
	return take(t, v, v->type == JSON_OBJECT || v->type == JSON_NULL,
	    "a mapping (key: value)");
}

static int
read_list(const struct target *t, const struct json *v)
{
	return take(t, v, v->type == JSON_ARRAY || v->type == JSON_NULL,
	    "a list; begin each item with '- '");
}

bool
conf_fits(const struct json *v, const struct conf_key *form)
{
	switch (form->type) {
	case CONF_NODE:
		return true;
	case CONF_OBJ:
	case CONF_MAP:
	case CONF_SECRET:
		return v->type == JSON_OBJECT;
	case CONF_LIST:
		return v->type == JSON_ARRAY;
	case CONF_STRS:
		return v->type == JSON_ARRAY || is_scalar(v);
	default:
		return is_scalar(v);
	}
}

/* "an expression, a list of expressions or a mapping" */
static int
read_either(const struct target *t, const struct json *v)
{
	const struct conf_key *form;
	struct buf must = { .max = 512 };
	int rc;

	for (form = t->key->sub; form->name != NULL; form++)
		if (conf_fits(v, form))
			return read_node(t, v);
	for (form = t->key->sub; form->name != NULL; form++)
		buf_printf(&must, "%s%s", form == t->key->sub ? "" :
		    form[1].name != NULL ? ", " : " or ", form->name);
	buf_addc(&must, '\0');
	rc = wrong(t, v, must.p);
	buf_free(&must);
	return rc;
}

/* A key that is there but says nothing: of a collection, an empty one. */
static bool
may_be_null(const struct conf_key *k)
{
	return k->type == CONF_NODE || k->type == CONF_OBJ ||
	    k->type == CONF_MAP || k->type == CONF_LIST;
}

static int (*const readers[])(const struct target *, const struct json *) = {
	[CONF_STR] = read_str,
	[CONF_BOOL] = read_bool,
	[CONF_INT] = read_int,
	[CONF_NUM] = read_num,
	[CONF_DURATION] = read_duration,
	[CONF_SIZE] = read_size,
	[CONF_ENUM] = read_enum,
	[CONF_STRS] = read_strs,
	[CONF_SECRET] = read_secret,
	[CONF_CEL] = read_cel,
	[CONF_NODE] = read_node,
	[CONF_OBJ] = read_obj,
	[CONF_MAP] = read_map,
	[CONF_LIST] = read_list,
	[CONF_EITHER] = read_either
};

int
conf_value(const struct json *v, const char *name, const struct conf_key *k,
    void *out, struct arena *a, struct diags *d)
{
	struct target t = { name, k, (char *)out + k->offset, a, d };

	if (v->flags & YAML_TAGGED && k->type != CONF_NODE)
		return diag_error(d, yaml_where(v), "config.tag",
		    "the '!' of %s begins a tag to YAML; put the value in "
		    "single quotes", name);
	if (v->type == JSON_NULL && !may_be_null(k))
		return diag_error(d, yaml_where(v), "config.empty",
		    "%s has no value; leave the key out, or quote a value "
		    "that begins with '#'", name);
	return readers[k->type](&t, v);
}
