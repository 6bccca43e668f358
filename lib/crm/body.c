/* body: what is sent, in the form that the operation asks for. */
#include "base/csv.h"
#include "crm/profile.h"

/* application/x-www-form-urlencoded; what is null is left out. */
static int
write_form(const struct json *v, struct buf *b, struct err *e)
{
	const struct json *one;
	size_t i;

	if (v->type != JSON_OBJECT)
		return err_set(e, ERR_CONFIG, "profile.body",
		    "content form is a map of names to values");
	for (i = 0; i < v->len; i++) {
		one = &v->members[i].value;
		if (one->type == JSON_NULL)
			continue;
		if (b->len > 0)
			buf_addc(b, '&');
		http_escape(v->members[i].key, b);
		buf_addc(b, '=');
		http_escape(json_scalar(one), b);
	}
	return 0;
}

/* The columns: all keys, in the order in which they first come. */
static struct json
columns(const struct json *rows, struct arena *a)
{
	struct json all = json_object();
	size_t i, k;

	for (i = 0; i < rows->len; i++)
		for (k = 0; rows->items[i].type == JSON_OBJECT &&
		    k < rows->items[i].len; k++)
			json_set(&all, rows->items[i].members[k].key,
			    json_null(), a);
	return all;
}

/* ${row} NULL: the names of the columns. */
static void
write_row(const struct json *row, const struct json *all, struct buf *b)
{
	const struct json *v;
	size_t k;

	for (k = 0; k < all->len; k++) {
		v = row != NULL ? json_get(row, all->members[k].key) : NULL;
		csv_field(b, row == NULL ? all->members[k].key : v != NULL ?
		    json_scalar(v) : STR(""), k == 0);
	}
	csv_end(b);
}

/* What is null, or not in a row, is an empty field. */
static int
write_csv(const struct json *v, struct buf *b, struct err *e)
{
	struct arena a = { 0 };
	struct json all;
	size_t i;

	if (v->type != JSON_ARRAY)
		return err_set(e, ERR_CONFIG, "profile.body",
		    "content csv is a list of maps, one a row");
	all = columns(v, &a);
	write_row(NULL, &all, b);
	for (i = 0; i < v->len; i++)
		write_row(&v->items[i], &all, b);
	arena_free(&a);
	return 0;
}

int
body_write(const struct crm_op *op, const struct json *v, struct buf *b,
    struct err *e)
{
	switch (op->content) {
	case CRM_FORM:
		return write_form(v, b, e);
	case CRM_CSV:
		return write_csv(v, b, e);
	default:
		return json_write(v, b);
	}
}
