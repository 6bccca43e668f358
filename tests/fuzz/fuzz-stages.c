/*
 * fuzz-stages: records through validate, score and route.  What passed
 * validation or route passes again as it is, and reasons add up to the total.
 */
#include <stdlib.h>

#include "record/record.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char config[] =
    "validate:\n"
    "  region: US\n"
    "  lists: {words: [info, tmp.example]}\n"
    "  contact:\n"
    "    email: {on_invalid: drop, accept: [comments, display_name],\n"
    "      roles: words, disposable: words, on_disposable: ask,\n"
    "      fold: [dots, tags]}\n"
    "    home: {type: country, on_invalid: ask}\n"
    "    money: {type: currency, required: 'contact.age > 30',\n"
    "      on_invalid: keep}\n"
    "    site: {type: url, matches: '^(h+t+)+p'}\n"
    "    born: {type: date, max: now}\n"
    "    age: {type: number, min: 0, max: 150}\n"
    "    note: {emoji: strip, rubbish: [n/a], min_length: 1}\n"
    "    phone: {min_digits: 7}\n"
    "    country: {allow: [US, DE, 'España']}\n"
    "    name: {min_length: 2, max_length: 40, rule: value != 'test'}\n"
    "    rules: [{rule: 'contact.age > 17', field: age, on_invalid: drop}]\n"
    "  rules: [{rule: has(contact.email), on_invalid: keep}]\n"
    "score:\n"
    "  half_life: 3d\n"
    "  rules:\n"
    "    - {name: a, mentions: [price, how much, über], points: 10}\n"
    "    - {name: b, matches: ['\\b(book|buy)', '\\d\\s*pm'], points: 0.07}\n"
    "    - {name: c, when: 'contact.age < 30', mentions: a, on: all,\n"
    "       points: -3.33}\n"
    "    - {name: d, when: 'size(conversation.messages) > 2', points: 5}\n"
    "route:\n"
    "  - {name: a, when: contact.age > 3, owner: o@acme.example, do: [task:\n"
    "     {subject: {from: contact.note}, due: {from: contact.born}}]}\n"
    "  - {name: b, max_age: 24h, do: [set: {note: [contact.age, contact.name],\n"
    "     company.size: contact.age}, assign: {among: {a@acme.example: 2,\n"
    "     b@acme.example: 1}, by: contact.site}]}\n"
    "  - {name: c, when: 'size(tags) > 0', stop: true, do: [{tag: {from: tags},\n"
    "     id: x}, {ticket: {subject: Help, description: {from: contact}}}]}\n"
    "  - {name: d, do: [list: {from: contact.name, remove: true},\n"
    "     unsubscribe: true, notify: {sms: {from: contact.phone}}]}\n";

static struct {
	struct arena		 arena;
	struct diags		 diags;
	struct conf		 conf;
	void			*validate, *score, *route, *scratch;
	struct json_parser	*parser;
} t;

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
set_up(void)
{
	struct run_env env = { .now = { 1772323200, 0 } };

	diags_init(&t.diags, &t.arena);
	t.conf.arena = &t.arena;
	t.conf.diags = &t.diags;
	yaml_parse("config", str_of(config), &t.arena, &t.conf.root,
	    &t.diags);
	t.validate = stage_validate.open(&t.conf, &env, &t.arena);
	t.score = stage_score.open(&t.conf, &env, &t.arena);
	t.route = stage_route.open(&t.conf, &env, &t.arena);
	t.scratch = stage_score.scratch(t.score);
	must(t.diags.errors == 0);
	t.parser = json_parser_new(NULL, NULL);
}

/* Run one stage over ${in}; false if there is no record in it. */
static bool
run(const struct stage_ops *ops, void *stage, void *scratch, struct str in,
    struct arena *a, struct buf *out)
{
	struct rec r = { .arena = a };
	struct err e = { 0 };

	if (json_parse(t.parser, in, a, &r.doc, &e) == -1 ||
	    r.doc.root.type != JSON_OBJECT)
		return false;
	if (ops->run(stage, scratch, &r, &e) != REC_PASS) {
		must(e.code != NULL && e.msg[0] != '\0');
		return false;
	}
	must(doc_write(&r.doc, out) == 0);
	return true;
}

/* Hundredths of the number ${v}. */
static int64_t
hundredths(const struct json *v)
{
	double d = 0;

	must(v != NULL && json_to_double(v, &d));
	return (int64_t)(d * 100 + (d < 0 ? -0.5 : 0.5));
}

static void
check_sum(struct str line, struct arena *a)
{
	const struct json *reasons;
	struct json_doc d;
	int64_t sum = 0;
	size_t i;

	must(json_parse(t.parser, line, a, &d, NULL) == 0);
	reasons = json_path(&d.root, "score.reasons");
	must(reasons != NULL);
	for (i = 0; i < reasons->len; i++)
		sum += hundredths(json_get(&reasons->items[i],
		    STR("points")));
	must(sum == hundredths(json_path(&d.root, "score.total")));
}

/* What comes out of ${ops} goes through it once more as it is. */
static void
settles(const struct stage_ops *ops, void *stage, struct str in,
    struct arena *a)
{
	struct buf once = { 0 }, twice = { 0 };
	struct json_doc d, again;

	if (run(ops, stage, NULL, in, a, &once)) {
		must(run(ops, stage, NULL, buf_str(&once), a, &twice));
		must(json_parse(t.parser, buf_str(&once), a, &d, NULL) == 0);
		must(json_parse(t.parser, buf_str(&twice), a, &again,
		    NULL) == 0);
		must(json_equal(&d.root, &again.root));
	}
	buf_free(&once);
	buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	struct buf scored = { 0 };
	struct arena a = { 0 };

	if (t.parser == NULL)
		set_up();
	settles(&stage_validate, t.validate, in, &a);
	settles(&stage_route, t.route, in, &a);
	if (run(&stage_score, t.score, t.scratch, in, &a, &scored))
		check_sum(buf_str(&scored), &a);
	buf_free(&scored);
	arena_free(&a);
	return 0;
}
