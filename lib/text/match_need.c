/*
 * match_need: required strings of a regular expression; see match_need.h.
 *
 * A recursive descent over the pattern computes for each part either the
 * exact set of strings it matches, or what its matches begin with, end with,
 * and hold.  Whatever is not understood is taken as "anything".
 */
#include "text/match_need.h"

#include "base/utf8.h"

enum { DEPTH_MAX = 40 };

/* Strings; an empty one among them says nothing. */
struct set {
	size_t		n, cap;
	struct str	s[];
};

struct part {
	const struct set *exact;	/* all it matches, or NULL */
	const struct set *pre, *suf;	/* what matches begin, end with */
	const struct set *best;		/* one of them is held; NULL: none */
};

struct parser {
	struct str	 s;
	size_t		 i, depth;
	bool		 beyond;	/* syntax we do not follow */
	struct arena	*a;
};

static struct part alternation(struct parser *p);

/* Sets. */

static struct set *
set_new(struct parser *p, size_t cap)
{
	struct set *t;

	cap = cap < NEED_MAX ? cap : NEED_MAX;
	t = arena_alloc(p->a, sizeof(*t) + cap * sizeof(t->s[0]));
	t->n = 0;
	t->cap = cap;
	return t;
}

static const struct set *
set_of(struct parser *p, struct str s)
{
	struct set *t = set_new(p, 1);

	t->s[t->n++] = s;
	return t;
}

/* Add unless there; false when full. */
static bool
set_add(struct set *t, struct str s)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (str_eq(t->s[i], s))
			return true;
	if (t->n == t->cap)
		return false;
	t->s[t->n++] = s;
	return true;
}

static const struct set *
set_union(struct parser *p, const struct set *x, const struct set *y)
{
	struct set *t = set_new(p, x->n + y->n);
	size_t i;

	for (i = 0; i < x->n + y->n; i++)
		if (!set_add(t, i < x->n ? x->s[i] : y->s[i - x->n]))
			return NULL;
	return t;
}

enum keep { KEEP_ALL, KEEP_HEAD, KEEP_TAIL };

static struct str
joined(struct parser *p, struct str x, struct str y, enum keep keep)
{
	struct str j = { NULL, x.len + y.len };
	char *out = arena_alloc(p->a, j.len + 1);

	memcpy(out, x.p, x.len);
	memcpy(out + x.len, y.p, y.len);
	j.p = out;
	if (keep == KEEP_HEAD)
		return str_to(j, NEED_LEN);
	if (keep == KEEP_TAIL && j.len > NEED_LEN)
		return str_from(j, j.len - NEED_LEN);
	return j;
}

/* Each of ${x} followed by each of ${y}; NULL if these are too many. */
static const struct set *
set_cross(struct parser *p, const struct set *x, const struct set *y,
    enum keep keep)
{
	struct set *t;
	size_t i, k;

	if (x == NULL || y == NULL || x->n * y->n > NEED_MAX)
		return NULL;
	t = set_new(p, x->n * y->n);
	for (i = 0; i < x->n; i++)
		for (k = 0; k < y->n; k++)
			set_add(t, joined(p, x->s[i], y->s[k], keep));
	return t;
}

static const struct set *
set_cut(struct parser *p, const struct set *x, enum keep keep)
{
	return set_cross(p, x, set_of(p, STR("")), keep);
}

/*
 * How often prose holds one of the set, in parts of 2^30: a letter is worth
 * four bits, anything rarer seven.  UINT64_MAX if a string is empty.
 */
static uint64_t
set_cost(const struct set *t)
{
	uint64_t sum = 0;
	size_t i, k, bits;

	if (t == NULL)
		return UINT64_MAX;
	for (i = 0; i < t->n; i++) {
		if (t->s[i].len == 0)
			return UINT64_MAX;
		for (bits = 0, k = 0; k < t->s[i].len; k++)
			bits += ascii_alpha(t->s[i].p[k]) ||
			    t->s[i].p[k] == ' ' ? 4 : 7;
		sum += bits < 30 ? (uint64_t)1 << (30 - bits) : 1;
	}
	return sum;
}

static const struct set *
rarer(const struct set *x, const struct set *y)
{
	return set_cost(x) <= set_cost(y) ? x : y;
}

/* Parts. */

static struct part
exactly(const struct set *t)
{
	return (struct part){ t, t, t, t };
}

static struct part
anything(struct parser *p)
{
	const struct set *e = set_of(p, STR(""));

	return (struct part){ NULL, e, e, NULL };
}

/* ${x} then ${y}. */
static struct part
sequence(struct parser *p, struct part x, struct part y)
{
	const struct set *t = set_cross(p, x.exact, y.exact, KEEP_ALL);
	struct part r = { NULL, x.pre, y.suf, rarer(x.best, y.best) };

	if (t != NULL && t->s[0].len <= 4 * NEED_LEN)
		return exactly(t);
	if (x.exact != NULL && (t = set_cross(p, x.exact, y.pre,
	    KEEP_HEAD)) != NULL)
		r.pre = t;
	if (y.exact != NULL && (t = set_cross(p, x.suf, y.exact,
	    KEEP_TAIL)) != NULL)
		r.suf = t;
	r.best = rarer(r.best, set_cross(p, x.suf, y.pre, KEEP_ALL));
	r.best = rarer(r.best, rarer(r.pre, r.suf));
	return r;
}

static struct part
either(struct parser *p, struct part x, struct part y)
{
	struct part any = anything(p), r = { 0 };

	if (x.exact != NULL && y.exact != NULL)
		r.exact = set_union(p, x.exact, y.exact);
	if (r.exact != NULL)
		return exactly(r.exact);
	r.pre = set_union(p, x.pre, y.pre);
	r.suf = set_union(p, x.suf, y.suf);
	if (x.best != NULL && y.best != NULL)
		r.best = set_union(p, x.best, y.best);
	if (r.pre == NULL)
		r.pre = any.pre;
	if (r.suf == NULL)
		r.suf = any.suf;
	return r;
}

/* ${x} at least ${min} times, and more if ${more}. */
static struct part
repeat(struct parser *p, struct part x, size_t min, bool more)
{
	if (min == 0 && !more)
		return exactly(set_of(p, STR("")));
	if (min == 0)
		return anything(p);
	if (min == 1 && !more)
		return x;
	x.exact = NULL;
	return x;
}

/* The grammar. */

static struct part
beyond(struct parser *p)
{
	p->beyond = true;
	return anything(p);
}

static bool
take(struct parser *p, const char *z)
{
	if (!str_starts(str_from(p->s, p->i), str_of(z)))
		return false;
	p->i += strlen(z);
	return true;
}

static int
peek(const struct parser *p)
{
	return p->i < p->s.len ? (unsigned char)p->s.p[p->i] : -1;
}

static struct part
one_char(struct parser *p, int c)
{
	char low = ascii_lower((char)c);

	return exactly(set_of(p, arena_str(p->a, (struct str){ &low, 1 })));
}

static struct part
digits(struct parser *p)
{
	struct set *t = set_new(p, 10);
	static const char all[] = "0123456789";
	size_t i;

	for (i = 0; i < 10; i++)
		t->s[t->n++] = (struct str){ all + i, 1 };
	return exactly(t);
}

/* Behind a backslash. */
static struct part
escape(struct parser *p)
{
	int c = peek(p);

	if (c == -1)
		return beyond(p);
	p->i++;
	if (!ascii_alpha((char)c) && !ascii_digit((char)c))
		return c < 0x80 ? one_char(p, c) : beyond(p);
	switch (c) {
	case 'd':
		return digits(p);
	case 'b': case 'B': case 'A': case 'z': case 'Z': case 'G': case 'K':
		return exactly(set_of(p, STR("")));
	case 'w': case 'W': case 'D': case 's': case 'S': case 'h': case 'H':
	case 'v': case 'V': case 'R':
		return anything(p);
	case 't':
		return one_char(p, '\t');
	case 'n':
		return one_char(p, '\n');
	default:		/* \x, \p, \Q, \1 and the like */
		return beyond(p);
	}
}

/* One member of a class, or -1 if it is no ASCII character. */
static int
class_char(struct parser *p)
{
	int c = peek(p);

	p->i++;
	if (c != '\\')
		return c < 0x80 ? c : -1;
	c = peek(p);
	p->i++;
	return c >= 0 && c < 0x80 && !ascii_alpha((char)c) &&
	    !ascii_digit((char)c) ? c : -1;
}

/* Behind "[": the set of a small class of ASCII characters. */
static struct part
class(struct parser *p)
{
	bool member[128] = { false }, any = take(p, "^"), first = true;
	struct set *t = set_new(p, 16);
	int lo, hi, c;

	for (; peek(p) != -1 && (first || peek(p) != ']'); first = false) {
		if (str_starts(str_from(p->s, p->i), STR("[:")))
			return beyond(p);
		if (take(p, "\\d")) {
			lo = '0';
			hi = '9';
		} else {
			lo = hi = class_char(p);
			if (peek(p) == '-' && p->i + 1 < p->s.len &&
			    p->s.p[p->i + 1] != ']') {
				p->i++;
				hi = class_char(p);
			}
		}
		any |= lo == -1 || hi == -1;
		for (c = lo; c >= 0 && c <= hi; c++)
			member[(unsigned char)ascii_lower((char)c)] = true;
	}
	if (!take(p, "]"))
		return beyond(p);
	for (c = 0; c < 128 && !any; c++)
		if (member[c] && !set_add(t, one_char(p, c).exact->s[0]))
			any = true;
	return any || t->n == 0 ? anything(p) : exactly(t);
}

/*
 * Behind "(": the group's head.  ${width0}: it only looks, so that its
 * content is not part of the match.
 */
static bool
group_head(struct parser *p, bool *width0)
{
	static const char *const looks[] = { "?=", "?!", "?<=", "?<!" };
	static const char *const groups[] = { "?:", "?>", "?|", "?i:",
		"?-i:" };
	const char *close;
	size_t k;

	*width0 = false;
	if (peek(p) == '*')
		return false;
	if (peek(p) != '?')
		return true;
	for (k = 0; k < sizeof(looks) / sizeof(looks[0]); k++)
		if (take(p, looks[k]))
			return *width0 = true;
	for (k = 0; k < sizeof(groups) / sizeof(groups[0]); k++)
		if (take(p, groups[k]))
			return true;
	if (take(p, "?P<") || take(p, "?<"))
		close = ">";
	else if (take(p, "?'"))
		close = "'";
	else
		return false;
	k = str_find(str_from(p->s, p->i), str_of(close));
	if (k == (size_t)-1)
		return false;
	p->i += k + 1;
	return true;
}

static struct part
group(struct parser *p)
{
	struct part r;
	bool width0;

	if (take(p, "?i)") || take(p, "?-i)") || take(p, "?s)"))
		return exactly(set_of(p, STR("")));
	if (!group_head(p, &width0) || ++p->depth > DEPTH_MAX)
		return beyond(p);
	r = alternation(p);
	p->depth--;
	if (!take(p, ")"))
		return beyond(p);
	return width0 ? exactly(set_of(p, STR(""))) : r;
}

static struct part
atom(struct parser *p)
{
	int c = peek(p);
	size_t n;

	p->i++;
	switch (c) {
	case '\\':
		return escape(p);
	case '[':
		return class(p);
	case '(':
		return group(p);
	case '.':
		return anything(p);
	case '^':
	case '$':
		return exactly(set_of(p, STR("")));
	case '*': case '+': case '?':
		return beyond(p);
	case '{':		/* a quantifier for some versions of PCRE2 */
		if (peek(p) == ',' || ascii_digit((char)peek(p)))
			return beyond(p);
		break;
	}
	if (c < 0x80)
		return one_char(p, c);
	n = utf8_valid_at(p->s, p->i - 1);
	p->i += n > 0 ? n - 1 : 0;
	return anything(p);
}

static size_t
number(struct parser *p)
{
	size_t v = 0;

	while (ascii_digit((char)peek(p)) && v < 1000)
		v = v * 10 + (size_t)(p->s.p[p->i++] - '0');
	return v;
}

/* "{n}", "{n,}" or "{n,m}"; any other brace stands for itself. */
static bool
braces(struct parser *p, size_t *min, bool *more)
{
	size_t start = p->i, max;
	bool has_max;

	if (!take(p, "{") || !ascii_digit((char)peek(p)))
		goto literal;
	max = *min = number(p);
	*more = false;
	if (take(p, ",")) {
		has_max = ascii_digit((char)peek(p));
		max = number(p);
		*more = !has_max || max > *min;
	}
	if (take(p, "}"))
		return true;
literal:
	p->i = start;
	return false;
}

static struct part
quantified(struct parser *p)
{
	struct part x = atom(p);
	size_t min = 1;
	bool more = false;

	if (p->beyond)
		return x;
	if (take(p, "?"))
		x = either(p, x, exactly(set_of(p, STR(""))));
	else if (take(p, "*"))
		x = repeat(p, x, 0, true);
	else if (take(p, "+"))
		x = repeat(p, x, 1, true);
	else if (braces(p, &min, &more))
		x = min == 0 && more ? anything(p) : repeat(p, x, min, more);
	else
		return x;
	if (!take(p, "?"))
		take(p, "+");		/* lazy or possessive: the same set */
	/* A quantifier of it all: "a{2}{3}". */
	return peek(p) == '*' || peek(p) == '+' || peek(p) == '?' ||
	    peek(p) == '{' ? beyond(p) : x;
}

static struct part
alternation(struct parser *p)
{
	struct part r = { 0 }, x;
	bool first = true;

	do {
		x = exactly(set_of(p, STR("")));
		while (peek(p) != -1 && peek(p) != '|' && peek(p) != ')' &&
		    !p->beyond)
			x = sequence(p, x, quantified(p));
		r = first ? x : either(p, r, x);
		first = false;
	} while (!p->beyond && take(p, "|"));
	return r;
}

bool
need_of(struct str pattern, struct arena *a, struct need *out)
{
	struct arena work = { 0 };
	struct parser p = { .s = pattern, .a = &work };
	struct part r = alternation(&p);
	const struct set *best;
	bool found = false;

	if (p.beyond || p.i != pattern.len)
		goto out;
	best = set_cut(&p, rarer(r.best, rarer(r.pre, r.suf)), KEEP_HEAD);
	if (set_cost(best) == UINT64_MAX)
		goto out;
	for (out->n = 0; out->n < best->n; out->n++)
		out->s[out->n] = arena_str(a, best->s[out->n]);
	found = true;
out:
	arena_free(&work);
	return found;
}
