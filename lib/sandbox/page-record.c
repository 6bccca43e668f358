/* The page of one record: what it holds, what it is tied to. */
#include "sandbox/html.h"
#include "sandbox/page.h"
#include "sandbox/server.h"
#include "sandbox/show.h"

static void
put_properties(struct buf *b, struct request *q, const struct object *o)
{
	const struct property *p;
	struct json_member *m;
	uint32_t i;

	buf_adds(b, STR("<section id=\"properties\" data-live>\n"
	    "<h2>Properties</h2>\n<div class=\"card\"><dl>"));
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
	buf_adds(b, STR("</dl></div>\n</section>\n"));
}

/* Whom and what it is tied to, activities aside. */
static void
put_ties(struct buf *b, struct request *q, const struct object *o)
{
	static const struct {
		enum role	 role;
		const char	*name;
	} rows[] = {
		{ ROLE_PERSON, "People" },
		{ ROLE_COMPANY, "Companies" },
		{ ROLE_DEAL, "Deals" },
		{ ROLE_OTHER, "Others" },
	};
	struct buf list = { 0 };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_reset(&list);
		show_ties(&list, q, o, rows[i].role);
		if (list.len > 0)
			buf_printf(b, "<p>%s: %s</p>\n", rows[i].name,
			    list.p);
	}
	buf_free(&list);
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

/* All of one activity, on a page of its own. */
static void
put_whole(struct buf *b, const struct object *o)
{
	buf_adds(b, STR("<section id=\"whole\" data-live>\n<h2>Content</h2>"
	    "\n<div class=\"card\"><article>"));
	put_body(b, o);
	buf_adds(b, STR("</article></div>\n</section>\n"));
}

static void
put_activity(struct buf *b, struct request *q, const struct activity *a)
{
	const struct object *o = &a->object;

	buf_printf(b, "<article id=\"a%lld\"><time>", (long long)o->id);
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

	buf_printf(b, "<section id=\"timeline\" data-live>\n"
	    "<h2>Timeline <small>%zu</small></h2>\n<div class=\"card\">",
	    n);
	if (n == 0)
		buf_adds(b, STR("<p class=\"empty\">Nothing yet.</p>"));
	for (i = 0; i < n; i++)
		put_activity(b, q, &list[i]);
	buf_adds(b, STR("</div>\n</section>\n"));
}

static void
put_head(struct buf *b, struct request *q, const struct object *o)
{
	buf_adds(b, STR("<section id=\"head\" data-live>\n<h1>"));
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
	put_ties(b, q, o);
	buf_adds(b, STR("</section>\n"));
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
	page_head(&b, q, "Record");
	put_head(&b, q, &o);
	buf_adds(&b, STR("<div class=\"two\">\n"));
	if (o.type->role == ROLE_ACTIVITY)
		put_whole(&b, &o);
	else
		put_timeline(&b, q, &o);
	put_properties(&b, q, &o);
	buf_adds(&b, STR("</div>\n"));
	page_end(&b, q, r);
}
