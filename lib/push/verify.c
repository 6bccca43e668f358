/*
 * verify: a 2xx that wrote nothing is a failure, found by reading back.
 *
 * A sample is one thing in sixteen of those that a request did, the first
 * among them; when one of them is not there, all of that round are read.
 */
#include "push/thing.h"

bool
in_sample(const struct push *p, const struct crm_item *item)
{
	return p->crm->verify == CRM_VERIFY_ALL ||
	    item->place % VERIFY_SAMPLE == 0;
}

/* The next letter or digit of HTML outside of tags and entities, or -1. */
static int
next_letter(struct str s, size_t *i)
{
	char c, end = '\0';

	while (*i < s.len) {
		c = s.p[(*i)++];
		if (end != '\0')
			end = c == end ? '\0' : end;
		else if (c == '<' || c == '&')
			end = c == '<' ? '>' : ';';
		else if (ascii_alpha(c) || ascii_digit(c) || (c & 0x80) != 0)
			return (unsigned char)c;
	}
	return -1;
}

static bool
same_words(const struct json *a, const struct json *b)
{
	size_t i = 0, k = 0;
	int c;

	if (b == NULL || a->type != JSON_STRING || b->type != JSON_STRING)
		return false;
	do {
		c = next_letter((struct str){ a->text, a->len }, &i);
		if (c != next_letter((struct str){ b->text, b->len }, &k))
			return false;
	} while (c != -1);
	return true;
}

/* A note that is rewritten keeps its time; a CRM may tidy up its HTML. */
static bool
holds(const struct thing *t, const struct crm_field *f,
    const struct json *want, const struct json *have)
{
	if (t->type == CRM_NOTE)
		return str_eq(f->name, STR("body")) && same_words(want, have);
	return same_value(f, want, have);
}

/*
 * Is anything of what was written there?  CRMs change values on their own
 * (spelling, workflows), so one field that holds is proof enough.
 */
static bool
is_written(struct push *p, const struct thing *t, const struct json *now)
{
	struct arena *a = &p->arena;
	const struct crm_object *o = &p->crm->objects[t->type];
	struct json v, have;
	size_t i;

	if (now->type != JSON_OBJECT || t->write.len == 0)
		return true;
	for (i = 0; i < o->nfields; i++) {
		v = crm_value(p->crm, &o->fields[i], &t->write, a);
		have = crm_value(p->crm, &o->fields[i], now, a);
		if (v.type != JSON_NULL && holds(t, &o->fields[i], &v,
		    &have))
			return true;
	}
	return crm_value(p->crm, &o->token_field, &t->write, a).type !=
	    JSON_NULL && crm_value(p->crm, &o->token_field, now, a).type !=
	    JSON_NULL;
}

static void
doubt(struct thing *t)
{
	t->item.verdict = CRM_UNKNOWN;
	err_set(&t->item.err, ERR_REMOTE, "crm.lie",
	    "the CRM confirmed what it did not write");
}

static size_t
read_back(struct push *p, enum crm_type type, struct thing **things,
    size_t n, struct err *e)
{
	struct crm_item **items = arena_array(&p->arena, n + 1,
	    sizeof(*items));
	struct crm_item *it = arena_array(&p->arena, n + 1, sizeof(*it));
	size_t i, lies = 0;

	for (i = 0; i < n; i++) {
		it[i].id = things[i]->id;
		items[i] = &it[i];
	}
	if (crm_run(p->crm, p->crm->objects[type].read, items, n, &p->arena,
	    e) == -1)
		return (size_t)-1;
	for (i = 0; i < n; i++) {
		if (it[i].verdict != CRM_OK && it[i].verdict != CRM_GONE)
			continue;	/* cannot tell */
		if (it[i].nhits > 0 && is_written(p, things[i],
		    &it[i].hits->fields))
			continue;
		doubt(things[i]);
		lies++;
	}
	return lies;
}

int
verify(struct push *p, enum crm_type type, struct thing **things, size_t n,
    struct err *e)
{
	struct thing **first = arena_array(&p->arena, n + 1,
	    sizeof(*first)), **rest = arena_array(&p->arena, n + 1,
	    sizeof(*rest));
	size_t i, nfirst = 0, nrest = 0, lies;

	if (p->crm->verify == CRM_VERIFY_NONE || p->o->dry_run ||
	    p->crm->objects[type].read == NULL)
		return 0;
	for (i = 0; i < n; i++) {
		if (things[i]->item.verdict != CRM_OK)
			continue;
		if (in_sample(p, &things[i]->item))
			first[nfirst++] = things[i];
		else
			rest[nrest++] = things[i];
	}
	if (nfirst == 0)
		return 0;
	lies = read_back(p, type, first, nfirst, e);
	if (lies == (size_t)-1)
		return -1;
	if (lies > 0 && nrest > 0 && read_back(p, type, rest, nrest,
	    e) == (size_t)-1)
		return -1;
	return 0;
}
