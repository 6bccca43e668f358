/*
 * Lists that hold one thing of each kind: the answers of a form, each with
 * its label, and the people of a conversation, each with a role.
 */
#include "driver/guess.h"

enum {
	LABELS = 60,		/* more are no labels, but people's words */
	PICKS = 200
};

static const char labels[] = "label|name|key|field|title|question|property|"
    "slug|id";
static const char answers[] = "answer|value|response|answers|val|content|"
    "text|data";

struct picks {
	struct survey_pick	*v;
	size_t			 n, room;
	struct arena		*arena;
};

static bool
has_pick(const struct picks *p, const struct survey_pick *k)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (str_eq(p->v[i].list, k->list) &&
		    str_eq(p->v[i].key, k->key) &&
		    str_eq(p->v[i].value, k->value))
			return true;
	return false;
}

static bool
add(struct picks *p, struct survey_pick k)
{
	if (p->n == PICKS || has_pick(p, &k))
		return false;
	k.value = arena_str(p->arena, k.value);
	p->v[p->n++] = k;
	return true;
}

/* The member of an item that is called so, and no deeper. */
static struct seen *
member(const struct survey *items, const char *names, const struct seen *not)
{
	struct str all = str_of(names), one;
	struct seen *p;
	size_t bar, i;

	for (bar = 0; bar != (size_t)-1; all = str_from(all, bar + 1)) {
		bar = str_find(all, STR("|"));
		one = str_to(all, bar);
		for (i = 0; i < items->paths.n; i++) {
			p = survey_at(items, i);
			if (p != not && p->depth == 1 && p->items == NULL &&
			    str_eq(p->last, one))
				return p;
		}
	}
	return NULL;
}

/* Few, and again and again the same: no words of the people themselves. */
static bool
are_labels(const struct seen *p, uint64_t items, uint64_t lines)
{
	return p != NULL && p->filled == items && p->values.n <= LABELS &&
	    seen_share(p, LOOK_TEXT) == 1 && seen_share(p, LOOK_EMAIL) == 0 &&
	    (lines < 4 || p->values.n * 2 <= items);
}

static bool
pick_answers(struct picks *picks, const struct seen *list, uint64_t lines)
{
	const struct seen *label, *answer;
	bool any = false;
	size_t i;

	label = member(list->items, labels, NULL);
	answer = member(list->items, answers, label);
	if (answer == NULL || !are_labels(label, list->nitems, lines))
		return false;
	for (i = 0; i < label->values.n; i++)
		any |= add(picks, (struct survey_pick){ .list = list->expr,
		    .key = label->keys[0], .member = answer->keys[0],
		    .value = label->values.entries[i].key });
	return any;
}

/* Has an item an address, or the id by which messages know it? */
static bool
are_people(const struct survey *items)
{
	size_t i;

	for (i = 0; i < items->paths.n; i++)
		if (seen_share(survey_at(items, i), LOOK_EMAIL) > 0.5 ||
		    str_eq(survey_at(items, i)->last, STR("id")))
			return true;
	return false;
}

/* Of those who take part, the customer. */
static bool
pick_customer(struct picks *picks, const struct seen *list)
{
	const struct seen *p = NULL;
	const struct hmap_entry *v, *best = NULL;
	size_t i;

	for (i = 0; i < list->items->paths.n; i++) {
		p = survey_at(list->items, i);
		if (p->depth == 1 && p->items == NULL &&
		    guess_is_role(p, list->nitems))
			break;
	}
	if (i == list->items->paths.n || !are_people(list->items))
		return false;
	for (i = 0; i < p->values.n; i++) {
		v = &p->values.entries[i];
		if (guess_role(p, v->key) == ROLE_CUSTOMER && (best == NULL ||
		    *(uint64_t *)v->value > *(uint64_t *)best->value))
			best = v;
	}
	return add(picks, (struct survey_pick){ .list = list->expr,
	    .key = p->keys[0], .value = best->key,
	    .literal = seen_share(p, LOOK_BOOL) > 0,
	    .optional = p->filled < list->nitems });
}

/* A form that was sent stands as one of the messages. */
static bool
pick_forms(struct picks *picks, const struct seen *list, uint64_t lines)
{
	const struct seen *p, *label;
	bool any = false;
	size_t i;

	for (i = 0; i < list->items->paths.n; i++) {
		p = survey_at(list->items, i);
		if (p->items == NULL || p->depth != 1 ||
		    !str_is_name(p->keys[0]))
			continue;
		label = member(p->items, labels, NULL);
		if (are_labels(label, p->nitems, lines) &&
		    member(p->items, answers, label) != NULL)
			any |= add(picks, (struct survey_pick){
			    .list = list->expr, .key = p->keys[0] });
	}
	return any;
}

/* [{"company": "..."}, {"phone": "..."}]: each item has a key of its own. */
static bool
pick_singles(struct picks *picks, const struct seen *list)
{
	const struct survey *items = list->items;
	const struct seen *p;
	uint64_t keys = 0;
	bool any = false;
	size_t i;

	for (i = 0; i < items->paths.n; i++) {
		p = survey_at(items, i);
		if (p->depth != 1 || !str_is_name(p->keys[0]))
			return false;
		keys += p->met;
	}
	if (keys != list->nitems || items->paths.n < 2)
		return false;
	for (i = 0; i < items->paths.n; i++)
		any |= add(picks, (struct survey_pick){ .list = list->expr,
		    .key = survey_at(items, i)->keys[0] });
	return any;
}

/* What there is to be found in a list that is not of messages. */
static bool
pick_items(struct picks *picks, const struct seen *list, uint64_t lines)
{
	return pick_answers(picks, list, lines) ||
	    pick_customer(picks, list) || pick_singles(picks, list);
}

bool
guess_picks(struct survey *s, const struct seen *talk, struct arena *a)
{
	struct picks picks = { .arena = a, .n = s->npicks };
	const struct seen *p;
	bool any = false;
	size_t i;

	picks.v = arena_alloc(a, PICKS * sizeof(*picks.v));
	if (s->npicks > 0)
		memcpy(picks.v, s->picks, s->npicks * sizeof(*picks.v));
	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (p->items == NULL)
			continue;
		any |= p == talk ? pick_forms(&picks, p, s->lines) :
		    pick_items(&picks, p, s->lines);
	}
	s->picks = picks.v;
	s->npicks = picks.n;
	return any;
}
