/* What became of a test's lines, against what it expects. */
#include "driver/cases.h"

static struct mismatch *
next_mismatch(struct mismatches *m)
{
	size_t cap = m->cap > 0 ? 2 * m->cap : 16;

	if (m->n == m->cap) {
		m->v = arena_grow(m->arena, m->v, m->n * sizeof(*m->v),
		    cap * sizeof(*m->v));
		m->cap = cap;
	}
	m->v[m->n] = (struct mismatch){ .value = json_null() };
	return &m->v[m->n++];
}

static void
differ(struct mismatches *m, struct str path, const struct json *want,
    const struct json *got)
{
	struct mismatch *x = next_mismatch(m);

	x->path = path;
	x->want = want;
	if (want->type == JSON_NULL)
		x->expected = STR("nothing");
	else if (want->type == JSON_NUMBER)
		x->expected = yaml_text(want);
	else
		x->expected = json_text(want, m->arena);
	x->got = got == NULL ? STR("nothing") : json_text(got, m->arena);
	if (got != NULL)
		x->value = *got;
}

/* It is not about a value, but what happened is another thing. */
static void
differ_whole(struct mismatches *m, const struct json *want,
    struct str expected, struct str got)
{
	struct mismatch *x = next_mismatch(m);

	*x = (struct mismatch){ .want = want, .expected = expected,
	    .got = got, .value = json_null(), .whole = true };
}

/*
 * A scalar as people write it in YAML: +14155550123 and 2026 may mean text;
 * 10 is 10.0.
 */
static bool
same_scalar(const struct json *want, const struct json *got)
{
	struct str text = yaml_text(want);
	double a, b;

	if (got->type == JSON_STRING)
		return text.p != NULL &&
		    str_eq(text, (struct str){ got->text, got->len });
	if (want->type == JSON_NUMBER && got->type == JSON_NUMBER &&
	    json_to_double(want, &a) && json_to_double(got, &b) && a == b)
		return true;
	return json_equal(want, got);
}

static struct str
below(struct str path, struct str key, struct arena *a)
{
	return path.len == 0 ? key : arena_printf(a, "%.*s.%.*s",
	    STR_ARG(path), STR_ARG(key));
}

static void	judge_value(struct mismatches *m, struct str path,
		    const struct json *want, const struct json *got);

static void
judge_members(struct mismatches *m, struct str path,
    const struct json *want, const struct json *got)
{
	const struct json_member *member;
	size_t i;

	for (i = 0; i < want->len; i++) {
		member = &want->members[i];
		judge_value(m, below(path, member->key, m->arena),
		    &member->value, json_get(got, member->key));
	}
}

static void
judge_items(struct mismatches *m, struct str path, const struct json *want,
    const struct json *got)
{
	size_t i;

	for (i = 0; i < want->len; i++)
		judge_value(m, arena_printf(m->arena, "%.*s[%zu]",
		    STR_ARG(path), i), &want->items[i], &got->items[i]);
}

static void
judge_value(struct mismatches *m, struct str path, const struct json *want,
    const struct json *got)
{
	if (want->type == JSON_NULL) {
		if (got != NULL && got->type != JSON_NULL)
			differ(m, path, want, got);
	} else if (got == NULL) {
		differ(m, path, want, NULL);
	} else if (want->type == JSON_OBJECT && got->type == JSON_OBJECT) {
		judge_members(m, path, want, got);
	} else if (want->type == JSON_ARRAY && got->type == JSON_ARRAY &&
	    want->len == got->len) {
		judge_items(m, path, want, got);
	} else if (!same_scalar(want, got)) {
		differ(m, path, want, got);
	}
}

/* What a dead letter would say. */
static struct json
letter(const struct result *r, struct arena *a)
{
	struct json o = json_object();

	json_add(&o, STR("stage"), json_str(str_of(r->stage)), a);
	if (r->err.code != NULL)
		json_add(&o, STR("code"), json_str(str_of(r->err.code)), a);
	if (r->err.field[0] != '\0')
		json_add(&o, STR("field"), json_str(arena_str(a,
		    str_of(r->err.field))), a);
	json_add(&o, STR("message"), json_str(arena_str(a,
	    str_of(r->err.msg))), a);
	return o;
}

static struct str
say(const struct result *r, struct arena *a)
{
	static const char *const names[] = {
		[REC_PASS] = "a record", [REC_REFUSED] = "refused",
		[REC_SKIPPED] = "skipped"
	};

	if (r->verdict == REC_PASS || r->err.code == NULL)
		return str_of(names[r->verdict]);
	return arena_printf(a, "%s (%s: %s)", names[r->verdict],
	    r->err.code, r->err.msg);
}

/* One thing that is wanted: of which kind, and what of it. */
struct want {
	enum case_want		 kind;
	const struct json	*node;
};

static struct want
want_of(const struct json *node)
{
	int i;

	for (i = WANT_REFUSED; i < WANTS; i++)
		if (node->type == JSON_OBJECT && node->len == 1 &&
		    str_eq(node->members[0].key, str_of(case_wants[i])))
			return (struct want){ (enum case_want)i,
			    &node->members[0].value };
	return (struct want){ WANT_RECORD, node };
}

static void
judge_letter(struct mismatches *m, const struct want *w,
    const struct result *r)
{
	struct str path = str_of(case_wants[w->kind]);
	struct json *got = ARENA_NEW(m->arena, struct json);

	*got = letter(r, m->arena);
	if (w->node->type == JSON_STRING)	/* the code alone */
		judge_value(m, below(path, STR("code"), m->arena), w->node,
		    json_get(got, STR("code")));
	else if (w->node->type == JSON_OBJECT)
		judge_members(m, path, w->node, got);
}

static void
judge_one(struct mismatches *m, const struct want *w,
    const struct result *r)
{
	static const enum verdict verdicts[WANTS] = {
		[WANT_RECORD] = REC_PASS, [WANT_REFUSED] = REC_REFUSED,
		[WANT_SKIPPED] = REC_SKIPPED
	};
	static const char *const words[WANTS] = { "a record", "refused",
	    "skipped" };

	if (r->verdict != verdicts[w->kind])
		differ_whole(m, w->node, str_of(words[w->kind]),
		    say(r, m->arena));
	else if (r->verdict == REC_PASS)
		judge_value(m, STR_NONE, w->node, &r->record);
	else
		judge_letter(m, w, r);
}

/* Each of the list ${node} is about a result. */
static void
judge_list(struct mismatches *m, const struct json *node,
    const struct results *r)
{
	struct want w;
	size_t i, before;
	struct str path;

	if (node->len != r->n) {
		differ_whole(m, node, arena_printf(m->arena, "%u results",
		    (unsigned)node->len), arena_printf(m->arena,
		    "%zu results", r->n));
		return;
	}
	for (i = 0; i < r->n; i++) {
		w = want_of(&node->items[i]);
		before = m->n;
		judge_one(m, &w, &r->v[i]);
		for (; before < m->n; before++) {
			path = m->v[before].path;
			m->v[before].path = arena_printf(m->arena,
			    "[%zu]%s%.*s", i, path.len > 0 ? " " : "",
			    STR_ARG(path));
		}
	}
}

static struct str
say_all(const struct results *r, struct arena *a)
{
	return r->n == 1 ? say(&r->v[0], a) :
	    arena_printf(a, "%zu results", r->n);
}

void
case_judge(const struct test_case *c, const struct results *r,
    struct mismatches *m)
{
	struct want w = { WANTS, NULL };
	int i;

	for (i = 0; i < WANTS; i++)
		if (c->want[i] != NULL)
			w = (struct want){ (enum case_want)i, c->want[i] };
	if (w.node == NULL) {
		differ_whole(m, c->node, STR("something: the test says "
		    "nothing of it"), say_all(r, m->arena));
		return;
	}
	if (w.kind == WANT_RECORD && w.node->type == JSON_ARRAY) {
		judge_list(m, w.node, r);
		return;
	}
	if (w.kind == WANT_RECORD)
		w = want_of(w.node);
	if (r->n == 1)
		judge_one(m, &w, &r->v[0]);
	else
		differ_whole(m, w.node, STR("one result"),
		    say_all(r, m->arena));
}
