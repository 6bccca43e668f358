#include "stage/coverage.h"
#include "text/redact.h"

#include "base/utf8.h"

enum { EXAMPLE_MAX = 60, FIELDS_MAX = 5000, FOUND_MAX = 1000 };

static struct covered *
covered_of(struct coverage *c, struct str field)
{
	struct covered *f = hmap_get(&c->fields, field);

	if (f != NULL || c->fields.n == FIELDS_MAX)
		return f;
	f = ARENA_NEW(&c->arena, struct covered);
	f->field = arena_str(&c->arena, field);
	*hmap_slot(&c->fields, f->field) = f;
	return f;
}

static size_t
length_of(const struct json *v)
{
	return v->type == JSON_ARRAY || v->type == JSON_OBJECT ? v->len :
	    utf8_length(json_scalar(v));
}

static void
count_value(struct coverage *c, struct covered *f, const struct json *v)
{
	size_t n = length_of(v);

	f->least = f->filled == 0 || n < f->least ? n : f->least;
	f->most = n > f->most ? n : f->most;
	f->filled++;
	f->lengths[n < COVERAGE_LENGTHS ? n : COVERAGE_LENGTHS - 1]++;
	buf_reset(&c->text);
	json_write(v, &c->text);
	if (distinct_add(&f->values, buf_str(&c->text)) &&
	    f->nexamples < COVERAGE_EXAMPLES && c->text.len <= EXAMPLE_MAX)
		f->examples[f->nexamples++] = arena_str(&c->arena,
		    buf_str(&c->text));
}

size_t
covered_median(const struct covered *f)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < COVERAGE_LENGTHS; i++)
		if ((n += f->lengths[i]) * 2 >= f->filled)
			break;
	return i;
}

static void
count_object(struct coverage *c, struct str name, const struct json *o)
{
	struct covered *f;
	size_t i;

	for (i = 0; o != NULL && o->type == JSON_OBJECT && i < o->len; i++) {
		buf_reset(&c->text);
		buf_printf(&c->text, "%.*s.%.*s", STR_ARG(name),
		    STR_ARG(o->members[i].key));
		f = covered_of(c, buf_str(&c->text));
		if (f != NULL)
			count_value(c, f, &o->members[i].value);
	}
}

/* Objects of the user's own are members of "objects". */
static void
count_objects(struct coverage *c, const struct json *root)
{
	const struct json *own = json_get(root, STR("objects"));
	char name[120];
	size_t i;

	for (i = 0; i < MAP_OBJECTS; i++)
		count_object(c, str_of(map_objects[i]),
		    json_get(root, str_of(map_objects[i])));
	for (i = 0; own != NULL && own->type == JSON_OBJECT &&
	    i < own->len; i++) {
		snprintf(name, sizeof(name), "objects.%.*s",
		    STR_ARG(own->members[i].key));
		count_object(c, str_of(name), &own->members[i].value);
	}
}

/* Of all items of a list alike: conversation.messages[3] is [] here. */
static void
put_place(struct buf *b, struct str field)
{
	bool inside = false;
	size_t i;

	for (i = 0; i < field.len; i++) {
		inside = inside && field.p[i] != ']';
		if (!inside)
			buf_addc(b, field.p[i]);
		inside |= field.p[i] == '[';
	}
}

/* A few of the values that it was about, each once. */
static void
keep_was(struct coverage *c, struct found *f, const struct json *was)
{
	size_t i;

	if (was == NULL || f->nwas == COVERAGE_EXAMPLES)
		return;
	buf_reset(&c->text);
	json_write(was, &c->text);
	for (i = 0; i < f->nwas; i++)
		if (str_eq(f->was[i], buf_str(&c->text)))
			return;
	if (c->text.len <= EXAMPLE_MAX)
		f->was[f->nwas++] = arena_str(&c->arena, buf_str(&c->text));
}

static void
count_found(struct coverage *c, const struct json *finding)
{
	struct str code = json_get_str(finding, STR("code"));
	struct found *f;
	size_t len;

	buf_reset(&c->text);
	put_place(&c->text, json_get_str(finding, STR("field")));
	len = c->text.len;
	buf_addc(&c->text, ' ');
	buf_adds(&c->text, code);
	f = hmap_get(&c->found, buf_str(&c->text));
	if (f == NULL && c->found.n == FOUND_MAX)
		return;
	if (f == NULL) {
		f = ARENA_NEW(&c->arena, struct found);
		f->field = arena_str(&c->arena, str_to(buf_str(&c->text),
		    len));
		f->code = arena_str(&c->arena, code);
		*hmap_slot(&c->found, arena_str(&c->arena,
		    buf_str(&c->text))) = f;
	}
	f->records += f->last != c->records;
	f->last = c->records;
	keep_was(c, f, json_get(finding, STR("was")));
}

static void
count_findings(struct coverage *c, const struct json *list)
{
	struct covered *f;
	size_t i;

	for (i = 0; list != NULL && i < list->len; i++) {
		count_found(c, &list->items[i]);
		if (!str_eq(json_get_str(&list->items[i], STR("did")),
		    STR("dropped")))
			continue;
		f = hmap_get(&c->fields, json_get_str(&list->items[i],
		    STR("field")));
		if (f != NULL)
			f->dropped++;
	}
}

static void
count_messages(struct coverage *c, const struct json *talk)
{
	const struct json *list = talk != NULL ?
	    json_get(talk, STR("messages")) : NULL;
	size_t i;

	for (i = 0; list != NULL && list->type == JSON_ARRAY &&
	    i < list->len; i++) {
		c->messages++;
		c->untimed += json_get(&list->items[i], STR("at")) == NULL;
	}
}

static int
put(const void *arg, struct rec *r, struct buf *out, struct err *e)
{
	struct coverage *c = *(struct coverage *const *)arg;
	const struct json *root = &r->doc.root, *v;

	(void)out;
	(void)e;
	c->records++;
	count_objects(c, root);
	count_findings(c, json_get(root, STR("findings")));
	v = json_get(root, STR("conversation"));
	count_messages(c, v);
	v = v != NULL ? json_get(v, STR("slots")) : NULL;
	if (v != NULL)
		survey_add(&c->slots, STR("slots"), v);
	v = json_get(root, STR("person"));
	if (v != NULL)
		survey_add(&c->person, STR("person"), v);
	return 0;
}

void
coverage_init(struct coverage *c)
{
	*c = (struct coverage){ .records = 0 };
	hmap_init(&c->fields, &c->arena);
	hmap_init(&c->found, &c->arena);
	survey_init(&c->input, false, &c->arena);
	survey_init(&c->slots, false, &c->arena);
	survey_init(&c->person, false, &c->arena);
	c->self = c;
	c->sink = (struct engine_sink){ put, NULL, &c->self, "coverage" };
}

static void
gather_names(struct coverage *c)
{
	static const struct str slots[] = { { "slots", 5 } },
	    known[] = { { "identifiers", 11 } };
	struct json_paths *talk = json_paths_new(&c->arena);

	map_source_names(c->stage->source, c->named);
	map_stage_names(c->stage, MAP_INPUT, c->named);
	map_stage_names(c->stage, MAP_SLOTS, c->slot_names);
	map_stage_names(c->stage, MAP_PERSON, c->person_names);
	json_paths_add(c->person_names, known, 1, true);
	map_stage_names(c->stage, MAP_CONVERSATION, talk);
	if (json_paths_read(talk, slots, 1))
		json_paths_all(c->slot_names);
}

void
coverage_look(void *coverage, const struct json *input)
{
	struct coverage *c = coverage;

	if (c->input.lines++ == 0)
		gather_names(c);
	survey_add(&c->input, STR("input"), input);
}

void
coverage_start(struct coverage *c, const struct map_stage *stage)
{
	const char **names;
	size_t n = map_stage_labels(stage, &c->arena, &names), i;

	for (i = 0; i < n; i++)
		covered_of(c, str_of(names[i]));
	c->stage = stage;
	c->named = json_paths_new(&c->arena);
	c->slot_names = json_paths_new(&c->arena);
	c->person_names = json_paths_new(&c->arena);
}

/* A walk over what was seen, for what is not read. */
struct unmapped {
	const struct json_paths	*read;
	void			(*each)(void *arg, struct str path,
				    const struct seen *p, uint64_t of);
	void			*arg;
	uint64_t		 of;
	struct arena		*arena;
};

/* A name may be a secret: {"4111 1111 1111 1111": 1}. */
static struct str
clean(struct str path, struct arena *a)
{
	unsigned counts[SECRET_KINDS] = { 0 };
	struct str out;

	redact(path, a, &out, counts);
	return out;
}

static void
tell_unmapped(const struct unmapped *u, const struct survey *s,
    struct str before, const struct str *keys, size_t n)
{
	struct str all[4 * SURVEY_KEYS], path;
	const struct seen *p;
	size_t i, k;

	for (i = 0; i < s->paths.n; i++) {
		p = survey_at(s, i);
		if (n + p->depth + 1 > 4 * SURVEY_KEYS)
			continue;
		for (k = 0; k < n; k++)
			all[k] = keys[k];
		for (k = 0; k < p->depth; k++)
			all[n + k] = p->keys[k];
		path = n == 0 ? p->expr : arena_printf(u->arena, "%.*s%.*s",
		    STR_ARG(before), STR_ARG(str_from(p->expr,
		    strlen("event"))));
		if (p->items != NULL) {
			all[n + p->depth] = STR("*");
			tell_unmapped(u, p->items, arena_printf(u->arena,
			    "%.*s[]", STR_ARG(path)), all, n + p->depth + 1);
		} else if (p->filled > 0 && !json_paths_read(u->read, all,
		    n + p->depth)) {
			u->each(u->arg, clean(path, u->arena), p, u->of);
		}
	}
}

void
coverage_unmapped(struct coverage *c, void (*each)(void *arg,
    struct str path, const struct seen *p, uint64_t of), void *arg)
{
	struct unmapped u = { c->slot_names, each, arg, c->records,
	    &c->arena };

	tell_unmapped(&u, &c->slots, STR_NONE, NULL, 0);
	u.read = c->person_names;
	tell_unmapped(&u, &c->person, STR_NONE, NULL, 0);
	u.read = c->named;
	u.of = c->input.lines;
	tell_unmapped(&u, &c->input, STR_NONE, NULL, 0);
}

void
coverage_free(struct coverage *c)
{
	buf_free(&c->text);
	arena_free(&c->arena);
}
