/* view: an answer as expressions see it. */
#include "base/csv.h"
#include "crm/profile.h"

bool
cel_text(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a, struct str *out)
{
	struct cel_val v;
	struct json j;
	struct err e;

	if (p == NULL || cel_eval(p, vars, a, &v, &e) != CEL_OK)
		return false;
	if (v.kind == CEL_STRING) {
		*out = v.s;
		return true;
	}
	if (cel_to_json(v, a, &j, &e) == -1 || (j.type != JSON_NUMBER &&
	    j.type != JSON_STRING))
		return false;
	*out = (struct str){ j.text, j.len };
	return true;
}

bool
cel_true(const struct cel_prog *p, const struct cel_val *vars,
    struct arena *a)
{
	struct cel_val v;
	struct err e;

	return p != NULL && cel_eval(p, vars, a, &v, &e) == CEL_OK &&
	    v.kind == CEL_BOOL && v.b;
}

static struct str
lower(struct str s, struct arena *a)
{
	char *p = arena_alloc(a, s.len + 1);
	size_t i;

	for (i = 0; i < s.len; i++)
		p[i] = ascii_lower(s.p[i]);
	p[s.len] = '\0';
	return (struct str){ p, s.len };
}

void
header_vars(const struct http_response *r, struct arena *a,
    struct cel_val *vars)
{
	struct json *headers = ARENA_NEW(a, struct json);
	size_t i;

	*headers = json_object();
	for (i = 0; i < r->nheaders; i++)
		json_set(headers, lower(r->headers[i].name, a),
		    json_str(arena_str(a, r->headers[i].value)), a);
	vars[PV_STATUS] = cel_int(r->status);
	vars[PV_HEADERS] = cel_from_json(headers);
}

/* A row of a table as a map; an empty field says nothing. */
static struct json
row_map(const struct csv *c, const struct str *names, size_t n,
    struct arena *a)
{
	struct json row = json_object();
	size_t i;

	for (i = 0; i < n && i < c->n; i++)
		if (c->fields[i].len > 0)
			json_set(&row, names[i], json_str(c->fields[i]), a);
	return row;
}

/* A table whose first row has the names, as a list of maps. */
static struct json
read_table(struct str text, struct arena *a)
{
	struct json rows = json_array();
	struct str *names;
	struct csv c;
	size_t n;
	int got;

	csv_open(&c, text, a);
	if (csv_next(&c, NULL) != 1)
		return text.len > 0 ? json_null() : rows;
	n = c.n;
	names = arena_array(a, n + 1, sizeof(*names));
	memcpy(names, c.fields, n * sizeof(*names));
	while ((got = csv_next(&c, NULL)) == 1)
		json_push(&rows, row_map(&c, names, n, a), a);
	return got == 0 ? rows : json_null();
}

void
answer_vars(const struct crm *crm, const struct crm_op *op,
    const struct http_response *r, struct arena *a, struct cel_val *vars)
{
	struct json_doc *doc = ARENA_NEW(a, struct json_doc);
	struct json_parser *parser;

	common_vars(crm, vars);
	header_vars(r, a, vars);
	if (op->answer == CRM_CSV && r->status < 300)
		doc->root = read_table(arena_str(a, r->body), a);
	else {
		parser = json_parser_new(NULL, NULL);
		if (json_parse(parser, arena_str(a, r->body), a, doc,
		    NULL) == -1)
			doc->root = json_null();
		json_parser_free(parser);
	}
	vars[PV_BODY] = cel_from_json(&doc->root);
}
