/* cel: expressions over JSON, what they cost, read and complain about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <pthread.h>

#include "cel/cel.h"
#include "json/paths.h"
#include "yaml/yaml.h"

/* What every expression here sees as "input". */
static const char input[] =
    "{\"name\":\"Ana Díaz\",\"age\":31,\"big\":9007199254740993,"
    "\"huge\":18446744073709551615,\"price\":12.50,\"on\":true,"
    "\"none\":null,\"tags\":[\"a\",\"b\",\"c\"],\"a b\":1,"
    "\"deep\":{\"x\":{\"y\":\"z\"}},\"empty\":\"\","
    "\"messages\":["
    "{\"role\":\"customer\",\"text\":\"how much\","
    "\"at\":\"2026-03-01T10:00:00Z\"},"
    "{\"role\":\"bot\",\"text\":\"ten\",\"at\":\"2026-03-01T10:00:05Z\"},"
    "{\"role\":\"customer\",\"text\":\"ok\",\"at\":\"2026-03-01T10:01:00Z\"}]}";

static const struct cel_field contact_fields[] = {
	{ "email", "string" }, { "phone", "string" }, { "score", "double" },
	{ NULL, NULL }
};

struct fixture {
	struct arena		 a;
	struct json_parser	*parser;
	struct json_doc		 doc;
	struct cel_env		*env;
	struct diags		 d;
	struct cel_val		 vars[4];
};

static void
parse(struct fixture *f, const struct json_paths *paths)
{
	struct err e = { 0 };

	f->parser = json_parser_new(NULL, paths);
	if (json_parse(f->parser, str_of(input), &f->a, &f->doc, &e) == -1)
		fail_msg("%s", e.msg);
	f->vars[0] = cel_from_json(&f->doc.root);
}

static void
open_fixture(struct fixture *f)
{
	*f = (struct fixture){ 0 };
	f->env = cel_env_new(&f->a);
	cel_env_object(f->env, "contact", contact_fields, false);
	cel_env_var(f->env, "input", "dyn");
	cel_env_var(f->env, "contact", "contact");
	cel_env_var(f->env, "n", "int");
	cel_env_crm(f->env);
	diags_init(&f->d, &f->a);
	parse(f, NULL);
	f->vars[1] = cel_from_json(json_get(&f->doc.root, STR("deep")));
	f->vars[2] = cel_int(5);
}

static void
close_fixture(struct fixture *f)
{
	json_parser_free(f->parser);
	arena_free(&f->a);
}

static struct cel_prog *
compile(struct fixture *f, const char *expr)
{
	struct cel_prog *p = cel_compile(f->env, str_of(expr), NULL, &f->a,
	    &f->d);

	if (p == NULL)
		fail_msg("%s: %zu: %.*s", expr, f->d.first->at.col,
		    STR_ARG(f->d.first->msg));
	return p;
}

/* result(f, expr, b): its value as JSON, or "! message", "? message". */
static void
result(struct fixture *f, const struct cel_prog *p, struct buf *b)
{
	struct err e = { 0 };
	struct cel_val v;
	struct json j;

	switch (cel_eval(p, f->vars, &f->a, &v, &e)) {
	case CEL_ABSENT:
		buf_printf(b, "? %s", e.msg);
		return;
	case CEL_FAIL:
		buf_printf(b, "! %s", e.msg);
		return;
	default:
		if (cel_to_json(v, &f->a, &j, &e) == -1)
			buf_printf(b, "! %s", e.msg);
		else
			json_write(&j, b);
	}
}

static void
gives(const char *expr, const char *want)
{
	struct fixture f;
	struct buf b = { 0 };

	open_fixture(&f);
	result(&f, compile(&f, expr), &b);
	if (strcmp(buf_str(&b).p, want) != 0)
		fail_msg("%s: got %s, expected %s", expr, buf_str(&b).p,
		    want);
	buf_free(&b);
	close_fixture(&f);
}

static void
json_values_have_their_types(void **state)
{
	(void)state;
	gives("input.name", "\"Ana Díaz\"");
	gives("type(input.age) == int", "true");
	gives("type(input.huge) == uint", "true");
	gives("type(input.price) == double", "true");
	gives("input.age + 1", "32");
	gives("input.none == null", "true");
	gives("input['a b']", "1");
	gives("input.`a b`", "1");
	gives("input.deep.x.y", "\"z\"");
	gives("size(input.messages)", "3");
	gives("'age' in input && !('agee' in input)", "true");
	gives("n + 2", "7");
}

static void
untouched_values_keep_their_text(void **state)
{
	(void)state;
	gives("input.price", "12.50");
	gives("input.big", "9007199254740993");
	gives("[input.price, input.price * 2.0]", "[12.50,25.0]");
	gives("double(input.age)", "31.0");
	gives("-input.age", "-31");
	gives("{'p': input.price, 'd': input.deep}",
	    "{\"p\":12.50,\"d\":{\"x\":{\"y\":\"z\"}}}");
}

static void
what_is_missing_is_absent_and_not_an_error(void **state)
{
	(void)state;
	gives("input.nothing", "? no such key");
	gives("input.nothing.more", "? no such key");
	gives("input['nothing']", "? no such key");
	gives("input.tags[3]", "? index out of range");
	gives("input.none.x", "? null has no fields");
	gives("optional.none()", "? the optional has no value");
	gives("input.?nothing", "? the optional has no value");
	gives("input.?name", "\"Ana Díaz\"");
	gives("input.?deep.x.?q.orValue('-')", "\"-\"");
	gives("has(input.nothing)", "false");
	gives("has(input.none)", "true");
	gives("has(input.deep.x)", "true");
	gives("input.nothing == 1 || true", "true");
	gives("input.name.x", "! a value of type string has no fields");
	gives("input.name + input.age", "! '+' does not go with (string, int)");
	gives("input.name.contains(input.age)",
	    "! no function contains(int) of string");
	gives("input.age ? 1 : 2", "! bool is expected here, not int");
	gives("input.tags.all(t, input.age)",
	    "! bool is expected here, not int");
	gives("[input.age].join()",
	    "! a list of strings is expected here, not int");
	gives("1 / 0 == 1", "! division by zero");
}

static void
macros_go_over_lists_and_maps(void **state)
{
	(void)state;
	gives("input.messages.filter(m, m.role == 'customer')"
	    ".map(m, m.text).join('; ')", "\"how much; ok\"");
	gives("input.tags.map(t, t != 'b', t + t)", "[\"aa\",\"cc\"]");
	gives("input.tags.exists(t, t == 'c')", "true");
	gives("input.deep.x.map(k, k)", "[\"y\"]");
	gives("input.tags.transformMap(i, t, t)",
	    "{\"0\":\"a\",\"1\":\"b\",\"2\":\"c\"}");
	gives("input.deep.transformMapEntry(k, v, {v.y: k})",
	    "{\"z\":\"x\"}");
	gives("input.tags.transformMapEntry(i, t, {'k': t})",
	    "! the map gets the same key twice");
	gives("cel.bind(t, input.tags, t.map(x, t.map(y, x + y)).size())",
	    "3");
	gives("cel.bind(x, 1 / 0, true)", "true");
	gives("optional.of(1).or(optional.of(1 / 0))", "1");
	gives("input.?age.optMap(a, a * 2)", "62");
	gives("timestamp(input.messages[2].at) - "
	    "timestamp(input.messages[0].at)", "\"60s\"");
}

static void
long_sums_are_joined_in_order(void **state)
{
	struct buf b = { 0 }, want = { 0 };
	int i;

	(void)state;
	buf_printf(&b, "input.empty");
	buf_printf(&want, "\"");
	for (i = 0; i < 300; i++) {
		buf_printf(&b, " + '%d'", i % 7);
		buf_printf(&want, "%d", i % 7);
	}
	buf_printf(&want, "\"");
	gives(b.p, want.p);
	gives("[1] + input.tags + []", "[1,\"a\",\"b\",\"c\"]");
	gives("'a' + 'b' == 'ab' && 1 + 2 + 3 == 6", "true");
	buf_free(&b);
	buf_free(&want);
}

static void
functions_of_our_own(void **state)
{
	(void)state;
	gives("number('12.50')", "12.5");
	gives("number(' 7 ')", "7.0");
	gives("number(input.age)", "31.0");
	gives("number('1,200.50')", "1200.5");
	gives("number('-12,345,678')", "-12345678.0");
	gives("[0, 1].map(i, number(['1,5', '1'][i]))",
	    "! number() was given text that is no number");
	gives("number('1234,567')",
	    "! number() was given text that is no number");
	gives("number('1.234,567')",
	    "! number() was given text that is no number");
	gives("number('')", "! number() was given text that is no number");
	gives("number('0x10')", "! number() was given text that is no number");
	gives("number('nan')", "! number() was given text that is no number");
	gives("number(dyn(true))", "! no function number(bool)");
	gives("domain('Ana@Acme.Example')", "\"acme.example\"");
	gives("domain('\"a@b\"@x.example')", "\"x.example\"");
	gives("domain('https://www.Acme.example:8/x?y#z')",
	    "\"acme.example\"");
	gives("domain('nobody')", "\"\"");
	gives("work_domain('a@acme.example')", "\"acme.example\"");
	gives("work_domain('a@GMail.com')", "? the optional has no value");
	gives("work_domain('a@web.de').orValue('-')", "\"-\"");
	gives("work_domain('a@yahoo.com.mx').orValue('-')", "\"-\"");
	gives("work_domain('a@btinternet.com').orValue('-')", "\"-\"");
	gives("json('{\"a\": [1]}').a[0]", "1");
	gives("json('{').hasValue()", "false");
	gives("path_to({'a': {'up': null}, 'b': {'up': 'a', 'n': 1}, "
	    "'c': {'up': 'a'}}, 'b', 'up').map(x, x.?n.orValue(0))", "[0,1]");
	gives("path_to({'a': {'up': 'b'}, 'b': {'up': 'a'}}, 'b', 'up')"
	    ".size()", "2");
	gives("path_to({'a': 1}, 'x', 'up')", "[]");
	gives("html_text('<p>a &amp; b</p><p>c</p>')", "\"a & b\\nc\"");
	gives("lower('ÀÉÎ ŁÓDŹ ΣΩ ЖЁ ß×')", "\"àéî łódź σω жё ß×\"");
}

static void
text_functions_count_characters(void **state)
{
	(void)state;
	gives("size(input.name)", "8");
	gives("input.name.substring(4)", "\"Díaz\"");
	gives("input.name.charAt(8)", "\"\"");
	gives("input.name.charAt(9)", "! index out of range: 9");
	gives("input.name.indexOf('z')", "7");
	gives("'a,b,'.split(',')", "[\"a\",\"b\",\"\"]");
	gives("''.split(',')", "[\"\"]");
	gives("'añb'.split('')", "[\"a\",\"ñ\",\"b\"]");
	gives("''.split('')", "[]");
	gives("'a b c'.split(' ', 2)", "[\"a\",\"b c\"]");
	gives("'abc'.replace('', '-')", "\"-a-b-c-\"");
	gives("'abc'.replace('', '-', 2)", "\"-a-bc\"");
	gives("'abab'.lastIndexOf('b', 2)", "1");
	gives("'\\u3000x\\u00a0'.trim()", "\"x\"");
	gives("'%s|%d|%.2f|%x|%b|%o|%e'.format([[1, 'a'], 7, 2.345, 255, 5, "
	    "8, 1234.5])", "\"[1, a]|7|2.35|ff|101|10|1.234500e+03\"");
	gives("'%x'.format([-255])", "\"-ff\"");
	gives("'%q'.format([1])", "! the format has an unknown clause; "
	    "there are %s %d %f %e %b %o %x %X");
	gives("'50%'.format([])", "! the format ends inside a clause; "
	    "a percent sign is '%%'");
}

static void
numbers_become_text_and_back(void **state)
{
	(void)state;
	gives("string(1500000.0)", "\"1500000\"");
	gives("string(0.1 + 0.2)", "\"0.30000000000000004\"");
	gives("string(1e21)", "\"1e+21\"");
	gives("string(1e-7)", "\"1e-07\"");
	gives("string(-0.000001)", "\"-0.000001\"");
	gives("string(5e-324)", "\"5e-324\"");
	gives("double('5e-324') == 5e-324", "true");
	gives("int('9223372036854775808')",
	    "! the string is not an integer of 64 bits");
	gives("int('-9223372036854775808')", "-9223372036854775808");
	gives("9223372036854775807 + 1", "! the result is out of range");
	gives("0u - 1u", "! the result is out of range");
	gives("double('0x10')", "! the string is not a number");
	gives("duration('1h30m') + duration('-0.5s')", "\"5399.5s\"");
	gives("1.0 / 0.0", "! JSON has no infinite numbers and no NaN");
	gives("bytes('hé')", "\"aMOp\"");
}

/* complains(expr, col, part): one complaint there, with these words. */
static void
complains(const char *expr, size_t col, const char *part)
{
	struct fixture f;
	const struct diag *g;

	open_fixture(&f);
	if (cel_compile(f.env, str_of(expr), NULL, &f.a, &f.d) != NULL)
		fail_msg("%s was accepted", expr);
	g = f.d.first;
	if (g->at.col != col || strstr(arena_str(&f.a, g->msg).p, part) ==
	    NULL)
		fail_msg("%s: %zu: %.*s", expr, g->at.col, STR_ARG(g->msg));
	assert_string_equal(g->at.name, "expression");
	close_fixture(&f);
}

static void
mistakes_are_found_where_they_stand(void **state)
{
	(void)state;
	complains("", 1, "the expression is empty");
	complains("input.a = 1", 9, "to compare write '=='");
	complains("input.", 7, "the expression ends where the name of a field");
	complains("input.a b", 9, "'b' stands where an operator");
	complains("(1 + 2", 7, "the expression ends where ')'");
	complains("'abc", 1, "the string is not closed");
	complains("'a\\qb'", 3, "no such escape sequence");
	complains("99999999999999999999", 1, "does not fit into 64 bits");
	complains("inptu.x", 1, "unknown name inptu; did you mean input?");
	complains("chatbot", 1, "unknown name chatbot");
	complains("contact.emial", 9,
	    "unknown field 'emial' of contact; did you mean 'email'?");
	complains("contact['emial']", 9, "did you mean 'email'?");
	complains("has(contact.emial)", 13, "did you mean 'email'?");
	complains("contact.email.lowerAsci()", 15, "did you mean lowerAscii");
	complains("contact.email + 1", 15, "'+' does not go with (string, "
	    "int); string() makes");
	complains("contact.score > 'x'", 15, "(double, string)");
	complains("contact.email && true", 9, "bool is expected here, not");
	complains("size(1)", 1, "no function size(int)");
	complains("n.contains('x')", 3, "no function contains(string) of int");
	complains("n.x", 3, "a value of type int has no field 'x'");
	complains("[1].map(x.y, x)", 11, "the name of a new variable");
	complains("has(input)", 5, "has() takes the selection");
	complains("input.name.matches('(')", 20, "");
	complains("Foo{a: 1}", 4, "messages are not supported");
	complains("let", 1, "reserved word");
	complains("\"a\nb\"", 1, "not closed");
	complains("1 +\n  inptu", 3, "unknown name inptu");
}

static void
several_mistakes_come_out_at_once(void **state)
{
	struct fixture f;

	(void)state;
	open_fixture(&f);
	assert_null(cel_compile(f.env, STR("foo + contact.emial + bar"), NULL,
	    &f.a, &f.d));
	assert_int_equal(f.d.errors, 3);
	close_fixture(&f);
}

static void
types_are_known(void **state)
{
	static const char *const cases[][2] = {
		{ "contact.email", "string" }, { "input.x", "dyn" },
		{ "[1, 2]", "list(int)" }, { "[1, 'a']", "list(dyn)" },
		{ "{'a': [1.5]}", "map(string, list(double))" },
		{ "[1].map(x, string(x))", "list(string)" },
		{ "contact.?email", "optional_type(string)" },
		{ "n == 1 ? 1.0 : 2.0", "double" },
		{ "timestamp('2026-01-01T00:00:00Z') - duration('1h')",
		    "timestamp" },
		{ "cel.bind(x, n, [x])", "list(int)" },
		{ "math.greatest(1, 2)", "int" },
		{ "math.greatest(1, 2.0)", "dyn" },
		{ "n == 1 ? n : input.x", "dyn" },
		{ "contact.email != null ? contact.email : null", "dyn" },
		{ "[1] + input.tags", "list(dyn)" },
		{ "[[1], [input.x]]", "list(dyn)" },
		{ "cel.bind(x, input[0], x + 1 == 2 || x + 'a' == 'b')",
		    "bool" },
		{ "[] + [1]", "list(int)" },
		{ "input.x[0]", "dyn" },
		{ "type(1)", "type" }, { "null", "null_type" }
	};
	struct fixture f;
	size_t i;

	(void)state;
	open_fixture(&f);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(cel_type(compile(&f, cases[i][0])),
		    cases[i][1]);
	close_fixture(&f);
}

static void
deep_nesting_is_refused_and_not_a_crash(void **state)
{
	static const char *const open[] = { "(", "[", "-(", "!", "{1:", "f(",
		"a.b(", "true ? 1 : ", "a[" };
	struct fixture f;
	struct buf b = { 0 };
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		open_fixture(&f);
		buf_reset(&b);
		for (k = 0; k < 20000; k++)
			buf_adds(&b, str_of(open[i]));
		buf_printf(&b, "1");
		assert_null(cel_compile(f.env, buf_str(&b), NULL, &f.a,
		    &f.d));
		close_fixture(&f);
	}
	open_fixture(&f);
	buf_reset(&b);
	buf_printf(&b, "1");
	for (k = 0; k < 20000; k++)
		buf_printf(&b, "-1");
	assert_null(cel_compile(f.env, buf_str(&b), NULL, &f.a, &f.d));
	close_fixture(&f);
	buf_free(&b);
}

/* Long chains of names must not use up the stack. */
static void
names_of_names_are_bounded(void **state)
{
	struct buf b = { 0 };
	int i, k;

	(void)state;
	buf_printf(&b, "cel.block([1");
	for (i = 0; i < 4000; i++)
		buf_printf(&b, ",cel.index(%d)+1", i);
	buf_printf(&b, "],cel.index(4000))");
	gives(b.p, "4001");
	buf_reset(&b);
	for (i = 0; i < 100; i++) {
		buf_printf(&b, "cel.bind(v%d,", i);
		for (k = 0; k < 100; k++)
			buf_printf(&b, "(1+");
		buf_printf(&b, "%s%d", i > 0 ? "v" : "", i > 0 ? i - 1 : 1);
		for (k = 0; k < 100; k++)
			buf_printf(&b, ")");
		buf_printf(&b, ",");
	}
	buf_printf(&b, "v99");
	for (i = 0; i < 100; i++)
		buf_printf(&b, ")");
	gives(b.p, "! names stand for names too deeply");
	buf_free(&b);
}

struct worker {
	const struct cel_prog	*prog;
	const struct cel_val	*vars;
	int			 good;
};

static void *
evaluate_often(void *arg)
{
	struct worker *w = arg;
	struct arena a = { 0 };
	struct cel_val v;
	int i;

	for (i = 0; i < 200; i++) {
		if (cel_eval(w->prog, w->vars, &a, &v, NULL) == CEL_OK)
			w->good += v.kind == CEL_INT && v.i == 2;
		arena_reset(&a);
	}
	arena_free(&a);
	return NULL;
}

static void
threads_share_a_program(void **state)
{
	struct worker w[4];
	pthread_t t[4];
	struct fixture f;
	size_t i;

	(void)state;
	open_fixture(&f);
	w[0].prog = compile(&f, "cel.bind(c, input.messages.filter(m, "
	    "m.role.matches('^cust') && timestamp(m.at)"
	    ".getHours('Europe/Berlin') == 11), size(c))");
	for (i = 0; i < 4; i++) {
		w[i] = (struct worker){ w[0].prog, f.vars, 0 };
		assert_int_equal(pthread_create(&t[i], NULL, evaluate_often,
		    &w[i]), 0);
	}
	for (i = 0; i < 4; i++) {
		pthread_join(t[i], NULL);
		assert_int_equal(w[i].good, 200);
	}
	close_fixture(&f);
}

/* The place in the YAML file, whatever the style of the scalar. */
static void
mistakes_are_found_in_the_file(void **state)
{
	static const char text[] = "a: 1\n"
	    "b: 'input.x == ''y'' && inptu'\n"
	    "c:\n  - >-\n      input.x +\n      inptu\n";
	struct fixture f;
	struct json root;
	struct json *c;

	(void)state;
	open_fixture(&f);
	assert_int_equal(yaml_parse("my.yaml", str_of(text), &f.a, &root,
	    &f.d), 0);
	c = json_get(&root, STR("b"));
	assert_null(cel_compile(f.env, (struct str){ c->text, c->len }, c,
	    &f.a, &f.d));
	assert_string_equal(f.d.first->at.name, "my.yaml");
	assert_int_equal(f.d.first->at.line, 2);
	assert_int_equal(f.d.first->at.col, 25);
	c = &json_get(&root, STR("c"))->items[0];
	assert_null(cel_compile(f.env, (struct str){ c->text, c->len }, c,
	    &f.a, &f.d));
	assert_int_equal(f.d.first->next->at.line, 6);
	assert_int_equal(f.d.first->next->at.col, 7);
	close_fixture(&f);
}

static void
costly_expressions_end(void **state)
{
#define TEN	"[0,1,2,3,4,5,6,7,8,9]"
	static const char *const costly[] = {
		(TEN ".map(a, " TEN ".map(b, " TEN ".map(c, " TEN ".map(d, "
		    TEN ".map(e, " TEN ".map(f, 1))))))"),
		(TEN ".all(a, " TEN ".all(b, " TEN ".all(c, " TEN ".all(d, "
		    TEN ".all(e, " TEN ".all(f, 1 / 0 > 1)))))) || true"),
		("cel.bind(a, input.name + input.name, cel.bind(b, a.replace("
		    "'', a), cel.bind(c, b.replace('', b), c.replace('', c)"
		    ".replace('', c))))")
	};
	struct fixture f;
	struct err e = { 0 };
	struct cel_val v;
	struct cel_prog *p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(costly) / sizeof(costly[0]); i++) {
		open_fixture(&f);
		p = compile(&f, costly[i]);
		cel_cost_limit(p, 100000);
		assert_int_equal(cel_eval(p, f.vars, &f.a, &v, &e), CEL_FAIL);
		assert_string_equal(e.code, "expr.cost");
		close_fixture(&f);
	}
}

static void
flatten(const struct json_path *at, const char *prefix, struct buf *out)
{
	const struct json_path *c;
	char name[256];

	if (at->read)
		buf_printf(out, "%s%s%s", out->len > 0 ? " " : "", prefix,
		    at->whole ? "!" : "");
	for (c = at->child; c != NULL; c = c->next) {
		snprintf(name, sizeof(name), "%s.%.*s", prefix,
		    STR_ARG(c->key));
		flatten(c, name, out);
	}
}

/* reads(expr, want): the paths of "input", "!" where all below is read. */
static void
reads(const char *expr, const char *want)
{
	struct fixture f;
	struct buf got = { 0 };
	struct json_paths *paths;

	open_fixture(&f);
	paths = json_paths_new(&f.a);
	cel_paths(compile(&f, expr), 0, NULL, 0, paths);
	flatten(&paths->root, "", &got);
	if (strcmp(buf_str(&got).p, want) != 0)
		fail_msg("%s: reads '%s', expected '%s'", expr,
		    buf_str(&got).p, want);
	buf_free(&got);
	close_fixture(&f);
}

static void
what_is_read_is_known(void **state)
{
	(void)state;
	reads("1 + n", "");
	reads("input", "!");
	reads("input.a.b", ".a.b!");
	reads("input['a'].b", ".a.b!");
	reads("has(input.a.b)", ".a.b");
	reads("size(input.a)", ".a");
	reads("input.a == 'x' || input.b in ['x', 'y']", ".a .b");
	reads("input.a == input.b", ".a! .b!");
	reads("input.a.startsWith('x')", ".a");
	reads("input.a[0].b", ".a .a.*.b!");
	reads("input.m.map(x, x.t)", ".m .m.*.t!");
	reads("input.m.filter(x, x.r == 'c').map(x, x.t).join()",
	    ".m .m.*.r .m.*.t!");
	reads("input.m.filter(x, x.r == 'c')", ".m! .m.*.r");
	reads("cel.bind(m, input.m, size(m) > 0 ? m[0].t : '')",
	    ".m .m.*.t!");
	reads("(n > 1 ? input.a : input.b).c", ".b.c! .a.c!");
	reads("input.?a.b.orValue('x')", ".a.b!");
	reads("input.m.exists(k, v, v.x > 1)", ".m .m.*.x");
	reads("{'a': input.a}.a.b", ".a!");
	reads("input[input.k]", ".k .*!");
	reads("string(input)", "");
}

/* Over what is read alone, the result must be the same. */
static void
what_is_read_suffices(void **state)
{
	static const char *const exprs[] = {
		"input.messages.map(m, m.text)",
		"input.messages.filter(m, m.role == 'bot')[0]",
		"input.messages.filter(m, m.role == 'bot').size()",
		"has(input.deep.x) ? input.deep.x.y : input.name",
		"input.deep.map(k, input.deep[k].y)",
		"input.tags + [input.deep]", "size(input)",
		"input.map(k, k)", "input.deep == {'x': {'y': 'z'}}",
		"cel.bind(d, input.deep, d.x).y",
		"input.transformMap(k, v, type(v) == list, size(v))",
		"input.?deep.?x.optMap(x, x.y)",
		"input.messages.exists_one(m, m == input.messages[1])",
		"[input.?none, input.?nix].map(o, o.hasValue())",
		"input.messages.last().value().text",
		"cel.block([input.messages, cel.index(0)[1]], cel.index(1).at)"
	};
	struct fixture f;
	struct json_paths *paths;
	struct cel_prog *p;
	struct buf whole, part;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(exprs) / sizeof(exprs[0]); i++) {
		whole = part = (struct buf){ 0 };
		open_fixture(&f);
		p = compile(&f, exprs[i]);
		result(&f, p, &whole);
		paths = json_paths_new(&f.a);
		json_paths_drop(paths);
		cel_paths(p, 0, NULL, 0, paths);
		json_parser_free(f.parser);
		parse(&f, paths);
		result(&f, p, &part);
		if (strcmp(whole.p, part.p) != 0)
			fail_msg("%s: %s, but of what is read %s", exprs[i],
			    whole.p, part.p);
		buf_free(&whole);
		buf_free(&part);
		close_fixture(&f);
	}
}

/* explained(expr, want): each part that was evaluated, with its value. */
static void
explained(const char *expr, const char *want)
{
	struct cel_trace t;
	struct buf b = { 0 };
	struct cel_val v;
	struct json j;
	struct fixture f;
	struct err e;
	size_t i;

	open_fixture(&f);
	cel_explain(compile(&f, expr), f.vars, &f.a, &t, &v, &e);
	for (i = 0; i < t.n; i++) {
		buf_printf(&b, "%.*s", (int)(t.v[i].end - t.v[i].off),
		    expr + t.v[i].off);
		if (t.v[i].times > 1)
			buf_printf(&b, " (%u)", (unsigned)t.v[i].times);
		buf_adds(&b, STR(" = "));
		if (t.v[i].status != CEL_OK)
			buf_printf(&b, "%c %.*s",
			    t.v[i].status == CEL_FAIL ? '!' : '?',
			    STR_ARG(t.v[i].why));
		else if (cel_to_json(t.v[i].value, &f.a, &j, &e) == 0)
			json_write(&j, &b);
		buf_adds(&b, STR("; "));
	}
	buf_addc(&b, '\0');
	assert_string_equal(b.p, want);
	buf_free(&b);
	close_fixture(&f);
}

static void
each_part_is_explained(void **state)
{
	(void)state;
	explained("(n + 1) * 2 > 10 || n / 0 == 1",
	    "n = 5; (n + 1) = 6; (n + 1) * 2 = 12; (n + 1) * 2 > 10 = true; "
	    "(n + 1) * 2 > 10 || n / 0 == 1 = true; ");
	explained("n / 0", "n = 5; n / 0 = ! division by zero; ");
	explained("[n].all(x, x > n)",
	    "n = 5; [n] = [5]; x = 5; n = 5; x > n = false; "
	    "[n].all(x, x > n) = false; ");
	explained("[1, 2, 3, 4].map(x, -x)",
	    "[1, 2, 3, 4] = [1,2,3,4]; x (4) = 1; -x (4) = -1; "
	    "x (4) = 2; -x (4) = -2; x (4) = 3; -x (4) = -3; "
	    "[1, 2, 3, 4].map(x, -x) = [-1,-2,-3,-4]; ");
	explained("has( contact.email ) ? 1 : size(contact.phone)",
	    "contact = {\"x\":{\"y\":\"z\"}}; has( contact.email ) = false; "
	    "contact = {\"x\":{\"y\":\"z\"}}; contact.phone = ? no such key; "
	    "size(contact.phone) = ? no such key; "
	    "has( contact.email ) ? 1 : size(contact.phone) = ? no such key; ");
	explained("size('abc') + n",
	    "size('abc') = 3; n = 5; size('abc') + n = 8; ");
	explained("cel.bind(a, n + 1, a * a)",
	    "n = 5; n + 1 = 6; a = 6; a = 6; a * a = 36; "
	    "cel.bind(a, n + 1, a * a) = 36; ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_values_have_their_types),
		cmocka_unit_test(untouched_values_keep_their_text),
		cmocka_unit_test(what_is_missing_is_absent_and_not_an_error),
		cmocka_unit_test(macros_go_over_lists_and_maps),
		cmocka_unit_test(long_sums_are_joined_in_order),
		cmocka_unit_test(functions_of_our_own),
		cmocka_unit_test(text_functions_count_characters),
		cmocka_unit_test(numbers_become_text_and_back),
		cmocka_unit_test(mistakes_are_found_where_they_stand),
		cmocka_unit_test(several_mistakes_come_out_at_once),
		cmocka_unit_test(types_are_known),
		cmocka_unit_test(deep_nesting_is_refused_and_not_a_crash),
		cmocka_unit_test(names_of_names_are_bounded),
		cmocka_unit_test(threads_share_a_program),
		cmocka_unit_test(mistakes_are_found_in_the_file),
		cmocka_unit_test(costly_expressions_end),
		cmocka_unit_test(what_is_read_is_known),
		cmocka_unit_test(what_is_read_suffices),
		cmocka_unit_test(each_part_is_explained)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
