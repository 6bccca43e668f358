/* engine: lines through stages, whatever the threads and the input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "record/engine.h"
#include "record/log.h"

/* A stage that makes records: {"n":7} becomes a record with id "7". */
static enum verdict
make_run(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	const struct json *n = doc_get(&r->doc, STR("n"));
	struct json v, id;
	int64_t i;

	(void)stage;
	(void)scratch;
	if (n == NULL || !json_to_int(n, &i)) {
		err_set(e, ERR_INPUT, "make.n", "no number n");
		return REC_REFUSED;
	}
	v = *n;
	id = json_str((struct str){ n->text, n->len });
	r->doc = (struct json_doc){ .root = json_object(),
	    .arena = r->arena };
	doc_set(&r->doc, STR("chatcrm"), json_int(1, r->arena));
	doc_set(&r->doc, STR("id"), id);
	doc_set(&r->doc, STR("n"), v);
	return REC_PASS;
}

/*
 * A stage that changes every record, refuses every third and skips every
 * fifth; it changes before it refuses, as a careless one might.
 */
static enum verdict
pick_run(const void *stage, void *scratch, struct rec *r, struct err *e)
{
	struct json *n = doc_edit(&r->doc, STR("n"));
	int64_t i = 0;

	(void)stage;
	*(int *)scratch += 1;
	if (n != NULL)
		json_to_int(n, &i);
	doc_set(&r->doc, STR("picked"), json_bool(true));
	if (i % 3 == 0) {
		err_set(e, ERR_INPUT, "pick.third", "a third one");
		err_field(e, STR("n"));
		return REC_REFUSED;
	}
	if (i % 5 == 0) {
		err_set(e, ERR_INPUT, "pick.fifth", "a fifth one");
		return REC_SKIPPED;
	}
	return REC_PASS;
}

static void *
pick_scratch(const void *stage)
{
	(void)stage;
	return calloc(1, sizeof(int));
}

static const struct stage_ops make_ops = { .name = "make", .source = true,
    .run = make_run };
static const struct stage_ops pick_ops = { .name = "pick",
    .scratch = pick_scratch, .scratch_free = free, .run = pick_run };
static const struct engine_stage row[] = { { &make_ops, NULL },
    { &pick_ops, NULL } };

static char dir[] = "/tmp/chatcrm-engine-XXXXXX";
static struct err e;
static char text[1 << 20];

static int
make_dir(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL || chdir(dir) != 0)
		return -1;
	signal(SIGPIPE, SIG_IGN);
	log_open("engine", LOG_TEXT, LOG_ERROR);
	return 0;
}

static int
remove_dir(void **state)
{
	(void)state;
	unlink("in");
	unlink("out");
	unlink("dead");
	return rmdir(dir);
}

static void
write_file(const char *path, const void *p, size_t n)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static char *
read_file(const char *path, char *into, size_t size)
{
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(into, 1, size - 1, f);
	into[n] = '\0';
	fclose(f);
	return into;
}

/* Run ${n} stages from ${first} over the file in; the status. */
static int
run_over(struct engine_opts o, size_t first, size_t n)
{
	static const char *const files[] = { "in" };
	int status;

	e = (struct err){ 0 };
	o.files = files;
	o.nfiles = 1;
	o.out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(o.out >= 0);
	unlink("dead");
	status = engine_run(&o, row + first, n, &e);
	close(o.out);
	return status;
}

static struct engine_opts
opts(int jobs)
{
	return (struct engine_opts){ .jobs = jobs, .max_rejects = 1,
	    .letters.path = "dead", .env = { .now = { 0, 0 }, .run = "r1" } };
}

/* ${input} gives ${want}; the letters go to the file dead. */
static void
check(const char *input, const char *want)
{
	write_file("in", input, strlen(input));
	assert_int_equal(run_over(opts(1), 0, 1), STATUS_OK);
	assert_string_equal(read_file("out", text, sizeof(text)), want);
}

#define REC(n) "{\"chatcrm\":1,\"id\":\"" #n "\",\"n\":" #n "}\n"

static void
lines_end_in_many_ways(void **state)
{
	(void)state;
	check("", "");
	check("\n \n\r\n", "");
	check("{\"n\":1}", REC(1));
	check("{\"n\":1}\r\n{\"n\":2}\r\n", REC(1) REC(2));
	check("\n{\"n\":1}\n\n\t\n{\"n\":2}", REC(1) REC(2));
	check("\xef\xbb\xbf{\"n\":1}\n{\"n\":2}\n", REC(1) REC(2));
}

/* The ${n}th letter (from 0) in the file dead, parsed. */
static struct json_doc
letter(size_t n)
{
	static struct arena a;
	struct json_doc d = { 0 };
	struct json_parser *p = json_parser_new(NULL, NULL);
	char *at = read_file("dead", text, sizeof(text)), *nl;

	while (n-- > 0)
		at = strchr(at, '\n') + 1;
	nl = strchr(at, '\n');
	assert_non_null(nl);
	arena_reset(&a);
	assert_int_equal(json_parse(p, (struct str){ at, (size_t)(nl - at) },
	    &a, &d, &e), 0);
	json_parser_free(p);
	return d;
}

/* Is ${path} of ${d} the text ${want} (a string or number)? */
static void
assert_at(const struct json_doc *d, const char *path, const char *want)
{
	const struct json *v = json_path(&d->root, path);

	assert_non_null(v);
	assert_true(v->type == JSON_STRING || v->type == JSON_NUMBER);
	assert_true(str_eq((struct str){ v->text, v->len }, str_of(want)));
}

static void
bad_lines_become_letters_in_order(void **state)
{
	struct json_doc d;

	(void)state;
	check("{\"n\":1}\n{\"n\":}\n{\"m\":2}\n\xff{\n", REC(1));
	d = letter(0);
	assert_at(&d, "dead.stage", "make");
	assert_at(&d, "dead.attempt", "1");
	assert_at(&d, "dead.at", "1970-01-01T00:00:00Z");
	assert_at(&d, "dead.run", "r1");
	assert_at(&d, "source.line", "2");
	assert_at(&d, "line.text", "{\"n\":}");
	d = letter(1);
	assert_at(&d, "dead.code", "make.n");
	assert_at(&d, "source.file", "in");
	assert_at(&d, "record.m", "2");
	d = letter(2);
	assert_at(&d, "line.base64", "/3s=");
}

static void
letters_are_redacted(void **state)
{
	struct json_doc d;

	(void)state;
	check("{\"m\":\"my card is 4111 1111 1111 1111\","
	    "\"c\":4111111111111111,\"id\":\"4111111111111111\"}\n", "");
	d = letter(0);
	assert_at(&d, "record.m", "my card is [card]");
	assert_at(&d, "record.c", "[card]");
	assert_at(&d, "record.id", "4111111111111111");
}

static void
a_line_above_the_limit_is_cut(void **state)
{
	struct engine_opts o = opts(1);
	struct json_doc d;
	size_t n = 300000;
	FILE *f = fopen("in", "w");

	(void)state;
	assert_non_null(f);
	fprintf(f, "{\"n\":1}\n%*s\n{\"n\":2}\n%*s", (int)n, "{", 100001,
	    "x");
	fclose(f);
	o.limits.bytes = 100000;
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	assert_string_equal(read_file("out", text, sizeof(text)),
	    REC(1) REC(2));
	d = letter(0);
	assert_at(&d, "dead.code", "line.too_long");
	assert_at(&d, "line.length", "300000");
	assert_at(&d, "line.offset", "8");
	assert_int_equal(json_path(&d.root, "line.text")->len, 65536);
	d = letter(1);
	assert_at(&d, "line.length", "100001");
	assert_at(&d, "source.line", "4");
}

/* All lines from 1 to ${n}, among them some of other lengths. */
static void
write_numbers(size_t n)
{
	FILE *f = fopen("in", "w");
	size_t i;

	assert_non_null(f);
	for (i = 1; i <= n; i++)
		fprintf(f, "{\"pad\":\"%*s\",\"n\":%zu}\n",
		    (int)(i * 7919 % (i % 100 == 0 ? 5000 : 50)), "", i);
	fclose(f);
}

static void
any_number_of_threads_writes_the_same(void **state)
{
	static char out1[1 << 20], dead1[1 << 22], deadn[1 << 22];
	int jobs;

	(void)state;
	write_numbers(5000);
	assert_int_equal(run_over(opts(1), 0, 2), STATUS_OK);
	read_file("out", out1, sizeof(out1));
	read_file("dead", dead1, sizeof(dead1));
	assert_non_null(strstr(out1, "\"n\":4999,\"picked\":true}\n"));
	for (jobs = 2; jobs <= 8; jobs += 3) {
		assert_int_equal(run_over(opts(jobs), 0, 2), STATUS_OK);
		assert_string_equal(read_file("out", text, sizeof(text)),
		    out1);
		assert_string_equal(read_file("dead", deadn,
		    sizeof(deadn)), dead1);
	}
}

static void
a_letter_holds_the_input_of_its_stage(void **state)
{
	(void)state;
	write_file("in", "{\"n\":3}\n", 8);
	assert_int_equal(run_over(opts(1), 0, 2), STATUS_OK);
	assert_string_equal(read_file("dead", text, sizeof(text)),
	    /* the id: sha256 of "pick", NUL and the record, a to p */
	    "{\"chatcrm\":1,\"dead\":{\"stage\":\"pick\","
	    "\"id\":\"cdmmkbndjkkempln\","
	    "\"code\":\"pick.third\",\"message\":\"a third one\","
	    "\"field\":\"n\",\"at\":\"1970-01-01T00:00:00Z\",\"attempt\":1,"
	    "\"run\":\"r1\"},\"source\":{\"file\":\"in\",\"line\":1},"
	    "\"record\":{\"chatcrm\":1,\"id\":\"3\",\"n\":3}}\n");
}

static void
a_letter_can_be_replayed(void **state)
{
	struct engine_opts o = opts(1);
	struct json_doc d;
	size_t n;

	(void)state;
	write_file("in", "{\"n\":3}\n{\"m\":1}\n", 16);
	assert_int_equal(run_over(o, 0, 2), STATUS_OK);
	read_file("dead", text, sizeof(text));
	n = strlen(text);
	write_file("in", text, n);
	o.replay = true;
	assert_int_equal(run_over(o, 0, 2), STATUS_OK);
	d = letter(0);
	assert_at(&d, "dead.stage", "pick");
	assert_at(&d, "dead.attempt", "2");
	assert_at(&d, "record.n", "3");
	d = letter(1);
	assert_at(&d, "dead.stage", "make");
	assert_at(&d, "dead.attempt", "2");

	/* A letter of another stage is not for this one. */
	assert_int_equal(run_over(o, 1, 1), STATUS_OK);
	d = letter(1);
	assert_at(&d, "dead.code", "replay.stage");
}

#define END "{\"chatcrm\":1,\"end\":{\"stage\":\"x\"}}\n"
#define MADE_END(in, out, refused) "{\"chatcrm\":1,\"end\":{" \
	"\"stage\":\"make\",\"in\":" #in ",\"out\":" #out \
	",\"refused\":" #refused ",\"skipped\":0,\"folded\":0}}\n"

static void
a_closing_stub_is_answered_by_one(void **state)
{
	struct engine_opts o = opts(1);

	(void)state;
	check("{\"n\":1}\n{}\n" END, REC(1) MADE_END(2, 1, 1));
	check(END, MADE_END(0, 0, 0));
	o.expect_end = true;
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	write_file("in", END "{\"n\":1}\n", strlen(END) + 8);
	assert_int_equal(run_over(o, 0, 1), STATUS_IO);
	assert_string_equal(e.code, "io.end");
	write_file("in", "", 0);
	assert_int_equal(run_over(o, 0, 1), STATUS_IO);
	o.expect_end = false;
	o.end_stub = true;
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	assert_string_equal(read_file("out", text, sizeof(text)),
	    MADE_END(0, 0, 0));
}

#define LEASED "{\"chatcrm\":1,\"id\":\"a\"," \
	"\"source\":{\"lease\":[\"L\"]},\"n\":"

static void
a_leased_record_goes_on_as_a_stub(void **state)
{
	struct engine_opts o = opts(1);

	(void)state;
	write_file("in", LEASED "3}\n" LEASED "5}\n", 2 * strlen(LEASED "3}\n"));
	assert_int_equal(run_over(o, 1, 1), STATUS_OK);
	read_file("out", text, sizeof(text));
	assert_ptr_equal(strstr(text, "{\"chatcrm\":1,\"id\":\"a\","
	    "\"source\":{\"lease\":[\"L\"]},\"refused\":{\"stage\":"
	    "\"pick\",\"code\":\"pick.third\"}}\n"
	    "{\"chatcrm\":1,\"id\":\"a\","
	    "\"source\":{\"lease\":[\"L\"]},\"skipped\":{\"stage\":"
	    "\"pick\",\"code\":\"pick.fifth\"}}\n"
	    "{\"chatcrm\":1,\"end\":"), text);
	/* Both stubs pass the next stage as they are. */
	write_file("in", text, strlen(text));
	assert_int_equal(run_over(o, 1, 1), STATUS_OK);
	assert_memory_equal(read_file("out", text, sizeof(text)),
	    "{\"chatcrm\":1,\"id\":\"a\",", 21);
	/* Where nothing keeps the record, its lease stays with its owner. */
	write_file("in", LEASED "3}\n", strlen(LEASED "3}\n"));
	o.letters.path = NULL;
	assert_int_equal(run_over(o, 1, 1), STATUS_OK);
	assert_null(strstr(read_file("out", text, sizeof(text)), "refused\":{"));
}

static void
too_many_refusals_change_the_status_only(void **state)
{
	struct engine_opts o = opts(1);
	size_t i;
	FILE *f = fopen("in", "w");

	(void)state;
	assert_non_null(f);
	for (i = 0; i < 100; i++)
		fputs(i % 20 == 0 ? "{}\n" : "{\"n\":1}\n", f);
	fclose(f);
	o.max_rejects = 0.05;
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	o.max_rejects = 0.049;
	assert_int_equal(run_over(o, 0, 1), STATUS_REFUSED);
	write_file("in", "{}\n", 3);
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	o.max_rejects = 0;
	assert_int_equal(run_over(o, 0, 1), STATUS_REFUSED);
}

static void
what_was_mended_is_a_finding(void **state)
{
	struct engine_opts o = opts(1);
	const char *twice = "{\"n\":1,\"n\":2}\n";

	(void)state;
	check(twice, "{\"chatcrm\":1,\"id\":\"2\",\"n\":2,\"findings\":["
	    "{\"field\":\"n\",\"code\":\"json.duplicate_key\","
	    "\"severity\":\"warning\",\"did\":\"dropped\"}]}\n");
	o.env.strict = true;
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	assert_string_equal(read_file("out", text, sizeof(text)), "");
}

static void
a_full_disk_and_a_closed_pipe_are_told_apart(void **state)
{
	static const char *const files[] = { "in" };
	struct engine_opts o = opts(2);
	int p[2];

	(void)state;
	write_numbers(1000);
	o.files = files;
	o.nfiles = 1;
	o.out = open("/dev/full", O_WRONLY);
	assert_int_equal(engine_run(&o, row, 1, &e), STATUS_IO);
	assert_string_equal(e.msg,
	    "cannot write standard output: No space left on device");
	close(o.out);
	assert_int_equal(pipe(p), 0);
	close(p[0]);
	o.out = p[1];
	assert_int_equal(engine_run(&o, row, 1, &e), STATUS_IO);
	assert_string_equal(e.code, "io.closed");
	close(p[1]);
}

static void
letters_are_not_read_while_they_are_written(void **state)
{
	struct engine_opts o = opts(1);

	(void)state;
	write_file("in", "{}\n", 3);
	o.letters.path = "in";
	assert_int_equal(run_over(o, 0, 1), STATUS_USAGE);
}

/* Folds two lines at a time; refuses the line "no". */
struct pairs {
	struct framer	framer;
	char		held[64];
	struct where	at;
	size_t		n;
	bool		ended;
};

static int
pairs_push(struct framer *f, struct str line, struct where at, struct err *er)
{
	struct pairs *p = (struct pairs *)(void *)f;

	if (str_eq(line, STR("no")))
		return err_set(er, ERR_INPUT, "pairs.no", "no");
	if (p->n == 0)
		p->at = at;
	p->n++;
	snprintf(p->held, sizeof(p->held), "%.*s", STR_ARG(line));
	return 0;
}

static bool
pairs_next(struct framer *f, struct framer_group *out)
{
	struct pairs *p = (struct pairs *)(void *)f;

	if (p->n == 0 || (p->n < 2 && !p->ended))
		return false;
	*out = (struct framer_group){ str_of(p->held), p->at, p->n, STR_NONE,
	    NULL };
	p->n = 0;
	return true;
}

static void
pairs_end(struct framer *f)
{
	((struct pairs *)(void *)f)->ended = true;
}

static void
groups_keep_the_equation(void **state)
{
	struct pairs p = { .framer = { pairs_push, pairs_end, pairs_next,
	    NULL } };
	struct engine_opts o = opts(2);
	const char *lines = "{\"n\":1}\n\n{\"n\":2}\nno\n{\"n\":3}\n"
	    "{\"m\":4}\n{\"n\":5}";
	struct json_doc d;

	(void)state;
	write_file("in", lines, strlen(lines));
	o.framer = &p.framer;
	o.end_stub = true;
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	assert_string_equal(read_file("out", text, sizeof(text)), REC(2)
	    REC(5) "{\"chatcrm\":1,\"end\":{\"stage\":\"make\",\"in\":6,"
	    "\"out\":2,\"refused\":2,\"skipped\":0,\"folded\":2}}\n");
	d = letter(0);
	assert_at(&d, "dead.code", "pairs.no");
	assert_at(&d, "source.line", "4");
	d = letter(1);
	assert_at(&d, "dead.code", "make.n");
	assert_at(&d, "source.line", "5");
}

static void
texts_over_several_lines_are_one_record_each(void **state)
{
	struct engine_opts o = opts(1);
	const char *lines = "\xef\xbb\xbf{\n \"n\":\n1, \"s\": \"}\\\"\"}\r\n"
	    "{\"n\":2}\n\n[\n]\n{ \"n\"\n";
	struct json_doc d;

	(void)state;
	check(lines, REC(1) REC(2));
	d = letter(0);
	assert_at(&d, "source.line", "6");
	d = letter(1);
	assert_at(&d, "source.line", "8");
	assert_at(&d, "line.text", "{ \"n\"\t");
	check("{\n\"n\":1, \"s\":\"a\nb\"}\n", "");
	o.limits.bytes = 20;
	write_file("in", lines, strlen(lines));
	assert_int_equal(run_over(o, 0, 1), STATUS_OK);
	assert_string_equal(read_file("out", text, sizeof(text)), REC(2));
	d = letter(0);
	assert_at(&d, "dead.code", "line.too_long");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_in_many_ways),
		cmocka_unit_test(bad_lines_become_letters_in_order),
		cmocka_unit_test(letters_are_redacted),
		cmocka_unit_test(a_line_above_the_limit_is_cut),
		cmocka_unit_test(any_number_of_threads_writes_the_same),
		cmocka_unit_test(a_letter_holds_the_input_of_its_stage),
		cmocka_unit_test(a_letter_can_be_replayed),
		cmocka_unit_test(a_closing_stub_is_answered_by_one),
		cmocka_unit_test(a_leased_record_goes_on_as_a_stub),
		cmocka_unit_test(too_many_refusals_change_the_status_only),
		cmocka_unit_test(what_was_mended_is_a_finding),
		cmocka_unit_test(a_full_disk_and_a_closed_pipe_are_told_apart),
		cmocka_unit_test(letters_are_not_read_while_they_are_written),
		cmocka_unit_test(groups_keep_the_equation),
		cmocka_unit_test(texts_over_several_lines_are_one_record_each),
	};

	return cmocka_run_group_tests_name("engine", tests, make_dir,
	    remove_dir);
}
