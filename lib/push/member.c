/*
 * member: people onto lists and from them, tags that are no field, and
 * unsubscribing: operations on a person who is there.
 *
 * Each is done once for its conversation: people may undo it, and the same
 * conversation, longer, must not do it again.  Doing it twice has no
 * further effect, so that after a stop it is simply done.
 */
#include "push/parts.h"
#include "push/people.h"
#include "push/thing.h"

enum { LISTS_MAX = 10000 };

/* A list's id, as the CRM told it a while ago. */
struct kept_list {
	struct str	 id;
	int64_t		 at;
};

struct members {
	struct push	*p;
	struct member	**all;
	struct job	**jobs;		/* whose each is */
	size_t		 n;
	struct err	*e;
};

static bool
is_of_list(const struct push *p, const struct crm_op *op)
{
	return op == p->crm->extras.list_add ||
	    op == p->crm->extras.list_remove;
}

/* What the ledger has as done is done. */
static int
add(struct members *ms, struct job *j, struct member *m)
{
	struct push *p = ms->p;
	struct thing *t = &m->thing;
	struct ledger_object old;
	int known;

	t->token = mint("action", STR("member"), arena_printf(&p->arena,
	    "%.*s\n%.*s\n%.*s", STR_ARG(j->id), STR_ARG(crm_name(m->op)),
	    STR_ARG(m->name)), &p->arena);
	known = ledger_object_get(p->ledger, LEDGER_ACTION, t->token,
	    &p->arena, &old, ms->e);
	if (known == 1)
		thing_done(t, OUT_UNCHANGED);
	t->type = j->person->thing.type;
	t->job = j;
	t->item.type = t->type;
	t->item.id = j->person->thing.id;
	t->item.key = is_of_list(p, m->op) ? STR_NONE : m->name.len > 0 ?
	    m->name : json_get_str(json_get(&j->doc.root, STR("contact")),
	    STR("email"));
	item_belongs(j, &t->item);
	ms->jobs[ms->n] = j;
	ms->all[ms->n++] = m;
	return known == -1 ? -1 : 0;
}

static int
gather(struct members *ms)
{
	struct push *p = ms->p;
	struct act *act;
	struct job *j;
	size_t i, k, n = 0;

	for (j = p->jobs; j < p->jobs + p->njobs; j++)
		for (i = 0; i < j->nacts; i++)
			n += j->acts[i].nmembers;
	if (n == 0)
		return 0;
	ms->all = arena_array(&p->arena, n, sizeof(*ms->all));
	ms->jobs = arena_array(&p->arena, n, sizeof(*ms->jobs));
	for (j = p->jobs; j < p->jobs + p->njobs; j++) {
		if (!has_person(j) || j->superseded)
			continue;
		for (k = 0; k < j->nacts; k++) {
			act = &j->acts[k];
			for (i = 0; i < act->nmembers; i++)
				if (add(ms, j, &act->members[i]) == -1)
					return -1;
		}
	}
	return 0;
}

static struct kept_list *
known(struct push *p, struct str name)
{
	struct kept_list *l = hmap_get(&p->lists, name);

	return l != NULL && now_millis() - l->at < p->crm->cache / 1000000 ?
	    l : NULL;
}

static void
keep(struct push *p, const struct crm_item *it)
{
	struct kept_list *l = hmap_get(&p->lists, it->key);

	if (it->verdict != CRM_OK || it->nhits != 1)
		return;
	if (l == NULL) {
		if (p->lists.n >= LISTS_MAX)
			return;
		l = ARENA_NEW(&p->kept, struct kept_list);
		*hmap_slot(&p->lists, arena_str(&p->kept, it->key)) = l;
	}
	l->id = arena_str(&p->kept, it->hits->id);
	l->at = now_millis();
}

/* One operation for the names that are not known yet. */
static int
ask(struct members *ms, const struct crm_op *op, struct hmap *items)
{
	struct push *p = ms->p;
	struct crm_item **list = arena_array(&p->arena, ms->n + 1,
	    sizeof(*list)), *it;
	size_t i, n = 0;
	void **slot;

	for (i = 0; i < ms->n; i++) {
		if (ms->all[i]->thing.settled || !is_of_list(p,
		    ms->all[i]->op) || known(p, ms->all[i]->name) != NULL)
			continue;
		slot = hmap_slot(items, ms->all[i]->name);
		it = *slot;
		if (it == NULL)
			it = *slot = ARENA_NEW(&p->arena, struct crm_item);
		else if (it->verdict != CRM_OK || it->cookie == op)
			continue;	/* it failed, or is asked already */
		it->key = ms->all[i]->name;
		it->cookie = (void *)op;
		list[n++] = it;
	}
	if (n > 0 && crm_run(p->crm, op, list, n, &p->arena, ms->e) == -1)
		return -1;
	for (i = 0; i < n; i++) {
		if (list[i]->verdict == CRM_GONE)
			list[i]->verdict = CRM_OK;	/* there is none */
		keep(p, list[i]);
	}
	return 0;
}

static void
give_list(struct members *ms, struct member *m, struct hmap *items)
{
	const struct kept_list *l = known(ms->p, m->name);
	const struct crm_item *it = hmap_get(items, m->name);
	struct thing *t = &m->thing;

	if (l != NULL) {
		t->item.list = l->id;
		return;
	}
	if (it != NULL && it->verdict != CRM_OK) {
		t->item.verdict = it->verdict;
		t->item.err = it->err;
	} else {
		t->item.verdict = CRM_REFUSED;
		err_set(&t->item.err, ERR_REJECTED, "list.unknown",
		    "the CRM has no list of this name, or several");
	}
	thing_fail(t);
}

static int
find_lists(struct members *ms)
{
	const struct crm_extras *x = &ms->p->crm->extras;
	struct hmap items;
	size_t i;

	hmap_init(&items, &ms->p->arena);
	if (x->list_find != NULL && ask(ms, x->list_find, &items) == -1)
		return -1;
	if (x->list_create != NULL && !ms->p->o->dry_run &&
	    ask(ms, x->list_create, &items) == -1)
		return -1;
	for (i = 0; i < ms->n; i++)
		if (!ms->all[i]->thing.settled && is_of_list(ms->p,
		    ms->all[i]->op))
			give_list(ms, ms->all[i], &items);
	return 0;
}

/* A list that was deleted, or made anew, is looked for the next time. */
static void
forget_list(struct push *p, const struct member *m)
{
	struct kept_list *l = known(p, m->name);

	if (m->thing.item.verdict == CRM_GONE && l != NULL)
		l->at = 0;
}

/*
 * It is done.  A tag, and who wants no mail, stand in the person, which we
 * have changed; who is on a list stands in the list.
 */
static int
keep_done(struct members *ms, const struct member *m, const struct thing *who)
{
	const struct ledger_object done = { .type = LEDGER_ACTION,
	    .token = m->thing.token, .id = m->thing.item.id,
	    .run = ms->p->run, .at = m->thing.at };

	if (!is_of_list(ms->p, m->op) && ledger_object_wrote(ms->p->ledger,
	    in_ledger(who->type), who->token, now_millis(), ms->e) == -1)
		return -1;
	return ledger_object_put(ms->p->ledger, &done, ms->e);
}

static int
settle(struct members *ms, struct member *m)
{
	struct thing *t = &m->thing;

	/* "There already" is what was wanted. */
	if (t->item.verdict != CRM_OK && t->item.verdict != CRM_DUPLICATE) {
		thing_fail(t);
		forget_list(ms->p, m);
		return 0;
	}
	thing_done(t, OUT_UPDATED);
	plan_member(ms->p, t, crm_name(m->op), m->name);
	return ms->p->o->dry_run ? 0 : keep_done(ms, m,
	    &t->job->person->thing);
}

/* Those that one request can do: to the same list, with the same tag. */
static size_t
choose(struct members *ms, const struct crm_op *op, struct member **some)
{
	const struct member *first = NULL, *m;
	size_t i, n = 0;

	for (i = 0; i < ms->n; i++) {
		m = ms->all[i];
		if (m->op != op || !plan_allows_member(ms->p,
		    &ms->all[i]->thing) || m->thing.settled ||
		    (first != NULL &&
		    !str_eq(m->name, first->name)))
			continue;
		first = m;
		some[n++] = ms->all[i];
	}
	return n;
}

static int
run_some(struct members *ms, const struct crm_op *op, struct member **some,
    size_t n)
{
	struct push *p = ms->p;
	struct thing **things = arena_array(&p->arena, n + 1,
	    sizeof(*things));
	struct crm_item **items = arena_array(&p->arena, n + 1,
	    sizeof(*items));
	int64_t intent = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		things[i] = &some[i]->thing;
		items[i] = &some[i]->thing.item;
	}
	if (intent_open(p, STR("contact.action"), LEDGER_ACTION,
	    thing_tokens(p, things, n), &intent, ms->e) == -1 ||
	    crm_run(p->crm, op, items, n, &p->arena, ms->e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (settle(ms, some[i]) == -1)
			return -1;
	return intent_close(p, intent, ms->e);
}

static int
run_op(struct members *ms, const struct crm_op *op)
{
	struct member **some = arena_array(&ms->p->arena, ms->n + 1,
	    sizeof(*some));
	size_t n;

	while ((n = choose(ms, op, some)) > 0)
		if (run_some(ms, op, some, n) == -1)
			return -1;
	return 0;
}

int
push_members(struct push *p, struct err *e)
{
	const struct crm_extras *x = &p->crm->extras;
	const struct crm_op *const ops[] = { x->list_add, x->list_remove,
	    x->tag_add, x->tag_remove, x->unsubscribe };
	struct members ms = { .p = p, .e = e };
	size_t i;

	if (gather(&ms) == -1 || (ms.n > 0 && find_lists(&ms) == -1))
		return -1;
	for (i = 0; i < 5 && ms.n > 0; i++)
		if (ops[i] != NULL && run_op(&ms, ops[i]) == -1)
			return -1;
	return 0;
}
