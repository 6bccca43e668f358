/* unsent: what a record has and the CRM's profile has no place for. */
#include "push/wave.h"
#include "record/log.h"

enum { TOLD_MAX = 64 };		/* names; a hostile input has many */

static void
tell(struct push *p, struct str what, const char *part)
{
	void **slot;

	if (p->unsent.n == TOLD_MAX || hmap_get(&p->unsent, what) != NULL)
		return;
	slot = hmap_slot(&p->unsent, arena_str(&p->kept, what));
	*slot = p;
	log_msg(LOG_WARNING, "%.*s is not sent: profile %.*s has no place "
	    "for it%s%s", STR_ARG(what), STR_ARG(p->crm->profile),
	    part != NULL ? "; name one under crm.fields." : "",
	    part != NULL ? part : "");
}

static void
look(struct push *p, const struct job *j, enum crm_type t)
{
	const char *part = crm_type_names[t];
	const struct json *o = json_get(&j->doc.root, str_of(part));
	struct str name;
	size_t i;

	for (i = 0; o != NULL && o->type == JSON_OBJECT && i < o->len; i++) {
		name = o->members[i].key;
		if (o->members[i].value.type != JSON_NULL &&
		    crm_field(&p->crm->objects[t], name) == NULL)
			tell(p, arena_printf(&p->arena, "%s.%.*s", part,
			    STR_ARG(name)), part);
	}
}

void
unsent_look(struct push *p, const struct job *j)
{
	static const struct str parts[] = { { "deal", 4 }, { "ticket", 6 } };
	size_t i;

	look(p, j, CRM_CONTACT);
	look(p, j, CRM_COMPANY);
	for (i = 0; i < 2; i++)
		if (json_get(&j->doc.root, parts[i]) != NULL)
			tell(p, parts[i], NULL);
}
