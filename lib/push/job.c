/* job: a line of input, understood as far as push needs it. */
#include <stdio.h>

#include "crypto/crypto.h"
#include "push/flow.h"
#include "push/parts.h"
#include "push/people.h"

static void
answer(struct job *j, enum outcome outcome, const char *code,
    const char *msg)
{
	j->answered = true;
	j->outcome = outcome;
	err_set(&j->err, ERR_INPUT, code, "%s", msg);
}

/* ms since 1970; 0 for what is no time. */
static int64_t
read_time(struct str s)
{
	struct instant t;

	if (s.p == NULL || time_parse(s, &t) == -1)
		return 0;
	return millis(t);
}

static bool
is_verified(const struct job *j, struct str kind, struct str key,
    struct arena *a)
{
	const struct json *list = json_path(&j->doc.root,
	    "person.identifiers"), *v;
	size_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY &&
	    i < list->len; i++) {
		v = json_get(&list->items[i], STR("verified"));
		if (v != NULL && v->type == JSON_TRUE &&
		    str_eq(json_get_str(&list->items[i], STR("kind")),
		    kind) && str_eq(key_form(kind,
		    json_get_str(&list->items[i], STR("value")), a), key))
			return true;
	}
	return false;
}

static void
read_keys(struct push *p, struct job *j)
{
	const struct conf_strs *m = &p->crm->match[CRM_CONTACT];
	const struct json *contact = json_get(&j->doc.root, STR("contact"));
	const struct json *forms = json_path(&j->doc.root, "keys.contact");
	bool any = false;
	size_t k;

	for (k = 0; k < m->n && k < MATCH_MAX; k++) {
		j->keys[k] = key_form(m->p[k], json_get_str(contact,
		    m->p[k]), &p->arena);
		if (j->keys[k].p == NULL)
			continue;
		j->folded[k] = key_form(m->p[k], json_get_str(forms, m->p[k]),
		    &p->arena);
		if (is_verified(j, m->p[k], j->keys[k], &p->arena))
			j->vouched |= 1u << k;
		if (!any)
			j->verified = (j->vouched >> k & 1) != 0;
		any = true;
	}
	if (!any)
		answer(j, OUT_SKIPPED, "identity.none",
		    "nothing in the record tells who this is");
	m = &p->crm->match[CRM_COMPANY];
	if (p->crm->objects[CRM_COMPANY].create != NULL)
		j->domain = key_form(m->p[0], json_get_str(json_get(
		    &j->doc.root, STR("company")), m->p[0]), &p->arena);
}

/*
 * All that would be sent, so that the same record again is seen as such.
 * A field that moves by itself (a score decays) is left out; the score is
 * compared by its own step.
 */
static void
hash_fields(struct hasher *h, const struct crm_object *o,
    const struct json *values)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < o->nfields; i++) {
		if (o->fields[i].step > 0 || values[i].type == JSON_NULL)
			continue;
		buf_adds(&b, o->fields[i].to);
		buf_addc(&b, '=');
		json_write(&values[i], &b);
		buf_addc(&b, '\n');
	}
	hasher_add(h, buf_str(&b));
	buf_free(&b);
}

/* What was pushed in part is not the whole: it is pushed again, whole. */
static void
hash_scope(struct hasher *h, const struct push_opts *o)
{
	char text[64];

	if (scope_is_all(o) && !o->no_actions)
		return;
	snprintf(text, sizeof(text), "\nonly %u %d %d %d", o->only,
	    o->create_only, o->update_only, o->no_actions);
	hasher_add(h, str_of(text));
}

/*
 * Of what an action makes the action counts, not what became of it: a due
 * time or an age moves by itself.
 */
static void
hash_children(struct hasher *h, const struct push *p, const struct job *j)
{
	const struct json *acts = json_get(&j->doc.root, STR("actions"));
	const struct child *c;
	struct buf b = { 0 };
	size_t i, k, n;

	for (i = 0; i < j->nchildren; i++) {
		c = &j->children[i];
		n = p->crm->objects[c->thing.type].nfields;
		for (k = 0; !c->once && k < n; k++) {
			json_write(&c->want[k].value, &b);
			buf_addc(&b, '\n');
		}
	}
	if (acts != NULL && j->nacts > 0 && !p->o->no_actions)
		json_write(acts, &b);
	hasher_add(h, buf_str(&b));
	buf_free(&b);
}

static void
hash_job(struct push *p, struct job *j)
{
	struct hasher *h = hasher_new();
	uint8_t out[CRYPTO_HASH];
	size_t i;

	hasher_add(h, p->crm->profile);
	hash_fields(h, &p->crm->objects[CRM_CONTACT], j->contact);
	hasher_add(h, STR("\ncompany\n"));
	hash_fields(h, &p->crm->objects[CRM_COMPANY], j->company);
	hash_children(h, p, j);
	for (i = 0; i < j->nnotes; i++) {
		hasher_add(h, STR("\nnote\n"));
		hasher_add(h, j->notes[i].body);
	}
	hasher_add(h, j->verified ? STR("\nverified") : STR("\n"));
	hash_scope(h, p->o);
	hasher_end(h, out);
	memcpy(j->hash, out, sizeof(j->hash));
}

static int
read_fields(struct push *p, struct job *j)
{
	struct cel_val vars[RECORD_VARS] = { 0 };
	const struct crm_object *o = p->crm->objects;
	struct json_doc doc;

	acts_read(p, j, &doc);
	if (j->answered)
		return -1;
	record_vars(&doc, p->o->now, vars);
	j->contact = arena_array(&p->arena, o[CRM_CONTACT].nfields + 1,
	    sizeof(*j->contact));
	j->company = arena_array(&p->arena, o[CRM_COMPANY].nfields + 1,
	    sizeof(*j->company));
	if (crm_fields(p->crm, CRM_CONTACT, &doc, vars, NULL, &p->arena,
	    j->contact, &j->err) == -1 || crm_fields(p->crm, CRM_COMPANY,
	    &doc, vars, NULL, &p->arena, j->company, &j->err) == -1) {
		j->answered = true;
		j->outcome = OUT_REFUSED;
		return -1;
	}
	return 0;
}

/* A stub: what an earlier stage refused or skipped, to be answered here. */
static bool
read_stub(struct job *j)
{
	const struct json *why = json_get(&j->doc.root, STR("refused"));
	enum outcome outcome = OUT_REFUSED;

	if (why == NULL) {
		why = json_get(&j->doc.root, STR("skipped"));
		outcome = OUT_SKIPPED;
	}
	if (why == NULL)
		return false;
	answer(j, outcome, "record.stub", "stopped at an earlier stage");
	j->stage = json_get_str(why, STR("stage"));
	return true;
}

static bool
is_high(struct push *p, const struct job *j)
{
	const struct json *v = json_get(&j->doc.root, STR("high_value"));
	struct cel_val vars[RECORD_VARS] = { 0 }, out;

	if (p->o->high == NULL)
		return v != NULL && v->type == JSON_TRUE;
	record_vars(&j->doc, p->o->now, vars);
	return cel_eval(p->o->high, vars, &p->arena, &out, NULL) == CEL_OK &&
	    out.kind == CEL_BOOL && out.b;
}

static void
read_record(struct push *p, struct job *j)
{
	const struct json *score;

	j->id = json_get_str(&j->doc.root, STR("id"));
	j->at = read_time(json_get_str(&j->doc.root, STR("at")));
	if (read_stub(j))
		return;
	if (j->id.len == 0) {
		answer(j, OUT_REFUSED, "record.id",
		    "a record needs an id; was it written by chatcrm-map?");
		return;
	}
	score = json_path(&j->doc.root, "score.total");
	if (score != NULL)
		json_to_double(score, &j->score);
	j->high = is_high(p, j);
	read_keys(p, j);
	if (j->answered || read_fields(p, j) == -1)
		return;
	unsent_look(p, j);
	notes_make(p, j);
	hash_job(p, j);
}

bool
job_read(struct push *p, struct job *j, struct str line)
{
	struct json *version;
	int64_t v;

	j->line = p->line;
	j->matched = -1;
	j->raw = line;
	j->unsent = json_array();
	if (json_parse(p->parser, line, &p->arena, &j->doc, &j->err) == -1) {
		j->doc.root = json_object();
		j->text = line;
		j->answered = true;
		j->outcome = OUT_REFUSED;
		return true;
	}
	if (json_get(&j->doc.root, STR("end")) != NULL)
		return false;
	if (p->o->apply && plan_is_total(p, &j->doc.root))
		return false;
	if (p->o->apply && !plan_read(p, j))
		return true;
	version = json_get(&j->doc.root, STR("chatcrm"));
	if (version == NULL || !json_to_int(version, &v) ||
	    v != RECORD_VERSION)
		answer(j, OUT_REFUSED, "record.version",
		    "this is no record of chatcrm's version 1");
	else if (json_get(&j->doc.root, STR("quarantine")) == NULL)
		read_record(p, j);
	else if (!p->o->decisions)
		answer(j, OUT_REFUSED, "record.quarantine",
		    "a quarantined record: give its file to --decisions");
	else {
		quarantine_read(j);
		read_record(p, j);
	}
	return true;
}
