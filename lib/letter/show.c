/* show: one letter, and what its code means. */
#include "base/code.h"
#include "letter/letter.h"
#include "record/dead.h"

/* Foreign text, but prose: its apostrophes enclose no quotation of ours. */
static void
put_message(struct str s, struct buf *b)
{
	char quoted[512];
	size_t at;

	while ((at = str_find(s, STR("'"))) != (size_t)-1) {
		buf_printf(b, "%s'", err_quote(str_to(s, at), quoted,
		    sizeof(quoted)));
		s = str_from(s, at + 1);
	}
	buf_printf(b, "%s\n", err_quote(s, quoted, sizeof(quoted)));
}

static void
put_about(const struct entry *x, struct buf *b)
{
	const struct code *c = x->code.p != NULL ? code_find(x->code.p) : NULL;

	buf_printf(b, "letter   %.*s, %s%.*s\n", STR_ARG(x->id),
	    x->outcome.p != NULL ? "closed: " : "open", STR_ARG(x->outcome));
	buf_printf(b, "refused  by %.*s at %.*s, attempt %lld\n",
	    STR_ARG(x->stage), STR_ARG(x->at), (long long)x->attempt);
	buf_printf(b, "line     %lld of %s\n", (long long)x->line,
	    err_quote(x->file, (char[256]){ 0 }, 256));
	buf_printf(b, "code     %.*s: ", STR_ARG(x->code));
	put_message(x->message, b);
	if (x->field.len > 0)
		buf_printf(b, "field    %s\n",
		    err_quote(x->field, (char[256]){ 0 }, 256));
	if (c != NULL)
		buf_printf(b, "cause    %s\nremedy   %s\n", c->cause,
		    c->remedy);
}

static int
show(struct letter_desk *d, const struct entry *x, struct buf *b,
    struct err *e)
{
	struct arena a = { 0 };
	struct dead_letter dead;
	struct err why = { 0 };
	struct str line;
	int rc = 0;

	line = journal_line(&d->journal, x, &a, e);
	if (line.p == NULL)
		rc = -1;
	else if (d->json) {
		buf_adds(b, line);
		buf_addc(b, '\n');
	} else {
		put_about(x, b);
		if (letter_text(d, x, &a, &dead, &why) == 0)
			buf_adds(b, dead.text);
		else
			buf_printf(b, "(%s)", why.msg);
		buf_adds(b, STR("\n\n"));
	}
	arena_free(&a);
	return rc;
}

int
letter_show(struct letter_desk *d, struct err *e)
{
	struct buf b = { 0 };
	struct entry *x;
	size_t i;
	int rc = 0;

	for (i = 0; i < d->nids && rc == 0; i++) {
		x = journal_find(&d->journal, d->ids[i], e);
		rc = x == NULL ? -1 : show(d, x, &b, e);
	}
	fwrite(b.p != NULL ? b.p : "", 1, b.len, stdout);
	buf_free(&b);
	return rc;
}
