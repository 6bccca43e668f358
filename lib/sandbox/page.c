/* What the sandbox holds, for people. */
#include <stdlib.h>
#include <string.h>

#include "sandbox/html.h"
#include "sandbox/server.h"

enum { PEOPLE = 100, SNIPPET = 240 };

static void
put_value(struct buf *b, const struct object *o, const char *name)
{
	html_text(b, json_get_str(&o->props, str_of(name)));
}

static bool
has_name(const struct object *o)
{
	return json_get_str(&o->props, STR("firstname")).len > 0 ||
	    json_get_str(&o->props, STR("lastname")).len > 0;
}

/* Name, else address, else number. */
static void
put_name(struct buf *b, const struct object *o)
{
	struct str first = json_get_str(&o->props, STR("firstname"));
	struct str last = json_get_str(&o->props, STR("lastname"));

	if (has_name(o)) {
		html_text(b, first);
		if (first.len > 0 && last.len > 0)
			buf_addc(b, ' ');
		html_text(b, last);
	} else if (json_get_str(&o->props, STR("email")).len > 0)
		put_value(b, o, "email");
	else
		buf_printf(b, "Contact %lld", (long long)o->id);
}

/* The value of the first property of that name, with or without a prefix. */
static struct str
suffixed(const struct object *o, struct str name)
{
	struct json_member *m;
	struct str key;
	uint32_t i;

	for (i = 0; i < o->props.len; i++) {
		m = &o->props.members[i];
		key = m->key;
		if (str_eq(key, name) || (key.len > name.len &&
		    str_ends(key, name) &&
		    key.p[key.len - name.len - 1] == '_'))
			return (struct str){ m->value.text, m->value.len };
	}
	return STR_NONE;
}

static void
put_score(struct buf *b, const struct object *o)
{
	struct str score = suffixed(o, STR("score"));
	struct str grade = suffixed(o, STR("grade"));

	html_text(b, score);
	if (grade.len == 0)
		return;
	buf_adds(b, STR("<span class=\"grade\">"));
	html_text(b, grade);
	buf_adds(b, STR("</span>"));
}

/* "2026-03-01 10:15" of an RFC 3339 time. */
static void
put_time(struct buf *b, struct str t)
{
	html_text(b, str_to(t, 10));
	if (t.len >= 16) {
		buf_addc(b, ' ');
		html_text(b, (struct str){ t.p + 11, 5 });
	}
}

static void
put_companies(struct buf *b, struct request *q, const struct object *o)
{
	const struct object_type *t = type_find(STR("companies"));
	struct object c;
	struct edge *edges;
	size_t n, i;

	n = store_edges(q->store, o->type, o->id, t, q->a, &edges);
	for (i = 0; i < n; i++) {
		if ((i > 0 && edges[i].to == edges[i - 1].to) ||
		    !store_get(q->store, t, edges[i].to, q->a, &c))
			continue;
		if (i > 0)
			buf_adds(b, STR(", "));
		put_value(b, &c, json_get_str(&c.props, STR("name")).len > 0 ?
		    "name" : "domain");
	}
}

struct activity {
	struct str	 at;
	struct object	 object;
};

static int
newest_first(const void *a, const void *b)
{
	const struct activity *x = a, *y = b;

	return str_cmp(y->at, x->at);
}

/* Notes and what else has happened with a contact, newest first. */
static size_t
timeline(struct request *q, const struct object *o, struct activity **out)
{
	static const char *const kinds[] = { "notes", "tasks",
	    "communications", "tickets" };
	const struct object_type *t;
	struct activity *list = NULL;
	struct edge *edges;
	size_t k, i, n, count = 0;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		t = type_find(str_of(kinds[k]));
		n = store_edges(q->store, o->type, o->id, t, q->a, &edges);
		if (n == 0)
			continue;
		list = arena_grow(q->a, list, count * sizeof(*list),
		    (count + n) * sizeof(*list));
		for (i = 0; i < n; i++) {
			struct object *x = &list[count].object;

			if (!store_get(q->store, t, edges[i].to, q->a, x) ||
			    x->archived)
				continue;
			list[count].at = json_get_str(&x->props,
			    STR("hs_timestamp"));
			count++;
		}
	}
	if (count > 1)
		qsort(list, count, sizeof(*list), newest_first);
	*out = list;
	return count;
}

static void
put_person(struct buf *b, struct request *q, const struct object *o)
{
	struct activity *list;
	size_t n = timeline(q, o, &list);
	struct json at = api_time(q->a, o->updated);

	buf_printf(b, "<tr><td><a class=\"who\" href=\"/contact/%lld\">",
	    (long long)o->id);
	put_name(b, o);
	buf_adds(b, STR("</a>"));
	if (has_name(o)) {
		buf_adds(b, STR("<br><span class=\"soft\">"));
		put_value(b, o, "email");
		buf_adds(b, STR("</span>"));
	}
	buf_adds(b, STR("</td><td>"));
	put_companies(b, q, o);
	buf_adds(b, STR("</td><td class=\"n\">"));
	put_score(b, o);
	buf_adds(b, STR("</td><td class=\"said\"><div>"));
	if (n > 0)
		html_plain(b, json_get_str(&list[0].object.props,
		    str_of(list[0].object.type->title)), SNIPPET);
	buf_adds(b, STR("</div></td><td class=\"n soft\">"));
	put_time(b, (struct str){ at.text, at.len });
	buf_adds(b, STR("</td></tr>\n"));
}

static void
put_people(struct buf *b, struct request *q)
{
	const struct object_type *t = type_find(STR("contacts"));
	int64_t total = store_count(q->store, t);
	struct object o = { .id = api_id(api_query(q, "after")) };
	int shown;

	buf_printf(b, "<h2>Contacts <small>%lld</small></h2>\n"
	    "<div class=\"card\">", (long long)total);
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
		buf_printf(b, "<p><a href=\"/?after=%lld\">More</a></p>\n",
		    (long long)o.id);
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
put_faults(struct buf *b, const struct sandbox_faults *f)
{
	if (f->fail <= 0 && f->lie <= 0 && f->reset <= 0 && f->slow_ms == 0 &&
	    f->search_lag_ms == 0)
		return;
	buf_adds(b, STR("<p class=\"notice\">Going wrong on purpose:"));
	put_fault(b, "fail", f->fail * 100, "%");
	put_fault(b, "reset", f->reset * 100, "%");
	put_fault(b, "lie", f->lie * 100, "%");
	put_fault(b, "slow", (double)f->slow_ms, "ms");
	put_fault(b, "search behind by", (double)f->search_lag_ms / 1000,
	    "s");
	buf_adds(b, STR("</p>\n"));
}

static void
put_counts(struct buf *b, struct request *q)
{
	const struct object_type *t;
	int64_t n;

	buf_adds(b, STR("<ul class=\"counts\">"));
	for (t = object_types; t->name != NULL; t++) {
		n = store_count(q->store, t);
		if (n > 0 || type_index(t) < 2)
			buf_printf(b, "<li><b>%lld</b><span>%s</span></li>",
			    (long long)n, t->name);
	}
	buf_printf(b, "<li><b>%llu</b><span>requests</span></li></ul>\n",
	    (unsigned long long)q->sb->requests);
}

/* Pages are copied to the request's arena, where all of an answer lives. */
static void
finish(struct buf *b, struct request *q, struct answer *r)
{
	html_foot(b);
	r->status = 200;
	r->html = arena_str(q->a, buf_str(b));
	buf_free(b);
}

void
page_index(struct request *q, struct answer *r)
{
	struct buf b = { 0 };

	html_head(&b, "chatcrm sandbox");
	put_counts(&b, q);
	put_faults(&b, &q->sb->faults);
	put_people(&b, q);
	put_requests(&b, q);
	finish(&b, q, r);
}

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
	put_time(b, a->at);
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
	size_t i, n = timeline(q, o, &list);

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
	put_name(&b, &o);
	buf_adds(&b, STR("</h1>\n<p class=\"soft\">"));
	put_companies(&b, q, &o);
	buf_printf(&b, " · ID %lld ", (long long)o.id);
	put_score(&b, &o);
	buf_adds(&b, STR("</p>\n"));
	put_timeline(&b, q, &o);
	put_properties(&b, q, &o);
	finish(&b, q, r);
}
