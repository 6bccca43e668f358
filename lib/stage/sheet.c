/* What a mapping says, in words. */
#include "stage/sheet.h"

const char *const sheet_columns[SHEET_COLUMNS] = {
	"field", "in the CRM", "source", "type", "condition",
	"transformation", "default", "if it does not fit", "privacy"
};

struct writing {
	struct buf	 b;
	struct arena	*a;
};

/* What was written, for good. */
static struct str
done(struct writing *w)
{
	struct str s = arena_str(w->a, buf_str(&w->b));

	buf_reset(&w->b);
	return s;
}

static void
put_joined(struct writing *w, const struct conf_strs *v, const char *between)
{
	size_t i;

	for (i = 0; i < v->n; i++) {
		if (i > 0)
			buf_adds(&w->b, str_of(between));
		buf_adds(&w->b, v->p[i]);
	}
}

static struct str
source(struct writing *w, const struct map_expr *x)
{
	size_t i;

	if (x->literal != NULL) {
		buf_adds(&w->b, STR("always "));
		json_write(x->literal, &w->b);
	}
	for (i = 0; i < x->n; i++) {
		if (i > 0)
			buf_adds(&w->b, STR(", else "));
		buf_adds(&w->b, x->texts[i]);
	}
	return done(w);
}

static struct str
condition(struct writing *w, const struct map_expr *x, struct str event)
{
	size_t i;

	if (event.len > 0)
		buf_printf(&w->b, "event %.*s%s", STR_ARG(event),
		    map_expr_given(x) ? ", and " : "");
	for (i = 0; i < x->n; i++) {
		if (i > 0)
			buf_adds(&w->b, STR(" or else "));
		buf_adds(&w->b, x->texts[i]);
	}
	if (x->literal != NULL)
		json_write(x->literal, &w->b);
	return done(w);
}

static struct str
type(struct writing *w, const struct map_type *t)
{
	size_t i;

	if (t->kind == MAP_ANY)
		return STR("as it is");
	buf_adds(&w->b, str_of(map_kinds[t->kind]));
	if (t->region.len > 0 && t->kind == MAP_PHONE)
		buf_printf(&w->b, ", of %.*s without a country code",
		    STR_ARG(t->region));
	if (t->kind == MAP_DECIMAL && t->scale >= 0)
		buf_printf(&w->b, ", %jd digits of fraction",
		    (intmax_t)t->scale);
	if (t->format.len > 0)
		buf_printf(&w->b, ", written %.*s", STR_ARG(t->format));
	for (i = 0; i < t->nranges; i++)
		buf_printf(&w->b, "%s%.*s", i > 0 ? ", " : ": ",
		    STR_ARG(t->ranges[i].label));
	return done(w);
}

/* "asap, today become now; later stays". */
static void
put_picks(struct writing *w, const struct map_type *t)
{
	const struct map_pick *p;
	size_t i;

	for (i = 0; i < t->npicks; i++) {
		p = &t->picks[i];
		if (i > 0)
			buf_adds(&w->b, STR("; "));
		if (str_eq(p->spelling, p->value))
			buf_adds(&w->b, p->value);
		else
			buf_printf(&w->b, "%.*s becomes %.*s",
			    STR_ARG(p->spelling), STR_ARG(p->value));
	}
}

/* Is the value taken from where it stands, and not computed? */
static bool
is_path(const struct map_expr *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		if (x->plain[i].var == -1)
			return false;
	return true;
}

static struct str
change(struct writing *w, const struct map_field *f)
{
	const struct map_type *t = &f->type;

	if (!is_path(&f->from))
		buf_adds(&w->b, STR("computed"));
	if (t->kind != MAP_ANY && f->from.literal == NULL)
		buf_printf(&w->b, "%sconverted to %s", w->b.len > 0 ?
		    ", then " : "", map_kinds[t->kind]);
	if (t->forms.parse.n > 0) {
		buf_adds(&w->b, STR(", read as "));
		put_joined(w, &t->forms.parse, " or ");
	}
	if (t->npicks > 0) {
		buf_adds(&w->b, STR(": "));
		put_picks(w, t);
	}
	return w->b.len > 0 ? done(w) : STR("none");
}

static struct str
wrong(struct writing *w, const struct map_field *f)
{
	const struct map_type *t = &f->type;
	static const char *const names[] = {
		[MAP_DROP] = "left out, with a finding",
		[MAP_REJECT] = "the record is refused",
		[MAP_KEEP] = "kept, with a finding",
		[MAP_OTHER] = "replaced"
	};

	/* Neither a type nor an expression can fail. */
	if (t->kind == MAP_ANY && is_path(&f->from))
		return STR("");
	if (t->npicks > 0 && t->unmapped == MAP_OTHER)
		buf_printf(&w->b, "becomes %.*s", STR_ARG(t->other));
	else
		buf_adds(&w->b, str_of(names[t->npicks > 0 &&
		    t->unmapped >= 0 ? t->unmapped : t->invalid]));
	return done(w);
}

static struct str
fallback(struct writing *w, const struct json *v)
{
	if (v != NULL)
		json_write(v, &w->b);
	return done(w);
}

static void
add_field(struct sheet *s, struct writing *w, const struct map_field *f)
{
	struct sheet_row *r = &s->rows[s->nrows++];

	*r = (struct sheet_row){ 0 };
	r->cell[SHEET_FIELD] = str_of(f->label);
	r->cell[SHEET_SOURCE] = source(w, &f->from);
	r->cell[SHEET_TYPE] = type(w, &f->type);
	r->cell[SHEET_CONDITION] = condition(w, &f->when, f->event);
	r->cell[SHEET_CHANGE] = change(w, f);
	r->cell[SHEET_DEFAULT] = fallback(w, f->fallback);
	r->cell[SHEET_WRONG] = wrong(w, f);
	r->cell[SHEET_PRIVACY] = f->identifier != NULL ?
	    STR("identifies the person; kept") :
	    f->from.literal != NULL ? STR("the same for everybody") :
	    STR("secrets are taken out");
}

static void
add_tag(struct sheet *s, struct writing *w, const struct map_tag *t)
{
	struct sheet_row *r = &s->rows[s->nrows++];

	*r = (struct sheet_row){ 0 };
	r->cell[SHEET_FIELD] = STR("tags");
	r->cell[SHEET_SOURCE] = source(w, &t->from);
	r->cell[SHEET_TYPE] = STR("text");
	r->cell[SHEET_CONDITION] = condition(w, &t->when, t->event);
	r->cell[SHEET_CHANGE] = is_path(&t->from) ? STR("none") :
	    STR("computed");
	r->cell[SHEET_PRIVACY] = t->from.literal != NULL ?
	    STR("the same for everybody") : STR("secrets are taken out");
}

static void
add_high(struct sheet *s, struct writing *w, const struct map_high *h)
{
	struct sheet_row *r = &s->rows[s->nrows++];

	*r = (struct sheet_row){ 0 };
	r->cell[SHEET_FIELD] = STR("high_value");
	r->cell[SHEET_SOURCE] = STR("always true");
	r->cell[SHEET_TYPE] = STR("a mark: sent before others");
	r->cell[SHEET_CONDITION] = condition(w, &h->when, h->event);
}

/* What a name in the rows before stands for. */
static void
add_definition(struct sheet *s, struct writing *w,
    const struct json_member *m)
{
	struct sheet_row *r = &s->rows[s->nrows++];
	struct str text = json_scalar(&m->value);

	*r = (struct sheet_row){ 0 };
	buf_printf(&w->b, "(%.*s)", STR_ARG(m->key));
	r->cell[SHEET_FIELD] = done(w);
	buf_adds(&w->b, text);
	r->cell[SHEET_SOURCE] = done(w);
	r->cell[SHEET_TYPE] = STR("a name for the expression");
}

static void
note(struct sheet *s, const char *name, struct str text)
{
	if (text.len > 0 && s->nnotes < SHEET_NOTES)
		s->notes[s->nnotes++] = (struct sheet_note){ name, text };
}

/* The kinds of secrets of which a bit is set. */
static struct str
kinds(struct writing *w, uint32_t bits, const struct redact_rules *r)
{
	size_t i;

	for (i = 0; i < SECRET_PATTERN; i++)
		if (bits >> i & 1)
			buf_printf(&w->b, "%s%s", w->b.len > 0 ? ", " : "",
			    redact_name((enum secret)i));
	for (i = 0; r != NULL && i < r->npatterns; i++)
		buf_printf(&w->b, "%s%s", w->b.len > 0 ? ", " : "",
		    r->patterns[i].name);
	return done(w);
}

static void
note_gate(struct sheet *s, struct writing *w, const struct map_gate *g)
{
	static const char *const otherwise[] = {
		[CONSENT_REFUSE] = "the record is refused",
		[CONSENT_SKIP] = "the record is skipped",
		[CONSENT_STRIP] = "nothing about the person remains"
	};
	static const char *const withheld[] = {
		[WITHHELD_NOTHING] = "nothing stays behind",
		[WITHHELD_TRANSCRIPT] = "the messages stay behind",
		[WITHHELD_TALK] = "messages, slots and facts stay behind",
		[WITHHELD_PERSON] = "nothing about the person remains",
		[WITHHELD_ALL] = "the record is held"
	};
	size_t i;

	if (map_expr_given(&g->consent)) {
		buf_adds(&w->b, STR("where "));
		for (i = 0; i < g->consent.n; i++)
			buf_printf(&w->b, "%s%.*s", i > 0 ? ", else " : "",
			    STR_ARG(g->consent.texts[i]));
		buf_printf(&w->b, "; otherwise %s", otherwise[g->otherwise]);
		note(s, "consent", done(w));
	} else
		note(s, "consent", STR("not asked for"));
	for (i = 0; i < g->ntopics; i++)
		buf_printf(&w->b, "%s%s: %s", i > 0 ? "; " : "",
		    g->topics[i].name, withheld[g->topics[i].withheld]);
	note(s, "sensitive topics", done(w));
}

static void
note_privacy(struct sheet *s, struct writing *w, const struct map_stage *m)
{
	const struct privacy *p = &m->privacy;

	note(s, "taken out everywhere", kinds(w, p->rules.take, &p->rules));
	note(s, "taken out of what was said",
	    kinds(w, p->talk.take & ~p->rules.take, NULL));
	note(s, "told of, not taken out",
	    kinds(w, p->said.tell, NULL));
	note_gate(s, w, &m->gate);
	note(s, "who leaves no address or number",
	    m->anonymous == MAP_ANONYMOUS_KEEP ? STR("kept") :
	    m->anonymous == MAP_ANONYMOUS_SKIP ? STR("skipped") :
	    STR("held"));
	note(s, "the input as it came", m->keep_raw ?
	    STR("kept, redacted") : STR("not kept"));
}

void
sheet_make(const struct map_stage *m, struct sheet *out, struct arena *a)
{
	struct writing w = { .a = a };
	size_t defined = m->define != NULL &&
	    m->define->type == JSON_OBJECT ? m->define->len : 0;
	size_t i, k, n = m->ntags + m->nhigh + defined;

	for (k = 0; k < MAP_OBJECTS; k++)
		n += m->objects[k].n;
	for (k = 0; k < m->ncustom; k++)
		n += m->custom[k].fields.n;
	*out = (struct sheet){ .platform = m->source->platform,
	    .rows = arena_array(a, n + 1, sizeof(*out->rows)) };
	for (k = 0; k < MAP_OBJECTS; k++)
		for (i = 0; i < m->objects[k].n; i++)
			add_field(out, &w, &m->objects[k].v[i]);
	for (k = 0; k < m->ncustom; k++)
		for (i = 0; i < m->custom[k].fields.n; i++)
			add_field(out, &w, &m->custom[k].fields.v[i]);
	for (i = 0; i < m->ntags; i++)
		add_tag(out, &w, &m->tags[i]);
	for (i = 0; i < m->nhigh; i++)
		add_high(out, &w, &m->high[i]);
	for (i = 0; i < defined; i++)
		add_definition(out, &w, &m->define->members[i]);
	note_privacy(out, &w, m);
	buf_free(&w.b);
}
