/* Which platform wrote this? */
#include <stdio.h>

#include "conf/embed.h"
#include "record/log.h"
#include "stage/map_auto.h"
#include "stage/map_fold.h"

enum {
	PROFILES_MAX = 64,
	TEXTS_MAX = 100,	/* looked at before giving up */
	ITEMS_MAX = 10		/* of a list */
};

/* The names of the profiles that come with the program. */
static size_t
names(const char *out[PROFILES_MAX])
{
	const struct embedded *p;
	size_t n = 0;

	for (p = embedded; p->name != NULL && n < PROFILES_MAX; p++)
		if (strncmp(p->name, "stage/", 6) == 0)
			out[n++] = p->name + 6;
	return n;
}

static struct map_source *
open_one(const char *name, struct arena *a, struct diags *d)
{
	struct json node = json_str(str_of(name));

	return map_source_open(&node, a, d);
}

struct map_source *
map_auto_open(struct arena *a, struct diags *d)
{
	struct map_source *s = ARENA_NEW(a, struct map_source), *one;
	struct map_auto *all = ARENA_NEW(a, struct map_auto);
	const char *list[PROFILES_MAX];
	size_t n = names(list), i;

	all->v = arena_array(a, n + 1, sizeof(struct map_source *));
	for (i = 0; i < n; i++) {
		one = open_one(list[i], a, d);
		if (one == NULL || !map_expr_given(&one->x[SOURCE_DETECT]))
			continue;
		one->name = list[i];
		all->v[all->n++] = one;
	}
	s->platform = STR("auto");
	s->autos = all;
	return s;
}

/* The text that a dead letter holds stands for it. */
static const struct json *
opened(const struct json *root)
{
	const struct json *record = json_get(root, STR("record"));

	return json_get(root, STR("dead")) != NULL && record != NULL ?
	    record : root;
}

/* Is ${input}, or one of its first items, of ${s}? */
static bool
fits(const struct map_source *s, struct map_run *run,
    const struct json *input, size_t *which)
{
	size_t i;

	if (input->type != JSON_ARRAY)
		return map_fold_detects(s, run, input, which);
	for (i = 0; i < input->len && i < ITEMS_MAX; i++)
		if (fits(s, run, &input->items[i], which))
			return true;
	return false;
}

static int
take(struct map_source *s, const struct map_source *one, size_t which)
{
	struct map_auto *all = s->autos;
	struct str why = one->x[SOURCE_DETECT].texts[which];
	bool one_account;

	log_msg(LOG_INFO, "source: the input is taken for %s, since %.*s; "
	    "write source: %s to have it so always", one->name,
	    STR_ARG(why), one->name);
	one_account = s->one_account;
	*s = *one;
	s->one_account = one_account;
	s->autos = all;
	all->chosen = one;
	return 1;
}

/* 1 if ${input} decides it, 0 if it is unknown, -1 if two profiles fit. */
static int
decide(struct map_source *s, struct map_run *run, const struct json *input,
    struct err *e)
{
	const struct map_auto *all = s->autos;
	const struct map_source *found = NULL;
	size_t i, which, at = 0;

	for (i = 0; i < all->n; i++) {
		if (!fits(all->v[i], run, input, &which))
			continue;
		if (found != NULL)
			return err_set(e, ERR_CONFIG, "source.ambiguous",
			    "the input may be of %s or of %s: name the "
			    "right one as map.source", found->name,
			    all->v[i]->name);
		found = all->v[i];
		at = which;
	}
	return found != NULL ? take(s, found, at) : 0;
}

static int
look(struct map_source *s, struct map_run *run, struct str text,
    struct err *e)
{
	struct json_doc doc;
	struct err why;

	if (str_trim(text).len == 0 || json_parse(run->scratch->parser, text,
	    run->a, &doc, &why) == -1)
		return 0;
	return decide(s, run, opened(&doc.root), e);
}

int
map_auto_look(struct map_source *s, struct map_run *run, struct str texts,
    struct err *e)
{
	const char *nl;
	size_t i, len;
	int found;

	if (s->autos->chosen != NULL)
		return 0;
	for (i = 0; texts.len > 0 && i < TEXTS_MAX; i++) {
		nl = memchr(texts.p, '\n', texts.len);
		len = nl != NULL ? (size_t)(nl - texts.p) : texts.len;
		found = look(s, run, str_to(texts, len), e);
		if (found != 0)
			return found == 1 ? 0 : -1;
		texts = str_from(texts, nl != NULL ? len + 1 : len);
	}
	return err_set(e, ERR_CONFIG, "source.unknown", "no profile "
	    "recognises the input: name one as map.source; "
	    "chatcrm-map --sources lists them");
}

int
map_auto_check(const struct map_source *s, struct map_run *run,
    const struct json *input, struct err *e)
{
	const struct map_auto *all = s->autos;
	size_t i, which;

	if (fits(all->chosen, run, input, &which))
		return 0;
	for (i = 0; i < all->n; i++)
		if (all->v[i] != all->chosen &&
		    fits(all->v[i], run, input, &which))
			return err_set(e, ERR_INPUT, "source.other",
			    "the line is of %s, not of %s as those before "
			    "it: read it by itself", all->v[i]->name,
			    all->chosen->name);
	return 0;
}

void
map_auto_list(FILE *f)
{
	const char *list[PROFILES_MAX];
	size_t n = names(list), i;
	struct arena a = { 0 };
	struct map_source *one;
	struct diags d;

	diags_init(&d, &a);
	for (i = 0; i < n; i++) {
		one = open_one(list[i], &a, &d);
		if (one != NULL)
			fprintf(f, "%-14s %.*s\n", list[i],
			    STR_ARG(one->about));
	}
	arena_free(&a);
}
