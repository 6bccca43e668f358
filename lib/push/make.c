/* make: actions that make something: a task, a ticket. */
#include "push/action.h"
#include "push/parts.h"
#include "push/people.h"

static const struct str default_subject = { "Follow up on a chat", 19 };

/* A time, or so long after the conversation's end: RFC 3339. */
static bool
due_time(const struct push *p, const struct job *j, struct act *act,
    struct json *own)
{
	struct str s = json_get_str(own, STR("due"));
	struct instant t;
	char text[TIME_TEXT];
	int64_t ns = 0, from = j->at != 0 ? j->at : millis(p->o->now);

	if (s.p != NULL && time_parse(s, &t) == 0)
		return true;
	if (s.p != NULL && duration_parse(s, true, &ns) == -1) {
		act_refuse(act, "action.due", "due is a time, or a duration "
		    "such as 24h");
		return false;
	}
	from += ns / 1000000;
	t = (struct instant){ from / 1000, (int32_t)(from % 1000) *
	    1000000 };
	s = (struct str){ text, time_format(t, text) };
	json_set(own, STR("due"), json_str(arena_str(j->doc.arena, s)),
	    j->doc.arena);
	return true;
}

static struct str
act_mint(struct push *p, const struct act *act, struct str what)
{
	return mint(act->type.p[1] == 'a' ? "task" : "ticket", STR("action"),
	    what, &p->arena);
}

/* Which of the record's actions is it, counted among its workflow's? */
static struct str
counted_token(struct push *p, const struct job *j, const struct act *act)
{
	struct str flow = json_get_str(act->node, STR("workflow"));
	const struct act *a;
	size_t k = 0;

	for (a = j->acts; a < act; a++)
		k += str_eq(a->type, act->type) && str_eq(flow,
		    json_get_str(a->node, STR("workflow")));
	return act_mint(p, act, arena_printf(&p->arena, "%.*s\n%.*s\n%zu",
	    STR_ARG(j->id), STR_ARG(flow), k));
}

/* The same by its own ${id}, however they are ordered. */
static struct str
named_token(struct push *p, const struct job *j, const struct act *act,
    struct str id)
{
	struct str flow = json_get_str(act->node, STR("workflow"));

	return act_mint(p, act, arena_printf(&p->arena, "%.*s\n%.*s\nid %.*s",
	    STR_ARG(j->id), STR_ARG(flow), STR_ARG(id)));
}

/*
 * Has an action before it the same name and other words?  Only one of them
 * can be made, and the next run could not tell which.
 */
static bool
is_twin(const struct job *j, const struct act *act, struct str id)
{
	struct str flow = json_get_str(act->node, STR("workflow"));
	const struct act *a;

	for (a = j->acts; a < act; a++)
		if (a->child != NULL && str_eq(a->type, act->type) &&
		    str_eq(id, json_get_str(a->node, STR("id"))) &&
		    str_eq(flow, json_get_str(a->node, STR("workflow"))) &&
		    !json_equal(a->node, act->node))
			return true;
	return false;
}

void
act_make(struct push *p, struct job *j, struct act *act,
    const struct json_doc *doc, enum crm_type t)
{
	struct json *own = ARENA_NEW(&p->arena, struct json);
	struct str id = json_get_str(act->node, STR("id")),
	    counted = counted_token(p, j, act);
	struct json_doc seen;

	if (p->crm->objects[t].create == NULL) {
		act_leave(p, act, "the profile does not say how");
		return;
	}
	if (id.len > 0 && is_twin(j, act, id)) {
		act_refuse(act, "action.id", "another action of its type and "
		    "workflow has the same id and says something else");
		return;
	}
	*own = json_copy(act->node, &p->arena);
	if (json_get_str(own, STR("subject")).len == 0)
		json_set(own, STR("subject"), json_str(default_subject),
		    &p->arena);
	unsent_look_at(p, t, own);
	if (!due_time(p, j, act, own))
		return;
	/* A ticket is seen as the record's own would be. */
	act_copy(&seen, doc);
	if (t == CRM_TICKET)
		json_set(&seen.root, STR("ticket"), *own, &p->arena);
	act->child = child_add(p, j, t, &seen, t == CRM_TASK ? own : NULL,
	    id.len > 0 ? named_token(p, j, act, id) : counted);
	if (act->child == NULL)
		return;
	act->child->once = true;
	if (id.len > 0)
		act->child->before = counted;
}
