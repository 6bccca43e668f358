/* report: complaints as JSON. */
#include "conf/report.h"

#include "base/code.h"

static const char *const levels[] = { "error", "warning", "note" };

static void
set(struct json *o, const char *key, struct json v, struct arena *a)
{
	json_set(o, str_of(key), v, a);
}

static void
set_str(struct json *o, const char *key, const char *s, struct arena *a)
{
	set(o, key, json_str(str_of(s)), a);
}

static const struct code *
code_of(const struct diag *g)
{
	return g->code != NULL ? code_find(g->code) : NULL;
}

static struct json
place(const struct diags *d, const struct diag *g, struct arena *a)
{
	struct json o = json_object();

	if (g->at.name == NULL)
		return o;
	set_str(&o, "file", g->at.name, a);
	if (g->at.line == 0)
		return o;
	set(&o, "line", json_int((int64_t)g->at.line, a), a);
	if (g->at.col > 0)
		set(&o, "column", json_int((int64_t)diag_column(d, g->at), a),
		    a);
	return o;
}

static struct json
one(const struct diags *d, const struct diag *g, struct arena *a)
{
	const struct code *code = code_of(g);
	struct json o = place(d, g, a);

	set_str(&o, "level", levels[g->level], a);
	if (g->code != NULL)
		set_str(&o, "code", g->code, a);
	set(&o, "message", json_str(g->msg), a);
	if (code != NULL)
		set_str(&o, "remedy", code->remedy, a);
	return o;
}

struct json
report_json(const struct diags *d, struct arena *a)
{
	struct json o = json_object(), list = json_array();
	const struct diag **all;
	size_t n, i;

	all = diags_sorted(d, &n);
	for (i = 0; i < n; i++)
		json_push(&list, one(d, all[i], a), a);
	set(&o, "errors", json_int((int64_t)d->errors, a), a);
	set(&o, "warnings", json_int((int64_t)d->warnings, a), a);
	set(&o, "diagnostics", list, a);
	return o;
}

/* A path as a reference of RFC 3986, relative if it is. */
static struct json
uri(const char *path, struct arena *a)
{
	struct buf b = { 0 };
	struct json v;

	if (*path == '/')
		buf_adds(&b, STR("file://"));
	for (; *path != '\0'; path++)
		if (ascii_alpha(*path) || ascii_digit(*path) ||
		    strchr("-._~/", *path) != NULL)
			buf_addc(&b, *path);
		else
			buf_printf(&b, "%%%02X", (unsigned char)*path);
	v = json_str(arena_str(a, buf_str(&b)));
	buf_free(&b);
	return v;
}

static struct json
text(struct str s, struct arena *a)
{
	struct json o = json_object();

	set(&o, "text", json_str(s), a);
	return o;
}

static struct json
location(const struct diags *d, const struct diag *g, struct arena *a)
{
	struct json file = json_object(), region = json_object();
	struct json physical = json_object(), o = json_object();

	set(&file, "uri", uri(g->at.name, a), a);
	set(&physical, "artifactLocation", file, a);
	if (g->at.line > 0) {
		set(&region, "startLine", json_int((int64_t)g->at.line, a), a);
		if (g->at.col > 0)
			set(&region, "startColumn",
			    json_int((int64_t)diag_column(d, g->at), a), a);
		set(&physical, "region", region, a);
	}
	set(&o, "physicalLocation", physical, a);
	return o;
}

static struct json
result(const struct diags *d, const struct diag *g, struct arena *a)
{
	struct json o = json_object(), places = json_array();

	set_str(&o, "ruleId", g->code != NULL ? g->code : "config", a);
	set_str(&o, "level", levels[g->level], a);
	set(&o, "message", text(g->msg, a), a);
	if (g->at.name != NULL)
		json_push(&places, location(d, g, a), a);
	set(&o, "locations", places, a);
	return o;
}

/* What the code means, told once however often it comes. */
static void
add_rule(struct json *rules, const struct diag *g, struct arena *a)
{
	const struct code *code = code_of(g);
	struct json o = json_object();
	size_t i;

	if (code == NULL)
		return;
	for (i = 0; i < rules->len; i++)
		if (str_eq(json_get_str(&rules->items[i], STR("id")),
		    str_of(code->name)))
			return;
	set_str(&o, "id", code->name, a);
	set(&o, "shortDescription", text(str_of(code->cause), a), a);
	set(&o, "help", text(str_of(code->remedy), a), a);
	json_push(rules, o, a);
}

static struct json
driver(struct json rules, struct arena *a)
{
	struct json tool = json_object(), o = json_object();

	set_str(&o, "name", "chatcrm check", a);
	set_str(&o, "version", CHATCRM_VERSION, a);
	set(&o, "rules", rules, a);
	set(&tool, "driver", o, a);
	return tool;
}

struct json
report_sarif(const struct diags *d, struct arena *a)
{
	struct json run = json_object(), runs = json_array();
	struct json results = json_array(), rules = json_array();
	struct json o = json_object();
	const struct diag **all;
	size_t n, i;

	all = diags_sorted(d, &n);
	for (i = 0; i < n; i++) {
		add_rule(&rules, all[i], a);
		json_push(&results, result(d, all[i], a), a);
	}
	set(&run, "tool", driver(rules, a), a);
	set_str(&run, "columnKind", "unicodeCodePoints", a);
	set(&run, "results", results, a);
	json_push(&runs, run, a);
	set_str(&o, "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
	    a);
	set_str(&o, "version", "2.1.0", a);
	set(&o, "runs", runs, a);
	return o;
}
