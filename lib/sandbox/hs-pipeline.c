/* Pipelines of deals and tickets, and the stages that there are. */
#include <string.h>

#include "sandbox/hs.h"

struct stage {
	const char	*id, *label;
	const char	*key, *value;	/* of its metadata */
};

static const struct stage deal_stages[] = {
	{ "appointmentscheduled", "Appointment scheduled", "probability",
	    "0.2" },
	{ "qualifiedtobuy", "Qualified to buy", "probability", "0.4" },
	{ "presentationscheduled", "Presentation scheduled", "probability",
	    "0.6" },
	{ "decisionmakerboughtin", "Decision maker bought in", "probability",
	    "0.8" },
	{ "contractsent", "Contract sent", "probability", "0.9" },
	{ "closedwon", "Closed won", "probability", "1.0" },
	{ "closedlost", "Closed lost", "probability", "0.0" },
	{ .id = NULL }
};

static const struct stage ticket_stages[] = {
	{ "1", "New", "ticketState", "OPEN" },
	{ "2", "Waiting on contact", "ticketState", "OPEN" },
	{ "3", "Waiting on us", "ticketState", "OPEN" },
	{ "4", "Closed", "ticketState", "CLOSED" },
	{ .id = NULL }
};

static const struct {
	const char		*type, *id, *label;
	const struct stage	*stages;
} pipelines[] = {
	{ "deals", "default", "Sales pipeline", deal_stages },
	{ "tickets", "0", "Support pipeline", ticket_stages },
};

enum { PIPELINES = sizeof(pipelines) / sizeof(pipelines[0]) };

static void
set_frame(struct request *q, struct json *o, const char *id,
    const char *label, int64_t order)
{
	api_set(q, o, "id", api_text(id));
	api_set(q, o, "label", api_text(label));
	api_set(q, o, "displayOrder", json_int(order, q->a));
	api_set(q, o, "createdAt", api_text("2026-01-01T00:00:00.000Z"));
	api_set(q, o, "updatedAt", api_text("2026-01-01T00:00:00.000Z"));
	api_set(q, o, "archived", json_bool(false));
}

static struct json
stage_json(struct request *q, const struct stage *s, int64_t order)
{
	struct json o = json_object(), meta = json_object();

	set_frame(q, &o, s->id, s->label, order);
	api_set(q, &meta, s->key, api_text(s->value));
	api_set(q, &o, "metadata", meta);
	return o;
}

static struct json
stages_json(struct request *q, size_t i)
{
	const struct stage *s;
	struct json list = json_array();

	for (s = pipelines[i].stages; s->id != NULL; s++)
		json_push(&list, stage_json(q, s, list.len), q->a);
	return list;
}

static struct json
pipeline_json(struct request *q, size_t i)
{
	struct json o = json_object();

	set_frame(q, &o, pipelines[i].id, pipelines[i].label, 0);
	api_set(q, &o, "stages", stages_json(q, i));
	return o;
}

static void
answer_list(struct request *q, struct answer *r, struct json list)
{
	r->status = 200;
	r->body = json_object();
	api_set(q, &r->body, "results", list);
}

void
hs_pipeline_list(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	struct json list = json_array();
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < PIPELINES; i++)
		if (strcmp(pipelines[i].type, t->name) == 0)
			json_push(&list, pipeline_json(q, i), q->a);
	answer_list(q, r, list);
}

/* The pipeline of arguments 0 and 1; PIPELINES and a 404 if there is none. */
static size_t
find(struct request *q, struct answer *r)
{
	const struct object_type *t = hs_type(q, 0, r);
	size_t i;

	if (t == NULL)
		return PIPELINES;
	for (i = 0; i < PIPELINES; i++)
		if (strcmp(pipelines[i].type, t->name) == 0 &&
		    str_eq(q->args[1], str_of(pipelines[i].id)))
			return i;
	hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "No such pipeline");
	return PIPELINES;
}

void
hs_pipeline_get(struct request *q, struct answer *r)
{
	size_t i = find(q, r);

	if (i == PIPELINES)
		return;
	r->status = 200;
	r->body = pipeline_json(q, i);
}

void
hs_stage_list(struct request *q, struct answer *r)
{
	size_t i = find(q, r);

	if (i < PIPELINES)
		answer_list(q, r, stages_json(q, i));
}

void
hs_stage_get(struct request *q, struct answer *r)
{
	size_t i = find(q, r);
	const struct stage *s;

	if (i == PIPELINES)
		return;
	for (s = pipelines[i].stages; s->id != NULL; s++)
		if (str_eq(q->args[2], str_of(s->id))) {
			r->status = 200;
			r->body = stage_json(q, s, s - pipelines[i].stages);
			return;
		}
	hs_fail(q, r, 404, "OBJECT_NOT_FOUND", "No such stage");
}
