/*
 * Jobs of the Bulk API 2.0: made, filled, closed, watched, read.  What a job
 * is to do is done when it is closed; that shows a poll later, as it would.
 */
#include <string.h>

#include "sandbox/sf.h"

/* A job of the Bulk API as it is kept; answers 404 itself. */
static bool
sf_job_find(struct request *q, struct str id, struct json *job,
    struct answer *r)
{
	if (str_starts(id, STR("750")) && store_kept(q->store,
	    arena_str(q->a, id).p, q->a, job))
		return true;
	sf_refuse(q, r, 404, "NOT_FOUND",
	    "The requested resource does not exist");
	return false;
}

static void
sf_job_keep(struct request *q, const struct json *job)
{
	store_keep(q->store, arena_str(q->a, json_get_str(job,
	    STR("id"))).p, job);
}

static const char *
part_name(struct request *q, const struct json *job, const char *part)
{
	return arena_printf(q->a, "%.*s %s", STR_ARG(json_get_str(job,
	    STR("id"))), part).p;
}

struct str
sf_job_part(struct request *q, const struct json *job, const char *part)
{
	struct json v;

	if (!store_kept(q->store, part_name(q, job, part), q->a, &v))
		return STR_NONE;
	return sf_text(&v);
}

void
sf_job_put(struct request *q, const struct json *job, const char *part,
    struct str text)
{
	struct json v = json_str(text);

	store_keep(q->store, part_name(q, job, part), &v);
}

static struct json
new_job(struct request *q, const char *type)
{
	struct json job = json_object();

	api_set(q, &job, "id", json_str(arena_printf(q->a, "750SB0%09llxAAA",
	    (unsigned long long)(api_chance(q) >> 28))));
	api_set(q, &job, "createdById", json_str(sf_id_text(sf_type(q,
	    STR("User")), sf_running_user(q), q->a)));
	api_set(q, &job, "createdDate", sf_time(q->a, q->now));
	api_set(q, &job, "systemModstamp", sf_time(q->a, q->now));
	api_set(q, &job, "concurrencyMode", json_str(STR("Parallel")));
	api_set(q, &job, "contentType", json_str(STR("CSV")));
	api_set(q, &job, "apiVersion", json_double(67, q->a));
	api_set(q, &job, "jobType", json_str(str_of(type)));
	api_set(q, &job, "lineEnding", json_str(STR("LF")));
	api_set(q, &job, "columnDelimiter", json_str(STR("COMMA")));
	return job;
}

static bool
is_operation(struct str s)
{
	static const char *const all[] = { "insert", "update", "upsert",
	    "delete", "hardDelete", NULL };

	return str_in(s, all);
}

/* May such a job be? */
static bool
check_job(struct request *q, const struct object_type *t, struct answer *r)
{
	struct str op = json_get_str(&q->in, STR("operation"));
	struct str by = json_get_str(&q->in, STR("externalIdFieldName"));
	struct sf_error e = { 0 };
	struct sf_field f;

	if (t == NULL)
		sf_refuse(q, r, 400, "INVALIDENTITY", "The object name is "
		    "not supported by the Bulk API");
	else if (!is_operation(op))
		sf_refuse(q, r, 400, "INVALIDJOB", "operation is insert, "
		    "update, upsert, delete or hardDelete");
	else if (str_eq(op, STR("upsert")) && !sf_external(q, t, by, &f, &e))
		sf_refuse(q, r, 400, "INVALIDJOB", "InvalidJob : Field name "
		    "provided, %.*s does not match an External ID, Salesforce "
		    "Id, or indexed field for %s", STR_ARG(str_to(by, 100)),
		    t->name);
	else
		return true;
	return false;
}

void
sf_job_create(struct request *q, struct answer *r)
{
	static const char *const taken[] = { "operation", "lineEnding",
	    "columnDelimiter", "externalIdFieldName", "assignmentRuleId",
	    NULL };
	const struct object_type *t = sf_type(q, json_get_str(&q->in,
	    STR("object")));
	struct json job;
	struct str v;
	size_t i;

	if (!check_job(q, t, r))
		return;
	job = new_job(q, "V2Ingest");
	api_set(q, &job, "object", json_str(str_of(t->name)));
	for (i = 0; taken[i] != NULL; i++)
		if ((v = json_get_str(&q->in, str_of(taken[i]))).len > 0)
			api_set(q, &job, taken[i], json_str(v));
	api_set(q, &job, "state", json_str(STR("Open")));
	api_set(q, &job, "contentUrl", json_str(arena_printf(q->a,
	    "%.*s/jobs/ingest/%.*s/batches", STR_ARG(str_from(sf_base(q),
	    1)), STR_ARG(json_get_str(&job, STR("id"))))));
	sf_job_keep(q, &job);
	r->status = 200;
	r->body = job;
}

static bool
in_state(struct request *q, const struct json *job, const char *state,
    struct answer *r)
{
	if (str_eq(json_get_str(job, STR("state")), str_of(state)))
		return true;
	sf_refuse(q, r, 400, "INVALIDJOBSTATE", "Job state is not %s. It is "
	    "%.*s.", state, STR_ARG(json_get_str(job, STR("state"))));
	return false;
}

/* One upload a job. */
void
sf_job_upload(struct request *q, struct answer *r)
{
	struct json job;

	if (!sf_job_find(q, q->args[1], &job, r) ||
	    !in_state(q, &job, "Open", r))
		return;
	if (sf_job_part(q, &job, "csv").p != NULL) {
		sf_refuse(q, r, 400, "CLIENT_ERROR", "Found multiple contents "
		    "for job: <%.*s>, please 'Close' / 'Abort' / 'Delete' "
		    "the current Job then create a new Job and make sure you "
		    "only do 'PUT' once on a given Job.",
		    STR_ARG(q->args[1]));
		return;
	}
	sf_job_put(q, &job, "csv", q->body);
	r->status = 201;
}

void
sf_job_patch(struct request *q, struct answer *r)
{
	struct str state = json_get_str(&q->in, STR("state"));
	struct json job;

	if (!sf_job_find(q, q->args[1], &job, r) ||
	    !in_state(q, &job, "Open", r))
		return;
	if (str_eq(state, STR("Aborted"))) {
		sf_job_put(q, &job, "rest", sf_job_part(q, &job, "csv"));
		api_set(q, &job, "state", json_str(state));
	} else if (str_eq(state, STR("UploadComplete"))) {
		sf_ingest(q, &job);
		api_set(q, &job, "then", *json_get(&job, STR("state")));
		api_set(q, &job, "state", json_str(state));
	} else {
		sf_refuse(q, r, 400, "INVALIDJOBSTATE",
		    "state becomes UploadComplete or Aborted");
		return;
	}
	api_set(q, &job, "systemModstamp", sf_time(q->a, q->now));
	sf_job_keep(q, &job);
	r->status = 200;
	r->body = job;
	json_del(&r->body, STR("then"));
}

/* UploadComplete, then InProgress, then what has become of it. */
static void
move_on(struct request *q, struct json *job)
{
	struct str state = json_get_str(job, STR("state"));

	if (str_eq(state, STR("UploadComplete")))
		api_set(q, job, "state", json_str(STR("InProgress")));
	else if (str_eq(state, STR("InProgress")))
		api_set(q, job, "state", json_str(json_get_str(job,
		    STR("then"))));
	else
		return;
	sf_job_keep(q, job);
}

void
sf_job_get(struct request *q, struct answer *r)
{
	if (!sf_job_find(q, q->args[1], &r->body, r))
		return;
	move_on(q, &r->body);
	json_del(&r->body, STR("then"));
	r->status = 200;
}

void
sf_job_delete(struct request *q, struct answer *r)
{
	struct json job, none = json_null();

	if (!sf_job_find(q, q->args[1], &job, r))
		return;
	store_keep(q->store, arena_str(q->a, q->args[1]).p, &none);
	r->status = 204;
}

static void
results(struct request *q, struct answer *r, const char *part)
{
	struct json job;
	struct str text;

	if (!sf_job_find(q, q->args[1], &job, r))
		return;
	text = sf_job_part(q, &job, part);
	r->status = 200;
	r->type = "text/csv;charset=UTF-8";
	r->text = text.p != NULL ? text : STR("");
}

void
sf_job_good(struct request *q, struct answer *r)
{
	results(q, r, "good");
}

void
sf_job_bad(struct request *q, struct answer *r)
{
	results(q, r, "bad");
}

void
sf_job_rest(struct request *q, struct answer *r)
{
	results(q, r, "rest");
}

/* A query as a job: its result is there as soon as somebody looks. */
void
sf_export_create(struct request *q, struct answer *r)
{
	struct str text = json_get_str(&q->in, STR("query"));
	bool all = str_eq(json_get_str(&q->in, STR("operation")),
	    STR("queryAll"));
	struct json job = new_job(q, "V2Query");
	struct buf b = { 0 };

	if (sf_export(q, text, all, &b, r)) {
		api_set(q, &job, "operation", json_str(all ? STR("queryAll") :
		    STR("query")));
		api_set(q, &job, "state", json_str(STR("UploadComplete")));
		api_set(q, &job, "then", json_str(STR("JobComplete")));
		sf_job_put(q, &job, "rows", buf_str(&b));
		sf_job_keep(q, &job);
		json_del(&job, STR("then"));
		r->status = 200;
		r->body = job;
	}
	buf_free(&b);
}

void
sf_export_results(struct request *q, struct answer *r)
{
	results(q, r, "rows");
	if (r->status == 200)
		api_answer_header(r, "Sforce-Locator", STR("null"));
}
