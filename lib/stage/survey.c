#include "stage/survey.h"

#include "base/utf8.h"
#include "stage/map_number.h"
#include "stage/map_time.h"
#include "text/email.h"
#include "text/phone.h"

enum { ITEMS_MAX = 200, VALUE_MAX = 80 };

/* On the way down. */
struct walk {
	struct survey	*s;
	struct buf	*expr, *words;
	struct str	 last, keys[SURVEY_KEYS];
	size_t		 depth;
};

void
survey_init(struct survey *s, bool values, struct arena *a)
{
	*s = (struct survey){ .arena = a, .values = values,
	    .room = SURVEY_PATHS };
	s->left = &s->room;
	hmap_init(&s->paths, a);
}

struct seen *
survey_at(const struct survey *s, size_t i)
{
	return s->paths.entries[i].value;
}

double
seen_share(const struct seen *p, enum look look)
{
	return p->filled > 0 ?
	    (double)p->looks[look] / (double)p->filled : 0;
}

struct str
seen_most(const struct seen *p)
{
	const struct hmap_entry *v;
	size_t i;

	for (i = 0; i < p->values.n; i++) {
		v = &p->values.entries[i];
		if (*(const uint64_t *)v->value * 2 > p->filled)
			return v->key;
	}
	return STR_NONE;
}

const char *
seen_say(const struct seen *p)
{
	static const struct {
		enum look	 look;
		const char	*name;
	} names[] = {
		{ LOOK_EMAIL, "e-mail" }, { LOOK_BOOL, "true or false" },
		{ LOOK_TIME, "time" }, { LOOK_DAY, "day" },
		{ LOOK_NUMBER, "number" }, { LOOK_PHONE, "telephone" },
		{ LOOK_DOMAIN, "web address" }, { LOOK_PROSE, "sentences" },
		{ LOOK_TEXT, "text" }
	};
	size_t i;

	if (p->items != NULL || (p->list && p->filled > 0))
		return "list";
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (p->filled > 0 && seen_share(p, names[i].look) > 0.5)
			return names[i].name;
	return p->filled > 0 ? "mixed" : "never filled";
}

/* Words of a key, in lower case: firstName, first_name, "First Name". */
static void
put_words(struct buf *b, struct str key)
{
	size_t i, from = b->len;
	char c;

	for (i = 0; i < key.len; i++) {
		c = key.p[i];
		if (!ascii_alpha(c) && !ascii_digit(c) &&
		    (unsigned char)c < 0x80) {
			if (b->len > from && b->p[b->len - 1] != ' ')
				buf_addc(b, ' ');
			continue;
		}
		if (i > 0 && c >= 'A' && c <= 'Z' && key.p[i - 1] >= 'a' &&
		    key.p[i - 1] <= 'z' && b->len > from)
			buf_addc(b, ' ');
		buf_addc(b, ascii_lower(c));
	}
	while (b->len > from && b->p[b->len - 1] == ' ')
		b->len--;
}

static bool
is_name(struct str s)
{
	static const char *const taken[] = { "in", "as", "break", "const",
	    "continue", "else", "for", "function", "if", "import", "let",
	    "loop", "package", "namespace", "return", "var", "void", "while",
	    "true", "false", "null", NULL };

	return str_is_name(s) && !str_in(s, taken);
}

static void
put_key(struct buf *b, struct str key)
{
	if (is_name(key)) {
		buf_addc(b, '.');
		buf_adds(b, key);
	} else {
		buf_addc(b, '[');
		json_write_str(key, b);	/* CEL escapes as JSON does */
		buf_addc(b, ']');
	}
}

static bool
looks_like_name(struct str s)
{
	size_t i, words = 1;

	if (s.len == 0 || s.len > VALUE_MAX)
		return false;
	for (i = 0; i < s.len; i++) {
		words += s.p[i] == ' ';
		if (ascii_digit(s.p[i]) ||
		    memchr("@/:_?!;{}<>=", s.p[i], 12) != NULL)
			return false;
	}
	return words <= 5;
}

/* 31.03.2026: a day, and neither a number nor a telephone's. */
static bool
looks_like_day(struct str s)
{
	size_t i, points = 0, behind = 0;

	for (i = 0; i < s.len; i++)
		if (s.p[i] == '.') {
			points++;
			behind = 0;
		} else if (ascii_digit(s.p[i]))
			behind++;
		else
			return false;
	return points == 2 && behind != 3;
}

/* 203.0.113.7, 2.10.1: three points or more, or groups of any length. */
static bool
looks_like_address(struct str s)
{
	size_t i, points = 0, group = 0;
	bool odd = false;

	for (i = 0; i < s.len; i++)
		if (s.p[i] == '.') {
			odd |= points > 0 && group != 3;
			points++;
			group = 0;
		} else if (ascii_digit(s.p[i]))
			group++;
		else
			return false;
	return points > 1 && (odd || group != 3);
}

/* An id may be digits; people write numbers with a plus or with breaks. */
static bool
looks_like_phone(struct str s, struct arena *a)
{
	struct phone p;
	struct err e = { 0 };
	struct instant t;

	if (s.len < 7 || s.len > 40 || looks_like_day(s) ||
	    looks_like_address(s) || map_time_text(s, NULL, &t) == 0)
		return false;
	return phone_parse(s, STR_NONE, a, &p, &e) == 0 ||
	    (e.code != NULL && strcmp(e.code, "phone.region") == 0 &&
	    p.digits >= 7 && p.digits <= 15);
}

static bool
looks_like_domain(struct str s)
{
	size_t i, dots = 0;

	if (str_starts(s, STR("http://")) || str_starts(s, STR("https://")))
		return true;
	for (i = 0; i < s.len; i++) {
		if (s.p[i] == '.')
			dots++;
		else if (!ascii_alpha(s.p[i]) && !ascii_digit(s.p[i]) &&
		    s.p[i] != '-')
			return false;
	}
	return dots > 0 && s.len > 3 && ascii_alpha(s.p[s.len - 1]);
}

/* "USD 1,200", "12.500,00 €", "10k": as the type number reads them. */
static bool
looks_like_amount(struct str s)
{
	struct map_number n;

	return map_number_read(s, POINT_UNKNOWN, false, &n) != NUMBER_NONE;
}

static bool
looks_like_number(struct str s)
{
	size_t i, digits = 0;

	for (i = 0; i < s.len; i++) {
		digits += ascii_digit(s.p[i]);
		if (!ascii_digit(s.p[i]) &&
		    memchr("., '$kKmM%", s.p[i], 10) == NULL &&
		    !(s.p[i] == '-' && i == 0) &&
		    (unsigned char)s.p[i] < 0x80)
			return looks_like_amount(s);
	}
	return digits > 0 && !looks_like_day(s) && !looks_like_address(s);
}

/* An element's end, a line's, or a character that is written out. */
static bool
looks_like_html(struct str s)
{
	static const char *const marks[] = { "</", "<p>", "<br", "/>",
	    "&amp;", "&nbsp;", "&lt;", "&quot;", "&#" };
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (str_find(s, str_of(marks[i])) != (size_t)-1)
			return true;
	return false;
}

static void
look_at_text(struct seen *p, struct str s, struct arena *a)
{
	struct instant t;
	struct err e;

	p->looks[LOOK_TEXT]++;
	p->looks[LOOK_EMAIL] += email_check(s, &e) == 0;
	p->looks[LOOK_PHONE] += looks_like_phone(s, a);
	p->looks[LOOK_NAME] += looks_like_name(s);
	p->looks[LOOK_DOMAIN] += looks_like_domain(s);
	p->looks[LOOK_HTML] += looks_like_html(s);
	p->looks[LOOK_DAY] += looks_like_day(s);
	p->looks[LOOK_NUMBER] += looks_like_number(s);
	p->looks[LOOK_TIME] += s.len >= 8 && !looks_like_number(s) &&
	    map_time_text(s, NULL, &t) == 0;
	p->looks[LOOK_PROSE] += memchr(s.p, ' ', s.len) != NULL &&
	    (s.len > 40 || s.p[s.len - 1] == '?' || s.p[s.len - 1] == '!' ||
	    s.p[s.len - 1] == '.');
}

static void
look_at_number(struct seen *p, const struct json *v, struct arena *a)
{
	struct str s = { v->text, v->len };
	double d;

	p->looks[LOOK_NUMBER]++;
	p->looks[LOOK_TIME] += json_to_double(v, &d) && d > 1e9 && d < 1e19;
	p->looks[LOOK_PHONE] += s.len >= 10 && s.len <= 15 &&
	    looks_like_phone(s, a);
}

static void
count_value(struct seen *p, struct str s, struct arena *a)
{
	uint64_t *n = hmap_get(&p->values, s);

	if (n == NULL && p->values.n < SURVEY_DISTINCT &&
	    s.len <= VALUE_MAX) {
		n = ARENA_NEW(a, uint64_t);
		*hmap_slot(&p->values, arena_str(a, s)) = n;
	}
	if (n != NULL)
		++*n;
}

static void
look_at(struct survey *survey, struct seen *p, const struct json *v)
{
	struct arena *a = survey->arena;
	struct str s = str_trim(json_scalar(v));

	if (v->type == JSON_NULL || s.len == 0)
		return;
	p->filled++;
	if (survey->values)
		count_value(p, s, a);
	if (v->type == JSON_STRING)
		look_at_text(p, s, a);
	else if (v->type == JSON_NUMBER)
		look_at_number(p, v, a);
	else
		p->looks[LOOK_BOOL]++;
}

/* The path that ${w} is at; NULL if there are too many. */
static struct seen *
seen_of(struct walk *w)
{
	struct arena *a = w->s->arena;
	struct seen *p = hmap_get(&w->s->paths, buf_str(w->expr));

	if (p != NULL || *w->s->left == 0)
		return p;
	--*w->s->left;
	p = ARENA_NEW(a, struct seen);
	p->expr = arena_str(a, buf_str(w->expr));
	p->words = arena_str(a, str_trim(buf_str(w->words)));
	p->last = arena_str(a, w->last);
	for (p->depth = 0; p->depth < w->depth; p->depth++)
		p->keys[p->depth] = arena_str(a, w->keys[p->depth]);
	hmap_init(&p->values, a);
	*hmap_slot(&w->s->paths, p->expr) = p;
	return p;
}

static void	walk_value(struct walk *w, const struct json *v);

static void
walk_members(struct walk *w, const struct json *v)
{
	size_t i, expr = w->expr->len, words = w->words->len, from;
	struct str last = w->last;

	for (i = 0; i < v->len; i++) {
		put_key(w->expr, v->members[i].key);
		buf_addc(w->words, ' ');
		from = w->words->len;
		put_words(w->words, v->members[i].key);
		w->last = str_from(buf_str(w->words), from);
		w->keys[w->depth++] = v->members[i].key;
		walk_value(w, &v->members[i].value);
		w->depth--;
		w->expr->len = expr;
		w->words->len = words;
	}
	w->last = last;
}

/* The same of a key that may not be there. */
static void
put_optional(struct buf *b, struct str key)
{
	if (is_name(key)) {
		buf_adds(b, STR(".?"));
		buf_adds(b, key);
	} else {
		buf_adds(b, STR("[?"));
		json_write_str(key, b);
		buf_addc(b, ']');
	}
}

/* .filter(x, x.type == "customer")[0], and what of it is looked at. */
static void
put_pick(struct buf *b, const struct survey_pick *k)
{
	if (k->value.len == 0) {
		buf_adds(b, STR(".filter(x, has(x"));
		put_key(b, k->key);
		buf_adds(b, STR("))[0]"));
		put_key(b, k->key);
		return;
	}
	buf_adds(b, STR(".filter(x, x"));
	if (k->optional) {
		put_optional(b, k->key);
		buf_adds(b, STR(".orValue(\"\")"));
	} else {
		put_key(b, k->key);
	}
	buf_adds(b, STR(" == "));
	if (k->literal)
		buf_adds(b, k->value);
	else
		json_write_str(k->value, b);
	buf_adds(b, STR(")[0]"));
	if (k->member.len > 0)
		put_key(b, k->member);
}

/* What ${k} means of the item ${v}; NULL if it is another. */
static const struct json *
picked(const struct survey_pick *k, const struct json *v)
{
	const struct json *key = json_get(v, k->key);

	if (key == NULL)
		return NULL;
	if (k->value.len == 0)
		return key;
	if (!str_eq(json_scalar(key), k->value))
		return NULL;
	return k->member.len > 0 ? json_get(v, k->member) : v;
}

static void
walk_pick(struct walk *w, const struct survey_pick *k, const struct json *v)
{
	size_t expr = w->expr->len, words = w->words->len, from, i;
	const struct json *item = NULL;
	struct str last = w->last;

	for (i = 0; i < v->len && item == NULL; i++)
		item = picked(k, &v->items[i]);
	if (item == NULL || w->depth == SURVEY_KEYS)
		return;
	put_pick(w->expr, k);
	buf_addc(w->words, ' ');
	from = w->words->len;
	put_words(w->words, k->value.len > 0 ? k->value : k->key);
	w->last = str_from(buf_str(w->words), from);
	w->keys[w->depth++] = k->key;
	walk_value(w, item);
	w->depth--;
	w->expr->len = expr;
	w->words->len = words;
	w->last = last;
}

/* What the objects of a list hold is a survey of its own. */
static void
walk_items(struct walk *w, const struct json *v)
{
	struct seen *p = seen_of(w);
	size_t i;

	if (p == NULL)
		return;
	p->met++;
	p->list = true;
	p->filled += v->len > 0;
	for (i = 0; i < w->s->npicks; i++)
		if (str_eq(w->s->picks[i].list, p->expr))
			walk_pick(w, &w->s->picks[i], v);
	for (i = 0; i < v->len && i < ITEMS_MAX; i++) {
		if (v->items[i].type != JSON_OBJECT)
			continue;
		if (p->items == NULL) {
			p->items = ARENA_NEW(w->s->arena, struct survey);
			survey_init(p->items, w->s->values, w->s->arena);
			p->items->left = w->s->left;
		}
		p->nitems++;
		survey_add(p->items, STR("event"), &v->items[i]);
	}
}

/* {"-Mx1": {...}, "-Mx2": {...}}: a list whose items are called by ids. */
static bool
is_keyed(const struct json *v)
{
	size_t i, k, digits;
	struct str key;

	for (i = 0; i < v->len; i++) {
		key = v->members[i].key;
		for (k = digits = 0; k < key.len; k++)
			digits += ascii_digit(key.p[k]);
		if (v->members[i].value.type != JSON_OBJECT || digits == 0 ||
		    (str_is_name(key) && key.len < 8))
			return false;
	}
	return v->len > 0;
}

/* As the list of its members: o.map(k, o[k]). */
static void
walk_keyed(struct walk *w, const struct json *v)
{
	struct arena a = { 0 };
	struct json list = json_array();
	struct str path = arena_str(&a, buf_str(w->expr));
	size_t i;

	for (i = 0; i < v->len; i++)
		json_push(&list, v->members[i].value, &a);
	buf_printf(w->expr, ".map(k, %.*s[k])", STR_ARG(path));
	walk_items(w, &list);
	w->expr->len = path.len;
	arena_free(&a);
}

/* JSON that stands in a text, as in a table's column. */
static bool
walk_text(struct walk *w, const struct json *v)
{
	struct json_parser *p;
	struct json_doc doc;
	struct arena a = { 0 };
	struct str text = str_trim(json_scalar(v)), path;
	struct err e;
	bool list, done = false;

	if (text.len < 2 || (!str_starts(text, STR("[{")) &&
	    !str_starts(text, STR("{\""))))
		return false;
	p = json_parser_new(NULL, NULL);
	if (json_parse(p, text, &a, &doc, &e) == 0) {
		list = doc.root.type == JSON_ARRAY;
		path = arena_str(&a, buf_str(w->expr));
		w->expr->len = 0;
		buf_printf(w->expr, "json(%.*s).orValue(%s)", STR_ARG(path),
		    list ? "[]" : "{}");
		walk_value(w, &doc.root);
		w->expr->len = 0;
		buf_adds(w->expr, path);
		done = true;
	}
	json_parser_free(p);
	arena_free(&a);
	return done;
}

static void
walk_value(struct walk *w, const struct json *v)
{
	struct seen *p;

	if (w->s->values && v->type == JSON_OBJECT && w->depth > 0 &&
	    is_keyed(v)) {
		walk_keyed(w, v);
	} else if (w->s->values && v->type == JSON_STRING && walk_text(w, v)) {
		return;
	} else if (v->type == JSON_OBJECT && w->depth < SURVEY_KEYS) {
		walk_members(w, v);
	} else if (v->type == JSON_ARRAY) {
		walk_items(w, v);
	} else if (v->type != JSON_OBJECT && (p = seen_of(w)) != NULL) {
		p->met++;
		look_at(w->s, p, v);
	}
}

void
survey_add(struct survey *s, struct str root, const struct json *v)
{
	struct buf expr = { 0 }, words = { 0 };
	struct walk w = { .s = s, .expr = &expr, .words = &words };

	buf_adds(&expr, root);
	walk_value(&w, v);
	buf_free(&expr);
	buf_free(&words);
}
