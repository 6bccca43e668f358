/*
 * quarantine: records of which nobody can say whose they are, as lines that
 * people answer and give back.
 */
#include "push/people.h"

static struct json
text(const char *s)
{
	return json_str(str_of(s));
}

static struct json
keys_of(const struct push *p, const struct job *j, struct arena *a)
{
	const struct conf_strs *m = &p->crm->match[CRM_CONTACT];
	struct json list = json_array(), key;
	size_t k;

	for (k = 0; k < m->n && k < MATCH_MAX; k++) {
		if (j->keys[k].p == NULL)
			continue;
		key = json_object();
		json_set(&key, STR("kind"), json_str(m->p[k]), a);
		json_set(&key, STR("value"), json_str(j->keys[k]), a);
		json_set(&key, STR("verified"), json_bool((j->vouched >> k &
		    1) != 0), a);
		json_push(&list, key, a);
	}
	return list;
}

/* Of what kinds are the keys that ${h} has in common, or otherwise? */
static struct json
kinds(struct push *p, const struct job *j, const struct crm_hit *h,
    enum ledger_match which)
{
	const struct conf_strs *m = &p->crm->match[CRM_CONTACT];
	struct json list = json_array();
	size_t k;

	for (k = 0; k < m->n && k < MATCH_MAX; k++)
		if (hit_match(p, j, k, &h->fields) == which &&
		    which != LEDGER_NO_KEY)
			json_push(&list, json_str(m->p[k]), &p->arena);
	return list;
}

/* Enough for people to know whom they look at. */
static struct json
describe(struct push *p, const struct job *j, const struct crm_hit *h)
{
	static const char *const shown[] = { "email", "phone", "first_name",
	    "last_name", "company" };
	const struct crm_object *o = &p->crm->objects[CRM_CONTACT];
	struct json c = json_object(), contact = json_object();
	const struct crm_field *f;
	struct arena *a = &p->arena;
	struct str s;
	size_t i;

	json_set(&c, STR("id"), json_str(h->id), a);
	if (h->fields.type != JSON_OBJECT)
		return c;
	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		f = crm_field(o, str_of(shown[i]));
		s = f != NULL ? crm_text(p->crm, f, &h->fields, a) :
		    STR_NONE;
		if (s.len > 0)
			json_set(&contact, str_of(shown[i]), json_str(s), a);
	}
	json_set(&c, STR("same"), kinds(p, j, h, LEDGER_SAME), a);
	json_set(&c, STR("other"), kinds(p, j, h, LEDGER_OTHER), a);
	json_set(&c, STR("contact"), contact, a);
	return c;
}

static void
add_line(struct push *p, const struct job *j, struct buf *b)
{
	struct json line = json_object(), q = json_object();
	struct json list = json_array();
	struct arena *a = &p->arena;
	const struct crm_hit *h;
	char now[TIME_TEXT];
	struct str at = { now, time_format(p->o->now, now) };

	for (h = j->candidates; h != NULL; h = h->next)
		json_push(&list, describe(p, j, h), a);
	json_set(&q, STR("id"), json_str(j->id), a);
	json_set(&q, STR("code"), text(j->err.code), a);
	json_set(&q, STR("message"), text(j->err.msg), a);
	json_set(&q, STR("at"), json_str(at), a);
	json_set(&q, STR("run"), json_int(p->run, a), a);
	json_set(&q, STR("keys"), keys_of(p, j, a), a);
	json_set(&q, STR("candidates"), list, a);
	json_set(&line, STR("chatcrm"), json_int(RECORD_VERSION, a), a);
	json_set(&line, STR("decision"), json_null(), a);
	json_set(&line, STR("quarantine"), q, a);
	json_set(&line, STR("record"), j->doc.root, a);
	json_write(&line, b);
	buf_addc(b, '\n');
}

static bool
is_asked(const struct job *j)
{
	return j->outcome == OUT_QUARANTINED && j->answered && !j->told &&
	    j->same == NULL && j->doc.root.type == JSON_OBJECT;
}

/* Candidates of which only the id is known are read, all at once. */
static int
read_candidates(struct push *p, struct err *e)
{
	const struct crm_op *read = p->crm->objects[CRM_CONTACT].read;
	struct crm_item **items = NULL;
	struct crm_hit *h;
	struct job *j;
	size_t n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		for (h = is_asked(j) ? j->candidates : NULL; h != NULL;
		    h = h->next) {
			if (h->fields.type == JSON_OBJECT || h->id.p == NULL)
				continue;
			items = arena_grow(&p->arena, items, n *
			    sizeof(*items), (n + 1) * sizeof(*items));
			items[n] = ARENA_NEW(&p->arena, struct crm_item);
			items[n]->id = h->id;
			items[n++]->cookie = h;
		}
	if (n > 0 && read != NULL && crm_run(p->crm, read, items, n,
	    &p->arena, e) == -1)
		return -1;
	while (n-- > 0) {
		h = items[n]->cookie;
		if (items[n]->verdict == CRM_OK && items[n]->nhits > 0)
			h->fields = items[n]->hits->fields;
	}
	return 0;
}

int
quarantine_lines(struct push *p, struct buf *b, struct err *e)
{
	struct job *j;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (is_asked(j) && j->rivals.n > 0) {
			j->candidates = ledger_candidates(p, &j->rivals);
			j->rivals.n = 0;
		}
	if (read_candidates(p, e) == -1)
		return -1;
	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		if (is_asked(j))
			add_line(p, j, b);
	return 0;
}

/* People may write an id as a number. */
void
quarantine_read(struct job *j)
{
	const struct json *d = json_get(&j->doc.root, STR("decision"));
	const struct json *record = json_get(&j->doc.root, STR("record"));

	if (d != NULL && (d->type == JSON_STRING || d->type == JSON_NUMBER))
		j->decision = str_trim((struct str){ d->text, d->len });
	if (record != NULL)
		j->doc.root = *record;
}
