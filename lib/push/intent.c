/*
 * intent: what is about to be sent is written down first, so that the run
 * after one that was cut off finds out what became of it (recover.c).
 */
#include "push/thing.h"

int
intent_open(struct push *p, struct str op, enum ledger_type type,
    struct ledger_tokens tokens, int64_t *id, struct err *e)
{
	struct ledger_intent in = { .op = op, .type = type, .tokens = tokens,
	    .run = p->run, .at = now_millis() };

	*id = 0;
	if (p->o->dry_run)
		return 0;
	if (ledger_intent_open(p->ledger, &in, e) == -1)
		return -1;
	*id = in.id;
	return ledger_commit(p->ledger, e);
}

int
intent_close(struct push *p, int64_t id, struct err *e)
{
	return p->o->dry_run ? 0 : ledger_intent_close(p->ledger, id, "done",
	    e);
}

struct ledger_tokens
thing_tokens(struct push *p, struct thing **things, size_t n)
{
	struct ledger_tokens list = { .n = n };
	size_t i;

	list.p = arena_array(&p->arena, n + 1, sizeof(*list.p));
	for (i = 0; i < n; i++)
		list.p[i] = things[i]->token;
	return list;
}
