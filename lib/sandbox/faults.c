/* What goes wrong on purpose, and when. */
#include "sandbox/faults.h"

#include <stdlib.h>
#include <string.h>

#include "sandbox/fault-rule.h"
#include "sandbox/server.h"

enum { SLOW_MS = 1000, MAX_SCRIPT = 1024 * 1024 };

static const char *const names[] = {
	[FAULT_RESET] = "reset",
	[FAULT_FAIL] = "fail",
	[FAULT_LIE] = "lie",
	[FAULT_EMPTY] = "empty",
	[FAULT_RATE] = "rate",
	[FAULT_QUOTA] = "quota",
	[FAULT_SLOW] = "slow",
	[FAULT_EXPIRED] = "expired",
	[FAULT_SCOPE] = "scope",
	[FAULT_POISON] = "poison",
	[FAULT_PARTIAL] = "partial",
	[FAULT_LOCKED] = "locked",
	[FAULT_PICKLIST] = "picklist",
	[FAULT_DUPLICATE] = "duplicate",
	[FAULT_MERGED] = "merged",
	[FAULT_CONVERTED] = "converted",
	[FAULT_RESET_BEFORE] = "reset-before",
	[FAULT_RESET_AFTER] = "reset-after",
	[FAULT_HALF] = "half",
	[FAULT_FAIL_BEFORE] = "fail-before",
	[FAULT_FAIL_AFTER] = "fail-after",
};

const char *
fault_name(enum fault_kind k)
{
	return k < FAULT_KINDS ? names[k] : NULL;
}

enum fault_kind
fault_of(struct str name)
{
	enum fault_kind k;

	for (k = 0; k < FAULT_KINDS; k++)
		if (str_eq(name, str_of(names[k])))
			break;
	return k;
}

/* The whole of a script as JSON; it is small. */
static int
read_script(struct faults *f, const char *file, struct err *e)
{
	struct json_parser *parser = json_parser_new(NULL, NULL);
	struct buf text = { .max = MAX_SCRIPT };
	struct arena a = { 0 };
	struct json_doc doc;
	char part[4096];
	size_t n;
	FILE *in = fopen(file, "re");
	int rc = -1;

	if (in == NULL) {
		err_errno(e, ERR_IO, "cannot read %.100s", file);
		goto out;
	}
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		buf_add(&text, part, n);
	if (json_parse(parser, buf_str(&text), &a, &doc, e) == -1)
		err_wrap(e, "byte %zu", e->at.col);
	else
		rc = faults_rules(f, &doc.root, e);
	if (rc == -1) {
		e->kind = ERR_CONFIG;	/* it is no input of a filter */
		err_wrap(e, "%.100s", file);
	}
out:
	if (in != NULL)
		fclose(in);
	buf_free(&text);
	arena_free(&a);
	json_parser_free(parser);
	return rc;
}

int
faults_init(struct faults *f, const struct sandbox_conf *c, struct err *e)
{
	size_t i;

	f->tail = &f->rules;
	f->share[FAULT_FAIL] = c->faults.fail;
	f->share[FAULT_LIE] = c->faults.lie;
	f->share[FAULT_RESET] = c->faults.reset;
	f->slow_ms = c->faults.slow_ms;
	f->search_lag_ms = c->faults.search_lag_ms;
	f->seed = c->faults.seed;
	if (c->script != NULL && read_script(f, c->script, e) == -1)
		return -1;
	for (i = 0; i < c->nplayed; i++)
		if (faults_add(f, str_of(c->played[i]), e) == -1)
			return -1;
	return 0;
}

void
faults_free(struct faults *f)
{
	arena_free(&f->arena);
	free(f->poisoned);
}

struct json
faults_json(const struct faults *f, struct arena *a)
{
	struct json o = json_object(), rules = json_array();
	const struct fault_rule *r;
	enum fault_kind k;

	for (k = 0; k < FAULT_KINDS; k++)
		if (f->share[k] > 0 || k <= FAULT_LIE)
			json_set(&o, str_of(names[k]),
			    json_double(f->share[k], a), a);
	json_set(&o, STR("slow_ms"), json_int(f->slow_ms, a), a);
	json_set(&o, STR("search_lag_ms"), json_int(f->search_lag_ms, a), a);
	json_set(&o, STR("seed"), json_uint(f->seed, a), a);
	for (r = f->rules; r != NULL; r = r->next)
		json_push(&rules, rule_json(r, a), a);
	json_set(&o, STR("rules"), rules, a);
	return o;
}

/* Faults of writes, and of writes that have records. */
static bool
applies(enum fault_kind k, const struct route *route)
{
	bool write = (route->flags & ROUTE_READ) == 0;

	switch (k) {
	case FAULT_LIE:
	case FAULT_EMPTY:
	case FAULT_POISON:
	case FAULT_PARTIAL:
	case FAULT_LOCKED:
	case FAULT_PICKLIST:
	case FAULT_DUPLICATE:
	case FAULT_MERGED:
	case FAULT_CONVERTED:
		return write;
	default:
		return true;
	}
}

static enum fault_kind
choose(struct request *q, const struct route *route, struct fault *f)
{
	struct faults *all = &q->sb->faults;
	struct fault_rule *r;
	enum fault_kind k;
	bool open = (route->flags & ROUTE_OPEN) != 0;

	for (r = all->rules; r != NULL; r = r->next) {
		if (!applies(r->kind, route) || (open && !rule_names(r)) ||
		    !rule_fires(r, q, route))
			continue;
		if (r->admin.type == JSON_OBJECT)
			admin_act(q, &r->admin);
		if (r->kind == FAULT_NONE)
			continue;
		f->rule = r;
		return r->kind;
	}
	for (k = 0; k < FAULT_KINDS && !open; k++)
		if (applies(k, route) &&
		    chance_hit(&q->sb->chance, all->share[k]))
			return k;
	return FAULT_NONE;
}

/* The kinds that leave it to chance whether there is an effect. */
static enum fault_kind
settle_chance(enum fault_kind k, struct chance *c)
{
	if (k == FAULT_FAIL)
		return (chance_bits(c) & 1) != 0 ? FAULT_FAIL_BEFORE :
		    FAULT_FAIL_AFTER;
	if (k != FAULT_RESET)
		return k;
	if ((chance_bits(c) & 1) != 0)
		return FAULT_RESET_BEFORE;
	return (chance_bits(c) & 1) != 0 ? FAULT_RESET_AFTER : FAULT_HALF;
}

static void
set_effects(struct fault *f, const struct faults *all)
{
	switch (f->kind) {
	case FAULT_RESET_BEFORE:
		f->effect = false;
		f->cut = true;
		break;
	case FAULT_RESET_AFTER:
		f->cut = true;
		break;
	case FAULT_HALF:
		f->half = true;
		break;
	case FAULT_FAIL_BEFORE:
		f->effect = false;
		f->fail = true;
		break;
	case FAULT_FAIL_AFTER:
		f->fail = true;
		break;
	case FAULT_LIE:
	case FAULT_EMPTY:
		f->forget = true;
		break;
	case FAULT_SLOW:
		f->ms = f->rule != NULL && f->rule->ms > 0 ? f->rule->ms :
		    all->slow_ms > 0 ? all->slow_ms : SLOW_MS;
		break;
	default:
		break;
	}
}

size_t
fault_items(const struct request *q, const struct json **list)
{
	const struct json *in = &q->in;

	if (in->type != JSON_ARRAY)
		in = q->persona->items != NULL ?
		    json_get(&q->in, str_of(q->persona->items)) : NULL;
	if (in != NULL && in->type == JSON_ARRAY) {
		*list = in->items;
		return in->len;
	}
	*list = &q->in;
	return 1;
}

/* The record that holds what the rule looks for, else any. */
static size_t
hit_item(struct request *q, const struct fault_rule *r)
{
	const struct json *items;
	size_t i, n = fault_items(q, &items);
	struct buf text = { 0 };
	bool found = false;

	for (i = 0; r != NULL && r->body.len > 0 && i < n && !found; i++) {
		buf_reset(&text);
		json_write(&items[i], &text);
		found = str_find(buf_str(&text), r->body) != (size_t)-1;
	}
	buf_free(&text);
	if (found)
		return i - 1;
	return n > 1 ? (size_t)(chance_bits(&q->sb->chance) % n) : 0;
}

static bool
is_of_item(enum fault_kind k)
{
	return k >= FAULT_PARTIAL && k <= FAULT_CONVERTED;
}

void
fault_draw(struct request *q, const struct route *route, struct fault *f)
{
	*f = (struct fault){ .effect = true, .kind = FAULT_NONE,
	    .retry_after = -1 };
	if ((route->flags & ROUTE_QUIET) != 0)
		return;
	f->kind = choose(q, route, f);
	if (f->kind == FAULT_NONE)
		return;
	f->kind = settle_chance(f->kind, &q->sb->chance);
	f->name = names[f->kind];
	if (f->rule != NULL) {
		f->status = f->rule->status;
		f->retry_after = f->rule->retry_after;
	}
	set_effects(f, &q->sb->faults);
	if (is_of_item(f->kind) || f->kind == FAULT_POISON)
		f->item = hit_item(q, f->rule);
}

void
fault_settle(struct fault *f)
{
	if (!is_of_item(f->kind) || f->played)
		return;
	f->name = NULL;
	if (f->rule != NULL && f->rule->left >= 0)
		f->rule->left++;
}

enum item_fault
api_item_fault(struct request *q)
{
	static const enum item_fault item[] = {
		[FAULT_PARTIAL] = ITEM_REFUSED,
		[FAULT_LOCKED] = ITEM_LOCKED,
		[FAULT_PICKLIST] = ITEM_PICKLIST,
		[FAULT_DUPLICATE] = ITEM_DUPLICATE,
		[FAULT_MERGED] = ITEM_MERGED,
		[FAULT_CONVERTED] = ITEM_CONVERTED,
	};
	struct fault *f = q->fault;

	if (f == NULL || !is_of_item(f->kind) || f->asked++ != f->item)
		return ITEM_FINE;
	f->played = true;
	return item[f->kind];
}
