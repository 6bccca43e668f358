/* match: phrases and expressions over one text, in one pass; see match.h. */
#include "text/match.h"

#include "base/buf.h"
#include "base/regex.h"
#include "text/fold.h"
#include "text/match_ac.h"
#include "text/match_need.h"
#include "text/match_phrase.h"
#include "yaml/yaml.h"

struct item {
	size_t		 rule;
	struct regex	*regex;		/* NULL: a phrase */
	struct phrase	 phrase;
	struct item	*next;
	bool		 always;	/* no string it needs is known */
};

struct match_set {
	struct arena		*arena;
	struct ac_builder	*builder;
	struct ac		 ac;
	struct item		*first, **last;
	struct item		**items;	/* by number */
	uint32_t		*always;	/* those to run on any text */
	size_t			 n, nalways;
	bool			 folds;		/* some anchor is not ASCII */
};

struct match_scratch {
	struct arena	 arena;		/* holds this, too */
	struct buf	 text;		/* folded */
	uint64_t	*tried;		/* by item: the turn it last ran in */
	uint64_t	 turn;		/* counts texts */
	bool		*gave_up;	/* by item */
	bool		 any_gave_up;
	size_t		 n;		/* items */
};

struct match_set *
match_new(struct arena *a)
{
	struct match_set *m = ARENA_NEW(a, struct match_set);

	m->arena = a;
	m->builder = ac_new(a);
	m->last = &m->first;
	return m;
}

static struct item *
add_item(struct match_set *m, size_t rule)
{
	struct item *it = ARENA_NEW(m->arena, struct item);

	it->rule = rule;
	*m->last = it;
	m->last = &it->next;
	m->n++;
	return it;
}

void
match_phrase(struct match_set *m, size_t rule, struct str phrase)
{
	struct phrase p;
	struct item *it;

	if (!phrase_init(&p, phrase, m->arena))
		return;
	it = add_item(m, rule);
	it->phrase = p;
	m->folds |= !text_ascii(p.anchor);
	ac_add(m->builder, p.anchor, (uint32_t)m->n - 1);
}

static void
free_regex(void *p)
{
	regex_free(p);
}

int
match_regex(struct match_set *m, size_t rule, struct str pattern,
    const struct json *node, struct diags *d)
{
	struct err e = { 0 };
	struct regex *r = regex_new(pattern, true, &e);
	struct need need;
	struct item *it;
	size_t i;

	if (r == NULL)
		return diag_error(d, node != NULL ? yaml_where_in(node,
		    e.at.col - 1) : e.at, "regex.syntax", "%s; to mean a "
		    "character itself write \\ before it", e.msg);
	arena_defer(m->arena, free_regex, r);
	it = add_item(m, rule);
	it->regex = r;
	it->always = !need_of(pattern, m->arena, &need);
	/* The others run where a string that they need stands: seldom. */
	if (it->always)
		regex_hasten(r);
	for (i = 0; !it->always && i < need.n; i++)
		ac_add(m->builder, need.s[i], (uint32_t)m->n - 1);
	return 0;
}

void
match_build(struct match_set *m)
{
	struct item *it;
	size_t i = 0;

	ac_build(m->builder, m->arena, &m->ac);
	m->items = arena_array(m->arena, m->n, sizeof(*m->items));
	m->always = arena_array(m->arena, m->n, sizeof(*m->always));
	for (it = m->first; it != NULL; it = it->next) {
		if (it->always)
			m->always[m->nalways++] = (uint32_t)i;
		m->items[i++] = it;
	}
}

struct match_scratch *
match_scratch_new(const struct match_set *m)
{
	struct arena a = { 0 };
	struct match_scratch *s = ARENA_NEW(&a, struct match_scratch);

	s->n = m->n;
	s->tried = arena_array(&a, m->n, sizeof(*s->tried));
	s->gave_up = arena_array(&a, m->n, sizeof(*s->gave_up));
	s->arena = a;
	return s;
}

void
match_scratch_free(struct match_scratch *s)
{
	struct arena a;

	if (s == NULL)
		return;
	buf_free(&s->text);
	a = s->arena;
	arena_free(&a);
}

void
match_begin(struct match_scratch *s)
{
	if (s->any_gave_up)
		memset(s->gave_up, 0, s->n * sizeof(*s->gave_up));
	s->any_gave_up = false;
}

bool
match_gave_up(const struct match_set *m, const struct match_scratch *s,
    size_t rule)
{
	size_t i;

	for (i = 0; s->any_gave_up && i < m->n; i++)
		if (s->gave_up[i] && m->items[i]->rule == rule)
			return true;
	return false;
}

/* Run an expression on the whole text, once. */
static size_t
try_regex(const struct match_set *m, struct match_scratch *s, uint32_t k,
    struct str text, struct str *hit)
{
	const struct item *it = m->items[k];
	struct str span;
	int found;

	if (s->tried[k] == s->turn || s->gave_up[k] ||
	    hit[it->rule].p != NULL)
		return 0;
	s->tried[k] = s->turn;
	found = regex_find(it->regex, text, 0, &span, 1);
	if (found == -1)
		s->gave_up[k] = s->any_gave_up = true;
	if (found != 1)
		return 0;
	hit[it->rule] = span;
	return 1;
}

/* A string that item ${h}->item needs ends before byte ${end}. */
static size_t
try_item(const struct match_set *m, struct match_scratch *s,
    const struct ac_hit *h, struct str text, size_t end, struct str *hit)
{
	const struct item *it = m->items[h->item];
	size_t len;

	if (hit[it->rule].p != NULL)
		return 0;
	if (it->regex != NULL)
		return try_regex(m, s, h->item, text, hit);
	len = phrase_at(&it->phrase, text, end - h->len);
	if (len == 0)
		return 0;
	hit[it->rule] = (struct str){ text.p + end - h->len, len };
	return 1;
}

/*
 * The automaton folds ASCII itself; anything else is folded beforehand, into
 * as many bytes, so that offsets hold in both.
 */
static struct str
folded(const struct match_set *m, struct match_scratch *s, struct str text)
{
	if (!m->folds)
		return text;
	buf_reset(&s->text);
	if (buf_room(&s->text, text.len) == -1)
		return text;
	text_fold_into(text, s->text.p);
	return (struct str){ s->text.p, text.len };
}

/* Where the case of a letter of ASCII may be beyond it: see need_of. */
static bool
beyond_ascii(struct str text)
{
	return str_find(text, STR("\u017f")) != (size_t)-1 ||
	    str_find(text, STR("\u212a")) != (size_t)-1;
}

/* Run every expression, or those for which no string stands. */
static size_t
try_unfiltered(const struct match_set *m, struct match_scratch *s,
    struct str text, bool all, struct str *hit)
{
	size_t n = 0, i;

	for (i = 0; i < m->nalways; i++)
		n += try_regex(m, s, m->always[i], text, hit);
	for (i = 0; all && i < m->n; i++)
		if (m->items[i]->regex != NULL)
			n += try_regex(m, s, (uint32_t)i, text, hit);
	return n;
}

size_t
match_first(const struct match_set *m, struct match_scratch *s,
    struct str text, struct str *hit)
{
	bool ascii = text_ascii(text);
	struct str in = ascii ? text : folded(m, s, text);
	const struct ac *ac = &m->ac;
	uint32_t state = 0, k;
	size_t i, n;

	s->turn++;
	n = try_unfiltered(m, s, text, !ascii && beyond_ascii(text), hit);
	for (i = 0; i < in.len; i++) {
		const struct ac_state *at;

		state = ac_step(ac, state, in.p[i]);
		if (state < ac->accept)
			continue;
		at = ac_hits(ac, state);
		for (k = 0; k < at->nhits; k++)
			n += try_item(m, s, &ac->hits[at->hit + k], text,
			    i + 1, hit);
	}
	return n;
}
