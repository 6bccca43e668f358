/* result: one line of answer for each line of input. */
#include "push/people.h"

const char *const outcome_names[OUT_COUNT] = {
	"unchanged", "created", "updated", "stale", "deferred",
	"quarantined", "refused", "skipped"
};

static struct json
text(const char *s)
{
	return json_str(str_of(s));
}

static void
put_err(struct json *o, const struct err *err, struct str stage,
    struct arena *a)
{
	struct json v = json_object();

	if (stage.p != NULL)
		json_set(&v, STR("stage"), json_str(stage), a);
	json_set(&v, STR("code"), text(err->code != NULL ? err->code :
	    "unknown"), a);
	if (err->msg[0] != '\0')
		json_set(&v, STR("message"), text(err->msg), a);
	if (err->field[0] != '\0')
		json_set(&v, STR("field"), text(err->field), a);
	json_set(o, STR("error"), v, a);
}

static void
put_thing(struct json *o, const struct thing *t, bool first,
    struct arena *a)
{
	struct json v = json_object();

	if (t->id.p != NULL)
		json_set(&v, STR("id"), json_str(t->id), a);
	json_set(&v, STR("did"), text(first ? outcome_names[t->did] :
	    "merged"), a);
	json_set(o, str_of(crm_type_names[t->type]), v, a);
}

/* Several of a type: deals and tickets of a record, and of its actions. */
static void
put_children(struct json *o, const struct job *j, enum crm_type type,
    struct arena *a)
{
	struct json v = json_object(), ids = json_array();
	const struct thing *t, *first = NULL;
	size_t i;

	for (i = 0; i < j->nchildren; i++) {
		t = &j->children[i].thing;
		if (t->type != type || !t->settled)
			continue;
		if (first == NULL || first->did == OUT_UNCHANGED)
			first = t;
		if (t->id.p != NULL)
			json_push(&ids, json_str(t->id), a);
	}
	if (first == NULL)
		return;
	json_set(&v, STR("ids"), ids, a);
	json_set(&v, STR("did"), text(outcome_names[first->did]), a);
	json_set(o, str_of(crm_type_names[type]), v, a);
}

static struct json
describe_act(const struct act *act, struct arena *a)
{
	struct json v = json_object();
	struct str flow = json_get_str(act->node, STR("workflow"));

	json_set(&v, STR("type"), json_str(act->type), a);
	if (flow.p != NULL)
		json_set(&v, STR("workflow"), json_str(flow), a);
	json_set(&v, STR("did"), text(act->did != NULL ? act->did :
	    "unsent"), a);
	if (act->child != NULL && act->child->thing.id.p != NULL)
		json_set(&v, STR("id"), json_str(act->child->thing.id), a);
	if (act->err.kind != ERR_NONE)
		put_err(&v, &act->err, STR_NONE, a);
	return v;
}

/* What became of each of the record's actions, in their order. */
static void
put_acts(struct json *line, const struct job *j, struct arena *a)
{
	struct json list = json_array();
	size_t i;

	for (i = 0; i < j->nacts && !j->answered; i++)
		if (!j->acts[i].own)
			json_push(&list, describe_act(&j->acts[i], a), a);
	if (list.len > 0)
		json_set(line, STR("actions"), list, a);
	if (j->unsent.len > 0)
		json_set(line, STR("unsent"), j->unsent, a);
}

static void
put_notes(struct json *o, const struct job *j, struct arena *a)
{
	struct json v = json_object(), ids = json_array();
	struct json stale = json_array();
	enum outcome did = OUT_UNCHANGED;
	const struct thing *t;
	size_t i;

	for (i = 0; i < j->nnotes; i++) {
		t = &j->notes[i].thing;
		if (t->id.p != NULL)
			json_push(&ids, json_str(t->id), a);
		if (i == 0 || t->did == OUT_DEFERRED ||
		    t->did == OUT_REFUSED || did == OUT_UNCHANGED)
			did = t->did;
	}
	json_set(&v, STR("ids"), ids, a);
	json_set(&v, STR("did"), text(outcome_names[did]), a);
	for (i = 0; i < j->nsurplus; i++)
		if (j->surplus[i].thing.did == OUT_STALE)
			json_push(&stale, json_str(j->surplus[i].thing.id),
			    a);
	if (stale.len > 0)
		json_set(&v, STR("stale"), stale, a);
	json_set(o, STR("note"), v, a);
}

/* A text that is not in the list yet. */
static void
add_new(struct json *list, struct str id, struct arena *a)
{
	size_t i;

	if (id.len == 0)
		return;
	for (i = 0; i < list->len; i++)
		if (str_eq((struct str){ list->items[i].text,
		    list->items[i].len }, id))
			return;
	json_push(list, json_str(id), a);
}

/* How often the worst of its requests was sent, and what the CRM calls them. */
static void
put_requests(struct json *line, const struct job *j, struct arena *a)
{
	const struct entity *en = j->person;
	struct json list = json_array();
	unsigned attempts = 1;
	size_t i;

	if (en != NULL) {
		add_new(&list, en->thing.request, a);
		if (en->firm != NULL)
			add_new(&list, en->firm->thing.request, a);
		if (en->thing.item.attempts > attempts)
			attempts = en->thing.item.attempts;
	}
	for (i = 0; i < j->nchildren; i++) {
		add_new(&list, j->children[i].thing.request, a);
		if (j->children[i].thing.item.attempts > attempts)
			attempts = j->children[i].thing.item.attempts;
	}
	for (i = 0; i < j->nnotes; i++) {
		add_new(&list, j->notes[i].thing.request, a);
		if (j->notes[i].thing.item.attempts > attempts)
			attempts = j->notes[i].thing.item.attempts;
	}
	json_set(line, STR("attempts"), json_int(attempts, a), a);
	if (list.len > 0)
		json_set(line, STR("requests"), list, a);
}

static void
put_latency(struct json *line, const struct job *j, struct arena *a)
{
	int64_t now = now_millis();
	struct json v = json_object();

	if (j->at > 0)
		json_set(&v, STR("event_ms"), json_int(now - j->at, a), a);
	json_set(&v, STR("line_ms"), json_int(now - j->arrived, a), a);
	json_set(line, STR("latency"), v, a);
}

void
result_candidates(struct json *line, struct push *p, const struct job *j)
{
	struct arena *a = &p->arena;
	struct json list = json_array();
	const struct crm_hit *h = j->candidates;

	if (j->rivals.n > 0)
		h = ledger_candidates(p, &j->rivals);
	for (; h != NULL; h = h->next)
		if (h->id.p != NULL)
			json_push(&list, json_str(h->id), a);
	if (list.len > 0)
		json_set(line, STR("candidates"), list, a);
}

static void
add_similar(struct json *list, struct push *p, const struct job *j,
    const struct crm_hit *h)
{
	for (; h != NULL; h = h->next)
		if (h->id.p != NULL && (j->person == NULL ||
		    !str_eq(h->id, j->person->thing.id)))
			add_new(list, h->id, &p->arena);
}

static void
put_similar(struct json *line, struct push *p, const struct job *j)
{
	struct json list = json_array();

	add_similar(&list, p, j, ledger_candidates(p, &j->similar));
	if (j->namesakes != NULL && j->namesakes->verdict == CRM_OK)
		add_similar(&list, p, j, j->namesakes->hits);
	if (list.len > 0)
		json_set(line, STR("similar"), list, &p->arena);
}

static void
put_objects(struct json *line, const struct job *j, struct arena *a)
{
	struct json o = json_object();

	if (j->person != NULL && j->person->thing.settled) {
		put_thing(&o, &j->person->thing, j->person->first == j, a);
		if (j->person->firm != NULL)
			put_thing(&o, &j->person->firm->thing, true, a);
		put_children(&o, j, CRM_DEAL, a);
		put_children(&o, j, CRM_TICKET, a);
		put_children(&o, j, CRM_TASK, a);
		if (j->nnotes > 0 && j->notes[0].thing.settled)
			put_notes(&o, j, a);
	}
	if (o.len > 0)
		json_set(line, STR("objects"), o, a);
}

static void
put_lease(struct json *line, const struct job *j, struct arena *a)
{
	const struct json *lease = json_path(&j->doc.root, "source.lease");

	if (lease != NULL)
		json_set(line, STR("lease"), *lease, a);
}

/* A Singer tap's state: all before it is answered for. */
static void
put_state(struct json *line, const struct job *j, struct arena *a)
{
	const struct json *state = json_get(&j->doc.root, STR("state"));

	if (state != NULL && json_get(&j->doc.root, STR("skipped")) != NULL)
		json_set(line, STR("state"), *state, a);
}

/* The dead letter that was replayed. */
static void
put_dead(struct json *line, const struct job *j, struct arena *a)
{
	const struct json *dead = json_path(&j->doc.root, "source.dead");

	if (dead != NULL)
		json_set(line, STR("dead"), *dead, a);
}

/* What it came to when it was drained from the outbox. */
static void
put_same(struct json *line, struct push *p, const struct job *j)
{
	static const struct str names[] = { { "objects", 7 },
	    { "attempts", 8 }, { "requests", 8 } };
	struct json_doc was;
	struct json *v;
	size_t i;

	if (json_parse(p->parser, j->same->line, &p->arena, &was,
	    NULL) == -1)
		return;
	for (i = 0; i < 3; i++)
		if ((v = json_get(&was.root, names[i])) != NULL)
			json_set(line, names[i], *v, &p->arena);
}

void
result_write(struct push *p, const struct job *j)
{
	struct arena *a = &p->arena;
	struct json line = json_object();

	json_set(&line, STR("chatcrm"), json_int(RECORD_VERSION, a), a);
	json_set(&line, STR("id"), j->id.p != NULL ? json_str(j->id) :
	    json_null(), a);
	json_set(&line, STR("outcome"), text(outcome_names[j->outcome]), a);
	put_objects(&line, j, a);
	put_acts(&line, j, a);
	result_candidates(&line, p, j);
	put_similar(&line, p, j);
	if (j->same != NULL)
		put_same(&line, p, j);
	else if (!j->answered)
		put_requests(&line, j, a);
	put_latency(&line, j, a);
	put_dead(&line, j, a);
	json_set(&line, STR("run"), json_int(p->run, a), a);
	if (j->drained)
		json_set(&line, STR("outbox"), json_bool(true), a);
	else
		put_lease(&line, j, a);
	put_state(&line, j, a);
	if (j->err.kind != ERR_NONE)
		put_err(&line, &j->err, j->stage, a);
	json_write(&line, &p->out);
	buf_addc(&p->out, '\n');
}
