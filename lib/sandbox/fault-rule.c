/* Rules of faults: read from an option or a script, written, matched. */
#include <stdlib.h>
#include <string.h>

#include "sandbox/fault-rule.h"
#include "sandbox/server.h"

enum { MAX_RULES = 1000 };

static struct fault_rule *
new_rule(struct faults *f, enum fault_kind kind)
{
	struct fault_rule *r = ARENA_NEW(&f->arena, struct fault_rule);

	r->kind = kind;
	r->nth = 1;
	r->left = 1;
	r->share = 1;
	r->retry_after = -1;
	return r;
}

static void
append(struct faults *f, struct fault_rule *r)
{
	*f->tail = r;
	f->tail = &r->next;
}

static int
bad_spec(struct str spec, struct err *e)
{
	return err_set(e, ERR_USAGE, "usage.fault", "'%.*s' is no fault; "
	    "write KIND, KIND:TIMES or KIND:PERCENT%%, with a KIND of "
	    "chatcrm-sandbox(1)", STR_ARG(spec));
}

int
faults_add(struct faults *f, struct str spec, struct err *e)
{
	size_t colon = str_find(spec, STR(":"));
	enum fault_kind kind = fault_of(str_to(spec, colon));
	struct str much = colon == (size_t)-1 ? STR("1") :
	    str_from(spec, colon + 1);
	struct fault_rule *r;
	struct json n = { .type = JSON_NUMBER };
	double share;

	if (kind == FAULT_NONE)
		return bad_spec(spec, e);
	n.text = much.p;
	n.len = (uint32_t)much.len;
	if (str_ends(much, STR("%"))) {
		n.len--;
		if (!rule_number(&n, 0, 100, &share))
			return bad_spec(spec, e);
		f->share[kind] = share / 100;
		return 0;
	}
	if (!rule_number(&n, 0, 1e9, &share) || share != (double)(int64_t)
	    share)
		return bad_spec(spec, e);
	r = new_rule(f, kind);
	r->left = (int64_t)share;
	append(f, r);
	return 0;
}

/* Digits with a point at most, between the two. */
bool
rule_number(const struct json *v, double least, double most, double *out)
{
	size_t i;

	if (v->type != JSON_NUMBER || v->len == 0 || v->len > 20)
		return false;
	for (i = 0; i < v->len; i++)
		if (!ascii_digit(v->text[i]) && v->text[i] != '.')
			return false;
	return json_to_double(v, out) && *out >= least && *out <= most;
}

static int
bad_rule(size_t i, struct str what, struct err *e)
{
	return err_set(e, ERR_INPUT, "sandbox.fault", "rule %zu: '%.*s' is "
	    "unknown or has no valid value", i + 1, STR_ARG(what));
}

static bool
read_text(const struct json *v, struct str *out, struct arena *a)
{
	if (v->type != JSON_STRING)
		return false;
	*out = arena_str(a, (struct str){ v->text, v->len });
	return true;
}

static bool
read_count(const struct json *v, int64_t *out)
{
	double n;

	if (!rule_number(v, 0, 1e9, &n) || n != (double)(int64_t)n)
		return false;
	*out = (int64_t)n;
	return true;
}

static bool
read_match(const struct json_member *m, struct fault_rule *r,
    struct arena *a)
{
	if (str_eq(m->key, STR("method")))
		return read_text(&m->value, &r->method, a);
	if (str_eq(m->key, STR("route")))
		return read_text(&m->value, &r->route, a);
	if (str_eq(m->key, STR("path")))
		return read_text(&m->value, &r->path, a);
	if (str_eq(m->key, STR("body")))
		return read_text(&m->value, &r->body, a);
	if (str_eq(m->key, STR("nth")))
		return read_count(&m->value, &r->nth);
	return false;
}

static bool
read_matches(const struct json *match, struct fault_rule *r,
    struct arena *a)
{
	uint32_t i;

	if (match->type != JSON_OBJECT)
		return false;
	for (i = 0; i < match->len; i++)
		if (!read_match(&match->members[i], r, a))
			return false;
	return true;
}

static bool
read_member(const struct json_member *m, struct fault_rule *r,
    struct arena *a)
{
	struct str name;
	int64_t n;

	if (str_eq(m->key, STR("match")))
		return read_matches(&m->value, r, a);
	if (str_eq(m->key, STR("fault"))) {
		r->kind = read_text(&m->value, &name, a) ? fault_of(name) :
		    FAULT_NONE;
		return r->kind != FAULT_NONE;
	}
	if (str_eq(m->key, STR("times")))
		return read_count(&m->value, &r->left);
	if (str_eq(m->key, STR("share")))
		return rule_number(&m->value, 0, 1, &r->share);
	if (str_eq(m->key, STR("ms")))
		return read_count(&m->value, &r->ms);
	if (str_eq(m->key, STR("retry_after")))
		return read_count(&m->value, &r->retry_after);
	if (str_eq(m->key, STR("status"))) {
		if (!read_count(&m->value, &n) || n < 400 || n > 599)
			return false;
		r->status = (int)n;
		return true;
	}
	if (str_eq(m->key, STR("admin"))) {
		r->admin = json_copy(&m->value, a);
		return r->admin.type == JSON_OBJECT;
	}
	return false;
}

/* With a share, a rule goes on for ever unless it says how often. */
static int
read_rule(struct faults *f, size_t i, const struct json *v, struct err *e)
{
	struct fault_rule *r = new_rule(f, FAULT_NONE);
	const struct json *fault = json_get(v, STR("fault"));
	uint32_t k;

	if (v->type != JSON_OBJECT || (fault == NULL &&
	    json_get(v, STR("admin")) == NULL))
		return bad_rule(i, STR("fault"), e);
	if (json_get(v, STR("share")) != NULL)
		r->left = -1;
	for (k = 0; k < v->len; k++)
		if (!read_member(&v->members[k], r, &f->arena))
			return bad_rule(i, v->members[k].key, e);
	append(f, r);
	return 0;
}

int
faults_rules(struct faults *f, const struct json *list, struct err *e)
{
	struct faults fresh = { .tail = &fresh.rules };
	size_t i;

	if (list->type != JSON_ARRAY || list->len > MAX_RULES)
		return err_set(e, ERR_INPUT, "sandbox.fault", "a script is a "
		    "list of at most %d rules", MAX_RULES);
	for (i = 0; i < list->len; i++)
		if (read_rule(&fresh, i, &list->items[i], e) == -1) {
			arena_free(&fresh.arena);
			return -1;
		}
	arena_free(&f->arena);
	f->arena = fresh.arena;
	f->rules = fresh.rules;
	f->tail = fresh.rules != NULL ? fresh.tail : &f->rules;
	return 0;
}

static void
put_text(struct json *o, const char *key, struct str v, struct arena *a)
{
	if (v.len > 0)
		json_set(o, str_of(key), json_str(v), a);
}

struct json
rule_json(const struct fault_rule *r, struct arena *a)
{
	struct json o = json_object(), match = json_object();

	put_text(&match, "method", r->method, a);
	put_text(&match, "route", r->route, a);
	put_text(&match, "path", r->path, a);
	put_text(&match, "body", r->body, a);
	if (r->nth > 1)
		json_set(&match, STR("nth"), json_int(r->nth, a), a);
	if (match.len > 0)
		json_set(&o, STR("match"), match, a);
	if (r->kind != FAULT_NONE)
		json_set(&o, STR("fault"), json_str(str_of(fault_name(
		    r->kind))), a);
	if (r->admin.type == JSON_OBJECT)
		json_set(&o, STR("admin"), r->admin, a);
	if (r->share < 1)
		json_set(&o, STR("share"), json_double(r->share, a), a);
	if (r->left >= 0)
		json_set(&o, STR("times"), json_int(r->left, a), a);
	if (r->ms > 0)
		json_set(&o, STR("ms"), json_int(r->ms, a), a);
	if (r->status > 0)
		json_set(&o, STR("status"), json_int(r->status, a), a);
	if (r->retry_after >= 0)
		json_set(&o, STR("retry_after"), json_int(r->retry_after, a),
		    a);
	json_set(&o, STR("met"), json_int(r->met, a), a);
	return o;
}

static bool
holds(struct str text, struct str part)
{
	return part.len == 0 || str_find(text, part) != (size_t)-1;
}

bool
rule_names(const struct fault_rule *r)
{
	return r->route.len > 0 || r->path.len > 0;
}

bool
rule_fires(struct fault_rule *r, const struct request *q,
    const struct route *route)
{
	if (r->left == 0 ||
	    (r->method.len > 0 && !str_eq(r->method, str_of(q->method))) ||
	    (r->route.len > 0 && !str_eq(r->route, str_of(route->pattern))) ||
	    !holds(q->path, r->path) || !holds(q->body, r->body))
		return false;
	if (++r->met < r->nth)
		return false;
	if (r->share < 1 && !chance_hit(&q->sb->chance, r->share))
		return false;
	if (r->left > 0)
		r->left--;
	return true;
}
