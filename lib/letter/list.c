/* list: which letters there are, by themselves or counted. */
#include <stdlib.h>

#include "base/code.h"
#include "letter/letter.h"

struct group {
	struct str	what;
	size_t		n;
};

static struct str
group_key(const struct entry *x, int by)
{
	switch (by) {
	case BY_CODE:
		return x->code;
	case BY_STAGE:
		return x->stage;
	case BY_FIELD:
		return x->field;
	case BY_FILE:
		return x->file;
	default:
		return x->run;
	}
}

/* Most frequent first; as in the file where they are as many. */
static int
by_number(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return str_cmp(x->what, y->what);
}

/* What a file says may be meant for a terminal: controls are escaped. */
static void
put_column(struct str s, int width, struct buf *b)
{
	char shown[128];

	buf_printf(b, "  %-*s", width, err_quote(s, shown, sizeof(shown)));
}

static void
put_group(const struct letter_desk *d, const struct group *g, struct buf *b)
{
	static const char *const names[] = { "", "code", "stage", "field",
	    "file", "run" };
	const struct code *c = d->by == BY_CODE ? code_find(g->what.p) : NULL;

	if (!d->json) {
		buf_printf(b, "%7zu", g->n);
		put_column(g->what.len > 0 ? g->what : STR("-"),
		    c != NULL ? 20 : 0, b);
		buf_printf(b, "%s%s\n", c != NULL ? "  " : "",
		    c != NULL ? c->remedy : "");
		return;
	}
	buf_printf(b, "{\"%s\":", names[d->by]);
	json_write_str(g->what, b);
	buf_printf(b, ",\"letters\":%zu}\n", g->n);
}

static void
list_groups(struct letter_desk *d, struct buf *b)
{
	const struct journal *j = &d->journal;
	struct group *groups = arena_array(&d->arena, j->n + 1,
	    sizeof(*groups));
	struct hmap at;
	void **slot;
	size_t i, n = 0;
	struct str key;

	hmap_init(&at, &d->arena);
	for (i = 0; i < j->n; i++) {
		if (!letter_chosen(d, &j->entries[i]))
			continue;
		key = group_key(&j->entries[i], d->by);
		if (key.p == NULL)
			key = STR("");
		slot = hmap_slot(&at, key);
		if (*slot == NULL) {
			*slot = &groups[n++];
			((struct group *)*slot)->what = key;
		}
		((struct group *)*slot)->n++;
	}
	qsort(groups, n, sizeof(*groups), by_number);
	for (i = 0; i < n; i++)
		put_group(d, &groups[i], b);
}

static void
put_member(const char *name, struct str value, struct buf *b)
{
	if (value.p == NULL)
		return;
	buf_printf(b, ",\"%s\":", name);
	json_write_str(value, b);
}

static void
put_json(const struct entry *x, struct buf *b)
{
	buf_adds(b, STR("{\"id\":"));
	json_write_str(x->id, b);
	put_member("stage", x->stage, b);
	put_member("code", x->code, b);
	put_member("field", x->field, b);
	put_member("message", x->message, b);
	put_member("at", x->at, b);
	buf_printf(b, ",\"attempt\":%lld", (long long)x->attempt);
	put_member("run", x->run, b);
	put_member("file", x->file, b);
	buf_printf(b, ",\"line\":%lld,\"state\":\"%s\"", (long long)x->line,
	    x->outcome.p == NULL ? "open" : "closed");
	put_member("outcome", x->outcome, b);
	put_member("closed_at", x->closed_at, b);
	if (x->sealed)
		buf_adds(b, STR(",\"sealed\":true"));
	buf_adds(b, STR("}\n"));
}

static void
put_text(const struct entry *x, struct buf *b)
{
	buf_adds(b, x->id);
	put_column(x->stage, 8, b);
	put_column(x->code, 20, b);
	put_column(x->field, 20, b);
	put_column(x->file, 0, b);
	buf_printf(b, ":%lld", (long long)x->line);
	if (x->attempt > 1)
		buf_printf(b, "  attempt %lld", (long long)x->attempt);
	if (x->outcome.p != NULL)
		buf_printf(b, "  %.*s", STR_ARG(x->outcome));
	buf_addc(b, '\n');
}

int
letter_list(struct letter_desk *d, struct err *e)
{
	const struct journal *j = &d->journal;
	struct buf b = { 0 };
	size_t i;

	(void)e;
	if (d->by != BY_NOTHING)
		list_groups(d, &b);
	for (i = 0; d->by == BY_NOTHING && i < j->n; i++) {
		if (!letter_chosen(d, &j->entries[i]))
			continue;
		if (d->json)
			put_json(&j->entries[i], &b);
		else
			put_text(&j->entries[i], &b);
	}
	fwrite(b.p != NULL ? b.p : "", 1, b.len, stdout);
	buf_free(&b);
	return 0;
}
