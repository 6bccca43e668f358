/* Lines through a framer, groups into jobs. */
#include "record/input.h"

void
grouped_init(struct grouped *g, struct input *in, struct framer *f,
    struct document *d)
{
	*g = (struct grouped){ .in = in, .framer = f, .document = d };
}

size_t
grouped_find(struct grouped *g, struct job *j)
{
	struct str text = buf_str(&j->in);
	size_t n, open;

	if (j->refused)
		return (size_t)-1;
	if (g->in->first && (g->in->raw || document_starts(text)))
		return 0;
	n = document_find(text, &open);
	if (n == (size_t)-1 && open != (size_t)-1 && input_has_next(g->in))
		input_unread(g->in, j, open);
	return n;
}

void
grouped_start(struct grouped *g, struct job *j, size_t n)
{
	g->texts = true;
	if (g->framer == NULL)
		g->framer = &g->document->framer;
	job_reset(&g->raw);
	buf_adds(&g->raw.in, str_from(buf_str(&j->in), n));
	j->in.len = n;
	g->at = j->at;
	g->at.line += input_lines(buf_str(&j->in));
	g->raw.at = g->at;
	g->pos = g->texts_at = 0;
}

void
grouped_free(struct grouped *g)
{
	job_free(&g->raw);
	job_free(&g->alone);
	buf_free(&g->closing);
}

/* The line at ${at} must not be lost among groups: it comes alone. */
static void
set_alone(struct grouped *g, struct str line, const struct err *e)
{
	job_reset(&g->alone);
	buf_adds(&g->alone.in, line);
	g->alone.at = g->at;
	g->alone.refused = e != NULL;
	if (e != NULL)
		g->alone.err = *e;
	g->has_alone = true;
}

/* What is wrong between two texts is refused in their order. */
static void
set_fault(struct grouped *g, const struct framer_group *group)
{
	struct err e = { 0 };

	err_set(&e, ERR_INPUT, "json.list", "%s", group->fault);
	e.at = group->at;
	set_alone(g, group->text, &e);
	g->alone.at = group->at;
}

/*
 * Move finished groups into ${j}; true when it is full, or when what comes
 * next goes alone.
 */
static bool
take_groups(struct grouped *g, struct job *j)
{
	struct framer_group group;

	while (j->in.len < JOB_BLOCK) {
		if (!g->framer->next(g->framer, &group))
			return false;
		if (group.fault != NULL) {
			set_fault(g, &group);
			g->is_next = true;
			return true;
		}
		if (j->in.len == 0)
			j->at = group.at;
		buf_adds(&j->in, group.text);
		buf_addc(&j->in, '\n');
		buf_add(&j->numbers, &group.at.line, sizeof(size_t));
		job_hand_down(j, group.down);
		j->tally.folded += group.lines - 1;
		j->tally.in += group.lines - 1;
	}
	return true;
}

/* Another framer stands behind the document. */
static bool
is_chained(const struct grouped *g)
{
	return g->texts && g->framer != &g->document->framer;
}

/* A text for the framer, from ${at}. */
static void
push_text(struct grouped *g, struct str text, struct where at)
{
	struct err e = { 0 };

	if (g->framer->push(g->framer, text, at, &e) != 0) {
		set_alone(g, text, &e);
		g->alone.at = at;
	}
}

/* What the document has put together goes to the framer behind it. */
static void
pass_texts(struct grouped *g)
{
	struct framer_group text;

	if (!is_chained(g))
		return;
	while (!g->has_alone &&
	    g->document->framer.next(&g->document->framer, &text)) {
		if (text.fault != NULL)
			set_fault(g, &text);
		else
			push_text(g, text.text, text.at);
	}
}

/* The line is a text of its own, or the beginning of one. */
static void
push_first(struct grouped *g, struct str line, struct str rest)
{
	bool broken = g->texts && document_broken(line, rest);

	if (g->texts && !broken)
		g->document->framer.push(&g->document->framer, line, g->at,
		    NULL);
	else if (broken && !is_chained(g))
		set_alone(g, line, NULL);
	else
		push_text(g, line, g->at);
}

static void
push(struct grouped *g, struct str line, struct str rest)
{
	bool within = g->texts && !document_idle(g->document);

	if (document_within(g->document) && document_resumes(line, rest)) {
		g->document->framer.end(&g->document->framer);
		within = false;
	}
	if (within || str_trim(line).len == 0) {
		if (within)
			g->document->framer.push(&g->document->framer, line,
			    g->at, NULL);
		return;
	}
	/*
	 * A stub concerns what comes after the framer; a closing one, if it
	 * is the last line of the input, comes behind the last group.
	 */
	buf_reset(&g->closing);
	if (str_starts(line, STR("{\"chatcrm\":1,\"end\":"))) {
		buf_adds(&g->closing, line);
		g->closing_at = g->at;
	} else if (str_starts(line, STR("{\"chatcrm\":")))
		set_alone(g, line, NULL);
	else
		push_first(g, line, rest);
}

/*
 * Where read(2) happened to end must not decide what a line is: it waits for
 * the next one.
 */
static bool
must_wait(const struct grouped *g, struct str line, struct str rest)
{
	return g->texts && rest.len < JOB_BLOCK && input_has_next(g->in) &&
	    document_waits(g->document, line, rest);
}

/* Push the lines of ${raw} until ${j} is full or one must go alone. */
static void
push_lines(struct grouped *g, struct job *j)
{
	while (!g->has_alone && g->pos < g->raw.in.len) {
		struct str rest = str_from(buf_str(&g->raw.in), g->pos);
		const char *nl = memchr(rest.p, '\n', rest.len);
		struct str line = nl != NULL ?
		    str_to(rest, (size_t)(nl - rest.p)) : rest;

		g->texts = g->texts || g->pos >= g->texts_at;
		if (nl == NULL && g->in->raw)
			document_part(g->document, line, g->at);
		else if (must_wait(g, line, str_from(rest, line.len))) {
			input_unread(g->in, &g->raw, g->pos);
			return;
		} else
			push(g, line, str_from(rest, line.len));
		g->pos += line.len + (nl != NULL);
		g->at.line += nl != NULL;
		pass_texts(g);
		if (take_groups(g, j))
			return;
	}
}

static enum input_got
read_more(struct grouped *g, struct err *e)
{
	enum input_got got;

	job_reset(&g->raw);
	g->pos = 0;
	do {
		got = input_fill(g->in, &g->raw, e);
		g->texts_at = got == INPUT_LINES && !g->texts ?
		    grouped_find(g, &g->raw) : 0;
	} while (got == INPUT_LINES && g->raw.in.len == 0);
	g->at = g->raw.at;
	if (got == INPUT_LINES && g->raw.refused) {
		set_alone(g, buf_str(&g->raw.in), &g->raw.err);
		g->alone.cut = g->raw.cut;
		g->alone.offset = g->raw.offset;
		buf_reset(&g->raw.in);
	}
	return got;
}

static void
end(struct grouped *g)
{
	if (is_chained(g))
		g->document->framer.end(&g->document->framer);
	pass_texts(g);
	if (g->has_alone)
		return;		/* there may be more */
	g->framer->end(g->framer);
	g->ended = true;
}

/* The closing stub, behind all that the framer had; false if none is left. */
static bool
close_alone(struct grouped *g)
{
	if (g->closing.len == 0)
		return false;
	g->at = g->closing_at;
	set_alone(g, buf_str(&g->closing), NULL);
	buf_reset(&g->closing);
	return true;
}

static enum input_got
give_alone(struct grouped *g, struct job *j)
{
	struct job swap = *j;

	*j = g->alone;
	g->alone = swap;
	g->has_alone = g->is_next = false;
	return INPUT_LINES;
}

enum input_got
grouped_fill(struct grouped *g, struct job *j, struct err *e)
{
	enum input_got got;

	if (g->is_next)
		return give_alone(g, j);
	for (;;) {
		if (!g->has_alone)
			pass_texts(g);
		if (!take_groups(g, j))
			push_lines(g, j);
		if (j->in.len > 0)
			return INPUT_LINES;
		if (g->has_alone)
			return give_alone(g, j);
		if (g->ended && close_alone(g))
			return give_alone(g, j);
		if (g->ended)
			return INPUT_END;
		got = read_more(g, e);
		if (got == INPUT_FAILED)
			return got;
		if (got == INPUT_END)
			end(g);
	}
}
