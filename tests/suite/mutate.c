/*
 * mutate N SEED FILE ...: N lines, each made of a line of FILE by one to
 * eight changes that hostile or broken senders come up with.  The same seed
 * gives the same lines.  A line feed never comes of a change, so that N lines
 * are N lines of input.
 */
#include <stdio.h>
#include <stdlib.h>

#include "json/json.h"

enum { LINES = 100000, CHANGES = 8 };

static struct str lines[LINES];
static size_t nlines;
static uint64_t state;

/* xorshift64*: not good, but the same everywhere. */
static uint64_t
draw(uint64_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * UINT64_C(2685821657736338717) >> 16) % below;
}

/* What goes wrong between machines, and what people try. */
static const struct str tokens[] = {
	STR("\""), STR("\\"), STR("\\u0000"), STR("\\ud83d"), STR("\\ude00"),
	STR("\0"), STR("\xc0\xaf"), STR("\xed\xa0\x80"), STR("\xff\xfe"),
	STR("\xf4\x90\x80\x80"), STR("\xe2\x80\xae"), STR("\xe2\x80\x8b"),
	STR("\xef\xbb\xbf"), STR("\xf0\x9f\x98\x80"), STR("\r"), STR("\t"),
	STR("{"), STR("}"), STR("["), STR("]"), STR(":"), STR(","),
	STR("null"), STR("true"), STR("1e999"), STR("-0"), STR("1e-999"),
	STR("99999999999999999999999999"), STR("0x10"), STR("NaN"),
	STR("\"__proto__\":{}"), STR("\"email\":\"a@b.example\","),
	STR("' OR '1'='1"), STR("=HYPERLINK(1)"), STR("<script>"),
	STR("${7*7}{{7*7}}"), STR("%0d%0aBcc:"), STR("4111 1111 1111 1111"),
	STR("\"at\":\"9999-12-31T23:59:60Z\","), STR("\"at\":-1e18,"),
	STR("[[[[[[[[[[[[[[[["), STR("\"\":\"\","), STR("/*"), STR("\x1b[2J")
};
enum { TOKENS = sizeof(tokens) / sizeof(tokens[0]) };

static void
splice(struct buf *b, size_t at, size_t gone, struct str more)
{
	struct buf out = { 0 };

	buf_add(&out, b->p, at);
	buf_adds(&out, more);
	buf_add(&out, b->p + at + gone, b->len - at - gone);
	buf_free(b);
	*b = out;
}

static void
flip(struct buf *b, size_t at)
{
	b->p[at] = (char)(b->p[at] ^ (1 << draw(8)));
	if (b->p[at] == '\n')
		b->p[at] = ' ';
}

/* Part of this line or another one, once more or many times. */
static void
repeat(struct buf *b, size_t at)
{
	struct str from = draw(2) ? (struct str){ b->p, b->len } :
	    lines[draw(nlines)];
	struct buf more = { 0 };
	size_t begin, len, times = draw(8) == 0 ? draw(200) : 1;

	if (from.len == 0)
		return;
	begin = draw(from.len);
	len = draw(from.len - begin) % 300;
	for (; times > 0; times--)
		buf_add(&more, from.p + begin, len);
	splice(b, at, 0, buf_str(&more));
	buf_free(&more);
}

static void
change(struct buf *b)
{
	size_t at = b->len > 0 ? draw(b->len) : 0, left = b->len - at;

	switch (draw(6)) {
	case 0:
		if (b->len > 0)
			flip(b, at);
		break;
	case 1:
	case 2:
		splice(b, at, 0, tokens[draw(TOKENS)]);
		break;
	case 3:
		splice(b, at, draw(left + 1) % 64, STR(""));
		break;
	case 4:
		repeat(b, at);
		break;
	default:
		/* what stands between quotes or colons, by something else */
		while (at < b->len && b->p[at] != '"' && b->p[at] != ':')
			at++;
		if (at < b->len)
			splice(b, at + 1, 0, tokens[draw(TOKENS)]);
		break;
	}
}

/* Does ${at} stand in a string, and not behind a backslash? */
static bool
in_string(const struct buf *b, size_t at)
{
	bool in = false;
	size_t i;

	for (i = 0; i < at; i++) {
		if (b->p[i] == '\\')
			i++;
		else if (b->p[i] == '"')
			in = !in;
	}
	return in && i == at;
}

/* The end of the JSON value that begins at ${at}, or of the line. */
static size_t
value_end(const struct buf *b, size_t at)
{
	size_t depth = 0;
	bool text = false;

	for (; at < b->len; at++) {
		if (text && b->p[at] == '\\')
			at++;
		else if (b->p[at] == '"')
			text = !text;
		else if (text)
			continue;
		else if (strchr("{[", b->p[at]) != NULL)
			depth++;
		else if (strchr("}],", b->p[at]) != NULL && depth == 0)
			break;
		else if (strchr("}]", b->p[at]) != NULL)
			depth--;
	}
	return at < b->len ? at : b->len;
}

/* The value of a member behind ${at} by another one. */
static void
replace_value(struct buf *b, size_t at)
{
	static const struct str values[] = { STR("null"), STR("true"),
		STR("[]"), STR("{}"), STR("\"\""), STR("1e999"), STR("-0.0"),
		STR("[null]"), STR("{\"\":[]}"), STR("123456789012345678901"),
		STR("\"2026-02-30\""), STR("\"9999-12-31T23:59:60Z\""),
		STR("\"+1 (415) 555-0123 x9\""), STR("\"a@b@c\"") };

	while (at < b->len && (b->p[at] != ':' || in_string(b, at)))
		at++;
	if (at++ < b->len)
		splice(b, at, value_end(b, at) - at, values[draw(
		    sizeof(values) / sizeof(values[0]))]);
}

/* What leaves it JSON, so that it comes further than the parser. */
static void
change_inside(struct buf *b)
{
	size_t at = b->len > 0 ? draw(b->len) : 0;
	struct buf escaped = { 0 };

	if (draw(2)) {
		replace_value(b, at);
		return;
	}
	while (at < b->len && !in_string(b, at))
		at++;
	json_write_str(tokens[draw(TOKENS)], &escaped);
	if (at < b->len && escaped.len >= 2)
		splice(b, at, 0, (struct str){ escaped.p + 1,
		    escaped.len - 2 });
	buf_free(&escaped);
}

static void
read_lines(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	while (nlines < LINES && (n = getline(&line, &size, f)) > 0) {
		lines[nlines++] = (struct str){ line,
		    (size_t)n - (line[n - 1] == '\n') };
		line = NULL;
		size = 0;
	}
	free(line);
	fclose(f);
}

int
main(int argc, char **argv)
{
	struct buf b = { 0 };
	uint64_t n, changes;
	bool gentle;
	int i;

	if (argc < 4) {
		fprintf(stderr, "usage: mutate N SEED FILE ...\n");
		return 64;
	}
	state = strtoull(argv[2], NULL, 10) * 2 + 1;
	for (i = 3; i < argc; i++)
		read_lines(argv[i]);
	for (n = strtoull(argv[1], NULL, 10); nlines > 0 && n > 0; n--) {
		buf_reset(&b);
		/* a blank line would count as none */
		buf_adds(&b, lines[draw(nlines)]);
		gentle = draw(4) != 0;
		for (changes = 1 + draw(CHANGES); changes > 0; changes--)
			gentle ? change_inside(&b) : change(&b);
		if (str_trim(buf_str(&b)).len == 0)
			buf_adds(&b, STR("?"));
		buf_addc(&b, '\n');
		fwrite(b.p, 1, b.len, stdout);
	}
	buf_free(&b);
	while (nlines > 0)
		free((char *)(uintptr_t)lines[--nlines].p);
	return ferror(stdout) ? 1 : 0;
}
