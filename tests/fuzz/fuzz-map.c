/*
 * fuzz-map: one line through map, with each of the profiles and fields of
 * every type.  What comes out must be JSON again, without the card number
 * that the redaction is to find, and the same when the line is parsed whole:
 * what the stage says it reads is all it reads.
 */
#include <stdlib.h>

#include "record/record.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A platform that tells who the person is. */
#define PLATFORM(name) "map: {source: " name ", contact: {email: " \
	"[person.email, facts.email], phone: person.phone, name: " \
	"person.name, id: 'person.identifiers[0].value', slots: slots}}"

static const char *const configs[] = {
	"map: {source: rasa, anonymous: skip, region: US, contact: {email: "
	"slots.email, phone: slots.phone, name: 'slots.name.split(\" \")[0]'"
	", seen: {from: conversation.ended_at, type: date, zone: "
	"Europe/Madrid}}, company: {domain: work_domain(contact.email)}, "
	"tags: [conversation.intents]}",
	"map: {source: chatlog, contact: {email: facts.email, phone: "
	"facts.phone, n: {from: slots.n, type: integer}}}",
	"map: {contact: {a: {from: input.a, type: integer}, b: {from: "
	"input.b, type: number}, c: {from: input.c, type: datetime}, d: "
	"{from: input.d, type: date, parse: ['%d.%m.%y', '%a %b %e %T %Y'], "
	"format: '%D'}, e: {from: input.e, values: {x: [y, z]}}, f: {from: "
	"input.f, buckets: ['1-10', '<0', '11+']}, g: {from: input.g, type: "
	"boolean}, h: {from: input.h, type: text}, i: {from: input.i, type: "
	"phone, region: DE}, j: {from: input.j, type: email}, k: input.k}}",
	"map: {source: {platform: t, id: input.id, session: input.s, events: "
	"input.e, slots: input.slots, at: event.t, kind: event.k, piece: "
	"'has(input.k)', unwrap: [w], unwrap_json: [j], rules: [{on: u, "
	"message: {role: customer, text: event.x, id: event.i, intent: "
	"event.n, private: event.p, entities: event.en}, slots: event.v}, "
	"{on: s, slot: {name: event.n, value: event.v}}, {on: r, do: "
	"reset_slots}, {on: w, do: rewind}, {on: a, do: action}, {on: d, do: "
	"undo}, {on: x, do: restart}, {do: session, language: event.l}]}}",
	PLATFORM("intercom"),
	PLATFORM("chatwoot"),
	PLATFORM("lex"),
	PLATFORM("zendesk"),
	PLATFORM("manychat"),
	PLATFORM("whatsapp"),
	PLATFORM("messenger"),
	PLATFORM("sunshine"),
	PLATFORM("twilio"),
	"map: {define: {a: input.a, n: 'number(b)', b: input.b}, objects: {o: "
	"{a: {from: a, type: decimal, scale: 2}, b: {from: b, type: number, "
	"locale: de}, c: {from: input.c, type: list, order: sorted}, d: "
	"{from: input.d, type: multi_picklist, values: {x: [y, 'ä']}, "
	"unmapped: {other: z}, order: values, join: ';'}, e: {from: input.e, "
	"type: integer, decimal: ','}, f: {from: input.f, type: boolean, yes: "
	"[aye]}, g: {from: input.g, type: date, parse: ['%d %B %Y', '%A %b "
	"%d %Z %y']}, h: {from: input.h, buckets: {s: 1-10, l: 11+}}, i: "
	"{from: input.i, type: decimal, rounding: half_even, scale: 0}}}, "
	"high_value: n > 3.0, keep_raw: true}",
	"map: {source: chatlog, redact: {email: true, phone: detect, patterns: "
	"{no: 'K\\d+', w: '\\bfoo(bar)*'}}, consent: {when: 'input.ok != "
	"false', otherwise: strip}, sensitive_topics: {health: no_transcript, "
	"x: {words: [zzz, y y], action: summary_only}}, keep_raw: true, "
	"contact: {email: facts.email}, tags: [{value: t}, input.t]}",
	"map: {source: {platform: t, id: input.id, gap: 1h, singer: true, "
	"session: input.s, events: input.e, at: event.t, event: input.ev, "
	"skip: 'has(input.no)', let: {n: size(group), x: input.x}, person: "
	"{name: input.n, email: input.m, phone: input.p, attributes: input.a, "
	"identifiers: input.i}, piece: 'has(input.k)', rules: [{when: "
	"'has(event.del)', delete: event.del}, {on: s, do: session}, {message: "
	"{role: 'vars.n > 1 ? customer : bot', text: event.x, id: event.i, "
	"edited_at: event.ed, format: event.f, reply_to: event.r, buttons: "
	"event.b}}], kind: event.k}, on: {a: {deal: {name: person.name}}}, "
	"contact: {email: person.email, phone: person.phone}}",
	PLATFORM("botframework"),
	PLATFORM("dialogflow-es"),
	PLATFORM("dialogflow-cx"),
	PLATFORM("botpress"),
	PLATFORM("voiceflow")
};
enum { CONFIGS = sizeof(configs) / sizeof(configs[0]) };

struct stage {
	struct arena	 arena;
	struct diags	 diags;
	struct conf	 conf;
	struct json_paths *paths;
	const void	*stage;
	void		*scratch;
};

static struct stage stages[CONFIGS];

static void
open_stage(struct stage *s, const char *yaml)
{
	static const struct run_env env = { .now = { 1767225600, 0 } };

	diags_init(&s->diags, &s->arena);
	s->conf = (struct conf){ .arena = &s->arena, .diags = &s->diags };
	if (yaml_parse("fuzz", str_of(yaml), &s->arena, &s->conf.root,
	    &s->diags) == -1)
		abort();
	s->stage = stage_map.open(&s->conf, &env, &s->arena);
	diags_print(&s->diags, stderr);
	if (s->diags.errors > 0)
		abort();
	s->scratch = stage_map.scratch(s->stage);
	s->paths = json_paths_new(&s->arena);
	stage_map.paths(s->stage, s->paths);
}

/* The record of ${line} as text in ${out}; nothing if there is none. */
static void
map_line(struct stage *s, struct str line, const struct json_paths *paths,
    struct arena *a, struct buf *out)
{
	struct json_parser *p = json_parser_new(NULL, paths);
	struct rec r = { .arena = a, .at = { "-", 1, 0 } };
	struct err e = { 0 };

	if (json_parse(p, line, a, &r.doc, &e) == 0 &&
	    stage_map.run(s->stage, s->scratch, &r, &e) == REC_PASS)
		doc_write(&r.doc, out);
	json_parser_free(p);
}

static bool
is_word(char c)
{
	return ascii_alpha(c) || ascii_digit(c) || (unsigned char)c >= 0x80;
}

/* The test number, as a word of its own. */
static bool
shows_card(struct str s)
{
	const struct str card = STR("4111111111111111");
	size_t i;

	for (; (i = str_find(s, card)) != (size_t)-1;
	    s = str_from(s, i + card.len))
		if ((i == 0 || !is_word(s.p[i - 1])) &&
		    (i + card.len == s.len || !is_word(s.p[i + card.len])))
			return true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct buf first = { 0 }, second = { 0 };
	struct json_parser *p;
	struct json_doc doc;
	struct str line;
	struct stage *s;
	struct err e;

	if (size == 0)
		return 0;
	s = &stages[data[0] % CONFIGS];
	if (s->stage == NULL)
		open_stage(s, configs[data[0] % CONFIGS]);
	line = (struct str){ (const char *)data + 1, size - 1 };
	map_line(s, line, s->paths, &a, &first);
	map_line(s, line, NULL, &a, &second);
	if (!str_eq(buf_str(&first), buf_str(&second)))
		abort();
	if (first.len > 0) {
		p = json_parser_new(NULL, NULL);
		if (json_parse(p, buf_str(&first), &a, &doc, &e) == -1)
			abort();
		json_parser_free(p);
		if (shows_card(buf_str(&first)))
			abort();
	}
	buf_free(&first);
	buf_free(&second);
	arena_free(&a);
	return 0;
}
