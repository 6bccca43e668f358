/* Results of tests for harnesses and for people. */
#include "base/html.h"
#include "driver/suite.h"

/* A test's name on one line, and without what TAP takes for a directive. */
static void
put_name(struct buf *b, struct str name)
{
	size_t i;

	for (i = 0; i < name.len; i++) {
		if (name.p[i] == '#')
			buf_addc(b, '\\');
		buf_addc(b, (unsigned char)name.p[i] < ' ' ? ' ' : name.p[i]);
	}
}

static void
put_mismatch(struct buf *b, const struct test_case *c,
    const struct mismatch *m, const char *before)
{
	struct where at = m->want != NULL ? yaml_where(m->want) : c->at;

	buf_printf(b, "%s%s:%zu:%zu:%s%.*s\n", before,
	    at.name != NULL ? at.name : "-", at.line, at.col,
	    m->path.len > 0 ? " " : "", STR_ARG(m->path));
	buf_printf(b, "%s    expected: %.*s\n", before,
	    STR_ARG(m->expected));
	buf_printf(b, "%s    got:      %.*s\n", before, STR_ARG(m->got));
}

static void
put_verdict(struct buf *b, const struct verdict_of *v, size_t number)
{
	bool ok = v->m.n == 0 || v->updated;
	size_t i;

	buf_printf(b, "%s %zu - ", ok ? "ok" : "not ok", number);
	put_name(b, v->c->name);
	buf_addc(b, '\n');
	if (v->updated)
		buf_adds(b, STR("# updated:\n"));
	for (i = 0; i < v->m.n; i++)
		put_mismatch(b, v->c, &v->m.v[i], "# ");
}

void
suites_tap(const struct suite *s, size_t n, struct buf *b)
{
	size_t i, k, number = 0, all = 0;

	for (i = 0; i < n; i++)
		all += s[i].n;
	buf_printf(b, "TAP version 13\n1..%zu\n", all);
	for (i = 0; i < n; i++) {
		buf_printf(b, "# %s\n", s[i].file.path);
		for (k = 0; k < s[i].n; k++)
			put_verdict(b, &s[i].verdicts[k], ++number);
	}
}

/* What XML 1.0 has no character for becomes a question mark. */
static void
put_xml(struct buf *b, struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\n' &&
		    s.p[i] != '\t')
			buf_addc(b, '?');
		else
			html_put(b, s.p[i]);
}

static void
put_case(struct buf *b, const struct suite *s, const struct verdict_of *v)
{
	struct buf text = { 0 };
	size_t i;

	buf_adds(b, STR("    <testcase classname=\""));
	put_xml(b, str_of(s->file.path));
	buf_adds(b, STR("\" name=\""));
	put_xml(b, v->c->name);
	if (v->m.n == 0 || v->updated) {
		buf_adds(b, STR("\"/>\n"));
		return;
	}
	for (i = 0; i < v->m.n; i++)
		put_mismatch(&text, v->c, &v->m.v[i], "");
	buf_adds(b, STR("\">\n      <failure message=\""));
	put_xml(b, v->m.v[0].path.len > 0 ? v->m.v[0].path :
	    v->m.v[0].got);
	buf_adds(b, STR("\">"));
	put_xml(b, buf_str(&text));
	buf_adds(b, STR("</failure>\n    </testcase>\n"));
	buf_free(&text);
}

static size_t
failures(const struct suite *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		n += s->verdicts[i].m.n > 0 && !s->verdicts[i].updated;
	return n;
}

void
suites_junit(const struct suite *s, size_t n, struct buf *b)
{
	size_t i, k;

	buf_adds(b, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<testsuites>\n"));
	for (i = 0; i < n; i++) {
		buf_adds(b, STR("  <testsuite name=\""));
		put_xml(b, str_of(s[i].file.path));
		buf_printf(b, "\" tests=\"%zu\" failures=\"%zu\">\n", s[i].n,
		    failures(&s[i]));
		for (k = 0; k < s[i].n; k++)
			put_case(b, &s[i], &s[i].verdicts[k]);
		buf_adds(b, STR("  </testsuite>\n"));
	}
	buf_adds(b, STR("</testsuites>\n"));
}
