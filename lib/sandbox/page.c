/* The page that shows what the sandbox holds and what it is asked. */
#include "sandbox/page.h"

#include "sandbox/html.h"
#include "sandbox/server.h"
#include "sandbox/show.h"

enum { ROWS = 50, SNIPPET = 240 };

/* What was said, without the heading in emphasis that push puts first. */
static struct str
last_talk(const struct object *o)
{
	struct str body = o->type->body == NULL ? STR_NONE :
	    json_get_str(&o->props, str_of(o->type->body));
	size_t end = str_find(body, STR("</p>"));

	if (str_starts(body, STR("<p><em>")) && end != (size_t)-1)
		body = str_from(body, end + 4);
	return body;
}

static void
put_talk(struct buf *b, struct request *q, const struct object *o)
{
	struct activity *list;
	size_t n = show_timeline(q, o, &list);

	buf_adds(b, STR("</td><td class=\"n\">"));
	show_score(b, o);
	buf_adds(b, STR("</td><td class=\"said\"><div>"));
	if (n > 0)
		html_plain(b, last_talk(&list[0].object), SNIPPET);
	buf_adds(b, STR("</div>"));
}

static void
put_row(struct buf *b, struct request *q, const struct object *o)
{
	struct json at = api_time(q->a, o->updated);

	buf_printf(b, "<tr id=\"r%lld-%lld\"><td><a class=\"who\" "
	    "href=\"/record/%lld\">", (long long)o->id,
	    (long long)o->updated, (long long)o->id);
	show_title(b, q, o);
	buf_adds(b, STR("</a><br><span class=\"soft\">"));
	show_subtitle(b, o);
	buf_adds(b, STR("</span></td><td>"));
	if (o->type->role != ROLE_COMPANY)
		show_ties(b, q, o, ROLE_COMPANY);
	if (o->type->role == ROLE_PERSON)
		put_talk(b, q, o);
	else {
		buf_adds(b, STR("</td><td>"));
		show_ties(b, q, o, ROLE_PERSON);
	}
	buf_adds(b, STR("</td><td class=\"n soft\">"));
	show_time(b, store_scalar(&at));
	buf_adds(b, STR("</td></tr>\n"));
}

static void
put_columns(struct buf *b, enum role role)
{
	buf_adds(b, STR("<table class=\"list\"><thead><tr>"));
	if (role == ROLE_PERSON)
		buf_adds(b, STR("<th>Who</th><th>Company</th>"
		    "<th class=\"n\">Score</th><th>Last talk</th>"));
	else
		buf_adds(b, STR("<th>Name</th><th></th><th>People</th>"));
	buf_adds(b, STR("<th class=\"n\">Changed (UTC)</th></tr></thead>"
	    "<tbody>\n"));
}

/* "1772359200000-101" of a query: where the last page ended. */
static void
read_place(struct str s, struct object *o)
{
	size_t dash = str_find(s, STR("-"));

	o->updated = o->id = INT64_MAX;
	if (dash == (size_t)-1)
		return;
	o->updated = api_id(str_to(s, dash));
	o->id = api_id(str_from(s, dash + 1));
}

static void
put_rows(struct buf *b, struct request *q, const struct object_type *t)
{
	struct object o, next;
	int n;

	read_place(api_query(q, t->name), &o);
	put_columns(b, t->role);
	for (n = 0; n < ROWS && store_recent(q->store, t, o.updated, o.id,
	    q->a, &o); n++)
		put_row(b, q, &o);
	buf_adds(b, STR("</tbody></table></div>\n"));
	if (n == ROWS && store_recent(q->store, t, o.updated, o.id, q->a,
	    &next))
		buf_printf(b, "<p><a href=\"/?%s=%lld-%lld#%s\">Older</a>"
		    "</p>\n", t->name, (long long)o.updated,
		    (long long)o.id, t->name);
}

static void
put_type(struct buf *b, struct request *q, const struct object_type *t)
{
	int64_t total = store_count(q->store, t);

	if (total == 0)
		return;
	buf_printf(b, "<h2 id=\"%s\">%s <small>%lld</small></h2>\n"
	    "<div class=\"card\">", t->name, t->name, (long long)total);
	put_rows(b, q, t);
}

static void
put_types(struct buf *b, struct request *q)
{
	static const enum role order[] = { ROLE_PERSON, ROLE_COMPANY,
	    ROLE_DEAL };
	const struct object_type *t;
	size_t i, empty;

	buf_adds(b, STR("<section id=\"objects\" data-live>\n"));
	empty = b->len;
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		for (t = q->persona->schema->types; t->name != NULL; t++)
			if (t->role == order[i])
				put_type(b, q, t);
	if (b->len == empty)
		buf_adds(b, STR("<h2>Nobody yet</h2>\n<div class=\"card\">"
		    "<p class=\"empty\">Pipe some conversations into "
		    "chatcrm-push.</p></div>\n"));
	buf_adds(b, STR("</section>\n"));
}

static void
put_request(struct buf *b, struct request *q, const struct seen *s)
{
	struct json at = api_time(q->a, s->at);

	buf_printf(b, "<li id=\"q%llu\"><code>",
	    (unsigned long long)s->number);
	html_text(b, str_of(s->method));
	buf_addc(b, ' ');
	html_text(b, str_of(s->path));
	buf_printf(b, "</code><b class=\"s%d\">%d</b><span class=\"soft\">"
	    "%.8s", s->status / 100, s->status, at.text + 11);
	if (s->inputs > 1)
		buf_printf(b, " · %zu records", s->inputs);
	buf_printf(b, "</span><span class=\"s5\">%s</span></li>\n",
	    s->fault != NULL ? s->fault : "");
}

static void
put_requests(struct buf *b, struct request *q)
{
	const struct sandbox *sb = q->sb;
	uint64_t i, n = sb->requests < RECENT ? sb->requests : RECENT;

	buf_printf(b, "<section id=\"asked\" data-live>\n<h2 id=\"requests\">"
	    "Requests <small>last %llu of %llu</small></h2>\n"
	    "<div class=\"card\">", (unsigned long long)n,
	    (unsigned long long)sb->requests);
	if (n == 0)
		buf_adds(b, STR("<p class=\"empty\">None yet.</p>"));
	buf_adds(b, STR("<ol class=\"log\">\n"));
	for (i = 1; i <= n; i++)
		put_request(b, q, &sb->recent[(sb->requests - i) % RECENT]);
	buf_adds(b, STR("</ol></div>\n</section>\n"));
}

static void
put_fault(struct buf *b, const char *name, double value, const char *unit)
{
	if (value <= 0)
		return;
	buf_adds(b, b->p[b->len - 1] == ':' ? STR(" ") : STR(", "));
	buf_printf(b, "%s %g %s", name, value, unit);
}

static void
put_faults(struct buf *b, const struct faults *f)
{
	const struct fault_rule *r;
	struct buf list = { 0 };
	enum fault_kind k;

	buf_addc(&list, ':');
	for (k = 0; k < FAULT_KINDS; k++)
		put_fault(&list, fault_name(k), f->share[k] * 100, "%");
	put_fault(&list, "slow", (double)f->slow_ms, "ms");
	put_fault(&list, "search behind by",
	    (double)f->search_lag_ms / 1000, "s");
	for (r = f->rules; r != NULL; r = r->next)
		if (r->kind != FAULT_NONE && r->left > 0)
			put_fault(&list, fault_name(r->kind),
			    (double)r->left, r->left == 1 ? "time" :
			    "times");
	if (list.len > 1)
		buf_printf(b, "<p class=\"notice\">Going wrong on "
		    "purpose%s</p>\n", list.p);
	buf_free(&list);
}

/* ${anchor}: where it leads on the page; NULL: nowhere. */
static void
put_count(struct buf *b, const char *anchor, int64_t n, const char *name)
{
	buf_adds(b, STR("<li><a"));
	if (anchor != NULL)
		buf_printf(b, " href=\"#%s\"", anchor);
	buf_printf(b, "><b>%lld</b><span>%s</span></a></li>", (long long)n,
	    name);
}

static void
put_counts(struct buf *b, struct request *q)
{
	const struct object_type *t;
	int64_t n;

	buf_adds(b, STR("<section id=\"counts\" data-live>\n"
	    "<ul class=\"counts\">"));
	for (t = q->persona->schema->types; t->name != NULL; t++) {
		n = t->role == ROLE_OTHER ? 0 : store_count(q->store, t);
		if (n > 0 || t->role == ROLE_PERSON)
			put_count(b, n == 0 || t->role == ROLE_ACTIVITY ?
			    NULL : t->name, n, t->name);
	}
	put_count(b, "requests", (int64_t)q->sb->requests, "requests");
	buf_adds(b, STR("</ul>\n"));
	put_faults(b, &q->sb->faults);
	buf_adds(b, STR("</section>\n"));
}

void
page_index(struct request *q, struct answer *r)
{
	struct buf b = { 0 };

	page_head(&b, q, "chatcrm sandbox");
	put_counts(&b, q);
	buf_adds(&b, STR("<div class=\"two\">\n"));
	put_types(&b, q);
	put_requests(&b, q);
	buf_adds(&b, STR("</div>\n"));
	page_end(&b, q, r);
}
