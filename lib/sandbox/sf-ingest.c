/* A bulk job's table, row by row. */
#include <string.h>

#include "base/csv.h"
#include "sandbox/sf.h"

struct ingest {
	struct request			*q;
	const struct object_type	*t;
	struct str			 operation;
	struct sf_field			 by;
	struct csv			 csv;
	struct str			*columns;
	size_t				 ncolumns;
	struct buf			 good, bad, rest;
	int64_t				 done, failed, most;
};

/* "chatcrm_id__c", or "Account.chatcrm_id__c" for a parent. */
static bool
is_column(struct ingest *in, struct str name)
{
	size_t dot = str_find(name, STR("."));
	struct sf_field f;

	if (dot != (size_t)-1)
		return sf_parent(in->q, in->t, str_to(name, dot), &f);
	return sf_field(in->q, in->t, name, &f);
}

static bool
read_header(struct ingest *in, struct err *e)
{
	size_t i;

	if (csv_next(&in->csv, e) != 1)
		return err_set(e, ERR_INPUT, NULL,
		    "InvalidBatch : The table has no header") == 0;
	in->columns = arena_array(in->q->a, in->csv.n, sizeof(struct str));
	in->ncolumns = in->csv.n;
	for (i = 0; i < in->csv.n; i++) {
		in->columns[i] = in->csv.fields[i];
		if (!is_column(in, in->columns[i]))
			return err_set(e, ERR_INPUT, NULL, "InvalidBatch : "
			    "Field name not found : %.*s",
			    STR_ARG(str_to(in->columns[i], 100))) == 0;
	}
	return true;
}

static void
begin_table(struct ingest *in, struct buf *b, const char *one,
    const char *two)
{
	size_t i;

	if (one != NULL) {
		csv_field(b, str_of(one), true);
		csv_field(b, str_of(two), false);
	}
	for (i = 0; i < in->ncolumns; i++)
		csv_field(b, in->columns[i], one == NULL && i == 0);
	csv_end(b);
}

static void
put_row(struct ingest *in, struct buf *b, bool first)
{
	size_t i;

	for (i = 0; i < in->csv.n; i++)
		csv_field(b, in->csv.fields[i], first && i == 0);
	csv_end(b);
}

/* Empty leaves a field as it is, "#N/A" clears it. */
static struct json
row_json(struct ingest *in, struct str *key, struct str *id)
{
	struct json o = json_object(), parent, v;
	struct str name, s;
	size_t i, dot;

	*key = *id = STR_NONE;
	for (i = 0; i < in->ncolumns && i < in->csv.n; i++) {
		name = in->columns[i];
		s = in->csv.fields[i];
		dot = str_find(name, STR("."));
		v = str_eq(s, STR("#N/A")) ? json_null() : json_str(s);
		if (str_ieq(name, STR("Id")))
			*id = s;
		if (in->by.name != NULL && str_ieq(name,
		    str_of(in->by.name)))
			*key = s;
		else if (s.len > 0 && dot != (size_t)-1) {
			parent = json_object();
			json_set(&parent, str_from(name, dot + 1), v,
			    in->q->a);
			json_set(&o, str_to(name, dot), parent, in->q->a);
		} else if (s.len > 0 && !str_ieq(name, STR("Id")))
			json_set(&o, name, v, in->q->a);
	}
	return o;
}

static void
run_row(struct ingest *in, struct sf_result *out)
{
	struct str key, id;
	struct json fields = row_json(in, &key, &id);

	*out = (struct sf_result){ .type = in->t };
	if (str_eq(in->operation, STR("insert")))
		sf_create(in->q, in->t, &fields, out);
	else if (str_eq(in->operation, STR("update")))
		sf_update(in->q, in->t, id, &fields, out);
	else if (str_eq(in->operation, STR("upsert")))
		sf_upsert(in->q, in->t, &in->by, key, &fields, false, out);
	else
		sf_delete(in->q, id, out);
}

/* "REQUIRED_FIELD_MISSING:Required fields are missing: [X]:X --" */
static struct str
error_text(struct ingest *in, const struct sf_error *e)
{
	struct buf b = { 0 };
	struct str s;
	uint32_t i;

	buf_printf(&b, "%s:%.*s:", e->code, STR_ARG(e->message));
	for (i = 0; i < e->fields.len; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? " " : "",
		    STR_ARG(sf_text(&e->fields.items[i])));
	buf_adds(&b, STR(" --"));
	s = arena_str(in->q->a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void
take_row(struct ingest *in)
{
	struct sf_result out;

	run_row(in, &out);
	in->done++;
	if (out.error.code != NULL) {
		in->failed++;
		csv_field(&in->bad, out.id != 0 ? sf_id_text(in->t, out.id,
		    in->q->a) : STR(""), true);
		csv_field(&in->bad, error_text(in, &out.error), false);
		put_row(in, &in->bad, false);
		return;
	}
	csv_field(&in->good, sf_id_text(in->t, out.id, in->q->a), true);
	csv_field(&in->good, out.created ? STR("true") : STR("false"),
	    false);
	put_row(in, &in->good, false);
}

/* 0: all rows; -1: the job fails on the way, and the rest is not done. */
static int
take_rows(struct ingest *in, struct err *e)
{
	int rc;

	while ((rc = csv_next(&in->csv, e)) == 1)
		if (in->most == 0 || in->done < in->most)
			take_row(in);
		else
			put_row(in, &in->rest, true);
	if (rc == 0 && in->rest.len > 0 && in->most > 0 &&
	    in->done == in->most)
		rc = err_set(e, ERR_INPUT, NULL, "TransientFailure : The job "
		    "was given up");
	return rc;
}

static void
finish(struct ingest *in, struct json *job, int rc, const struct err *e)
{
	struct request *q = in->q;

	sf_job_put(q, job, "good", buf_str(&in->good));
	sf_job_put(q, job, "bad", buf_str(&in->bad));
	sf_job_put(q, job, "rest", buf_str(&in->rest));
	json_set(job, STR("state"), json_str(rc == 0 ? STR("JobComplete") :
	    STR("Failed")), q->a);
	if (rc != 0)
		json_set(job, STR("errorMessage"), json_str(arena_str(q->a,
		    str_of(e->msg))), q->a);
	json_set(job, STR("numberRecordsProcessed"), json_int(in->done,
	    q->a), q->a);
	json_set(job, STR("numberRecordsFailed"), json_int(in->failed, q->a),
	    q->a);
	json_set(job, STR("retries"), json_int(0, q->a), q->a);
	json_set(job, STR("totalProcessingTime"), json_int(in->done, q->a),
	    q->a);
	buf_free(&in->good);
	buf_free(&in->bad);
	buf_free(&in->rest);
}

void
sf_ingest(struct request *q, struct json *job)
{
	struct ingest in = { .q = q, .t = sf_type(q, json_get_str(job,
	    STR("object"))), .operation = json_get_str(job,
	    STR("operation")) };
	struct str text = sf_job_part(q, job, "csv");
	struct json most = sf_rule(q, "bulk_rows");
	struct sf_error unused;
	struct err e = { 0 };
	int rc = -1;

	sf_external(q, in.t, json_get_str(job, STR("externalIdFieldName")),
	    &in.by, &unused);
	if (!str_eq(in.operation, STR("upsert")))
		in.by.name = NULL;
	if (most.type == JSON_NUMBER)
		json_to_int(&most, &in.most);
	csv_open(&in.csv, text.p != NULL ? text : STR(""), q->a);
	if (read_header(&in, &e)) {
		begin_table(&in, &in.good, "sf__Id", "sf__Created");
		begin_table(&in, &in.bad, "sf__Id", "sf__Error");
		begin_table(&in, &in.rest, NULL, NULL);
		rc = take_rows(&in, &e);
	} else
		buf_adds(&in.rest, text.p != NULL ? text : STR(""));
	finish(&in, job, rc, &e);
}
