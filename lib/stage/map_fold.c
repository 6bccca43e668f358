/* A source profile at work: documents in, a conversation out. */
#include "stage/map_fold.h"
#include "stage/map_head.h"
#include "stage/map_message.h"
#include "stage/map_person.h"

static bool
holds(struct fold *f, enum source_key key, const char *name)
{
	struct cel_val v;

	return fold_value(f, &f->s->x[key], name, &v) &&
	    v.kind == CEL_BOOL && v.b;
}

/* The events of a list; lists in it are opened. */
static void
fold_events(struct fold *f, struct cel_val list)
{
	size_t i, n = cel_list_len(list);

	for (i = 0; i < n; i++) {
		f->vars[SOURCE_EVENT] = cel_list_at(list, i);
		if (f->vars[SOURCE_EVENT].kind == CEL_LIST)
			fold_events(f, f->vars[SOURCE_EVENT]);
		else
			fold_event(f);
	}
}

/* False if there is no list. */
static bool
fold_list(struct fold *f)
{
	struct cel_val list;
	size_t before = f->conv.n;

	if (!fold_value(f, &f->s->x[SOURCE_EVENTS], "events", &list))
		return false;
	if (list.kind != CEL_LIST) {
		map_note(f->run, "source.events", "warning", "dropped", NULL,
		    "source.events");
		return false;
	}
	fold_events(f, list);
	if (cel_list_len(list) > 0 && f->conv.n == before)
		map_note(f->run, "source.no_event", "warning", "kept", NULL,
		    "source.rules");
	f->vars[SOURCE_EVENT] = f->vars[SOURCE_DOC];
	return true;
}

/* One document: a whole conversation or a piece of one. */
static void
fold_doc(struct fold *f, const struct json *input)
{
	const struct instant *last = NULL;
	struct instant t;

	f->doc_timed = false;
	fold_vars(f, input);
	fold_lets(f, false);
	if (!fold_list(f) && holds(f, SOURCE_PIECE, "piece"))
		fold_event(f);
	if (f->doc_timed)
		last = &f->doc_last;
	/* The final state comes last: it is the newest there is. */
	fold_slots(f, &f->s->x[SOURCE_SLOTS], "slots", last);
	fold_person(f, last);
	if (fold_time(f, &f->s->x[SOURCE_STARTED], "started_at", &t))
		conv_time(&f->conv, t);
	if (fold_time(f, &f->s->x[SOURCE_ENDED], "ended_at", &t))
		conv_time(&f->conv, t);
}

static void
fold_init(struct fold *f, const struct map_source *s, struct map_run *run)
{
	*f = (struct fold){ .s = s, .run = run, .group = json_array(),
	    .let = json_object(), .identifiers = json_array() };
	conv_init(&f->conv, run->a, &run->scratch->buf);
}

/* The documents of all pieces, where some expression looks at them. */
static void
gather(struct fold *f, const struct json *pieces, size_t n)
{
	size_t i;

	for (i = 0; f->s->reads_group && i < n; i++)
		json_push(&f->group, *map_source_doc(f->s,
		    map_source_record(f->s, &pieces[i]),
		    f->run->scratch->parser, f->run->a), f->run->a);
	fold_vars(f, pieces);
	fold_lets(f, true);
}

/* The pieces of a group; a list of whole conversations is none. */
static int
fold_pieces(struct fold *f, const struct json *input, struct map_head *h,
    struct err *e)
{
	struct str id;
	size_t i;

	gather(f, input->items, input->len);
	for (i = 0; i < input->len; i++) {
		fold_doc(f, &input->items[i]);
		id = fold_id(f);
		if (h->id.len > 0 && id.len > 0 && !str_eq(h->id, id))
			return err_set(e, ERR_INPUT, "source.list",
			    "a list of several conversations; write one a "
			    "line");
		fold_head(f, h);
	}
	return 0;
}

/* Why the line is no conversation, or none. */
static struct str
why_skipped(struct fold *f)
{
	struct json v;

	if (fold_json(f, &f->s->x[SOURCE_EACH], "each", &v) &&
	    v.type == JSON_ARRAY && v.len == 0)
		return STR("the line holds an empty list");
	if (!map_expr_given(&f->s->x[SOURCE_SKIP]))
		return STR_NONE;
	fold_lets(f, false);
	if (!fold_json(f, &f->s->x[SOURCE_SKIP], "skip", &v))
		return STR_NONE;
	if (v.type == JSON_TRUE)
		return STR("the line holds nothing of a conversation");
	return map_text(&v);
}

/* A Singer tap's messages beside its records: what becomes of them, with
 * why in ${e}. */
static enum verdict
singer_message(const struct map_source *s, const struct json *input,
    struct err *e)
{
	struct str type = json_get_str(input, STR("type"));
	bool state = str_eq(type, STR("STATE"));

	if (!s->singer)
		return REC_PASS;
	if (str_eq(type, STR("BATCH"))) {
		err_set(e, ERR_INPUT, "source.batch", "a Singer tap's BATCH: "
		    "its records are in other files; have the tap write "
		    "RECORDs");
		return REC_REFUSED;
	}
	if (!state && !str_eq(type, STR("SCHEMA")) &&
	    !str_eq(type, STR("ACTIVATE_VERSION")))
		return REC_PASS;
	err_set(e, ERR_INPUT, state ? "source.state" : "source.no_message",
	    "a Singer tap's message, and no record");
	return REC_SKIPPED;
}

/* Fold ${input} as far as what it is called. */
static enum verdict
fold_input(struct fold *f, const struct json *input, struct map_head *head,
    struct err *e)
{
	enum verdict v;
	struct str why;

	*head = (struct map_head){ .id = STR_NONE, .events = json_array() };
	if (input->type == JSON_ARRAY && input->len > 0 &&
	    map_expr_given(&f->s->x[SOURCE_PIECE]))
		return fold_pieces(f, input, head, e) == -1 ? REC_REFUSED :
		    REC_PASS;
	if ((v = singer_message(f->s, input, e)) != REC_PASS)
		return v;
	gather(f, input, 1);
	why = why_skipped(f);
	if (why.len > 0) {
		err_set(e, ERR_INPUT, "source.no_message", "%.*s",
		    STR_ARG(why));
		return REC_SKIPPED;
	}
	fold_doc(f, input);
	fold_head(f, head);
	return REC_PASS;
}

enum verdict
map_fold(const struct map_source *s, struct map_run *run,
    const struct json *input, const struct map_part *part,
    struct map_head *head, struct json *out, struct json *person,
    struct err *e)
{
	enum verdict v;
	struct fold f;

	fold_init(&f, s, run);
	v = fold_input(&f, input, head, e);
	if (v != REC_PASS)
		return v;
	fold_settle(&f, part);
	fold_lay_out(&f, head, out);
	fold_told(&f, person);
	return REC_PASS;
}

size_t
map_fold_sessions(const struct map_source *s, struct map_run *run,
    const struct json *input)
{
	struct map_head head;
	struct fold f;
	struct err e;

	fold_init(&f, s, run);
	if (!s->split || fold_input(&f, input, &head, &e) != REC_PASS)
		return 1;
	if (!fold_splits(&f))
		return 1;
	fold_settle(&f, &(struct map_part){ 0, 1 });
	return conv_sessions(&f.conv, s->gap);
}

bool
map_fold_id(const struct map_source *s, struct map_run *run,
    const struct json *input, struct map_head *head)
{
	struct fold f;

	fold_init(&f, s, run);
	gather(&f, input, 1);
	fold_lets(&f, false);
	*head = (struct map_head){ .id = fold_id(&f) };
	head->session = fold_text(&f, &s->x[SOURCE_SESSION], "session");
	if (!s->one_account)
		head->account = fold_text(&f, &s->x[SOURCE_ACCOUNT],
		    "account");
	return why_skipped(&f).len == 0 && holds(&f, SOURCE_PIECE, "piece");
}

struct str
map_fold_key(const struct map_head *h, struct arena *a)
{
	struct buf b = { 0 };
	struct str key;

	/* The lengths tell where each part ends. */
	buf_printf(&b, "%zu:%zu:", h->id.len, h->account.len);
	buf_adds(&b, h->id);
	buf_adds(&b, h->account);
	buf_adds(&b, h->session);
	key = arena_str(a, buf_str(&b));
	buf_free(&b);
	return key;
}

bool
map_fold_list(const struct map_source *s, struct map_run *run,
    const struct json *input)
{
	struct cel_val list;
	struct fold f;

	fold_init(&f, s, run);
	gather(&f, input, 1);
	fold_lets(&f, false);
	return fold_value(&f, &s->x[SOURCE_EVENTS], "events", &list) &&
	    list.kind == CEL_LIST && cel_list_len(list) > 0;
}

bool
map_fold_detects(const struct map_source *s, struct map_run *run,
    const struct json *input, size_t *which)
{
	struct fold f;
	struct json v;
	struct err e;
	size_t i;

	fold_init(&f, s, run);
	fold_vars(&f, input);
	for (i = 0; i < s->x[SOURCE_DETECT].n; i++) {
		struct map_expr one = s->x[SOURCE_DETECT];

		one.n = 1;
		one.progs += i;
		one.plain += i;
		if (map_expr_json(&one, f.vars, run->a, &v, which, &e) ==
		    CEL_OK && v.type == JSON_TRUE) {
			*which = i;
			return true;
		}
	}
	return false;
}

bool
map_fold_each(const struct map_source *s, struct map_run *run,
    const struct json *input, struct json *out)
{
	struct fold f;

	fold_init(&f, s, run);
	fold_vars(&f, input);
	return fold_json(&f, &s->x[SOURCE_EACH], "each", out) &&
	    out->type == JSON_ARRAY;
}
