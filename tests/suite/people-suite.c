/*
 * people-suite FILE [CONFIG]: do names and telephone numbers of the world
 * get through validate?  FILE is as people/people.txt says; CONFIG is YAML,
 * as in "validate: {phones: library}".  What is lost or changed is told.
 * Exit status 1 if anything is.
 */
#include <stdio.h>
#include <stdlib.h>

#include "record/record.h"

static struct {
	struct arena		 arena, record;
	struct diags		 diags;
	struct conf		 conf;
	void			*validate;
	struct json_parser	*parser;
	size_t			 passed, failed, countries;
	char			 last[3];
} t;

static void
set_up(const char *yaml)
{
	static const struct json_limits limits = { 0 };
	struct run_env env = { 0 };

	time_parse(STR("2026-03-01T00:00:00Z"), &env.now);
	diags_init(&t.diags, &t.arena);
	t.conf.arena = &t.arena;
	t.conf.diags = &t.diags;
	yaml_parse("CONFIG", str_of(yaml), &t.arena, &t.conf.root, &t.diags);
	t.validate = stage_validate.open(&t.conf, &env, &t.arena);
	diags_print(&t.diags, stderr);
	if (t.diags.errors > 0)
		exit(78);
	t.parser = json_parser_new(&limits, NULL);
}

/* The field after the stage, none if it is gone. */
static struct str
pass(const char *region, const char *field, struct str value)
{
	struct buf b = { 0 };
	struct rec r = { .arena = &t.record };
	struct err e = { 0 };
	const struct json *contact;
	struct str got = STR_NONE;

	arena_reset(&t.record);
	buf_printf(&b, "{\"chatcrm\":1,\"id\":\"x\",\"source\":{\"locale\":"
	    "\"en-%.2s\"},\"contact\":{\"%s\":", region, field);
	json_write_str(value, &b);
	buf_adds(&b, STR("}}"));
	if (json_parse(t.parser, arena_str(&t.record, buf_str(&b)), &t.record,
	    &r.doc, &e) == 0 && stage_validate.run(t.validate, NULL, &r,
	    &e) == REC_PASS) {
		contact = doc_get(&r.doc, STR("contact"));
		got = json_get_str(contact, str_of(field));
	}
	buf_free(&b);
	return got;
}

static void
judge(const char *region, const char *field, struct str written,
    struct str want)
{
	struct str got = pass(region, field, written);

	if (str_eq(got, want)) {
		t.passed++;
		return;
	}
	t.failed++;
	printf("%.2s: %.*s became %.*s, not %.*s\n", region, STR_ARG(written),
	    STR_ARG(got.p != NULL ? got : STR("nothing")), STR_ARG(want));
}

/* "REGION n|p ONE | OTHER ..." */
static void
take_line(struct str line)
{
	const char *region = line.p;
	struct str rest = str_from(line, 5), one, number = STR_NONE;
	bool phone = line.len > 5 && line.p[3] == 'p';
	size_t bar;

	if (line.len < 6 || line.p[0] == '#')
		return;
	t.countries += memcmp(region, t.last, 2) != 0;
	memcpy(t.last, region, 2);
	while (rest.len > 0) {
		bar = str_find(rest, STR(" | "));
		one = str_trim(str_to(rest, bar));
		rest = bar < rest.len ? str_from(rest, bar + 3) : STR_NONE;
		if (!phone)
			judge(region, "name", one, one);
		else if (number.p == NULL)
			number = one;
		else
			judge(region, "phone", one, number);
	}
}

int
main(int argc, char **argv)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	FILE *f;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: people-suite FILE [CONFIG]\n");
		return 64;
	}
	f = fopen(argv[1], "r");
	if (f == NULL) {
		perror(argv[1]);
		return 66;
	}
	set_up(argc == 3 ? argv[2] : "{}");
	while ((n = getline(&line, &size, f)) != -1)
		take_line(str_trim((struct str){ line, (size_t)n }));
	printf("%zu countries: %zu passed, %zu failed\n", t.countries,
	    t.passed, t.failed);
	free(line);
	fclose(f);
	json_parser_free(t.parser);
	arena_free(&t.record);
	arena_free(&t.arena);
	return t.failed > 0 ? 1 : 0;
}
