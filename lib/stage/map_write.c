/* What leaves map: tags, and the record without what stays behind. */
#include "stage/map_making.h"
#include "stage/map_on.h"
#include "stage/map_redact.h"

enum { TAGS_MAX = 100 };	/* on one record; hostile input has more */

static void
add_tag(struct making *m, const struct json *v)
{
	size_t i;

	if (v->type != JSON_STRING || v->len == 0)
		return;
	for (i = 0; i < m->tags.len; i++)
		if (json_equal(&m->tags.items[i], v))
			return;
	if (m->tags.len == TAGS_MAX) {
		map_note(&m->run, "tags.too_many", "warning", "dropped",
		    NULL, "tags");
		return;
	}
	json_push(&m->tags, *v, m->run.a);
}

/* Of nobody only tags that say the same of everybody may be told. */
static bool
may_tag(const struct making *m, const struct map_tag *t)
{
	return m->judged.withheld < WITHHELD_PERSON || t->from.literal != NULL;
}

static void
tag(struct making *m, const struct map_tag *t)
{
	enum cel_status status = CEL_ABSENT;
	int held = may_tag(m, t) ? map_expr_holds(&t->when, m->vars,
	    m->run.a) : 0;
	struct json v;
	struct err e;
	size_t which, i;

	if (held == 1)
		status = map_expr_json(&t->from, m->vars, m->run.a, &v,
		    &which, &e);
	if (held == -1 || status == CEL_FAIL)
		map_note(&m->run, "expr.error", "warning", "dropped", NULL,
		    "tags");
	if (status != CEL_OK)
		return;
	map_redact(&m->run, &v, "tags");
	add_tag(m, &v);
	for (i = 0; v.type == JSON_ARRAY && i < v.len; i++)
		add_tag(m, &v.items[i]);
}

void
map_tags(struct making *m)
{
	size_t i;

	for (i = 0; i < m->s->ntags; i++)
		if (map_on_happened(&m->run, m->s->tags[i].event))
			tag(m, &m->s->tags[i]);
}

/* What stays behind, for the sake of the person or of a topic. */
static void
withhold(struct making *m)
{
	struct map_note *n;
	int i;

	map_withhold(&m->conversation, m->judged.withheld, m->run.a);
	if (m->judged.withheld < WITHHELD_PERSON)
		return;
	map_name_hide(m);
	m->person = json_object();
	for (i = 0; i < MAP_OBJECTS; i++)
		m->objects[i] = json_object();
	m->custom = json_object();
	for (n = m->run.notes; n != NULL; n = n->next)
		n->was = NULL;
}

/* The input as it came, without secrets. */
static void
keep_raw(struct making *m, const struct rec *r, struct json *root)
{
	struct json raw;

	if (!m->s->keep_raw || m->judged.withheld != WITHHELD_NOTHING)
		return;
	raw = json_copy(&r->doc.root, r->arena);
	map_redact(&m->run, &raw, "raw");
	map_redact_words(&m->run, &m->s->privacy.talk, &raw, "raw");
	json_add(root, STR("raw"), raw, r->arena);
}

static void
mark(struct making *m, struct json *root)
{
	bool marked = false;
	size_t i;
	int holds;

	for (i = 0; i < m->s->nhigh && !marked; i++) {
		if (!map_on_happened(&m->run, m->s->high[i].event))
			continue;
		holds = map_expr_holds(&m->s->high[i].when, m->vars,
		    m->run.a);
		marked = holds == 1;
		if (holds == -1)
			map_note(&m->run, "expr.error", "warning", "dropped",
			    NULL, "high_value");
	}
	if (marked)
		json_add(root, STR("high_value"), json_bool(true), m->run.a);
}

/* Its parts in their fixed order. */
void
map_write(struct making *m, struct rec *r)
{
	struct json root = json_object();
	struct map_note *n;
	int i;

	withhold(m);
	map_redact_talk(&m->run, &m->s->privacy.talk, &m->conversation);
	json_add(&root, STR("chatcrm"), json_int(RECORD_VERSION, r->arena),
	    r->arena);
	json_add(&root, STR("id"), json_str(m->id), r->arena);
	map_put(m, &root, STR("at"), m->head.at);
	map_add(m, &root, "source", m->source);
	map_add(m, &root, "person", m->person);
	for (i = 0; i < MAP_OBJECTS; i++)
		map_add(m, &root, map_objects[i], m->objects[i]);
	map_add(m, &root, "objects", m->custom);
	map_add(m, &root, "conversation", m->conversation);
	map_add(m, &root, "tags", m->tags);
	map_add(m, &root, "withheld", m->judged.reasons);
	mark(m, &root);
	keep_raw(m, r, &root);
	r->doc = (struct json_doc){ .root = root, .arena = r->arena };
	for (n = m->run.notes; n != NULL; n = n->next)
		record_find(r, n->field, n->code, n->severity, n->did,
		    n->was);
}
