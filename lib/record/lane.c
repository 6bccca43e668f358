#include "record/lane.h"

#include "record/aside.h"
#include "record/dead.h"
#include "record/down.h"
#include "record/items.h"

void
lane_init(struct lane *l, const struct row *row)
{
	const struct engine_stage *s;
	size_t i;

	*l = (struct lane){ .row = row };
	l->parser = json_parser_new(&row->o->limits, row->paths);
	for (i = 0; i < row->n; i++) {
		s = &row->stages[i];
		if (s->ops->scratch != NULL)
			l->scratch[i] = s->ops->scratch(s->stage);
	}
}

void
lane_free(struct lane *l)
{
	size_t i;

	for (i = 0; i < l->row->n; i++) {
		if (l->scratch[i] != NULL)
			l->row->stages[i].ops->scratch_free(l->scratch[i]);
	}
	json_parser_free(l->parser);
	json_parser_free(l->whole);
	arena_free(&l->arena);
	arena_free(&l->letter);
	buf_free(&l->asks);
	arena_free(&l->parts);
}

static struct json_parser *
lane_whole(struct lane *l)
{
	if (l->whole == NULL)
		l->whole = json_parser_new(&l->row->o->limits, NULL);
	return l->whole;
}

static int
parse(struct lane *l, struct json_parser *p, const struct line *in,
    struct rec *r, struct err *e)
{
	*r = (struct rec){ .arena = &l->arena,
	    .at = in->from.name != NULL ? in->from : in->at,
	    .letter = in->letter, .part = in->part, .parts = in->parts,
	    .lease = in->lease, .notes = in->notes };
	if (json_parse(p, in->text, r->arena, &r->doc, e) != 0) {
		e->at.name = in->at.name;
		e->at.line = in->at.line;
		return -1;
	}
	return 0;
}

/*
 * Parse what the row reads.  A line that had to be mended is parsed whole,
 * so that the mended text is what goes on, in every part.
 */
static int
parse_line(struct lane *l, const struct line *in, struct rec *r,
    struct err *e)
{
	if (parse(l, l->parser, in, r, e) != 0)
		return -1;
	if (r->doc.notes == NULL || l->row->paths == NULL)
		return 0;
	return lane_parse(l, in, r, e);
}

int
lane_parse(struct lane *l, const struct line *in, struct rec *r,
    struct err *e)
{
	arena_reset(&l->arena);
	return parse(l, lane_whole(l), in, r, e);
}

/* Findings of what the parser mended. */
static void
add_notes(struct rec *r, const struct json_note *note)
{
	static const struct {
		const char *code, *did;
	} mends[] = {
		[JSON_DUPLICATE_KEY] = { "json.duplicate_key", "dropped" },
		[JSON_SURROGATE] = { "text.surrogate", "repaired" },
		[JSON_UTF8] = { "text.utf8", "repaired" }
	};

	for (; note != NULL; note = note->next) {
		struct str path = arena_str(r->arena, note->path);

		record_find(r, path.p, mends[note->what].code, "warning",
		    mends[note->what].did, NULL);
	}
}

static int
check_record(const struct rec *r, struct err *e)
{
	const struct json *v = doc_get(&r->doc, STR("chatcrm"));
	int64_t version;

	if (v == NULL || !json_to_int(v, &version))
		return err_set(e, ERR_INPUT, "record.shape",
		    "this is no record; chatcrm-map makes records of exports");
	if (version != RECORD_VERSION)
		return err_set(e, ERR_INPUT, "record.version",
		    "the record has version %jd, this program reads %d",
		    (intmax_t)version, RECORD_VERSION);
	if (json_get_str(&r->doc.root, STR("id")).len == 0)
		return err_set(e, ERR_INPUT, "record.id",
		    "the record has no id");
	return 0;
}

/* Which dead letter it was goes on with the record: source.dead. */
static void
link_letter(struct rec *r)
{
	struct json *source;

	if (r->letter.p == NULL || r->doc.root.type != JSON_OBJECT)
		return;
	source = doc_edit(&r->doc, STR("source"));
	if (source == NULL)
		source = doc_set(&r->doc, STR("source"), json_object());
	json_open(source, r->arena);
	if (source->type == JSON_OBJECT)	/* somebody's record: anything */
		json_set(source, STR("dead"), json_str(r->letter), r->arena);
}

enum verdict
lane_run(struct lane *l, struct rec *r, size_t first, size_t end,
    size_t *k, struct err *e)
{
	const struct json_note *notes = r->doc.notes;
	enum verdict v;

	if (first == l->row->n || !l->row->stages[first].ops->source)
		link_letter(r);
	for (*k = first; *k < end; ++*k) {
		const struct engine_stage *s = &l->row->stages[*k];

		if (*k == first && !s->ops->source) {
			if (check_record(r, e) != 0)
				return REC_REFUSED;
			add_notes(r, notes);
			add_notes(r, r->notes);
		}
		r->last = *k + 1 == l->row->n;
		v = s->ops->run(s->stage, l->scratch[*k], r, e);
		if (v != REC_PASS)
			return v;
		if (*k == first && s->ops->source && !s->ops->as_is) {
			add_notes(r, notes);
			add_notes(r, r->notes);
			link_letter(r);
		}
	}
	return REC_PASS;
}

static int
put_record(struct lane *l, struct rec *r, struct buf *out, struct err *e)
{
	const struct engine_sink *sink = l->row->o->sink;
	size_t before = out->len;

	if (sink == NULL) {
		doc_write(&r->doc, out);
		buf_addc(out, '\n');
	} else if (sink->put(sink->arg, r, out, e) != 0) {
		out->len = before;
		return -1;
	}
	return 0;
}

/* Behind the last stage is what prints, or who reads what is printed. */
const char *
lane_stage(const struct row *row, size_t k)
{
	if (k < row->n)
		return row->stages[k].ops->name;
	return row->o->sink != NULL ? row->o->sink->name : row->o->reader;
}

/* A stub is passed on; true if ${r} is one. */
static bool
pass_stub(struct lane *l, struct job *j, const struct line *in,
    const struct rec *r)
{
	enum record_kind kind = record_kind(&r->doc);

	if (kind == RECORD_STUB) {
		j->tally.leased = true;
		if (l->row->o->sink == NULL) {
			buf_adds(&j->out, in->text);
			buf_addc(&j->out, '\n');
		}
	}
	j->tally.lines = true;
	j->tally.ended = kind == RECORD_END;
	return kind != RECORD_DATA;
}

static void work_line(struct lane *, struct job *, struct line *);

/* A list of records: each stands for itself, as if it were a line. */
static bool
split_list(struct lane *l, const struct line *in, const struct rec *r,
    struct rec_parts *out)
{
	const struct json *root = &r->doc.root;
	struct str *items;
	size_t i;

	if (root->type != JSON_ARRAY || root->len == 0 ||
	    (root->items[0].type != JSON_OBJECT &&
	    root->items[0].type != JSON_RAW))
		return false;
	items = items_cut(in->text, root->len, &l->parts);
	*out = (struct rec_parts){ .n = root->len };
	out->v = arena_array(&l->parts, out->n, sizeof(*out->v));
	for (i = 0; i < out->n; i++)
		out->v[i].text = items[i];
	return true;
}

/* Does the line give several records?  Then of what is each made? */
static bool
find_parts(struct lane *l, const struct line *in, const struct rec *r,
    struct rec_parts *out)
{
	const struct engine_stage *s = &l->row->stages[in->first];

	if (in->parts > 0)
		return false;
	if (!in->split)
		arena_reset(&l->parts);
	if (in->first == l->row->n || !s->ops->source)
		return !in->split && split_list(l, in, r, out);
	return s->ops->split != NULL && s->ops->split(s->stage,
	    l->scratch[in->first], r, in->text, in->split, &l->parts, out);
}

static const struct json_note *
copy_notes(const struct json_note *from, struct arena *a)
{
	struct json_note *first = NULL, **last = &first;

	for (; from != NULL; from = from->next) {
		*last = ARENA_NEW(a, struct json_note);
		(*last)->what = from->what;
		(*last)->path = arena_str(a, from->path);
		last = &(*last)->next;
	}
	return first;
}

/*
 * What an expression made of the line does not say who waits for the line,
 * nor what was mended in it.  The line's memory goes with its first part.
 */
static void
hand_down(struct lane *l, const struct rec *r, struct line *part)
{
	const struct json *lease = down_lease(&r->doc.root, NULL, &l->parts);
	struct json *copy;

	if (lease != NULL) {
		copy = ARENA_NEW(&l->parts, struct json);
		*copy = json_copy(lease, &l->parts);
		part->lease = copy;
	}
	part->notes = copy_notes(r->doc.notes, &l->parts);
}

/* Each of the records that the line gives is worked on. */
static bool
split_line(struct lane *l, struct job *j, const struct line *in,
    const struct rec *r)
{
	struct line like = *in, part;
	struct rec_parts parts;
	size_t i;

	if (!find_parts(l, in, r, &parts))
		return false;
	like.split = true;
	if (parts.made)
		hand_down(l, r, &like);
	for (i = 0; i < parts.n; i++) {
		part = like;
		part.part = parts.v[i].k;
		part.parts = parts.v[i].n;
		if (parts.v[i].text.p != NULL)
			part.text = parts.v[i].text;
		work_line(l, j, &part);
	}
	return true;
}

/* Has a source just made it, and could not read a time there? */
static bool
is_untimed(const struct lane *l, const struct line *in, const struct rec *r)
{
	return in->first == 0 && l->row->n > 0 &&
	    l->row->stages[0].ops->source &&
	    record_found(r, STR("time.unknown"));
}

static void
work_line(struct lane *l, struct job *j, struct line *in)
{
	enum verdict v = REC_REFUSED;
	size_t k = in->first;
	struct err e = { 0 };
	struct rec r;
	bool parsed;

	arena_reset(&l->arena);
	parsed = parse_line(l, in, &r, &e) == 0;
	if (parsed && (pass_stub(l, j, in, &r) || split_line(l, j, in, &r)))
		return;
	/* Of lines that were folded, all are answered. */
	if (parsed && r.doc.root.type == JSON_ARRAY)
		r.lease = in->lease = down_lease(&r.doc.root, in->lease,
		    &l->parts);
	j->tally.lines = true;
	j->tally.in++;
	if (parsed) {
		buf_reset(&l->asks);
		r.asks = l->row->o->asks != NULL ? &l->asks : NULL;
		in->leased = dead_leased(&r.doc) || in->lease != NULL;
		j->tally.leased |= in->leased;
		v = lane_run(l, &r, in->first, l->row->n, &k, &e);
		if (v == REC_PASS && put_record(l, &r, &j->out, &e) != 0)
			v = REC_REFUSED;
	}
	if (v == REC_PASS) {
		j->tally.out++;
		j->tally.untimed += is_untimed(l, in, &r);
		buf_adds(&j->asks, buf_str(&l->asks));
	} else
		aside_put(l, j, in, k, v, &e);
}

static int
find_stage(const struct lane *l, struct str name, size_t *k, struct err *e)
{
	char quoted[32];

	for (*k = 0; *k <= l->row->n; ++*k) {
		if (str_eq(str_of(lane_stage(l->row, *k)), name))
			return 0;
	}
	*k = 0;
	return err_set(e, ERR_INPUT, "replay.stage",
	    "the letter is of stage %s; replay it there",
	    err_quote(name, quoted, sizeof(quoted)));
}

/* The line is a dead letter: what it holds takes its place. */
static void
replay_line(struct lane *l, struct job *j, struct line *in)
{
	struct json_doc letter;
	struct dead_letter dead;
	struct err e = { 0 };

	arena_reset(&l->letter);
	if (json_parse(lane_whole(l), in->text, &l->letter, &letter,
	    &e) != 0) {
		aside_line(l, j, in, NULL, &e);
		return;
	}
	if (doc_get(&letter, STR("closed")) != NULL)
		return;		/* chatcrm-ledger's, about another line */
	if (dead_open(&letter, &l->letter, &dead, &e) != 0 ||
	    find_stage(l, dead.stage, &in->first, &e) != 0) {
		aside_line(l, j, in, NULL, &e);
		return;
	}
	in->text = dead.text;
	in->letter = dead.id;
	in->source = dead.source;
	in->from = dead.from;
	in->attempt = dead.attempt + 1;
	work_line(l, j, in);
}

static bool
blank(struct str s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (!ascii_space(s.p[i]))
			return false;
	}
	return true;
}

/* Above the limit, but all of it is here. */
static void
cut_line(struct lane *l, struct job *j, const struct line *in)
{
	struct cut cut = { .length = in->text.len, .offset = in->offset };
	struct sha256 *h = sha256_new();
	struct err e;

	sha256_add(h, in->text);
	sha256_end(h, cut.sha256);
	err_set(&e, ERR_LIMIT, "line.too_long",
	    "the line has more than %zu bytes", l->row->o->limits.bytes);
	aside_line(l, j, in, &cut, &e);
}

static void
take_line(struct lane *l, struct job *j, struct line *in)
{
	const struct row *row = l->row;

	if (in->text.len > row->o->limits.bytes) {
		cut_line(l, j, in);
		return;
	}
	if (in->text.len > 0 && in->text.p[in->text.len - 1] == '\r')
		in->text.len--;
	if (blank(in->text))
		return;
	if (row->o->replay)
		replay_line(l, j, in);
	else
		work_line(l, j, in);
}

/* Line ${i} of ${j}, which begins at byte ${pos} of it. */
static struct line
line_at(const struct job *j, size_t i, size_t pos)
{
	struct str rest = str_from(buf_str(&j->in), pos);
	const char *nl = rest.len > 0 ? memchr(rest.p, '\n', rest.len) : NULL;
	struct line in = { .text = rest, .at = j->at, .attempt = 1,
	    .offset = j->offset + pos };
	size_t number;

	if (nl != NULL)
		in.text.len = (size_t)(nl - rest.p);
	in.at.line += i;
	if (j->numbers.len > 0) {
		memcpy(&number, j->numbers.p + i * sizeof(number),
		    sizeof(number));
		in.at.line = number;
	}
	return in;
}

/* What was handed down to the line, while it waited among others. */
static void
take_down(struct lane *l, struct str text, struct line *in)
{
	struct down down;

	if (text.len == 0 || l->row->o->replay)
		return;
	arena_reset(&l->letter);
	down = down_read(text, lane_whole(l), &l->letter);
	in->lease = down.lease;
	in->notes = down.notes;
}

void
lane_work(struct lane *l, struct job *j)
{
	struct line in;
	size_t i, pos, len, down = 0;

	if (j->refused) {
		in = line_at(j, 0, 0);
		in.text = buf_str(&j->in);
		aside_line(l, j, &in, j->cut.length > 0 ? &j->cut : NULL,
		    &j->err);
		return;
	}
	for (i = 0, pos = 0; pos < j->in.len; i++) {
		in = line_at(j, i, pos);
		len = in.text.len;
		take_down(l, job_handed_down(j, &down), &in);
		take_line(l, j, &in);
		pos += len + 1;
	}
}
