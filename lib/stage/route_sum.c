#include "stage/route_sum.h"

#include <inttypes.h>

/* The rule's number, or m->n. */
static size_t
rule_of(const struct route_sum *m, struct str name)
{
	size_t i;

	for (i = 0; i < m->n && !str_eq(m->names[i], name); i++)
		;
	return i;
}

static const struct json *
list_of(const struct json *v)
{
	static const struct json none = { .type = JSON_ARRAY };

	return v != NULL && v->type == JSON_ARRAY ? v : &none;
}

static void
count_fired(struct route_sum *m, const struct json *route, struct str id)
{
	const struct json *list = list_of(json_get(route, STR("rules")));
	struct rule_sum *r;
	size_t i, at;

	m->routed += list->len > 0;
	for (i = 0; i < list->len; i++) {
		at = rule_of(m, json_get_str(&list->items[i], STR("rule")));
		if (at == m->n)
			continue;
		r = &m->rules[at];
		r->fired++;
		if (id.p != NULL && r->nexamples < ROUTE_EXAMPLES)
			r->examples[r->nexamples++] = arena_str(&m->arena, id);
	}
}

/* Those up to the one that stopped were tried. */
static void
count_tried(struct route_sum *m, const struct json *route)
{
	size_t last = rule_of(m, json_get_str(route, STR("stopped"))), i;

	for (i = 0; i < m->n && i <= last; i++)
		m->rules[i].tried++;
	if (last < m->n)
		m->rules[last].stopped++;
}

static bool
is_expired(const struct route_sum *m, const struct json *act,
    struct instant at)
{
	struct str age = json_get_str(act, STR("max_age"));
	int64_t ns;

	return age.p != NULL && duration_parse(age, true, &ns) == 0 &&
	    (m->now.sec - at.sec) * 1000 +
	    (m->now.nsec - at.nsec) / 1000000 > ns / 1000000;
}

static void
count_actions(struct route_sum *m, const struct rec *r)
{
	const struct json *list = list_of(doc_get(&r->doc, STR("actions")));
	struct str at = json_scalar(doc_get(&r->doc, STR("at")));
	struct instant then = m->now;
	struct str type;
	size_t i, rule;
	int k;

	if (at.p == NULL || time_parse(at, &then) == -1)
		then = m->now;
	for (i = 0; i < list->len; i++) {
		rule = rule_of(m, json_get_str(&list->items[i],
		    STR("workflow")));
		if (rule == m->n)
			continue;
		type = json_get_str(&list->items[i], STR("type"));
		for (k = 0; k < ROUTE_TYPES; k++)
			m->rules[rule].actions[k] +=
			    str_eq(type, str_of(route_types[k]));
		m->rules[rule].expired += is_expired(m, &list->items[i],
		    then);
	}
}

/* Once for a record, though a rule may have two findings, which adjoin. */
static void
count_failed(struct route_sum *m, const struct rec *r)
{
	const struct json *list = list_of(doc_get(&r->doc, STR("findings")));
	struct str field;
	size_t i, rule, last = m->n;

	for (i = 0; i < list->len; i++) {
		field = json_get_str(&list->items[i], STR("field"));
		if (!str_starts(field, STR("route.")))
			continue;
		rule = rule_of(m, str_from(field, 6));
		if (rule < m->n && rule != last)
			m->rules[rule].failed++;
		last = rule;
	}
}

static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	struct route_sum *m = *(struct route_sum *const *)arg;
	const struct json *route = doc_get(&r->doc, STR("route"));

	(void)out;
	(void)e;
	m->records++;
	if (route == NULL)
		return 0;
	if (json_get(route, STR("skipped")) != NULL) {
		m->nobodys++;
		return 0;
	}
	count_tried(m, route);
	count_fired(m, route, json_scalar(doc_get(&r->doc, STR("id"))));
	count_actions(m, r);
	count_failed(m, r);
	return 0;
}

void
route_sum_open(struct route_sum *m, const void *stage, struct instant now)
{
	const struct route *s = stage;
	size_t i;

	*m = (struct route_sum){ .n = s->n, .now = now, .self = m };
	m->names = arena_array(&m->arena, s->n + 1, sizeof(*m->names));
	m->rules = arena_array(&m->arena, s->n + 1, sizeof(*m->rules));
	for (i = 0; i < s->n; i++)
		m->names[i] = arena_str(&m->arena, s->rules[i].name);
	m->sink = (struct engine_sink){ put, NULL, &m->self, "route" };
}

static double
share(uint64_t n, uint64_t of)
{
	return of > 0 ? 100.0 * (double)n / (double)of : 0;
}

static void
put_rule(const struct rule_sum *r, struct str name, struct buf *b)
{
	bool any = false;
	int k;

	buf_printf(b, "%-24.*s %8" PRIu64 " %8" PRIu64 " %5.1f%% %8" PRIu64
	    " %8" PRIu64, STR_ARG(name), r->tried, r->fired,
	    share(r->fired, r->tried), r->stopped, r->failed);
	for (k = 0; k < ROUTE_TYPES; k++)
		if (r->actions[k] > 0) {
			buf_printf(b, "%s%s %" PRIu64, any ? ", " : "  ",
			    route_types[k], r->actions[k]);
			any = true;
		}
	if (r->expired > 0)
		buf_printf(b, " (%" PRIu64 " too old)", r->expired);
	buf_addc(b, '\n');
}

void
route_sum_text(const struct route_sum *m, struct buf *b)
{
	size_t i;

	buf_printf(b, "%" PRIu64 " records, %" PRIu64 " routed by some rule, "
	    "%" PRIu64 " without consent\n\n%-24s %8s %8s %6s %8s %8s  %s\n",
	    m->records, m->routed, m->nobodys, "rule", "tried", "fired", "",
	    "stopped", "failed", "wants");
	for (i = 0; i < m->n; i++)
		put_rule(&m->rules[i], m->names[i], b);
}

static void
add(struct json *o, const char *key, uint64_t n, struct arena *a)
{
	json_add(o, str_of(key), json_uint(n, a), a);
}

static struct json
rule_json(const struct rule_sum *r, struct str name, struct arena *a)
{
	struct json o = json_object(), acts = json_object(),
	    ids = json_array();
	size_t i;
	int k;

	json_add(&o, STR("rule"), json_str(name), a);
	add(&o, "tried", r->tried, a);
	add(&o, "fired", r->fired, a);
	add(&o, "stopped", r->stopped, a);
	add(&o, "failed", r->failed, a);
	for (k = 0; k < ROUTE_TYPES; k++)
		if (r->actions[k] > 0)
			add(&acts, route_types[k], r->actions[k], a);
	json_add(&o, STR("actions"), acts, a);
	add(&o, "expired", r->expired, a);
	for (i = 0; i < r->nexamples; i++)
		json_push(&ids, json_str(r->examples[i]), a);
	json_add(&o, STR("examples"), ids, a);
	return o;
}

void
route_sum_json(struct route_sum *m, struct buf *b)
{
	struct json o = json_object(), list = json_array();
	size_t i;

	add(&o, "records", m->records, &m->arena);
	add(&o, "routed", m->routed, &m->arena);
	add(&o, "without_consent", m->nobodys, &m->arena);
	for (i = 0; i < m->n; i++)
		json_push(&list, rule_json(&m->rules[i], m->names[i],
		    &m->arena), &m->arena);
	json_add(&o, STR("rules"), list, &m->arena);
	json_write(&o, b);
	buf_addc(b, '\n');
}

void
route_sum_free(struct route_sum *m)
{
	arena_free(&m->arena);
}
