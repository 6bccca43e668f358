/*
 * cel-suite FILE: run CEL's conformance cases from JSON lines, each checked
 * (unless it says otherwise) and evaluated; print those that fail, and end
 * with "N passed, N failed".  What cannot be run has failed.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/buf.h"
#include "cel/cel.h"
#include "cel/value.h"	/* maps are built for bindings */

struct suite {
	struct arena	 a;		/* of one case */
	const char	*only;		/* a part of their names, or NULL */
	bool		 verbose;
	size_t		 passed, failed;
};

static const struct json *
get(const struct json *o, const char *key)
{
	return json_get(o, str_of(key));
}

static struct str
text(const struct json *o, const char *key)
{
	struct str s = json_get_str(o, str_of(key));

	return s.p != NULL ? s : STR("");
}

static bool
is_true(const struct json *o, const char *key)
{
	const struct json *v = get(o, key);

	return v != NULL && v->type == JSON_TRUE;
}

static struct cel_val	value(const struct json *t, struct arena *a);

static struct cel_val
list(const struct json *v, struct arena *a)
{
	struct cel_val *items = arena_array(a, v->len + 1, sizeof(*items));
	size_t i;

	for (i = 0; i < v->len; i++)
		items[i] = value(&v->items[i], a);
	return cel_list_new(items, v->len, a);
}

static struct cel_val
map(const struct json *v, struct arena *a)
{
	struct cel_map *m = map_new(v->len, a);
	size_t i;

	for (i = 0; i < v->len; i++)
		map_put(m, value(&v->items[i].items[0], a),
		    value(&v->items[i].items[1], a), a);
	return (struct cel_val){ .kind = CEL_MAP, .map = m };
}

static struct cel_val
moment(const struct json *v, uint8_t kind)
{
	struct cel_val out = { .kind = kind };
	int64_t nanos = 0;

	out.i = strtoll(text(v, "seconds").p, NULL, 10);
	json_to_int(get(v, "nanos"), &nanos);
	out.nsec = (int32_t)nanos;
	return out;
}

/* value(t, a): a typed value of the suite. */
static struct cel_val
value(const struct json *t, struct arena *a)
{
	struct str type = text(t, "type"), s = text(t, "value");
	const struct json *v = get(t, "value");
	struct cel_val out = { .kind = CEL_NULL };

	s = arena_str(a, s);
	if (str_eq(type, STR("bool")))
		return cel_bool(v->type == JSON_TRUE);
	if (str_eq(type, STR("int")))
		return cel_int(strtoll(s.p, NULL, 10));
	if (str_eq(type, STR("uint")))
		return cel_uint(strtoull(s.p, NULL, 10));
	if (str_eq(type, STR("double")))
		return cel_double(strtod(s.p, NULL));
	if (str_eq(type, STR("string")))
		return cel_string(s);
	if (str_eq(type, STR("bytes")) && base64_decode(s, a, &s))
		return cel_bytes(s);
	if (str_eq(type, STR("list")))
		return list(v, a);
	if (str_eq(type, STR("map")))
		return map(v, a);
	if (str_eq(type, STR("timestamp")))
		return moment(v, CEL_TIMESTAMP);
	if (str_eq(type, STR("duration")))
		return moment(v, CEL_DURATION);
	if (str_eq(type, STR("type"))) {
		out = cel_string(s);
		out.kind = CEL_TYPE;
	}
	return out;
}

static bool	same(struct cel_val a, struct cel_val b);

static bool
same_lists(struct cel_val a, struct cel_val b)
{
	size_t i;

	if (cel_list_len(a) != cel_list_len(b))
		return false;
	for (i = 0; i < cel_list_len(a); i++)
		if (!same(cel_list_at(a, i), cel_list_at(b, i)))
			return false;
	return true;
}

static bool
same_maps(struct cel_val a, struct cel_val b)
{
	size_t i, k;

	if (map_len(a) != map_len(b))
		return false;
	for (i = 0; i < map_len(a); i++) {
		for (k = 0; k < map_len(b); k++)
			if (same(map_key(a, i), map_key(b, k)) &&
			    same(map_value(a, i), map_value(b, k)))
				break;
		if (k == map_len(b))
			return false;
	}
	return true;
}

/* The suite's own equality: types count, and NaN is NaN. */
static bool
same(struct cel_val a, struct cel_val b)
{
	if (a.kind != b.kind)
		return false;
	if (a.kind == CEL_LIST)
		return same_lists(a, b);
	if (a.kind == CEL_MAP)
		return same_maps(a, b);
	if (a.kind == CEL_DOUBLE)
		return (isnan(a.d) && isnan(b.d)) ||
		    (a.d == b.d && signbit(a.d) == signbit(b.d));
	return cel_equal(a, b);
}

static void
show(struct cel_val v, struct arena *a, struct buf *b)
{
	static const char *const kinds[] = { "null", "bool", "int", "uint",
		"double", "string", "bytes", "list", "map", "timestamp",
		"duration", "type", "optional", "ip", "cidr" };
	struct json j;

	buf_printf(b, "%s ", kinds[v.kind]);
	if (v.kind == CEL_TYPE)
		buf_adds(b, v.s);
	else if (v.kind == CEL_DOUBLE)
		buf_printf(b, "%.17g", v.d);
	else if (cel_to_json(v, a, &j, NULL) == 0)
		json_write(&j, b);
}

static bool
declared(const struct json *types, struct str name)
{
	size_t i;

	for (i = 0; types != NULL && i < types->len; i++)
		if (str_eq(text(&types->items[i], "name"), name))
			return true;
	return false;
}

/* prepare(c, env, vars, a): declare and bind what the case names. */
static void
prepare(const struct json *c, struct cel_env *env, struct cel_val **vars,
    struct arena *a)
{
	const struct json *types = get(c, "type_env");
	const struct json *bindings = get(c, "bindings");
	size_t i, n = types != NULL ? types->len : 0;
	size_t nb = bindings != NULL ? bindings->len : 0;

	*vars = arena_array(a, n + nb + 1, sizeof(**vars));
	cel_env_container(env, arena_str(a, text(c, "container")).p);
	for (i = 0; i < n; i++) {
		struct str name = text(&types->items[i], "name");
		const struct json *bound = json_get(bindings, name);
		int k = cel_env_var(env, arena_str(a, name).p,
		    arena_str(a, text(&types->items[i], "type")).p);

		if (bound != NULL)
			(*vars)[k] = value(bound, a);
	}
	for (i = 0; i < nb; i++)
		if (!declared(types, bindings->members[i].key))
			(*vars)[cel_env_var(env, arena_str(a,
			    bindings->members[i].key).p, "dyn")] =
			    value(&bindings->members[i].value, a);
}

static bool
run(struct suite *s, const struct json *c, struct buf *got)
{
	struct cel_env *env = cel_env_new(&s->a);
	const struct json *want = get(c, "value");
	struct str src = text(c, "expr");
	struct cel_val *vars, v;
	struct cel_prog *p;
	struct diags d;
	struct err e = { 0 };

	diags_init(&d, &s->a);
	prepare(c, env, &vars, &s->a);
	p = is_true(c, "disable_check") ?
	    cel_compile_unchecked(env, src, &s->a, &d) :
	    cel_compile(env, src, NULL, &s->a, &d);
	if (p == NULL) {
		buf_printf(got, "compile error: %.*s",
		    STR_ARG(d.first->msg));
		return want == NULL && get(c, "eval_error") != NULL;
	}
	if (cel_eval(p, vars, &s->a, &v, &e) != CEL_OK) {
		buf_printf(got, "error: %s", e.msg);
		return want == NULL && get(c, "eval_error") != NULL;
	}
	show(v, &s->a, got);
	if (is_true(c, "value_implicit"))
		return v.kind == CEL_BOOL && v.b;
	return want != NULL && same(v, value(want, &s->a));
}

static void
one(struct suite *s, const struct json *c)
{
	struct buf got = { 0 }, want = { 0 };
	char name[512];
	bool ok;

	snprintf(name, sizeof(name), "%.*s/%.*s/%.*s",
	    STR_ARG(text(c, "file")), STR_ARG(text(c, "section")),
	    STR_ARG(text(c, "name")));
	if (s->only != NULL && strstr(name, s->only) == NULL)
		return;
	ok = run(s, c, &got);
	*(ok ? &s->passed : &s->failed) += 1;
	if (!ok || s->verbose) {
		if (get(c, "value") != NULL)
			show(value(get(c, "value"), &s->a), &s->a, &want);
		else
			buf_printf(&want, "an error");
		printf("%s %s: %.*s\n\tgot      %s\n\texpected %s\n",
		    ok ? "ok" : "FAIL", name, STR_ARG(text(c, "expr")),
		    buf_str(&got).p, buf_str(&want).p);
	}
	buf_free(&got);
	buf_free(&want);
}

static void
line(struct suite *s, struct json_parser *p, struct str text_)
{
	struct json_doc doc;
	struct err e = { 0 };

	if (json_parse(p, text_, &s->a, &doc, &e) == 0)
		one(s, &doc.root);
	else {
		printf("FAIL: %s\n", e.msg);
		s->failed++;
	}
	arena_reset(&s->a);
}

int
main(int argc, char **argv)
{
	struct suite s = { 0 };
	struct json_parser *p = json_parser_new(NULL, NULL);
	char *buf = NULL;
	size_t cap = 0;
	ssize_t n;
	FILE *f;
	int c;

	while ((c = getopt(argc, argv, "vn:")) != -1)
		if (c == 'v')
			s.verbose = true;
		else
			s.only = optarg;
	if (optind != argc - 1 || (f = fopen(argv[optind], "r")) == NULL) {
		fprintf(stderr, "usage: cel-suite [-v] [-n NAME] FILE\n");
		return 64;
	}
	while ((n = getline(&buf, &cap, f)) > 0)
		line(&s, p, (struct str){ buf, (size_t)n });
	free(buf);
	fclose(f);
	json_parser_free(p);
	arena_free(&s.a);
	printf("%zu passed, %zu failed\n", s.passed, s.failed);
	return s.failed > 0;
}
