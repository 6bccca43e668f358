/* soql: queries as the Salesforce persona of the sandbox reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "sandbox/sf-soql.h"

static void	show(const struct soql *q, struct buf *b);

static void
show_value(const struct soql_value *v, struct buf *b)
{
	switch (v->kind) {
	case SOQL_NULL:
		buf_adds(b, STR("null"));
		return;
	case SOQL_BOOL:
		buf_adds(b, v->b ? STR("true") : STR("false"));
		return;
	case SOQL_NUMBER:
		buf_printf(b, "%g", v->number);
		return;
	case SOQL_TEXT:
		buf_printf(b, "<%.*s>", STR_ARG(v->text));
		return;
	case SOQL_DATE:
		buf_printf(b, "day:%lld", (long long)v->ms);
		return;
	case SOQL_TIME:
		buf_printf(b, "at:%lld", (long long)v->ms);
		return;
	case SOQL_DAYS:
		buf_printf(b, "days:%lld..%lld", (long long)v->from,
		    (long long)v->to);
	}
}

static void
show_cond(const struct soql_cond *c, struct buf *b)
{
	static const char *const nodes[] = { "and", "or", "not" };
	static const char *const ops[] = { "=", "!=", "<", "<=", ">", ">=",
	    "like", "in", "not-in", "includes", "excludes" };
	const struct soql_cond *part;
	size_t i;

	buf_addc(b, '(');
	if (c->node != SOQL_TEST) {
		buf_adds(b, str_of(nodes[c->node]));
		for (part = c->first; part != NULL; part = part->next)
			show_cond(part, b);
	} else {
		buf_printf(b, "%s %.*s", ops[c->op], STR_ARG(c->field));
		for (i = 0; i < c->nvalues; i++) {
			buf_addc(b, ' ');
			show_value(&c->values[i], b);
		}
		if (c->sub != NULL) {
			buf_addc(b, ' ');
			show(c->sub, b);
		}
	}
	buf_addc(b, ')');
}

static void
show(const struct soql *q, struct buf *b)
{
	static const char *const what[] = { "", "count:", "fields:" };
	size_t i;

	for (i = 0; i < q->nitems; i++)
		buf_printf(b, "%s%s%.*s", i > 0 ? "," : "",
		    what[q->items[i].what], STR_ARG(q->items[i].name));
	buf_printf(b, "@%.*s", STR_ARG(q->from));
	if (q->where != NULL)
		show_cond(q->where, b);
	for (i = 0; i < q->norder; i++)
		buf_printf(b, "%c%.*s%s", q->order[i].descending ? '>' : '<',
		    STR_ARG(q->order[i].field), q->order[i].nulls_last ?
		    "!" : "");
	if (q->limit != -1)
		buf_printf(b, " limit %lld", (long long)q->limit);
	if (q->offset != 0)
		buf_printf(b, " offset %lld", (long long)q->offset);
	if (q->all_rows)
		buf_adds(b, STR(" all"));
}

static void
check(const char *text, const char *want)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct soql q;
	struct err e;

	if (soql_parse(str_of(text), &a, &q, &e) == -1)
		buf_printf(&b, "%s %zu %s", e.code, e.at.col, e.msg);
	else
		show(&q, &b);
	assert_string_equal(b.p, want);
	buf_free(&b);
	arena_free(&a);
}

static void
reads_what_is_selected(void **state)
{
	(void)state;
	check("SELECT Id FROM Contact", "Id@Contact");
	check(" select id , Account.Name from contact  limit 5 offset 2",
	    "id,Account.Name@contact limit 5 offset 2");
	check("SELECT COUNT() FROM Lead", "count:@Lead");
	check("SELECT COUNT(Id) n FROM Lead", "count:Id@Lead");
	check("SELECT FIELDS(ALL) FROM Lead LIMIT 200",
	    "fields:ALL@Lead limit 200");
	check("SELECT c.Id, Contact.Email FROM Contact c WHERE c.Id = null",
	    "Id,Email@Contact(= Id null)");
	check("SELECT Id FROM Contact ORDER BY SystemModstamp, Id DESC NULLS "
	    "LAST LIMIT 2 ALL ROWS",
	    "Id@Contact<SystemModstamp>Id! limit 2 all");
	check("SELECT Id FROM Contact WITH SECURITY_ENFORCED", "Id@Contact");
}

static void
reads_conditions(void **state)
{
	(void)state;
	check("SELECT Id FROM C WHERE Email = 'a@x.example'",
	    "Id@C(= Email <a@x.example>)");
	check("SELECT Id FROM C WHERE A = 1 AND (B != null OR NOT C LIKE "
	    "'a%') AND D in ('x','y')",
	    "Id@C(and(= A 1)(or(!= B null)(not(like C <a%>)))"
	    "(in D <x> <y>))");
	check("SELECT Id FROM C WHERE A NOT IN (1) AND T INCLUDES ('a;b')",
	    "Id@C(and(not-in A 1)(includes T <a;b>))");
	check("SELECT Id FROM C WHERE A<=-1.5e3 AND B<>true",
	    "Id@C(and(<= A -1500)(!= B true))");
	check("SELECT Id FROM C WHERE D = 1970-01-02 AND T > "
	    "1970-01-01T01:00:00.500+01:00 AND U < 1970-01-01T00:00:01+0000",
	    "Id@C(and(= D day:86400000)(> T at:500)(< U at:1000))");
	check("SELECT Id FROM C WHERE D = LAST_N_DAYS:7 AND E > TODAY",
	    "Id@C(and(= D days:-7..1)(> E days:0..1))");
	check("SELECT Id FROM C WHERE Id IN (SELECT ContactId FROM "
	    "CampaignMember WHERE CampaignId = '701')",
	    "Id@C(in Id ContactId@CampaignMember(= CampaignId <701>))");
}

static void
takes_text_for_text(void **state)
{
	(void)state;
	check("SELECT Id FROM C WHERE N = 'O\\'Hara \\\\ \\n\\\"'",
	    "Id@C(= N <O'Hara \\ \n\">)");
	check("SELECT Id FROM C WHERE N = '\\' OR Id != null OR N = \\''",
	    "Id@C(= N <' OR Id != null OR N = '>)");
	check("SELECT Id FROM C WHERE N LIKE '100\\%\\_'",
	    "Id@C(like N <100\\%\\_>)");
}

static void
says_where_a_query_is_wrong(void **state)
{
	struct buf b = { 0 };
	int i;

	(void)state;
	check("", "MALFORMED_QUERY 1 unexpected end of query");
	check("SELECT Id FRM Contact",
	    "MALFORMED_QUERY 11 unexpected token: 'FRM'");
	check("SELECT FROM Contact",
	    "MALFORMED_QUERY 8 unexpected token: 'FROM'");
	check("SELECT Id FROM C WHERE A = 1 AND B = 2 OR C = 3",
	    "MALFORMED_QUERY 40 unexpected token: 'OR'");
	check("SELECT Id FROM C WHERE A = x",
	    "MALFORMED_QUERY 28 unexpected token: 'x'");
	check("SELECT Id FROM C WHERE A = :x", "MALFORMED_QUERY 28 bind "
	    "variables only allowed in Apex code");
	check("SELECT Id FROM C WHERE A = '\\q'", "MALFORMED_QUERY 29 "
	    "Illegal string literal: invalid escape sequence");
	check("SELECT Id FROM C LIMIT -1",
	    "MALFORMED_QUERY 24 unexpected token: '-1'");
	check("SELECT Id FROM C; DELETE",
	    "MALFORMED_QUERY 17 line 1:16 no viable alternative at "
	    "character");
	buf_adds(&b, STR("SELECT Id FROM C WHERE "));
	for (i = 0; i < 100; i++)
		buf_adds(&b, STR("("));
	check(b.p, "MALFORMED_QUERY 75 the query is nested too deep");
	for (i = 0; i < SOQL_BYTES; i++)
		buf_addc(&b, ' ');
	check(b.p, "QUERY_TOO_COMPLICATED 0 SOQL statements cannot be "
	    "longer than 100000 characters");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_selected),
		cmocka_unit_test(reads_conditions),
		cmocka_unit_test(takes_text_for_text),
		cmocka_unit_test(says_where_a_query_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
