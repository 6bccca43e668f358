/* chatcrm csv [FILE ...]: tables to JSON lines. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "driver/driver.h"
#include "json/json.h"
#include "record/cmd.h"

/* One table on its way; the rows' memory is that of one row. */
struct table {
	const char	*name;
	struct csv	 csv;
	struct arena	 head, row;
	struct str	*names;
	size_t		 n;
	struct buf	 out;
};

/* A column without a name, or with one that is taken, is called by its place. */
static void
take_names(struct table *t)
{
	size_t i, k;

	t->n = t->csv.n;
	t->names = arena_array(&t->head, t->n + 1, sizeof(*t->names));
	for (i = 0; i < t->n; i++) {
		t->names[i] = arena_str(&t->head, str_trim(t->csv.fields[i]));
		for (k = 0; k < i && t->names[i].len > 0; k++)
			if (str_eq(t->names[k], t->names[i]))
				break;
		if (t->names[i].len == 0)
			t->names[i] = arena_printf(&t->head, "column_%zu",
			    i + 1);
		else if (k < i)
			t->names[i] = arena_printf(&t->head, "%.*s_%zu",
			    STR_ARG(t->names[i]), i + 1);
	}
}

static int
fault(const struct table *t, const char *code, const char *what,
    struct err *e)
{
	err_set(e, ERR_INPUT, code, "%s", what);
	return err_at(e, (struct where){ t->name, t->csv.line, 0 });
}

/* Spreadsheets write commas for columns that nobody filled. */
static bool
has_more(const struct table *t)
{
	size_t i;

	for (i = t->n; i < t->csv.n; i++)
		if (t->csv.fields[i].len > 0)
			return true;
	return false;
}

static int
put_row(struct table *t, struct err *e)
{
	struct json o = json_object();
	size_t i;

	if (has_more(t))
		return fault(t, "csv.row", "the row has more fields than the "
		    "first line has names: is a text with commas not quoted?",
		    e);
	for (i = 0; i < t->csv.n && i < t->n; i++) {
		if (!utf8_valid(t->csv.fields[i]))
			return fault(t, "csv.utf8", "the row is no UTF-8: "
			    "convert the file with iconv", e);
		if (t->csv.fields[i].len > 0)
			json_add(&o, t->names[i], json_str(t->csv.fields[i]),
			    &t->row);
	}
	buf_reset(&t->out);
	json_write(&o, &t->out);
	buf_addc(&t->out, '\n');
	if (fwrite(t->out.p, 1, t->out.len, stdout) != t->out.len)
		return err_errno(e, ERR_IO, "cannot write");
	return 0;
}

static int
put_rows(struct table *t, struct str text, struct err *e)
{
	int ret;

	csv_open(&t->csv, text, &t->row);
	csv_guess(&t->csv);
	ret = csv_next(&t->csv, e);
	if (ret == 1)
		take_names(t);
	while (ret == 1) {
		arena_reset(&t->row);
		ret = csv_next(&t->csv, e);
		if (ret == 1 && put_row(t, e) == -1)
			return -1;
	}
	if (ret == -1)
		e->at.name = t->name;
	return ret;
}

static int
put_file(FILE *f, const char *name, struct err *e)
{
	struct table t = { .name = name };
	struct buf text = { 0 };
	size_t n = 1;
	int ret = 0;

	while (n > 0 && ret == 0) {
		if (buf_room(&text, 1 << 16) != 0) {
			ret = err_set(e, ERR_IO, "io.memory",
			    "no memory for a table of %zu bytes", text.len);
			break;
		}
		n = fread(text.p + text.len, 1, 1 << 16, f);
		text.len += n;
	}
	if (ret == 0 && ferror(f))
		ret = err_errno(e, ERR_IO, "cannot read %s", name);
	if (ret == 0)
		ret = put_rows(&t, buf_str(&text), e);
	buf_free(&text);
	buf_free(&t.out);
	arena_free(&t.row);
	arena_free(&t.head);
	return ret;
}

static int
put_named(const char *name, struct err *e)
{
	FILE *f;
	int ret;

	if (strcmp(name, "-") == 0)
		return put_file(stdin, "-", e);
	if ((f = fopen(name, "r")) == NULL)
		return err_errno(e, ERR_IO, "cannot open %s", name);
	ret = put_file(f, name, e);
	fclose(f);
	return ret;
}

enum status
driver_csv(int argc, char **argv, struct err *e)
{
	struct cmd_common common = { 0 };
	const struct opts opts = { .program = "chatcrm csv",
	    .purpose = "Make JSON lines of tables of comma-separated values.",
	    .operands = "[FILE ...]" };
	int n = cmd_options(&opts, &common, argc, argv), i, ret = 0;

	if (n == 0)
		ret = put_named("-", e);
	for (i = 0; i < n && ret == 0; i++)
		ret = put_named(argv[i + 1], e);
	if (ret == 0 && fflush(stdout) != 0)
		ret = err_errno(e, ERR_IO, "cannot write");
	return ret == 0 ? STATUS_OK : status_of(e->kind);
}
