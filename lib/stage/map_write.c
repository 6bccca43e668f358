/* What leaves map: tags, and the record without what stays behind. */
#include "stage/map_making.h"
#include "stage/map_on.h"
#include "stage/map_redact.h"
#include "stage/map_told.h"

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

/* The labels that ${t} gives, without secrets; false if it gives none. */
static bool
tag_value(struct making *m, const struct map_tag *t, struct json *v)
{
	enum cel_status status = CEL_ABSENT;
	int held = may_tag(m, t) ? map_expr_holds(&t->when, m->vars,
	    m->run.a) : 0;
	struct err e;
	size_t which;

	if (held == 1)
		status = map_expr_json(&t->from, m->vars, m->run.a, v,
		    &which, &e);
	if (held == -1 || status == CEL_FAIL)
		map_note(&m->run, "expr.error", "warning", "dropped", NULL,
		    "tags");
	if (status != CEL_OK)
		return false;
	map_redact(&m->run, v, "tags");
	return true;
}

static void
tag(struct making *m, const struct map_tag *t)
{
	bool told = m->run.told != NULL, given;
	size_t i;
	struct json v;

	if (told)
		map_told_label(&m->run, "tags", &t->when, &t->from, m->vars);
	given = tag_value(m, t, &v);
	if (given)
		add_tag(m, &v);
	for (i = 0; given && v.type == JSON_ARRAY && i < v.len; i++)
		add_tag(m, &v.items[i]);
	if (told)
		map_told_given(&m->run, given && (v.type == JSON_ARRAY ||
		    v.type == JSON_STRING) ? &v : NULL, !may_tag(m, t));
}

void
map_tags(struct making *m)
{
	const struct map_tag *t;
	size_t i;

	for (i = 0; i < m->s->ntags; i++) {
		t = &m->s->tags[i];
		if (map_on_happened(&m->run, t->event))
			tag(m, t);
		else if (m->run.told != NULL)
			map_told_apart(&m->run, "tags", t->event);
	}
}

/* Fields may hold what was said, which stays behind for a topic's sake. */
static void
withhold_words(struct making *m)
{
	struct json_member *c;
	size_t i;

	for (i = 0; i < MAP_OBJECTS; i++)
		map_withhold_words(&m->s->gate, &m->run, &m->objects[i],
		    map_objects[i]);
	for (i = 0; i < m->custom.len; i++) {
		c = &m->custom.members[i];
		map_withhold_words(&m->s->gate, &m->run, &c->value,
		    arena_printf(m->run.a, "objects.%.*s",
		    STR_ARG(c->key)).p);
	}
}

/* What stays behind, for the sake of the person or of a topic. */
static void
withhold(struct making *m)
{
	struct map_note *n;
	int i;

	map_withhold(&m->conversation, m->judged.withheld, m->run.a);
	if (m->judged.withheld == WITHHELD_TRANSCRIPT ||
	    m->judged.withheld == WITHHELD_TALK)
		withhold_words(m);
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
	map_redact_words(&m->run, &m->s->privacy.fields, &raw, "raw");
	json_add(root, STR("raw"), raw, r->arena);
}

static bool
holds(struct making *m, const struct map_high *h)
{
	int held;

	if (m->run.told != NULL)
		map_told_label(&m->run, "high_value", &h->when, NULL,
		    m->vars);
	held = map_expr_holds(&h->when, m->vars, m->run.a);
	if (held == -1)
		map_note(&m->run, "expr.error", "warning", "dropped", NULL,
		    "high_value");
	return held == 1;
}

bool
map_high(struct making *m)
{
	const struct json yes = json_bool(true);
	const struct map_high *h;
	bool marked = false;
	size_t i;

	for (i = 0; i < m->s->nhigh && !marked; i++) {
		h = &m->s->high[i];
		if (map_on_happened(&m->run, h->event)) {
			marked = holds(m, h);
			if (m->run.told != NULL)
				map_told_given(&m->run, marked ? &yes : NULL,
				    false);
		} else if (m->run.told != NULL) {
			map_told_apart(&m->run, "high_value", h->event);
		}
	}
	return marked;
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
	if (map_high(m))
		json_add(&root, STR("high_value"), json_bool(true),
		    r->arena);
	keep_raw(m, r, &root);
	r->doc = (struct json_doc){ .root = root, .arena = r->arena };
	for (n = m->run.notes; n != NULL; n = n->next)
		record_find(r, n->field, n->code, n->severity, n->did,
		    n->was);
}
