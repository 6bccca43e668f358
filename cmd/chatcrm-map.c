/* chatcrm-map: exports of chat platforms to records. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "crm/crm.h"
#include "push/check.h"
#include "record/filter.h"
#include "stage/coverage.h"
#include "stage/map_auto.h"
#include "stage/map_stage.h"
#include "stage/sheet.h"
#include "stage/told.h"

static const char *const formats[] = { "auto", "text", "json", NULL };
static const char *const sheets[] = { "csv", "md", "html", NULL };
enum { FORMAT_AUTO, FORMAT_TEXT, FORMAT_JSON };

/* What is asked for in place of records. */
struct modes {
	const char	*explain;
	bool		 coverage;
	int		 format, doc;	/* doc: a sheet's form, or -1 */
	bool		 sources;
	struct told	 told;
	struct coverage	 covered;
};

/* "contact.email", or a word alone: no path, nor a name with other signs. */
static bool
is_like_field(const char *s)
{
	size_t i;

	if (strchr(s, '/') != NULL || s[0] == '\0')
		return false;
	for (i = 0; s[i] != '\0' && (ascii_alpha(s[i]) ||
	    ascii_digit(s[i]) || s[i] == '_'); i++)
		;
	return s[i] == '\0' || strchr(s, '.') != NULL;
}

/* What is like a field, and no file, is --explain's. */
static void
take_field(struct modes *m, struct filter *f)
{
	size_t i;

	if (m->explain == NULL || m->explain[0] != '\0' || f->nfiles == 0 ||
	    f->replay != NULL || !is_like_field(f->files[0]) ||
	    access(f->files[0], F_OK) == 0)
		return;
	m->explain = f->files[0];
	f->nfiles--;
	for (i = 0; i < f->nfiles; i++)
		f->files[i] = f->files[i + 1];
}

/* The field that is meant: "emial" is nearest to contact.email, too. */
static const char *
nearest_field(struct str field, const char *const *names, size_t n,
    struct arena *a)
{
	const char **bare = arena_array(a, n + 1, sizeof(*bare)), *near, *dot;
	size_t i;

	if ((near = nearest(field, names, n)) != NULL)
		return near;
	for (i = 0; i < n; i++) {
		dot = strchr(names[i], '.');
		bare[i] = dot != NULL ? dot + 1 : names[i];
	}
	near = nearest(field, bare, n);
	for (i = 0; near != NULL && i < n; i++)
		if (bare[i] == near)
			return names[i];
	return NULL;
}

/* "contact.email, contact.phone and 3 more" */
static struct str
field_list(const char *const *names, size_t n, struct arena *a)
{
	enum { SHOWN = 96 };		/* bytes: it is one line */
	struct buf b = { 0 };
	struct str s;
	size_t i;

	for (i = 0; i < n && b.len < SHOWN; i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", names[i]);
	if (n == 0)
		buf_adds(&b, STR("none"));
	else if (i < n)
		buf_printf(&b, " and %zu more", n - i);
	s = arena_str(a, buf_str(&b));
	buf_free(&b);
	return s;
}

/* All that can be asked for: fields, and labels where there are any. */
static size_t
explained(const struct map_stage *s, struct arena *a, const char ***out)
{
	const char **fields;
	size_t n = map_stage_labels(s, a, &fields);

	*out = arena_array(a, n + 2, sizeof(**out));
	memcpy(*out, fields, n * sizeof(**out));
	if (s->ntags > 0)
		(*out)[n++] = "tags";
	if (s->nhigh > 0)
		(*out)[n++] = "high_value";
	return n;
}

/* Is the field that is asked for mapped at all? */
static int
check_field(const struct modes *m, struct filter *f, struct err *e)
{
	const struct map_stage *s = f->stages[0].stage;
	const char **names, *near, *field = m->explain;
	size_t n = explained(s, &f->arena, &names), i;
	char quoted[64];

	if (field[0] == '\0')
		return 0;
	for (i = 0; i < n; i++)
		if (strcmp(names[i], field) == 0)
			return 0;
	near = nearest_field(str_of(field), names, n, &f->arena);
	err_quote(str_of(field), quoted, sizeof(quoted));
	return err_set(e, ERR_USAGE, "usage.field", "no field '%s' is mapped, "
	    "and no file is called so; %s%s%sthere are %.*s", quoted,
	    near != NULL ? "did you mean '" : "", near != NULL ? near : "",
	    near != NULL ? "'? " : "",
	    STR_ARG(field_list(names, n, &f->arena)));
}

static int
open_explain(struct modes *m, struct filter *f, struct err *e)
{
	bool person = isatty(STDOUT_FILENO);

	if (filter_open(f, e) != 0 || check_field(m, f, e) != 0)
		return -1;
	told_open(&m->told, m->format == FORMAT_TEXT ||
	    (m->format == FORMAT_AUTO && person),
	    person && getenv("NO_COLOR") == NULL);
	f->sink = &m->told.sink;
	return 0;
}

/* One after the other, so that the first examples are the first. */
static int
open_coverage(struct modes *m, struct filter *f, struct err *e)
{
	coverage_init(&m->covered);
	f->env.look = coverage_look;
	f->env.look_arg = &m->covered;
	f->jobs = 1;
	if (filter_open(f, e) != 0)
		return -1;
	coverage_start(&m->covered, f->stages[0].stage);
	f->sink = &m->covered.sink;
	return 0;
}

static void
print_coverage(struct modes *m)
{
	struct buf b = { 0 };

	if (m->format == FORMAT_JSON)
		coverage_json(&m->covered, &b);
	else
		coverage_text(&m->covered, &b);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
}

/* What the CRM calls the fields, as its profile and crm.fields tell. */
static void
name_targets(struct sheet *s, const struct crm *crm)
{
	const struct crm_field *f;
	struct str object, name;
	size_t i, dot;
	int t;

	for (i = 0; crm != NULL && i < s->nrows; i++) {
		name = s->rows[i].cell[SHEET_FIELD];
		if ((dot = str_find(name, STR("."))) == (size_t)-1)
			continue;
		object = str_to(name, dot);
		name = str_from(name, dot + 1);
		for (t = 0; t < CRM_TYPES; t++)
			if (str_eq(object, str_of(crm_type_names[t])) &&
			    (f = crm_field(&crm->objects[t], name)) != NULL)
				s->rows[i].cell[SHEET_TARGET] = f->to;
	}
}

/* What the other sections say of it; they are right, or not told here. */
static void
add_sections(const struct filter *f, struct sheet *s, struct arena *a)
{
	struct diags d;
	struct conf c;

	diags_init(&d, a);
	if (cmd_conf(&f->common, a, &d, &c) == -1)
		return;
	sheet_routes(&c, s, a);
	if (conf_section(&c, "crm") != NULL)
		name_targets(s, crm_open(&c, a));
}

/* The mapping itself; nothing is read. */
static enum status
print_doc(const struct modes *m, struct filter *f, struct err *e)
{
	struct buf b = { 0 };
	struct sheet s;

	if (f->nfiles > 0) {
		err_set(e, ERR_USAGE, "usage.operand",
		    "--doc is about the configuration; leave out the files");
		return STATUS_USAGE;
	}
	if (filter_open(f, e) == 0) {
		sheet_make(f->stages[0].stage, &s, &f->arena);
		add_sections(f, &s, &f->arena);
		sheet_write(&s, (enum sheet_form)m->doc, &b);
		fwrite(b.p, 1, b.len, stdout);
		buf_free(&b);
	}
	return status_of(e->kind);
}

static int
open_mode(struct modes *m, struct filter *f, struct err *e)
{
	if ((m->explain != NULL) + m->coverage + (m->doc != -1) +
	    (f->select != NULL) > 1)
		return err_set(e, ERR_USAGE, "usage.mode", "--explain, "
		    "--coverage, --doc and --select each print something "
		    "else; keep one of them");
	if (m->explain != NULL)
		return open_explain(m, f, e);
	return m->coverage ? open_coverage(m, f, e) : 0;
}

static enum status
run(struct modes *m, struct filter *f, struct err *e)
{
	enum status status;

	if (open_mode(m, f, e) != 0)
		return status_of(e->kind);
	if (m->doc != -1)
		return print_doc(m, f, e);
	status = filter_run(f, e);
	if (m->coverage && (status == STATUS_OK || status == STATUS_REFUSED))
		print_coverage(m);
	return status;
}

int
main(int argc, char **argv)
{
	struct modes m = { .doc = -1 };
	const struct opt own[] = {
		{ "explain", 0, OPT_MAYBE, &m.explain, "FIELD",
		    "say how each field came about", 0, 0, NULL },
		{ "coverage", 0, OPT_FLAG, &m.coverage, NULL,
		    "say afterwards what was filled, and what is not mapped",
		    0, 0, NULL },
		{ "doc", 0, OPT_ENUM, &m.doc, NULL,
		    "print the mapping as a document", 0, 0, sheets },
		{ "format", 0, OPT_ENUM, &m.format, NULL,
		    "form of what is said so", 0, 0, formats },
		{ "sources", 0, OPT_FLAG, &m.sources, NULL,
		    "list the sources that come with the program", 0, 0,
		    NULL },
		{ 0 }
	};
	struct filter f = {
		.program = "chatcrm-map",
		.purpose = "Turn exported conversations into records.",
		.all = stages_all, .first = "map", .last = "map",
		.options = own, .others = push_check, .out = STDOUT_FILENO
	};
	struct err e = { 0 };
	enum status status;

	cmd_init();
	filter_options(&f, argc, argv);
	if (m.sources) {
		map_auto_list(stdout);
		return cmd_exit(STATUS_OK, &e);
	}
	take_field(&m, &f);
	f.env.explain = m.explain;
	status = run(&m, &f, &e);
	coverage_free(&m.covered);
	arena_free(&f.arena);	/* an early end left it as it was */
	return cmd_exit(status, &e);
}
