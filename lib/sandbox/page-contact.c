/* The page of one contact. */
#include "sandbox/html.h"
#include "sandbox/person.h"

static void
put_properties(struct buf *b, struct request *q, const struct object *o)
{
	const struct property *p;
	struct json_member *m;
	uint32_t i;

	buf_adds(b, STR("<h2>Properties</h2>\n<div class=\"card\"><dl>"));
	for (i = 0; i < o->props.len; i++) {
		m = &o->props.members[i];
		p = property_find(q->sb, o->type, m->key);
		buf_adds(b, STR("<dt title=\""));
		html_text(b, m->key);
		buf_adds(b, STR("\">"));
		html_text(b, p != NULL ? str_of(p->label) : m->key);
		buf_adds(b, STR("</dt><dd>"));
		html_text(b, (struct str){ m->value.text, m->value.len });
		buf_adds(b, STR("</dd>"));
	}
	buf_adds(b, STR("</dl></div>\n"));
}

static void
put_activity(struct buf *b, const struct activity *a)
{
	const struct object *o = &a->object;
	struct str subject = json_get_str(&o->props, STR("hs_task_subject"));

	buf_printf(b, "<article id=\"%s-%lld\"><time>", o->type->singular,
	    (long long)o->id);
	person_time(b, a->at);
	buf_printf(b, "</time> <span class=\"grade\">%s</span>"
	    "<div class=\"body\">", o->type->singular);
	if (subject.len > 0)
		html_text(b, subject);
	else
		html_rich(b, json_get_str(&o->props,
		    str_of(o->type->title)));
	buf_adds(b, STR("</div></article>\n"));
}

static void
put_timeline(struct buf *b, struct request *q, const struct object *o)
{
	struct activity *list;
	size_t i, n = person_timeline(q, o, &list);

	buf_printf(b, "<h2>Timeline <small>%zu</small></h2>\n"
	    "<div class=\"card\">", n);
	if (n == 0)
		buf_adds(b, STR("<p class=\"empty\">Nothing yet.</p>"));
	for (i = 0; i < n; i++)
		put_activity(b, &list[i]);
	buf_adds(b, STR("</div>\n"));
}

void
page_contact(struct request *q, struct answer *r)
{
	struct object o;
	struct buf b = { 0 };

	if (!object_lookup(q, type_find(STR("contacts")), q->args[0],
	    STR_NONE, &o)) {
		error_answer(q, r, 404, "OBJECT_NOT_FOUND", "no such contact");
		return;
	}
	html_head(&b, "Contact");
	buf_adds(&b, STR("<h1>"));
	person_name(&b, &o);
	buf_adds(&b, STR("</h1>\n<p class=\"soft\">"));
	person_companies(&b, q, &o);
	buf_printf(&b, " · ID %lld ", (long long)o.id);
	person_score(&b, &o);
	buf_adds(&b, STR("</p>\n"));
	put_timeline(&b, q, &o);
	put_properties(&b, q, &o);
	page_end(&b, q, r);
}
