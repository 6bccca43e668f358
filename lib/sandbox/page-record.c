/* The page of one record: what it holds, what it is tied to. */
#include "sandbox/html.h"
#include "sandbox/server.h"
#include "sandbox/show.h"

static void
put_properties(struct buf *b, struct request *q, const struct object *o)
{
	const struct property *p;
	struct json_member *m;
	uint32_t i;

	buf_adds(b, STR("<h2>Properties</h2>\n<div class=\"card\"><dl>"));
	for (i = 0; i < o->props.len; i++) {
		m = &o->props.members[i];
		p = property_find(q, o->type, m->key);
		buf_adds(b, STR("<dt title=\""));
		html_text(b, m->key);
		buf_adds(b, STR("\">"));
		html_text(b, p != NULL ? str_of(p->label) : m->key);
		buf_adds(b, STR("</dt><dd>"));
		show_value(b, &m->value);
		buf_adds(b, STR("</dd>"));
	}
	buf_adds(b, STR("</dl></div>\n"));
}

static void
put_body(struct buf *b, const struct object *o)
{
	struct str body = o->type->body == NULL ? STR_NONE :
	    json_get_str(&o->props, str_of(o->type->body));

	if (body.len == 0)
		return;
	buf_adds(b, STR("<div class=\"body\">"));
	html_rich(b, body);
	buf_adds(b, STR("</div>"));
}

static void
put_activity(struct buf *b, struct request *q, const struct activity *a)
{
	const struct object *o = &a->object;

	buf_adds(b, STR("<article><time>"));
	show_time(b, a->at);
	buf_printf(b, "</time> <a class=\"grade\" href=\"/record/%lld\">%s"
	    "</a>", (long long)o->id, o->type->singular);
	if (o->type->title != NULL) {
		buf_adds(b, STR(" <strong>"));
		show_title(b, q, o);
		buf_adds(b, STR("</strong>"));
	}
	put_body(b, o);
	buf_adds(b, STR("</article>\n"));
}

static void
put_timeline(struct buf *b, struct request *q, const struct object *o)
{
	struct activity *list;
	size_t i, n = show_timeline(q, o, &list);

	buf_printf(b, "<h2>Timeline <small>%zu</small></h2>\n"
	    "<div class=\"card\">", n);
	if (n == 0)
		buf_adds(b, STR("<p class=\"empty\">Nothing yet.</p>"));
	for (i = 0; i < n; i++)
		put_activity(b, q, &list[i]);
	buf_adds(b, STR("</div>\n"));
}

static void
put_head(struct buf *b, struct request *q, const struct object *o)
{
	buf_adds(b, STR("<h1>"));
	show_title(b, q, o);
	buf_adds(b, STR("</h1>\n<p class=\"soft\">"));
	html_text(b, str_of(o->type->singular));
	buf_addc(b, ' ');
	html_text(b, q->persona->id_text(o->type, o->id, q->a));
	buf_addc(b, ' ');
	show_score(b, o);
	if (o->archived)
		buf_adds(b, STR(" archived"));
	buf_adds(b, STR("</p>\n"));
}

void
page_record(struct request *q, struct answer *r)
{
	struct object o;
	struct buf b = { 0 };

	if (!store_any(q->store, api_id(q->args[0]), q->a, &o)) {
		r->status = 404;
		r->text = STR("no such record\n");
		r->type = "text/plain";
		return;
	}
	html_head(&b, "Record", q->persona->title);
	put_head(&b, q, &o);
	if (o.type->role == ROLE_ACTIVITY)
		put_body(&b, &o);
	else
		put_timeline(&b, q, &o);
	put_properties(&b, q, &o);
	page_end(&b, q, r);
}
