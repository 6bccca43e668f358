#include "base/diag.h"

#include <stdlib.h>

#include "base/utf8.h"

void
diags_init(struct diags *d, struct arena *a)
{
	*d = (struct diags){ .arena = a };
	d->last = &d->first;
}

void
diags_source(struct diags *d, const char *name, struct str text)
{
	struct diag_source *s = ARENA_NEW(d->arena, struct diag_source);

	*s = (struct diag_source){ d->sources, name, text };
	d->sources = s;
}

static int	add(struct diags *d, enum diag_level level, struct where at,
	    const char *code, const char *fmt, va_list ap)
	    __attribute__((format(printf, 5, 0)));

static int
add(struct diags *d, enum diag_level level, struct where at,
    const char *code, const char *fmt, va_list ap)
{
	struct diag *g = ARENA_NEW(d->arena, struct diag);

	*g = (struct diag){ .level = level, .code = code, .at = at };
	g->msg = arena_vprintf(d->arena, fmt, ap);
	*d->last = g;
	d->last = &g->next;
	if (level == DIAG_ERROR)
		d->errors++;
	else if (level == DIAG_WARNING)
		d->warnings++;
	return -1;
}

int
diag_error(struct diags *d, struct where at, const char *code,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, DIAG_ERROR, at, code, fmt, ap);
	va_end(ap);
	return -1;
}

int
diag_warn(struct diags *d, struct where at, const char *code,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, DIAG_WARNING, at, code, fmt, ap);
	va_end(ap);
	return -1;
}

int
diag_hide(struct diags *d)
{
	struct diag *g = d->first;

	while (g->next != NULL)
		g = g->next;
	g->secret = true;
	d->secrets++;
	return -1;
}

int
diag_secret(struct diags *d, struct where at, const char *code,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, DIAG_ERROR, at, code, fmt, ap);
	va_end(ap);
	return diag_hide(d);
}

static struct str
source_line(const struct diags *d, struct where at)
{
	const struct diag_source *s;
	struct str text;
	const char *nl;
	size_t line;

	for (s = d->sources; s != NULL; s = s->next)
		if (at.name != NULL && strcmp(s->name, at.name) == 0)
			break;
	if (s == NULL || at.line == 0)
		return STR_NONE;
	text = s->text;
	for (line = 1; text.len > 0; line++) {
		nl = memchr(text.p, '\n', text.len);
		if (line == at.line)
			return nl == NULL ? text :
			    str_to(text, (size_t)(nl - text.p));
		if (nl == NULL)
			break;
		text = str_from(text, (size_t)(nl - text.p) + 1);
	}
	return STR_NONE;
}

size_t
diag_column(const struct diags *d, struct where at)
{
	struct str line = source_line(d, at);
	size_t i, col = at.col;

	for (i = 0; i < line.len && i + 1 < at.col; i++)
		if (((unsigned char)line.p[i] & 0xc0) == 0x80)
			col--;
	return col;
}

enum { LINE_SHOWN = 400 };	/* bytes */

/* What stands in a file must not reach the terminal as a command to it. */
static void
print_text(struct str s, FILE *f)
{
	size_t i, n;

	for (i = 0; i < s.len; i += n) {
		n = utf8_valid_at(s, i);
		if (n == 0 || (n == 1 && s.p[i] != '\t' &&
		    ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f))) {
			n = 1;
			fputc('?', f);
		} else
			fwrite(s.p + i, 1, n, f);
	}
}

/* What else is wrong in the line of a secret must not show it either. */
static bool
holds_secret(const struct diags *d, struct where at)
{
	const struct diag *g;

	for (g = d->secrets > 0 ? d->first : NULL; g != NULL; g = g->next)
		if (g->secret && g->at.line == at.line && at.name != NULL &&
		    g->at.name != NULL && strcmp(g->at.name, at.name) == 0)
			return true;
	return false;
}

static void
print_caret(const struct diags *d, struct where at, FILE *f)
{
	struct str line = source_line(d, at);
	size_t i;

	if (str_ends(line, STR("\r")))
		line.len--;
	if (line.p == NULL || at.col == 0 || at.col > line.len + 1 ||
	    at.col > LINE_SHOWN || holds_secret(d, at))
		return;
	fputs("    ", f);
	print_text(str_to(line, LINE_SHOWN), f);
	fputs("\n    ", f);
	for (i = 0; i + 1 < at.col; i++) {
		if (((unsigned char)line.p[i] & 0xc0) == 0x80)
			continue;	/* one column a character */
		fputc(line.p[i] == '\t' ? '\t' : ' ', f);
	}
	fputs("^\n", f);
}

static void
print_one(const struct diags *d, const struct diag *g, FILE *f)
{
	static const char *const level[] = { "error", "warning", "note" };

	if (g->at.name != NULL) {
		fputs(g->at.name, f);
		if (g->at.line > 0)
			fprintf(f, ":%zu", g->at.line);
		if (g->at.line > 0 && g->at.col > 0)
			fprintf(f, ":%zu", diag_column(d, g->at));
		fputs(": ", f);
	}
	fprintf(f, "%s: %.*s\n", level[g->level], STR_ARG(g->msg));
	print_caret(d, g->at, f);
}

static int
by_place(const void *va, const void *vb)
{
	const struct diag *a = *(const struct diag *const *)va;
	const struct diag *b = *(const struct diag *const *)vb;
	int c = strcmp(a->at.name != NULL ? a->at.name : "",
	    b->at.name != NULL ? b->at.name : "");

	if (c != 0)
		return c;
	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	return a->at.col < b->at.col ? -1 : a->at.col > b->at.col;
}

const struct diag **
diags_sorted(const struct diags *d, size_t *n)
{
	const struct diag **all, *g;
	size_t i = 0;

	*n = 0;
	for (g = d->first; g != NULL; g = g->next)
		++*n;
	all = arena_array(d->arena, *n + 1, sizeof(*all));
	for (g = d->first; g != NULL; g = g->next)
		all[i++] = g;
	qsort(all, *n, sizeof(*all), by_place);
	return all;
}

void
diags_print(const struct diags *d, FILE *f)
{
	const struct diag **all;
	size_t n, i;

	all = diags_sorted(d, &n);
	for (i = 0; i < n; i++)
		print_one(d, all[i], f);
}

void
diags_strict(struct diags *d)
{
	struct diag *g;

	for (g = d->first; g != NULL; g = g->next)
		if (g->level == DIAG_WARNING)
			g->level = DIAG_ERROR;
	d->errors += d->warnings;
	d->warnings = 0;
}

const char *
nearest(struct str word, const char *const *names, size_t n)
{
	const char *best = NULL;
	size_t i, dist, least = word.len < 4 ? 2 : word.len < 8 ? 3 : 4;

	for (i = 0; i < n; i++) {
		dist = str_distance(word, str_of(names[i]));
		if (dist < least) {
			least = dist;
			best = names[i];
		}
	}
	return best;
}
