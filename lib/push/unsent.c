/* unsent: what a record has and the CRM's profile has no place for. */
#include "push/wave.h"
#include "record/log.h"

enum { TOLD_MAX = 64 };		/* names; a hostile input has many */

void
unsent_tell(struct push *p, struct str what, const char *why)
{
	if (p->unsent.n == TOLD_MAX || hmap_get(&p->unsent, what) != NULL)
		return;
	*hmap_slot(&p->unsent, arena_str(&p->kept, what)) = p;
	log_msg(LOG_WARNING, "%.*s is not sent: %s", STR_ARG(what), why);
}

/* ${part}: the object whose fields can be given a place; NULL: none. */
static void
tell(struct push *p, struct str what, const char *part)
{
	unsent_tell(p, what, arena_printf(&p->arena, "profile %.*s has no "
	    "place for it%s%s", STR_ARG(p->crm->profile), part != NULL ?
	    "; name one under crm.fields." : "", part != NULL ? part :
	    "").p);
}

/* "contact.first_name", or "contact.?first_name", in the text of ${f}. */
static bool
mentions(const struct crm_field *f, struct str name)
{
	struct str rest = f->from_text;
	size_t at, end;

	while ((at = str_find(rest, name)) != (size_t)-1) {
		end = at + name.len;
		if (at > 0 && (rest.p[at - 1] == '.' ||
		    rest.p[at - 1] == '?') && (end == rest.len ||
		    (!ascii_alpha(rest.p[end]) && rest.p[end] != '_')))
			return true;
		rest = str_from(rest, end);
	}
	return false;
}

/* A field of the profile, or what one of them is made of. */
static bool
has_place(const struct crm_object *o, struct str name)
{
	size_t i;

	for (i = 0; i < o->nfields; i++)
		if (str_eq(o->fields[i].name, name) ||
		    mentions(&o->fields[i], name))
			return true;
	return false;
}

/* What makes an action an action is no field of what it makes. */
static bool
is_word(struct str name)
{
	return str_eq(name, STR("type")) || str_eq(name, STR("workflow")) ||
	    str_eq(name, STR("id")) || str_eq(name, STR("max_age"));
}

static void
look_into(struct push *p, const struct json *o, enum crm_type t, bool act)
{
	const char *part = crm_type_names[t];
	struct str name;
	size_t i;

	for (i = 0; o != NULL && o->type == JSON_OBJECT && i < o->len; i++) {
		name = o->members[i].key;
		if (o->members[i].value.type != JSON_NULL && !(act &&
		    is_word(name)) && !has_place(&p->crm->objects[t], name))
			tell(p, arena_printf(&p->arena, "%s.%.*s", part,
			    STR_ARG(name)), part);
	}
}

static void
look(struct push *p, const struct job *j, enum crm_type t)
{
	look_into(p, json_get(&j->doc.root, str_of(crm_type_names[t])), t,
	    false);
}

void
unsent_look_at(struct push *p, enum crm_type t, const struct json *own)
{
	look_into(p, own, t, true);
}

static bool
has_tags(const struct job *j)
{
	const struct json *tags = json_get(&j->doc.root, STR("tags"));

	return tags != NULL && tags->type == JSON_ARRAY && tags->len > 0;
}

/* Does any field of the profile take something of object ${name}? */
static bool
is_taken(const struct push *p, struct str name)
{
	const struct crm_object *o;
	size_t i, t;

	for (t = 0; t < CRM_TYPES; t++) {
		o = &p->crm->objects[t];
		for (i = 0; i < o->nfields; i++)
			if (str_find(o->fields[i].from_text, name) !=
			    (size_t)-1)
				return true;
	}
	return false;
}

/* Objects of the operator's own, of which no profile knows the place. */
static void
look_custom(struct push *p, const struct job *j)
{
	const struct json *own = json_get(&j->doc.root, STR("objects"));
	struct str name;
	size_t i;

	for (i = 0; own != NULL && own->type == JSON_OBJECT && i < own->len;
	    i++) {
		name = arena_printf(&p->arena, "objects.%.*s",
		    STR_ARG(own->members[i].key));
		if (!is_taken(p, name))
			tell(p, name, NULL);
	}
}

void
unsent_look(struct push *p, const struct job *j)
{
	static const enum crm_type types[] = { CRM_CONTACT, CRM_COMPANY,
	    CRM_DEAL, CRM_TICKET };
	const char *part;
	size_t i;

	for (i = 0; i < 4; i++) {
		part = crm_type_names[types[i]];
		if (i < 2 || p->crm->objects[types[i]].create != NULL)
			look(p, j, types[i]);
		else if (json_get(&j->doc.root, str_of(part)) != NULL)
			tell(p, str_of(part), NULL);
	}
	if (has_tags(j) && p->crm->extras.tag_add == NULL &&
	    crm_field(&p->crm->objects[CRM_CONTACT], STR("tags")) == NULL)
		tell(p, STR("tags"), "contact");
	look_custom(p, j);
}
