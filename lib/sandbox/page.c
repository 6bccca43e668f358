/* The page that lists what the sandbox holds. */
#include "sandbox/html.h"
#include "sandbox/server.h"
#include "sandbox/show.h"

enum { PEOPLE = 100, SNIPPET = 240 };

/* Pages are copied to the request's arena, where all of an answer lives. */
void
page_end(struct buf *b, struct request *q, struct answer *r)
{
	html_foot(b);
	r->status = 200;
	r->text = arena_str(q->a, buf_str(b));
	buf_free(b);
}

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
put_person(struct buf *b, struct request *q, const struct object *o)
{
	struct activity *list;
	size_t n = show_timeline(q, o, &list);
	struct json at = api_time(q->a, o->updated);

	buf_printf(b, "<tr><td><a class=\"who\" href=\"/record/%lld\">",
	    (long long)o->id);
	show_title(b, q, o);
	buf_adds(b, STR("</a><br><span class=\"soft\">"));
	show_subtitle(b, o);
	buf_adds(b, STR("</span></td><td>"));
	show_ties(b, q, o, ROLE_COMPANY);
	buf_adds(b, STR("</td><td class=\"n\">"));
	show_score(b, o);
	buf_adds(b, STR("</td><td class=\"said\"><div>"));
	if (n > 0)
		html_plain(b, last_talk(&list[0].object), SNIPPET);
	buf_adds(b, STR("</div></td><td class=\"n soft\">"));
	show_time(b, (struct str){ at.text, at.len });
	buf_adds(b, STR("</td></tr>\n"));
}

static void
put_people(struct buf *b, struct request *q, const struct object_type *t)
{
	int64_t total = store_count(q->store, t);
	struct object o = { .id = api_id(api_query(q, t->name)) };
	int shown;

	buf_printf(b, "<h2>%s <small>%lld</small></h2>\n"
	    "<div class=\"card\">", t->name, (long long)total);
	if (total == 0) {
		buf_adds(b, STR("<p class=\"empty\">Nobody yet. Pipe some "
		    "conversations into chatcrm-push.</p></div>\n"));
		return;
	}
	buf_adds(b, STR("<table class=\"people\"><thead><tr><th>Who</th>"
	    "<th>Company</th><th class=\"n\">Score</th><th>Last talk</th>"
	    "<th class=\"n\">Changed (UTC)</th></tr></thead><tbody>\n"));
	for (shown = 0; shown < PEOPLE && store_next(q->store, t, o.id,
	    false, q->a, &o); shown++)
		put_person(b, q, &o);
	buf_adds(b, STR("</tbody></table></div>\n"));
	if (store_next(q->store, t, o.id, false, q->a, &(struct object){ 0 }))
		buf_printf(b, "<p><a href=\"/?%s=%lld\">More</a></p>\n",
		    t->name, (long long)o.id);
}

static void
put_request(struct buf *b, struct request *q, const struct seen *s)
{
	struct json at = api_time(q->a, s->at);

	buf_printf(b, "<tr><td class=\"n soft wide\">%llu</td>"
	    "<td class=\"soft wide\">%.8s</td><td><code>",
	    (unsigned long long)s->number, at.text + 11);
	html_text(b, str_of(s->method));
	buf_addc(b, ' ');
	html_text(b, str_of(s->path));
	buf_printf(b, "</code></td><td class=\"n\">%zu</td>"
	    "<td class=\"n s%d\">%d</td><td class=\"s5\">%s</td></tr>\n",
	    s->inputs, s->status / 100, s->status,
	    s->fault != NULL ? s->fault : "");
}

static void
put_requests(struct buf *b, struct request *q)
{
	const struct sandbox *sb = q->sb;
	uint64_t i, n = sb->requests < RECENT ? sb->requests : RECENT;

	buf_printf(b, "<h2>Requests <small>last %llu of %llu</small></h2>\n"
	    "<div class=\"card\">", (unsigned long long)n,
	    (unsigned long long)sb->requests);
	if (n == 0) {
		buf_adds(b, STR("<p class=\"empty\">None yet.</p></div>\n"));
		return;
	}
	buf_adds(b, STR("<table class=\"log\"><thead><tr><th class=\"n\">#"
	    "</th><th>Time</th><th>Request</th><th class=\"n\">Inputs</th>"
	    "<th class=\"n\">Status</th><th>Fault</th></tr></thead>"
	    "<tbody>\n"));
	for (i = 1; i <= n; i++)
		put_request(b, q, &sb->recent[(sb->requests - i) % RECENT]);
	buf_adds(b, STR("</tbody></table></div>\n"));
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
	enum fault_kind k;
	size_t at;

	buf_adds(b, STR("<p class=\"notice\">Going wrong on purpose:"));
	at = b->len;
	for (k = 0; k < FAULT_KINDS; k++)
		put_fault(b, fault_name(k), f->share[k] * 100, "%");
	put_fault(b, "slow", (double)f->slow_ms, "ms");
	put_fault(b, "search behind by", (double)f->search_lag_ms / 1000,
	    "s");
	for (r = f->rules; r != NULL; r = r->next)
		if (r->kind != FAULT_NONE && r->left > 0)
			put_fault(b, fault_name(r->kind), (double)r->left,
			    "times");
	if (b->len == at)
		buf_adds(b, STR(" nothing"));
	buf_adds(b, STR("</p>\n"));
}

static void
put_counts(struct buf *b, struct request *q)
{
	const struct object_type *t;
	int64_t n;

	buf_adds(b, STR("<ul class=\"counts\">"));
	for (t = q->persona->schema->types; t->name != NULL; t++) {
		n = store_count(q->store, t);
		if (n > 0 || t->role == ROLE_PERSON ||
		    t->role == ROLE_COMPANY)
			buf_printf(b, "<li><b>%lld</b><span>%s</span></li>",
			    (long long)n, t->name);
	}
	buf_printf(b, "<li><b>%llu</b><span>requests</span></li></ul>\n",
	    (unsigned long long)q->sb->requests);
}

void
page_index(struct request *q, struct answer *r)
{
	const struct object_type *t;
	struct buf b = { 0 };

	html_head(&b, "chatcrm sandbox", q->persona->title);
	put_counts(&b, q);
	put_faults(&b, &q->sb->faults);
	for (t = q->persona->schema->types; t->name != NULL; t++)
		if (t->role == ROLE_PERSON)
			put_people(&b, q, t);
	put_requests(&b, q);
	page_end(&b, q, r);
}
